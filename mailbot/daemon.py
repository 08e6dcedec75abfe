"""The clock: when the passes run, and how the program ends."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from types import FrameType

import schedule

from mailbot.delivery import Delivery
from mailbot.model import UnreachableError
from mailbot.pipeline import deliver, process, receive
from mailbot.posting import rewrite
from mailbot.sources import Source
from mailbot.works import Works

LAST_LETTER_SECONDS = 6.0  # after SIGTERM, of the ten that there are
LETTERS_SECONDS = 2.0  # how often a site's letters are looked at
LONGEST_WAIT = 300.0  # seconds between two tries to reach a server that is down


class Daemon:
    """Receives, processes and delivers until it is told to stop. A server that is down is said once and tried again."""

    def __init__(self, sources: Sequence[Source], delivery: Delivery, works: Works, poll_seconds: float) -> None:
        self._sources = sources
        self._delivery = delivery
        self._works = works
        self._roads = {source.account: _Road(source.account, works, poll_seconds) for source in sources}
        self._inside = _Road("database", works, poll_seconds)
        self._way_out = _Road("delivery", works, poll_seconds)
        self._clock = schedule.Scheduler()
        self._clock.every(poll_seconds).seconds.do(self.tick)  # type: ignore[arg-type]
        self._clock.every(min(LETTERS_SECONDS, poll_seconds)).seconds.do(self._take_over_letters)  # type: ignore[arg-type]
        self._poll_seconds = poll_seconds
        self._last_tick = 0.0

    def run(self) -> None:
        """Until `stop`; the passes go on whatever a server does."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGALRM, self._on_alarm)
        self._works.log.info("started", mailboxes=[source.account for source in self._sources])
        self.tick()
        while not self._works.stop.is_set():
            self._works.stop.wait(min(self._poll_seconds, max(0.05, self._clock.idle_seconds or 0.05)))
            if not self._works.stop.is_set():
                self._run_pending()
        self.close()
        self._works.log.info("stopped")

    def _run_pending(self) -> None:
        """`schedule` goes by the wall clock: when that is set back, the monotonic one still says that it is time."""
        self._clock.run_pending()
        if time.monotonic() - self._last_tick > 2 * self._poll_seconds:
            self.tick()

    def tick(self) -> None:
        """One round of the three passes."""
        self._last_tick = time.monotonic()
        for source in self._sources:
            self._roads[source.account].drive(lambda source=source: receive(source, self._works))  # type: ignore[misc]
        self._inside.drive(lambda: process(self._works))
        self._way_out.drive(lambda: deliver(self._delivery, self._works))

    def _take_over_letters(self) -> None:
        """What an admin saved or trained is in force from now on, or said to be wrong; held letters are tried again."""
        for problem in self._works.stationery.templates.reload():
            self._works.log.warning("letters not taken over, the last good ones stay", problem=str(problem))
        self._inside.drive(lambda: rewrite(self._works))
        for wrong in self._works.kinds.reload():
            self._works.log.warning("the model of kinds not taken over, the last good one stays", problem=str(wrong))

    def stop(self) -> None:
        """Ask to stop, and make blocked calls end: a read that hangs does not see an event.

        A letter on the wire gets a few seconds to be accepted, so that it does not end as one of which nobody knows.
        """
        self._works.stop.set()
        for source in self._sources:
            source.interrupt()
        self._works.reader.interrupt()
        signal.setitimer(signal.ITIMER_REAL, LAST_LETTER_SECONDS)

    def close(self) -> None:
        """Leave every server and the reader."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        for source in self._sources:
            source.close()
        self._delivery.close()
        self._works.reader.close()

    def _on_alarm(self, _number: int, _frame: FrameType | None) -> None:
        self._delivery.interrupt()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()


class _Road:
    """The way to one server or the disk: after a failure it waits longer each time, and says only what changed."""

    def __init__(self, name: str, works: Works, first_wait: float) -> None:
        self._name = name
        self._works = works
        self._first_wait = first_wait
        self._wait = 0.0
        self._again_at = 0.0
        self._trouble = ""

    def drive(self, action: Callable[[], object]) -> None:
        """Do the action unless the server was down a moment ago."""
        if self._works.stop.is_set() or time.monotonic() < self._again_at:
            return
        try:
            action()
        except (UnreachableError, sqlite3.OperationalError, OSError) as error:
            self._failed(str(error))
        else:
            if self._trouble:
                self._works.log.info("reachable again", server=self._name)
            self._trouble, self._wait = "", 0.0

    def _failed(self, trouble: str) -> None:
        if self._works.stop.is_set():
            return
        self._wait = min(LONGEST_WAIT, self._wait * 2 or self._first_wait)
        self._again_at = time.monotonic() + self._wait
        if trouble != self._trouble:
            self._works.log.warning("not reachable, trying again", server=self._name, reason=trouble)
        self._trouble = trouble
