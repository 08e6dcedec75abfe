"""The stop of automatic letters, seen, set and ended beside a working daemon; letters that came back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.model import Address, State
from tests.edges.offices import Office, office_at
from tests.houses import CASE, CUSTOMER

WHY = "100 within an hour"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path) as open_office:
        yield open_office


def unheard(office: Office, number: int, **changes: object) -> None:
    of = replace(CASE, id=number, state=State.WITH_AGENT, handed_over=True, unheard=WHY, **changes)  # type: ignore[arg-type]
    with office.store.transaction():
        office.store.cases.save(of)


def test_nothing_is_stopped_at_first(office: Office) -> None:
    assert "nothing is stopped" in office.said("hold")
    assert office.json("hold") == {"stop": None, "unheard": []}


def test_letters_are_stopped_once_and_stay_so(office: Office) -> None:
    assert "letters are stopped" in office.said("hold", "on", "--reason", "known outage")
    assert "nothing changed" in office.said("hold", "on")
    stop = office.store.budgets.stop()
    assert stop is not None
    assert stop.reason == "known outage"
    assert "known outage" in office.said("hold")


def test_who_heard_nothing_is_listed_and_answered_when_letters_go_on(office: Office) -> None:
    office.said("hold", "on")
    for number in (20, 21):
        unheard(office, number)
    unheard(office, 22, taken="mika took it")
    unheard(office, 23, escalated=True)
    unheard(office, 24, merged=20)  # the customer hears of it in the case that it went into
    shown = office.said("hold")
    assert all(f"CASE-{number}" in shown for number in (20, 21, 22, 23))
    assert WHY in shown
    said = office.said("hold", "off")
    assert "go out again; 3 customers who heard nothing will be answered by the next pass" in said
    cases = {number: office.store.cases.load(number) for number in (20, 21, 22, 23)}
    assert [case.wake_at is not None for case in cases.values()] == [True, True, False, True]
    assert cases[20].state is State.NEW
    assert cases[20].events[-1].reason == WHY
    assert cases[23].state is State.WITH_AGENT  # as it was: engineering has it
    assert [row["id"] for row in office.json("hold")["unheard"]] == [22, 23]
    assert "were not stopped" in office.said("hold", "off")


def test_after_a_storm_nobody_is_answered_late(office: Office) -> None:
    office.said("hold", "on")
    unheard(office, 20)
    assert office.said("hold", "off", "--leave").strip() == "automatic letters go out again"
    assert office.store.cases.load(20).wake_at is None
    office.said("hold", "on")
    assert office.json("hold")["unheard"] == []
    assert "answered" not in office.said("hold", "off")


def test_no_more_are_answered_at_once_than_an_hour_allows(office: Office) -> None:
    settings = office.folder / "mailbot.toml"
    settings.write_text(f"{settings.read_text()}[limits]\nautomatic_per_hour = 2\n")
    for number in range(30, 35):
        unheard(office, number, customer=Address(f"c{number}@customer.example"))
    said = office.said("hold", "off")
    assert "2 customers" in said
    assert "3 more must wait" in said
    assert [row["id"] for row in office.json("hold")["unheard"]] == [32, 33, 34]


def test_an_address_that_sent_mail_back_is_written_to_again_when_a_person_says_so(office: Office) -> None:
    office.store.budgets.came_back("<first@desk.example>", "5.1.1 2026-11-20", for_good=True)
    assert office.store.budgets.gone(CUSTOMER.email.upper()) == "5.1.1 2026-11-20"
    assert "came back: 5.1.1" in office.said("outbox")
    assert "5.1.1" in office.said("outbox", "show", "1")
    assert "go out again" in office.said("outbox", "allow", CUSTOMER.email)
    assert not office.store.budgets.gone(CUSTOMER.email)
    code, said = office.typed("outbox", "allow", "nobody@x.example")
    assert code == 2
    assert "no letter to nobody@x.example came back" in said


def test_a_bounce_for_a_while_stops_nothing(office: Office) -> None:
    office.store.budgets.came_back("<first@desk.example>", "4.4.1 2026-11-20", for_good=False)
    assert not office.store.budgets.gone(CUSTOMER.email)
    assert "4.4.1" in office.said("outbox", "show", "1")
