"""The policy, rule by rule: what is seen, and what is then done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.casework.decide import RULES, Facts, decide
from mailbot.model import (
    Address,
    Ask,
    Bounce,
    Case,
    Decision,
    Escalate,
    HandOver,
    Hold,
    Ignore,
    Kind,
    Message,
    Note,
    Origin,
    Party,
    Wait,
)
from tests.houses import AGENT, CASE, ENGINEERING, MESSAGE, NOW, POLICY, case, message

BOUNCE = Bounce(("a@x.example",), ("<1@desk.example>",), permanent=True, status="5.1.1")
LATE = Bounce(("a@x.example",), ("<1@desk.example>",), permanent=False, status="4.4.1")


def facts(
    of: Case = CASE, mail: Message | None = MESSAGE, missing: tuple[str, ...] = ("steps",), **more: object
) -> Facts:
    return Facts(policy=POLICY, now=NOW, case=of, message=mail, missing=missing, **more)  # type: ignore[arg-type]


CASES: list[tuple[str, Facts, str, Decision]] = [
    (
        "our own mail: nothing at all",
        facts(mail=message(origin=Origin.OURSELVES, origin_sign="X-Mailbot-Loop"), known=False),
        "never_answer_ourselves",
        Ignore("our own mail: X-Mailbot-Loop"),
    ),
    (
        "the same mail by two ways: once",
        facts(twin=4),
        "answer_once",
        Ignore("the same mail as 4, delivered again"),
    ),
    (
        "a bounce of a letter of ours: to the agent",
        facts(mail=message(origin=Origin.BOUNCE, origin_sign="null path", bounce=BOUNCE)),
        "note_returned_letters",
        HandOver("a letter came back: a@x.example 5.1.1", tell=False),
    ),
    (
        "a bounce that says only 'later': noted",
        facts(mail=message(origin=Origin.BOUNCE, origin_sign="null path", bounce=LATE)),
        "note_returned_letters",
        Note("a letter is late: a@x.example 4.4.1"),
    ),
    (
        "a bounce of somebody else's mail: silence",
        facts(mail=message(origin=Origin.BOUNCE, origin_sign="null path"), known=False),
        "note_returned_letters",
        Ignore("a bounce of a mail that is not ours: null path"),
    ),
    (
        "out of office in a case: written down",
        facts(mail=message(origin=Origin.AUTO_REPLY, origin_sign="Auto-Submitted")),
        "never_answer_machines",
        Note("written by a machine: Auto-Submitted"),
    ),
    (
        "out of office without a case: silence",
        facts(mail=message(origin=Origin.AUTO_REPLY, origin_sign="Auto-Submitted"), known=False),
        "never_answer_machines",
        Ignore("written by a machine: Auto-Submitted"),
    ),
    (
        "spam waits for a person",
        facts(mail=message(spam="X-Spam-Flag: YES"), known=False),
        "hold_spam",
        Hold("marked as spam: X-Spam-Flag: YES"),
    ),
    (
        "a stranger who cites our letter waits for a person",
        facts(stranger="cites our letter of case 7"),
        "hold_strangers",
        Hold("cites our letter of case 7"),
    ),
    (
        "an agent outside of any case is no customer",
        facts(mail=message(sender=Address(AGENT)), known=False),
        "staff_never_becomes_a_customer",
        Hold("written by one of us outside of any case"),
    ),
    (
        "an agent in a case: written down, nothing leaves",
        facts(mail=message(sender=Address(AGENT)), party=Party.AGENT),
        "staff_never_becomes_a_customer",
        Note("an agent wrote in this case; nothing goes to the customer"),
    ),
    (
        "engineering in a case: to the agent",
        facts(mail=message(sender=Address(ENGINEERING)), party=Party.ENGINEERING),
        "staff_never_becomes_a_customer",
        HandOver("engineering wrote in this case", tell=False),
    ),
    (
        "within the quiet period: wait",
        facts(wake_at=NOW + timedelta(minutes=2)),
        "wait_for_more",
        Wait(NOW + timedelta(minutes=2), "more may come right after"),
    ),
    (
        "handed over: the customer's next mail goes to the person",
        facts(of=case(handed_over=True), mail=None),
        "leave_to_people",
        HandOver("the customer wrote again", tell=False),
    ),
    (
        "no automatic answer allowed: a person, and the customer hears nothing",
        facts(of=case(silence="list: List-Id"), mail=None),
        "leave_to_people",
        HandOver("no automatic answer: list: List-Id", tell=False),
    ),
    (
        "budget spent: a person, and the customer hears nothing",
        facts(mail=None, overspent="3 first letters"),
        "leave_to_people",
        HandOver("no automatic answer: 3 first letters", tell=False),
    ),
    (
        "asks for a person: a person, and no questions",
        facts(of=case(wish="asks for a person: 'call me'"), mail=None),
        "leave_to_people_when_asked",
        HandOver("asks for a person: 'call me'", tell=True),
    ),
    (
        "urgent and incomplete: a person, and no questions",
        facts(of=case(urgent="is urgent: 'asap'"), mail=None),
        "leave_urgent_to_people",
        HandOver("is urgent: 'asap'", tell=True),
    ),
    (
        "a question: a person, and a receipt",
        facts(of=case(kind=Kind.QUESTION, kind_reason="asks how"), mail=None),
        "people_answer_all_but_bugs",
        HandOver("question: asks how", tell=True),
    ),
    (
        "complete: escalate, also when it is urgent",
        facts(of=case(urgent="is urgent: 'asap'"), mail=None, missing=()),
        "escalate_once",
        Escalate("all required details are there"),
    ),
    (
        "an answer without anything new: a person",
        facts(of=case(greeted=True, rounds=1, missing_before=("steps",)), mail=None),
        "ask_only_with_progress",
        HandOver("the answer told nothing of what is missing: steps", tell=True),
    ),
    (
        "asked enough: a person",
        facts(of=case(greeted=True, rounds=2, missing_before=("steps", "os")), mail=None),
        "stop_asking",
        HandOver("asked 2 times, still missing: steps", tell=True),
    ),
    (
        "progress and still incomplete: ask once more",
        facts(of=case(greeted=True, rounds=1, missing_before=("steps", "os")), mail=None),
        "ask_for_missing",
        Ask(("steps",), "missing: steps"),
    ),
    (
        "first contact, incomplete: ask",
        facts(mail=None),
        "ask_for_missing",
        Ask(("steps",), "missing: steps"),
    ),
]


@pytest.mark.parametrize(("seen", "rule", "then"), [pytest.param(*rest, id=name) for name, *rest in CASES])
def test_decide(seen: Facts, rule: str, then: Decision) -> None:
    assert decide(seen) == (rule, then)


def test_every_rule_decides_in_some_row_of_the_table() -> None:
    assert {rule for _, _, rule, _ in CASES} == {rule.__name__ for rule in RULES}


def test_a_rule_explains_itself() -> None:
    assert all(rule.__doc__ for rule in RULES)
