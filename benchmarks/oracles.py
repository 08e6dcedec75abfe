"""What other parsers made of the evaluation mails, field by field, and what we make of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.data import Mail, mails
from mailbot.model import Attachment, Message, Reading
from mailbot.parsers import read

# Words that a parser puts where the mail says nothing.
NO_ID, NO_DATE = "MyMessageID123@mail.gmail.com", "2001-01-01T00:00:00"
LINK = re.compile(r"\s?[(<]\s?(?:https?|mailto|tel):[^\s()<>]{0,2000}\s?[)>]?")
READING = Reading(("help@ours.example",), "desk-1", "mx.ours.example")
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of one mail: what the other parser says and what we say, white space folded."""

    source: str
    name: str
    key: str
    field: str
    theirs: str
    ours: str

    @property
    def agrees(self) -> bool:
        """Whether both say the same. We add Delivered-To to To; they add the texts of attached mails to the text."""
        if self.field == "to":
            return set(self.theirs.split()) <= set(self.ours.split())
        if self.field == "text before attached mails":
            return self.theirs.startswith(self.ours)
        # One of them drops what it cannot decode.
        return self.theirs in (self.ours, folded(self.ours.encode("ascii", "ignore").decode()))


def folded(text: str) -> str:
    """The text with all white space as single blanks."""
    return " ".join(text.split())


def compared() -> Iterator[Compared]:
    """Every field of every mail about which another parser says something."""
    for source, view in ORACLES.items():
        said = [(mail, view(mail)) for mail in mails(source) if mail.expect is not None]
        for mail, theirs in said:
            ours = fields_of(read(mail.raw, READING))
            twins = [other for one, other in said if one.raw == mail.raw]
            for field, value in theirs.items():
                if all(other.get(field, value) == value for other in twins):  # else it contradicts itself
                    yield Compared(
                        source, mail.name, mail.key, field, _plain_words(field, value), _plain_words(field, ours[field])
                    )


def _plain_words(field: str, value: str) -> str:
    """White space folded; of texts without the targets of links, which each program writes in its own way."""
    return folded(LINK.sub("", value.replace(">", " ")) if field.startswith("text") else value)


def fields_of(message: Message) -> Fields:
    """Our view of a mail in the same words."""
    return {
        "subject": message.subject,
        "base subject": re.sub(r"^(?:re|fwd?):\s{0,3}", "", message.subject, flags=re.IGNORECASE),
        "from": message.sender.email.lower() if message.sender else "",
        "to": _set(one.email for one in message.to),
        "cc": _set(one.email for one in message.cc),
        "date": _instant(message.date) if message.date else "",
        "message-id": message.message_id.strip("<>"),
        "text": message.text,
        "text before attached mails": message.text,
        "files": str(len(message.attachments)),
        "names": _set(_base(one.name) for one in message.attachments if _is_named_file(one)),
        "bytes": _set(f"{one.size}:{one.sha256[:12]}" for one in message.attachments),
    }


def _set(values: Iterator[str]) -> str:
    return " ".join(sorted({value.lower() for value in values if value}))


def _is_named_file(one: Attachment) -> bool:
    return not one.name.startswith("part-") and one.content_type != "message/rfc822"


def _base(name: str) -> str:
    """A file name without folders, and without the number that tells two of one name apart."""
    return re.sub(r" \(\d+\)(?=\.)", "", name.rpartition("/")[2]).replace(" ", "_")


def _addresses(values: Iterable[str]) -> str | None:
    """Those that are addresses at all: RFC 5322 section 3.4.1 wants a local part and a domain."""
    return _set(value for value in values if _sender(value)) or None


def _sender(value: str) -> str | None:
    local, at, _ = value.partition("@")
    return value.lower() if local and at and not set(value) & set('"?') else None


def _instant(date: datetime) -> str:
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _known(fields: dict[str, str | None]) -> Fields:
    return {name: value for name, value in fields.items() if value is not None and "\ufffd" not in value}


