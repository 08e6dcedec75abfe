"""What a receiving mail server writes on top of a mail, and what it takes away first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses
from itertools import pairwise

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
UNPRINTABLE = re.compile(r"[^\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What SMTP said of one mail to one recipient."""

    sender: str  # MAIL FROM, "" for the null path of RFC 5321 section 4.5.5
    recipient: str
    helo: str
    at: datetime  # aware


def stamp(raw: bytes, envelope: Envelope, host: str) -> bytes:
    """The mail as it lies in the mailbox: trace and verdict on top, every other byte as it came.

    RFC 8601 section 5: results that claim to be ours but came from outside are removed.
    RFC 5321 section 4.4: exactly one Return-Path, the envelope's.
    """
    fields, rest = split_head(raw)
    kept = b"".join(field for field in fields if not _forged(field, host))
    return "".join(_trace(envelope, _verdict(raw, envelope), host)).encode() + kept + rest


def split_head(raw: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """The header fields, folded lines kept together, and everything from the empty line on."""
    starts: list[int] = []
    end = 0
    while end < len(raw):
        line = LINE.match(raw, end)
        if line is None or line[0] in {b"\r\n", b"\r", b"\n"}:
            break
        if not starts or line[0][:1] not in {b" ", b"\t"}:
            starts.append(end)
        end = line.end()
    edges = (*starts, end)
    return tuple(raw[a:b] for a, b in pairwise(edges)), raw[end:]


def _forged(field: bytes, host: str) -> bool:
    # Our name anywhere in the field is enough: comments, quotes and case must not hide it, and removing one
    # result too many costs nothing.
    name, _, body = field.partition(b":")
    kind = name.strip().lower()
    if kind == b"authentication-results":
        return host.lower().encode() in body.replace(b"\\", b"").lower()
    return kind == b"return-path"


def _trace(envelope: Envelope, verdict: str, host: str) -> tuple[str, ...]:
    sender, recipient, helo = (
        UNPRINTABLE.sub("?", text) for text in (envelope.sender, envelope.recipient, envelope.helo)
    )
    identity = f"smtp.mailfrom={sender}" if sender else f"smtp.helo={helo or 'unknown'}"
    return (
        f"Return-Path: <{sender}>\r\n",
        f"Authentication-Results: {host}; {verdict};\r\n spf=pass {identity}\r\n",
        f"Received: from {helo or 'unknown'} ([127.0.0.1]) by {host} with ESMTP\r\n",
        f" for <{recipient}>; {format_datetime(envelope.at)}\r\n",
    )


def _verdict(raw: bytes, envelope: Envelope) -> str:
    """On loopback nobody can be checked, so alignment decides (RFC 7489 section 3.1): From against the envelope."""
    domain = _from_domain(raw)
    if not domain:
        return "dmarc=permerror"
    envelope_domain = envelope.sender.rpartition("@")[2].lower() or domain
    aligned = _within(domain, envelope_domain) or _within(envelope_domain, domain)
    return f"dmarc={'pass' if aligned else 'fail'} header.from={domain}"


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.endswith(f".{outer}")


def _from_domain(raw: bytes) -> str:
    fields, _ = split_head(raw)
    senders = [field for field in fields if field.partition(b":")[0].strip().lower() == b"from"]
    if len(senders) != 1:
        return ""
    header = str(BytesHeaderParser().parsebytes(senders[0])["From"] or "")
    addresses = getaddresses([header])
    domain = addresses[0][1].rpartition("@")[2] if len(addresses) == 1 else ""
    return domain.lower() if DOMAIN.fullmatch(domain) else ""
