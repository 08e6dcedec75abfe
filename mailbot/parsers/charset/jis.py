"""Decode the Japanese encodings as mailers really write them: with the NEC and IBM extensions."""

from __future__ import annotations

import re
from functools import cache

from mailbot.parsers.charset.emoji import AU, SOFTBANK, au_point, table

# Mailers label CP50220 text as ISO-2022-JP and CP51932 text as EUC-JP: ① and ㈱ (NEC row 13) and 髙 (NEC-selected IBM
# extensions) then stand behind a plain ESC $ B. No codec of Python reads that, so rows and cells go through cp932.
LEAD = bytes(
    ((j - 0x21) >> 1) + (0x81 if j <= 0x5E else 0xC1) if 0x21 <= j <= 0x7E else 0x20 for j in range(256)
)  # JIS row to Shift_JIS lead byte
TRAIL_ODD = bytes(j + 0x1F + (j >= 0x60) if 0x21 <= j <= 0x7E else 0x20 for j in range(256))
TRAIL_EVEN = bytes(j + 0x7E if 0x21 <= j <= 0x7E else 0x20 for j in range(256))
LOWER = bytes(byte & 0x7F for byte in range(256))
UPPER = bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in range(256))

ESCAPE = re.compile(rb"\x1b(\([A-Z]|\$\([A-Z]|\$[@ABEFGOPQ]|&@|[.\-][A-Z])|[\x0e\x0f]")
LINE = re.compile(rb"[^\r\n]+|[\r\n]+")
PRINTED = re.compile(rb"([\x21-\x7e\xa1-\xfe]+)|([^\x21-\x7e\xa1-\xfe]+)")
EUC = re.compile(
    rb"(?P<ascii>[\x00-\x7f]+)|(?P<pairs>(?:[\xa1-\xfe]{2})+)|(?P<kana>(?:\x8e[\xa1-\xdf])+)"
    rb"|(?P<third>(?:\x8f[\xa1-\xfe]{2})+)|(?P<bad>[\x80-\xa0\xff]+|[\xa1-\xfe])"
)

ASCII, KANA, KANJI = b"(B", b"(I", b"$B"
# Sets that Python's codecs do know: JIS X 0212, GB 2312, KS C 5601, and JIS X 0213 in its two planes and editions.
OTHERS = {
    b"$(D": "iso2022_jp_2",
    b"$A": "iso2022_jp_2",
    b"$(A": "iso2022_jp_2",
    b"$(C": "iso2022_jp_2",
    b"$(O": "iso2022_jp_3",
    b"$(P": "iso2022_jp_2004",
    b"$(Q": "iso2022_jp_2004",
}
SAME = {b"$@": KANJI, b"$(B": KANJI, b"$(@": KANJI, b"(H": ASCII, b"(J": ASCII, b"$(A": b"$A"}
# SoftBank's web codes: an escape, signs of one plane of its private code points, SI.
PLANES = {b"$G": 0xE001, b"$E": 0xE101, b"$F": 0xE201, b"$O": 0xE301, b"$P": 0xE401, b"$Q": 0xE501}
# SoftBank's gaiji by Shift_JIS lead and first trail byte, each with its plane.
GAIJI = {
    (0xF9, 0x41): b"$G",
    (0xF7, 0x41): b"$E",
    (0xF7, 0xA1): b"$F",
    (0xF9, 0xA1): b"$O",
    (0xFB, 0x41): b"$P",
    (0xFB, 0xA1): b"$Q",
}
SJIS_PAIR = re.compile(rb"[\xf7\xf9\xfb][\x41-\x7e\x80-\xfc]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]")
# Rows where no character set has anything but KDDI its emoji; behind them, those that NEC fills too.
AU_ROWS, NEC_ROWS = range(0x75, 0x79), range(0x79, 0x7D)
AU_LEADS = {0x75: 0xF6, 0x77: 0xF7, 0x79: 0xF3, 0x7B: 0xF4}
MAX_LOST = 200_000  # beyond this, lines that lost their escape are not looked for
UNKNOWN = "\uf8ff"  # a private code point that no carrier has given away


def from_jis(data: bytes, carrier: str = "") -> str:
    """The text of ISO-2022-JP bytes and all their dialects (RFC 1468, RFC 2237, CP50220/1/2); never raises."""
    pieces: list[str] = []
    mode, before, shifted, at = ASCII, ASCII, False, 0
    for escape in ESCAPE.finditer(data):
        pieces.append(_run(data[at : escape.start()], KANA if shifted else mode, carrier))
        at = escape.end()
        if escape[1] is None:  # SO and SI switch JIS7 half-width kana on and off; SI also ends a web code
            shifted = escape[0] == b"\x0e"
            mode = before if mode in PLANES else mode
        elif escape[1][:1] in b"($":
            before = before if mode in PLANES else mode
            mode, shifted = SAME.get(escape[1], escape[1]), False
    pieces.append(_run(data[at:], KANA if shifted else mode, carrier))
    return "".join(pieces)


def _run(run: bytes, mode: bytes, carrier: str) -> str:
    if mode == KANJI:
        return _kanji_lines(run, carrier)
    if mode in PLANES:
        code, end, rest = run.partition(b"\n")  # a web code without its SI ends with the line
        return "".join(_web(byte, PLANES[mode]) for byte in code + end) + _run(rest, ASCII, carrier)
    if mode == KANA:
        return run.translate(UPPER).decode("cp932", "replace")
    if mode in OTHERS:
        return (b"\x1b" + mode + run + b"\x1b(B").decode(OTHERS[mode], "replace")
    return run.decode("ascii") if run.isascii() else run.decode("cp932", "replace")


