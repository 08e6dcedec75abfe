"""Decisions, the letters they lead to, and the outbox: values, never actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.model.case import Case, Move, Party, Question
from mailbot.model.mail import Address, Attachment


@dataclass(frozen=True, slots=True)
class Ignore:
    """No case, no letter; the mail is done."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The mail waits for a person to look at it; no case, no letter. `told` names the sentence that agents hear."""

    reason: str
    told: str = "held"
    case: int = 0  # the case in whose thread they hear it, where an agent's #accept lets the sender in


@dataclass(frozen=True, slots=True)
class Confirm:
    """Ask the agent, at the address we know, whether he wrote the mail; it waits for his word."""

    reason: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The agent wrote the mail that waits (0: it was carried out before): now it is carried out."""

    reason: str
    mail: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """The mail is written down in its case and changes nothing else."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Say nothing yet: more may come right after."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Questions to the customer, with the receipt when it is the first letter."""

    details: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Escalate:
    """To engineering, and a word to the customer. `at_once`: complete or not; a person has it, too."""

    reason: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person takes it. `tell` says whether the customer hears of it, `alarm` what the agents must see first."""

    reason: str
    tell: bool
    alarm: str = ""
    surge: tuple[int, ...] = ()  # the cases of a surge of which the agents have not heard yet


@dataclass(frozen=True, slots=True)
class Remind:
    """One reminder to a customer who is silent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Close:
    """The matter is done. `tell` says whether the customer gets a closing letter."""

    reason: str
    tell: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The agents hear of it; nothing else changes."""

    reason: str


@dataclass(frozen=True, slots=True)
class StepBack:
    """A person of ours wrote to the customer: mailbot is quiet in this case."""

    reason: str


@dataclass(frozen=True, slots=True)
class Obey:
    """An agent's mail is carried out: relayed, noted, its orders followed; the agent gets a receipt."""

    reason: str


@dataclass(frozen=True, slots=True)
class TakeIn:
    """A case for the customer whose mail an agent passed on: the agent hears, the customer does not yet."""

    reason: str


Decision = (
    Ignore | Hold | Note | Wait | Ask | Escalate | HandOver | Remind | Close | Report | StepBack | Obey | TakeIn
    | Confirm | Confirmed
)  # fmt: skip


class Purpose(StrEnum):
    """Why a letter is written; with case and recipient it makes the idempotency key of the outbox."""

    FIRST = "first"
    QUESTIONS = "questions"
    THANKS = "thanks"
    HANDOVER = "handover"
    AGENT_NOTE = "agent_note"
    ESCALATION = "escalation"
    REMINDER = "reminder"
    CLOSED = "closed"
    ANSWERED = "answered"  # what engineering found, released by an agent
    RELAY = "relay"  # an agent's own words
    ALERT = "alert"  # to the agents: a letter or a mail that needs a person, outside of any decision
    RECEIPT = "receipt"  # to the agent: what became of a reply or an order
    CONFIRM = "confirm"  # to the agent: was it you who wrote?


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of a kept mail that goes along with a letter."""

    mail: int  # inbox id
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be written: to whom, why, in which language, about what."""

    purpose: Purpose
    party: Party
    recipient: Address
    language: str
    message_id: str  # made before the words, so that the case knows what it asked where
    questions: tuple[Question, ...] = ()
    rule: str = ""  # that led to it
    reason: str = ""
    serial: int = 0  # tells two letters of one purpose apart: the round, or the mail that caused it
    words: str = ""  # a person's own words: the text of a relay
    missing: tuple[str, ...] = ()  # details that are missing now
    notes: tuple[str, ...] = ()  # what was done, line by line: the text of a receipt
    enclosures: tuple[Enclosure, ...] = ()
    after: Purpose | None = (
        None  # goes out only when that letter of the case has been accepted: no promise before it is true
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one step does to the world, committed at once or not at all."""

    case: Case | None
    decision: Decision
    rule: str
    letters: tuple[Letter, ...] = ()
    moves: tuple[Move, ...] = ()  # mails that an agent put elsewhere


class OutState(StrEnum):
    """Where a row of the outbox stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class OutMail:
    """One envelope recipient, one fixed Message-ID, one fixed byte string; any resend is byte-identical."""

    id: int
    key: str
    sender: str  # MAIL FROM, "" for the null path of RFC 5321 section 4.5.5
    recipient: str
    message_id: str
    data: bytes
    automatic: bool  # at most once; the others at least once
    attempts: int
    created_at: datetime


class Verdict(StrEnum):
    """How a try to deliver ended."""

    SENT = "sent"  # 250 after the final dot
    DEFERRED = "deferred"  # 4xx, or the network failed before the final dot
    FAILED = "failed"  # 5xx
    UNKNOWN = "unknown"  # lost after the final dot: nobody can say
    HELD = "held"  # never offered: it is not as our letters are


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server said; its text is gated before it is shown."""

    verdict: Verdict
    text: str
