"""Turn bytes and the name of a charset, right or wrong, into text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

from mailbot.parsers.jis import from_euc, from_jis
from mailbot.parsers.tables import words

JIS, EUC = "iso-2022-jp", "euc-jp"
OWN: dict[str, Callable[[bytes], str]] = {JIS: from_jis, EUC: from_euc}

# What a label means in practice: the superset that senders really use. The W3C Encoding Standard does the same.
NAMES = {
    "cp932": """shift_jis shift-jis sjis csshiftjis x-mac-japanese x-sjis windows-31j cswindows31j ms_kanji ms932 cp932
        windows-932 shift_jisx0213 shift_jis-2004 shift_jis_2004""",
    JIS: """iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ext jis
        cp50220 cp50221 cp50222 x-iso-2022-jp iso-2022-jp-ms iso2022jp iso2022-jp""",
    EUC: "euc-jp eucjp ujis x-euc-jp x-euc eucjp-ms eucjp-win cp51932 cseucpkdfmtjapanese euc_jp",
    "gb18030": "gb2312 gbk x-gbk gb_2312-80 gb18030 csgb2312 chinese cp936 windows-936 euc-cn",
    "cp949": "ks_c_5601-1987 ks_c_5601 ks_c_5601-1989 ksc5601 euc-kr euckr korean cp949 uhc",
    "cp950": "big5 big-5 csbig5 x-x-big5 cp950 big5-tw",
    "cp874": "windows-874 dos-874 tis-620 iso-8859-11 cp874",
    "cp1254": "iso-8859-9 latin5 iso_8859-9",
    "cp1251": "x-cp1251",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual",
    "iso8859-6": "iso-8859-6-i iso-8859-6-e",
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 utf_8 utf-8-sig",
    "utf-7": "utf-7 unicode-1-1-utf-7 csunicode11utf7 x-unicode-2-0-utf-7",
    "utf-16": "utf-16 unicode ucs-2 iso-10646-ucs-2 csunicode",
    "hz": "hz-gb-2312",
    "koi8-u": "koi8-ru",
    "mac-roman": "macintosh x-mac-roman",
}
LABELS = {label: name for name, labels in NAMES.items() for label in labels.split()}
# Labels that promise nothing: software writes them over any bytes.
VAGUE = words("""
    us-ascii ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 windows-1252 cp1252 ansi
    iso-8859-15 unknown unknown-8bit x-unknown default binary x-user-defined none 8bit 7bit utf8mb4
