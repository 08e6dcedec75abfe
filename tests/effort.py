"""Texts made to be slow must end: how long they take is measured in benchmarks/, never here."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 10.0  # seconds of processor time, many times what any takes: only what grows without bounds fails


@contextmanager
def ending(limit: float = LIMIT) -> Iterator[None]:
    """What runs in it must come to an end within `limit` seconds of processor time."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_long(*_: object) -> None:
    raise AssertionError("it does not come to an end")
