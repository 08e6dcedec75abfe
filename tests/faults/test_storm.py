"""Robots and floods on a simulated clock, smaller than in benchmarks/storm.py: what goes out, and every mail shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.storm import burst, flood, garbling, one_each_hour, outage, storm, stripping, two_mailbots
from benchmarks.weather import DAYS, START, Answer, Clock, Desk, Storm, busiest, desks, letter, silent
from mailbot.config.load import load
from mailbot.holding import go_on
from mailbot.looking import Site
from mailbot.store.look import look, path_of
from tests.canary import leaks

Robot = Callable[[Desk], Iterator[tuple[timedelta, bytes]]]


def test_two_mailbots_write_to_each_other_once_in_a_week() -> None:
    assert sorted(two_mailbots(24 * DAYS).values()) == [1]  # no reminder, either


def test_the_reminders_of_a_night_all_go_and_leave_room_for_those_who_write() -> None:
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        desk.works = replace(desk.works, policy=replace(desk.works.policy, automatic_per_hour=20))
        wind = Storm(desk, clock, silent)
        for n in range(40):
            at, sender = START + timedelta(minutes=30 * n), f"c{n}@firm{n}.example"
            text = f"The export fails. Number {n}."
            wind.send(at, letter(sender, "support@desk.example", "Export", text, at, Message_ID=f"<n{n}@x>"))
        for hour in range(24 * 5):
            wind.blow(START + timedelta(hours=hour + 1), 40)
        assert desk.works.store.budgets.stop() is None
        assert len(wind.first) == 40
        assert len(wind.out) == 80
        assert busiest([at for at, _ in wind.out], timedelta(hours=1)) <= 20


def test_a_receipt_that_was_held_in_a_surge_asks_nothing_when_it_comes() -> None:
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        desk.works.store.budgets.hold("a test", clock.now)
        for n in range(6):
            text = f"Since this morning the export of invoices fails with error 1007. {n}"
            raw = letter(f"c{n}@f{n}.example", "support@desk.example", "Export of invoices", text, clock.now)
            desk.arrive(raw.replace(b"\r\nDate", f"\r\nMessage-ID: <s{n}@x>\r\nDate".encode(), 1), clock.now)
            clock.now += timedelta(minutes=2)
        clock.now += timedelta(minutes=5)
        desk.after(clock)
        assert desk.works.store.cases.load(6).alarm == "surge"
        clock.now += timedelta(hours=3)
        with looked_at(desk) as site:
            assert go_on(site, clock.now)[1:] == (6, 0)
        letters = {str(mail["To"]): mail for mail in desk.after(clock)}
        words = letters["c5@f5.example"].get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert "One of us will read it" in words
        assert "could you tell us" not in words


def test_a_robot_takes_nobodys_place_when_letters_go_on() -> None:
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        desk.works.store.budgets.hold("a test", clock.now)
        senders = [*["bot@robots.example"] * 9, "hanako@customer.example"]
        for n, sender in enumerate(senders):
            raw = letter(sender, "support@desk.example", f"Ticket #{n}", f"How do I print {n}?", clock.now)
            desk.arrive(raw.replace(b"\r\nDate", f"\r\nMessage-ID: <t{n}@x>\r\nDate".encode(), 1), clock.now)
        clock.now += timedelta(minutes=5)
        desk.after(clock)
        clock.now += timedelta(hours=1)
        with looked_at(desk) as site:
            _, given, left = go_on(site, clock.now)
        assert (given, left) == (4, 0)
        assert [mail["To"] for mail in desk.after(clock)].count("hanako@customer.example") == 1


@contextmanager
def looked_at(desk: Desk) -> Iterator[Site]:
    """The desk as commands open it."""
    path = path_of(desk.works.store)
    with look(path) as piles:
        yield Site(load(path.parent), piles)


@pytest.mark.parametrize(
    ("first", "answers", "mails"),
    [
        pytest.param(one_each_hour("bot@robots.example"), stripping, 60, id="a robot without any sign of one"),
        pytest.param(flood(90, 1), lambda _: silent, 90, id="ten thousand addresses of one domain"),
        pytest.param(flood(15, 5), garbling, 60, id="a robot that answers with garbage"),
        pytest.param(burst(230), lambda _: silent, 230, id="a flood within two hours"),
    ],
)
def test_no_storm_gets_more_than_the_budgets(first: Robot, answers: Callable[[Desk], Answer], mails: int) -> None:
    result = storm("storm", first, answers, mails)
    assert result.mails > 0
    assert result.address_per_day <= 3
    assert result.domain_per_hour <= 20
    assert result.all_per_hour <= 100
    assert result.rounds <= 2
    assert result.invisible == 0


def test_a_flood_of_one_domain_within_the_hour_gets_twenty_letters() -> None:
    result = storm("storm", flood(70, 1), lambda _: silent, 70, days=1)
    assert result.domain_per_hour <= 20


def test_an_outage_leaves_nobody_unseen() -> None:
    seen = outage(customers=150, domains=40)
    assert seen.customers == 150
    assert seen.receipts == 100
    assert (seen.listed, seen.neither) == (50, 0)
    assert (seen.surge_alerts, seen.stop_alerts, seen.escalations_held) == (1, 1, 0)


def test_a_complete_report_reaches_engineering_though_letters_are_stopped() -> None:
    clock = Clock()
    text = "Since today I open Reports, press Export, and it says 'E-77 no data'. Windows 11, Chrome 131."
    with desks("desk.example", clock=clock) as (desk,):
        with desk.works.store.transaction():
            desk.works.store.budgets.hold("a test", clock.now)
        to = "support@desk.example"
        raw = letter("tom@x.example", to, "Export fails", text, clock.now, Message_ID="<1@x.example>")
        desk.arrive(raw, clock.now)
        clock.now += timedelta(minutes=5)
        written = {mail["To"]: mail for mail in desk.after(clock)}
        assert set(written) == {"dev@desk.example", "agent@desk.example"}
        assert "stopped" in written["agent@desk.example"].get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert desk.works.store.cases.load(1).unheard
        assert "(no receipt yet)" in " ".join(str(written["agent@desk.example"]["Subject"]).split())
        assert leaks(desk.works.store, desk.works.policy.staff) == []
