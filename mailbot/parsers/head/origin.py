"""Tell a person's mail from a machine's: tables of signs, the sure ones before the doubtful ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailbot.model import MACHINES, Address, Origin, Reading
from mailbot.parsers.head.fields import grouped
from mailbot.parsers.head.machines import (
    DAEMON,
    DAEMON_NAME,
    LIST_PATHS,
    LIST_PRECEDENCE,
    NO,
    ROBOTS,
    automatic,
    helpdesk,
    robot,
)
from mailbot.parsers.head.subjects import AWAY, BOUNCED, OPENING, is_answer, is_complaint, machine_subject

MAX_VALUES = 50  # of one header
# RFC 3462: what kind of report a multipart/report is. Delivery reports come from bounce.py's subject matter.
REPORTS = {
    "delivery-status": Origin.BOUNCE,
    "disposition-notification": Origin.RECEIPT,
    "feedback-report": Origin.FEEDBACK,
    "tlsrpt": Origin.FEEDBACK,
}
# Hand-written mail of some webmail providers carries a Feedback-ID whose campaign says so.
BY_HAND = re.compile(r"(?:web)?mail:", re.IGNORECASE)
REPORT_TYPE = re.compile(r"report-type\s{0,5}=\s{0,5}\"?([a-z0-9-]{1,40})", re.IGNORECASE)
CONTENT_CLASSES = {"dsn": Origin.BOUNCE, "mdn": Origin.RECEIPT}
SUBMITTED = frozenset(("auto-replied", "auto-generated", "auto-notified"))


@dataclass(frozen=True, slots=True)
class Signs:
    """What there is to judge by. `headers` are (lower-case name, decoded value)."""

    headers: Sequence[tuple[str, str]]
    sender: Address | None
    subject: str
    reading: Reading  # who we are
    types: frozenset[str] = frozenset()  # of the parts
    text: str = ""  # what is new in it
    returned: str = ""  # the header of a mail that hangs in it
    table: Mapping[str, Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Group the headers once."""
        table = {name: values[:MAX_VALUES] for name, values in grouped(self.headers).items()}
        object.__setattr__(self, "table", table)

    def first(self, name: str) -> str:
        """The first value of a header, or the empty string."""
        return next(iter(self.values(name)), "")

    def values(self, *names: str) -> list[str]:
        """All values of these headers."""
        return [value for name in names for value in self.table.get(name, ())]

    def local(self) -> str:
        """The local part of From."""
        return self.sender.email.rpartition("@")[0] if self.sender else ""


@dataclass(frozen=True, slots=True)
class Told:
    """Who wrote a mail, the sign that told, "" for a person, and whether it is no more than a guess."""

    origin: Origin
    sign: str = ""
    guessed: bool = False


PERSON = Told(Origin.PERSON)


def origin_of(signs: Signs) -> Told:
    """Name the origin and the sign that told.

    Headers are proof; a subject, a role in the address or a polite request not to answer only raises doubt: then
    mailbot makes a case and keeps silent.
    """
    told = next((found for rule in RULES if (found := rule(signs)) is not None), PERSON)
    return _named(told, signs) if told.origin is Origin.AUTO_REPLY else told


def ours(signs: Signs) -> Told | None:
    """Our own mail come back, by the mark we put on it or by its sender (RFC 3834 section 3.1.8)."""
    instance = signs.reading.instance.casefold()
    for value in signs.values("x-mailbot-loop"):
        if instance and value.strip().casefold() == instance:
            return Told(Origin.OURSELVES, f"X-Mailbot-Loop: {instance[:100]}")
    named = f"From: {signs.sender.email[:100]}" if signs.sender else ""
    if _is_one_of(signs.sender, signs.reading.own_addresses):
        return Told(Origin.OURSELVES, named)
    return Told(Origin.MAILBOX, named) if _is_one_of(signs.sender, signs.reading.mailboxes) else None


def report(signs: Signs) -> Told | None:
    """RFC 3462 and its kinds: delivery reports, read receipts (RFC 8098), complaints (RFC 5965), TLS (RFC 8460)."""
    content_type = signs.first("content-type")
    if content_type.lower().startswith("multipart/report"):
        kind = REPORT_TYPE.search(content_type)
        name = kind[1].lower() if kind else next((k for k in REPORTS if f"message/{k}" in signs.types), "")
        return Told(REPORTS.get(name, Origin.AUTO_REPLY), f"Content-Type: multipart/report {name}".strip())
    for name, origin in REPORTS.items():
        if f"message/{name}" in signs.types:
            sure = _from_machine(signs)  # people hang bounces into their mails, but hardly complaints
            return Told(origin, f"message/{name}", not sure) if sure or origin is Origin.FEEDBACK else None
    # Microsoft's complaints are older than RFC 5965: the mail complained of, with this header, and no words.
    if "x-hmxmroriginalrecipient:" in signs.returned.lower() and not signs.text.strip():
        return Told(Origin.FEEDBACK, "X-HmXmrOriginalRecipient")
    return Told(Origin.FEEDBACK, "TLS-Report-Domain") if "tls-report-domain" in signs.table else None


