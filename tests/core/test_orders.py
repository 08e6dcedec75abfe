"""What agents may order on the first lines of a mail, and what is a mistake that leaves nothing."""

from __future__ import annotations

import pytest

from mailbot.casework.orders import COMMANDS, help_lines, parse
from mailbot.model import Kind
from tests.effort import ending


def given(text: str) -> list[tuple[str, str]]:
    """(name, argument) of the orders; none may be a problem."""
    orders = parse(text)
    assert orders.problems == ()
    return [(order.name, order.argument) for order in orders.orders]


@pytest.mark.parametrize(
    ("alias", "name"),
    [(alias, c.name) for c in COMMANDS for names in c.aliases.values() for alias in names if not c.takes],
)
@pytest.mark.parametrize("written", ["#{}", "＃{}", "# {}", "  #{}.", "*#{}*", "#{}。\n\nHello", "\ufeff#{}\n"])
def test_every_name_is_understood_as_programs_write_it(written: str, alias: str, name: str) -> None:
    assert given(written.format(alias)) == [(name, "")]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        pytest.param("#note", [("note", "")], id="a note"),
        pytest.param("#CLOSE", [("close", "")], id="in capitals"),
        pytest.param("＃ｃｌｏｓｅ", [("close", "")], id="in full width"),
        pytest.param("♯めも", [("note", "")], id="with the sharp of a Japanese keyboard, in hiragana"),
        pytest.param("#メモ 電話で確認済み", [("note", "電話で確認済み")], id="a note with words on its line"),
        pytest.param(
            "#note he cites #12 and #close", [("note", "he cites #12 and #close")], id="all of it is the note"
        ),
        pytest.param("#note #close", [("note", ""), ("close", "")], id="two on one line"),
        pytest.param("#take\n#kind bug", [("take", ""), ("kind", "bug")], id="two on two lines"),
        pytest.param("#take\n\n\n#close", [("take", ""), ("close", "")], id="blank lines between"),
        pytest.param("#close\n#close", [("close", "")], id="the same twice is one"),
        pytest.param("#kind question", [("kind", "question")], id="a kind"),
        pytest.param("#種類：要望", [("kind", "request")], id="a kind in Japanese"),
        pytest.param("#kind=bug", [("kind", "bug")], id="with a sign of equality"),
        pytest.param("#不具合", [("kind", "bug")], id="a kind alone"),
        pytest.param("#Question", [("kind", "question")], id="a kind alone in English"),
        pytest.param("- #close", [("close", "")], id="as an item of a list"),
        pytest.param("Hello #5", [], id="a sign within the text"),
        pytest.param("Hello\n#5 is done", [], id="a number below the text"),
        pytest.param("Hello\n# Summary\n## Next steps", [], id="headings below the text"),
        pytest.param("#note\n\n# Summary\nHe is right.", [("note", "")], id="a heading of the note"),
        pytest.param("#note\nHe wrote:\n#close", [("note", "")], id="an order named within a note"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_orders(text: str, then: list[tuple[str, str]]) -> None:
    assert given(text) == then


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("#close\n\nHello,\n\n  indented\n", "Hello,\n\n  indented", id="below an order"),
        pytest.param("Hello,\n\nbye", "Hello,\n\nbye", id="without one"),
        pytest.param(
            "#完了\n👨\u200d👩\u200d👧 です", "👨\u200d👩\u200d👧 です", id="as it was written, joiners and all"
        ),
        pytest.param("#note", "", id="nothing below"),
    ],
)
def test_the_rest_is_the_text_below(text: str, rest: str) -> None:
    assert parse(text).rest == rest


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("#clsoe\nHello", "#clsoe", "#close", id="a mistyped order"),
        pytest.param("#メも帳", "#メも帳", "#note", id="a mistyped order in Japanese"),
        pytest.param("#完了しました", "#完了しました", "#close", id="an order in a sentence"),
        pytest.param("#1234\nHello", "#1234", "no such order", id="a number of a ticket"),
        pytest.param("# What happened today\nHello", "# What happened today", "no such order", id="a heading"),
        pytest.param("##note\nsecret", "##note", "no such order", id="two signs"),
        pytest.param("#", "#", "no such order", id="a sign alone"),
        pytest.param("#close thank you", "#close thank you", "lines below", id="words behind an order that takes none"),
        pytest.param("#bug it breaks", "#bug it breaks", "lines below", id="words behind a kind"),
        pytest.param("#kind", "#kind", "#kind bug", id="no kind"),
        pytest.param("#kind broken", "#kind broken", "#kind bug", id="an unknown kind"),
        pytest.param("#take\n#colse\n\nHello", "#colse", "#close", id="one of two is wrong"),
        pytest.param("#note\n\n#colse", "#colse", "#close", id="a mistyped order below a note"),
        pytest.param("Hello\n\n#note he is angry", "#note he is angry", "first lines", id="an order below the text"),
        pytest.param("お疲れ様です。\n＃メモ\n怒っています", "＃メモ", "first lines", id="an order below a greeting"),
        pytest.param("Hello\n#noet secret", "#noet secret", "first lines", id="mistyped and below the text"),
        pytest.param("#close\n#resume", "#close / #resume", "contradict", id="close and resume"),
        pytest.param("#note\n#release", "#note / #release", "contradict", id="note and release"),
        pytest.param("#担当 #再開", "#担当 / #再開", "contradict", id="take and resume on one line"),
        pytest.param("#bug\n#要望", "#bug / #要望", "contradict", id="two kinds"),
    ],
)
def test_problems(text: str, line: str, says: str) -> None:
    (problem,) = parse(text).problems
    assert problem.line == line
    assert says in problem.words["en"]
    assert problem.words["ja"].endswith("。")


def test_a_mistyped_order_never_becomes_text_for_the_customer() -> None:
    assert parse("#noet\nHe is angry.").rest == "He is angry."
    assert parse("#noet\nHe is angry.").problems


def test_what_is_proposed_in_japanese_is_japanese() -> None:
    assert parse("#clsoe").problems[0].words["ja"] == "このような指示はありません。「#完了」のことでしょうか。"


@pytest.mark.parametrize("language", ["en", "ja", "fr"])
def test_the_help_names_every_order_and_each_can_be_typed(language: str) -> None:
    lines = help_lines(language)
    assert len(lines) == len(COMMANDS)
    for line, command in zip(lines, COMMANDS, strict=True):
        typed = line.split("（")[0].split()[0] + (" bug" if command.takes == "kind" else "")
        assert [order.name for order in parse(typed).orders] == [command.name]


def test_the_short_kinds_are_the_kinds_that_mailbot_knows() -> None:
    assert {Kind(parse(word).orders[0].argument) for word in ("#bug", "#質問", "#request")} == set(Kind) - {Kind.UNSURE}


@pytest.mark.parametrize(
    "line", ["#close\n", "#clsoe\n", "x\n#noet a\n", "#" * 999 + "\n", "#note #a", " " * 999 + "#\n"]
)
def test_hostile_text_is_read_to_its_end(line: str) -> None:
    with ending():
        above, below = parse(line * (300_000 // len(line))), parse("x\n" + line * (300_000 // len(line)))
    assert above.orders or above.problems or above.rest
    assert below.rest.startswith("x\n")
    assert not below.orders
