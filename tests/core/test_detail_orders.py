"""Orders about details: what may be asked and written down, and what is explained instead."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from mailbot.casework.desk import Desk
from mailbot.casework.proposing import proposal
from mailbot.casework.staff import obey, staff_mail
from mailbot.config.details import packaged_catalogue
from mailbot.model import (
    Address,
    Answer,
    Case,
    EngineeringReply,
    Finding,
    Kind,
    Letter,
    Part,
    Party,
    Purpose,
    Segment,
    State,
    Strength,
)
from tests.houses import AGENT, NOW, SUPPORT, arrival, case, message, policy

POLICY = policy(catalogue=packaged_catalogue(), staff_language="en")
TOLD = (
    Finding("browser", "Edge", "Edge", 0, 4, "body", "browser.lexicon", lexical=True, mail=1),
    Finding("since", "no idea", "no idea", 0, 7, "body", "says so", answer=Answer.UNKNOWN, mail=1),
    Finding("device_os", "Mac", "Mac", 0, 3, "header", "mail program", Strength.WEAK, lexical=True, mail=1),
)
OPEN = case(greeted=True, handed_over=True, state=State.WITH_AGENT, findings=TOLD)


def obeyed(text: str, of: Case = OPEN) -> tuple[Case, tuple[Letter, ...], str]:
    """(the case, letters to the customer, the receipt) of an agent's mail."""
    mail = message(sender=Address(AGENT), to=(SUPPORT,), text=text, segments=(Segment(Part.NEW, 0, len(text)),))
    ids = (f"<c.{n}@desk.example>" for n in itertools.count())
    after, letters = obey(of, Desk(staff_mail(arrival(mail), of, POLICY), POLICY, NOW, lambda: next(ids)))
    receipt = next(one for one in letters if one.purpose is Purpose.RECEIPT)
    return after, tuple(one for one in letters if one.party is Party.CUSTOMER), "\n".join(receipt.notes)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("#ask steps", ["steps"], id="by id"),
        pytest.param("#ask Steps to reproduce", ["steps"], id="by alias"),
        pytest.param("#尋ねる 操作手順、頻度", ["steps", "frequency"], id="Japanese labels, one optional"),
        pytest.param("＃質問　頻度", ["frequency"], id="the word for question with a detail behind it"),
        pytest.param("#ask frequency steps", ["frequency", "steps"], id="with a blank between"),
        pytest.param("#ask os and error message", ["device_os", "error"], id="a guess does not close a detail"),
        pytest.param("#ask", ["steps", "error", "device_os"], id="alone: what mailbot would propose"),
    ],
)
def test_exactly_what_is_ordered_is_asked(text: str, asked: list[str]) -> None:
    after, (letter,), receipt = obeyed(text)
    assert [id_ for question in letter.questions for id_ in question.details] == asked
    assert letter.purpose is Purpose.QUESTIONS
    assert (after.state, after.rounds, len(after.asked)) == (State.WAITING_CUSTOMER, 1, len(letter.questions))
    assert after.taken == f"{AGENT} asked the customer"
    assert all(question.text in receipt for question in letter.questions)


def test_a_customer_who_has_heard_nothing_yet_gets_the_receipt_with_the_questions() -> None:
    _, (letter,), _ = obeyed("#ask steps", replace(OPEN, greeted=False))
    assert letter.purpose is Purpose.FIRST


@pytest.mark.parametrize(
    ("text", "of", "says"),
    [
        pytest.param("#ask browzer", OPEN, 'no detail called "browzer". Did you mean: Browser', id="mistyped"),
        pytest.param("#ask steps, the weather", OPEN, '"the weather"', id="one of two is unknown"),
        pytest.param("#ask browser", OPEN, "already answered this: Browser", id="told before"),
        pytest.param("#ask since", OPEN, "already answered this: Since when", id="not known to the customer"),
        pytest.param("#ask steps, error, os, frequency", OPEN, "At most 3 questions", id="too many"),
        pytest.param("#ask steps\n\nHello Hanako", OPEN, "no other text", id="words for the customer below"),
        pytest.param("#ask steps\n#close", OPEN, "contradict", id="ask and close"),
        pytest.param("#ask", replace(OPEN, kind=Kind.QUESTION), "nothing to propose", id="nothing to propose"),
        pytest.param("#set", OPEN, "#set os = Windows 11", id="set without anything"),
        pytest.param("#set os", OPEN, "#set os = Windows 11", id="set without a value"),
        pytest.param("#set colour = red", OPEN, 'no detail called "colour"', id="set of an unknown detail"),
        pytest.param("#set environment = PC", OPEN, "stands for several details", id="set of a group"),
    ],
)
def test_what_cannot_be_followed_is_explained_and_nothing_goes_out(text: str, of: Case, says: str) -> None:
    after, letters, receipt = obeyed(text, of)
    assert after == of
    assert letters == ()
    assert says in receipt


@pytest.mark.parametrize("text", ["#set os = Windows 11", "＃設定　OS＝Windows 11", "#設定 端末とOS：Windows 11"])
def test_what_an_agent_knows_is_written_down(text: str) -> None:
    after, letters, receipt = obeyed(text)
    assert letters == ()
    assert "Windows 11" in receipt
    (said,) = (one for one in after.findings if one.detail == "device_os")
    assert (said.value, said.source, said.rule, said.mail) == ("Windows 11", "agent", f"what {AGENT} wrote down", 5)
    assert "device_os" not in {id_ for one in proposal(after, POLICY) for id_ in one.details}


def test_an_agent_may_write_down_that_nobody_knows() -> None:
    after, _, _ = obeyed("#設定 操作手順＝不明")
    assert after.findings[-1].answer is Answer.UNKNOWN
    assert "steps" not in {id_ for one in proposal(after, POLICY) for id_ in one.details}


def test_what_the_customer_said_is_kept_beside_it() -> None:
    after, _, _ = obeyed("#set browser = Firefox")
    assert [one.value for one in after.findings if one.detail == "browser"] == ["Edge", "Firefox"]


@pytest.mark.parametrize(
    ("need", "proposed"),
    [
        pytest.param("頻度を教えてください", ["frequency"], id="what engineering names"),
        pytest.param("How often does it happen?", ["frequency"], id="in English"),
        pytest.param("再現できませんでした", ["steps", "error", "device_os"], id="nothing named: what was never asked"),
    ],
)
def test_what_engineering_needs_is_proposed(need: str, proposed: list[str]) -> None:
    of = replace(OPEN, engineering=EngineeringReply(need_more=need))
    assert [id_ for question in proposal(of, POLICY) for id_ in question.details] == proposed
