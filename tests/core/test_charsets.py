from __future__ import annotations

import pytest

from mailbot.parsers.charset.charsets import decode

JAPANESE = "設定が開けません"
LONG = "カメラの設定が開けません。①から順に試しました。"


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        pytest.param("こんにちは".encode("iso2022_jp"), "ISO-2022-JP", "こんにちは", id="plain JIS"),
        pytest.param(b"\x1b$B-!-j\x1b(B", "iso-2022-jp", "①㈱", id="NEC row 13 behind a plain escape"),
        pytest.param(b"\x1b$B|b\x1b(B", "ISO-2022-JP", "髙", id="NEC-selected IBM extension in JIS"),
        pytest.param(b"\x1b(I1@6\x1b(B", "cp50221", "ｱﾀｶ", id="half-width kana by its own escape"),
        pytest.param(b"\x0e1@6\x0f!", "cp50222", "ｱﾀｶ!", id="half-width kana by shift-out"),
        pytest.param(b"\x1b$B!A\x1b(B", "iso-2022-jp", "～", id="the wave dash is the one of cp932"),
        pytest.param("𠮟る".encode("iso2022_jp_2004"), "iso-2022-jp-2004", "𠮟る", id="JIS X 0213"),
        pytest.param(b'\x1b$(D0"\x1b(B', "iso-2022-jp-1", "丄", id="JIS X 0212"),
        pytest.param(b"\x1b$B$3$s\n$K$A\x1b(B", "iso-2022-jp", "こん\nにち", id="a line break inside the kanji mode"),
        pytest.param("①髙㈱".encode("cp932"), "Shift_JIS", "①髙㈱", id="Shift_JIS means cp932"),
        pytest.param(JAPANESE.encode("cp932"), "x-sjis", JAPANESE, id="a label Python does not know"),
        pytest.param("ﾌﾟﾘﾝﾀ①".encode("cp932"), "sjis-win", "ﾌﾟﾘﾝﾀ①", id="another name of the family of Shift_JIS"),
        pytest.param("ﾌﾟﾘﾝﾀ①".encode("cp932"), "x-IBM943C", "ﾌﾟﾘﾝﾀ①", id="and one more"),
        pytest.param("ﾌﾟﾘﾝﾀ".encode("euc_jp"), "EUC-JP-LINUX", "ﾌﾟﾘﾝﾀ", id="another name of the family of EUC"),
        pytest.param("né".encode(), "utf-8; format=flowed", "né", id="a parameter inside the quotes of the label"),
        pytest.param(b"\xad\xa1\xfc\xe2", "euc-jp", "①髙", id="EUC with NEC and IBM characters"),
        pytest.param("ｱｲｳ漢字".encode("euc_jp"), "x-euc-jp", "ｱｲｳ漢字", id="EUC half-width kana"),
        pytest.param("你好𠀀".encode("gb18030"), "GB2312", "你好𠀀", id="GB2312 means GB 18030"),
        pytest.param("똠방각하".encode("cp949"), "ks_c_5601-1987", "똠방각하", id="KS C 5601 means cp949"),
        pytest.param("привет".encode("koi8_r"), "KOI8-R", "привет", id="koi8-r"),
        pytest.param(b"+MEIwRA-", "unicode-1-1-utf-7", "あい", id="UTF-7"),
        pytest.param("“It’s”".encode("cp1252"), "iso-8859-1", "“It’s”", id="Latin 1 means cp1252"),
        pytest.param("désolé".encode("cp1252"), "us-ascii", "désolé", id="8-bit bytes under us-ascii: cp1252 at last"),
        pytest.param(JAPANESE.encode(), "us-ascii", JAPANESE, id="UTF-8 under us-ascii"),
        pytest.param(JAPANESE.encode("cp932"), "", JAPANESE, id="no label, Shift_JIS bytes"),
        pytest.param(LONG.encode("cp932"), "x-unknown", LONG, id="unknown label, Shift_JIS bytes"),
        pytest.param(JAPANESE.encode("euc_jp"), "unknown-8bit", JAPANESE, id="unknown label, EUC bytes"),
        pytest.param(JAPANESE.encode("iso2022_jp"), "utf-8", JAPANESE, id="JIS under utf-8"),
        pytest.param(JAPANESE.encode("iso2022_jp"), "", JAPANESE, id="JIS without a label"),
        pytest.param(LONG.encode(), "shift_jis", LONG, id="UTF-8 under Shift_JIS"),
        pytest.param(LONG.encode(), "iso-2022-jp", LONG, id="UTF-8 under ISO-2022-JP"),
        pytest.param(LONG.encode("cp932"), "utf-8", LONG, id="Shift_JIS under utf-8"),
        pytest.param("設定画面".encode(), "shift_jis", "設定画面", id="UTF-8 of kanji alone under Shift_JIS"),
        pytest.param("設定画面".encode(), "euc-jp", "設定画面", id="UTF-8 of kanji alone under EUC"),
        pytest.param("Привет".encode(), "windows-1251", "Привет", id="Russian UTF-8 under windows-1251"),
        pytest.param("您好".encode(), "gb2312", "您好", id="Chinese UTF-8 under GB2312"),
        pytest.param("联通".encode("gb18030"), "gb2312", "联通", id="two characters that are valid UTF-8 by chance"),
        pytest.param(LONG.encode() + b"\xe3\x81", "", LONG + "\ufffd", id="UTF-8 cut at its end, no label"),
        pytest.param("ab漢字".encode("utf-16-le"), "utf-16", "ab漢字", id="UTF-16 little endian without a mark"),
        pytest.param("ab漢字".encode("utf-16-be"), "utf-16", "ab漢字", id="UTF-16 big endian without a mark"),
        pytest.param("漢字".encode("utf-16"), "utf-16", "漢字", id="UTF-16 with a mark"),
        pytest.param(b"\xef\xbb\xbfhi", "utf-8", "hi", id="the byte order mark is no text"),
        pytest.param(b"hello", "rot13", "hello", id="rot13 is no charset of mail"),
        pytest.param(b"hello", "unicode_escape", "hello", id="unicode_escape is none either"),
        pytest.param(b"abc", '"UTF-8"', "abc", id="quotes around the label"),
    ],
)
def test_decode(data: bytes, label: str, text: str) -> None:
    assert decode(data, label)[0] == text


