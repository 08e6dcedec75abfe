"""Bound a mail before any parser sees it: size, headers, parts, depth. Works on bytes, in linear time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mailbot.model import Limits
from mailbot.parsers.tree.hollow import LARGE, Spot, hollowed

MEGABYTE = 1024 * 1024
KEPT_OF_TOO_LARGE = 256 * 1024
MAX_LINE = 64 * 1024
MAX_LINES = 1_000_000
MAX_CONTENT_FIELD = 4096  # Content-Type and the like: the standard parser is quadratic in their parameters
MAX_DEPTH = 50  # whatever the settings say: walks go down by themselves
MAX_PART_HEADER = 16 * 1024
ORDINARY_HEADER = 32 * 1024
ORDINARY_SIZE = 4 * MEGABYTE
MAX_BOUNDARY = 1000

END_OF_LINE = re.compile(rb"[\r\n]")
# Each alternative begins with a sign of its own: so the search goes from line end to line end.
BLANK = re.compile(rb"\r\n\r?\n|\n\r?\n|\r\r")
FIELD = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)?(?:[ \t][^\r\n]*(?:\r\n|\n|\r)?){0,2000}")
# For a header in lower case: what ignores case is searched for at every byte.
BOUNDARY = re.compile(rb"boundary[ \t]*=[ \t]*(?:\"([^\"\r\n]{1,1000})\"?|([^\s;\"]{1,1000}))")
EMBEDDED = re.compile(rb"(?:^|[\r\n])content-type:\s{0,80}message/(?:rfc822|global)", re.IGNORECASE)
FILE = re.compile(rb"(?:^|[\r\n])content-type:\s{0,80}(?:application|image|audio|video)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A mail that is safe to parse. `ordinary`: small and sound enough for a parser that works harder on it.

    `bodies` are the large bodies, by the tokens that stand for them in `raw`.
    """

    raw: bytes
    defects: tuple[str, ...] = ()
    ordinary: bool = True
    bodies: Mapping[str, memoryview] = field(default_factory=dict)


def bounded(raw: bytes, limits: Limits) -> Bounded:
    """The mail cut to the limits, with a defect sentence for each cut; most mails come back untouched."""
    defects: list[str] = []
    start = _start(raw)
    if start:
        defects.append("blank lines or a byte order mark before the header")
    end = _header_end(raw, start, limits)
    if len(raw) > limits.size:
        raw = raw[: end + KEPT_OF_TOO_LARGE]
        defects.append(f"larger than {limits.size // MEGABYTE} MB: the rest was not read")
    short, said = _shortened(raw[start:end], limits)
    defects += said
    if defects:
        # What is too long to be a header is no header; a parser would read all of it as one.
        raw = b"".join((short, b"" if BLANK.match(raw, end) else b"\r\n\r\n", memoryview(raw)[end:]))
    walk = _walk(raw, len(short), limits)
    defects += walk.said
    raw, bodies = hollowed(raw if walk.cut is None else raw[: walk.cut], walk.large)
    if len(raw) > MAX_LINES and max(raw.count(b"\n"), raw.count(b"\r")) > MAX_LINES:
        raw = _first_lines(raw)
        defects.append(f"more than {MAX_LINES} lines: the rest was not read")
    ordinary = len(short) <= ORDINARY_HEADER and len(raw) <= ORDINARY_SIZE and not defects
    return Bounded(raw, tuple(defects), ordinary, bodies)


def _start(raw: bytes) -> int:
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while start < len(raw) and raw[start] in b"\r\n":
        start += 1
    return start


def _header_end(raw: bytes, start: int, limits: Limits) -> int:
    limit = start + 16 * limits.header
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


