"""Days and times as people write them ("昨日の夕方", "last Monday at 9"), counted from the day of their mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache

LONGEST = 4000  # characters looked at
MOST = 40  # expressions of one text
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
NOON = 12
YEAR = r"(?:(?P<year>\d{4})\s?[年/.-]\s?)?"
CLOCK = re.compile(
    r"(?P<half>午前|午後|夜|夕方|朝)?(?:の)?(?P<h>\d{1,2})(?:時(?:(?P<m1>\d{1,2})分|(?P<half2>半))?|:(?P<m2>\d\d)(?::\d\d)?)"
    r"\s?(?P<ap>[ap]\.?m\b\.?)?|\b(?P<h2>\d{1,2})\s?(?P<ap2>[ap]\.?m\b)|\bat (?P<h3>\d{1,2})(?![\d/:.%])",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"(?:[\sのは,、(（]|at|about|around|頃|ごろ|[月火水木金土日]曜?日?[)）])*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words one language has for days and times."""

    days: Mapping[str, int] = field(default_factory=dict)  # "yesterday" -> -1
    weeks: Mapping[str, int] = field(default_factory=dict)  # "last week" -> -1
    months: Mapping[str, int] = field(default_factory=dict)  # "last month" -> -1
    weekdays: tuple[tuple[str, ...], ...] = ()  # names from Monday on
    names: tuple[tuple[str, ...], ...] = ()  # of the twelve months
    parts: Mapping[str, str] = field(default_factory=dict)  # "夕方" -> "evening"
    numbers: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)  # "週間" -> "week"
    ago: tuple[str, ...] = ()
    day_first: bool | None = None  # of "3/10": None, nobody knows


@dataclass(frozen=True, slots=True)
class Moment:
    """`[start, end)` of a text names a day, a stretch of days, or a time of one."""

    start: int
    end: int
    first: date
    last: date
    part: str = ""
    clock: time | None = None

    @property
    def text(self) -> str:
        """ISO 8601, with the part of the day: "2026-11-25 evening", "2026-11-16/2026-11-22"."""
        day = self.first.isoformat() if self.first == self.last else f"{self.first.isoformat()}/{self.last.isoformat()}"
        clock = self.clock.strftime("%H:%M") if self.clock else self.part
        return f"{day} {clock}".strip()


def moments(text: str, today: date, words: DateWords) -> tuple[Moment, ...]:
    """All days of a text, in order; a time without a day belongs to the day before it in the text."""
    text = _plain(text[:LONGEST])
    found: list[Moment] = []
    for start, end, first, last in _days(text, today, words):
        if len(found) < MOST and (not found or start >= found[-1].end):
            found.append(_timed(text, Moment(start, end, first, last), words))
    return tuple(found)


