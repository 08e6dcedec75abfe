"""Turn bytes and the name of a charset, right or wrong, into text."""

from __future__ import annotations

import re

from mailbot.parsers.charset.emoji import AU, DOCOMO, SOFTBANK, shown, table
from mailbot.parsers.charset.guess import HIGH, WESTERN, everyday, guess
from mailbot.parsers.charset.jis import from_euc, from_jis, from_sjis
from mailbot.parsers.charset.labels import EUC, JIS, SJIS, VAGUE, codec_of, western
from mailbot.parsers.charset.unicode import by_mark, cesu, utf7_runs, utf16, wide_zeros

SEVEN_BIT = ("hz", "iso2022_kr")
JAPANESE, CONTINENTAL = (JIS, EUC, SJIS), ("gb18030", "cp949", "cp950")
ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([IJ]|\$\([DOPQ])")
# Kanji between escapes whose first byte a gateway took away: "$B$3$s(B".
BARE = re.compile(rb"\$[@B]((?:[\x21-\x7e]{2}){2,100}?)\([BJ]")
KOREAN = b"\x1b$)C"  # RFC 1557
THREE_BYTES = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
KANA_IN_UTF8 = re.compile(rb"(?:\xe3[\x81-\x83][\x80-\xbf]){2}")
COMPOUND = re.compile("[\u3041-\u30ff\u3400-\u9fff々〇｡-ﾟ]{2,}")
WIDE = re.compile("[\u3041-\u30ff\u3400-\u9fff々〇]")
HALF = re.compile("[｡-ﾟ]")
KANA = re.compile("[\u3041-\u30ff]")
NOT_TEXT = re.compile("[\ud800-\udfff]")
UNSAFE = re.compile("[\x00\ud800-\uf8ff\U000f0000-\U0010ffff]")
LOOK, FEW = 20_000, 12


def load() -> None:
    """Load what is otherwise loaded on its first need: in the reading child no file can be opened then."""
    for carrier in (DOCOMO, AU, SOFTBANK):
        table(carrier)
    for sample in ("Bonjour, déjà vu, à bientôt, l'été dernier à Orléans", "Привет, мир", "你好，世界", "שלום עולם"):
        for codec in ("cp1252", "cp1251", "gb18030", "cp1255"):
            guess(sample.encode(codec, "ignore"), False)


def decode(data: bytes, label: str, carrier: str = "") -> tuple[str, str | None]:
    """The text of the bytes and a defect sentence or None; any label, even "", is taken; never raises.

    The text holds no NUL, no lone surrogate and no private code point. The table is that of the W3C Encoding Standard,
    and where a label promises nothing the bytes decide: escapes of ISO-2022-JP, Unicode, Japanese, at last a guess.
    `carrier` is whose phone wrote it (`carrier_of`): only that tells its emoji from the gaiji of others.
    """
    name = codec_of(label)
    if name == "utf-8" and data.isascii() and b"\x1b" not in data and b"\0" not in data:
        return data.decode("ascii"), None
    text, defect = _named(data, name, label, carrier) if name and name != VAGUE else _vague(data, label, carrier)
    return _clean(text, defect, carrier)


def _named(data: bytes, name: str, label: str, carrier: str) -> tuple[str, str | None]:
    if name in JAPANESE:
        return _japanese(data, name, label, carrier)
    if name in ("utf-16", "utf-32"):
        return _wide(data, name, label)
    if data.isascii() and b"\x1b" not in data and name not in SEVEN_BIT and not name.startswith("utf-"):
        return data.decode("ascii"), None
    if name not in SEVEN_BIT and (found := _mislabelled(data, name, carrier)):
        return found[0], f"charset {label[:40]!r}, but the bytes are {found[1]}: read as such"
    try:
        return data.decode(name).removeprefix("\ufeff"), None
    except (UnicodeError, LookupError, OSError):
        return _damaged(data, name, label, carrier)


def _mislabelled(data: bytes, name: str, carrier: str) -> tuple[str, str] | None:
    if b"\x1b" in data and ESCAPES.search(data) and data.isascii():
        return from_jis(data, carrier), JIS
    if name != "utf-8" and (text := _surely_utf8(data, name)) is not None:
        return text, "utf-8"
    if name in CONTINENTAL and everyday(data, name) < 0.5 and (text := _plausible(data, SJIS, carrier)) is not None:
        return text, SJIS
    return None


def _surely_utf8(data: bytes, name: str) -> str | None:
    """UTF-8 that claims to be something else: hardly anything else is valid UTF-8 by chance, but a word may be."""
    if KANA_IN_UTF8.search(data):
        return _utf8(data)
    enough = THREE_BYTES.search(data) if name in JAPANESE else len(HIGH.findall(data[:LOOK])) >= FEW // 2
    return _utf8(data) if enough else None


def _wide(data: bytes, name: str, label: str) -> tuple[str, str | None]:
    marked = by_mark(data)
    if marked is not None:
        return marked[0], None if marked[1] == name else f"charset {label[:40]!r}, but the mark is of {marked[1]}"
    if b"\0" not in data and (text := _utf8(data)) is not None:
        return text, f"charset {label[:40]!r}, but the bytes are utf-8: read as such"
    if name == "utf-32" and (found := wide_zeros(data)) is not None:
        return found[0], f"charset {label[:40]!r} without a byte order mark: read as {found[1]}"
    return utf16(data), f"charset {label[:40]!r} without a byte order mark: guessed"


def _japanese(data: bytes, name: str, label: str, carrier: str) -> tuple[str, str | None]:
    if data.isascii():
        return _seven_bit(data, name, label, carrier)
    if (name == JIS and not ESCAPES.search(data)) or _surely_utf8(data, name) is not None:
        text, found = _sniff(data, carrier, "")
        return text, f"charset {label[:40]!r}, but the bytes are not: read as {found}"
    text = _own(data, name, carrier, "replace")
    return _doubted(text, data, name, label, carrier) or (text, _lost(text, label))


def _seven_bit(data: bytes, name: str, label: str, carrier: str) -> tuple[str, str | None]:
    if b"\x1b" in data or b"\x0e" in data:
        text = from_jis(data, carrier)
        return text, _lost(text, label) if name == JIS else f"charset {label[:40]!r}, but the bytes are ISO-2022-JP"
    if (bare := _escapeless(data)) is not None:
        return bare, f"charset {label[:40]!r}, but its escapes are lost: read without them"
    return data.decode("ascii"), None


def _own(data: bytes, name: str, carrier: str, errors: str = "strict") -> str:
    if name == SJIS:
        return from_sjis(data, carrier, errors)
    return from_jis(data, carrier) if name == JIS else from_euc(data)


def _doubted(text: str, data: bytes, name: str, label: str, carrier: str) -> tuple[str, str] | None:
    """Another reading of bytes that make no sense under their Japanese label."""
    seen = text[: LOOK // 10]
    half, broken = len(HALF.findall(seen)) if name == SJIS else 0, seen.count("\ufffd") * 10
    if name == JIS or not (half or broken) or max(half, broken) <= len(WIDE.findall(seen)):
        return None
    other, found = _sniff(data, carrier, "latin1")
    if found in (name, "cp1252") or "\ufffd" in other or not KANA.search(other):
        return None
    return other, f"charset {label[:40]!r}, but the bytes are not: read as {found}"


def _lost(text: str, label: str) -> str | None:
    return f"charset {label[:40]!r}: some characters cannot be read" if "\ufffd" in text else None


def _vague(data: bytes, label: str, carrier: str) -> tuple[str, str | None]:
    if data.isascii() and b"\x1b" not in data and b"\0" not in data:
        return _plain(data, label)
    text, found = _sniff(data, carrier, label)
    honest = found == "cp1252" and western(label)
    if honest and "15" in label and not re.search(rb"[\x80-\x9f]", data):
        return data.decode("iso8859-15"), None
    return text, None if honest else f"{_promise(label)}: read as {found}"


def _promise(label: str) -> str:
    return f"charset {label[:40]!r} promises nothing" if label else "no charset named"


def _plain(data: bytes, label: str) -> tuple[str, str | None]:
    """ASCII under a vague label, unless it is clearly Japanese written in ASCII."""
    if b"$" in data and (bare := _escapeless(data)) is not None:
        return bare, f"{_promise(label)}: read as {JIS} that lost its escapes"
    if b"+" in data and (text := utf7_runs(data)) is not None:
        return text, f"{_promise(label)}: read as utf-7"
    return data.decode("ascii"), None


def _escapeless(data: bytes) -> str | None:
    runs = BARE.findall(data[:LOOK])
    texts = [from_jis(b"\x1b$B" + run + b"\x1b(B") for run in runs]
    sure = texts and all("\ufffd" not in text and len(WIDE.findall(text)) * 2 > len(text) for text in texts)
    if not sure or not any(KANA.search(text) for text in texts):
        return None
    return from_jis(BARE.sub(lambda match: b"\x1b$B" + match[1] + b"\x1b(B", data[:LOOK])) + data[LOOK:].decode("ascii")


def _damaged(data: bytes, name: str, label: str, carrier: str) -> tuple[str, str | None]:
    """Text whose bytes break its own label: keep the label when little is broken, else ask the bytes."""
    if name == "utf-8" and (text := cesu(data)) is not None:
        return text, f"charset {label[:40]!r}, but the bytes are cesu-8: read as such"
    if name == "shift_jis_2004":
        return from_sjis(data, carrier, "replace"), f"charset {label[:40]!r}, but the bytes are not: read as cp932"
    text = data.decode(name, "replace").removeprefix("\ufeff")
    broken = text.count("\ufffd")
    foreign = sum(1 for char in text if char > "\x7f") if broken else 0
    if broken * 10 > foreign:
        sniffed, found = _sniff(data, carrier, "")
        if found != "cp1252" or name == "utf-8":
            return sniffed, f"charset {label[:40]!r}, but the bytes are not: read as {found}"
    return text, f"charset {label[:40]!r}: {broken} characters cannot be read"


def _sniff(data: bytes, carrier: str, label: str) -> tuple[str, str]:
    """What the bytes say by themselves: the text and the name of the charset."""
    if (marked := by_mark(data)) is not None:
        return marked
    if b"\x1b" in data and (escaped := _escaped(data, carrier)) is not None:
        return escaped
    if b"\0" in data and (zeros := wide_zeros(data)) is not None:
        return zeros
    if (text := _utf8(data)) is not None:
        return text, "utf-8"
    readings = [(text, name) for name in (SJIS, EUC) if (text := _plausible(data, name, carrier)) is not None]
    sure = next((reading for reading in readings if _surely_japanese(reading[0][:LOOK])), None)
    if sure is not None:
        return sure
    guessed = guess(data, western(label))
    return next(iter(readings), guessed) if guessed[1].replace("-", "_") in WESTERN else guessed


def charset_of(data: bytes, carrier: str = "") -> str:
    """The name of the charset that the bytes speak for by themselves."""
    return _sniff(data, carrier, "")[1]


def _escaped(data: bytes, carrier: str) -> tuple[str, str] | None:
    if KOREAN in data:
        return data.decode("iso2022_kr", "replace"), "iso-2022-kr"
    return (from_jis(data, carrier), JIS) if ESCAPES.search(data) else None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        if not KANA_IN_UTF8.search(data):
            return None
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")  # with a byte or two broken, or cut at its end
    return text if text.count("\ufffd") * 10 < len(KANA.findall(text)) else None


def _plausible(data: bytes, name: str, carrier: str) -> str | None:
    """The Japanese reading, when its characters stand in words: "It’s" in cp1252 is one lone kanji in cp932."""
    try:
        text = from_sjis(data, carrier) if name == SJIS else data.decode("euc_jp")
    except UnicodeDecodeError:
        return None
    seen = text[:LOOK]
    wide = len(WIDE.findall(seen))
    # A row of dashes in cp1252 is a row of one kanji.
    together = sum(len(WIDE.findall(word)) for word in COMPOUND.findall(seen) if len(set(word)) > 1)
    if not wide or together * 2 <= wide:
        return None
    # EUC read as Shift_JIS is a soup of half-width kana; a real text of those alone has no kanji between them.
    if name == SJIS and len(HALF.findall(seen)) > wide:
        return None
    return from_euc(data) if name == EUC else text


def _surely_japanese(text: str) -> bool:
    """Kana tell Japanese from Chinese and Korean; a name or a subject may be a few everyday kanji alone."""
    wide = WIDE.findall(text)
    if len(KANA.findall(text)) * 5 >= len(wide):
        return True
    return (
        len(wide) <= FEW
        and sum(1 for char in wide if b"\xb0" <= char.encode("euc_jp", "ignore") < b"\xd0") * 5 >= len(wide) * 4
    )


def _clean(text: str, defect: str | None, carrier: str) -> tuple[str, str | None]:
    if (text.isascii() and "\x00" not in text) or not UNSAFE.search(text):
        return text, defect
    # NUL has no glyph; programs pad texts with it.
    text, lost = shown(NOT_TEXT.sub("\ufffd", text.replace("\x00", "")), carrier)
    if not lost:
        return text, defect
    said = f"{lost} characters of the sender's own making: shown as 〓"
    return text, f"{defect}; {said}" if defect else said
