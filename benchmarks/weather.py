"""A mailbot on a simulated clock: mails arrive at their time, quiet periods end, letters go to whoever answers them.

The store, the parsers, the rules and the posting are the real ones; only the letters reach no server.
"""

from __future__ import annotations

import heapq
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import format_datetime, parseaddr
from pathlib import Path

from mailbot.config.load import load
from mailbot.model import OutState, Purpose, RawMail
from mailbot.pipeline import process
from mailbot.site import open_site
from mailbot.works import Works

START = datetime(2026, 11, 16, tzinfo=UTC)
DAYS = 7
SETTINGS = """
[mailbot]
instance = "{domain}"
database = "mailbot.db"
default_language = "en"
quiet_seconds = 60
[support]
address = "support@{domain}"
team = {{ ja = "窓口", en = "Desk" }}
hours = {{ ja = "平日", en = "weekdays" }}
[people]
agents = ["agent@{domain}"]
engineering = "dev@{domain}"
[[mailbox]]
kind = "maildir"
path = "Maildir"
[delivery]
kind = "folder"
path = "letters"
[authentication]
trust = "header"
authserv_id = "mx.{domain}"
"""
Answer = Callable[[Mail, datetime], "list[tuple[timedelta, bytes]]"]


@dataclass
class Clock:
    """A clock that only the storm moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Desk:
    """One mailbot with its mailbox."""

    domain: str
    works: Works
    uids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    letters: int = 0  # looked at so far

    def arrive(self, raw: bytes, now: datetime) -> None:
        """A mail into the mailbox, and the pass that processes it."""
        mail = RawMail("support", "INBOX", 1, next(self.uids), now, raw, len(raw))
        with self.works.store.transaction():
            self.works.store.inbox.keep([mail], now)
        process(self.works)

    def after(self, clock: Clock) -> list[Mail]:
        """Letters of the pass at this time."""
        self.works = replace(self.works, clock=clock)
        process(self.works)
        return self.written()

    def written(self) -> list[Mail]:
        """Letters written since the last call; each counts as sent. The header X-Purpose says why it was written."""
        rows = self.works.store.outbox.rows(self.letters)
        out: list[Mail] = []
        for row in rows:
            number = int(str(row["id"]))
            self.letters = max(self.letters, number)
            if row["state"] == OutState.QUEUED:
                mail = message_from_bytes(self.works.store.outbox.data(number))
                mail["X-Purpose"] = str(row["purpose"])
                out.append(mail)
                self.works.store.outbox.settle(number, OutState.SENT, "simulated", self.works.clock())
        return out


@contextmanager
def desks(*domains: str, clock: Clock) -> Iterator[list[Desk]]:
    """Mailbots of these domains, whose clock is the storm's."""
    with tempfile.TemporaryDirectory() as folder:
        opened: list[Desk] = []
        with _all_open([Path(folder) / domain for domain in domains], clock) as works:
            opened += [Desk(domain, one) for domain, one in zip(domains, works, strict=True)]
            yield opened


@contextmanager
def _all_open(homes: Sequence[Path], clock: Clock) -> Iterator[list[Works]]:
    if not homes:
        yield []
        return
    home = homes[0]
    (home / "Maildir").mkdir(parents=True)
    (home / "mailbot.toml").write_text(SETTINGS.format(domain=home.name), encoding="utf-8")
    with open_site(load(home)) as site, _all_open(homes[1:], clock) as others:
        yield [replace(site.works, clock=clock), *others]


def letter(sender: str, to: str, subject: str, text: str, now: datetime, **headers: str) -> bytes:
    """A mail that the mailbot's own server vouches for, as the worst robots have it."""
    domain, ours = sender.partition("@")[2], to.partition("@")[2]
    lines = [
        f"Authentication-Results: mx.{ours}; dmarc=pass header.from={domain}",
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Date: {format_datetime(now)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join((*lines, "", text, "")).encode()


@dataclass
class Storm:
    """Mails on their way to a desk, in the order of their time."""

    desk: Desk
    clock: Clock
    answer: Answer
    due: list[tuple[datetime, int, bytes]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    arrived: int = 0
    out: list[tuple[datetime, str]] = field(default_factory=list)  # (when, to whom) of letters to customers
    first: list[tuple[datetime, str]] = field(default_factory=list)  # the first letters among them

    def send(self, at: datetime, raw: bytes) -> None:
        """A mail that arrives then."""
        heapq.heappush(self.due, (at, next(self.numbers), raw))

    def blow(self, until: datetime, most: int) -> None:
        """Let it go on until then, or for so many mails; letters are answered as they go out."""
        while self.due and self.arrived < most and self.due[0][0] <= until:
            at, _, raw = heapq.heappop(self.due)
            self._wait(at)
            self.desk.arrive(raw, self.clock.now)
            self.arrived += 1
            self._answered()
        self._wait(until if not self.due else min(until, self.clock.now + timedelta(minutes=5)))

    def _wait(self, until: datetime) -> None:
        """Quiet periods end on the way."""
        for at in (self.clock.now + timedelta(minutes=2), until):
            if self.clock.now < at <= until:
                self.clock.now = at
                process(self.desk.works)
                self._answered()

    def _answered(self) -> None:
        for mail in self.desk.written():
            to = parseaddr(str(mail["To"]))[1]
            if to.partition("@")[2] == self.desk.domain:
                continue  # agents and engineers read, they do not storm
            self.out.append((self.clock.now, to))
            if mail["X-Purpose"] == Purpose.FIRST:
                self.first.append((self.clock.now, to))
            for delay, raw in self.answer(mail, self.clock.now):
                self.send(self.clock.now + delay, raw)


def silent(_mail: Mail, _now: datetime) -> list[tuple[timedelta, bytes]]:
    """Nobody answers."""
    return []


def busiest(times: Sequence[datetime], span: timedelta) -> int:
    """The most of these moments that lie within one span."""
    found, first = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - span:
            first += 1
        found = max(found, last - first + 1)
    return found


def per(out: Sequence[tuple[datetime, str]], key: Callable[[str], str], span: timedelta) -> int:
    """The most letters within one span to whatever `key` puts together."""
    times: dict[str, list[datetime]] = {}
    for at, to in out:
        times.setdefault(key(to), []).append(at)
    return max((busiest(one, span) for one in times.values()), default=0)


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.partition("@")[2]


def invisible(desk: Desk) -> list[dict[str, object]]:
    """Mails that ended nowhere: neither in a case, nor held, nor left with a reason."""
    rows = desk.works.store.inbox.rows()
    return [row for row in rows if row["state"] not in {"done", "held"} or not row["reason"]]


def rounds(desk: Desk) -> int:
    """The most letters with questions in one case."""
    newest = desk.works.store.cases.next_id() - 1
    return max((desk.works.store.cases.load(number).rounds for number in range(1, newest + 1)), default=0)