def _kanji_lines(run: bytes, carrier: str) -> str:
    """Kanji; RFC 1468 ends each line in ASCII, so a later line that is no kanji has lost its escape."""
    text = "".join(_kanji(m[1], carrier) if m[1] else m[2].decode("latin-1") for m in PRINTED.finditer(run))
    first, end, rest = run.partition(b"\n")
    if "\ufffd" not in text or not rest.isascii() or not 0 < len(rest) < MAX_LOST:
        return text
    lines = [_kanji_lines(line[0], carrier) for line in LINE.finditer(rest)]
    plain = (line[0].decode("ascii") for line in LINE.finditer(rest))
    later = (ascii_line if "\ufffd" in line else line for line, ascii_line in zip(lines, plain, strict=True))
    return _kanji_lines(first, carrier) + end.decode() + "".join(later)


def _kanji(run: bytes, carrier: str) -> str:
    text = pairs(run)
    if ("\ufffd" in text or carrier == AU) and run.isascii() and max(run[0::2]) >= AU_ROWS.start:
        return "".join(_pair(run[at : at + 2], carrier) for at in range(0, len(run), 2))
    return text


def _pair(pair: bytes, carrier: str) -> str:
    row = pair[0]
    if len(pair) == 2 and (row in AU_ROWS or (carrier == AU and row in NEC_ROWS)):
        gaiji = 0xE000 + (AU_LEADS[row - 1 + row % 2] - 0xF0) * 188 + (pair[1] - 0x21) + (0 if row % 2 else 94)
        emoji = table(AU).get(chr(au_point(gaiji)), "")
        if emoji or row in AU_ROWS:
            return emoji or UNKNOWN
    return UNKNOWN if row > 0x7C and len(pair) == 2 else pairs(pair)


def _web(byte: int, plane: int) -> str:
    return table(SOFTBANK).get(chr(plane + byte - 0x21), UNKNOWN) if byte > 0x20 else chr(byte)


def from_sjis(data: bytes, carrier: str, errors: str = "strict") -> str:
    """The text of Shift_JIS bytes as cp932; only SoftBank's emoji stand where cp932 has kanji or other gaiji."""
    return (SJIS_PAIR.sub(_plain_gaiji, data) if carrier == SOFTBANK else data).decode("cp932", errors)


def _plain_gaiji(match: re.Match[bytes]) -> bytes:
    """SoftBank's gaiji moved to where cp932 reads them as SoftBank's own private code points."""
    lead, trail = match[0]
    plane = GAIJI.get((lead, 0x41 if trail < 0xA1 else 0xA1))
    if plane is None:
        return match[0]
    at = PLANES[plane] - 0xE000 + (trail - 0xA1 if trail >= 0xA1 else trail - 0x41 - (trail > 0x7F))
    row, cell = divmod(at, 188)
    return bytes((0xF0 + row, 0x40 + cell + (cell >= 63)))


def pairs(run: bytes) -> str:
    """The text of JIS X 0208 row and cell bytes (either half of the byte range), by way of Shift_JIS."""
    run = run.translate(LOWER)
    if len(run) % 2:
        return pairs(run[:-1]) + "\ufffd"
    rows, cells = run[0::2], run[1::2]
    odd, even = cells.translate(TRAIL_ODD), cells.translate(TRAIL_EVEN)
    shifted = bytearray(len(run))
    shifted[0::2] = rows.translate(LEAD)
    shifted[1::2] = bytes(o if row & 1 else e for row, o, e in zip(rows, odd, even, strict=True))
    return shifted.decode("cp932", "replace")


def from_euc(data: bytes) -> str:
    """The text of EUC-JP bytes with the extensions of CP51932 and eucJP-ms; what cannot be read becomes U+FFFD."""
    return "".join(_euc(match) for match in EUC.finditer(data))


def _euc(match: re.Match[bytes]) -> str:
    run = match[0]
    if match.lastgroup == "pairs":
        return pairs(run)
    if match.lastgroup == "kana":
        return run.replace(b"\x8e", b"").decode("cp932", "replace")
    if match.lastgroup == "third":
        return "".join(_third(run[at : at + 3]) for at in range(0, len(run), 3))
    return run.decode("ascii", "replace")


def _third(char: bytes) -> str:
    _, row, cell = char
    if row in (0xF3, 0xF4):
        place = (row - 0xF3) * 94 + cell - 0xF3
        return _ibm()[place] if place >= 0 else "\ufffd"
    return UNKNOWN if row > 0xF4 else char.decode("euc_jp", "replace")


@cache
def _ibm() -> str:
    """IBM's characters as eucJP-ms has them in rows 83 and 84 of the third set: those that JIS X 0212 lacks, and №."""
    trails = (*range(0x40, 0x7F), *range(0x80, 0xFD))
    chars = bytes(byte for lead in (0xFA, 0xFB, 0xFC) for trail in trails for byte in (lead, trail))[: 388 * 2]
    return "".join(
        char for char in chars.decode("cp932") if char not in "￢￤∵" and (char == "№" or not _in_0212(char))
    )


def _in_0212(char: str) -> bool:
    return char.encode("euc_jp", "ignore")[:1] == b"\x8f"
