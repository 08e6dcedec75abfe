"""The header gate: the one way for a string into a header, and a strict look at finished bytes before they leave.

The standard library cannot be trusted with either: up to Python 3.12.1 an encoded word that decodes to CR LF adds a
header of the sender's choice (CVE-2024-6923 and its kin), so nothing of a stranger's reaches it unwashed.
"""

from __future__ import annotations

import re
import unicodedata
from email.header import Header

LIMIT = 200
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
NOT_IN_BODY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc but tab and newline, and Cs
LONGEST_LINE = 998  # bytes, RFC 5322 section 2.1.1
HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]*: [\x20-\x7e]*|[ \t][\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*")
# A quoted local part is what carriers' addresses with two dots in a row need (RFC 5321 section 4.1.2).
ADDR_SPEC = re.compile(
    r"(?:\"[\x20\x21\x23-\x5b\x5d-\x7e]{1,64}\"|[^@\s<>\",;:()\[\]\\\x00-\x20\x7f]+)@[A-Za-z0-9.-]+", re.ASCII
)


def hv(text: str, limit: int = LIMIT) -> str:
    """A header value from any string: one line, no control, bidi or zero-width characters, no encoded words, capped."""
    spaced = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text[: limit * 4])
    visible = "".join(char for char in spaced if unicodedata.category(char) not in INVISIBLE)
    one_line = " ".join(visible.split()).replace("=?", "= ?")
    return one_line if len(one_line) <= limit else one_line[: limit - 1].rstrip() + "…"


def body(text: str) -> str:
    """A body from any string: line ends are newlines, other control characters and lone surrogates are gone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_IN_BODY.sub("", lines)


def encoded(text: str, name: str) -> str:
    """A gated value as it stands in a header: plain ASCII, or encoded words folded at 76 (RFC 2047)."""
    clean = hv(text)
    if clean.isascii() and len(clean) + len(name) <= 900:
        return Header(clean, "us-ascii", maxlinelen=76, header_name=name).encode(linesep="\r\n")
    return Header(clean, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n")


def mailbox(email: str, name: str = "") -> str:
    """`"Name" <address>` from validated parts; ValueError when the address is not one plain ASCII addr-spec."""
    if not ADDR_SPEC.fullmatch(email) or not email.isascii() or len(email) > 254:
        raise ValueError(f"not an address that can be written to: {hv(email)!r}")
    shown = hv(name, 80)
    if not shown:
        return email
    if shown.isascii():
        return '"' + shown.replace("\\", "").replace('"', "") + f'" <{email}>'
    return f"{encoded(shown, 'From')} <{email}>"


def flaws(data: bytes) -> tuple[str, ...]:
    """What in these bytes some server reads differently, which is how mails are smuggled; empty when nothing is.

    RFC 5321 sections 2.3.8 and 4.5.3.1. Counted, not searched: every letter is looked at twice, with all it encloses.
    """
    ends = data.count(b"\r\n")
    found = {
        "a NUL byte": b"\0" in data,
        "an 8-bit byte": not data.isascii() or b"\x7f" in data,
        "a bare CR": data.count(b"\r") != ends,
        "a bare LF": data.count(b"\n") != ends,
        "a line over 998 bytes": any(len(line) > LONGEST_LINE for line in data.split(b"\r\n")),
    }
    return tuple(name for name, there in found.items() if there)


def header_names(data: bytes) -> tuple[str, ...]:
    """The names of the header fields of a letter, in order, as often as they stand there."""
    lines = data.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return tuple(line.partition(b":")[0].decode("ascii", "replace") for line in lines if line[:1] not in {b" ", b"\t"})


def faults(data: bytes, headers: tuple[str, ...], recipient: str) -> tuple[str, ...]:
    """What is wrong with finished bytes; empty when they may leave.

    Checked: nothing that servers read differently, exactly the expected header names in order, and exactly the one
    recipient.
    """
    found = list(flaws(data))
    head, separator, _ = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if not separator or not all(HEADER_LINE.fullmatch(line) for line in lines):
        found.append("a header line that is not well-formed")
    names = header_names(data)
    if names != headers:
        found.append(f"headers {', '.join(names)} instead of {', '.join(headers)}")
    to = next((line[4:].decode("ascii", "replace") for line in lines if line.startswith(b"To: ")), "")
    if to != recipient:
        found.append(f"To is {hv(to)} instead of {hv(recipient)}")
    return tuple(found)
