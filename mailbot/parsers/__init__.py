"""Raw bytes to a `Message`: pure, deterministic, never raising; ugliness is a value in `Message.defects`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailbot.model import (
    MACHINES,
    Absence,
    Address,
    Attachment,
    Authentication,
    Bounce,
    Forwarded,
    Message,
    Origin,
    Part,
    Reading,
    Segment,
)
from mailbot.parsers.head.absence import absence_of
from mailbot.parsers.head.address import addresses, strict_address
from mailbot.parsers.head.arc import ARC_HEADERS, forwarded_with_seal
from mailbot.parsers.head.authentication import authentication_of
from mailbot.parsers.head.bounce import Report, bounce_of
from mailbot.parsers.head.fields import date_of, ids
from mailbot.parsers.head.origin import Signs, Told, origin_of
from mailbot.parsers.head.spam import spam_of
from mailbot.parsers.language import is_foreign, language_of
from mailbot.parsers.opened import Opened, attachment_bytes, opened
from mailbot.parsers.tree.places import placed
from mailbot.parsers.whose.forwards import inline_forward, nested
from mailbot.parsers.whose.quotes import segments_of

__all__ = ["attachment_bytes", "read"]

ONCE = ("from", "subject", "date", "message-id", "content-type", "sender", "to", "reply-to")


def read(raw: bytes, reading: Reading) -> Message:
    """Read a mail; every bytes object gives a Message."""
    mail = opened(raw, reading.limits)
    sender, doubts = _sender(mail)
    segments = segments_of(mail.text, mail.forwarded)
    words = "".join(mail.text[one.start : one.end] for one in segments if one.part is Part.NEW)
    told = origin_of(Signs(mail.headers, sender, mail.subject, reading, mail.types, words, mail.returned))
    date = date_of(next(iter(_values(mail, "date")), ""))
    language = language_of(mail.subject, words if words.strip() else mail.text)
    return Message(
        message_id=next(iter(ids(_values(mail, "message-id")[:1])), ""),
        in_reply_to=ids(_values(mail, "in-reply-to")),
        references=ids(_values(mail, "references")),
        sender=sender,
        to=_addresses(mail, "to", "delivered-to", "x-original-to"),
        cc=_addresses(mail, "cc"),
        subject=mail.subject,
        date=date,
        headers=mail.headers,
        text=mail.text,
        segments=segments,
        attachments=_attachments(mail, segments),
        language=language,
        foreign=is_foreign(words),
        origin=told.origin,
        origin_sign=told.sign,
        guessed=told.guessed,
        absence=_absence(mail.subject, words, date, language) if told.origin is Origin.ABSENCE else None,
        authentication=_authentication(mail, sender, reading),
        bounce=_bounce(mail) if told.origin is Origin.BOUNCE else None,
        spam=spam_of(mail.headers),
        forwarded=_forwarded(mail, segments, told),
        unreadable=mail.unreadable,
        defects=(*mail.defects, *doubts, *_doubled(mail), *_undated(mail, date)),
    )


def _values(mail: Opened, name: str) -> Sequence[str]:
    return mail.fields.get(name, ())


def _sender(mail: Opened) -> tuple[Address | None, tuple[str, ...]]:
    """The one author; RFC 5322 section 3.6 allows one From, and one with control characters is nobody's."""
    values = _values(mail, "from")
    if len(values) != 1:
        return None, ("no From" if not values else "several From headers",)
    sender = strict_address(values[0], mail.hint) if "from" not in mail.spoiled else None
    return sender, () if sender else ("From names not exactly one address",)


def _addresses(mail: Opened, *names: str) -> tuple[Address, ...]:
    found = [one for name in names for value in _values(mail, name)[:20] for one in addresses(value)]
    return tuple(dict.fromkeys(found))


def _attachments(mail: Opened, segments: tuple[Segment, ...]) -> tuple[Attachment, ...]:
    """The files with their places: as the text marks them, else as the HTML beside it shows them."""
    files = placed(mail.attachments, mail.text, segments, mail.content_ids)
    if mail.pages and not any(one.place for one in files):
        shown = mail.shown
        files = placed(files, shown, segments_of(shown, mail.forwarded), mail.content_ids)
    return files


def _authentication(mail: Opened, sender: Address | None, reading: Reading) -> Authentication:
    domain = sender.domain if sender else ""
    found = authentication_of(_values(mail, "authentication-results"), reading.authserv_id, domain)
    if found.verdict == "pass" or not reading.arc_sealers:
        return found
    sets = {name: _values(mail, name) for name in ARC_HEADERS}
    own = _values(mail, "authentication-results")
    sealed = forwarded_with_seal(own, reading.authserv_id, sets, reading.arc_sealers, domain)
    if sealed is None or sealed.verdict == "pass":
        return sealed or found
    return Authentication(found.verdict, (*found.reasons, *sealed.reasons))


def _bounce(mail: Opened) -> Bounce:
    cited = (*_values(mail, "in-reply-to"), *_values(mail, "references"))
    return bounce_of(Report(mail.status, mail.returned, mail.text), _values(mail, "x-failed-recipients"), cited)


def _absence(subject: str, words: str, sent: datetime | None, language: str) -> Absence | None:
    """A day without a year means nothing where the mail has no date; Japanese writes the month first."""
    text = f"{subject}\n{words}"
    return absence_of(text, sent.date(), True if language == "ja" else None) if sent else None


def _forwarded(mail: Opened, segments: tuple[Segment, ...], told: Told) -> Forwarded | None:
    found = inline_forward(mail.text, segments, mail.subject) or _attached(mail, told)
    return nested(found) if found else None


def _attached(mail: Opened, told: Told) -> Forwarded | None:
    """An attached mail as one that was passed on; what a machine encloses was not."""
    machine = told.origin in MACHINES and not told.guessed
    if machine or told.origin is Origin.LIST or (inner := mail.enclosed) is None:
        return None
    sender = next((value for name, value in inner.raw_headers if name == "from"), "")
    date = next((value for name, value in inner.raw_headers if name == "date"), "")
    return Forwarded(strict_address(sender), date_of(date), inner.subject, inner.text, inner.index)


def _doubled(mail: Opened) -> tuple[str, ...]:
    """Headers that RFC 5322 section 3.6 allows once: of several the first counts."""
    return tuple(f"several {name} headers: the first counts" for name in ONCE[1:] if len(_values(mail, name)) > 1)


def _undated(mail: Opened, date: datetime | None) -> tuple[str, ...]:
    return ("a Date header that breaks RFC 5322",) if date is None and _values(mail, "date") else ()
