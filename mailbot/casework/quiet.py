"""How long mailbot waits for what people remember right after sending."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from mailbot.casework.arrival import Arrival, Step
from mailbot.model import Case, Wait

LONGEST = 5  # quiet periods


def quiet_until(case: Case, arrival: Arrival, step: Step) -> datetime:
    """Each mail begins the quiet period anew, but not for ever: somebody who writes every minute is answered too."""
    quiet = step.policy.quiet
    until = arrival.received_at + quiet
    if case.wake_at is None:
        return until
    waits = list(takewhile(lambda event: event.decision == Wait.__name__, reversed(case.events)))
    first = waits[-1].at if waits else step.now
    return min(max(until, case.wake_at), first + LONGEST * quiet)
