"""Texts that claim no charset, a made-up one, or one they are not in."""

from __future__ import annotations

from tests.core.golden.case import Golden, body, coded, jis, kanji

ASKED = "カメラの設定画面が開けません。\n①から順に試しました。"
LF = ASKED.replace("\n", "\r\n")
SHORT = "設定が開けません"
JIS = LF.replace("①", "").encode("iso2022_jp")
JIS_TEXT = ASKED.replace("①", "")
FORM = "お名前：髙橋\nお問い合わせ内容：ログインできません。"
FORM_LF = FORM.replace("\n", "\r\n")
ESCAPELESS = b"$B" + kanji("印刷ができません。") + b"(B\r\n$B" + kanji("助けてください。") + b"(B Ver 2"
UTF7 = "印刷ができません。Ver 2".encode("utf-7")

CASES = (
    Golden("a web form in Shift_JIS without a label", body(FORM_LF.encode("cp932"), ""), FORM, guess="cp932"),
    Golden("a mail without any MIME in Shift_JIS", body(LF.encode("cp932"), None), ASKED, guess="cp932"),
    Golden(
        "a mail without any MIME in EUC-JP", body(LF.replace("①", "").encode("euc_jp"), None), JIS_TEXT, guess="euc-jp"
    ),
    Golden("a mail without any MIME in ISO-2022-JP", body(JIS, None), JIS_TEXT, guess="iso-2022-jp"),
    Golden("a mail without any MIME in UTF-8", body(LF.encode(), None), ASKED, guess="utf-8"),
    Golden("x-unknown, in fact Shift_JIS", body(LF.encode("cp932"), "x-unknown"), ASKED, guess="x-unknown"),
    Golden(
        "x-user-defined of a groupware, in fact Shift_JIS",
        body(LF.encode("cp932"), "x-user-defined"),
        ASKED,
        guess="cp932",
    ),
    Golden("unknown-8bit, in fact EUC-JP", body(SHORT.encode("euc_jp"), "unknown-8bit"), SHORT, guess="euc-jp"),
    Golden("a made-up label, in fact UTF-8", body(LF.encode(), "japanese-windows"), ASKED, guess="utf-8"),
    Golden("a made-up label, in fact ISO-2022-JP", body(JIS, "_autodetect_all"), JIS_TEXT, guess="iso-2022-jp"),
    Golden("us-ascii, in fact ISO-2022-JP", body(JIS, "us-ascii"), JIS_TEXT, guess="iso-2022-jp"),
    Golden("us-ascii, in fact Shift_JIS", body(LF.encode("cp932"), "US-ASCII"), ASKED, guess="cp932"),
    Golden("iso-8859-1, in fact Shift_JIS", body(LF.encode("cp932"), "iso-8859-1"), ASKED, guess="cp932"),
    Golden("windows-1252, in fact UTF-8", body(LF.encode(), "windows-1252"), ASKED, guess="utf-8"),
    Golden("utf-8, in fact Shift_JIS", body(LF.encode("cp932"), "utf-8"), ASKED, guess="cp932"),
    Golden(
        "utf-8, in fact EUC-JP",
        body(JIS_TEXT.replace("\n", "\r\n").encode("euc_jp"), "utf-8"),
        JIS_TEXT,
        guess="euc-jp",
    ),
    Golden("utf-8, in fact ISO-2022-JP", body(JIS, "utf-8"), JIS_TEXT, guess="iso-2022-jp"),
    Golden("iso-2022-jp, in fact Shift_JIS", body(LF.encode("cp932"), "iso-2022-jp"), ASKED, guess="cp932"),
    Golden("iso-2022-jp, in fact UTF-8", body(LF.encode(), "iso-2022-jp"), ASKED, guess="utf-8"),
    Golden("iso-2022-jp, in fact EUC-JP", body(SHORT.encode("euc_jp"), "iso-2022-jp"), SHORT, guess="euc-jp"),
    Golden("shift_jis, in fact UTF-8", body(LF.encode(), "shift_jis"), ASKED, guess="utf-8"),
    Golden("shift_jis, in fact ISO-2022-JP", body(JIS, "shift_jis"), JIS_TEXT, guess="ISO-2022-JP"),
    Golden(
        "shift_jis, in fact EUC-JP",
        body(JIS_TEXT.replace("\n", "\r\n").encode("euc_jp"), "shift_jis"),
        JIS_TEXT,
        guess="euc-jp",
    ),
    Golden("euc-jp, in fact Shift_JIS", body(LF.encode("cp932"), "euc-jp"), ASKED, guess="cp932"),
    Golden("gb2312, in fact Shift_JIS", body(LF.encode("cp932"), "gb2312"), ASKED, guess="cp932"),
    Golden("utf-16, in fact UTF-8", body(LF.encode(), "utf-16"), ASKED, guess="utf-8"),
    Golden("no label, in fact UTF-16 with a mark", coded(LF.encode("utf-16"), ""), ASKED, guess="utf-16"),
    Golden(
        "no label, in fact UTF-16 without a mark",
        coded(("Ver 2.1\r\n" + LF).encode("utf-16-le"), ""),
        "Ver 2.1\n" + ASKED,
        guess="utf-16-le",
    ),
    Golden("no label, in fact UTF-7", body(UTF7, ""), "印刷ができません。Ver 2", guess="utf-7"),
    Golden(
        "ISO-2022-JP whose escapes a gateway took",
        body(ESCAPELESS, "iso-2022-jp"),
        "印刷ができません。\n助けてください。 Ver 2",
        guess="escapes",
    ),
    Golden(
        "the same without a label",
        body(ESCAPELESS, None),
        "印刷ができません。\n助けてください。 Ver 2",
        guess="escapes",
    ),
    Golden(
        "ASCII that only looks a little like it",
        body(b"price $BBB(B) and a+bcd-e", ""),
        "price $BBB(B) and a+bcd-e",
        guess="",
    ),
    Golden(
        "HTML whose meta names Shift_JIS, the header nothing",
        body(
            b'<html><meta charset="shift_jis"><p>' + "表示が崩れます".encode("cp932") + b"</p></html>", "", "text/html"
        ),
        "表示が崩れます",
    ),
    Golden(
        "characters of the sender's own making",
        body("外字は".encode("cp932") + b"\xf0\x40" + "です".encode("cp932"), "shift_jis"),
        "外字は〓です",
        guess="own making",
    ),
    Golden("private code points in UTF-8", body("社章\ue000".encode(), "utf-8"), "社章〓", guess="own making"),
    Golden(
        "rows of ISO-2022-JP that nobody filled",
        body(jis(kanji("外字"), b"\x7e\x21"), "iso-2022-jp"),
        "外字〓",
        guess="own making",
    ),
)
