"""Texts in the charset they claim, or in what senders mean by its name."""

from __future__ import annotations

from tests.core.golden.case import Golden, body, coded, jis, kanji

PLAIN = "お世話になっております。山田です。\n印刷の画面が開きません。"
LF = PLAIN.replace("\n", "\r\n")
NEC = "①番の画面、㈱ミライ商店、№３、℡へ、Ⅲ型、㍻２６年"
NAMES = "髙橋と山﨑が確認しました。"
LEVEL3 = "𠮟られた子が、𩸽と鯛を食べた。"
SIGNS = "９：００～１８：００、－５度、∥と∫"
HALF = "ﾌﾟﾘﾝﾀｰが動きません。"
# Row and cell by the code charts: NEC's row 13 is 2D, the IBM characters that NEC placed stand in 79 to 7C.
NEC_JIS = jis(
    b"\x2d\x21", kanji("番の画面、"), b"\x2d\x6a", kanji("ミライ商店、"), b"\x2d\x62", kanji("３、"), b"\x2d\x64",
    kanji("へ、"), b"\x2d\x37", kanji("型、"), b"\x2d\x5f", kanji("２６年"),
)  # fmt: skip
NAMES_JIS = jis(b"\x7c\x62", kanji("橋と山"), b"\x79\x75", kanji("が確認しました。"))
# The same characters in EUC-JP are those rows with the high bits set.
NEC_EUC = bytes.fromhex("ada1") + "番の画面、".encode("euc_jp") + bytes.fromhex("adea") + "ミライ商店".encode("euc_jp")
NAMES_EUC = (
    bytes.fromhex("fce2") + "橋と山".encode("euc_jp") + bytes.fromhex("f9f5") + "が確認しました。".encode("euc_jp")
)
# eucJP-ms has IBM's characters in three bytes.
IBM_EUC = bytes.fromhex("8ff4fb") + "橋、".encode("euc_jp") + bytes.fromhex("8ff4ac") + "１".encode("euc_jp")
# JIS X 0213 in ISO-2022-JP-2004: plane 1 by ESC $ ( Q, plane 2 by ESC $ ( P.
LEVEL3_JIS = LEVEL3.encode("iso2022_jp_2004")
JIS_SIGNS = jis(
    kanji("９：００"),
    b"\x21\x41",
    kanji("１８：００、"),
    b"\x21\x5d",
    kanji("５度、"),
    b"\x21\x42",
    kanji("と"),
    b"\x22\x69",
)

