"""Missing expected behaviour and missing steps, on ../shared/details/steps-expected-dev: every threshold, and ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.labelled import Case, labelled_cases
from benchmarks.rates import Mark, interval, tally
from mailbot.casework.catalogue import Catalogue
from mailbot.casework.details import find, given
from mailbot.casework.reading import points

NAME = "steps-expected-dev"
DETAILS = ("expected", "steps")


@dataclass(frozen=True, slots=True)
class Scored:
    """Of one report and detail: is it missing, how surely is it told, would mailbot ask."""

    missing: bool
    points: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Point:
    """What asking below a threshold does: precision, recall and F1 of "missing", and the share of false asks."""

    threshold: int
    precision: float
    recall: float
    f1: float
    false: float


def scored(detail: str, cases: Sequence[Case], catalogue: Catalogue) -> list[Scored]:
    """Every report with a label for this detail."""
    return [
        Scored(not told, points(case.message, catalogue)[detail], detail not in given(find(case.message, catalogue)))
        for case in cases
        if (told := case.given[detail]) is not None
    ]


def curve(rows: Sequence[Scored]) -> Iterator[Point]:
    """Each threshold that makes a difference."""
    for threshold in sorted({row.points for row in rows})[1:]:
        yield point(threshold, [(row.missing, row.points < threshold) for row in rows])


def shipped(rows: Sequence[Scored]) -> Point:
    """What mailbot does."""
    return point(0, [(row.missing, row.asked) for row in rows])


def point(threshold: int, pairs: Sequence[tuple[bool, bool]]) -> Point:
    """From pairs of missing and asked."""
    rates = tally(_marks(pairs), {"missing"}).rates()
    told = [asked for missing, asked in pairs if not missing]
    return Point(threshold, rates["P"], rates["R"], rates["F1"], sum(told) / len(told))


def _marks(pairs: Sequence[tuple[bool, bool]]) -> list[list[Mark]]:
    return [[Mark("missing", missing, asked)] for missing, asked in pairs]


def report(catalogue: Catalogue) -> None:
    """Print the whole curve, its best point and the shipped one."""
    cases = tuple(labelled_cases(NAME))
    print(f"\n{NAME} (seen) [en] " + (f"n={len(cases)}" if cases else "skipped (n=0), not found"))
    for detail in DETAILS if cases else ():
        rows = scored(detail, cases, catalogue)
        points_ = list(curve(rows))
        print(f"  missing {detail}: asked below so many points   P     R    F1  false asks")
        for one in points_:
            _row(str(one.threshold), one)
        _row("best", best := max(points_, key=lambda one: one.f1))
        _row("shipped", shipped(rows))
        low, high = interval(_marks([(row.missing, row.points < best.threshold) for row in rows]), {"missing"})
        print(f"      best F1, 95 %: {low:.3f}–{high:.3f}, n={len(rows)}")


def _row(name: str, one: Point) -> None:
    print(f"    {name:>8}  {one.precision:.3f} {one.recall:.3f} {one.f1:.3f}  {one.false:.3f}")
