"""How long finding details takes, in plain texts and in texts made to be slow."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.classify import classify
from mailbot.casework.details import find, plain_message
from mailbot.casework.patterns import Pattern
from mailbot.model import Message

SIZE = 64 * 1024
UNITS = {
    "line ends": "\n",
    "blanks": " ",
    "wide blanks": "\u3000",
    "1.1.1.": "1.",
    "dots": ".",
    "open quotes": "「",
    "one letter": "a",
    "one kana": "あ",
    "words of a lexicon": "Windows 11 ",
    "labels": "OS: \n",
    "numbered lines": "1. a\n",
    "presses": "を押すと、",
    "second matters": "P.S. it crashes. ",
    "second matters in Japanese": "別件ですが、落ちます。",
    "malfunctions": "It crashes.\n",
    "rows of a table": "| OS | Windows |\n",
    "headings": "# a\n",
    "bold lines": "**a**\n",
    "quoted lines": "> a\n",
    "short sentences": "a。",
    "short sentences of a rule": "エラー。",
}


def hostile() -> Iterator[tuple[str, str]]:
    """Texts of 64 KiB, by name."""
    for name, unit in UNITS.items():
        yield name, (unit * (SIZE // len(unit) + 1))[:SIZE]


def latency(messages: Iterable[Message], catalogue: Catalogue) -> tuple[float, float]:
    """Median and 95th percentile of find(), in milliseconds."""
    times = [_milliseconds(message, catalogue) for message in messages]
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def slowest_reading(catalogue: Catalogue) -> tuple[float, str]:
    """Milliseconds of details and kind over the worst hostile text, and its name."""
    return max((_milliseconds(plain_message(text), catalogue, kind=True), name) for name, text in hostile())


def slowest_pattern(catalogue: Catalogue) -> tuple[float, str]:
    """Milliseconds of the slowest pattern over the worst hostile text, and which."""
    texts = tuple(hostile())
    return max(
        (_spent(pattern, text), f"{name} on {shape}") for name, pattern in _patterns(catalogue) for shape, text in texts
    )


def report(catalogue: Catalogue) -> None:
    """Print both."""
    reading, pattern = slowest_reading(catalogue), slowest_pattern(catalogue)
    print(f"\nhostile, n={len(UNITS)} texts of 64 KiB, {sum(1 for _ in _patterns(catalogue))} patterns")
    print(f"  details and kind, worst {reading[0]:.0f} ms ({reading[1]})")
    print(f"  one pattern, at most 100 matches, worst {pattern[0]:.1f} ms ({pattern[1]})")


def _patterns(catalogue: Catalogue) -> Iterator[tuple[str, Pattern]]:
    for detail in catalogue.details:
        if detail.lexicon:
            yield f"{detail.id}.lexicon", detail.lexicon.pattern
        yield from ((f"{rule.name} {number + 1}", rule.pattern) for number, rule in enumerate(detail.rules))


def _spent(pattern: Pattern, text: str) -> float:
    start = time.perf_counter()
    for _ in pattern.hits(text):
        pass
    return (time.perf_counter() - start) * 1000


def _milliseconds(message: Message, catalogue: Catalogue, *, kind: bool = False) -> float:
    start = time.perf_counter()
    found = find(message, catalogue)
    if kind:
        classify(message, catalogue, found)
    return (time.perf_counter() - start) * 1000
