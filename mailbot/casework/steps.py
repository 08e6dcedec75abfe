"""Numbered lists of actions: the plainest way to say what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mailbot.casework.page import Line

NUMBERED = re.compile(r"^\s*[(]?(\d{1,2})(?:[.、):番]|\s)\s*\S")
ASKS = re.compile(r"(?:か。?|\?)\s*$")


def step_lists(lines: Sequence[Line], spots: Iterable[int]) -> Iterator[tuple[int, int]]:
    """`[start, end)` of numbered lists of which at least half the items, and two, hold an action (a spot)."""
    actions = sorted(spots)
    for items in _lists(lines):
        acting = sum(any(line.start <= spot <= line.end for spot in actions) for line in items)
        asking = sum(bool(ASKS.search(line.norm.text)) for line in items)
        if len(items) > 1 and acting * 2 >= len(items) and asking * 2 < len(items):
            yield items[0].norm.starts[0], items[-1].norm.ends[-1]


def _lists(lines: Sequence[Line]) -> Iterator[list[Line]]:
    items: list[Line] = []
    last = 0
    for line in lines:
        match = NUMBERED.match(line.norm.text) if not (line.blank or line.dropped) else None
        number = int(match[1]) if match else 0
        if items and (number == last + 1 or (not match and line.norm.text[:1] in {" ", "→", "⇒"})):
            items += [line] if match else []
            last = number or last
        elif match and number in {0, 1}:
            yield from [items] if items else []
            items, last = [line], number
        elif not line.blank:
            yield from [items] if items else []
            items, last = [], 0
    if items:
        yield items