def imap_tools(mail: Mail) -> Fields:
    """Expectations as that project's own tests have them.

    It walks into attached mails, whose words and files it takes for the mail's own.
    """
    found = json.loads((mail.expect or Path()).read_text(encoding="utf-8"))
    files = found["attachments"]
    attached = b"message/rfc822" in mail.raw.lower()
    text = "text before attached mails" if attached else "text"
    return _known(
        {
            "subject": found["subject"] or None,
            "from": _sender(found["from_"]),
            "to": _addresses(found["to"]),
            "cc": _addresses(found["cc"]),
            "date": _called(found["date"]),
            text: found["text"] if found["text"].strip() else None,
            "files": str(len(files)) if not attached else None,
            "bytes": _set(_digest(one["payload"]) for one in files) if not attached else None,
        }
    )


def _digest(payload: Any) -> str:
    data = payload["bytes_latin1"].encode("latin-1") if isinstance(payload, dict) else str(payload).encode()
    return f"{len(data)}:{sha256(data).hexdigest()[:12]}"


def _called(date: Any) -> str | None:
    """A datetime(…) call written as JSON; 1900 is that project's word for "no date"."""
    if not isinstance(date, dict) or not date["args"] or date["args"][0] == 1900:
        return None
    zone = date.get("tzinfo") or {}
    delta = (zone.get("args") or [{}])[0] if isinstance(zone, dict) else {}
    offset = timedelta(days=delta.get("days", 0), seconds=delta.get("seconds", 0)) if isinstance(delta, dict) else None
    year, month, day, hour, minute, second = (*map(int, date["args"][:6]), 0, 0, 0)[:6]
    return _instant(datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset or timedelta())))


def stalwart(mail: Mail) -> Fields:
    """The whole mail as that parser sees it."""
    found = json.loads((mail.expect or Path()).read_text(encoding="utf-8"))
    headers: dict[str, Any] = {}
    for header in found["parts"][0]["headers"]:
        if isinstance(header["name"], str):
            headers.setdefault(header["name"], header["value"])
    bodies = [found["parts"][number]["body"] for number in found["text_body"]]
    return _known(
        {
            "subject": _text(headers.get("subject")),
            "from": _only(_list(headers.get("from"))),
            "to": _addresses(_list(headers.get("to"))),
            "cc": _addresses(_list(headers.get("cc"))),
            "date": _stalwart_date(headers.get("date")),
            "message-id": _text(headers.get("message_id")),
            "text": _plain(bodies),
            "files": str(len(found["attachments"])),
        }
    )


def _text(value: Any) -> str | None:
    text = value.get("Text") if isinstance(value, dict) else None
    return text if isinstance(text, str) else None


def _list(value: Any) -> list[str]:
    address = value.get("Address", {}) if isinstance(value, dict) else {}
    groups = [one for group in address.get("Group", []) for one in group.get("addresses", [])]
    return [str(one.get("address") or "") for one in (*address.get("List", []), *groups)]


def _only(found: list[str]) -> str | None:
    return _sender(found[0]) if len(found) == 1 else None


def _plain(bodies: list[Any]) -> str | None:
    texts = [body.get("Text") if isinstance(body, dict) else None for body in bodies]
    known = [text for text in texts if isinstance(text, str)]
    return None if len(known) != len(bodies) else "\n".join(known)


def _stalwart_date(value: Any) -> str | None:
    date = value.get("DateTime") if isinstance(value, dict) else None
    if not date:
        return None
    offset = timedelta(hours=date["tz_hour"], minutes=date["tz_minute"]) * (-1 if date["tz_before_gmt"] else 1)
    year, month, day = date["year"], date["month"], date["day"]
    clock = date["hour"], date["minute"], min(date["second"], 59)
    try:
        return _instant(datetime(year, month, day, *clock, tzinfo=timezone(offset)))
    except ValueError:
        return None


