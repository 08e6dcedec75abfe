"""From a decision to the changed case and the letters to write: still values, nothing done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mailbot.casework.decide import Facts
from mailbot.casework.questions import questions
from mailbot.model import (
    Address,
    Ask,
    Asked,
    Case,
    Decision,
    Escalate,
    HandOver,
    Letter,
    Party,
    Purpose,
    State,
    Wait,
)

Acted = tuple[Case, tuple[Letter, ...]]
Fresh = Callable[[], str]


def act(case: Case, decision: Decision, facts: Facts, fresh: Fresh) -> Acted:
    """Carry out a decision on paper. A letter to the customer always comes before the notes about it."""
    match decision:
        case Wait(until=until):
            return replace(case, wake_at=until), ()
        case Ask():
            return _ask(case, decision, facts, fresh)
        case Escalate():
            return _escalate(case, decision, facts, fresh)
        case HandOver():
            return _hand_over(case, decision, facts, fresh)
        case _:
            return case, ()


def _ask(case: Case, decision: Ask, facts: Facts, fresh: Fresh) -> Acted:
    policy, round_ = facts.policy, case.rounds + 1
    asking = questions(policy.catalogue, decision.details, case.findings, case.language, policy.questions)
    letter = replace(
        _to_customer(case, Purpose.QUESTIONS if case.greeted else Purpose.FIRST, fresh),
        questions=asking,
        serial=round_ if case.greeted else 0,
        reason=decision.reason,
    )
    grown = replace(
        case,
        state=State.WAITING_CUSTOMER,
        wake_at=None,
        rounds=round_,
        greeted=True,
        missing_before=decision.details,
        asked=(*case.asked, *(Asked(round_, letter.message_id, question) for question in asking)),
    )
    return _with_first_note(grown, (letter,), decision.reason, facts, fresh)


def _escalate(case: Case, decision: Escalate, facts: Facts, fresh: Fresh) -> Acted:
    policy = facts.policy
    report = Letter(
        Purpose.ESCALATION,
        Party.ENGINEERING,
        Address(policy.engineering),
        policy.staff_language,
        fresh(),
        reason=decision.reason,
    )
    word = replace(
        _to_customer(case, Purpose.THANKS if case.greeted else Purpose.FIRST, fresh), after=Purpose.ESCALATION
    )
    grown = replace(case, state=State.WITH_ENGINEERING, wake_at=None, greeted=True, escalated=True, missing_before=())
    return replace(grown, agent_told=True), (report, word, *_notes(case, decision.reason, facts, fresh))


def _hand_over(case: Case, decision: HandOver, facts: Facts, fresh: Fresh) -> Acted:
    told = decision.tell and not case.handed_over and case.customer is not None
    word = (_to_customer(case, Purpose.HANDOVER if case.greeted else Purpose.FIRST, fresh),) if told else ()
    grown = replace(
        case,
        state=case.state if case.escalated else State.WITH_AGENT,
        wake_at=None,
        greeted=case.greeted or told,
        handed_over=True,
        agent_told=True,
    )
    return grown, (*word, *_notes(case, decision.reason, facts, fresh))


def _with_first_note(case: Case, letters: tuple[Letter, ...], reason: str, facts: Facts, fresh: Fresh) -> Acted:
    """Agents hear of every case once when it opens; later only of what needs them."""
    if case.agent_told:
        return case, letters
    return replace(case, agent_told=True), (*letters, *_notes(case, reason, facts, fresh))


def _notes(case: Case, reason: str, facts: Facts, fresh: Fresh) -> tuple[Letter, ...]:
    newest = max((mail.mail for mail in case.mails), default=0)
    return tuple(
        Letter(
            Purpose.AGENT_NOTE,
            Party.AGENT,
            Address(agent),
            facts.policy.staff_language,
            fresh(),
            reason=reason,
            serial=newest,
        )
        for agent in facts.policy.agents
    )


def _to_customer(case: Case, purpose: Purpose, fresh: Fresh) -> Letter:
    if case.customer is None:
        raise ValueError(f"case {case.id} has no customer to write to")
    return Letter(purpose, Party.CUSTOMER, case.customer, case.language, fresh())