def daemon(signs: Signs) -> Told | None:
    """The name of the mail system itself, or a bounce's subject together with the null return path."""
    named = DAEMON.search(signs.sender.email if signs.sender else signs.first("from"))
    if named:
        return Told(Origin.BOUNCE, f"From: {named[0]}")
    titled = DAEMON_NAME.match(signs.sender.name if signs.sender else "")
    if titled:  # anybody may take the name: it counts with a mail that came back
        returned = not signs.types.isdisjoint(("message/rfc822", "text/rfc822-headers"))
        return Told(Origin.BOUNCE if returned else Origin.DOUBTFUL, f"From: {titled[0]}", guessed=not returned)
    if BOUNCED.search(signs.subject.lower()) and ("x-failed-recipients" in signs.table or _from_machine(signs)):
        return Told(Origin.BOUNCE, f"Subject: {signs.subject[:60]}")
    return None


def auto_submitted(signs: Signs) -> Told | None:
    """RFC 3834 section 5: any Auto-Submitted value but "no" was sent without a human hand.

    What the RFC does not name, as the "auto-forwarded" of gateways, may have been written by one: a guess.
    """
    words = [word for value in signs.values("auto-submitted", "x-auto-submitted") if (word := automatic(value))]
    known = next((word for word in words if word in SUBMITTED), "")
    return Told(Origin.AUTO_REPLY, f"Auto-Submitted: {(known or words[0])[:40]}", not known) if words else None


def robot_header(signs: Signs) -> Told | None:
    """Headers that only answering machines write."""
    sign = robot(signs.table)
    return Told(Origin.AUTO_REPLY, sign) if sign else None


def null_path(signs: Signs) -> Told | None:
    """RFC 5321 section 4.5.5: only notifications travel with the empty return path."""
    if signs.first("return-path").strip() not in ("<>", "<MAILER-DAEMON>"):
        return None
    machine = machine_subject(signs.subject)
    return Told(*machine) if machine else Told(Origin.BOUNCE, "Return-Path: <>")


def another_helpdesk(signs: Signs) -> Told | None:
    """A ticket system, or another mailbot: its receipts are automatic, its people's answers are not."""
    if sign := _helpdesk(signs):
        receipt = machine_subject(signs.subject)
        return Told(Origin.HELPDESK, sign, guessed=not (receipt and receipt[0] is Origin.HELPDESK))
    return None


def mailing_list(signs: Signs) -> Told | None:
    """RFC 2369 and RFC 2919 headers, a bulk Precedence, or the envelope of a list.

    A support address that is itself a group (Google Groups, Microsoft 365) marks every customer's mail like this: a
    list whose posting address is one of ours is no sign. Old programs that answer for the absent say "bulk", too.
    """
    if _our_own_group(signs):
        return None
    if name := next((name for name in signs.table if name.startswith("list-") or name == "mailing-list"), ""):
        return Told(Origin.LIST, name.title())
    for value in signs.values("precedence", "x-precedence"):
        if value.strip().lower() in LIST_PRECEDENCE:
            machine = machine_subject(signs.subject)
            return (
                Told(*machine, guessed=True) if machine else Told(Origin.LIST, f"Precedence: {value.strip().lower()}")
            )
    # Not "bounce+…", "prvs=…" or "SRS0=…" here: in the envelope these stand on the mail of ordinary people too
    # (senders' tracking, BATV, forwarding).
    path = signs.first("return-path").strip(" <>").rpartition("@")[0]
    return Told(Origin.LIST, f"Return-Path: {path[:60]}") if LIST_PATHS.fullmatch(path[:200]) else None


def loop_mark(signs: Signs) -> Told | None:
    """X-Loop is written by programs that answer, and by others that hand a person's mail on."""
    marked = any(value.strip().lower() not in NO for value in signs.values("x-loop"))
    return Told(Origin.AUTO_REPLY, "X-Loop", guessed=True) if marked else None


