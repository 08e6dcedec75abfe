"""The demo's customers: what each one writes, what each one answers, and what ought to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

from mailbot.demo.machines import absence_notice, bounce
from mailbot.demo.picture import screenshot
from mailbot.demo.programs import Draft, office, old_japanese, phone
from mailbot.demo.replies import Memory, Received, in_between, on_top, questions, read_letter, reply_draft

JAPAN = timezone(timedelta(hours=9))

First = Callable[[str, datetime], bytes]
Reply = Callable[[bytes, datetime], bytes | None]


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer of the demo.

    `first(support, now)` is the mail that opens the story. `reply(letter, now)` reads a letter as it came (bytes) and
    gives the mail that answers it, None when the letter asks nothing; no `reply`: this one never answers.
    """

    name: str
    address: str
    language: str
    story: str
    first: First
    reply: Reply | None
    questions: int  # how many numbered questions the letter to this customer has
    letters: bool  # whether a letter may go to this customer at all
    escalates: bool  # whether engineering gets a report in the end
    expectation: str
    envelope: str | None = None  # envelope sender where it is not the address: "" for a bounce

    @property
    def envelope_sender(self) -> str:
        """What the program says in MAIL FROM."""
        return self.address if self.envelope is None else self.envelope


NAOKO = ("高橋 直子", "naoko.takahashi@aoba-shoji.example")
EMILY = ("Emily Carter", "emily.carter@brightleaf.example")
KENTA = ("森 健太", "kenta.mori@hinode-shashin.example")
PETER = ("Peter Lindqvist", "peter.lindqvist@fjordline.example")
OLD_TOWN = "mx.oldtown.example"

# The device comes first: a question about it names nothing else, while the other two both speak of screens.
NAOKO_KNOWS = Memory(
    (
        (("ブラウザ", "端末", "機種", "パソコン", "os"), "会社のノートパソコンです。Windows 11、Chrome 129 です。"),
        (
            ("手順", "操作", "何をした", "なさ", "どの画面"),
            "メニューの「請求」を開き、「請求書一覧」をクリックして、「10月」を選びました。",
        ),
        (("エラー", "メッセージ", "表示"), "「データを取得できませんでした（E-1043）」というエラーが表示されます。"),
        (("いつ",), "昨日の夕方、17時ごろからです。"),
    ),
    "分かりません。",
)
EMILY_KNOWS = Memory(
    (
        (("browser", "device", "operating system"), "A Dell laptop with Windows 11, and Microsoft Edge 129."),
        (
            ("step", "did you do", "what you did", "which screen", "were you doing"),
            "I open Reports, choose October and click on Create PDF. Then the page stays white.",
        ),
        (("error", "message", "screenshot", "shown", "see"), 'It says "Error 502: report service unavailable".'),
        (("when", "since"), "Since yesterday morning, about nine o'clock."),
    ),
    "I don't know.",
)


def _words(name: str) -> str:
    return files("mailbot.demo").joinpath("mails", f"{name}.txt").read_text(encoding="utf-8")


def _naoko(support: str, now: datetime) -> Draft:
    return Draft(NAOKO, support, "請求書が表示されません", _words("japanese_bug"), now.astimezone(JAPAN))


def _naoko_answers(letter: bytes, now: datetime) -> bytes | None:
    received = read_letter(letter)
    text = in_between(received, NAOKO_KNOWS, "高橋です。ご連絡ありがとうございます。以下に回答いたします。")
    return _reply(old_japanese, _naoko(received.reply_to, now), received, text)


def _emily(support: str, now: datetime) -> Draft:
    return Draft(EMILY, support, "Monthly report does not work", _words("english_bug"), now.astimezone(UTC))


def _emily_answers(letter: bytes, now: datetime) -> bytes | None:
    received = read_letter(letter)
    return _reply(office, _emily(received.reply_to, now), received, on_top(received, EMILY_KNOWS, "Hello,"))


def _reply(program: Callable[[Draft], bytes], first: Draft, received: Received, text: str) -> bytes | None:
    return program(reply_draft(first, received, text)) if questions(received.lines) else None


def _kenta(support: str, now: datetime) -> bytes:
    picture = (("IMG_0412.PNG", screenshot()),)
    subject = "写真が投稿できません"
    return phone(Draft(KENTA, support, subject, _words("complete_bug"), now.astimezone(JAPAN), pictures=picture))


def _peter(support: str, now: datetime) -> bytes:
    return absence_notice(Draft(PETER, support, "Lantern news", _words("out_of_office"), now.astimezone(UTC)))


def _postmaster(support: str, now: datetime) -> bytes:
    return bounce(OLD_TOWN, support, "h.brown@oldtown.example", _words("bounce"), now.astimezone(UTC))


CAST: tuple[Customer, ...] = (
    Customer(
        *NAOKO,
        language="ja",
        story="reports a bug in Japanese (ISO-2022-JP) and leaves out nearly everything",
        first=lambda support, now: old_japanese(_naoko(support, now)),
        reply=_naoko_answers,
        questions=3,
        letters=True,
        escalates=True,
        expectation="is asked in Japanese what is missing, answers under the questions; engineering gets the report",
    ),
    Customer(
        *EMILY,
        language="en",
        story="reports a bug in English (an office program: text and HTML) and leaves out nearly everything",
        first=lambda support, now: office(_emily(support, now)),
        reply=_emily_answers,
        questions=3,
        letters=True,
        escalates=True,
        expectation="is asked in English what is missing, answers by number; engineering gets the report",
    ),
    Customer(
        *KENTA,
        language="ja",
        story="reports a bug from a phone (UTF-8, base64) with every detail and a screenshot",
        first=_kenta,
        reply=None,
        questions=0,
        letters=True,
        escalates=True,
        expectation="is asked nothing; engineering gets the report and the screenshot at once",
    ),
    Customer(
        *PETER,
        language="en",
        story="is on holiday: an automatic reply comes in",
        first=_peter,
        reply=None,
        questions=0,
        letters=False,
        escalates=False,
        expectation="hears nothing: two robots writing to each other never stop",
    ),
    Customer(
        "Mail Delivery System",
        f"MAILER-DAEMON@{OLD_TOWN}",
        language="en",
        story="is a mail server that returns a mail it could not deliver",
        first=_postmaster,
        reply=None,
        questions=0,
        letters=False,
        escalates=False,
        expectation="hears nothing: nobody reads answers to a bounce",
        envelope="",
    ),
)
