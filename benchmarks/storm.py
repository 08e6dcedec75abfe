"""Seven days of robots and floods against one mailbot, on a simulated clock: what goes out, and does every mail show?

Run: `.venv/bin/python -m benchmarks.storm [--mails 50000]`. `tests/faults/test_storm.py` runs it with fewer mails.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message as Mail
from email.utils import parseaddr

import structlog

from benchmarks.weather import (
    DAYS,
    START,
    Answer,
    Clock,
    Desk,
    Storm,
    busiest,
    desks,
    domain_of,
    invisible,
    letter,
    per,
    rounds,
    silent,
)
from mailbot.model import OutState
from mailbot.pipeline import process

BUG = "The export fails since this morning."


def two_mailbots(hours: int) -> Counter[str]:
    """Letters each way between two mailbots, started by a mail of the one's people from its support address."""
    clock = Clock()
    with desks("a.example", "b.example", clock=clock) as (first, second):
        first.arrive(
            letter(
                "support@b.example", "support@a.example", "Export fails", BUG, clock.now, Message_ID="<1@b.example>"
            ),
            clock.now,
        )
        sent: Counter[str] = Counter()
        for _ in range(hours):
            clock.now += timedelta(hours=1)
            for one, other in ((first, second), (second, first)):
                process(one.works)
                for mail in one.written():
                    if domain_of(parseaddr(str(mail["To"]))[1]) == other.domain:
                        sent[f"{one.domain} to {other.domain}"] += 1
                        stamp = f"Authentication-Results: mx.{other.domain}; dmarc=pass header.from={one.domain}\r\n"
                        other.arrive(stamp.encode() + mail.as_bytes(), clock.now)
        assert not invisible(first)
        assert not invisible(second)
    return sent


def stripping(desk: Desk, address: str = "bot@robots.example") -> Answer:
    """A robot without any sign of one: a new id and a ticket number each time, nothing cited."""
    tickets = itertools.count(1)

    def answer(_mail: Mail, now: datetime) -> list[tuple[timedelta, bytes]]:
        n = next(tickets)
        raw = letter(address, f"support@{desk.domain}", f"Ticket #{n}", BUG, now, Message_ID=f"<{n}@robots.example>")
        return [(timedelta(minutes=1), raw)]

    return answer


def garbling(desk: Desk) -> Answer:
    """A robot that answers each question with words that say nothing, as a proper reply."""
    numbers = itertools.count(1)
    draw = random.Random(7)

    def answer(mail: Mail, now: datetime) -> list[tuple[timedelta, bytes]]:
        words = " ".join("".join(draw.choices("abcdefghijklmnop", k=7)) for _ in range(12))
        raw = letter(
            parseaddr(str(mail["To"]))[1],
            f"support@{desk.domain}",
            f"Re: {mail['Subject']}",
            words,
            now,
            Message_ID=f"<g{next(numbers)}@x.example>",
            In_Reply_To=str(mail["Message-ID"]),
        )
        return [(timedelta(minutes=3), raw)]

    return answer


@dataclass(frozen=True, slots=True)
class Result:
    """What a storm led to."""

    name: str
    mails: int
    letters: int
    address_per_day: int
    domain_per_hour: int
    all_per_hour: int
    rounds: int
    invisible: int
    stopped: bool

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.mails} mails, {self.letters} letters; most first ones to one address in a day"
            f" {self.address_per_day}, to one domain in an hour {self.domain_per_hour}, in all in an hour"
            f" {self.all_per_hour}; {self.rounds} rounds at most; {self.invisible} mails without an end;"
            f" {'stopped' if self.stopped else 'never stopped'}"
        )


def storm(name: str, first: Callable[[Desk], Iterator[tuple[timedelta, bytes]]], answers: Callable[[Desk], Answer],
          most: int, days: float = DAYS) -> Result:  # fmt: skip
    """Seven days of it; once a day somebody lets letters go on where they were stopped."""
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        wind = Storm(desk, clock, answers(desk))
        for delay, raw in first(desk):
            wind.send(START + delay, raw)
        stopped = False
        for day in range(1, int(days) + 1):
            wind.blow(START + timedelta(days=day), most)
            stopped = desk.works.store.budgets.go_on() or stopped
        return Result(
            name,
            wind.arrived,
            len(wind.out),
            per(wind.first, str, timedelta(days=1)),
            per(wind.first, domain_of, timedelta(hours=1)),
            busiest([at for at, _ in wind.out], timedelta(hours=1)),
            rounds(desk),
            len(invisible(desk)),
            stopped,
        )


