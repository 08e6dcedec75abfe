"""The demo's customers write real mail, and answer what they are asked in its thread."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

import pytest

from mailbot.demo.cast import CAST, Customer
from mailbot.demo.picture import screenshot

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
SUPPORT = "support@lantern.example"
NAOKO, EMILY, KENTA, PETER, POSTMASTER = CAST

LETTER = """From: Lantern <support@lantern.example>\r
Subject: Re: [CASE-7] x\r
Message-ID: <one@lantern.example>\r
References: <zero@kawa.example>\r
Content-Type: text/plain; charset=utf-8\r
\r
{text}"""
ASK_JA = """お世話になっております。

1. どの画面で、どのような操作をなさいましたか。
   覚えている順にお書きください。

2. 画面に表示されたエラーの文をお知らせください。
3. 端末とOS、ブラウザをお知らせください。
4. 好きな色は何ですか。
"""
ASK_EN = """Thank you.

1. What did you do, step by step, until it happened?
2. What was shown: the error message, or a screenshot?

3. Which device, operating system and browser do you use?
"""


def letter(text: str) -> bytes:
    return LETTER.format(text=text).encode()


def text_of(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode(part.get_content_charset() or "")


def answer_of(customer: Customer, text: str) -> Message:
    assert customer.reply is not None
    raw = customer.reply(letter(text), NOW)
    assert raw is not None
    return message_from_bytes(raw)


@pytest.mark.parametrize("customer", [pytest.param(one, id=one.name) for one in CAST])
def test_a_first_mail_is_fit_to_send(customer: Customer) -> None:
    raw = customer.first(SUPPORT, NOW)
    mail = message_from_bytes(raw)
    assert re.search(rb"\r(?!\n)|(?<!\r)\n", raw) is None
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert mail["To"] == SUPPORT
    assert "03:04:05 +0000" in mail["Date"] or "12:04:05 +0900" in mail["Date"]
    assert not [part.defects for part in mail.walk() if part.defects]
    shown = str(mail.items()) + text_of(mail)
    assert all(domain.endswith(".example") for domain in re.findall(r"@([A-Za-z0-9.-]+[A-Za-z0-9])", shown))
    assert customer.first(SUPPORT, NOW) == raw


@pytest.mark.parametrize(
    ("customer", "content_type", "encoding", "words"),
    [
        pytest.param(
            NAOKO, "text/plain", "7bit", "請求書の一覧が表示されなくなりました", id="ISO-2022-JP in seven bits"
        ),
        pytest.param(EMILY, "multipart/alternative", None, "does not work any more", id="text and HTML"),
        pytest.param(KENTA, "multipart/mixed", None, "アップロードに失敗しました", id="a phone's picture mail"),
        pytest.param(PETER, "text/plain", None, "out of the office", id="an absence notice"),
        pytest.param(POSTMASTER, "multipart/report", None, "User unknown", id="a bounce"),
    ],
)
def test_every_program_has_its_habits(customer: Customer, content_type: str, encoding: str | None, words: str) -> None:
    mail = message_from_bytes(customer.first(SUPPORT, NOW))
    assert mail.get_content_type() == content_type
    assert mail["Content-Transfer-Encoding"] == encoding
    assert words in text_of(mail)


def test_an_old_program_writes_seven_bits_and_names_its_charset() -> None:
    raw = NAOKO.first(SUPPORT, NOW)
    assert raw.isascii()
    assert b"Subject: =?iso-2022-jp?b?" in raw
    assert str(make_header(decode_header(message_from_bytes(raw)["Subject"]))) == "請求書が表示されません"


def test_the_screenshot_is_a_picture() -> None:
    picture = screenshot()
    assert picture in [part.get_payload(decode=True) for part in message_from_bytes(KENTA.first(SUPPORT, NOW)).walk()]
    assert struct.unpack(">II", picture[16:24]) == (320, 200)
    data = picture.index(b"IDAT")
    size = struct.unpack(">I", picture[data - 4 : data])[0]
    assert len(zlib.decompress(picture[data + 4 : data + 4 + size])) == 200 * (1 + 3 * 320)


def test_machines_say_that_they_are() -> None:
    for machine in (PETER, POSTMASTER):
        assert message_from_bytes(machine.first(SUPPORT, NOW))["Auto-Submitted"] == "auto-replied"
    assert POSTMASTER.envelope_sender == ""


def test_answers_stand_under_the_questions() -> None:
    lines = text_of(answer_of(NAOKO, ASK_JA)).splitlines()
    for question, answer in (
        ("   覚えている順にお書きください。", "メニューの「請求」を開き"),
        ("2. 画面に", "「データを取得できませんでした（E-1043）」"),
        ("3. 端末", "会社のノートパソコンです。Windows 11、Chrome 129"),
        ("4. 好きな", "分かりません。"),
    ):
        asked = next(i for i, line in enumerate(lines) if line.startswith(f"> {question}"))
        assert lines[asked + 1] == ""
        assert lines[asked + 2].startswith(answer)


def test_answers_stand_on_top_by_number() -> None:
    text = text_of(answer_of(EMILY, ASK_EN)).replace("\r\n", "\n")
    above, _, below = text.partition("-----Original Message-----")
    assert above == (
        "Hello,\n\n"
        "1. I open Reports, choose October and click on Create PDF. Then the page stays white.\n"
        '2. It says "Error 502: report service unavailable".\n'
        "3. A Dell laptop with Windows 11, and Microsoft Edge 129.\n\n"
    )
    assert "What did you do, step by step" in below


@pytest.mark.parametrize(
    ("customer", "text"), [pytest.param(NAOKO, ASK_JA, id="ja"), pytest.param(EMILY, ASK_EN, id="en")]
)
def test_an_answer_goes_into_the_thread(customer: Customer, text: str) -> None:
    mail = answer_of(customer, text)
    assert mail["To"] == SUPPORT
    assert mail["Subject"] == "Re: [CASE-7] x"
    assert mail["In-Reply-To"] == "<one@lantern.example>"
    assert mail["References"].split() == ["<zero@kawa.example>", "<one@lantern.example>"]
    assert customer.address in mail["From"]
    assert mail["Message-ID"] != message_from_bytes(customer.first(SUPPORT, NOW))["Message-ID"]


@pytest.mark.parametrize("customer", [NAOKO, EMILY], ids=["ja", "en"])
def test_a_letter_without_questions_is_not_answered(customer: Customer) -> None:
    assert customer.reply is not None
    assert customer.reply(letter("Thank you.\n"), NOW) is None
