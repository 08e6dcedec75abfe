"""Texts made to be slow must end: how long they take is measured in benchmarks/, never here."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 60.0  # seconds of processor time, a hundred times what any takes: only what grows without bounds fails


@contextmanager
def ending() -> Iterator[None]:
    """What runs in it must come to an end."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_long(*_: object) -> None:
    raise AssertionError(f"still busy after {LIMIT:.0f} s of processor time")
