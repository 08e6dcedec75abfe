"""Business hours around nights, weekends, holidays and changed clocks; the shipped holidays are held to the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.casework.business import Calendar
from mailbot.config.calendar import read_holidays

TOKYO = ZoneInfo("Asia/Tokyo")
LONDON = ZoneInfo("Europe/London")
YORK = ZoneInfo("America/New_York")
SHIPPED = Path(__file__).resolve().parents[2] / "config" / "holidays.toml"
HOLIDAYS, _ = read_holidays(SHIPPED.read_text(encoding="utf-8"), "holidays.toml")
DESK = Calendar(TOKYO, holidays=HOLIDAYS)


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        pytest.param("2026-11-17 10:00", 3, "2026-11-17 13:00", id="within a day"),
        pytest.param("2026-11-17 10:00", 0.5, "2026-11-17 10:30", id="half an hour"),
        pytest.param("2026-11-17 10:00", 0, "2026-11-17 10:00", id="no hours while people are there: now"),
        pytest.param("2026-11-17 18:00", 0, "2026-11-18 09:00", id="no hours at closing time: the next opening"),
        pytest.param("2026-11-17 09:00", 9, "2026-11-17 18:00", id="a whole day ends at its closing time"),
        pytest.param("2026-11-17 15:00", 16, "2026-11-19 13:00", id="the night does not count"),
        pytest.param("2026-11-17 06:00", 1, "2026-11-17 10:00", id="before the opening: from the opening"),
        pytest.param("2026-11-17 23:59", 1, "2026-11-18 10:00", id="after the closing: from the next opening"),
        pytest.param("2026-11-14 12:00", 1, "2026-11-16 10:00", id="a Saturday counts from Monday"),
        pytest.param("2026-11-20 17:00", 2, "2026-11-24 10:00", id="a weekend with a holiday on Monday"),
        pytest.param("2026-09-18 17:30", 1, "2026-09-24 09:30", id="three holidays in a row, one by being between two"),
        pytest.param("2026-05-01 17:00", 2, "2026-05-07 10:00", id="the golden week with a substitute holiday"),
        pytest.param("2027-03-19 18:00", 1, "2027-03-23 10:00", id="a holiday on Sunday takes Monday"),
    ],
)
def test_after(start: str, hours: float, end: str) -> None:
    assert DESK.after(tokyo(start), hours) == tokyo(end)
    assert DESK.after(tokyo(start).astimezone(YORK), hours) == tokyo(end)  # the moment counts, not how it is told


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "end"),
    [
        pytest.param(
            Calendar(LONDON, frozenset(range(7)), time(0), time(6)),
            datetime(2026, 3, 28, 23, tzinfo=UTC),
            5,
            datetime(2026, 3, 29, 5, tzinfo=UTC),
            id="the clock is put forward: that night has five hours, until 06:00 summer time",
        ),
        pytest.param(
            Calendar(LONDON, frozenset(range(7)), time(0), time(6)),
            datetime(2026, 10, 24, 23, tzinfo=UTC),
            7,
            datetime(2026, 10, 25, 6, tzinfo=UTC),
            id="the clock is put back: that night has seven",
        ),
        pytest.param(
            Calendar(YORK),
            datetime(2026, 3, 6, 22, tzinfo=UTC),
            2,
            datetime(2026, 3, 9, 14, tzinfo=UTC),
            id="after the change it opens an hour earlier in UTC",
        ),
        pytest.param(
            Calendar(YORK, frozenset(range(7)), time(2, 30), time(3, 10)),
            datetime(2026, 3, 8, 5, tzinfo=UTC),
            0.5,
            datetime(2026, 3, 9, 7, 0, tzinfo=UTC),
            id="a desk whose opening the clock jumps over is closed that day",
        ),
        pytest.param(
            Calendar(TOKYO, frozenset(range(7)), time(0), time(0)),
            datetime(2026, 11, 20, 3, tzinfo=UTC),
            100,
            datetime(2026, 11, 24, 7, tzinfo=UTC),
            id="day and night",
        ),
        pytest.param(
            Calendar(TOKYO, frozenset({6}), time(9), time(10)),
            datetime(2026, 11, 20, 3, tzinfo=UTC),
            2,
            datetime(2026, 11, 29, 1, tzinfo=UTC),
            id="Sundays alone",
        ),
        pytest.param(
            Calendar(TOKYO, holidays=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(730))),
            datetime(2026, 11, 20, 3, tzinfo=UTC),
            1,
            datetime(2028, 1, 3, 1, tzinfo=UTC),
            id="two years of holidays end",
        ),
    ],
)
def test_after_in_other_places(calendar: Calendar, start: datetime, hours: float, end: datetime) -> None:
    assert calendar.after(start, hours) == end


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        pytest.param("2026-11-17 09:00", True, id="at the opening"),
        pytest.param("2026-11-17 17:59", True, id="a minute before closing"),
        pytest.param("2026-11-17 18:00", False, id="at closing time"),
        pytest.param("2026-11-17 08:59", False, id="before the opening"),
        pytest.param("2026-11-15 12:00", False, id="on a Sunday"),
        pytest.param("2026-11-23 12:00", False, id="on a holiday"),
    ],
)
def test_is_open(at: str, is_open: bool) -> None:
    assert DESK.is_open(tokyo(at)) is is_open
    assert DESK.is_open(tokyo(at).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"workdays": frozenset()}, "at least one", id="never open: no workday"),
        pytest.param({"workdays": frozenset({7})}, "to 6", id="a day that no week has"),
        pytest.param({"opens": time(18)}, "before it opens", id="open for no time at all"),
        pytest.param({"opens": time(22), "closes": time(6)}, "before it opens", id="over midnight"),
        pytest.param({"opens": time(9, tzinfo=UTC)}, "no zone of their own", id="a clock time with a zone"),
    ],
)
def test_a_desk_that_never_opens_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(DESK, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "hours"),
    [
        pytest.param(datetime(2026, 11, 17, 9), 1, id="a start without a zone"),  # noqa: DTZ001
        pytest.param(tokyo("2026-11-17 09:00"), -1, id="hours in the past"),
        pytest.param(tokyo("2026-11-17 09:00"), float("nan"), id="no number"),
        pytest.param(tokyo("2026-11-17 09:00"), 1e300, id="hours without end"),
        pytest.param(tokyo("9999-12-30 09:00"), 90, id="beyond the last year"),
    ],
)
def test_what_cannot_be_counted_is_refused(start: datetime, hours: float) -> None:
    with pytest.raises(ValueError, match=r"."):
        DESK.after(start, hours)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_shipped_holidays_are_those_of_the_law(year: int) -> None:
    assert {day for day in HOLIDAYS if day.year == year} == days_off(year)


def test_the_shipped_holidays_say_in_order_what_they_are() -> None:
    import tomllib

    told = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["holidays"]
    assert list(told) == sorted(told)
    assert {day for day, name in told.items() if name in ("振替休日", "国民の休日")} == {
        "2026-05-06",
        "2026-09-22",
        "2027-03-22",
    }


def days_off(year: int) -> set[date]:
    """Articles 2 and 3 of the Act on National Holidays (Act No. 178 of 1948), as in force since 2022."""
    holidays = set(national_holidays(year))
    moved = {_next_free(day, holidays) for day in holidays if day.weekday() == 6}
    between = {
        day
        for day in (holiday + timedelta(days=1) for holiday in holidays)
        if day not in holidays | moved and day + timedelta(days=1) in holidays
    }
    return holidays | moved | between


def national_holidays(year: int) -> Iterator[date]:
    fixed = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
    yield from (date(year, month, day) for month, day in fixed)
    yield from (_monday(year, month, number) for month, number in ((1, 2), (7, 3), (9, 3), (10, 2)))
    # The Japan Coast Guard's approximation for 1980 to 2099; the official day is announced in the February before.
    leap = (year - 1980) // 4
    yield date(year, 3, int(20.8431 + 0.242194 * (year - 1980) - leap))
    yield date(year, 9, int(23.2488 + 0.242194 * (year - 1980) - leap))


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (number - 1))


def _next_free(day: date, holidays: set[date]) -> date:
    while day in holidays:
        day += timedelta(days=1)
    return day
