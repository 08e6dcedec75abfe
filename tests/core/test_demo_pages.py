"""What the demo shows fits its terminal, Japanese and Latin letters alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.demo.cast import INSIDE, NAMES
from mailbot.demo.customers import TOM, YUKI
from mailbot.demo.hopes import about_letters
from mailbot.demo.pages import cells, cut, folded, timeline, verdict
from mailbot.demo.staff import MIKA
from tests.core.test_demo_cast import ASK_EN, FROM_MIKA, GOOD, HAPPY, NOW, SUPPORT, carried, letter


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        pytest.param("short", ["short"], id="a short line stays"),
        pytest.param("", [""], id="an empty line stays"),
        pytest.param("one two three four five", ["one two three four", "five"], id="Latin words stay whole"),
        pytest.param("- one two three four five", ["- one two three four", "  five"], id="below an item, indented"),
        pytest.param("あいうえおかきくけこさ", ["あいうえおかきくけこ", "さ"], id="Japanese breaks anywhere"),
        pytest.param("あいうえおかきくけこ。", ["あいうえおかきくけ", "こ。"], id="but not before a full stop"),
        pytest.param("あいうえおかきくけ「こ」", ["あいうえおかきくけ", "「こ」"], id="nor behind an opening bracket"),
        pytest.param("x" * 25, ["x" * 25], id="what has no gap is left whole"),
    ],
)
def test_lines_are_folded_to_the_terminal(line: str, rows: list[str]) -> None:
    assert folded(line, 20) == rows


@pytest.mark.parametrize("width", [64, 80, 120])
def test_a_timeline_fits_its_terminal(width: int) -> None:
    first = carried(TOM.first(SUPPORT, NOW), SUPPORT)
    came = [first, replace(GOOD, at=NOW + timedelta(seconds=2)), carried(letter(ASK_EN, subject="請求書" * 40))]
    rows = timeline(TOM, came, NAMES, width)
    assert max(map(cells, rows)) <= width
    assert rows[0].startswith("  12:04:05  Tom Becker -> support  ")
    assert rows[1].startswith("  12:04:07  support -> Tom Becker  ")
    assert rows[2].endswith("… (3 questions)")


def test_an_agents_timeline_leaves_out_what_she_only_read() -> None:
    note = carried(letter(YUKI.subject), MIKA.address)
    other = carried(letter("x").replace(b"<one@", b"<two@"), MIKA.address)
    rows = timeline(MIKA, [note, other, FROM_MIKA], NAMES, 80)
    assert len(rows) == 3
    assert rows[-1] == "  ... and notes that were only read: 1"


def test_a_verdict_says_clearly_what_did_not_come_true() -> None:
    assert verdict(TOM, [], 80)[0].startswith("  [ok] gets a receipt")
    wrong = about_letters((HAPPY,), [], INSIDE)
    assert verdict(HAPPY, wrong, 80)[0] == "  [NOT ok] got 0 letters instead of 1"


def test_a_subject_is_cut_by_columns() -> None:
    assert cut("請求書が", 8) == "請求書が"
    assert cut("請求書が表示", 8) == "請求書…"
