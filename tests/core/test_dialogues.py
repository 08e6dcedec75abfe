"""Random dialogues through `advance` and `wake`: nobody is asked twice, and every case ends with somebody."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.casework.advance import advance, wake
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.policy import Spent
from mailbot.casework.threading import Join
from mailbot.config.details import packaged_catalogue
from mailbot.model import (
    Address,
    Attachment,
    Case,
    Letter,
    Message,
    Outcome,
    Party,
    Purpose,
    Question,
    State,
)
from tests import build
from tests.houses import AGENT, CUSTOMER, NOW, SUPPORT, message, policy

Draw = Callable[[st.SearchStrategy[Any]], Any]  # what `data.draw` is
CATALOGUE = packaged_catalogue()
POLICY = policy(catalogue=CATALOGUE, staff_language="en")
FIRST = {
    "ja": (
        "印刷できません。",
        "予約が保存できません。昨日からです。",
        "Windows 11 の Chrome で一覧が開けません。",
        "ログインできず困っています。",
    ),
    "en": (
        "Printing does not work.",
        "I can't save a booking since yesterday.",
        "The list does not open in Chrome on Windows 11.",
        "It crashes.",
    ),
}
TOLD = {
    "ja": {
        "steps": ("一覧を開いて「印刷」を押しました", "普通に開いただけです", "トップの検索欄"),
        "error": ("「保存に失敗しました」と出ます", "何も出ません", "なし", "エラー番号 55 でした"),
        "since": ("昨日の朝からです", "ずっと前から", "入社した頃"),
        "device_os": ("Windows 11 です", "会社支給の端末です", "iPhone"),
        "browser": ("Edge です", "社内標準のものです", "クローム"),
        "app_version": ("5.2.1 です", "最新です"),
        "frequency": ("毎回です", "二回に一回くらい"),
        "expected": ("一覧に戻るはずです", "印刷の画面になるはず"),
    },
    "en": {
        "steps": ("I opened the list and clicked Print", "nothing special, just opened it", "the search box on top"),
        "error": ('It says "Saving failed"', "none", "number 55", "nothing at all"),
        "since": ("since yesterday morning", "a long while", "ever since I joined"),
        "device_os": ("Windows 11", "a company laptop", "my iPhone"),
        "browser": ("Edge", "the usual one here", "chrome"),
        "app_version": ("5.2.1", "the newest"),
        "frequency": ("every time", "about half of the time"),
        "expected": ("it should go back to the list", "a print dialog"),
    },
}
CLOSED = {
    "ja": (
        "分かりません", "不明です", "不明", "わかりません", "分かりかねます", "覚えていません", "よくわからないです",
        "知りません", "存じません", "把握しておりません", "お答えできません", "回答は控えさせてください",
        "お教えできません", "言いたくありません", "社外秘です",
    ),
    "en": (
        "I don't know", "not sure", "n/a", "no idea", "unknown", "don't know", "I can't remember", "N/A", "dunno",
        "I'd rather not say", "I prefer not to say", "I won't tell", "can't disclose that", "that is confidential",
    ),
}  # fmt: skip
DOES = ("reply", "reply", "reply", "reply", "reply", "twice", "picture", "thanks", "nothing", "wait", "agent")
THANKS = {"ja": "ありがとうございます。", "en": "Thanks!"}
NOTHING = {
    "ja": ("どうなっていますか？", "", "よろしくお願いします。"),
    "en": ("Any news?", "", "Ich verstehe das nicht."),
}
NUMBERS = (
    "{}. ",
    "{}) ",
    "({}) ",
    "{}：",
    "問{} ",
    "Q{} ",
    "Q{}. ",
    "{}番 ",
    "{}番：",
    "No.{} ",
    "【{}】",
    "A{}: ",
    "回答{}：",
)
CIRCLED, WIDE = "①②③④⑤⑥⑦⑧⑨", "１２３４５６７８９"
PICTURE = Attachment("2", "IMG_0001.png", "image/png", 90_000, "a" * 64)


@dataclass
class Talk:
    """A customer's exchange with mailbot, and what the customer knows to have answered."""

    language: str
    case: Case | None = None
    now: datetime = NOW
    closed: set[str] = field(default_factory=set)
    letters: list[Letter] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    log: list[str] = field(default_factory=list)
    rounds: int = 0  # letters with questions that mailbot wrote by itself

    def step(self) -> Step:
        return Step(POLICY, self.now, Spent(), lambda: f"<c.{next(self.numbers)}@desk.example>")

    def took(self, outcome: Outcome, *, by_agent: bool = False) -> None:
        self.log.append(f"   {outcome.rule}: {outcome.decision.reason}")
        self.case = outcome.case or self.case
        for letter in outcome.letters:
            if letter.party is Party.CUSTOMER:
                self.check(letter)
                self.letters.append(letter)
                self.rounds += bool(letter.questions) and letter.purpose is not Purpose.REMINDER and not by_agent

    def check(self, letter: Letter) -> None:
        """The promises of every letter to a customer."""
        asked = {id_ for question in letter.questions for id_ in question.details}
        story = "\n".join(self.log)
        assert len(letter.questions) <= POLICY.questions, story
        assert not asked & self.closed, f"asked again: {asked & self.closed}\n{story}"

    def write(self, text: str, *, files: tuple[Attachment, ...] = (), agent: bool = False) -> None:
        self.log.append(f"{'agent' if agent else 'customer'}: {text!r} {[one.name for one in files]}")
        last = self.letters[-1] if self.letters else None
        number = next(self.numbers)
        mail = message(
            message_id=f"<m.{number}@x.example>", in_reply_to=(last.message_id,) if last else (), text=text,
            subject="Printing", segments=build.segments(text), language=self.language, attachments=files,
            sender=Address(AGENT) if agent else CUSTOMER, to=(SUPPORT,),
        )  # fmt: skip
        self.arrive(mail, Party.AGENT if agent else Party.CUSTOMER)

    def arrive(self, mail: Message, party: Party) -> None:
        join = Join(self.case.id, party, "an id of ours") if self.case else None
        number = len(self.case.mails) + 1 if self.case else 1
        arrival = Arrival(mail, number, self.now, self.case.id if self.case else 1, join, sha256=mail.message_id)
        if self.case and self.case.state is State.CLOSED:
            arrival = replace(arrival, fresh_id=self.case.id + 1)
        self.took(advance(self.case, arrival, self.step()), by_agent=party is Party.AGENT)

    def pass_time(self, by: timedelta) -> None:
        """Whatever falls due within that time happens when it does."""
        end = self.now + by
        for _ in range(50):
            due = [at for at in (self.case.wake_at, self.case.remind_at) if at] if self.case else []
            if not due or min(due) > end or self.case is None:
                break
            self.now = max(self.now, min(due))
            self.took(wake(self.case, self.step()))
        else:
            raise AssertionError("a case that wakes for ever\n" + "\n".join(self.log))
        self.now = end


