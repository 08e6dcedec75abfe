"""Mail as it came and as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

NOT_READ = "was not read"  # ends the sentence of each defect that is a limit


class Original(Protocol):
    """The bytes of a mail that are too many to be held at once: how many, and they themselves in pieces, in order."""

    def __len__(self) -> int: ...

    def pieces(self) -> Iterator[bytes]:
        """All bytes from the first on, as often as asked."""


def pieces_of(raw: bytes | Original) -> Iterator[bytes]:
    """The bytes of a mail in pieces, wherever they lie."""
    if isinstance(raw, bytes):
        yield raw
    else:
        yield from raw.pieces()


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as the server gave it, named by what never changes: (account, folder, UIDVALIDITY, UID)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    received_at: datetime  # INTERNALDATE, aware; the sender's Date header is never trusted for order
    raw: bytes | Original  # the IMAP literal as fetched; shortened when `truncated`
    size: int  # RFC822.SIZE in bytes, the whole mail
    truncated: bool = False


class Origin(StrEnum):
    """Who wrote a mail: a hand or a machine. What a filter before us says of it is `Message.spam`."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"  # and all else that programs write by themselves
    ABSENCE = "out of office"
    BOUNCE = "bounce"
    LIST = "list"
    RECEIPT = "read receipt"  # RFC 8098
    FEEDBACK = "feedback report"  # RFC 5965, and reports of DMARC and TLS
    INVITATION = "calendar"
    HELPDESK = "another helpdesk"
    OURSELVES = "ourselves"
    MAILBOX = "another of our mailboxes"
    DOUBTFUL = "perhaps a machine"  # the role of the address or a wish not to be answered, and nothing else, says so


# No hand wrote these: they are noted, never read as a customer's words. The others are no machine's, or a person may
# stand behind them: they get a case, and silence.
MACHINES = frozenset(
    (Origin.AUTO_REPLY, Origin.ABSENCE, Origin.BOUNCE, Origin.RECEIPT, Origin.FEEDBACK, Origin.HELPDESK)
)


class Part(StrEnum):
    """What a stretch of a body is."""

    NEW = "new"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    FORWARDED = "forwarded"
    DISCLAIMER = "disclaimer"  # the legal words a company's server puts below every mail


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
    place: Part | None = None  # amid which words the mail shows it; None when it hangs below them
    pictures: int = 0  # pictures pasted into an Office file


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The mail that a sender passed on, inline or attached; what its header block does not tell is empty."""

    sender: Address | None
    date: datetime | None  # naive when the block names no time zone, as most do
    subject: str
    text: str  # its own words, without its header block
    attached: str = ""  # the part number of an attached mail, "" when it stands in the text
    inner: Forwarded | None = None  # the mail that this one passed on in its turn


@dataclass(frozen=True, slots=True)
class Said:
    """Something to tell people: its key in the words of each language, and what stands in it."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


def said(key: str, **values: str) -> Said:
    """Something to tell people, with what stands in it."""
    return Said(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Authentication:
    """What our own mail server said of the sender (RFC 8601)."""

    verdict: str  # "pass", "fail" or "none"
    reasons: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says (RFC 3464)."""

    recipients: tuple[str, ...]  # the addresses that failed
    message_ids: tuple[str, ...]  # ids of the mails that came back
    permanent: bool
    status: str  # "5.1.1" or ""


@dataclass(frozen=True, slots=True)
class Absence:
    """When somebody who is away is back, as the absence notice has it."""

    back: date  # the first day back: the day after "until", the day of "back on"
    words: str  # that told it, one line


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
    guessed: bool = False  # only the subject or the like tells the origin: no reply, but a case
    absence: Absence | None = None  # of an origin ABSENCE that names a day
    bounce: Bounce | None = None
    spam: str = ""  # the header of a filter before us that calls it spam
    forwarded: Forwarded | None = None
    foreign: bool = False  # clearly written in neither Japanese nor English
    unreadable: str = ""  # why its words are closed to us, as a key of words: encrypted by S/MIME or PGP
    defects: tuple[str, ...] = ()

    def part(self, *kinds: Part) -> str:
        """The text of some kinds of segments, joined in order."""
        return "".join(self.text[s.start : s.end] for s in self.segments if s.part in kinds)

    @property
    def new_text(self) -> str:
        """What the sender wrote in this mail: no quotes, no signature."""
        return self.part(Part.NEW).strip("\n")

    @property
    def by_machine(self) -> bool:
        """Whether no hand wrote it, beyond doubt."""
        return self.origin in MACHINES and not self.guessed

    @property
    def unread(self) -> str:
        """Why nobody here knows all of its words, as a key of words; "" when all was read."""
        beyond = any(defect.endswith(NOT_READ) for defect in self.defects)
        return self.unreadable or ("closed_limit" if beyond else "")

    def header(self, name: str) -> str:
        """The first value of a header, or the empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one mail is read; what lies beyond is kept, and said in `Message.defects`."""

    size: int = 50 * 1024 * 1024  # bytes
    header: int = 256 * 1024  # bytes
    header_lines: int = 1000
    parts: int = 1000
    depth: int = 20
    text: int = 500_000  # characters


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parsers must know of us to tell strangers from ourselves, and how much they may read."""

    own_addresses: tuple[str, ...] = ()
    instance: str = ""
    authserv_id: str = ""  # "" when no server of ours stamps Authentication-Results
    arc_sealers: tuple[str, ...] = ()  # whose ARC seals are believed (RFC 8617)
    limits: Limits = Limits()
    mailboxes: tuple[str, ...] = ()  # addresses of the mailboxes that are read, beside the own addresses
