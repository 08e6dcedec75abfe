"""Undo transfer encodings (RFC 2045 section 6) as far as the bytes allow: broken ones give what can be read."""

from __future__ import annotations

import binascii
import re

QUOTED, BASE64, UU = "quoted-printable", "base64", "uuencode"
NAMES = {
    "quoted-printable": QUOTED,
    "quoted/printable": QUOTED,
    "quotedprintable": QUOTED,
    "quoted printable": QUOTED,
    "base64": BASE64,
    "base-64": BASE64,
    "uuencode": UU,
    "x-uuencode": UU,
    "x-uu": UU,
    "uue": UU,
    "x-uue": UU,
}
LINE_ENDS = b"\r\n"
SOFT = re.compile(rb"=[ \t]{1,80}(?=[\r\n])")
LONE_CR = re.compile(rb"\r(?!\n)")
OF_BASE64 = re.compile(rb"[A-Za-z0-9+/=]*")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
PADDING = re.compile(rb"={1,4}")
BEGIN = re.compile(rb"begin (?<![^\r\n]begin )[0-7]{3,4} ([^\r\n]{1,255})\r?\n?")
END = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:(end)[ \t]{0,8}(?:[\r\n]|$)|begin |\r\n|\n|\r)")
END_OF_LINE = re.compile(rb"\r\n|\n|\r")
MAX_FILES = 100


def undone(raw: bytes, encoding: str) -> bytes:
    """The bytes behind a transfer encoding; an unknown one is taken as none (RFC 2045 section 6.4)."""
    name = name_of(encoding)
    if name == BASE64:
        return from_base64(raw)
    if name == QUOTED:
        return from_quoted(raw)
    if name == UU:
        words, files = uuencoded(raw)
        return files[0][1] if files else words
    return raw


def name_of(encoding: str) -> str:
    """What a header means by its encoding; "" for none and for what nobody knows."""
    return NAMES.get(encoding.split(";", maxsplit=1)[0].split("(", maxsplit=1)[0].strip(" \t\"'.").lower(), "")


def from_quoted(raw: bytes) -> bytes:
    """Quoted-printable; what is no escape stays as it is."""
    if b"\r" in raw:
        raw = LONE_CR.sub(b"\r\n", raw)  # the decoder of Python takes a lone CR for the beginning of an endless line
    return binascii.a2b_qp(SOFT.sub(b"=", raw))


def from_base64(raw: bytes) -> bytes:
    """Base64: several encoded pieces in a row, foreign characters, a wrong end; words among it follow behind it."""
    try:
        return binascii.a2b_base64(raw.translate(None, LINE_ENDS), strict_mode=True)
    except binascii.Error:
        pass
    lines = [line.strip() for line in END_OF_LINE.split(raw)]
    # A foreign line has blanks inside: a footer that a list or a scanner put below. Others are noise.
    foreign = [line for line in lines if b" " in line or b"\t" in line]
    told = [line for line in lines if line and not (b" " in line or b"\t" in line)]
    if not any(len(line) > 3 and OF_BASE64.fullmatch(line) for line in told) and foreign:
        return raw
    data = b"".join(_piece(one) for one in PADDING.split(b"".join(told)))
    return data + b"\n" + b"\n".join(foreign) if foreign else data


def _piece(text: bytes) -> bytes:
    kept = NOT_BASE64.sub(b"", text)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def uuencoded(raw: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The words around uuencoded files, and the names and bytes of the files; POSIX.1 uuencode."""
    words: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    at = 0
    for found in BEGIN.finditer(raw):
        if found.start() < at or len(files) >= MAX_FILES:
            continue
        data, end = _uu_lines(raw, found.end())
        if data:
            words.append(raw[at : found.start()])
            files.append((found[1].strip(), data))
            at = end
    return b"".join((*words, raw[at:])), files


def _uu_lines(raw: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of the lines from `at` and where they end.

    A line that cannot be one ends them, unless the word "end" comes before a blank line or another file: then it is a
    damaged one.
    """
    data = bytearray()
    stop = END.search(raw, max(at - 1, 0))
    whole = stop is not None and stop[1] is not None
    while at < len(raw):
        found = END_OF_LINE.search(raw, at, at + 100)
        end, following = (found.start(), found.end()) if found else (min(at + 100, len(raw)), min(at + 100, len(raw)))
        line = raw[at:end]
        if line.rstrip() == b"end":
            return bytes(data), following
        if line.rstrip() in (b"", b"`"):
            at = following
            continue
        piece = _uu_line(line)
        if piece is None and not whole:
            break
        data += piece or b""
        at = following
    return bytes(data), at


def _uu_line(line: bytes) -> bytes | None:
    count = (line[0] - 32) & 63
    needed = 1 + (count + 2) // 3 * 4
    if not 32 <= line[0] <= 96 or not needed - 3 <= len(line) <= needed + 2:  # blanks at the end get lost
        return None
    try:
        return binascii.a2b_uu(line[:needed])
    except binascii.Error:
        return None
