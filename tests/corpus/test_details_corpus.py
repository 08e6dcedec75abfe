"""Reading quality by rates: our own cases, and the labelled texts of ../shared/details.

All sets are "seen": patterns were tuned on them. The floors stand just under what was measured, so that a change that
makes reading worse shows.
"""

from __future__ import annotations

import pytest

from benchmarks.details import kinds, marks_of, measure, spans
from benchmarks.labelled import CORE, ENVIRONMENT, Case, labelled_cases, own_cases
from benchmarks.missing import curve, scored, shipped
from benchmarks.rates import tally
from mailbot.casework.details import find
from mailbot.config.details import packaged_catalogue
from mailbot.model import Answer, Strength
from tests.shared import shared

CATALOGUE = packaged_catalogue()
OWN = tuple(own_cases())

# F1 of the core details, share of environment details told but asked, and held though not told.
CORE_FLOOR = {"dev-en": 0.93, "dev-ja": 0.94}
FALSE_ENVIRONMENT = {"dev-en": 0.07, "dev-ja": 0.05}
MISSED_ENVIRONMENT = {"dev-en": 0.05, "dev-ja": 0.05}
FALSE_FREE = {("dev-en", "steps"): 0.06, ("dev-en", "expected"): 0.10, ("dev-ja", "steps"): 0.04}
RIGHT_WORDS = 0.95
# Of "missing": F1 at the best threshold, and at ours the share of false asks and the recall.
MISSING = {"expected": (0.84, 0.10, 0.70), "steps": (0.75, 0.10, 0.40)}


def labelled(name: str) -> list[Case]:
    shared("details")
    return list(labelled_cases(name))


@pytest.mark.parametrize("name", ["dev-en", "dev-ja"])
def test_details_of_labelled_texts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    marks = marks_of(labelled(name), CATALOGUE)
    core, environment = tally(marks, CORE).rates(), tally(marks, ENVIRONMENT).rates()
    with capsys.disabled():
        print(f"\n  {name} (seen, n={len(marks)}) core F1 {core['F1']:.3f}, environment {environment}", end="")
    assert core["F1"] >= CORE_FLOOR[name]
    assert environment["false"] <= FALSE_ENVIRONMENT[name]
    assert environment["missed"] <= MISSED_ENVIRONMENT[name]
    for (set_, detail), most in FALSE_FREE.items():
        assert set_ != name or tally(marks, {detail}).rates()["false"] <= most, detail


def test_the_words_that_prove_a_detail_are_the_labelled_ones() -> None:
    tallies = spans(labelled("dev-ja"), CATALOGUE).values()
    hit, missed = sum(one.hit for one in tallies), sum(one.missed for one in tallies)
    assert hit / (hit + missed) >= RIGHT_WORDS, [error for one in tallies for error in one.errors]


@pytest.mark.parametrize("detail", list(MISSING))
def test_what_is_missing_in_labelled_reports(detail: str) -> None:
    rows = scored(detail, labelled("steps-expected-dev"), CATALOGUE)
    best, ours = max(one.f1 for one in curve(rows)), shipped(rows)
    f1, false, recall = MISSING[detail]
    assert best >= f1
    assert ours.false <= false
    assert ours.recall >= recall


@pytest.mark.parametrize(("tags", "floor"), [(True, 0.90), (False, 0.75)], ids=["with subject tags", "words alone"])
def test_kinds_of_labelled_texts(tags: bool, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
    macro, unsure, total, wrong = kinds(labelled("dev-ja"), CATALOGUE, tags=tags)
    with capsys.disabled():
        print(f"\n  dev-ja (seen, n={total}) kind macro-F1 {macro:.2f}, unsure {unsure:.2f}", end="")
    assert macro >= floor, wrong


@pytest.mark.parametrize("language", ["en", "ja"])
def test_our_own_cases(language: str) -> None:
    cases = [case for case in OWN if case.language == language]
    assert len(cases) >= 150
    for detail, one in measure(cases, CATALOGUE).items():
        assert one.errors == [], detail
    _, _, _, wrong = kinds(cases, CATALOGUE, tags=True)
    assert wrong == []


@pytest.mark.parametrize("case", [case for case in OWN if case.values], ids=lambda case: str(case.id))
def test_values_of_our_own_cases_have_one_form(case: Case) -> None:
    found = find(case.message, CATALOGUE)
    sure = {(one.detail, one.value) for one in found if (one.strength, one.answer) == (Strength.STRONG, Answer.GIVEN)}
    assert set(case.values.items()) <= sure