def one_each_hour(address: str) -> Callable[[Desk], Iterator[tuple[timedelta, bytes]]]:
    """A robot that also begins anew every hour."""

    def first(desk: Desk) -> Iterator[tuple[timedelta, bytes]]:
        for hour in range(24 * DAYS):
            at = timedelta(hours=hour)
            text = letter(
                address, f"support@{desk.domain}", f"Ticket #h{hour}", BUG, START + at, Message_ID=f"<h{hour}@x>"
            )
            yield at, text

    return first


def flood(mails: int, domains: int, addresses: int = 10_000) -> Callable[[Desk], Iterator[tuple[timedelta, bytes]]]:
    """Mails evenly over the week, each from the next of many addresses behind so many domains."""

    def first(desk: Desk) -> Iterator[tuple[timedelta, bytes]]:
        for n in range(mails):
            at = timedelta(days=DAYS) * n / mails
            sender = f"u{n % addresses}@d{n % domains}.example"
            text = f"{BUG} Number {n}."
            yield at, letter(sender, f"support@{desk.domain}", f"Export {n}", text, START + at, Message_ID=f"<f{n}@x>")

    return first


def storms(mails: int) -> Iterator[Result]:
    """All of them, with so many mails together."""
    share = max(mails // 4, 20)
    yield storm("no signs", one_each_hour("bot@robots.example"), stripping, share)
    yield storm("10,000 addresses of one domain", flood(share, 1), lambda _: silent, share)
    yield storm("many domains", flood(share, 500), lambda _: silent, share)
    yield storm("garbage answers", flood(share // 3, 50), garbling, 2 * share)
    yield storm("10,000 addresses in two hours", burst(share), lambda _: silent, share)


def burst(mails: int) -> Callable[[Desk], Iterator[tuple[timedelta, bytes]]]:
    """Relay spam: all at once, each from an address and a domain of its own."""

    def first(desk: Desk) -> Iterator[tuple[timedelta, bytes]]:
        for n in range(mails):
            at = timedelta(hours=2) * n / mails
            sender = f"victim{n}@v{n}.example"
            yield at, letter(sender, f"support@{desk.domain}", f"Win {n}", BUG, START + at, Message_ID=f"<b{n}@x>")

    return first


FREEMAIL = ("gmail.com", "yahoo.co.jp", "icloud.com")
TROUBLE = (
    "Since 10 o'clock nobody can log in to the portal. It says Error 503 after the password.",
    "We cannot log in to the portal since 10. After the password comes Error 503.",
    "Login to the portal fails with Error 503 since about 10 this morning.",
)


@dataclass(frozen=True, slots=True)
class Outage:
    """What 300 customers got within their hour."""

    customers: int
    receipts: int
    listed: int
    neither: int
    surge_alerts: int
    stop_alerts: int
    escalations_held: int


def outage(customers: int = 300, domains: int = 40) -> Outage:
    """Customers of many domains, freemail among them, write of the same trouble within an hour."""
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        wind = Storm(desk, clock, silent)
        names = [*FREEMAIL, *(f"firm{n}.example" for n in range(domains - len(FREEMAIL)))]
        for n in range(customers):
            at = timedelta(hours=1) * n / customers
            sender = f"c{n}@{names[n % len(names)]}"
            text = TROUBLE[n % len(TROUBLE)]
            wind.send(
                START + at, letter(sender, "support@desk.example", "Login fails", text, START, Message_ID=f"<o{n}@x>")
            )
        wind.blow(START + timedelta(minutes=62), customers)
        store = desk.works.store
        got = {to for _, to in wind.out}
        cases = [store.cases.load(number) for number in range(1, store.cases.next_id())]
        listed = {case.customer.email for case in cases if case.customer and case.unheard}
        everybody = {case.customer.email for case in cases if case.customer}
        rows = store.outbox.rows()
        return Outage(
            len(everybody),
            len(got & everybody),
            len(listed),
            len(everybody - got - listed),
            store.outbox.alerts("surge", START + timedelta(hours=1)),
            store.outbox.alerts("hold", START + timedelta(hours=1)),
            sum(row["purpose"] == "escalation" and row["state"] == OutState.HELD for row in rows),
        )


def main() -> None:
    """Print what each storm led to."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--mails", type=int, default=50_000)
    mails = words.parse_args().mails
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    began = time.monotonic()
    print("two mailbots:", dict(two_mailbots(24 * DAYS)))
    print(outage())
    total = 0
    for result in storms(mails):
        total += result.mails
        print(result, flush=True)
    print(f"{total} mails in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