def _shortened(header: bytes, limits: Limits) -> tuple[bytes, list[str]]:
    """The header within its limits; whole fields are dropped or cut, never lines in the middle of one."""
    longest = max((len(line) for line in header.splitlines()), default=0) if len(header) > MAX_CONTENT_FIELD else 0
    if len(header) <= MAX_CONTENT_FIELD or (
        len(header) <= limits.header
        and longest <= MAX_CONTENT_FIELD
        and header.count(b"\n") + header.count(b"\r") <= limits.header_lines
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
        if size > limits.header or len(kept) >= limits.header_lines:
            cut = True
            break
        kept.append(field if field.endswith((b"\n", b"\r")) or match.end() == len(header) else field + b"\r\n")
    most = f"{limits.header // 1024} KB, {limits.header_lines} fields or 64 KB per field"
    return b"".join(kept).rstrip(b"\r\n"), [f"a header beyond {most}: the rest was not read"] if cut else []


@dataclass(slots=True)
class _Walk:
    """What a walk over the delimiters of a mail found: where to cut it, why, and where its large bodies lie."""

    large: list[Spot]
    cut: int | None = None
    said: tuple[str, ...] = ()


def _walk(raw: bytes, header_end: int, limits: Limits) -> _Walk:
    """Too many or too deeply nested parts are cut off; bodies that no parser need see are named."""
    seen = _Walk([])
    head = raw[:header_end].lower()
    if b"boundary" not in head and b"message/" not in head:
        _note_large(seen, raw, 0, header_end, len(raw))
        return seen
    sign = b"\n--" if b"\n" in raw[: header_end + 4] else b"\r--"
    open_ones: list[bytes] = []  # boundaries from the outside in; b"" stands for an embedded message
    parts, here, at = 0, 0, 0
    while True:
        header = at
        at = _open(raw, at, open_ones, limits)
        if len(open_ones) > limits.depth:
            seen.cut, seen.said = here, (f"parts nested deeper than {limits.depth}: the rest was not read",)
            return seen
        if not open_ones:
            return seen
        if parts > limits.parts:
            seen.cut, seen.said = here, (f"more than {limits.parts} parts: the rest was not read",)
            return seen
        stop, here, behind = _next_delimiter(raw, at, sign, open_ones)
        _note_large(seen, raw, header, at, stop)
        if stop - at > MAX_PART_HEADER and not BLANK.match(raw, at):
            seen.large.append(Spot(at, stop, told=False))
            seen.said = ("a part whose header is too long: the rest of that part was not read",)
        if here < 0:
            return seen
        at = behind
        parts += 1


def _note_large(seen: _Walk, raw: bytes, at: int, header_end: int, stop: int) -> None:
    """A body between the blank line below its header and the line end above the next delimiter.

    In a mail of ordinary size only a file's: mail-parser has something to say of texts.
    """
    blank = BLANK.match(raw, header_end)
    if blank is None:
        return
    start, end = blank.end(), stop - 1 if raw[stop - 1 : stop] in (b"\r", b"\n") and stop < len(raw) else stop
    end -= raw[end - 1 : end + 1] == b"\r\n"
    if end - start > LARGE and (len(raw) > ORDINARY_SIZE or FILE.search(raw, at, header_end)):
        seen.large.append(Spot(start, end))


def _open(raw: bytes, at: int, open_ones: list[bytes], limits: Limits) -> int:
    """Read the header at `at` and push what it opens; the place behind it."""
    while len(open_ones) <= limits.depth:
        limit = at + (limits.header if not open_ones else MAX_PART_HEADER)
        found = BLANK.search(raw, at, limit)
        end = found.start() if found else min(limit, len(raw))
        head = raw[at:end].lower()
        if boundary := BOUNDARY.search(head):
            first, last = boundary.span(boundary.lastindex or 0)
            open_ones.append(raw[at + first : at + last].rstrip())
            return end
        if not found or b"message/" not in head or not EMBEDDED.search(raw, max(at - 1, 0), end):
            return end
        open_ones.append(b"")
        at = found.end()
    return at


def _next_delimiter(raw: bytes, at: int, sign: bytes, open_ones: list[bytes]) -> tuple[int, int, int]:
    """Where the body ends, the place of the next part's delimiter and the place behind it; pops what it closes.

    At the end of the mail the last two are -1.
    """
    stop = -1
    while (at := raw.find(sign, at)) >= 0:
        found = END_OF_LINE.search(raw, at + 3, at + 3 + MAX_BOUNDARY)
        token = raw[at + 3 : found.start() if found else at + 3 + MAX_BOUNDARY].rstrip()
        ended = token[:-2] if token.endswith(b"--") else None
        if token and token in open_ones:
            del open_ones[open_ones.index(token) + 1 :]
            return (at + 1 if stop < 0 else stop), at + 1, at + 3 + len(token)
        if ended and ended in open_ones:
            stop = at + 1 if stop < 0 else stop
            del open_ones[open_ones.index(ended) :]
        at += 3
    return (len(raw) if stop < 0 else stop), -1, -1