""")
# Other labels count only when they name a codec for text: "rot13", "zlib" and "punycode" are Python's, not a mail's.
TEXT = re.compile(
    r"(?:iso8859-\d+|cp\d{3,4}|koi8-[rtu]|mac-(?:roman|cyrillic|greek|turkish|latin2|iceland)|big5hkscs|johab|hz"
    r"|iso2022_kr|euc_jis_2004|ptcp154|tis-620|utf-(?:7|8|16|16-be|16-le|32|32-be|32-le)|gb18030|gbk)"
)
SEVEN_BIT = ("hz", "iso2022_kr")
ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([IJ]|\$\([DOPQ])")
KANA_IN_UTF8 = re.compile(rb"(?:\xe3[\x81-\x83][\x80-\xbf]){2}")
COMPOUND = re.compile("[\u3041-\u30ff\u3400-\u9fff々〇｡-ﾟ]{2,}")
WIDE = re.compile("[\u3041-\u30ff\u3400-\u9fff々〇]")
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, label: str) -> tuple[str, str | None]:
    """The text of the bytes and a defect sentence or None; any label, even "", is taken; never raises.

    The text holds no NUL and no lone surrogate. The table is that of the W3C Encoding Standard, and where a label
    promises nothing the bytes decide: escapes of ISO-2022-JP, UTF-8, Japanese, at last cp1252.
    """
    name = _name(label)
    if not name or name == "us-ascii":
        return _vague(data, label)
    text, defect = _named(data, name, label)
    return _clean(text), defect


@lru_cache(maxsize=256)
def _name(label: str) -> str:
    """The decoder of a label, "" when it is unknown, "us-ascii" when it is vague."""
    key = label[:60].strip(" \t\r\n\"'<>").lower().split("*")[0]
    if key in LABELS or key in VAGUE:
        return LABELS.get(key, "us-ascii")
    try:
        found = codecs.lookup(key).name
    except (LookupError, ValueError, OSError):  # OSError: the reading child may not open files
        return ""
    return found if TEXT.fullmatch(found) else ""


def _named(data: bytes, name: str, label: str) -> tuple[str, str | None]:
    if name in OWN:
        return _japanese(data, name, label)
    if name == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return _utf16(data), "charset utf-16 without a byte order mark: guessed"
    if data.isascii() and b"\x1b" not in data and name not in SEVEN_BIT and not name.startswith("utf-"):
        return data.decode("ascii"), None
    if name not in SEVEN_BIT and (found := _mislabelled(data, name)):
        return found[0], f"charset {label[:40]!r}, but the bytes are {found[1]}: read as such"
    try:
        return data.decode(name).removeprefix("\ufeff"), None
    except (UnicodeError, LookupError, OSError):
        return _damaged(data, name, label)


def _mislabelled(data: bytes, name: str) -> tuple[str, str] | None:
    if ESCAPES.search(data) and data.isascii():
        return from_jis(data), JIS
    if name != "utf-8" and KANA_IN_UTF8.search(data) and (text := _utf8(data)) is not None:
        return text, "utf-8"
    return None


def _japanese(data: bytes, name: str, label: str) -> tuple[str, str | None]:
    if data.isascii():
        if b"\x1b" in data or b"\x0e" in data:
            text = from_jis(data)
            return text, _lost(text, label) if name == JIS else f"charset {label[:40]!r}, but the bytes are ISO-2022-JP"
        return data.decode("ascii"), None
    if (name == JIS and not ESCAPES.search(data)) or KANA_IN_UTF8.search(data):
        text, found = _sniff(data)
        return text, f"charset {label[:40]!r}, but the bytes are not: read as {found}"
    text = OWN[name](data)
    return text, _lost(text, label)


def _lost(text: str, label: str) -> str | None:
    return f"charset {label[:40]!r}: some characters cannot be read" if "\ufffd" in text else None


def _vague(data: bytes, label: str) -> tuple[str, str | None]:
    if data.isascii() and b"\x1b" not in data:
        return _clean(data.decode("ascii")), None
    text, found = _sniff(data)
    honest = found == "cp1252" and _name(label) == "us-ascii" and "ascii" not in label.lower()
    return _clean(text), None if honest else f"charset {label[:40]!r} promises nothing: read as {found}"


def _damaged(data: bytes, name: str, label: str) -> tuple[str, str | None]:
    """Text whose bytes break its own label: keep the label when little is broken, else ask the bytes."""
    text = data.decode(name, "replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for char in text if char > "\x7f") if broken else 0
    if broken * 10 > foreign:
        sniffed, found = _sniff(data)
        if found != "cp1252" or name == "utf-8":
            return sniffed, f"charset {label[:40]!r}, but the bytes are not: read as {found}"
    return text, f"charset {label[:40]!r}: {broken} characters cannot be read"


def _sniff(data: bytes) -> tuple[str, str]:
    """What the bytes say by themselves: the text and the name of the charset."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16"
    if ESCAPES.search(data):
        return from_jis(data), JIS
    if (text := _utf8(data)) is not None:
        return text, "utf-8"
    for name in ("cp932", "euc-jp"):
        if (text := _plausible(data, name)) is not None:
            return text, name
    return _cp1252(data), "cp1252"


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _plausible(data: bytes, name: str) -> str | None:
    """The Japanese reading, when its characters stand in words: "It’s" in cp1252 is one lone kanji in cp932."""
    try:
        text = data.decode("euc_jp" if name == "euc-jp" else name)
    except UnicodeDecodeError:
        return None
    wide = len(WIDE.findall(text[:20_000]))
    together = sum(len(WIDE.findall(word)) for word in COMPOUND.findall(text[:20_000]))
    if not wide or together * 2 <= wide:
        return None
    # EUC read as Shift_JIS is a soup of half-width kana; a real text of those alone has no kanji between them.
    if name == "cp932" and len(re.findall("[｡-ﾟ]", text[:20_000])) > wide:
        return None
    return from_euc(data) if name == "euc-jp" else text


def _cp1252(data: bytes) -> str:
    return "".join(
        chunk.decode("cp1252", "replace") if index % 2 == 0 else chunk.decode("latin-1")
        for index, chunk in enumerate(re.split(rb"([\x81\x8d\x8f\x90\x9d]+)", data))
    )


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: the half with more zero bytes is the high one (RFC 2781 section 4.3 says big endian)."""
    little = data[1::2].count(0) > data[0::2].count(0)
    return data.decode("utf-16-le" if little else "utf-16-be", "replace")


def _clean(text: str) -> str:
    return NOT_TEXT.sub("\ufffd", text) if not text.isascii() or "\x00" in text else text
