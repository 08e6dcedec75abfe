"""Decode the Japanese encodings as mailers really write them: with the NEC and IBM extensions."""

from __future__ import annotations

import re

# Mailers label CP50220 text as ISO-2022-JP and CP51932 text as EUC-JP: ① and ㈱ (NEC row 13) and 髙 (NEC-selected IBM
# extensions) then stand behind a plain ESC $ B. No codec of Python reads that, so rows and cells go through cp932.
LEAD = bytes(
    ((j - 0x21) >> 1) + (0x81 if j <= 0x5E else 0xC1) if 0x21 <= j <= 0x7E else 0x20 for j in range(256)
)  # JIS row to Shift_JIS lead byte
TRAIL_ODD = bytes(j + 0x1F + (j >= 0x60) if 0x21 <= j <= 0x7E else 0x20 for j in range(256))
TRAIL_EVEN = bytes(j + 0x7E if 0x21 <= j <= 0x7E else 0x20 for j in range(256))
LOWER = bytes(byte & 0x7F for byte in range(256))
UPPER = bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in range(256))

ESCAPE = re.compile(rb"\x1b(\([A-Z]|\$\([A-Z]|\$[@AB]|&@|[.\-][A-Z])|[\x0e\x0f]")
PRINTED = re.compile(rb"([\x21-\x7e\xa1-\xfe]+)|([^\x21-\x7e\xa1-\xfe]+)")
EUC = re.compile(
    rb"(?P<ascii>[\x00-\x7f]+)|(?P<pairs>(?:[\xa1-\xfe]{2})+)|(?P<kana>(?:\x8e[\xa1-\xdf])+)"
    rb"|(?P<third>(?:\x8f[\xa1-\xfe]{2})+)|(?P<bad>[\x80-\xff])"
)

ASCII, KANA, KANJI = b"(B", b"(I", b"$B"
# Sets that Python's codecs do know: JIS X 0212, GB 2312, KS C 5601, and JIS X 0213 in its two planes and editions.
OTHERS = {
    b"$(D": "iso2022_jp_2",
    b"$A": "iso2022_jp_2",
    b"$(A": "iso2022_jp_2",
    b"$(C": "iso2022_jp_2",
    b"$(O": "iso2022_jp_2004",
    b"$(P": "iso2022_jp_2004",
    b"$(Q": "iso2022_jp_2004",
}
SAME = {b"$@": KANJI, b"$(B": KANJI, b"$(@": KANJI, b"(H": ASCII, b"(J": ASCII, b"$(A": b"$A"}


def from_jis(data: bytes) -> str:
    """The text of ISO-2022-JP bytes and all their dialects (RFC 1468, RFC 2237, CP50220/1/2); never raises."""
    pieces: list[str] = []
    mode, shifted, at = ASCII, False, 0
    for escape in ESCAPE.finditer(data):
        pieces.append(_run(data[at : escape.start()], KANA if shifted else mode))
        at = escape.end()
        if escape[1] is None:  # SO and SI switch JIS7 half-width kana on and off
            shifted = escape[0] == b"\x0e"
        elif escape[1][:1] in b"($":
            mode, shifted = SAME.get(escape[1], escape[1]), False
    pieces.append(_run(data[at:], KANA if shifted else mode))
    return "".join(pieces)


def _run(run: bytes, mode: bytes) -> str:
    if not run:
        return ""
    if mode == KANJI:
        return "".join(pairs(m[1]) if m[1] else m[2].decode("latin-1") for m in PRINTED.finditer(run))
    if mode == KANA:
        return run.translate(UPPER).decode("cp932", "replace")
    if mode in OTHERS:
        return (b"\x1b" + mode + run + b"\x1b(B").decode(OTHERS[mode], "replace")
    return run.decode("ascii") if run.isascii() else run.decode("cp932", "replace")


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
    """The text of EUC-JP bytes with the extensions of CP51932; what cannot be read becomes U+FFFD."""
    return "".join(_euc(match) for match in EUC.finditer(data))


def _euc(match: re.Match[bytes]) -> str:
    run = match[0]
    if match.lastgroup == "pairs":
        return pairs(run)
    if match.lastgroup == "kana":
        return run.replace(b"\x8e", b"").decode("cp932", "replace")
    if match.lastgroup == "third":
        return run.decode("euc_jp", "replace")
    return run.decode("ascii", "replace")