def asked_for_silence(signs: Signs) -> Told | None:
    """A request not to answer by machine. Exchange puts it on mail of persons too: so a case, and silence."""
    words = {word.strip() for value in signs.values("x-auto-response-suppress") for word in value.lower().split(",")}
    if words & {"all", "autoreply", "oof"}:
        machine = machine_subject(signs.subject)
        if machine is None:
            return Told(Origin.DOUBTFUL, "X-Auto-Response-Suppress")
        return Told(*machine, guessed=is_answer(signs.subject))  # a person may answer an automatic reply
    campaign = signs.first("feedback-id").strip()
    return Told(Origin.DOUBTFUL, "Feedback-ID") if campaign and not BY_HAND.match(campaign) else None


def content_class(signs: Signs) -> Told | None:
    """Exchange's own names of reports, and a calendar that asks for an answer of its own kind (RFC 6047)."""
    kind = signs.first("content-class").lower().rpartition(":")[2].strip()
    if "text/calendar" in signs.types or kind == "calendarmessage":
        return Told(Origin.INVITATION, "text/calendar")
    return Told(CONTENT_CLASSES[kind], f"Content-Class: {kind}") if kind in CONTENT_CLASSES else None


def subject(signs: Signs) -> Told | None:
    """The words with which answering machines begin their subject."""
    if found := machine_subject(signs.subject):
        return Told(*found, guessed=True)
    text = unicodedata.normalize("NFKC", signs.subject).strip()[:300]
    bounced = BOUNCED.match(text.lower())
    if bounced and not is_complaint(text[bounced.end() :]):
        return Told(Origin.DOUBTFUL, f"Subject: {signs.subject[:60]}", guessed=True)
    return None


def role_address(signs: Signs) -> Told | None:
    """An address nobody reads or that belongs to software."""
    local = signs.local()
    return Told(Origin.DOUBTFUL, f"From: {local[:60]}") if local and ROBOTS.fullmatch(local[:200]) else None


def opening(signs: Signs) -> Told | None:
    """The letter says in its first words that it is an automatic answer."""
    found = OPENING.match(signs.text[:200].lower())
    words = " ".join(found[0].split())[:60] if found else ""
    return Told(Origin.AUTO_REPLY, f"“{words}”", guessed=True) if found else None


RULES: tuple[Callable[[Signs], Told | None], ...] = (
    ours,
    report,
    daemon,
    auto_submitted,
    robot_header,
    null_path,
    another_helpdesk,
    mailing_list,
    loop_mark,
    asked_for_silence,
    content_class,
    subject,
    role_address,
    opening,
)


def _named(told: Told, signs: Signs) -> Told:
    """What an automatic mail is by its words: a notice of absence, or a helpdesk's."""
    answers = not told.sign.endswith(("auto-generated", "auto-notified"))
    if sign := _helpdesk(signs):
        return replace(told, origin=Origin.HELPDESK, sign=f"{told.sign}, {sign}", guessed=told.guessed or not answers)
    found = machine_subject(signs.subject)
    if found and found[0] is not Origin.AUTO_REPLY and found[0] in MACHINES:
        return replace(told, origin=found[0])
    words = " ".join((*signs.values("auto-submitted"), told.sign, signs.subject, signs.text[:1000])).lower()
    return replace(told, origin=Origin.ABSENCE) if answers and AWAY.search(words) else told


def _helpdesk(signs: Signs) -> str:
    return "X-Mailbot-Loop" if "x-mailbot-loop" in signs.table else helpdesk(signs.table)


def _is_one_of(sender: Address | None, addresses: Sequence[str]) -> bool:
    """Whether it is one of these without its "+tag": mail from support+token@ is still ours (RFC 5233)."""
    return sender is not None and _plain(sender.key) in {_plain(one.casefold()) for one in addresses}


def _plain(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


def _from_machine(signs: Signs) -> bool:
    local = signs.local() or signs.first("from")
    path = signs.first("return-path").strip()
    return (
        path == "<>"
        or signs.first("from").strip() == "<>"
        or bool(DAEMON.search(local) or ROBOTS.fullmatch(local[:200]))
    )


def _our_own_group(signs: Signs) -> bool:
    own = {own.casefold() for own in (*signs.reading.own_addresses, *signs.reading.mailboxes)}
    posts = " ".join(signs.values("list-post")).casefold()
    names = " ".join(signs.values("list-id")).casefold()
    return any(f"mailto:{one}" in posts or f"<{one.replace('@', '.')}>" in names for one in own)
