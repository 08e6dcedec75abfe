"""Bound a mail before any parser sees it: size, headers, parts, depth. Works on bytes, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MAX_SIZE = 64 * MEGABYTE
KEPT_OF_TOO_LARGE = 256 * 1024
MAX_HEADER = 256 * 1024
MAX_HEADER_LINES = 1000
MAX_LINE = 64 * 1024
MAX_LINES = 1_000_000
MAX_CONTENT_FIELD = 4096  # Content-Type and the like: the standard parser is quadratic in their parameters
MAX_PART_HEADER = 16 * 1024
MAX_PARTS = 1000
MAX_DEPTH = 20
ORDINARY_HEADER = 32 * 1024
ORDINARY_SIZE = 4 * MEGABYTE
MAX_BOUNDARY = 1000

END_OF_LINE = re.compile(rb"[\r\n]")
BLANK = re.compile(rb"\r?\n\r?\n|\r\r")
FIELD = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)?(?:[ \t][^\r\n]*(?:\r\n|\n|\r)?)*")
BOUNDARY = re.compile(rb"boundary[ \t]*=[ \t]*(?:\"([^\"\r\n]{1,1000})\"?|([^\s;\"]{1,1000}))", re.IGNORECASE)
EMBEDDED = re.compile(rb"(?:^|[\r\n])content-type:\s{0,80}message/(?:rfc822|global)", re.IGNORECASE)
MULTI = re.compile(rb"boundary|message/", re.IGNORECASE)
TOO_LARGE = "larger than 64 MB: only the beginning was read"


@dataclass(frozen=True, slots=True)
class Bounded:
    """A mail that is safe to parse. `ordinary`: small and sound enough for a parser that works harder on it."""

    raw: bytes
    defects: tuple[str, ...] = ()
    ordinary: bool = True


def bounded(raw: bytes) -> Bounded:
    """The mail cut to the limits, with a defect sentence for each cut; most mails come back untouched."""
    defects: list[str] = []
    start = _start(raw)
    if start:
        defects.append("blank lines or a byte order mark before the header")
    end = _header_end(raw, start)
    if len(raw) > MAX_SIZE:
        raw = raw[: end + KEPT_OF_TOO_LARGE]
        defects.append(TOO_LARGE)
    if len(raw) > MAX_LINES and max(raw.count(b"\n"), raw.count(b"\r")) > MAX_LINES:
        raw = _first_lines(raw)
        defects.append(f"more than {MAX_LINES} lines: the rest was not read")
    header, body = raw[start:end], raw[end:] if start or defects else b""
    short, said = _shortened(header)
    defects += said
    if defects:
        raw = short + (body or raw[end:])
    cut, said = _structure(raw, len(short))
    ordinary = len(short) <= ORDINARY_HEADER and len(raw) <= ORDINARY_SIZE and not (defects or said)
    return Bounded(raw[:cut] if cut is not None else raw, (*defects, *said), ordinary)


def _start(raw: bytes) -> int:
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while start < len(raw) and raw[start] in b"\r\n":
        start += 1
    return start


def _header_end(raw: bytes, start: int) -> int:
    limit = start + 16 * MAX_HEADER
    found = BLANK.search(raw, start, limit)
    return found.start() if found else min(len(raw), limit)


def _first_lines(raw: bytes) -> bytes:
    """The longest beginning, to a kilobyte, within the limit: the standard parser takes microseconds for each line."""
    low, high = 0, len(raw)
    while high - low > 1024:
        middle = (low + high) // 2
        if max(raw.count(b"\n", 0, middle), raw.count(b"\r", 0, middle)) > MAX_LINES:
            high = middle
        else:
            low = middle
    return raw[:low]


def _shortened(header: bytes) -> tuple[bytes, list[str]]:
    """The header within its limits; whole fields are dropped or cut, never lines in the middle of one."""
    longest = max((len(line) for line in header.splitlines()), default=0) if len(header) > MAX_CONTENT_FIELD else 0
    if len(header) <= MAX_CONTENT_FIELD or (
        len(header) <= MAX_HEADER
        and longest <= MAX_CONTENT_FIELD
        and header.count(b"\n") + header.count(b"\r") <= MAX_HEADER_LINES
    ):
        return header, []
    kept: list[bytes] = []
    size, cut = 0, False
    for match in FIELD.finditer(header):
        field = match[0]
        limit = MAX_CONTENT_FIELD if field[:8].lower() == b"content-" else MAX_LINE
        cut = cut or len(field) > limit
        field = field[:limit]
        size += len(field)
        if size > MAX_HEADER or len(kept) >= MAX_HEADER_LINES:
            cut = True
            break
        kept.append(field if field.endswith((b"\n", b"\r")) or match.end() == len(header) else field + b"\r\n")
    return b"".join(kept).rstrip(b"\r\n"), [
        "a header beyond 256 KB, 1000 fields or 64 KB per field: cut"
    ] if cut else []


def _structure(raw: bytes, header_end: int) -> tuple[int | None, list[str]]:
    """Where to cut a mail of too many or too deeply nested parts; None when it need not be cut."""
    if not MULTI.search(raw, 0, header_end):
        return None, []
    sign = b"\n--" if b"\n" in raw[: header_end + 4] else b"\r--"
    open_ones: list[bytes] = []  # boundaries from the outside in; b"" stands for an embedded message
    parts, here, at = 0, 0, 0
    while True:
        at = _open(raw, at, open_ones)
        if len(open_ones) > MAX_DEPTH:
            return here, [f"parts nested deeper than {MAX_DEPTH}: the rest was not read"]
        if not open_ones or parts > MAX_PARTS:
            return (here, [f"more than {MAX_PARTS} parts: the rest was not read"]) if open_ones else (None, [])
        here, at = _next_delimiter(raw, at, sign, open_ones)
        if here < 0:
            return None, []
        parts += 1


def _open(raw: bytes, at: int, open_ones: list[bytes]) -> int:
    """Read the header at `at` and push what it opens; the place behind it."""
    while len(open_ones) <= MAX_DEPTH:
        limit = at + (MAX_HEADER if not open_ones else MAX_PART_HEADER)
        found = BLANK.search(raw, at, limit)
        end = found.start() if found else min(limit, len(raw))
        boundary = BOUNDARY.search(raw, at, end)
        if boundary:
            open_ones.append((boundary[1] or boundary[2]).rstrip())
            return end
        if not EMBEDDED.search(raw, max(at - 1, 0), end) or not found:
            return end
        open_ones.append(b"")
        at = found.end()
    return at


def _next_delimiter(raw: bytes, at: int, sign: bytes, open_ones: list[bytes]) -> tuple[int, int]:
    """The place of the next part's delimiter and the place behind it, (-1, -1) at the end; pops what it closes."""
    while (at := raw.find(sign, at)) >= 0:
        found = END_OF_LINE.search(raw, at + 3, at + 3 + MAX_BOUNDARY)
        token = raw[at + 3 : found.start() if found else at + 3 + MAX_BOUNDARY].rstrip()
        ended = token[:-2] if token.endswith(b"--") else None
        if token and token in open_ones:
            del open_ones[open_ones.index(token) + 1 :]
            return at + 1, at + 3 + len(token)
        if ended and ended in open_ones:
            del open_ones[open_ones.index(ended) :]
        at += 3
    return -1, -1
