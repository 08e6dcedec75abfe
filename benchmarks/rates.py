"""Precision, recall and F1 with a bootstrap interval, from marks made case by case."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

ROUNDS = 1000
SEED = 20261126


@dataclass(frozen=True, slots=True)
class Mark:
    """One label of one case: what the labeller said and what we hold."""

    label: str
    told: bool
    held: bool


@dataclass(slots=True)
class Tally:
    """Counts of one detail: told and held, told and missed, held and not told, neither."""

    hit: int = 0
    missed: int = 0
    wrong: int = 0
    rest: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, mark: Mark) -> None:
        """Count one mark."""
        name = ("hit" if mark.held else "missed") if mark.told else ("wrong" if mark.held else "rest")
        setattr(self, name, getattr(self, name) + 1)

    def rates(self) -> dict[str, float]:
        """Precision, recall, F1, false-ask (told but asked), missed-ask (held though not told)."""
        precision = self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0
        recall = self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {"P": precision, "R": recall, "F1": f1, "false": 1 - recall, "missed": 1 - precision}


Marks = Sequence[Sequence[Mark]]  # case by case


def tally(marks: Marks, labels: Collection[str]) -> Tally:
    """All marks of these labels together."""
    total = Tally()
    for mark in (mark for case in marks for mark in case if mark.label in labels):
        total.add(mark)
    return total


def interval(marks: Marks, labels: Collection[str], rate: str = "F1") -> tuple[float, float]:
    """The middle 95 % of a rate over samples of the cases, drawn with replacement; the same every time."""
    drawn = random.Random(SEED)
    rates = sorted(tally(drawn.choices(marks, k=len(marks)), labels).rates()[rate] for _ in range(ROUNDS))
    return rates[int(ROUNDS * 0.025)], rates[int(ROUNDS * 0.975) - 1]
