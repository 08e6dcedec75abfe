"""Business hours: when people are at their desks, and the moment when N such hours have passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)
DAY = timedelta(days=1)
LAST = date.max - 2 * DAY  # a day's end and its offset from UTC must still be dates
MOST_HOURS = 100_000.0  # eleven years of days and nights


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open on `workdays` (0 is Monday) from `opens` until before `closes`, clock times in `zone`, but not on holidays.

    `closes` at 00:00 is the end of that day. ValueError for a desk that would never open. Holidays are a finite set,
    so after the last of them there is always a day with people.
    """

    zone: ZoneInfo
    workdays: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(18)
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.workdays or not self.workdays <= frozenset(range(7)):
            raise ValueError("workdays are numbers from 0, Monday, to 6, and at least one of them")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("opens and closes are times on a clock in zone: they have no zone of their own")
        if not opens_before(self.opens, self.closes):
            raise ValueError(f"the desk would close at {self.closes:%H:%M} before it opens at {self.opens:%H:%M}")

    def is_open(self, at: datetime) -> bool:
        """Whether people are there at an aware moment."""
        day = _aware(at).astimezone(self.zone).date()
        opens, closes = self._window(day)
        return self._works(day) and opens <= at < closes

    def after(self, start: datetime, hours: float) -> datetime:
        """The moment, in UTC, when `hours` business hours have passed since an aware start.

        A start outside business hours counts from the next opening. Hours are hours that pass: the day on which the
        clock is put forward is a shorter one. ValueError for a naive start, and for hours below 0 or over 100,000.
        """
        if not 0 <= hours <= MOST_HOURS:
            raise ValueError(f"{hours} is no number of business hours")
        left = timedelta(hours=hours)
        for opens, closes in self._windows(_aware(start).astimezone(UTC)):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise ValueError(f"{hours} business hours after {start.isoformat()} lie beyond the year 9999")

    def _windows(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """(opening, closing) of what is left of the first day, then of each workday."""
        day = start.astimezone(self.zone).date()
        while day < LAST:
            opens, closes = self._window(day)
            if self._works(day) and max(opens, start) < closes:
                yield max(opens, start), closes
            day += DAY

    def _works(self, day: date) -> bool:
        return day.weekday() in self.workdays and day not in self.holidays

    def _window(self, day: date) -> tuple[datetime, datetime]:
        """In UTC, because two times of one zone are subtracted as if its clock were never changed."""
        until = day + DAY if self.closes == MIDNIGHT else day
        opens = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        return opens, datetime.combine(until, self.closes, self.zone).astimezone(UTC)


def opens_before(opens: time, closes: time) -> bool:
    """Whether a desk with these clock times is ever open; closing at 00:00 is the end of the day."""
    return closes == MIDNIGHT or opens < closes


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at
