"""Occurrences with their times in a mail: "11/3 10:15に1回目、11/5 …", "first on Monday at 9, again today"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.dates import Moment, moments

LEAST = 2  # a single time is "since when"
MOST = 20
BEFORE = 60  # characters of it that may stand before the time
LONGEST = 120  # characters of a quote
HAPPENS = re.compile(
    r"\d+\s?[回度]目|再度|再び|また|再発|発生|起き|落ち|エラー|止ま|固ま|切れ|でき(?:ない|ません|なく)|ました"
    r"|(?i:\b(?:first|second|third|again|twice|once more|then|happen\w*|occur\w*)\b)"
    r"|(?i:\b(?:crash\w*|fail\w*|error\w*|froze|stopp\w*|went|\w+n.t)\b)"
)
DUE = re.compile(r"\s?(?:まで|以内|迄)|\s?(?:deadline|at the latest)", re.IGNORECASE)
BY = re.compile(r"\b(?:by|until|before|due)\s$", re.IGNORECASE)
BREAK = re.compile(r"[。\n;；]|、|,(?=\s)|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """It happened then, say `[start, end)` of the text."""

    at: str  # ISO 8601, with a part of the day
    quote: str
    start: int
    end: int


def occurrences(text: str, written: datetime | None, language: str, catalogue: Catalogue) -> tuple[Occurrence, ...]:
    """The times at which it happened, as the mail tells them; none when it names fewer than two."""
    words = catalogue.languages.get(language)
    if written is None or words is None:
        return ()
    found = tuple(_told(text, moments(text, written.date(), words.dates)))
    timed = any(":" in one.at for one in found)
    happens = sum(bool(HAPPENS.search(one.quote)) for one in found)
    return found[:MOST] if len(found) >= LEAST and happens >= LEAST - timed else ()


def _told(text: str, found: tuple[Moment, ...]) -> Iterator[Occurrence]:
    done = 0
    for one, after in zip_longest(found, found[1:]):
        if DUE.match(text, one.end) or BY.search(text, max(0, one.start - 8), one.start):
            continue
        stop = min(after.start if after else len(text), one.start + LONGEST)
        end = next((match.start() for match in BREAK.finditer(text, one.end, stop)), stop)
        start = max([done, one.start - BEFORE, *(m.end() for m in BREAK.finditer(text, done, one.start))])
        start += len(text[start:end]) - len(text[start:end].lstrip())
        done = end = start + len(text[start:end].rstrip())
        yield Occurrence(one.text, text[start:end], start, end)
