"""Hints that prove nothing alone and add up, and texts made to be slow."""

from __future__ import annotations

import pytest

from benchmarks.strain import hostile, slowest_pattern
from mailbot.casework.details import find, given, plain_message
from mailbot.casework.reading import points
from mailbot.config.details import packaged_catalogue
from tests.effort import ending

CATALOGUE = packaged_catalogue()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Open the list.", False),
        ("Open the list. Choose a row.", True),
        ("It breaks with the following code.", True),
        ("For example.", False),
        ("Reproducible.", False),
        ("Reproducible with the code below, for example.", True),
    ],
)
def test_hints_of_steps_add_up(text: str, told: bool) -> None:
    assert ("steps" in given(find(plain_message(text), CATALOGUE))) is told


def test_one_hint_said_ten_times_is_no_better_told_than_twice() -> None:
    twice, often = (points(plain_message("For example.\n" * times), CATALOGUE)["steps"] for times in (2, 10))
    assert twice == often


def test_a_place_of_its_own_counts_more_than_a_sentence() -> None:
    placed, said = (
        points(plain_message(text), CATALOGUE)["expected"] for text in ("Expected: a list", "a list should")
    )
    assert placed > said


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in hostile()])
def test_64_kib_made_to_be_slow_come_to_an_end(text: str) -> None:
    with ending():
        found = find(plain_message(text), CATALOGUE)
    assert all(text[one.start : one.end] == one.quote for one in found if one.source == "body")


def test_every_pattern_comes_to_an_end_on_64_kib() -> None:
    with ending():
        _, which = slowest_pattern(CATALOGUE)
    assert which
