"""Mails of Japanese phones: the emoji of three carriers, by their published code tables."""

from __future__ import annotations

import base64

from tests.core.golden.case import Golden, body, headed, jis, kanji, word

DOCOMO, AU, SOFTBANK = b"taro@docomo.ne.jp", b"hana@ezweb.ne.jp", b"jiro@softbank.ne.jp"
FINE = "今日は".encode("cp932")
WEATHER = "今日は☀☁☔⛄⚡"
# KDDI's sun, cloud, rain, snow and thunder: F660 F665 F664 F65D F65F in Shift_JIS, rows 75 in ISO-2022-JP.
AU_SJIS = bytes.fromhex("f660f665f664f65df65f")
AU_JIS = bytes.fromhex("754175467545753e7540")
SOFTBANK_WEB = b"\x1b$Gjikh\x0f\x1b$E]\x0f"


def _subject(data: bytes, charset: str, sender: bytes) -> bytes:
    return b"From: " + sender + b"\r\nSubject: " + word(data, charset) + b"\r\n\r\nx\r\n"


CASES = (
    Golden(
        "docomo's weather in Shift_JIS",
        body(FINE + bytes.fromhex("f89ff8a0f8a1f8a2f8a3"), "Shift_JIS", sender=DOCOMO),
        WEATHER,
        guess="",
    ),
    Golden(
        "docomo's weather in UTF-8",
        body("今日は\ue63e\ue63f\ue640\ue641\ue642".encode(), "utf-8", sender=DOCOMO),
        WEATHER,
        guess="",
    ),
    Golden(
        "docomo's heart and face in a subject",
        _subject("元気".encode("cp932") + bytes.fromhex("f991f995"), "shift_jis", DOCOMO),
        subject="元気❤😃",
    ),
    Golden("docomo's digits", body(bytes.fromhex("f987f988"), "shift_jis", sender=DOCOMO), "1⃣2⃣"),
    Golden(
        "docomo's own mark, which Unicode lacks",
        body(FINE + bytes.fromhex("f975"), "shift_jis", sender=DOCOMO),
        "今日は〓",
        guess="own making",
    ),
    Golden("KDDI's weather in Shift_JIS", body(FINE + AU_SJIS, "shift_jis", sender=AU), WEATHER, guess=""),
    Golden(
        "KDDI's weather in ISO-2022-JP", body(jis(kanji("今日は"), AU_JIS), "iso-2022-jp", sender=AU), WEATHER, guess=""
    ),
    Golden(
        "KDDI's weather in UTF-8",
        body("今日は\ue488\ue48d\ue48c\ue485\ue487".encode(), "utf-8", sender=AU),
        WEATHER,
        guess="",
    ),
    Golden(
        "KDDI's weather in UTF-8 as its gateway writes it",
        body("今日は\uef60\uef65\uef64\uef5d\uef5f".encode(), "utf-8", sender=AU),
        WEATHER,
        guess="",
    ),
    Golden(
        "KDDI's weather in a subject in ISO-2022-JP",
        _subject(jis(kanji("今日は"), AU_JIS), "iso-2022-jp", AU),
        subject=WEATHER,
    ),
    Golden("KDDI's weather forwarded by another", body(jis(kanji("今日は"), AU_JIS), "iso-2022-jp"), WEATHER, guess=""),
    Golden(
        "kanji where KDDI has emoji, by nobody's phone",
        body(jis(kanji("山"), b"\x79\x75"), "iso-2022-jp"),
        "山﨑",
        guess="",
    ),
    Golden(
        "kanji where KDDI has emoji, by a program on its network",
        body(jis(kanji("山"), b"\x79\x75"), "iso-2022-jp", sender=AU + b"\r\nX-Mailer: Some Mail 1"),
        "山﨑",
        guess="",
    ),
    Golden(
        "SoftBank's weather by web codes",
        body("今日は".encode("iso2022_jp") + SOFTBANK_WEB, "iso-2022-jp", sender=SOFTBANK),
        WEATHER,
        guess="",
    ),
    Golden(
        "a web code of SoftBank's without its end",
        body(b"Sun \x1b$Gj\r\nRain", "iso-2022-jp", sender=SOFTBANK),
        "Sun ☀\nRain",
        guess="",
    ),
    Golden(
        "SoftBank's weather in Shift_JIS",
        body(FINE + bytes.fromhex("f98bf98af98cf989f77d"), "shift_jis", sender=SOFTBANK),
        WEATHER,
        guess="",
    ),
    Golden(
        "SoftBank's weather in UTF-8",
        body("今日は\ue04a\ue049\ue04b\ue048\ue13d".encode(), "utf-8", sender=SOFTBANK),
        WEATHER,
        guess="",
    ),
    Golden(
        "SoftBank's heart in a name",
        headed(word("二郎\ue022".encode(), "utf-8") + b" <jiro@softbank.ne.jp>", b"From"),
        name="二郎❤",
    ),
    Golden(
        "Vodafone's old address is SoftBank",
        body("\ue04a".encode(), "utf-8", sender=b"x@t.vodafone.ne.jp"),
        "☀",
        guess="",
    ),
    Golden("one code point, two carriers: SoftBank", body("\ue501".encode(), "utf-8", sender=SOFTBANK), "🏩", guess=""),
    Golden(
        "one code point, two carriers: KDDI",
        body("\ue501".encode(), "utf-8", sender=AU),
        "👪",
        guess="",
    ),
    Golden(
        "Google's private plane",
        body("今日は\U000fe000\U000fe001\U000fe002\U000fe003\U000fe004".encode(), "utf-8"),
        WEATHER,
        guess="",
    ),
    Golden(
        "emoji of Unicode stay", body("今日は☀\ufe0f🏥".encode(), "utf-8", sender=DOCOMO), "今日は☀\ufe0f🏥", guess=""
    ),
    Golden(
        "a name with emoji and a label in base64",
        b"From: =?Shift_JIS?B?"
        + base64.b64encode("太郎".encode("cp932") + bytes.fromhex("f995"))
        + b"?= <taro@docomo.ne.jp>\r\n\r\nx\r\n",
        name="太郎😃",
    ),
)
