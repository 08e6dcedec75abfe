"""Learn the site's own model from labelled mails: multinomial logistic regression, the same weights for the same mails.

Pure Python on purpose: 1,500 mails take seconds, and a mail server needs no numeric library for it.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from mailbot.casework.linear import CONFIDENT, KINDS, Counts, Model, Vector, scores, softmax, vector
from mailbot.model import Kind

MOST_FEATURES = 40_000
RAREST = 2  # mails in which a feature must stand
EPOCHS = 12
PULL = 3e-4  # towards zero, per step (L2)
RATE = 2.0
FOLDS = 5
TEMPERATURES = tuple(0.5 + step / 20 for step in range(51))
LIMITS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, CONFIDENT)  # where it is more likely wrong than right, it is not believed
RIGHT = 0.94  # how often it shall be right where it is confident
MASK = (1 << 64) - 1
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled mail: what stands in it, what it is, and what the rules alone say."""

    counts: Counts
    kind: Kind
    ruled: Kind = Kind.UNSURE
    group: str = ""  # where it comes from, for trials that leave one source out


@dataclass(frozen=True, slots=True)
class Figures:
    """How well texts were told that were not learnt from."""

    macro_f1: float
    accuracy: float  # where it was confident
    coverage: float  # share of texts on which it was
    texts: int


def learn(examples: Sequence[Example], temperature: float = 1.0) -> Model:
    """A model of these mails."""
    places, idf = _vocabulary(examples)
    seen = [vector(example.counts, places, idf) for example in examples]
    weights, bias = _fit(seen, [KINDS.index(example.kind) for example in examples], len(places))
    return Model(places, idf, weights, bias, temperature)


def trial(
    examples: Sequence[Example], folds: Sequence[int], tell: Tell = lambda _done, _all: None
) -> list[list[float]]:
    """For each mail the sums of a model that has not seen its fold."""
    sums: list[list[float]] = [[] for _ in examples]
    numbers = sorted(set(folds))
    for done, fold in enumerate(numbers):
        model = learn([one for one, of in zip(examples, folds, strict=True) if of != fold])
        for place, (example, of) in enumerate(zip(examples, folds, strict=True)):
            if of == fold:
                sums[place] = scores(vector(example.counts, model.places, model.idf), model.weights, model.bias)
        tell(done + 1, len(numbers))
    return sums


def folds_of(examples: Sequence[Example], folds: int = FOLDS, seed: int = 11) -> list[int]:
    """A fold for each mail, every kind spread evenly over all of them."""
    draw = _Draw(seed)
    chosen = [0] * len(examples)
    for kind in KINDS:
        places = [place for place, example in enumerate(examples) if example.kind is kind]
        draw.shuffle(places)
        for number, place in enumerate(places):
            chosen[place] = number % folds
    return chosen


def best_temperature(sums: Sequence[Sequence[float]], kinds: Sequence[Kind]) -> float:
    """The temperature that fits best what came true; a higher one where confidence would be wrong too often."""

    def loss(temperature: float) -> float:
        return -sum(
            math.log(max(1e-12, softmax(one, temperature)[KINDS.index(kind)]))
            for one, kind in zip(sums, kinds, strict=True)
        )

    def accuracy(temperature: float) -> float:
        return figures([softmax(one, temperature) for one in sums], kinds).accuracy

    fits = min(TEMPERATURES, key=loss)
    return next((one for one in TEMPERATURES if one >= fits and accuracy(one) >= RIGHT), TEMPERATURES[-1])


def joined(chances: Sequence[Sequence[float]], ruled: Sequence[Kind], limit: float) -> list[Kind]:
    """What mailbot tells: the model's kind from the limit on, else that of the rules."""
    return [likeliest(one) if max(one) >= limit else rule for one, rule in zip(chances, ruled, strict=True)]


def best_limit(chances: Sequence[Sequence[float]], examples: Sequence[Example]) -> float:
    """From which probability on the model is better believed than the rules; of equals the highest."""
    kinds, ruled = [one.kind for one in examples], [one.ruled for one in examples]
    return max(
        LIMITS, key=lambda limit: (macro_f1(list(zip(kinds, joined(chances, ruled, limit), strict=True))), limit)
    )


def likeliest(chances: Sequence[float]) -> Kind:
    """The kind of the highest probability."""
    return KINDS[max(range(len(KINDS)), key=chances.__getitem__)]


