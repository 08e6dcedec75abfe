"""What the name of a charset means in mail, right or made up."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from mailbot.parsers.tables import words

JIS, EUC, SJIS, VAGUE = "iso-2022-jp", "euc-jp", "cp932", "us-ascii"

# What a label means in practice: the superset that senders really use. The W3C Encoding Standard does the same.
NAMES = {
    SJIS: """shift_jis shift-jis shiftjis sjis csshiftjis x-mac-japanese x-sjis windows-31j cswindows31j ms_kanji ms932
        cp932 windows-932
        shift_jis-docomo shift_jis-kddi shift_jis-softbank x-sjis-docomo x-sjis-kddi x-sjis-softbank""",
    JIS: """iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ext jis
        cp50220 cp50221 cp50222 x-iso-2022-jp iso-2022-jp-ms iso2022jp iso2022-jp iso-2022-jp-kddi iso_2022-jp
        x-windows-iso2022jp x-jis jis_encoding iso-2022-jp-mobile#kddi""",
    EUC: """euc-jp eucjp ujis x-euc-jp x-euc eucjp-ms eucjp-win cp51932 windows-51932 cseucpkdfmtjapanese euc_jp
        cseucfixwidjapanese eucjp-open euc-jp-ms""",
    "shift_jis_2004": "shift_jisx0213 shift_jis-2004 shift_jis_2004 shift_jisx0213:2004",
    "gb18030": """gb2312 gbk x-gbk gb_2312-80 gb18030 csgb2312 chinese cp936 windows-936 ms936 euc-cn x-euc-cn gb-2312
        csiso58gb231280 iso-ir-58 gb_2312 x-mac-chinesesimp""",
    "cp949": """ks_c_5601-1987 ks_c_5601 ks_c_5601-1989 ksc5601 ksc_5601 csksc56011987 iso-ir-149 euc-kr euckr cseuckr
        korean cp949 uhc windows-949 ms949 x-windows-949 x-mac-korean""",
    "cp950": "big5 big-5 csbig5 x-x-big5 cp950 big5-tw windows-950 x-mac-chinesetrad big5-eten",
    "big5hkscs": "big5-hkscs",
    "cp874": "windows-874 dos-874 tis-620 iso-8859-11 cp874 x-windows-874",
    "cp1254": "iso-8859-9 latin5 iso_8859-9",
    "cp1251": "x-cp1251 win-1251 win1251 windows1251",
    "cp1250": "x-cp1250 win-1250 windows1250",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual",
    "iso8859-6": "iso-8859-6-i iso-8859-6-e",
    "utf-8": """utf-8 utf8 unicode-1-1-utf-8 utf_8 utf-8-sig utf8mb4 x-utf-8 cp65001 cesu-8 utf-8-mac
        utf-8-docomo utf-8-kddi utf-8-softbank""",
    "utf-7": "utf-7 utf7 unicode-1-1-utf-7 csunicode11utf7 x-unicode-2-0-utf-7 unicode-2-0-utf-7",
    "utf-16": "utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-16-le": "unicodelittle utf-16le",
    "utf-16-be": "unicodebig utf-16be unicodefffe",
    "utf-32": "utf-32 utf32 ucs-4 iso-10646-ucs-4",
    "hz": "hz-gb-2312",
    "koi8-u": "koi8-ru",
    "koi8-r": "koi8 koi",
    "mac-roman": "macintosh x-mac-roman",
}
LABELS = {label: name for name, labels in NAMES.items() for label in labels.split()}
# What other names of a family have in common: PHP's "sjis-win", Java's "x-IBM943C", a program's "iso-2022-jp-test".
FAMILIES = (
    (re.compile(r"sjis|shift.?jis|(?:cp|ibm|ms)-?9(?:32|43)"), SJIS),
    (re.compile(r"iso.?2022.?jp"), JIS),
    (re.compile(r"euc.?jp"), EUC),
)
# Labels that promise nothing: software writes them over any bytes.
PROMISE_NOTHING = words("""
    us-ascii ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 windows-1252 cp1252 ansi
    iso-8859-15 iso8859-15 latin9 latin-9 unknown unknown-8bit x-unknown default binary x-user-defined none 8bit 7bit
""")
# Other labels count only when they name a codec for text: "rot13", "zlib" and "punycode" are Python's, not a mail's.
TEXT = re.compile(
    r"(?:iso8859-\d+|cp\d{3,4}|koi8-[rtu]|mac-(?:roman|cyrillic|greek|turkish|latin2|iceland)|big5hkscs|johab|hz"
    r"|iso2022_kr|euc_jis_2004|euc_jisx0213|ptcp154|tis-620|utf-(?:7|8|16|16-be|16-le|32|32-be|32-le)|gb18030|gbk)"
)


@lru_cache(maxsize=256)
def codec_of(label: str) -> str:
    """The decoder of a label, "" when it is unknown, `VAGUE` when it promises nothing."""
    key = plain(label)
    if key in LABELS or key in PROMISE_NOTHING:
        return LABELS.get(key, VAGUE)
    if family := _family(key):
        return family
    try:
        found = codecs.lookup(key).name
    except (LookupError, ValueError, OSError):  # OSError: the reading child may not open files
        return ""
    return found if TEXT.fullmatch(found) else ""


def _family(key: str) -> str:
    return next((name for pattern, name in FAMILIES if pattern.search(key)), "")


def plain(label: str) -> str:
    """A label in lower case, without quotes, blanks, parameters and the language of RFC 2231 section 5."""
    return label[:60].strip(" \t\r\n\"'<>;,").lower().split("*")[0].split(";")[0].rstrip()


def western(label: str) -> bool:
    """Whether a label claims Western Europe: not much, but no Cyrillic either."""
    key = plain(label)
    return key in PROMISE_NOTHING and ("8859" in key or "latin" in key or "1252" in key)