def open_questions(talk: Talk) -> tuple[Question, ...]:
    """What the newest letter asks, as far as it is not answered."""
    letter = next((one for one in reversed(talk.letters) if one.questions), None)
    return letter.questions if letter else ()


@st.composite
def replies(draw: Draw, talk: Talk) -> tuple[str, set[str]]:
    """(a reply to the newest letter, the details it settles)."""
    questions = open_questions(talk)
    style = draw(st.sampled_from(("quoted", "numbered", "circled", "wide", "labelled", "plain")))
    form = draw(st.sampled_from(NUMBERS))
    chosen = [one for one in questions if draw(st.integers(0, 3))] or list(questions)
    words = {one.number: draw(said(one, talk.language)) for one in chosen}
    if len(chosen) < len(questions) and style == "plain":
        style = "numbered"
    lines: list[str] = []
    for one in questions:
        told = words.get(one.number)
        if style == "quoted":
            lines.append(f"> {one.number}. {one.text}")
            lines += [told] if told else []
        elif told:
            lines.append(marked(one, told, style, form, len(questions)))
    return "\n".join(lines), {id_ for one in chosen for id_ in one.details}


def marked(question: Question, told: str, style: str, form: str, many: int) -> str:
    if style == "circled":
        return f"{CIRCLED[question.number - 1]}{told}"
    if style == "wide":
        return f"{WIDE[question.number - 1]}．{told}"
    if style == "labelled" and len(question.details) == 1:
        return f"{CATALOGUE.detail(question.details[0]).label['ja' if question.text[-1] == '。' else 'en']}: {told}"
    return told if style == "plain" and many == 1 else form.format(question.number) + told


@st.composite
def said(draw: Draw, question: Question, language: str) -> str:
    """An answer to a question: told, unknown, refused."""
    if draw(st.booleans()):
        return str(draw(st.sampled_from(CLOSED[language])))
    parts = (draw(st.sampled_from(known(id_, language))) for id_ in question.details)
    return ("、" if language == "ja" else ", ").join(parts)


def known(id_: str, language: str) -> tuple[str, ...]:
    """What a customer may say of a detail; of one that this file does not know, anything."""
    return TOLD[language].get(id_, ("そのとおりです" if language == "ja" else "the usual",))


def orders(language: str) -> st.SearchStrategy[str]:
    """What an agent may write in between."""
    named = st.lists(st.sampled_from([detail.id for detail in CATALOGUE.details]), min_size=1, max_size=3)
    asks = named.map(lambda ids: f"#ask {', '.join(ids)}")
    sets = st.sampled_from([detail.id for detail in CATALOGUE.details]).map(lambda id_: f"#set {id_} = 123")
    return st.one_of(asks, sets, st.sampled_from(("#ask", "#resume", "#take", "#note called", "Hello, please wait.")))


def turn(draw: Draw, talk: Talk) -> None:
    """One thing that a customer does, and the time until the next."""
    does = draw(st.sampled_from(DOES))
    if does in {"reply", "twice"} and open_questions(talk):
        for _ in range(1 if does == "reply" else 2):  # the second time with other words: a mind that changed
            text, settled = draw(replies(talk))
            talk.write(text)
            talk.closed |= settled
            talk.pass_time(timedelta(minutes=draw(st.sampled_from((1, 30)))))
    elif does == "picture":
        talk.write("", files=(replace(PICTURE, sha256=f"{next(talk.numbers):064}"),))
    elif does == "agent":
        talk.write(draw(orders(talk.language)), agent=True)
    elif does == "thanks":
        talk.write(THANKS[talk.language])
    elif does == "nothing":
        talk.write(draw(st.sampled_from(NOTHING[talk.language])))
    talk.pass_time(timedelta(hours=draw(st.sampled_from((0, 1, 30, 200)))))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_dialogue_asks_nothing_twice_and_ends_with_somebody(data: st.DataObject) -> None:
    talk = Talk(data.draw(st.sampled_from(("ja", "en"))))
    talk.write(data.draw(st.sampled_from(FIRST[talk.language])))
    for _ in range(data.draw(st.integers(0, 5))):
        talk.pass_time(timedelta(minutes=5))
        turn(data.draw, talk)
    talk.pass_time(timedelta(days=60))
    story = "\n".join(talk.log)
    assert talk.case is not None
    assert talk.case.wake_at is None, story
    assert talk.case.remind_at is None, story
    assert talk.case.state not in {State.NEW, State.WAITING_CUSTOMER}, story
    assert talk.case.follows or talk.rounds <= POLICY.rounds, story
