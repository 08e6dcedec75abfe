"""Messages and readings as JSON and back: the only form that crosses from the reading child; it can run no code."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from mailbot.model import (
    Absence,
    Address,
    Attachment,
    Authentication,
    Bounce,
    Forwarded,
    Limits,
    Message,
    Origin,
    Part,
    Reading,
    Said,
    Segment,
)


class GarbledError(ValueError):
    """The bytes are not what this module writes."""


def dump_reading(reading: Reading) -> bytes:
    """A reading as UTF-8 JSON."""
    return json.dumps(asdict(reading)).encode("ascii")


def load_reading(data: bytes) -> Reading:
    """The reading that was dumped; GarbledError when it is none."""
    try:
        found = json.loads(data)
        limits = Limits(**{name: _number(value) for name, value in found["limits"].items()})
        return Reading(
            _strings(found["own_addresses"]),
            str(found["instance"]),
            str(found["authserv_id"]),
            _strings(found["arc_sealers"]),
            limits,
            _strings(found["mailboxes"]),
        )
    except (ValueError, LookupError, TypeError) as error:
        raise GarbledError(f"not a reading: {error}") from error


def dump_message(message: Message) -> bytes:
    """A message as ASCII JSON."""
    found = {name: getattr(message, name) for name in PLAIN}
    found["date"] = message.date.isoformat() if message.date else None
    found["sender"] = _pair(message.sender) if message.sender else None
    found["to"] = [_pair(one) for one in message.to]
    found["cc"] = [_pair(one) for one in message.cc]
    found["segments"] = [(one.part.value, one.start, one.end) for one in message.segments]
    found["attachments"] = [asdict(one) for one in message.attachments]
    found["origin"] = message.origin.value
    found["authentication"] = asdict(message.authentication)
    found["absence"] = _dumped_absence(message.absence) if message.absence else None
    found["bounce"] = asdict(message.bounce) if message.bounce else None
    found["forwarded"] = _dumped_forward(message.forwarded) if message.forwarded else None
    return json.dumps(found).encode("ascii")


PLAIN = (
    "message_id",
    "in_reply_to",
    "references",
    "subject",
    "headers",
    "text",
    "language",
    "origin_sign",
    "guessed",
    "spam",
    "foreign",
    "unreadable",
    "defects",
)


def load_message(data: bytes) -> Message:
    """The message that was dumped, every field checked for its type; GarbledError when it is none."""
    try:
        return _message(json.loads(data))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise GarbledError(f"not a message: {type(error).__name__}") from error


def _message(found: dict[str, Any]) -> Message:
    text = _string(found["text"])
    return Message(
        message_id=_string(found["message_id"]),
        in_reply_to=_strings(found["in_reply_to"]),
        references=_strings(found["references"]),
        sender=_address(found["sender"]) if found["sender"] is not None else None,
        to=tuple(_address(one) for one in found["to"]),
        cc=tuple(_address(one) for one in found["cc"]),
        subject=_string(found["subject"]),
        date=_date(found["date"]),
        headers=tuple((_string(name), _string(value)) for name, value in found["headers"]),
        text=text,
        segments=_segments(found["segments"], len(text)),
        attachments=tuple(_attachment(one) for one in found["attachments"]),
        language=_string(found["language"]),
        origin=Origin(found["origin"]),
        origin_sign=_string(found["origin_sign"]),
        authentication=_authentication(found["authentication"]),
        guessed=found["guessed"] is True,
        absence=_absence(found["absence"]) if found["absence"] is not None else None,
        bounce=_bounce(found["bounce"]) if found["bounce"] is not None else None,
        spam=_string(found["spam"]),
        forwarded=_forwarded(found["forwarded"]) if found["forwarded"] is not None else None,
        foreign=found["foreign"] is True,
        unreadable=_string(found["unreadable"]),
        defects=_strings(found["defects"]),
    )


def _authentication(found: dict[str, Any]) -> Authentication:
    return Authentication(_string(found["verdict"]), tuple(_said(one) for one in found["reasons"]))


def _said(found: dict[str, Any]) -> Said:
    return Said(_string(found["key"]), tuple((_string(name), _string(value)) for name, value in found["values"]))


def _pair(address: Address) -> tuple[str, str]:
    return address.email, address.name


def _address(found: Any) -> Address:
    email, name = found
    return Address(_string(email), _string(name))


def _segments(found: Any, length: int) -> tuple[Segment, ...]:
    segments = tuple(Segment(Part(part), _number(start), _number(end)) for part, start, end in found)
    edges = [0, *(one.end for one in segments)]
    if [one.start for one in segments] != edges[:-1] or edges[-1] != length:
        raise GarbledError("segments with gaps")
    return segments


def _attachment(found: dict[str, Any]) -> Attachment:
    texts = {key: _string(found[key]) for key in ("index", "name", "content_type", "sha256")}
    return Attachment(
        size=_number(found["size"]),
        inline=found["inline"] is True,
        place=Part(found["place"]) if found["place"] is not None else None,
        pictures=_number(found["pictures"]),
        **texts,
    )


def _dumped_forward(one: Forwarded) -> dict[str, Any]:
    return {
        "sender": _pair(one.sender) if one.sender else None,
        "date": one.date.isoformat() if one.date else None,
        "subject": one.subject,
        "text": one.text,
        "attached": one.attached,
        "inner": _dumped_forward(one.inner) if one.inner else None,
    }


def _forwarded(found: dict[str, Any]) -> Forwarded:
    return Forwarded(
        sender=_address(found["sender"]) if found["sender"] is not None else None,
        date=_date(found["date"]),
        subject=_string(found["subject"]),
        text=_string(found["text"]),
        attached=_string(found["attached"]),
        inner=_forwarded(found["inner"]) if found["inner"] is not None else None,
    )


def _date(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value is not None else None


def _dumped_absence(one: Absence) -> dict[str, str]:
    return {"back": one.back.isoformat(), "words": one.words}


def _absence(found: dict[str, Any]) -> Absence:
    return Absence(date.fromisoformat(_string(found["back"])), _string(found["words"]))


def _bounce(found: dict[str, Any]) -> Bounce:
    return Bounce(
        _strings(found["recipients"]),
        _strings(found["message_ids"]),
        found["permanent"] is True,
        _string(found["status"]),
    )


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise GarbledError("a text was expected")
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise GarbledError("a list was expected")
    return tuple(_string(one) for one in value)


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise GarbledError("a number was expected")
    return value
