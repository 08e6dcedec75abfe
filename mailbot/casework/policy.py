"""What the admin decided, as the rules need it: one frozen value, no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.casework.business import Calendar
from mailbot.casework.catalogue import Catalogue, listed
from mailbot.casework.directory import Directory, KnownFacts
from mailbot.casework.linear import Model
from mailbot.casework.products import Products
from mailbot.casework.tokens import Tokens
from mailbot.model import Address, Kind, Message, Said

NO_TOKENS = Tokens("")
MOST_CASES = 30  # named in one sentence
ENOUGH_LATIN = 20  # letters: fewer tell nothing


@dataclass(frozen=True, slots=True)
class Policy:
    """Who we are, how much is asked, and what stops a storm."""

    catalogue: Catalogue
    support: Address
    own: frozenset[str]  # keys of the support address, its aliases and other mailboxes
    agents: tuple[str, ...]
    engineering: str
    default_language: str
    other_language: str  # for texts in Latin letters whose language has no letters of ours
    staff_language: str
    prefix: str
    trust_header: bool  # False: no server of ours stamps mail, first contacts are answered on trust
    questions: int
    rounds: int
    quiet: timedelta
    reply_within: timedelta
    first_per_address: int
    first_per_domain: int
    automatic_per_hour: int
    agents_by: str = "header"  # what proves an agent: "header", "confirm", "token", "exchange"
    freemail: frozenset[str] = field(default_factory=frozenset)
    calendar: Calendar = field(default_factory=lambda: Calendar(ZoneInfo("UTC")))
    reminder_hours: float = 16  # business hours until a silent customer is reminded; 0 = never
    directory: KnownFacts = field(default_factory=Directory)
    products: Products = field(default_factory=Products)
    first_per_known_address: int = 10
    surge_customers: int = 5  # that write about the same within `surge_within`; 0 = never a surge
    surge_within: timedelta = timedelta(minutes=60)
    mailbox_kinds: Mapping[str, Kind] = field(default_factory=dict)  # mailbox -> kind of all that comes to it
    tokens: Tokens = NO_TOKENS
    model: Model | None = None  # of kinds, learnt from this site's own history

    def language(self, found: str, text: str = "") -> str:
        """The language to answer in: the customer's where we have its letters, else by script, else the default."""
        if found in self.catalogue.languages:
            return found
        latin = sum("a" <= char.lower() <= "z" or "\u00c0" <= char <= "\u024f" for char in text)
        others = sum(char >= "\u0370" for char in text)
        return self.other_language if latin >= ENOUGH_LATIN and latin > others else self.default_language

    def say(self, key: str, **values: str) -> str:
        """A line for our own people, in their language."""
        return self.catalogue.say(self.staff_language, key, **values)

    def closed(self, message: Message) -> str:
        """Why nobody here knows all words of a mail, for our own people; "" when they are known."""
        return self.say(message.unread) if message.unread else ""

    def told(self, *sentences: Said) -> str:
        """What the parsers have to tell, for our own people."""
        return self.listed(self.say(one.key, **dict(one.values)) for one in sentences)

    def named(self, details: Sequence[str]) -> str:
        """Details in the words of our own people."""
        labels = {detail.id: detail.label for detail in self.catalogue.details}
        return self.listed(labels.get(one, {}).get(self.staff_language, one) for one in details)

    def listed(self, names: Iterable[str]) -> str:
        """Names in one line for our own people."""
        return listed(names, self.say)

    def tag(self, case: int) -> str:
        """How people name a case."""
        return f"{self.prefix}-{case}"

    def surge_said(self, cases: Sequence[int], customers: int) -> str:
        """What a surge is, in the language of our own people, with its cases by their tags."""
        tags = self.listed(self.tag(case) for case in cases[:MOST_CASES])
        minutes = self.surge_within // timedelta(minutes=1)
        more = " …" if len(cases) > MOST_CASES else ""
        return self.say("call_surge", count=str(customers), minutes=str(minutes), cases=tags + more)

    def reminder(self, now: datetime) -> datetime | None:
        """When a customer who is silent from now on is reminded: business hours later, or never."""
        return self.calendar.after(now, self.reminder_hours) if self.reminder_hours else None

    def first_letters(self, customer: Address) -> int:
        """How many first letters this address may get in a day: customers in the directory are no strangers."""
        return self.first_per_known_address if self.directory.of(customer) else self.first_per_address

    def is_own(self, key: str) -> bool:
        """Whether this address key is ours, with or without a "+mark" (RFC 5233)."""
        local, _, domain = key.rpartition("@")
        return key in self.own or f"{local.partition('+')[0]}@{domain}" in self.own

    def is_agent(self, key: str) -> bool:
        """Whether this address key is one of our agents'."""
        return key in {agent.casefold() for agent in self.agents}

    @property
    def staff(self) -> tuple[str, ...]:
        """Address keys of all our people."""
        return (*(agent.casefold() for agent in self.agents), self.engineering.casefold())

    def is_ours(self, key: str) -> bool:
        """Whether this address key is one of our mailboxes', or of our people's."""
        return self.is_own(key) or self.is_agent(key) or self.is_engineering(key)

    def is_engineering(self, key: str) -> bool:
        """Whether this address key is engineering's."""
        return key == self.engineering.casefold()


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of the budgets is used, counted in the transaction that will spend more."""

    address: int = 0  # first letters to this address in 24 hours
    domain: int = 0  # first letters to its domain in an hour
    automatic: int = 0  # all automatic letters in an hour
    stopped: str = ""  # why no automatic letter goes out at all
    gone: str = ""  # why letters to this address came back for good
    answered: bool = False  # this address has answered a letter of ours before
    asked: tuple[frozenset[str], ...] = ()  # what first letters to it asked for, in the last week
