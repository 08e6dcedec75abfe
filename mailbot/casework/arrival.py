"""A mail at the door of a case, the step that it causes, and the mail as the case remembers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailbot.casework.policy import Policy, Spent
from mailbot.casework.threading import Join, Stranger, copied
from mailbot.model import CaseMail, Confirmation, Finding, Message, Party, Places, Recent


@dataclass(frozen=True, slots=True)
class Step:
    """When a step happens, under which policy, with what is left of the budgets, and new Message-IDs."""

    policy: Policy
    now: datetime
    spent: Spent
    fresh: Callable[[], str]
    recent: tuple[Recent, ...] = ()  # the bugs of the time in which many make a surge; asked for at the end of a wait


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail at the door of a case: what was read, where it is kept, and what the store knows of it."""

    message: Message
    mail: int  # inbox id
    received_at: datetime
    fresh_id: int  # of the case it would open
    join: Join | None = None
    by_us: bool = False  # one of us wrote it to the customer, from a mail program
    ours: bool = False  # mailbot itself wrote it
    stranger: Stranger | None = None  # it cites a case in which nobody knows its sender
    confirmed: bool = False  # the agent said by mail that he wrote it
    confirms: Confirmation | None = None  # it answers our question whether its sender wrote another mail
    moved: bool = False  # a person put it into this case
    split: bool = False  # a person made a case of its own of it
    places: Places = field(default_factory=Places)  # what lies around the case, for an agent's orders
    cites: int = 0  # such a case, where the mail may open one of its own
    twin: int = 0
    doubt: str = ""  # why the mail itself must not be answered: an id used twice
    closed: str = ""  # why nobody here has read its words: encrypted, too large
    sha256: str = ""
    size: int = 0
    mailbox: str = ""  # name of the mailbox it came to
    earlier: tuple[Finding, ...] = ()  # what this customer's earlier cases told, the newest first

    @property
    def party(self) -> Party:
        """Who speaks."""
        return self.join.party if self.join else Party.CUSTOMER

    @property
    def by_a_customer(self) -> bool:
        """Whether a customer's hand wrote it: the only mails that are read for details."""
        return self.party is Party.CUSTOMER and not self.by_us and not self.message.by_machine


def case_mail(arrival: Arrival, policy: Policy) -> CaseMail:
    """The mail as its case remembers it."""
    message = arrival.message
    return CaseMail(
        mail=arrival.mail,
        party=Party.CUSTOMER if arrival.by_us else arrival.party,
        ours=arrival.by_us,
        message_id=message.message_id,
        references=tuple(dict.fromkeys((*message.references, *message.in_reply_to))),
        address=_other_end(arrival),
        subject=message.subject,
        at=arrival.received_at,
        text=message.text,
        new_text=message.new_text,
        attachments=message.attachments,
        sha256=arrival.sha256,
        size=arrival.size,
        unread=arrival.closed,
        joined=arrival.join.reason if arrival.join else "",
        copied=copied(message, policy),
    )


def sealed(arrival: Arrival, policy: Policy) -> CaseMail:
    """A mail with a password as the case remembers it: that it came, and nothing of it."""
    return replace(case_mail(arrival, policy), text="", new_text="", secret=True)


def _other_end(arrival: Arrival) -> str:
    message = arrival.message
    if arrival.by_us:
        return message.to[0].email if message.to else ""
    return message.sender.email if message.sender else ""