def mailcore2(mail: Mail) -> Fields:
    """A parse tree as JSON, or the mail written down as text."""
    written = (mail.expect or Path()).read_text(encoding="utf-8", errors="replace")
    return _summary(written) if mail.name.startswith("summary") else _parsed(json.loads(written))


def _parsed(found: Any) -> Fields:
    header = found["header"]
    names = [name for part in _leaves(found["mainPart"]) if (name := part.get("filename"))]
    return _known(
        {
            "subject": header["subject"],
            "from": _sender(header["from"]["mailbox"]),
            "to": _addresses(one["mailbox"] for one in header.get("to", {}).get("items", [])),
            "cc": _addresses(one["mailbox"] for one in header.get("cc", {}).get("items", [])),
            "date": _mailcore_date(int(header["date"])),
            "message-id": header["messageID"] if header["messageID"] != NO_ID else None,
            "names": _set(_base(name) for name in names),
        }
    )


def _mailcore_date(seconds: int) -> str | None:
    """It reads the two-digit years of old mail as this century's; RFC 5322 section 4.3 says the last one's."""
    sent = datetime.fromtimestamp(max(seconds, 0), UTC)
    told = _instant(sent.replace(year=sent.year - 100) if sent.year >= 2050 else sent)
    return told if told != NO_DATE else None


def _leaves(part: Any) -> Iterator[Any]:
    """The parts of the mail itself: an attached mail is one file."""
    inside = part.get("parts", {}).get("items", [])
    if not inside:
        yield part
    for one in inside:
        yield from _leaves(one)


def _summary(written: str) -> Fields:
    head, _, body = written.partition("\n\n")
    lines = dict(line.partition(": ")[::2] for line in head.splitlines())
    body = re.sub(r"(?m)^- .{1,200}, \d.{0,20}$", "", body)
    return _known(
        {
            "base subject": lines.get("Subject"),
            "from": _sender(parseaddr(lines.get("From", ""))[1]),
            "text": body if body.strip() else None,
        }
    )


def mime4j(mail: Mail) -> Fields:
    """Raw fields and bodies; two of the files are no XML that can be read."""
    try:
        root = ElementTree.fromstring((mail.expect or Path()).read_bytes())
    except ElementTree.ParseError:
        return {}
    header = root.find("header")
    raw = [(one.text or "").strip() for one in header.iter("field")] if header is not None else []
    values = {name.strip().lower(): folded(value) for name, _, value in (one.partition(":") for one in reversed(raw))}
    subject, sender = values.get("subject"), parseaddr(values.get("from", ""))[1].lower()
    body = root.find("body")
    plain = "multipart" not in values.get("content-type", "") and values.get("content-transfer-encoding", "7bit")
    return _known(
        {
            "subject": subject if subject is not None and "=?" not in subject else None,
            "from": sender if "@" in sender else None,
            "text": body.text if body is not None and plain in ("7bit", "8bit") else None,
            "files": str(_files(root)) if root.find("multipart") is not None else None,
        }
    )


def _files(root: ElementTree.Element) -> int:
    """Parts of the mail itself that are no text."""
    multipart = root.find("multipart")
    count = 0
    for part in multipart.findall("body-part") if multipart is not None else []:
        fields = [(one.text or "").strip().lower() for one in part.iterfind("header/field")]
        kind = next((field for field in fields if field.startswith("content-type:")), "content-type: text/plain")
        named = any("attachment" in one or "name=" in one for one in fields)
        text = kind.partition(":")[2].strip().startswith("text/") and not named
        count += _files(part) if part.find("multipart") is not None else not text
    return count


ORACLES: dict[str, Callable[[Mail], Fields]] = {
    "imap-tools": imap_tools,
    "stalwart": stalwart,
    "mailcore2": mailcore2,
    "mime4j": mime4j,
}