@pytest.mark.parametrize(
    ("data", "label", "says"),
    [
        pytest.param(b"ok", "utf-8", None, id="a sound text has no defect"),
        pytest.param("あ".encode("iso2022_jp"), "iso-2022-jp", None, id="sound JIS has none"),
        pytest.param("é".encode("cp1252"), "iso-8859-1", None, id="cp1252 under Latin 1 is everyday"),
        pytest.param(JAPANESE.encode(), "us-ascii", "utf-8", id="the rule that fired is named"),
        pytest.param(JAPANESE.encode("iso2022_jp"), "utf-8", "iso-2022-jp", id="mislabelled JIS is named"),
        pytest.param(b"ok \xff" + b"text " * 20 + "é".encode() * 20, "utf-8", "1 characters", id="one broken byte"),
    ],
)
def test_the_defect_names_what_happened(data: bytes, label: str, says: str | None) -> None:
    defect = decode(data, label)[1]
    assert defect is None if says is None else defect is not None and says in defect


@pytest.mark.parametrize(
    "label", ["utf-8", "utf-16", "utf-7", "shift_jis", "iso-2022-jp", "x\x00y", "", "idna", "a" * 99]
)
@pytest.mark.parametrize(
    "data",
    [
        b"\xc0\x80",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"a\x00b",
        b"+2AA-",
        b"\x1b$B$",
        b"\x1b",
        b"\xff" * 99,
        b"\x00\xd8",
        b"",
    ],
    ids=["overlong", "surrogates", "NUL", "UTF-7 surrogate", "half a kanji", "escape", "FF", "half a pair", "nothing"],
)
def test_no_bytes_raise_and_no_text_is_unsafe(data: bytes, label: str) -> None:
    text, _ = decode(data, label)
    text.encode("utf-8")
    assert "\x00" not in text
