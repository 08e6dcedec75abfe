"""Hints that prove nothing alone and add up, and texts made to be slow."""

from __future__ import annotations

import time

import pytest

from benchmarks.strain import hostile, slowest_pattern
from mailbot.casework.details import find, given, plain_message
from mailbot.casework.reading import points
from mailbot.config.details import packaged_catalogue

CATALOGUE = packaged_catalogue()
SLACK = 3  # other work runs beside a test


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


@pytest.mark.parametrize(("name", "text"), list(hostile()), ids=[name for name, _ in hostile()])
def test_64_kib_made_to_be_slow_are_read_in_time(name: str, text: str) -> None:
    start = time.process_time()
    find(plain_message(text), CATALOGUE)
    assert time.process_time() - start < 0.2 * SLACK, name


def test_no_pattern_is_slow_on_64_kib() -> None:
    spent, which = slowest_pattern(CATALOGUE)
    assert spent < 20 * SLACK, which
