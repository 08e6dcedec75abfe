"""The site's own model of kinds: weighed features, added up and turned into probabilities, each with its reasons."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from mailbot.casework.ngrams import WEIGHTS, family
from mailbot.model import Kind

KINDS = (Kind.QUESTION, Kind.BUG, Kind.REQUEST)
CONFIDENT = 0.8  # a probability at which it should hardly ever be wrong: what figures are given for
MOST_REASONS = 3
Counts = Mapping[str, int]
Vector = tuple[list[int], list[float]]  # places, values


@dataclass(frozen=True, slots=True)
class Origin:
    """What a model was made of, and how well it did on texts that it had not seen."""

    sha256: str  # of the labelled texts
    texts: int
    kinds: tuple[int, ...] = ()  # how many of each, in the order of KINDS
    macro_f1: float = 0.0
    rules_f1: float = 0.0
    joint_f1: float = 0.0  # of both together, as mailbot uses them
    coverage: float = 0.0  # share of texts on which it is confident
    accuracy: float = 0.0  # on these


@dataclass(frozen=True, slots=True)
class Told:
    """What the model says of a mail: the likeliest kind, how likely, and the features that made it so."""

    kind: Kind
    probability: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights per feature and kind, in the order of KINDS; `idf` says how much a rare feature counts."""

    places: Mapping[str, int]
    idf: Sequence[float]
    weights: tuple[Sequence[float], ...]
    bias: tuple[float, ...]
    temperature: float = 1.0
    limit: float = CONFIDENT  # from this probability on it is believed, below it the rules decide
    origin: Origin = field(default_factory=lambda: Origin("", 0))

    def probabilities(self, counts: Counts) -> tuple[float, ...]:
        """One per kind, in the order of KINDS."""
        return softmax(scores(vector(counts, self.places, self.idf), self.weights, self.bias), self.temperature)

    def told(self, counts: Counts, most: int = MOST_REASONS) -> Told:
        """The likeliest kind with its reasons, the heaviest first."""
        chances = self.probabilities(counts)
        best = max(range(len(KINDS)), key=chances.__getitem__)
        return Told(KINDS[best], chances[best], self._reasons(counts, best, most))

    def _reasons(self, counts: Counts, best: int, most: int) -> tuple[tuple[str, float], ...]:
        """What each feature adds to the kind beyond what it adds to the others on average."""
        names = {place: name for name in counts if (place := self.places.get(name)) is not None}
        places, values = vector(counts, self.places, self.idf)
        added = []
        for place, value in zip(places, values, strict=True):
            ours = [weights[place] for weights in self.weights]
            others = (sum(ours) - ours[best]) / (len(ours) - 1)
            added.append((names[place], value * (ours[best] - others) / self.temperature))
        added.sort(key=lambda one: (-one[1], one[0]))
        return tuple(one for one in added[:most] if one[1] > 0)


def vector(counts: Counts, places: Mapping[str, int], idf: Sequence[float]) -> Vector:
    """TF-IDF with 1 + log(count), each family of features of its own length."""
    found: dict[str, list[tuple[int, float]]] = {name: [] for name in WEIGHTS}
    for feature, count in counts.items():
        place = places.get(feature)
        if place is not None:
            found[family(feature)].append((place, (1 + math.log(count)) * idf[place]))
    where: list[int] = []
    values: list[float] = []
    for name, pairs in found.items():
        length = math.sqrt(sum(value * value for _, value in pairs)) or 1.0
        where += [place for place, _ in pairs]
        values += [WEIGHTS[name] * value / length for _, value in pairs]
    return where, values


def scores(seen: Vector, weights: Sequence[Sequence[float]], bias: Sequence[float]) -> list[float]:
    """The weighed sum for each kind."""
    places, values = seen
    return [
        sum(map(mul, map(row.__getitem__, places), values)) + start for row, start in zip(weights, bias, strict=True)
    ]


def softmax(sums: Sequence[float], temperature: float = 1.0) -> tuple[float, ...]:
    """Probabilities from sums; a temperature over 1 makes them less sure of themselves."""
    highest = max(sums)
    powers = [math.exp((one - highest) / temperature) for one in sums]
    total = sum(powers)
    return tuple(power / total for power in powers)
