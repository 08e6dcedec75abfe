"""How well kinds are told: by rules, and by a model learnt and tried by cross-validation on ../shared/details.

Run `python -m benchmarks.kinds`. The rules were written with these texts in sight ("seen"); the model is tried on folds
it has not seen, its temperature chosen inside each training part. Nothing learnt here is kept.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Sequence
from random import Random

from benchmarks.data import shared
from mailbot.casework.learning import (
    Example,
    best_limit,
    best_temperature,
    figures,
    folds_of,
    joined,
    learn,
    likeliest,
    macro_f1,
    trial,
)
from mailbot.casework.linear import CONFIDENT, softmax
from mailbot.casework.training import Labelled, example_of
from mailbot.config.details import packaged_catalogue
from mailbot.model import Kind

CATALOGUE = packaged_catalogue()
Pair = tuple[Kind, Kind]


def texts(name: str) -> list[Labelled]:
    path = shared("details") / f"{name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [_labelled(json.loads(line)) for line in lines if json.loads(line)["kind"]]


def _labelled(record: dict[str, str]) -> Labelled:
    subject, _, text = record["text"].partition("\n")
    return Labelled(subject, text, Kind(record["kind"]), record["lang"], record["source"])


def nested(examples: Sequence[Example], folds: Sequence[int]) -> tuple[list[tuple[float, ...]], list[Kind]]:
    """For each text the probabilities, and what mailbot tells, from a model, a temperature and a limit that have not
    seen its fold.
    """
    chances: list[tuple[float, ...]] = [()] * len(examples)
    both = [Kind.UNSURE] * len(examples)
    sums = trial(examples, folds)
    for fold in sorted(set(folds)):
        inside = [one for one, of in zip(examples, folds, strict=True) if of != fold]
        tried = trial(inside, folds_of(inside, seed=5))
        heat = best_temperature(tried, [one.kind for one in inside])
        limit = best_limit([softmax(one, heat) for one in tried], inside)
        for place, of in enumerate(folds):
            if of == fold:
                chances[place] = softmax(sums[place], heat)
                (both[place],) = joined([chances[place]], [examples[place].ruled], limit)
    return chances, both


def interval(pairs: Sequence[Pair], rounds: int = 500) -> tuple[float, float]:
    """The 95 % bootstrap interval of the macro-F1."""
    draw = Random(1)
    found = sorted(macro_f1(draw.choices(pairs, k=len(pairs))) for _ in range(rounds))
    return found[int(rounds * 0.025)], found[int(rounds * 0.975)]


def show(title: str, pairs: Sequence[Pair]) -> None:
    low, high = interval(pairs)
    print(f"{title}: macro-F1 {macro_f1(pairs):.3f} ({low:.3f}-{high:.3f}), n={len(pairs)}")


def learnt(title: str, examples: Sequence[Example], folds: Sequence[int]) -> None:
    chances, both = nested(examples, folds)
    kinds = [one.kind for one in examples]
    show(title, list(zip(kinds, map(likeliest, chances), strict=True)))
    sure = figures(chances, kinds)
    print(f"  at confidence {CONFIDENT}: accuracy {sure.accuracy:.3f} on {sure.coverage:.0%} of the texts")
    show("  as mailbot does it: the model where it is sure, else the rules", list(zip(kinds, both, strict=True)))


def main() -> None:
    for name, language in (("kind-en-train", "English"), ("dev-ja", "Japanese, without subject tags")):
        labelled = texts(name)
        if not labelled:
            print(f"{name}: skipped (n=0), not found")
            continue
        examples = [example_of(one, CATALOGUE) for one in labelled]
        show(f"{language}, rules alone (seen)", [(one.kind, one.ruled) for one in examples])
        if name == "dev-ja":
            sums = trial(examples, list(range(len(examples))))
            pairs = [(one.kind, likeliest(seen)) for one, seen in zip(examples, sums, strict=True)]
            show(f"{language}, model, leave one out", pairs)
            continue
        learnt(f"{language}, model, 5-fold", examples, folds_of(examples))
        groups = sorted({one.group for one in examples})
        learnt(f"{language}, model, one product left out", examples, [groups.index(one.group) for one in examples])
        speed(labelled, examples)


def speed(labelled: Sequence[Labelled], examples: Sequence[Example]) -> None:
    start = time.perf_counter()
    model = learn(examples)
    print(f"learning {len(examples)} texts once: {time.perf_counter() - start:.1f} s, {len(model.places)} features")
    times = []
    for one in examples:
        start = time.perf_counter()
        model.told(one.counts)
        times.append((time.perf_counter() - start) * 1000)
    whole = []
    for text in labelled[:300]:
        start = time.perf_counter()
        model.told(example_of(text, CATALOGUE).counts)
        whole.append((time.perf_counter() - start) * 1000)
    print(f"telling one: p50 {statistics.median(times):.2f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.2f} ms")
    middle, high = statistics.median(whole), statistics.quantiles(whole, n=20)[-1]
    print(f"  with rules and features: p50 {middle:.1f} ms, p95 {high:.1f} ms")


if __name__ == "__main__":
    main()