def figures(chances: Sequence[Sequence[float]], kinds: Sequence[Kind], limit: float = CONFIDENT) -> Figures:
    """Macro-F1 over all, and how often it is right where it is confident."""
    best = [likeliest(one) for one in chances]
    sure = [(told, kind) for told, kind, one in zip(best, kinds, chances, strict=True) if max(one) >= limit]
    right = sum(told is kind for told, kind in sure)
    return Figures(
        macro_f1(list(zip(kinds, best, strict=True))),
        right / len(sure) if sure else 0.0,
        len(sure) / len(kinds) if kinds else 0.0,
        len(kinds),
    )


def macro_f1(pairs: Sequence[tuple[Kind, Kind]]) -> float:
    """The mean F1 of the three kinds over (true, told) pairs; "unsure" is told for none of them."""
    found: list[float] = []
    for kind in KINDS:
        hit = sum(true is kind and told is kind for true, told in pairs)
        all_ = sum((true is kind) + (told is kind) for true, told in pairs)
        found.append(2 * hit / all_ if all_ else 1.0)
    return sum(found) / len(found)


def _vocabulary(examples: Sequence[Example]) -> tuple[dict[str, int], array[float]]:
    """The commonest features; one counts the more, the rarer it is and the better it tells the kinds apart."""
    of_kind = {kind: Counter[str]() for kind in KINDS}
    for example in examples:
        of_kind[example.kind].update(example.counts.keys())
    known = sum(of_kind.values(), Counter[str]())
    names = sorted((name for name, count in known.items() if count >= RAREST), key=lambda name: (-known[name], name))
    kept = names[:MOST_FEATURES]
    idf = (math.log((1 + len(examples)) / (1 + known[name])) + 1 for name in kept)
    telling = _telling(kept, known, of_kind)
    return {name: place for place, name in enumerate(kept)}, array("d", map(mul, idf, telling))


def _telling(names: Sequence[str], known: Counter[str], of_kind: Mapping[Kind, Counter[str]]) -> list[float]:
    """The largest log ratio between a kind and the others (Wang and Manning 2012)."""
    ratios = [0.0] * len(names)
    for counts in of_kind.values():
        inside = sum(counts[name] + 1 for name in names) or 1
        outside = sum(known[name] - counts[name] + 1 for name in names) or 1
        for place, name in enumerate(names):
            odds = (counts[name] + 1) / inside / ((known[name] - counts[name] + 1) / outside)
            ratios[place] = max(ratios[place], abs(math.log(odds)))
    return ratios


def _fit(seen: Sequence[Vector], kinds: Sequence[int], size: int) -> tuple[tuple[list[float], ...], tuple[float, ...]]:
    """Stochastic gradient descent; the pull towards zero is kept in one scale for all weights (Bottou 2012)."""
    weights = tuple([0.0] * size for _ in KINDS)
    bias = [0.0] * len(KINDS)
    draw, order, scale, step = _Draw(7), list(range(len(seen))), 1.0, 0
    for _ in range(EPOCHS):
        draw.shuffle(order)
        for place in order:
            rate = RATE / (1 + RATE * PULL * step)
            chances = softmax(scores((seen[place][0], [scale * v for v in seen[place][1]]), weights, bias))
            scale *= 1 - rate * PULL
            step += 1
            for kind, chance in enumerate(chances):
                slope = (kind == kinds[place]) - chance
                bias[kind] += 0.1 * rate * slope
                _move(weights[kind], seen[place], rate * slope / scale)
        scale = _written_out(weights, scale)
    return weights, tuple(bias)


def _move(row: list[float], seen: Vector, by: float) -> None:
    for place, value in zip(*seen, strict=True):
        row[place] += by * value


def _written_out(weights: tuple[list[float], ...], scale: float) -> float:
    for row in weights:
        row[:] = [scale * weight for weight in row]
    return 1.0


class _Draw:
    """A small generator of numbers (Knuth's MMIX constants): the same mails give the same model on every machine."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def shuffle(self, items: list[int]) -> None:
        """Fisher and Yates."""
        for last in range(len(items) - 1, 0, -1):
            self._state = (self._state * 6364136223846793005 + 1442695040888963407) & MASK
            other = (self._state >> 33) % (last + 1)
            items[last], items[other] = items[other], items[last]
