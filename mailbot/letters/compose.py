"""A letter as bytes: built by concatenation, because what re-serialises a customer's original alters it."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from mailbot.letters.gate import MESSAGE_ID, body, encoded, hv, mailbox
from mailbot.letters.strict import MAX_REFERENCES, MAX_REFERENCES_BYTES, faults, flaw
from mailbot.model import Address

CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")
NOT_IN_NAME = re.compile(r'[\\/:*?"<>|]')  # what makes a path somewhere, or is no name on Windows
PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()-]+")


class LetterError(Exception):
    """A letter cannot be written as it should be: it is held, and its text says why."""


@dataclass(frozen=True, slots=True)
class Original:
    """A mail as it came, to be attached byte for byte."""

    number: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along: its name as shown, its type as claimed, its bytes."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """All that stands on a letter beside its words."""

    sender: Address
    recipient: Address
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    at: datetime
    auto_submitted: str  # "auto-replied" or "auto-generated", RFC 3834 section 5; "" for a person's own words
    instance: str
    reply_to: Address | None = None


def compose(
    envelope: Envelope, subject: str, words: str, originals: Sequence[Original] = (), files: Sequence[File] = ()
) -> bytes:
    """The bytes of a letter, 7-bit and CRLF. LetterError when they would not be exactly what was meant."""
    parts = [_text_part(words)]
    parts.extend(_attached(file.content_type, file.name, file.data) for file in files)
    parts.extend(_original_part(original) for original in originals)
    content = parts[0] if len(parts) == 1 else _multipart(parts, envelope.message_id)
    try:
        fields = _fields(envelope, subject)
        data = "".join(f"{name}: {value}\r\n" for name, value in fields).encode("ascii") + content
    except ValueError as error:
        raise LetterError(str(error)) from error
    found = faults(data, envelope.recipient.email, envelope.message_id)
    if found:
        raise LetterError(f"the letter would not be well-formed: {'; '.join(found)}")
    return data


def is_clean(raw: bytes) -> bool:
    """Whether bytes can travel as they are: 7-bit, CRLF only, short lines (RFC 5321 section 2.3.8)."""
    return not flaw(raw)


def _fields(envelope: Envelope, subject: str) -> list[tuple[str, str]]:
    chain = _chain(envelope.references)
    fields = [
        ("From", mailbox(envelope.sender.email, envelope.sender.name)),
        ("To", mailbox(envelope.recipient.email)),
        ("Reply-To", mailbox(envelope.reply_to.email) if envelope.reply_to else ""),
        ("Subject", encoded(subject, "Subject")),
        ("Date", format_datetime(envelope.at)),
        ("Message-ID", envelope.message_id),
        ("In-Reply-To", envelope.in_reply_to if MESSAGE_ID.fullmatch(envelope.in_reply_to) else ""),
        ("References", "\r\n ".join(chain)),
        ("Auto-Submitted", envelope.auto_submitted),
        ("X-Auto-Response-Suppress", "All" if envelope.auto_submitted else ""),
        ("X-Mailbot-Loop", hv(envelope.instance)),
        ("MIME-Version", "1.0"),
    ]
    return [(name, value) for name, value in fields if value or name == "Subject"]


def _chain(references: tuple[str, ...]) -> tuple[str, ...]:
    """At most 20 ids and 1,500 bytes: the first, which roots the thread, and the newest."""
    sound = tuple(dict.fromkeys(ref for ref in references if MESSAGE_ID.fullmatch(ref)))
    kept: list[str] = []
    room = MAX_REFERENCES_BYTES - (len(sound[0]) if sound else 0)
    for reference in reversed(sound[1:]):
        room -= len(reference) + 3
        if room < 0 or len(kept) == MAX_REFERENCES - 1:
            break
        kept.append(reference)
    return (*sound[:1], *reversed(kept))


def _text_part(words: str) -> bytes:
    text = body(words).removesuffix("\n") + "\n"  # what follows the last line stands on a line of its own
    if text.isascii() and all(len(line) <= 76 for line in text.split("\n")):
        head = b"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
        return head + text.replace("\n", "\r\n").encode("ascii")
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + _base64(text.encode("utf-8"))


def _original_part(original: Original) -> bytes:
    if is_clean(original.raw):
        name = f"original-{original.number}.eml"
        head = f'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        return head.encode("ascii") + b"Content-Transfer-Encoding: 7bit\r\n\r\n" + original.raw
    return _attached("application/octet-stream", f"original-{original.number}.eml", original.raw)


def _attached(content_type: str, name: str, data: bytes) -> bytes:
    kind = content_type if CONTENT_TYPE.fullmatch(content_type) else "application/octet-stream"
    head = f"Content-Type: {kind}\r\nContent-Disposition: attachment;\r\n {_file_name(name)}\r\n"
    return head.encode("ascii") + b"Content-Transfer-Encoding: base64\r\n\r\n" + _base64(data)


def _file_name(name: str) -> str:
    """`filename=` for plain names, RFC 2231 section 4 for the others; nothing in it leads to another place."""
    clean = NOT_IN_NAME.sub("_", hv(name, 60)).lstrip(". ") or "file"
    if PLAIN_NAME.fullmatch(clean):
        return f'filename="{clean}"'
    return f"filename*=utf-8''{quote(clean, safe='')}"


def _multipart(parts: list[bytes], message_id: str) -> bytes:
    """The CRLF before a boundary belongs to the boundary (RFC 2046 section 5.1.1): an original ends where it ended."""
    boundary = b"=_" + re.sub(rb"[^A-Za-z0-9]", b"", message_id.encode("ascii"))[:60]
    if any(b"--" + boundary in part for part in parts):
        raise LetterError("an original contains the boundary of its own escalation")
    joined = b"".join(b"\r\n--" + boundary + b"\r\n" + part for part in parts)
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n'
    return head + joined + b"\r\n--" + boundary + b"--\r\n"


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
