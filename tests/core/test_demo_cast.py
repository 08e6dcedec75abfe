"""The demo's people write real mail, act on the letters that are theirs, and are told apart from what did not come."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

import pytest

from mailbot.demo.cast import CAST, INSIDE
from mailbot.demo.customers import AYA, DANIEL, EMILY, GRACE, KENTA, NAOKO, PETER, POSTMASTER, TOM, YUKI
from mailbot.demo.hopes import about_cases, about_letters
from mailbot.demo.people import Person, Step
from mailbot.demo.picture import screenshot
from mailbot.demo.play import Carried
from mailbot.demo.replies import read_letter
from mailbot.demo.staff import MIKA, RYO
from mailbot.model import Kind, State
from mailbot.store.lists import CaseRow

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
SUPPORT = "support@lantern.example"

LETTER = """From: Lantern <support@lantern.example>\r
To: {to}\r
Subject: Re: [CASE-7] {subject}\r
Message-ID: <one@lantern.example>\r
References: <zero@kawa.example>\r
Auto-Submitted: auto-replied\r
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


def letter(text: str, to: str = "x@kawa.example", subject: str = "x") -> bytes:
    return LETTER.format(text=text, to=to, subject=subject).encode()


def text_of(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode(part.get_content_charset() or "")


def step_on(person: Person, raw: bytes) -> Step | None:
    received = read_letter(raw)
    return next((step for step in person.steps if step.fits(received)), None)


def answer_of(person: Person, text: str) -> Message:
    raw = letter(text)
    step = step_on(person, raw)
    assert step
    return message_from_bytes(person.answer(step, read_letter(raw), NOW))


@pytest.mark.parametrize("person", [pytest.param(one, id=one.name) for one in CAST if one.mail])
def test_a_first_mail_is_fit_to_send(person: Person) -> None:
    raw = person.first(SUPPORT, NOW)
    mail = message_from_bytes(raw)
    assert re.search(rb"\r(?!\n)|(?<!\r)\n", raw) is None
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert mail["To"] == SUPPORT
    assert "03:04:05 +0000" in mail["Date"] or "12:04:05 +0900" in mail["Date"]
    assert not [part.defects for part in mail.walk() if part.defects]
    shown = str(mail.items()) + text_of(mail)
    assert all(domain.endswith(".example") for domain in re.findall(r"@([A-Za-z0-9.-]+[A-Za-z0-9])", shown))
    assert person.first(SUPPORT, NOW) == raw


@pytest.mark.parametrize(
    ("person", "content_type", "encoding", "words"),
    [
        pytest.param(
            NAOKO, "text/plain", "7bit", "請求書の一覧が表示されなくなりました", id="ISO-2022-JP in seven bits"
        ),
        pytest.param(EMILY, "multipart/alternative", None, "does not work any more", id="text and HTML"),
        pytest.param(KENTA, "multipart/mixed", None, "アップロードに失敗しました", id="a phone's picture mail"),
        pytest.param(AYA, "text/plain", "base64", "予定を追加できません", id="a phone's text mail"),
        pytest.param(DANIEL, "text/plain", "8bit", "I cannot upload files", id="a desktop program"),
        pytest.param(PETER, "text/plain", None, "out of the office", id="an absence notice"),
        pytest.param(POSTMASTER, "multipart/report", None, "User unknown", id="a bounce"),
    ],
)
def test_every_program_has_its_habits(person: Person, content_type: str, encoding: str | None, words: str) -> None:
    mail = message_from_bytes(person.first(SUPPORT, NOW))
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


def test_an_agents_words_stand_above_signature_and_quoted_note() -> None:
    raw = letter(f"* A reply to this mail goes to the customer.\n\n{YUKI.subject}\n")
    step = step_on(MIKA, raw)
    assert step
    text = text_of(message_from_bytes(MIKA.answer(step, read_letter(raw), NOW))).replace("\r\n", "\n")
    words, _, rest = text.partition("\n-- \n")
    assert "「設定」の「請求先」から変更できます。" in words
    assert "内線 4021" in rest
    assert "\n> * A reply to this mail goes to the customer.\n" in rest
    assert [line for line in words.split("\n") if line.startswith(">")] == []


@pytest.mark.parametrize(
    ("person", "text"),
    [
        pytest.param(NAOKO, ASK_JA, id="a customer in Japanese"),
        pytest.param(EMILY, ASK_EN, id="a customer in English"),
        pytest.param(MIKA, GRACE.subject, id="the agent"),
        pytest.param(RYO, EMILY.subject, id="the engineer"),
    ],
)
def test_an_answer_goes_into_the_thread(person: Person, text: str) -> None:
    mail = answer_of(person, text)
    assert mail["To"] == SUPPORT
    assert mail["Subject"] == "Re: [CASE-7] x"
    assert mail["In-Reply-To"] == "<one@lantern.example>"
    assert mail["References"].split() == ["<zero@kawa.example>", "<one@lantern.example>"]
    assert person.address in mail["From"]
    assert mail["Message-ID"] != message_from_bytes(person.first(SUPPORT, NOW))["Message-ID"]


@pytest.mark.parametrize(
    ("person", "text", "does"),
    [
        pytest.param(NAOKO, "Thank you.\n", "", id="a letter without questions is not answered"),
        pytest.param(NAOKO, "「請求」の「明細検索」で", "says thanks", id="an answer is thanked for"),
        pytest.param(MIKA, f"about {TOM.subject}", "", id="the agent leaves a request for later"),
        pytest.param(MIKA, "一覧を読み込む処理が", "#送信", id="the agent releases what engineering found"),
        pytest.param(RYO, NAOKO.subject, "原因, 回避方法, 見込み", id="the engineer answers a report"),
        pytest.param(RYO, KENTA.subject, "", id="the engineer works on another one"),
    ],
)
def test_who_acts_on_what(person: Person, text: str, does: str) -> None:
    step = step_on(person, letter(text))
    assert does in step.does if step and does else step is None


# What came, held against what ought to come.
HAPPY = replace(TOM, reads=("We have your wish.",), letters=1)
CASE = CaseRow(7, State.WITH_AGENT, Kind.REQUEST, TOM.address, TOM.name, TOM.subject, NOW, NOW, 1, 0, "", "")


def carried(raw: bytes, to: str = TOM.address) -> Carried:
    return Carried(NOW, to, raw, read_letter(raw))


GOOD = carried(letter("We have your wish.\n"))
FROM_MIKA = carried(MIKA.answer(MIKA.steps[0], read_letter(letter(YUKI.subject)), NOW), SUPPORT)


@pytest.mark.parametrize(
    ("person", "came", "wrong"),
    [
        pytest.param(HAPPY, [GOOD], [], id="all as it should be"),
        pytest.param(HAPPY, [], ["got 0 letters instead of 1", "never read: We have your wish."], id="no letter"),
        pytest.param(HAPPY, [GOOD, GOOD], ["got 2 letters instead of 1"], id="one too many"),
        pytest.param(
            HAPPY,
            [carried(letter("We have your wish.\n-- \n三浦 美香　内線 4021"))],
            ["was shown what is meant for inside: 内線 4021"],
            id="a signature leaked",
        ),
        pytest.param(
            MIKA, [FROM_MIKA], [f"got no receipt for: {FROM_MIKA.letter.subject}"], id="the agent heard nothing"
        ),
        pytest.param(
            MIKA,
            [
                FROM_MIKA,
                carried(
                    letter("Done.").replace(b"<zero@kawa.example>", FROM_MIKA.letter.message_id.encode()), MIKA.address
                ),
            ],
            [],
            id="the agent got a receipt",
        ),
    ],
)
def test_disappointments_with_letters(person: Person, came: list[Carried], wrong: list[str]) -> None:
    found = about_letters((replace(person, reads=()) if person is MIKA else person,), came, INSIDE)
    assert [str(one) for one in found] == [f"{person.name} {what}" for what in wrong]


def test_disappointments_with_cases() -> None:
    assert about_cases((TOM, PETER), {TOM.address: CASE}) == []
    closed = replace(CASE, state=State.CLOSED)
    assert [str(one) for one in about_cases((TOM, PETER), {TOM.address: closed, PETER.address: CASE})] == [
        "Tom Becker has a case that is closed instead of with_agent",
        "Peter Lindqvist has a case that is with_agent instead of None",
    ]
    assert len(about_cases((TOM,), {})) == 1