CASES = (
    Golden("ISO-2022-JP as RFC 1468 has it", body(LF.encode("iso2022_jp"), "ISO-2022-JP"), PLAIN, guess=""),
    Golden("ISO-2022-JP with NEC's ① ㈱ № ℡ Ⅲ ㍻ behind a plain escape", body(NEC_JIS, "iso-2022-jp"), NEC, guess=""),
    Golden("ISO-2022-JP with 髙 and 﨑 where NEC put them", body(NAMES_JIS, "iso-2022-jp"), NAMES, guess=""),
    Golden("the same labelled CP50220", body(NAMES_JIS, "CP50220"), NAMES, guess=""),
    Golden(
        "half-width kana by ESC ( I",
        body(b"\x1b(I\x4c\x5f\x58\x5d\x40\x30" + "が動きません。".encode("iso2022_jp"), "cp50221"),
        HALF,
        guess="",
    ),
    Golden(
        "half-width kana by SO and SI",
        body(b"\x0e\x4c\x5f\x58\x5d\x40\x30\x0f" + "が動きません。".encode("iso2022_jp"), "iso-2022-jp"),
        HALF,
        guess="",
    ),
    Golden(
        "half-width kana in eight bits amid ISO-2022-JP",
        body(b"\xcc\xdf\xd8\xdd\xc0\xb0" + "が動きません。".encode("iso2022_jp"), "iso-2022-jp"),
        HALF,
    ),
    Golden(
        "JIS X 0201 Roman between the kanji",
        body(
            jis(kanji("版は")).removesuffix(b"\x1b(B") + b"\x1b(J3.1\x1b$B" + kanji("です") + b"\x1b(B", "iso-2022-jp"
        ),
        "版は3.1です",
        guess="",
    ),
    Golden("the old JIS C 6226 escape", body(jis(kanji("旧")).replace(b"$B", b"$@"), "iso-2022-jp"), "旧", guess=""),
    Golden("JIS X 0212 in ISO-2022-JP-1", body("丂と侔".encode("iso2022_jp_1"), "iso-2022-jp-1"), "丂と侔", guess=""),
    Golden("JIS X 0213 in ISO-2022-JP-2004", body(LEVEL3_JIS, "ISO-2022-JP-2004"), LEVEL3, guess=""),
    Golden("JIS X 0213 under the plain label", body(LEVEL3_JIS, "ISO-2022-JP"), LEVEL3, guess=""),
    Golden(
        "JIS X 0213 in ISO-2022-JP-3", body("鷗外の頰".encode("iso2022_jp_3"), "iso-2022-jp-3"), "鷗外の頰", guess=""
    ),
    Golden("~ - || of JIS are the wide ones of Windows", body(JIS_SIGNS, "iso-2022-jp"), SIGNS, guess=""),
    Golden(
        "a kanji line that lost its escape, then ASCII",
        body(b"\x1b$B" + kanji("確認") + b"\r\nYamada Taro, Tokyo\r\n", "iso-2022-jp"),
        "確認\nYamada Taro, Tokyo",
    ),
    Golden(
        "Korean and Chinese amid ISO-2022-JP-2",
        body("日本 한글 汉字".encode("iso2022_jp_2"), "iso-2022-jp-2"),
        "日本 한글 汉字",
        guess="",
    ),
    Golden("Shift_JIS", body(LF.encode("cp932"), "Shift_JIS"), PLAIN, guess=""),
    Golden("Shift_JIS is cp932: ① ㈱ № ℡ Ⅲ ㍻", body(NEC.encode("cp932"), "shift_jis"), NEC, guess=""),
    Golden("Shift_JIS is cp932: 髙 and 﨑 as IBM put them", body(NAMES.encode("cp932"), "x-sjis"), NAMES, guess=""),
    Golden(
        "Shift_JIS with 髙 and 﨑 where NEC put them",
        body(b"\xee\xe0" + "橋と山".encode("cp932") + b"\xed\x95" + "が確認しました。".encode("cp932"), "Windows-31J"),
        NAMES,
        guess="",
    ),
    Golden(
        "Shift_JIS with signs whose second byte is a backslash",
        body("表の予定、ソース".encode("cp932"), "sjis"),
        "表の予定、ソース",
        guess="",
    ),
    Golden("Shift_JIS with half-width kana", body(HALF.encode("cp932"), "MS_Kanji"), HALF, guess=""),
    Golden("Shift_JIS of half-width kana alone", body("ﾃｽﾄﾃﾞｽ".encode("cp932"), "shift_jis"), "ﾃｽﾄﾃﾞｽ", guess=""),
    Golden("Shift_JIS ～ － ∥", body(SIGNS.encode("cp932"), "cp932"), SIGNS, guess=""),
    Golden("Shift_JIS-2004 with JIS X 0213", body(LEVEL3.encode("shift_jis_2004"), "shift_jis-2004"), LEVEL3, guess=""),
    Golden("EUC-JP", body(LF.encode("euc_jp"), "EUC-JP"), PLAIN, guess=""),
    Golden("EUC-JP is CP51932: ① and ㈱", body(NEC_EUC, "euc-jp"), "①番の画面、㈱ミライ商店", guess=""),
    Golden("EUC-JP is CP51932: 髙 and 﨑", body(NAMES_EUC, "x-euc-jp"), NAMES, guess=""),
    Golden("EUC-JP is eucJP-ms: 髙 and № in three bytes", body(IBM_EUC, "eucJP-ms"), "髙橋、№１", guess=""),
    Golden("EUC-JP with half-width kana", body(HALF.encode("euc_jp"), "euc-jp"), HALF, guess=""),
    Golden("EUC-JP with JIS X 0212", body("丂と侔".encode("euc_jp"), "euc-jp"), "丂と侔", guess=""),
    Golden("EUC-JIS-2004 with JIS X 0213", body(LEVEL3.encode("euc_jis_2004"), "euc-jis-2004"), LEVEL3, guess=""),
    Golden(
        "UTF-8",
        body((LF + "\r\n" + NEC + NAMES + LEVEL3).encode(), "UTF-8"),
        PLAIN + "\n" + NEC + NAMES + LEVEL3,
        guess="",
    ),
    Golden("UTF-8 keeps 〜 − ‖ as they are", body("〜−‖".encode(), "utf-8"), "〜−‖", guess=""),
    Golden("UTF-8 with a byte order mark", body(b"\xef\xbb\xbf" + LF.encode(), "utf-8"), PLAIN, guess=""),
    Golden(
        "UTF-8 keeps its label when one byte is broken",
        body(PLAIN[:20].encode() + b"\xe3\x81" + PLAIN[20:].encode(), "utf-8"),
        PLAIN[:20] + "\ufffd" + PLAIN[20:],
        guess="cannot be read",
    ),
    Golden(
        "UTF-8 whose 𠮟 is two surrogates",
        body(b"\xed\xa1\x82\xed\xbe\x9f" + "られた".encode(), "utf-8"),
        "𠮟られた",
        guess="cesu-8",
    ),
    Golden("UTF-7", body(LF.encode("utf-7"), "UTF-7"), PLAIN, guess=""),
    Golden("UTF-16 with a byte order mark", coded(LF.encode("utf-16"), "utf-16"), PLAIN, guess=""),
    Golden("UTF-16 without one, little endian", coded(LF.encode("utf-16-le"), "utf-16"), PLAIN, guess="utf-16"),
    Golden("UTF-16 without one, big endian", coded(LF.encode("utf-16-be"), "utf-16"), PLAIN, guess="utf-16"),
    Golden("UTF-16LE by its own name", coded(LF.encode("utf-16-le"), "UTF-16LE"), PLAIN, guess=""),
    Golden("UTF-32 with a byte order mark", coded(LF.encode("utf-32"), "utf-32"), PLAIN, guess=""),
)
