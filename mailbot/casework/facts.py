"""All that a rule of the policy may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.casework.desk import StaffMail
from mailbot.casework.policy import Policy
from mailbot.casework.surge import Surge
from mailbot.casework.threading import Stranger
from mailbot.model import Address, Case, CaseMail, Confirmation, Message, Party

NOTED_OF_MOVED = "note_moved_mails"  # the rule of decide.py


@dataclass(frozen=True, slots=True)
class Facts:
    """All a rule may look at. `case` holds the message already; `message` is None when a quiet period ended."""

    policy: Policy
    now: datetime
    case: Case
    known: bool = True  # False: no case yet, `case` is what would be opened
    message: Message | None = None
    party: Party = Party.CUSTOMER
    staff: StaffMail | None = None  # an agent's mail, as read
    proven: bool = True  # our own server vouches for the sender
    may_confirm: bool = False  # who claims to be an agent may be asked whether he wrote it
    confirms: Confirmation | None = None  # the mail whose agent says by this one that he wrote it
    by_us: bool = False  # one of us wrote it to the customer, from a mail program
    ours: bool = False  # mailbot itself wrote it
    silent: bool = False  # the customer did not answer in time
    gratitude: str = ""  # "solved" or "thanks" when the message says only that
    password: bool = False  # it only brings the password of a file sent before
    passed_on: bool = False  # an agent hands in somebody else's mail; `case` is that person's
    moved: bool = False  # a person put the mail into this case
    stranger: Stranger | None = None  # the mail may not join the case it cites
    twin: int = 0  # inbox id of an earlier mail with the same id and words
    missing: tuple[str, ...] = ()  # what may still be asked
    lacking: tuple[str, ...] = ()  # what is not told, however often it was asked
    care: str = ""  # why the directory leaves this customer to people
    surge: Surge | None = None  # what happens to many at the same time
    overspent: str = ""  # what stops letters to the customer
    for_now: bool = True  # it will end: he is answered then
    gone: str = ""  # what came back for good from the customer's address
    asked_lately: bool = False  # a first letter that asked just this went to a stranger who never answered
    wake_at: datetime | None = None  # when the quiet period of the newest mail ends

    def say(self, key: str, **values: str) -> str:
        """A reason in the language of our own people."""
        return self.policy.say(key, **values)

    @property
    def in_an_agents_name(self) -> bool:
        """Whether the mail bears an agent's address, which proves nothing yet."""
        return bool(self.message and self.message.sender and self.policy.is_agent(self.message.sender.key))

    @property
    def newest_from_outside(self) -> CaseMail | None:
        """The newest mail from outside."""
        theirs = (one for one in reversed(self.case.mails) if not one.ours and one.party is Party.CUSTOMER)
        return next(theirs, None)

    @property
    def put_here(self) -> bool:
        """Whether a person put the newest mail into this case."""
        newest = self.newest_from_outside.mail if self.newest_from_outside else 0
        return any(one.mail == newest and one.rule == NOTED_OF_MOVED for one in self.case.events)

    @property
    def by_the_customer(self) -> bool:
        """Whether the customer wrote last, not somebody else who takes part: only who wrote is thanked for it."""
        key = self.case.customer.key if self.case.customer else ""
        return self.newest_from_outside is None or Address(self.newest_from_outside.address).key == key

    @property
    def failed(self) -> str:
        """Whom a letter that came back did not reach, and why."""
        bounce = self.message.bounce if self.message else None
        if bounce is None:
            return self.message.origin_sign if self.message else ""
        return f"{', '.join(bounce.recipients) or 'unknown recipient'} {bounce.status}".strip()
