"""Signatures: below separators and rules, without one where they are strong, and what telephones write."""

from __future__ import annotations

import pytest

from mailbot.model import Part
from mailbot.parsers.whose.quotes import segments_of
from tests.core.test_quotes_programs import kinds


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param("-- \nAnn Lee\nExample Shop", id="the separator of RFC 3676"),
        pytest.param("--\nAnn", id="without its blank"),
        pytest.param("—\nAnn Lee\nExample Shop", id="a long dash"),
        pytest.param("___\nAnn Lee\nTel. +49 30 1234567\nwww.shop.example", id="three underscores over a card"),
        pytest.param(
            "==========================\n株式会社見本\n見本 花子\n〒100-0001 東京都千代田区1-1\nTEL"
            "：03-0000-0000\nFAX：03-0000-0001"
            "\nE-mail：hanako@shop.example\nURL：https://shop.example/\n==========================",
            id="equals signs around",
        ),
        pytest.param("--------------------\n見本 花子\n見本商事株式会社 営業部\nTEL 03-0000-0000", id="dashes above"),
        pytest.param(
            "━━━━━━━━━━━━\n見本 花子\nhanako@shop.example\n携帯: 090-0000-0000\n━━━━━━━━━━━━", id="heavy lines"
        ),
        pytest.param(
            "＊＊＊＊＊＊＊＊＊＊\n見本 花子\n電話 03-0000-0000\n住所 東京都千代田区\n＊＊＊＊＊＊＊＊＊＊",
            id="full-width stars",
        ),
        pytest.param("◆◇◆◇◆◇◆◇◆◇\n株式会社見本\n見本 花子\nhttps://shop.example/\n◆◇◆◇◆◇◆◇◆◇", id="diamonds"),
        pytest.param("┏━━━━━━━━━┓\n株式会社見本\n見本 花子\nTEL 03-0000-0000\n┗━━━━━━━━━┛", id="a box"),
        pytest.param(
            "◇◆◇ 株式会社見本 ◇◆◇\n見本 花子\nTEL 03-0000-0000\nMail hanako@shop.example", id="a name amid the rule"
        ),
        pytest.param(
            "見本 花子\n株式会社見本 営業部\nTEL: 03-0000-0000\nhanako@shop.example", id="no rule, but a whole card"
        ),
        pytest.param(
            "Ann Lee\nExample Shop Ltd\nPhone: +44 20 7946 0000\nann@shop.example\nwww.shop.example",
            id="no rule in English",
        ),
        pytest.param("Ann Lee\nVertrieb\nTel.: 030 1234567\nwww.shop.example\n10115 Berlin", id="no rule in German"),
    ],
)
def test_a_signature_is_told_from_the_words(signature: str) -> None:
    assert kinds(f"印刷できません。\n\n{signature}\n") == {Part.NEW: "印刷できません。", Part.SIGNATURE: signature}


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "iPhoneから送信",
        "私のiPhoneから送信",
        "Androidから送信されました",
        "ドコモのスマートフォンから送信",
        "Yahoo!メール for iPhoneから送信",
        "Outlook for iOS を取得",
        "Outlook for Android<https://aka.example/x> を入手",
        "Get Outlook for iOS<https://aka.example/x>",
        "Sent with Spark",
        "Spark で送信しました",
        "iOS 版 Outlook を入手",
        "Android 版 Outlook<https://aka.example/x> の取得",
        "Sent via Superhuman ( https://superhuman.example )",
        "Sent with Proton Mail secure email.",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour Android",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Trimis de pe iPhone",
        "iPhone'umdan gönderildi",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "Στάλθηκε από το iPhone μου",
        "发自我的 iPhone",
        "從我的 iPhone 傳送",
        "나의 iPhone에서 보냄",
    ],
)
def test_what_a_telephone_writes_is_a_signature(line: str) -> None:
    assert kinds(f"It works now.\n\n{line}\n") == {Part.NEW: "It works now.", Part.SIGNATURE: line}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Please call me.\n\nThanks,\nAnn", id="a name below thanks stays: in doubt new"),
        pytest.param(
            "連絡先は以下です。\n\n見本 花子\n電話: 03-0000-0000\nメール: a@shop.example",
            id="contacts that are announced",
        ),
        pytest.param("My details:\n\nAnn Lee\nPhone: 030 1234567\nann@shop.example", id="contacts behind a colon"),
        pytest.param(
            "落ちます。\n\nWindows 11\nChrome 120\nhttps://shop.example/orders", id="a device and an address of the web"
        ),
        pytest.param("=====\n機種: 見本\nOS: 見本 12\n=====", id="a form between rules"),
        pytest.param(
            "The order was sent from my iPhone app to the shop and it never came.", id="a sentence with sent from"
        ),
        pytest.param("Sent from my desk it works better than from home, why?", id="a sentence that begins so"),
        pytest.param("この注文はiPhoneから送信しましたが、届きません。", id="a Japanese sentence"),
        pytest.param("It fails because of\n-- the first thing\n-- the second thing", id="items behind two dashes"),
        pytest.param(
            "It crashes on Windows.\n--\nOn the tablet it is slow too.\nPlease help.", id="two dashes that divide"
        ),
        pytest.param(
            "It bounced:\n----- Transcript -----\n<<< 550 <ann@shop.example> unknown\n550 bob@shop.example",
            id="a log of a mail server",
        ),
        pytest.param("1. open\n---\n2. click Print\n3. it crashes", id="three dashes between steps"),
    ],
)
def test_words_that_only_look_like_a_signature_stay(words: str) -> None:
    assert kinds(words) == {Part.NEW: words}


def test_the_own_signature_below_the_quote_is_one_too() -> None:
    found = kinds("> Does it work?\nYes.\n> Thanks\n\n-- \nAnn Lee\nExample Shop\n")
    assert found == {
        Part.QUOTED: "> Does it work?\n> Thanks",
        Part.NEW: "Yes.",
        Part.SIGNATURE: "-- \nAnn Lee\nExample Shop",
    }


def test_a_mail_of_a_signature_alone_is_not_left_empty() -> None:
    text = "--\nAnn Lee\nTEL 03-0000-0000"
    assert segments_of(text)[0].part is Part.NEW