def _plain(text: str) -> str:
    """Full-width digits and letters as ordinary ones, where no character becomes two."""
    return "".join(one if len(one := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text)


def _timed(text: str, moment: Moment, words: DateWords) -> Moment:
    """With the clock or the part of the day right behind it."""
    gap = BETWEEN.match(text, moment.end)
    at = gap.end() if gap else moment.end
    clock = CLOCK.match(text, at) or CLOCK.match(text, moment.end)
    if not clock and (before := CLOCK.match(text, moment.end + 1)):
        clock = before
    if clock and (told := _clock(clock)) is not None:
        return Moment(moment.start, clock.end(), moment.first, moment.last, clock=told)
    named = _word(words.parts).match(text, at) if words.parts else None
    inside = _word(words.parts).search(text, moment.start, moment.end) if words.parts else None
    part = words.parts[(named or inside)[0].casefold()] if (named or inside) else ""  # type: ignore[index]
    return Moment(moment.start, named.end() if named else moment.end, moment.first, moment.last, part)


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = 30 if match["half2"] else int(match["m1"] or match["m2"] or 0)
    half = (match["ap"] or match["ap2"] or "").lower()[:1]
    late = half == "p" or match["half"] in {"午後", "夜", "夕方"}
    hour = hour + NOON if late and hour < NOON else 0 if half == "a" and hour == NOON else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


Span = tuple[int, int, date, date]


def _days(text: str, today: date, words: DateWords) -> list[Span]:
    found = [*_written(text, today, words), *_named(text, today, words), *_ago(text, today, words)]
    found += [*_weekly(text, today, words), *_monthly(text, today, words)]
    return sorted(found, key=lambda one: (one[0], -one[1]))


def _written(text: str, today: date, words: DateWords) -> Iterator[Span]:
    """ "2026年10月3日", "10/3", "3 March", "March 3rd"."""
    for match in re.finditer(YEAR + r"(?<!\d)(?P<a>\d{1,2})(?P<sign>月|[/.-])\s?(?P<b>\d{1,2})(?!\d|[.%:]\d)日?", text):
        if match["sign"] == "月" or match["year"] or match["sign"] == "/":
            yield from _dated(match, _in_order(match, words), today)
    for number, names in enumerate(words.names, 1):
        name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        day = r"(?P<b>\d{1,2})(?:st|nd|rd|th)?"
        after = rf"\b(?:{name})\b\.? {day}(?!\d|:)(?:,? (?P<year>\d{{4}}))?"
        before = rf"\b{day}(?: of)? (?:{name})\b(?:,? (?P<year>\d{{4}}))?"
        for source in (before, after):
            for match in _compiled(source).finditer(text):
                yield from _dated(match, (number, int(match["b"])), today)


def _in_order(match: re.Match[str], words: DateWords) -> tuple[int, int] | None:
    """(month, day); None where "3/10" may be either."""
    a, b = int(match["a"]), int(match["b"])
    if match["sign"] == "月" or match["year"] or words.day_first is False:
        return a, b
    if words.day_first or (a > NOON) != (b > NOON):
        return (b, a) if words.day_first or a > NOON else (a, b)
    return (a, b) if a == b else None


def _dated(match: re.Match[str], month_day: tuple[int, int] | None, today: date) -> Iterator[Span]:
    if month_day is None:
        return
    try:
        day = date(int(match["year"] or today.year), *month_day)
        if not match["year"] and day > today + timedelta(days=1):
            day = day.replace(year=day.year - 1)
    except ValueError:  # no such day
        return
    yield match.start(), match.end(), day, day


def _named(text: str, today: date, words: DateWords) -> Iterator[Span]:
    for match in _word(words.days).finditer(text) if words.days else ():
        day = today + timedelta(days=words.days[match[0].casefold()])
        yield match.start(), match.end(), day, day


def _ago(text: str, today: date, words: DateWords) -> Iterator[Span]:
    """ "3日前", "two weeks ago"; hours and minutes are of the mail's own day."""
    if not words.ago:
        return
    numbers, units, ago = (_choice(some) for some in (words.numbers, words.units, words.ago))
    source = (
        rf"(?:\b|(?<=[^\x00-\x7f]))(?P<n>\d{{1,3}}|{numbers})\s?(?P<unit>{units})\s?(?:ほど|くらい|ぐらい)?\s?(?:{ago})"
    )
    for match in _compiled(source).finditer(text):
        count = int(match["n"]) if match["n"].isdigit() else words.numbers[match["n"].casefold()]
        day = today - timedelta(days=count * DAYS.get(words.units[match["unit"].casefold()], 0))
        yield match.start(), match.end(), day, day


def _weekly(text: str, today: date, words: DateWords) -> Iterator[Span]:
    """ "月曜から", "先週の月曜", "last Monday", "last week"."""
    names = {name: number for number, some in enumerate(words.weekdays) for name in some}
    if not names:
        return
    week, day = _choice(words.weeks), _choice(names)
    named = rf"(?:(?P<week>{week})(?:の| on)?\s?)?(?<![a-z])(?P<day>{day})(?![a-z])(?:日)?(?: (?P<after>{week}))?"
    source = rf"{named}|(?P<alone>{week})"
    for match in _compiled(source).finditer(text):
        monday = today - timedelta(days=today.weekday())
        told = match["alone"] or match["week"] or match["after"]
        shift = words.weeks[told.casefold()] if told else 0
        if match["alone"]:
            first = monday + timedelta(weeks=shift)
            yield match.start(), match.end(), first, first + timedelta(days=6)
            continue
        one = monday + timedelta(days=names[match["day"].casefold()], weeks=shift)
        one -= timedelta(weeks=1) if one > today else timedelta(0)
        yield match.start(), match.end(), one, one


def _monthly(text: str, today: date, words: DateWords) -> Iterator[Span]:
    for match in _word(words.months).finditer(text) if words.months else ():
        first = today.replace(day=1)
        for _ in range(-words.months[match[0].casefold()]):
            first = (first - timedelta(days=1)).replace(day=1)
        yield match.start(), match.end(), first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _word(table: Mapping[str, object]) -> re.Pattern[str]:
    return _compiled(rf"(?<![a-z])(?:{_choice(table)})(?![a-z])")


def _choice(words: Mapping[str, object] | tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


@lru_cache(maxsize=200)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
