"""Until when somebody is away, by the notice that says so."""

from __future__ import annotations

from datetime import date, timedelta

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.dates import moments
from mailbot.model import Message, Origin

LONGEST = timedelta(days=200)  # what lies further ahead is no day of return
MOST = 3000  # characters of a notice


def away_until(message: Message, today: date, catalogue: Catalogue) -> date | None:
    """The last day that an absence notice names; None when it names none, and for any other mail."""
    if message.origin is not Origin.ABSENCE:
        return None
    text = f"{message.subject}\n{message.new_text}"[:MOST]
    named = (one.last for language in catalogue.languages.values() for one in moments(text, today, language.dates))
    ahead = [_ahead(day, today) for day in named]
    return max((day for day in ahead if today <= day <= today + LONGEST), default=None)


def _ahead(day: date, today: date) -> date:
    """A day without a year is read as a past one; a notice means the next such day."""
    return day if day >= today or (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
