"""What an agent passes on: whose case it is, which words count, and what goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.casework.advance import advance, wake
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.passing_on import passed_on
from mailbot.casework.policy import Spent
from mailbot.config.details import packaged_catalogue
from mailbot.model import (
    Address,
    Authentication,
    Case,
    Forwarded,
    HandOver,
    Hold,
    Kind,
    Message,
    Origin,
    Outcome,
    Part,
    Party,
    Purpose,
    Segment,
    State,
    TakeIn,
)
from tests.houses import AGENT, CUSTOMER, NOW, SUPPORT, message, policy

POLICY = policy(catalogue=packaged_catalogue())
OWN = "Can you take this one? KANARIA"
HIS = "保存ボタンを押すと画面が真っ白になります。Chrome 120を使っています。"
TEXT = f"{OWN}\n\n---------- Forwarded message ---------\n{HIS}"
WRITTEN = Forwarded(CUSTOMER, None, "保存できません", HIS)
MAIL = message(
    sender=Address(AGENT),
    message_id="<9@desk.example>",
    subject="Fwd: 保存できません",
    text=TEXT,
    segments=(Segment(Part.NEW, 0, len(OWN) + 1), Segment(Part.FORWARDED, len(OWN) + 1, len(TEXT))),
    forwarded=WRITTEN,
)


def step(minutes: int = 0) -> Step:
    return Step(POLICY, NOW + timedelta(minutes=minutes), Spent(), lambda: "<c.1@desk.example>")


def arrive(mail: Message) -> Outcome:
    return advance(None, Arrival(mail, mail=5, received_at=NOW, fresh_id=8), step())


def opened(mail: Message = MAIL) -> Case:
    case = arrive(mail).case
    assert case
    return case


def test_it_is_the_customers_case_in_the_customers_language() -> None:
    case = opened()
    assert (case.customer, case.language, case.subject) == (CUSTOMER, "ja", "保存できません")
    assert (case.kind, case.state, case.silence) == (Kind.BUG, State.WITH_AGENT, "")


def test_the_forwarded_words_are_read_and_the_agents_are_not() -> None:
    outcome = arrive(replace(MAIL, text=TEXT.replace(OWN, "I use Firefox 99"), forwarded=WRITTEN))
    assert outcome.case
    assert {one.detail: one.quote for one in outcome.case.findings}.keys() >= {"browser"}
    assert not [one for one in outcome.case.findings if "Firefox" in one.value]
    agents, customers = outcome.case.mails
    assert (agents.party, customers.party, customers.new_text) == (Party.AGENT, Party.CUSTOMER, HIS)


def test_nothing_goes_to_the_customer_and_the_agent_gets_a_receipt() -> None:
    outcome = arrive(MAIL)
    assert isinstance(outcome.decision, TakeIn)
    assert OWN in outcome.decision.reason
    assert [letter.purpose for letter in outcome.letters] == [Purpose.RECEIPT, Purpose.AGENT_NOTE]
    assert {letter.recipient.email for letter in outcome.letters} == {AGENT}
    assert outcome.letters[1].missing
    assert CUSTOMER.email in outcome.letters[0].notes[0]


def test_after_resume_the_customer_is_asked() -> None:
    case = replace(opened(), handed_over=False, state=State.NEW, wake_at=NOW)  # what #resume does
    letters = wake(case, step(1)).letters
    assert [letter.recipient for letter in letters if letter.party is Party.CUSTOMER] == [CUSTOMER]


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param(None, id="the forward does not say"),
        pytest.param(SUPPORT, id="ourselves"),
        pytest.param(Address(AGENT), id="an agent"),
    ],
)
def test_without_a_customer_it_is_held(sender: Address | None) -> None:
    decision = arrive(replace(MAIL, forwarded=replace(WRITTEN, sender=sender))).decision
    assert isinstance(decision, Hold)
    assert decision.told == "held_forward"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"authentication": Authentication("fail")}, id="a forged agent"),
        pytest.param({"to": (Address("other@desk.example"),)}, id="not to the support address"),
        pytest.param({"origin": Origin.AUTO_REPLY}, id="an agent's machine"),
        pytest.param({"sender": Address("eve@else.example")}, id="a customer who forwards"),
        pytest.param({"forwarded": None, "segments": (), "subject": "hello"}, id="no forward"),
    ],
)
def test_only_an_agents_own_forward_counts(changes: dict[str, object]) -> None:
    assert not passed_on(replace(MAIL, **changes), POLICY)  # type: ignore[arg-type]


def test_a_customers_forward_is_the_customers_mail() -> None:
    case = opened(replace(MAIL, sender=Address("eve@else.example")))
    assert case.customer == Address("eve@else.example")


def test_encrypted_words_are_not_asked_about() -> None:
    closed = message(subject="The app crashes", unreadable="encrypted by PGP", text="", segments=())
    case = advance(None, Arrival(closed, mail=5, received_at=NOW, fresh_id=8, closed=closed.unreadable), step()).case
    assert case
    outcome = wake(case, step(10))
    assert outcome.decision == HandOver("encrypted by PGP", tell=True)
    assert [letter.purpose for letter in outcome.letters][:1] == [Purpose.FIRST]
    assert not outcome.letters[0].questions


def test_what_a_customer_forwards_is_read_with_his_own_words() -> None:
    case = opened(replace(MAIL, sender=Address("eve@else.example")))
    told = {one.detail: one.value for one in case.findings}
    assert told["browser"] == "Chrome 120"
    assert [mail.new_text for mail in case.mails] == [OWN]


def test_what_one_of_us_wrote_says_nothing_about_the_customer_who_forwards_it() -> None:
    ours = replace(WRITTEN, sender=SUPPORT)
    case = opened(replace(MAIL, sender=Address("eve@else.example"), forwarded=ours))
    assert not [one for one in case.findings if one.detail == "browser"]
