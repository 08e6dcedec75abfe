"""Read the holidays of a site and make its calendar."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.casework.business import Calendar, opens_before
from mailbot.config.defaults import default_file
from mailbot.config.errors import Problem
from mailbot.config.settings import HOLIDAYS, WEEK, Settings, Strict, Text
from mailbot.config.tables import key_of, line_near, read_table, read_text

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)  # date.fromisoformat also reads week dates and bare digits


class HolidaysFile(Strict):
    """All of `holidays.toml`: dates with the names that people read."""

    holidays: dict[str, Text]


def load_holidays(settings: Settings, folder: Path) -> tuple[frozenset[date], tuple[Problem, ...]]:
    """The days on which nobody works, and every mistake; Japan's shipped list where a site has no `holidays.toml`."""
    file = settings.calendar.holidays
    if file == folder.resolve() / HOLIDAYS and not file.exists():
        file = default_file(HOLIDAYS)
    text, problems = read_text(file)
    return read_holidays(text, str(file)) if not problems else (frozenset(), problems)


def read_holidays(text: str, file: str) -> tuple[frozenset[date], tuple[Problem, ...]]:
    """The days in the text of a holiday file, and every mistake in it."""
    table, problems = read_table(text, file, HolidaysFile)
    if table is None:
        return frozenset(), problems
    days = {words: _day(words) for words in table.holidays}
    problems = tuple(_no_day(text, file, words) for words, day in days.items() if day is None)
    return frozenset(day for day in days.values() if day is not None), problems


def calendar_of(settings: Settings, holidays: frozenset[date]) -> Calendar | None:
    """The calendar, or None where the desk would close before it opens; `review` says so."""
    table = settings.calendar
    if not opens_before(table.opens, table.closes):
        return None
    return Calendar(
        zone=ZoneInfo(settings.mailbot.timezone),
        workdays=frozenset(WEEK.index(day) for day in table.workdays),
        opens=table.opens,
        closes=table.closes,
        holidays=holidays,
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if ISO.fullmatch(words) else None
    except ValueError:
        return None


def _no_day(text: str, file: str, words: str) -> Problem:
    place = ("holidays", words)
    return Problem(file, line_near(text, place, words), key_of(place), "is no day: write one like 2026-05-06")
