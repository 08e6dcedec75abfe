"""Values to columns and back."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """An aware time as text that sorts: UTC, always with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(at: datetime | None) -> str | None:
    """The same, where there may be none."""
    return stamp(at) if at else None


def moment(text: str) -> datetime:
    """Back to an aware time."""
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    """The same, where there may be none."""
    return moment(text) if text else None
