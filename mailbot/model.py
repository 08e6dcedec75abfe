"""The vocabulary of the house: frozen values, the only things that cross from room to room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# --- mail as it came -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as the server gave it, named by what never changes: (account, folder, UIDVALIDITY, UID)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    received_at: datetime  # INTERNALDATE, aware; the sender's Date header is never trusted for order
    raw: bytes  # the IMAP literal as fetched; shortened when `truncated`
    size: int  # RFC822.SIZE in bytes, the whole mail
    truncated: bool = False


# --- mail as it was read ---------------------------------------------------------------------------------------


class Origin(StrEnum):
    """Who wrote a mail: a hand or a machine, by headers."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    OURSELVES = "ourselves"
    DOUBTFUL = "perhaps a machine"  # only the subject or the role of the address says so: no reply, but a case


class Part(StrEnum):
    """What a stretch of a body is."""

    NEW = "new"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the exact address (local part as written, domain in lower case A-labels) and its name."""

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        """The part behind the last @."""
        return self.email.rpartition("@")[2]

    @property
    def key(self) -> str:
        """What addresses are compared by."""
        return self.email.casefold()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch `[start, end)` of `Message.text`, in characters; segments follow one another without a gap."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail; its bytes stay in the raw mail."""

    index: str  # MIME part number as in RFC 3501 section 6.4.5, "2.1"
    name: str  # decoded; a nameless part gets "part-<index>.<ext>"
    content_type: str  # lower case
    size: int  # decoded bytes
    sha256: str
    inline: bool = False  # has a Content-ID that the HTML shows, or Content-Disposition: inline


@dataclass(frozen=True, slots=True)
class Authentication:
    """What our own mail server said of the sender (RFC 8601)."""

    verdict: str  # "pass", "fail" or "none"
    reason: str  # a sentence


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says (RFC 3464)."""

    recipients: tuple[str, ...]  # the addresses that failed
    message_ids: tuple[str, ...]  # ids of the mails that came back
    permanent: bool
    status: str  # "5.1.1" or ""


@dataclass(frozen=True, slots=True)
class Message:
    """A mail as read. Never raises, never half there: ugliness is listed in `defects`."""

    message_id: str  # "<…@…>" or ""
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: Address | None  # exactly one valid From, else None
    to: tuple[Address, ...]  # To and Delivered-To, X-Original-To
    cc: tuple[Address, ...]
    subject: str  # decoded, one line
    date: datetime | None  # aware; as the sender says
    headers: tuple[tuple[str, str], ...]  # (lower-case name, decoded one-line value), in order
    text: str  # the body that a person reads, "\n" line ends
    segments: tuple[Segment, ...]
    attachments: tuple[Attachment, ...]
    language: str  # "ja", "en" or "" when the text does not tell
    origin: Origin
    origin_sign: str  # the header or words that told, "" for a person
    authentication: Authentication
    bounce: Bounce | None = None
    spam: str = ""  # the header of a filter before us that calls it spam
    defects: tuple[str, ...] = ()

    def part(self, *kinds: Part) -> str:
        """The text of some kinds of segments, joined in order."""
        return "".join(self.text[s.start : s.end] for s in self.segments if s.part in kinds)

    @property
    def new_text(self) -> str:
        """What the sender wrote in this mail: no quotes, no signature."""
        return self.part(Part.NEW).strip("\n")

    def header(self, name: str) -> str:
        """The first value of a header, or the empty string."""
        return next((value for key, value in self.headers if key == name), "")


# --- what a report needs and has -------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Classified:
    """A kind and the sentence that says why."""

    kind: Kind
    reason: str


# --- cases -----------------------------------------------------------------------------------------------------


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
    references: tuple[str, ...]
    sender: str
    subject: str
    at: datetime
    text: str  # the whole text
    new_text: str
    attachments: tuple[Attachment, ...] = ()
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case, with the sentence that says why."""

    at: datetime
    rule: str  # name of the rule in casework/decide.py, or of the pass
    decision: str
    reason: str
    mail: int = 0


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
    wake_at: datetime | None = None  # when to look again though no mail came: the quiet period
    silence: str = ""  # why mailbot itself writes nothing to this customer; "" when it may
    rounds: int = 0  # letters with questions so far
    greeted: bool = False  # the first letter is out
    agent_told: bool = False
    escalated: bool = False
    handed_over: bool = False
    missing_before: tuple[str, ...] = ()  # what was missing when we last wrote: the next letter needs progress
    findings: tuple[Finding, ...] = ()
    asked: tuple[Asked, ...] = ()
    mails: tuple[CaseMail, ...] = ()
    events: tuple[Event, ...] = ()


# --- decisions: values, never actions --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ignore:
    """No case, no letter; the mail is done."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The mail waits for a person to look at it; no case, no letter."""

    reason: str


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
    """The report is complete: to engineering, and a word to the customer."""

    reason: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person takes it. `tell` says whether the customer hears of it."""

    reason: str
    tell: bool


Decision = Ignore | Hold | Note | Wait | Ask | Escalate | HandOver


# --- letters ---------------------------------------------------------------------------------------------------


class Purpose(StrEnum):
    """Why a letter is written; with case and recipient it makes the idempotency key of the outbox."""

    FIRST = "first"
    QUESTIONS = "questions"
    THANKS = "thanks"
    HANDOVER = "handover"
    AGENT_NOTE = "agent_note"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be written: to whom, why, in which language, about what."""

    purpose: Purpose
    party: Party
    recipient: Address
    language: str
    questions: tuple[Question, ...] = ()
    reason: str = ""
    serial: int = 0  # tells two letters of one purpose apart: the round, or the mail that caused it
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


# --- the outbox ------------------------------------------------------------------------------------------------


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


class Verdict(StrEnum):
    """How a try to deliver ended."""

    SENT = "sent"  # 250 after the final dot
    DEFERRED = "deferred"  # 4xx, or the network failed before the final dot
    FAILED = "failed"  # 5xx
    UNKNOWN = "unknown"  # lost after the final dot: nobody can say


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server said; its text is gated before it is shown."""

    verdict: Verdict
    text: str


Localised = Mapping[str, str]  # language -> words


# --- the street ------------------------------------------------------------------------------------------------


class Unreachable(Exception):
    """A server cannot be reached or refuses us: nothing was lost, try again later. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parsers must know of us to tell strangers from ourselves."""

    own_addresses: tuple[str, ...] = ()
    instance: str = ""
    authserv_id: str = ""  # "" when no server of ours stamps Authentication-Results
