"""Japanese mails with their exact texts: written by hand or by Python's own encoders, never by our decoder."""

from __future__ import annotations

from tests.core.golden import bodies, files, letters, phones, strays, subjects
from tests.core.golden.case import Golden

__all__ = ["Golden", "cases"]


def cases() -> tuple[Golden, ...]:
    """All cases. `case.wrong(message)` names the fields of a read mail that are not exact, "" for none."""
    return (*bodies.CASES, *strays.CASES, *subjects.CASES, *files.CASES, *phones.CASES, *letters.CASES)
