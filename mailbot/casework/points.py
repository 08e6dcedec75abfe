"""How much all evidence of a text proves together: hints add up, and enough of them are as good as one proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailbot.casework.catalogue import Detail
from mailbot.casework.evidence import PROOF, Evidence
from mailbot.casework.page import Page
from mailbot.model import Strength

PLACED = 15  # a heading of its own, or a list of steps: more than any sentence
TIMES = 2  # sentences a hint counts in: one word said ten times is no better told


def total(found: Iterable[Evidence], page: Page) -> int:
    """The points of all sentences. A sentence has at most those of a proof, a hint counts in `TIMES` sentences."""
    sentences: dict[int, dict[int, int]] = {}
    for one in found:
        sentences.setdefault(page.index_at(one.start), {})[one.pattern] = one.points
    seen: Counter[int] = Counter()
    points = 0
    for hints in sentences.values():
        seen.update(list(hints))
        points += min(PROOF, sum(worth for hint, worth in hints.items() if worth >= PROOF or seen[hint] <= TIMES))
    return points


def weighed(found: Sequence[Evidence], detail: Detail, page: Page) -> tuple[Evidence, ...]:
    """The evidence; hints that reach `told_at` together prove the detail where nothing else does."""
    if any(one.strength is Strength.STRONG for one in found) or total(found, page) < detail.told_at:
        return tuple(found)
    return tuple(replace(one, strength=Strength.STRONG) if one.points else one for one in found)
