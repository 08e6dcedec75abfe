"""Subjects and names in From: encoded words that keep or break the rules, and raw bytes."""

from __future__ import annotations

import base64

from tests.core.golden.case import Golden, headed, jis, kanji, word

JIS, SUBJECT = "iso-2022-jp", "印刷ができません"
FROM = b"From"
CUT = SUBJECT.encode()
HALVES = base64.b64encode(CUT)
QUOTED = "".join(f"={byte:02X}" for byte in CUT).encode()
ADDRESS = b" <a@shop.example>"
NUMBER = b"\x2d\x21" + kanji("印刷の件")
TAKAHASHI = jis(b"\x7c\x62", kanji("橋太郎"))


def _b(content: bytes, charset: bytes = b"utf-8") -> bytes:
    return b"=?" + charset + b"?B?" + content + b"?="


CASES = (
    Golden("a subject in ISO-2022-JP", headed(word(SUBJECT.encode("iso2022_jp"), JIS)), subject=SUBJECT, guess=""),
    Golden("a subject with ① in ISO-2022-JP", headed(word(jis(NUMBER), JIS)), subject="①印刷の件", guess=""),
    Golden("髙橋 in From in ISO-2022-JP", headed(word(TAKAHASHI, JIS) + ADDRESS, FROM), name="髙橋太郎", guess=""),
    Golden(
        "髙橋 in From in Shift_JIS",
        headed(word("髙橋".encode("cp932"), "Shift_JIS") + ADDRESS, FROM),
        name="髙橋",
        guess="",
    ),
    Golden(
        "half-width kana in a subject",
        headed(word(b"\x1b(I\x43\x3d\x44\x1b(B", "ISO-2022-JP")),
        subject="ﾃｽﾄ",
        guess="",
    ),
    Golden("a subject in EUC-JP", headed(word(SUBJECT.encode("euc_jp"), "EUC-JP")), subject=SUBJECT, guess=""),
    Golden("a subject in UTF-8, quoted", headed(b"=?UTF-8?Q?" + QUOTED + b"?="), subject=SUBJECT, guess=""),
    Golden("Re: before a word", headed(b"Re: " + word(CUT, "utf-8")), subject="Re: " + SUBJECT, guess=""),
    Golden(
        "base64 cut inside a character, folded",
        headed(word(CUT[:7], "utf-8") + b"\r\n " + word(CUT[7:], "utf-8")),
        subject=SUBJECT,
        guess="",
    ),
    Golden(
        "base64 cut inside a quantum",
        headed(_b(HALVES[:6]) + b"\r\n " + _b(HALVES[6:])),
        subject=SUBJECT,
        guess="",
    ),
    Golden(
        "quoted cut inside a character",
        headed(b"=?utf-8?q?" + QUOTED[:12] + b"?= =?utf-8?q?" + QUOTED[12:] + b"?="),
        subject=SUBJECT,
        guess="",
    ),
    Golden(
        "Shift_JIS cut inside a character",
        headed(
            word("設定画".encode("cp932")[:3], "Shift_JIS") + b"\r\n " + word("設定画".encode("cp932")[3:], "shift_jis")
        ),
        subject="設定画",
        guess="",
    ),
    Golden(
        "ISO-2022-JP that goes on in the next word without an escape",
        headed(word(b"\x1b$B" + kanji("印刷"), JIS) + b"\r\n " + word(kanji("の件") + b"\x1b(B", JIS)),
        subject="印刷の件",
        guess="",
    ),
    Golden(
        "two words without a blank between",
        headed(word("印刷".encode(), "utf-8") + word("の件".encode(), "utf-8")),
        subject="印刷の件",
    ),
    Golden(
        "words of two charsets",
        headed(word("印刷".encode("cp932"), "Shift_JIS") + b" " + word("の件".encode(), "utf-8")),
        subject="印刷の件",
    ),
    Golden(
        "a word against Latin text",
        headed(b"[Ver.2]" + word(CUT, "utf-8") + b"(urgent)"),
        subject=f"[Ver.2]{SUBJECT}(urgent)",
    ),
    Golden("an empty word before another", headed(b"=?utf-8?B??= " + word(CUT, "utf-8")), subject=SUBJECT),
    Golden(
        "base64 without its padding",
        headed(_b(base64.b64encode("印刷の".encode() + b"x").rstrip(b"="))),
        subject="印刷のx",
    ),
    Golden("base64 with blanks inside", headed(_b(HALVES[:8] + b" " + HALVES[8:])), subject=SUBJECT),
    Golden("base64 folded inside the word", headed(_b(HALVES[:8] + b"\r\n " + HALVES[8:])), subject=SUBJECT),
    Golden("base64 with junk inside", headed(_b(HALVES[:8] + b"!*" + HALVES[8:])), subject=SUBJECT),
    Golden(
        "base64 padded in the middle",
        headed(_b(base64.b64encode("印".encode() + b"1") + base64.b64encode("刷".encode()))),
        subject="印1刷",
    ),
    Golden(
        "base64 of the alphabet for addresses", headed(_b(base64.urlsafe_b64encode("？〜".encode()))), subject="？〜"
    ),
    Golden(
        "a word that never ends",
        headed(b"=?utf-8?B?" + HALVES),
        subject=SUBJECT,
        guess="Subject: an encoded word without",
    ),
    Golden(
        "a lower-case b and a charset in odd case", headed(b"=?uTf-8?b?" + HALVES + b"?="), subject=SUBJECT, guess=""
    ),
    Golden("a language behind the charset", headed(b"=?utf-8*ja?B?" + HALVES + b"?="), subject=SUBJECT, guess=""),
    Golden("blanks around charset and encoding", headed(b"=? utf-8 ? B ?" + HALVES + b"?="), subject=SUBJECT),
    Golden(
        "a question mark inside a quoted word", headed(b"=?utf-8?Q?" + QUOTED + b"?_ok??="), subject=SUBJECT + "? ok?"
    ),
    Golden("an unknown charset", headed(word(CUT, "x-unknown")), subject=SUBJECT, guess="Subject: charset 'x-unknown'"),
    Golden(
        "a wrong charset",
        headed(word(SUBJECT.encode("cp932"), "utf-8")),
        subject=SUBJECT,
        guess="Subject: charset 'utf-8'",
    ),
    Golden(
        "raw Shift_JIS",
        headed(SUBJECT.encode("cp932"), charset="shift_jis"),
        subject=SUBJECT,
        guess="Subject: raw bytes",
    ),
    Golden("raw UTF-8, which RFC 6532 allows", headed(CUT), subject=SUBJECT, guess=""),
    Golden(
        "raw EUC-JP", headed(SUBJECT.encode("euc_jp"), charset="euc-jp"), subject=SUBJECT, guess="Subject: raw bytes"
    ),
    Golden(
        "raw Shift_JIS of one character, as the text shows",
        headed("件".encode("cp932"), charset="x-sjis", text="印刷".encode("cp932")),
        subject="件",
        guess="Subject: raw bytes",
    ),
    Golden(
        "raw EUC-JP of two characters, no label anywhere",
        headed("山田".encode("euc_jp"), charset="us-ascii", text="お世話になっております".encode("euc_jp")),
        subject="山田",
        guess="Subject: raw bytes",
    ),
    Golden("raw ISO-2022-JP", headed(SUBJECT.encode("iso2022_jp")), subject=SUBJECT, guess="Subject: raw iso-2022-jp"),
    Golden(
        "raw ISO-2022-JP folded amid the kanji",
        headed(b"\x1b$B" + kanji("印刷") + b"\r\n " + kanji("の件") + b"\x1b(B"),
        subject="印刷の件",
    ),
    Golden(
        "raw ISO-2022-JP whose escapes are lost",
        headed(b"$B" + kanji("プリンタの件です") + b"(B"),
        subject="プリンタの件です",
        guess="Subject: ",
    ),
    Golden(
        "a name in a quoted string", headed(b'"' + word("山田".encode(), "utf-8") + b'"' + ADDRESS, FROM), name="山田"
    ),
    Golden(
        "a name in a comment", headed(b"a@shop.example (" + word("山田".encode(), "utf-8") + b")", FROM), name="山田"
    ),
    Golden(
        "a name in two words",
        headed(word("山田".encode(), "utf-8") + b" " + word("太郎".encode(), "utf-8") + ADDRESS, FROM),
        name="山田太郎",
    ),
    Golden(
        "a raw name in Shift_JIS",
        headed("山田太郎".encode("cp932") + ADDRESS, FROM, "shift_jis"),
        name="山田太郎",
        guess="From: raw bytes",
    ),
    Golden(
        "a raw name in quotes with a backslash byte",
        headed(b'"' + "表参道 店長".encode("cp932") + b'"' + ADDRESS, FROM, "shift_jis"),
        name="表参道 店長",
    ),
    Golden(
        "a raw name in ISO-2022-JP",
        headed("山田".encode("iso2022_jp") + ADDRESS, FROM, "iso-2022-jp"),
        name="山田",
        guess="From: raw",
    ),
)
