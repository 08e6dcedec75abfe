"""The demo's own people: Mika, who answers customers by mail, and Ryo, the engineer."""

from __future__ import annotations

from collections.abc import Callable

from mailbot.demo.customers import CUSTOMERS, EMILY, GRACE, NAOKO, TAKUYA, TOM, YUKI
from mailbot.demo.people import Person, Step, words
from mailbot.demo.programs import desktop
from mailbot.demo.replies import Received, before_quote
from mailbot.demo.servers import AGENT, ENGINEERING
from mailbot.model import State


def _signed(text: str) -> Callable[[Received], str]:
    """As Mika's program replies: the text, her signature, the note quoted below."""
    return lambda note: before_quote(f"{text.rstrip()}\n\n{words('signature')}", note)


MIKA = Person(
    "三浦 美香",
    AGENT,
    "agent",
    "ja",
    story="answers for support, from her own mail program",
    expectation="gets a note on each case, and a receipt for each mail that she writes",
    program=desktop,
    steps=(
        Step(f"answers {YUKI.name}'s question", _signed(words("answer_ja")), sees=YUKI.subject),
        Step(f"answers {GRACE.name}'s question", _signed(words("answer_en")), sees=GRACE.subject),
        # The words of the engineer, not a heading of ours: these notes are the ones that bring his answers.
        Step(f"releases the answer to {NAOKO.name} with #送信", _signed("#送信"), sees="一覧を読み込む処理が"),
        Step(f"releases the answer to {EMILY.name} with #release", _signed("#release"), sees="runs out of memory"),
    ),
    reads=(TAKUYA.subject, TOM.subject),
)
RYO = Person(
    "佐伯 亮",
    ENGINEERING,
    "engineer",
    "ja",
    story="looks into complete reports",
    expectation="gets one report per complete bug; what he answers goes to Mika",
    program=desktop,
    steps=(
        Step(
            f"answers {NAOKO.name}'s report: 原因, 回避方法, 見込み",
            lambda report: before_quote(words("engineering_ja"), report),
            sees=NAOKO.subject,
        ),
        Step(
            f"answers {EMILY.name}'s report: cause, workaround, estimate",
            lambda report: before_quote(f"{words('engineering_en').rstrip()}\nRyo", report),
            sees=EMILY.subject,
        ),
    ),
    letters=5,
    reads=tuple(one.subject for one in CUSTOMERS if one.ends is State.WITH_ENGINEERING),
)

STAFF = (MIKA, RYO)
