"""Reading quality by rates: our own cases, and the labelled texts of ../shared/details.

All sets are "seen": patterns were tuned on them. The floors stand just under what was measured, so that a change that
makes reading worse shows.
"""

from __future__ import annotations

import pytest

from benchmarks.details import Case, kinds, labelled_cases, measure, own_cases
from mailbot.config.details import packaged_catalogue
from tests.shared import shared

CATALOGUE = packaged_catalogue()
OWN = tuple(own_cases())

# Lowest share of told details that are seen (recall: the rest would be asked for), and of seen ones that were told.
SEEN = {
    "dev-en": {"steps": 0.92, "error": 0.90, "device_os": 0.98, "browser": 0.98, "app_version": 0.82},
    "dev-ja": {"steps": 0.88, "error": 0.93, "device_os": 0.98, "browser": 0.98, "app_version": 0.84, "since": 0.90},
}
TOLD = {
    "dev-en": {"steps": 0.87, "error": 0.90, "device_os": 0.98, "browser": 0.80, "app_version": 0.90},
    "dev-ja": {"steps": 0.83, "error": 0.82, "device_os": 0.98, "browser": 0.98, "app_version": 0.90, "since": 0.85},
}


def labelled(name: str) -> list[Case]:
    shared("details")
    return list(labelled_cases(name))


@pytest.mark.parametrize("name", ["dev-en", "dev-ja"])
def test_details_of_labelled_texts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    cases = labelled(name)
    tallies = measure(cases, CATALOGUE)
    with capsys.disabled():
        for detail in SEEN[name]:
            rates = tallies[detail].rates()
            print(f"\n  {name} (seen, n={len(cases)}) {detail}: P {rates['P']:.2f} R {rates['R']:.2f}", end="")
    for detail, floor in SEEN[name].items():
        assert tallies[detail].rates()["R"] >= floor, (detail, tallies[detail].errors)
    for detail, floor in TOLD[name].items():
        assert tallies[detail].rates()["P"] >= floor, (detail, tallies[detail].errors)


@pytest.mark.parametrize(("tags", "floor"), [(True, 0.90), (False, 0.75)], ids=["with subject tags", "words alone"])
def test_kinds_of_labelled_texts(tags: bool, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
    macro, unsure, total, wrong = kinds(labelled("dev-ja"), CATALOGUE, tags=tags)
    with capsys.disabled():
        print(f"\n  dev-ja (seen, n={total}) kind macro-F1 {macro:.2f}, unsure {unsure:.2f}", end="")
    assert macro >= floor, wrong


@pytest.mark.parametrize("language", ["en", "ja"])
def test_our_own_cases(language: str) -> None:
    cases = [case for case in OWN if case.language == language]
    assert len(cases) >= 100
    for detail, tally in measure(cases, CATALOGUE).items():
        assert tally.errors == [], detail
    _, _, _, wrong = kinds(cases, CATALOGUE, tags=True)
    assert wrong == []
