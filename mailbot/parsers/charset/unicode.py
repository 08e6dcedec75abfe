"""Read the rarer forms of Unicode: UTF-16 and UTF-32 with or without a mark, CESU-8, undeclared UTF-7."""

from __future__ import annotations

import re

LOOK = 4000
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
PAIRS = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
SHIFTED = re.compile(rb"\+([A-Za-z0-9+/]{3,500})-")
SENSIBLE = re.compile("[\t\n\r -~\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
KANA = re.compile("[\u3041-\u30ff]")


def by_mark(data: bytes) -> tuple[str, str] | None:
    """The text and its charset when it begins with the byte order mark of UTF-16 or UTF-32."""
    name = next((name for mark, name in MARKS if data.startswith(mark)), None)
    return (data.decode(name, "replace"), name) if name else None


def utf16(data: bytes) -> str:
    """UTF-16 without a mark, in the order that gives more sense (RFC 2781 section 4.3 says big endian in doubt)."""
    little, big = (data[:LOOK].decode(name, "replace") for name in ("utf-16-le", "utf-16-be"))
    name = "utf-16-le" if len(SENSIBLE.findall(little)) > len(SENSIBLE.findall(big)) else "utf-16-be"
    return data.decode(name, "replace")


def wide_zeros(data: bytes) -> tuple[str, str] | None:
    """UTF-16 or UTF-32 without mark or label: known by the zero bytes of its ASCII signs and line ends."""
    seen = data[:LOOK]
    zeros = [seen[at::4].count(0) for at in range(4)]
    if sum(zeros) * 10 > len(seen) * 4 and min(zeros[0], zeros[3]) == 0 and len(data) % 4 == 0:
        name = "utf-32-be" if zeros[0] else "utf-32-le"
    elif len(data) % 2 == 0 and min(zeros[0] + zeros[2], zeros[1] + zeros[3]) * 8 < sum(zeros):
        name = "utf-16-be" if zeros[0] + zeros[2] > zeros[1] + zeros[3] else "utf-16-le"
    else:
        return None
    text = data.decode(name, "replace")
    return (text, name) if len(SENSIBLE.findall(text[:LOOK])) * 2 > len(text[:LOOK]) else None


def cesu(data: bytes) -> str | None:
    """UTF-8 whose signs beyond U+FFFF are written as two surrogates (Unicode Technical Report 26), else None."""
    if not PAIRS.search(data):
        return None
    try:
        return PAIRS.sub(_joined, data).decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _joined(match: re.Match[bytes]) -> bytes:
    pair = match[0].decode("utf-8", "surrogatepass")
    return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode("utf-8")


def utf7_runs(data: bytes) -> str | None:
    """The text of ASCII bytes that are clearly UTF-7 (RFC 2152): every shifted run is sound and Japanese."""
    runs = SHIFTED.findall(data[: 10 * LOOK])
    try:
        texts = [(b"+" + run + b"-").decode("utf-7") for run in runs]
        if not texts or not all(KANA.search(text) and SENSIBLE.sub("", text) == "" for text in texts):
            return None
        return data.decode("utf-7")
    except UnicodeError:
        return None
