"""From a decision to the changed case and the letters to write: still values, nothing done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mailbot.casework.asking_back import asked_back
from mailbot.casework.desk import Desk
from mailbot.casework.facts import Facts
from mailbot.casework.proposing import ask, proposal
from mailbot.casework.questions import questions
from mailbot.casework.staff import obey
from mailbot.model import (
    Address,
    Ask,
    Case,
    Close,
    Confirm,
    Confirmed,
    Decision,
    Escalate,
    HandOver,
    Letter,
    Obey,
    Party,
    Purpose,
    Remind,
    Report,
    State,
    StepBack,
    TakeIn,
    Wait,
)

Acted = tuple[Case, tuple[Letter, ...]]
Fresh = Callable[[], str]
MOST_QUOTED = 1500  # characters of a mail that an agent is asked about


def act(case: Case, decision: Decision, facts: Facts, fresh: Fresh) -> Acted:
    """Carry out a decision on paper. A letter to the customer always comes before the notes about it."""
    carry_out = CARRY_OUT.get(type(decision))
    return carry_out(case, decision, facts, fresh) if carry_out else (case, ())


def _wait(case: Case, decision: Wait, _facts: Facts, _fresh: Fresh) -> Acted:
    return replace(case, wake_at=decision.until), ()


def _report(case: Case, decision: Report, facts: Facts, fresh: Fresh) -> Acted:
    return case, _notes(case, decision.reason, facts, fresh)


def _step_back(case: Case, decision: StepBack, _facts: Facts, _fresh: Fresh) -> Acted:
    done = case.state in {State.CLOSED, State.WITH_ENGINEERING}
    return replace(case, state=case.state if done else State.ANSWERED, taken=decision.reason, remind_at=None), ()


def _obey(case: Case, _decision: Obey, facts: Facts, fresh: Fresh) -> Acted:
    return obey(case, Desk(facts.staff, facts.policy, facts.now, fresh, facts.gone)) if facts.staff else (case, ())


def _ask(case: Case, decision: Ask, facts: Facts, fresh: Fresh) -> Acted:
    policy = facts.policy
    asking = questions(policy.catalogue, decision.details, case.findings, case.language, policy.questions)
    waiting, letter = ask(case, asking, policy, facts.now, fresh)
    grown, letter = replace(waiting, missing_before=facts.lacking), replace(letter, reason=decision.reason)
    newest = facts.newest_from_outside
    words = asked_back(newest.new_text) if newest and case.rounds else ""
    if words and case.agent_told:
        return grown, (letter, *_notes(grown, facts.say("reason_asks_back", words=words), facts, fresh))
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
        missing=facts.lacking,
    )
    grown = replace(
        case,
        state=State.WITH_ENGINEERING,
        wake_at=None,
        remind_at=None,
        greeted=True,
        escalated=True,
        handed_over=case.handed_over or decision.at_once,
        agent_told=case.agent_told or decision.at_once,
        missing_before=(),
    )
    if facts.overspent:
        quiet = replace(grown, unheard=_for_now(facts), greeted=case.greeted, agent_told=True)
        return quiet, (report, *_notes(quiet, decision.reason, facts, fresh))
    if decision.at_once:  # nothing is promised and no person waits for engineering's server
        receipt = _to_customer(case, Purpose.HANDOVER if case.greeted else Purpose.FIRST, fresh)
        return grown, (report, receipt, *_notes(grown, decision.reason, facts, fresh))
    word = replace(
        _to_customer(case, Purpose.THANKS if case.greeted else Purpose.FIRST, fresh), after=Purpose.ESCALATION
    )
    notes = tuple(replace(note, after=Purpose.ESCALATION) for note in _notes(case, decision.reason, facts, fresh))
    return grown, (report, word, *notes)


def _hand_over(case: Case, decision: HandOver, facts: Facts, fresh: Fresh) -> Acted:
    due = decision.tell and not case.handed_over and case.customer is not None
    told = due and not facts.overspent
    word = (_to_customer(case, Purpose.HANDOVER if case.greeted else Purpose.FIRST, fresh),) if told else ()
    grown = replace(
        case,
        state=_with_people(case),
        wake_at=case.wake_at if facts.message and facts.party is not Party.CUSTOMER else None,
        remind_at=None,
        greeted=case.greeted or told,
        handed_over=True,
        agent_told=True,
        alarm=case.alarm or decision.alarm,
        unheard=_for_now(facts) if due else case.unheard,
    )
    return grown, (*word, *_notes(grown, decision.reason, facts, fresh))


def _for_now(facts: Facts) -> str:
    """Why the customer hears nothing yet; "" where he hears nothing at all from a machine."""
    return facts.overspent if facts.for_now else ""


def _take_in(case: Case, decision: TakeIn, facts: Facts, fresh: Fresh) -> Acted:
    """The agents have it, with what is known and missing; the one who passed it on hears what became of it."""
    taken_in = replace(case, state=State.WITH_AGENT, wake_at=None, handed_over=True, agent_told=True)
    notes = _notes(taken_in, decision.reason, facts, fresh)
    if facts.message is None or facts.message.sender is None or case.customer is None:
        return taken_in, notes
    policy = facts.policy
    receipt = Letter(
        Purpose.RECEIPT,
        Party.AGENT,
        facts.message.sender,
        policy.staff_language,
        fresh(),
        notes=(
            policy.say("receipt_taken_in", to=case.customer.email, kind=policy.say(f"kind_{case.kind.value}")),
            *((policy.say("receipt_lacking", names=policy.named(facts.lacking)),) if facts.lacking else ()),
            policy.say("receipt_next"),
        ),
        serial=case.mails[-1].mail,
    )
    return taken_in, (receipt, *notes)


def _confirm(case: Case, _decision: Confirm, facts: Facts, fresh: Fresh) -> Acted:
    """What waits is not of the case yet: it comes again when the agent has said that he wrote it."""
    message = facts.message
    if message is None or message.sender is None:
        return case, ()
    waiting, policy = case.mails[-1], facts.policy
    at = f"{waiting.at.astimezone(policy.calendar.zone):%Y-%m-%d %H:%M}"
    letter = Letter(
        Purpose.CONFIRM,
        Party.AGENT,
        next(Address(one) for one in policy.agents if one.casefold() == message.sender.key),
        policy.staff_language,
        fresh(),
        notes=(policy.say("confirm_about", mail=str(waiting.mail), at=at, subject=message.subject[:200]),),
        words="\n".join(f"> {line}".rstrip() for line in message.new_text[:MOST_QUOTED].split("\n")),
        serial=waiting.mail,
    )
    return replace(case, mails=case.mails[:-1]), (letter,)


def _confirmed(case: Case, decision: Confirmed, facts: Facts, fresh: Fresh) -> Acted:
    """What is carried out now brings its own receipt; of what is not, the agent hears why."""
    message = facts.message
    if decision.mail or message is None or message.sender is None:
        return case, ()
    policy = facts.policy
    lines = (policy.say("receipt_not_confirmed", why=decision.reason),)
    serial = case.mails[-1].mail
    receipt = Letter(
        Purpose.RECEIPT, Party.AGENT, message.sender, policy.staff_language, fresh(), notes=lines, serial=serial
    )
    return case, (receipt,)


def _remind(case: Case, _decision: Remind, facts: Facts, fresh: Fresh) -> Acted:
    open_questions = tuple(one.question for one in case.asked if one.round == case.rounds)
    letter = replace(_to_customer(case, Purpose.REMINDER, fresh), questions=open_questions, serial=case.rounds)
    return replace(case, remind_at=facts.policy.reminder(facts.now), reminded=True), (letter,)


def _close(case: Case, decision: Close, facts: Facts, fresh: Fresh) -> Acted:
    told = decision.tell and not facts.overspent
    letters = (replace(_to_customer(case, Purpose.CLOSED, fresh), serial=len(case.events)),) if told else ()
    closed = replace(case, state=State.CLOSED, wake_at=None, remind_at=None)
    with_people = case.state is not State.ANSWERED and (case.taken or case.handed_over or case.escalated)
    return closed, (*letters, *(_notes(closed, decision.reason, facts, fresh) if with_people else ()))


def _with_first_note(case: Case, letters: tuple[Letter, ...], reason: str, facts: Facts, fresh: Fresh) -> Acted:
    """Agents hear of every case once when it opens; later only of what needs them."""
    if case.agent_told:
        return case, letters
    return replace(case, agent_told=True), (*letters, *_notes(case, reason, facts, fresh))


def _notes(case: Case, reason: str, facts: Facts, fresh: Fresh) -> tuple[Letter, ...]:
    """To each agent; while nobody else asks the customer, with what mailbot would ask as a proposal."""
    waits = case.state in {State.WAITING_CUSTOMER, State.CLOSED}
    proposed = () if waits else proposal(case, facts.policy)
    return tuple(
        Letter(
            Purpose.AGENT_NOTE,
            Party.AGENT,
            Address(agent),
            facts.policy.staff_language,
            fresh(),
            reason=reason,
            questions=proposed,
            missing=facts.lacking,
            serial=len(case.events),  # each step adds one: a note for each
        )
        for agent in facts.policy.agents
    )


def _with_people(case: Case) -> State:
    """While engineering looks into it a case stays there; otherwise it is the agents' now, closed or not."""
    return State.WITH_ENGINEERING if case.escalated and case.engineering is None else State.WITH_AGENT


def _to_customer(case: Case, purpose: Purpose, fresh: Fresh) -> Letter:
    if case.customer is None:
        raise ValueError(f"case {case.id} has no customer to write to")
    return Letter(purpose, Party.CUSTOMER, case.customer, case.language, fresh())


CARRY_OUT: dict[type[Decision], Callable[[Case, Any, Facts, Fresh], Acted]] = {
    Wait: _wait,
    Ask: _ask,
    Escalate: _escalate,
    HandOver: _hand_over,
    Report: _report,
    Remind: _remind,
    Close: _close,
    Confirm: _confirm,
    Confirmed: _confirmed,
    StepBack: _step_back,
    Obey: _obey,
    TakeIn: _take_in,
}
