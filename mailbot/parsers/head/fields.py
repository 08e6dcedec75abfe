"""Header fields by name, their ids and dates, bounded and forgiving."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

BETWEEN = re.compile(r"<([^<>]{1,1000})>")
MAX_IDS = 100


def grouped(headers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each header, in order, by its name."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name, []).append(value)
    return found


def ids(values: Iterable[str]) -> tuple[str, ...]:
    """The "<…@…>" ids of In-Reply-To or References headers (RFC 5322 section 3.6.4), each once, in order.

    Of more than 100 the first and the newest are kept: they tie a thread together.
    """
    found = tuple(dict.fromkeys(one for value in values for one in _ids(value)))
    return found if len(found) <= MAX_IDS else (found[0], *found[-(MAX_IDS - 1) :])


def _ids(value: str) -> list[str]:
    inside = ["".join(match[1].split()) for match in BETWEEN.finditer(value)]
    if not inside and "@" in value and len(value) < 1000 and " " not in value.strip():
        inside = [value.strip(" <>")]  # a bare id, as some programs write it
    return [f"<{one}>" for one in inside if one.isprintable() and 0 < one.find("@") < len(one) - 1]


def date_of(value: str) -> datetime | None:
    """The aware time of a Date header (RFC 5322 section 3.3 and its obsolete forms), None when it says none."""
    value = value[:200].strip()
    try:
        return _rfc5322(value) or _iso(value)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _rfc5322(value: str) -> datetime | None:
    parts = parsedate_tz(value)
    if parts is None:
        return None
    offset = parts[9] or 0
    second = min(parts[5], 59)  # a leap second
    zone = UTC if not offset else timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
    return datetime(*parts[:5], second, tzinfo=zone)


def _iso(value: str) -> datetime | None:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
