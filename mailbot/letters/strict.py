"""The strict look at finished bytes, once when they are composed and once more before they leave.

What is not exactly as our own letters are is held: a held letter is seen by a person, a wrong one by a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.header import decode_header, make_header

from mailbot.letters.gate import MESSAGE_ID, is_address

MAX_LINE = 998  # bytes without the line end, RFC 5322 section 2.1.1
MAX_REFERENCES = 20
MAX_REFERENCES_BYTES = 1500
HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]*: [\x20-\x7e]*|[ \t][\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*")
BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
NAME = re.compile(r'"[ !#-\[\]-~]*"|=\?utf-8\?[bq]\?[!->@-~]+\?=(?: =\?utf-8\?[bq]\?[!->@-~]+\?=)*')
BOUNDARY = re.compile(r'multipart/mixed; boundary="(=_[A-Za-z0-9]{0,60})"')
PLAIN = re.compile(r"text/plain; charset=(?:us-ascii|utf-8)")
PART_HEADERS = (
    ("Content-Type", "Content-Transfer-Encoding"),
    ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding"),
)
Fields = list[tuple[str, str]]


def flaw(data: bytes) -> str:
    """What in these bytes some server reads differently, which is how mails are smuggled; "" when nothing is.

    RFC 5321 sections 2.3.8 and 4.5.3.1. Counted, not searched: every letter is looked at twice, with all it encloses.
    """
    ends = data.count(b"\r\n")
    found = {
        "a NUL byte": b"\0" in data,
        "a byte that is not 7-bit text": not data.isascii() or b"\x7f" in data,
        "a bare CR": data.count(b"\r") != ends,
        "a bare LF": data.count(b"\n") != ends,
        f"a line over {MAX_LINE} bytes": any(len(line) > MAX_LINE for line in data.split(b"\r\n")),
    }
    return next((name for name, there in found.items() if there), "")


def faults(data: bytes, recipient: str, message_id: str) -> tuple[str, ...]:
    """What is wrong with a finished letter, sentence by sentence; empty when it may leave.

    Each header of `HEADERS` at most once, in that order, with a value as we write it, the needed ones there, and no
    other; exactly the one recipient and the one id; the parts below it with the headers of parts alone.
    """
    if found := flaw(data):
        return (f"the letter contains {found}",)
    if not data.endswith(b"\r\n"):
        return ("the letter does not end with a line end",)
    head, _, content = data.partition(b"\r\n\r\n")
    fields = fields_of(head)
    if fields is None:
        return ("the letter has a header line that is not well-formed",)
    wrong = [
        *_of_names(fields),
        *(f"{name} is not as we write it" for name, value in fields if not _right(name, value)),
    ]
    values = dict(fields)
    if values.get("To") != recipient:
        wrong.append("the letter is not addressed to its recipient")
    if values.get("Message-ID") != message_id:
        wrong.append("the letter does not have its own Message-ID")
    return tuple(wrong or _of_parts(values["Content-Type"], content))


def fields_of(head: bytes) -> Fields | None:
    """The unfolded fields of a head as (name, value), None when a line of it is no header line of ours."""
    fields: Fields = []
    for line in head.split(b"\r\n"):
        if not HEADER_LINE.fullmatch(line):
            return None
        text = line.decode("ascii")
        if text[0] not in " \t":
            name, _, value = text.partition(": ")
            fields.append((name, value))
        elif fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + text)
        else:
            return None
    return fields


def _of_names(fields: Fields) -> Iterator[str]:
    names = [name for name, _ in fields]
    known = [name for name, _, _ in HEADERS]
    yield from (f"{name} does not belong into a letter" for name in names if name not in known)
    yield from (f"{name} is missing" for name, needed, _ in HEADERS if needed and name not in names)
    yield from (f"{name} is there more than once" for name in known if names.count(name) > 1)
    if sorted(names) == sorted(set(names)) and [name for name in known if name in names] != names:
        yield "the headers are not in our order"


def _right(name: str, value: str) -> bool:
    return next((right(value) for known, _, right in HEADERS if known == name), True)


def _of_parts(content_type: str, content: bytes) -> Iterator[str]:
    """Parts are told apart as a strict reader does (RFC 2046 section 5.1.1)."""
    boundary = BOUNDARY.fullmatch(content_type)
    if boundary is None:
        return
    first, *parts = (b"\r\n" + content).split(b"\r\n--" + boundary[1].encode("ascii"))
    if first.strip(b"\r\n") or not parts or parts[-1] != b"--\r\n":
        yield "the parts of the letter do not begin and end as they should"
    for part in parts[:-1]:
        fields = fields_of(part.removeprefix(b"\r\n").partition(b"\r\n\r\n")[0])
        if not part.startswith(b"\r\n") or fields is None or tuple(name for name, _ in fields) not in PART_HEADERS:
            yield "a part of the letter has other headers than it should"


def _mailbox(value: str) -> bool:
    """One address, with a name or without (RFC 5322 section 3.4), as `gate.mailbox` writes it."""
    name, _, address = value.rpartition(" ")
    if not name:
        return is_address(address)
    named = NAME.fullmatch(name) is not None and _one_line(name)
    return named and address[:1] == "<" and address[-1:] == ">" and is_address(address[1:-1])


def _one_line(value: str) -> bool:
    """Nothing that breaks a line, also not in encoded words (CVE-2024-6923 and its kin)."""
    try:
        return BREAKS.search(str(make_header(decode_header(value)))) is None
    except (MessageError, ValueError, LookupError):  # broken base64, bytes or charset
        return False


def _id(value: str) -> bool:
    return MESSAGE_ID.fullmatch(value) is not None


def _ids(value: str) -> bool:
    ids = value.split(" ")
    return len(ids) <= MAX_REFERENCES and len(value) <= MAX_REFERENCES_BYTES and all(map(_id, ids))


def _as(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


# name, whether each letter has it, what its value is like: the whole head of a letter, in this order
HEADERS: tuple[tuple[str, bool, Callable[[str], bool]], ...] = (
    ("From", True, _mailbox),
    ("To", True, is_address),
    ("Reply-To", False, is_address),
    ("Subject", True, _one_line),
    ("Date", True, lambda value: DATE.fullmatch(value) is not None),
    ("Message-ID", True, _id),
    ("In-Reply-To", False, _id),
    ("References", False, _ids),
    ("Auto-Submitted", False, _as("auto-replied", "auto-generated")),
    ("X-Auto-Response-Suppress", False, _as("All")),
    ("X-Mailbot-Loop", True, _one_line),
    ("MIME-Version", True, _as("1.0")),
    ("Content-Type", True, lambda value: bool(PLAIN.fullmatch(value) or BOUNDARY.fullmatch(value))),
    ("Content-Transfer-Encoding", False, _as("7bit", "base64")),
)
