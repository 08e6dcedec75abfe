"""The header gate: the one way for a string into a header.

The standard library cannot be trusted with it: up to Python 3.12.1 an encoded word that decodes to CR LF adds a
header of the sender's choice (CVE-2024-6923 and its kin), so nothing of a stranger's reaches it unwashed.
"""

from __future__ import annotations

import re
import unicodedata
from email.header import Header

LIMIT = 200
LONGEST_WORD = 60  # of plain words, for a line is folded between words alone, and not before the first
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
NOT_IN_BODY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc but tab and newline, and Cs
# Printable ASCII without brackets and spaces; readers decode encoded words where none may stand (RFC 2047 section 5).
MESSAGE_ID = re.compile(r"<(?![^>]{0,250}=\?)[!-;=?-~]{1,250}>")
# A quoted local part is what carriers' addresses with two dots in a row need (RFC 5321 section 4.1.2); the blanks,
# brackets and at signs that it might hold as well are read differently by servers.
ADDR_SPEC = re.compile(r"(?:\"[!#-;=?A-\[\]-~]{1,64}\"|[!#-'*+\--9=?A-Z^-~]{1,64})@[A-Za-z0-9.-]{1,253}")


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
    if clean.isascii() and all(len(word) <= LONGEST_WORD for word in clean.split()):
        return Header(clean, "us-ascii", maxlinelen=76, header_name=name).encode(linesep="\r\n")
    return Header(clean, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n")


def is_address(email: str) -> bool:
    """Whether it is one plain ASCII addr-spec that every server reads the same way (RFC 5321 section 4.5.3.1)."""
    return len(email) <= 254 and "=?" not in email and ADDR_SPEC.fullmatch(email) is not None


def mailbox(email: str, name: str = "") -> str:
    """`"Name" <address>` from validated parts; ValueError when the address is not one plain ASCII addr-spec."""
    if not is_address(email):
        raise ValueError(f"not an address that can be written to: {hv(email)!r}")
    shown = hv(name, 80)
    if not shown:
        return email
    if shown.isascii():
        return '"' + shown.replace("\\", "").replace('"', "") + f'" <{email}>'
    return f"{encoded(shown, 'From')} <{email}>"
