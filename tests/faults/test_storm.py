"""Robots and floods on a simulated clock, smaller than in benchmarks/storm.py: what goes out, and every mail shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from benchmarks.storm import burst, flood, garbling, one_each_hour, outage, storm, stripping, two_mailbots
from benchmarks.weather import Answer, Clock, Desk, desks, letter, silent
from tests.canary import leaks

Robot = Callable[[Desk], Iterator[tuple[timedelta, bytes]]]


def test_two_mailbots_write_to_each_other_once_at_most() -> None:
    assert max(two_mailbots(6).values(), default=0) <= 1


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
        assert leaks(desk.works.store, desk.works.policy.staff) == []
