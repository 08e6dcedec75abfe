"""What a report needs and has, and the case it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.model.mail import Address, Attachment


class Kind(StrEnum):
    """What a customer wants."""

    QUESTION = "question"
    BUG = "bug"
    REQUEST = "request"
    UNSURE = "unsure"


class Strength(StrEnum):
    """How much a finding proves. Weak evidence never counts as given; it becomes a guess in the question."""

    STRONG = "strong"
    WEAK = "weak"


class Answer(StrEnum):
    """What a finding says about its detail."""

    GIVEN = "given"
    UNKNOWN = "unknown"  # "I don't know" is an answer: never asked again
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Finding:
    """A detail's value with the words that prove it: `text[start:end] == quote` in the text of mail `mail`."""

    detail: str
    value: str  # normalised where the detail has a lexicon, else the quote
    quote: str
    start: int
    end: int
    source: str  # "body", "subject", "attachment", "header"; offsets count in that text
    rule: str  # which pattern, heading or answer told, for people
    strength: Strength = Strength.STRONG
    answer: Answer = Answer.GIVEN
    lexical: bool = False  # the value comes from our own lexicon, not from the sender's words
    mail: int = 0  # inbox id of the mail it stands in; the store's number


@dataclass(frozen=True, slots=True)
class Question:
    """One numbered question of a letter; it may ask for several details at once."""

    number: int
    details: tuple[str, ...]
    text: str
    help: str = ""
    guess: str = ""  # weak evidence, in our own words: "iPhone"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it went out, so that the answer finds its way back."""

    round: int
    message_id: str
    question: Question


class ToldBy(StrEnum):
    """Who or what said the kind. `mailbot train` learns from what people said, never from what mailbot took it for."""

    PERSON = "person"  # one of ours, by #kind
    FORM = "form"  # the customer, in a form of ours
    TAG = "tag"  # the customer, in the subject or a field
    MAILBOX = "mailbox"  # the admin, of all mail to one
    DISPUTED = "disputed"  # a tag, and the words say another kind
    MODEL = "model"
    RULES = "rules"


BY_PEOPLE = frozenset({ToldBy.PERSON, ToldBy.FORM, ToldBy.TAG, ToldBy.MAILBOX})


@dataclass(frozen=True, slots=True)
class Classified:
    """A kind, the sentence that says why, and who told it."""

    kind: Kind
    reason: str
    by: ToldBy = ToldBy.RULES
    also: Kind | None = None  # a second matter in the same mail


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"
    WAITING_CUSTOMER = "waiting_customer"
    WITH_AGENT = "with_agent"
    WITH_ENGINEERING = "with_engineering"
    ANSWERED = "answered"
    CLOSED = "closed"


class Party(StrEnum):
    """Who stands at the other end of a mail."""

    CUSTOMER = "customer"
    AGENT = "agent"
    ENGINEERING = "engineering"


@dataclass(frozen=True, slots=True)
class CaseMail:
    """A mail of a case, ours or theirs, as the case remembers it."""

    mail: int  # inbox id; 0 for one of ours
    party: Party
    ours: bool
    message_id: str
    references: tuple[str, ...]  # what it cites, the mail that it answers last
    address: str  # at the other end: who sent theirs, who got ours
    subject: str
    at: datetime
    text: str  # the whole text
    new_text: str
    attachments: tuple[Attachment, ...] = ()
    sha256: str = ""
    size: int = 0
    secret: bool = False  # a password: its words are in the kept mail alone, and go nowhere
    unread: str = ""  # why nobody here has read all of it: encrypted, beyond a limit
    joined: str = ""  # by what evidence it came into this case; "" for the first
    copied: tuple[str, ...] = ()  # whom else it went to: keys of addresses that are not ours


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case, with the sentence that says why."""

    at: datetime
    rule: str  # name of the rule in casework/decide.py, or of the pass
    decision: str
    reason: str
    mail: int = 0


@dataclass(frozen=True, slots=True)
class EngineeringReply:
    """What engineering said of a case, as far as it was labelled; "" where it was not."""

    cause: str = ""
    workaround: str = ""
    estimate: str = ""
    need_more: str = ""
    mail: int = 0  # inbox id of the mail it stands in


@dataclass(frozen=True, slots=True)
class Recent:
    """A bug that came a short time ago, as far as another one is held against it."""

    case: int
    customer: str
    subject: str
    text: str  # the new words of its first mail
    alarm: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another case, as far as an order that names it must know it."""

    case: int
    customer: str  # key of the address
    participants: tuple[str, ...]
    merged: int  # the case into which it was put


@dataclass(frozen=True, slots=True)
class Held:
    """A mail that waits for an agent to accept its sender in a case."""

    mail: int  # inbox id
    sender: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The mail of which we asked an agent whether he wrote it."""

    mail: int  # inbox id
    agent: str  # key of the address that was asked
    done: bool  # he has said so before
    late: bool = False  # he was asked too long ago


@dataclass(frozen=True, slots=True)
class Places:
    """What lies around a case: cases that an order names, and mails that wait at its door."""

    cases: tuple[Neighbour, ...] = ()
    held: tuple[Held, ...] = ()

    def case(self, number: int) -> Neighbour | None:
        """The case of a number, as far as it was looked up."""
        return next((one for one in self.cases if one.case == number), None)


@dataclass(frozen=True, slots=True)
class Move:
    """A kept mail to be read again: in the case `to`, in a case of its own (0), or where its evidence leads (None).

    None is said of mails for which one of our people vouched.
    """

    mail: int  # inbox id
    to: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of one customer, as it stands now."""

    id: int
    state: State
    kind: Kind
    kind_reason: str
    language: str
    customer: Address | None
    subject: str
    created_at: datetime
    kind_by: ToldBy = ToldBy.RULES
    wake_at: datetime | None = None  # when to look again though no mail came: the quiet period
    also: Kind | None = None  # a second matter of the first mail: a bug with a wish behind it
    wish: str = ""  # asks for a person or is upset, and by which words
    urgent: str = ""  # cannot wait, and by which words
    alarm: str = ""  # what of all that calls for a person stands in the subject of notes: "stopped", "upset", "care" …
    closed: str = ""  # why the customer's words are closed to us: encrypted, too large
    silence: str = ""  # why mailbot itself writes nothing to this customer; "" when it may
    unheard: str = ""  # why a letter to the customer was not written: a budget is used up, letters are stopped
    rounds: int = 0  # letters with questions so far
    greeted: bool = False  # the first letter is out
    agent_told: bool = False
    escalated: bool = False
    handed_over: bool = False
    taken: str = ""  # why a person of ours has it, "" when nobody: mailbot then writes nothing by itself
    remind_at: datetime | None = None  # when a silent customer is reminded, or given to a person
    reminded: bool = False
    product: str = ""  # what it is about; "" while nothing tells, then the default product is meant
    product_reason: str = ""
    follows: int = 0  # the closed case that this one goes on from
    cites: int = 0  # a case that its first mail cites: of a sender whom nobody there knows, or passed on by an agent
    merged: int = 0  # the case into which a person put this one
    participants: tuple[str, ...] = ()  # keys of addresses beside the customer's that an agent accepted
    engineering: EngineeringReply | None = None
    missing_before: tuple[str, ...] = ()  # what was missing when we last wrote: the next letter needs progress
    findings: tuple[Finding, ...] = ()
    asked: tuple[Asked, ...] = ()
    mails: tuple[CaseMail, ...] = ()
    events: tuple[Event, ...] = ()
