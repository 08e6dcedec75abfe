"""One step of a case: what a mail, or the end of its quiet period, changes; a value, nothing done yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.casework.act import act
from mailbot.casework.answers import answers
from mailbot.casework.classify import classify
from mailbot.casework.decide import Facts, decide
from mailbot.casework.details import find, merge, missing
from mailbot.casework.gate import Asker, overspent, silence
from mailbot.casework.policy import Policy, Spent
from mailbot.casework.threading import Join
from mailbot.casework.wishes import wishes_of
from mailbot.model import (
    Case,
    CaseMail,
    Decision,
    Event,
    Finding,
    Hold,
    Ignore,
    Kind,
    Message,
    Origin,
    Outcome,
    Party,
    State,
)


@dataclass(frozen=True, slots=True)
class Step:
    """When a step happens, under which policy, with what is left of the budgets, and new Message-IDs."""

    policy: Policy
    now: datetime
    spent: Spent
    fresh: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail at the door of a case: what was read, where it is kept, and what the store knows of it."""

    message: Message
    mail: int  # inbox id
    received_at: datetime
    case_id: int  # of the case it joins or would open
    join: Join | None = None
    stranger: str = ""
    twin: int = 0
    doubt: str = ""  # why the mail itself must not be answered: too large, an id used twice
    sha256: str = ""
    size: int = 0

    @property
    def party(self) -> Party:
        """Who speaks."""
        return self.join.party if self.join else Party.CUSTOMER

    @property
    def by_a_customer(self) -> bool:
        """Whether a customer's hand wrote it: the only mails that are read for details."""
        machines = {Origin.BOUNCE, Origin.AUTO_REPLY, Origin.OURSELVES}
        return self.party is Party.CUSTOMER and self.message.origin not in machines


def advance(case: Case | None, arrival: Arrival, step: Step) -> Outcome:
    """What a mail does. `case` is the one it joins, None when it joins none."""
    grown = _absorb(case or _new_case(arrival, step), arrival, step)
    facts = Facts(
        policy=step.policy,
        now=step.now,
        case=grown,
        known=case is not None,
        message=arrival.message,
        party=arrival.party,
        stranger=arrival.stranger,
        twin=arrival.twin,
        missing=_missing(grown, step.policy),
        overspent=_overspent(grown, step),
        wake_at=grown.wake_at,
    )
    rule, decision = decide(facts)
    if isinstance(decision, Ignore | Hold):
        return Outcome(case=None, decision=decision, rule=rule)
    return _outcome(grown, facts, rule, decision, step)


def wake(case: Case, step: Step) -> Outcome:
    """What the end of a quiet period does: now mailbot speaks."""
    facts = Facts(
        policy=step.policy,
        now=step.now,
        case=case,
        missing=_missing(case, step.policy),
        overspent=_overspent(case, step),
    )
    rule, decision = decide(facts)
    return _outcome(case, facts, rule, decision, step)


def _outcome(case: Case, facts: Facts, rule: str, decision: Decision, step: Step) -> Outcome:
    acted, letters = act(case, decision, facts, step.fresh)
    newest = case.mails[-1].mail if facts.message else 0
    event = Event(step.now, rule, type(decision).__name__, decision.reason, newest)
    signed = tuple(replace(letter, rule=rule) for letter in letters)
    return Outcome(replace(acted, events=(*acted.events, event)), decision, rule, signed)


def _new_case(arrival: Arrival, step: Step) -> Case:
    message = arrival.message
    return Case(
        id=arrival.case_id,
        state=State.NEW,
        kind=Kind.UNSURE,
        kind_reason="not read yet",
        language=step.policy.language(message.language),
        customer=message.sender,
        subject=message.subject,
        created_at=step.now,
    )


def _absorb(case: Case, arrival: Arrival, step: Step) -> Case:
    """The case with the mail in it; what a customer wrote is read for kind and details."""
    grown = replace(case, mails=(*case.mails, _case_mail(arrival)))
    if not arrival.by_a_customer or arrival.stranger or arrival.twin:
        return grown
    wake_at = arrival.received_at + step.policy.quiet
    wish, urgent = wishes_of(arrival.message, step.policy.catalogue)
    asker = Asker(arrival.message, arrival.received_at, step.now, step.policy, arrival.doubt)
    return replace(
        _read_kind(grown, arrival.message, step.policy),
        findings=merge(case.findings, _findings(case, arrival, step.policy)),
        wish=wish or case.wish,
        urgent=urgent or case.urgent,
        silence=silence(asker),
        wake_at=max(wake_at, case.wake_at) if case.wake_at else wake_at,
    )


def _read_kind(case: Case, message: Message, policy: Policy) -> Case:
    if case.kind is not Kind.UNSURE:
        return case
    seen = classify(message, policy.catalogue)
    return replace(case, kind=seen.kind, kind_reason=seen.reason)


def _findings(case: Case, arrival: Arrival, policy: Policy) -> tuple[Finding, ...]:
    if case.asked:
        found = answers(arrival.message, case.asked, policy.catalogue)
    else:
        found = find(arrival.message, policy.catalogue)
    return tuple(replace(finding, mail=arrival.mail) for finding in found)


def _missing(case: Case, policy: Policy) -> tuple[str, ...]:
    return missing(policy.catalogue, case.kind, case.findings, case.asked, policy.product)


def _overspent(case: Case, step: Step) -> str:
    return overspent(case.customer, step.spent, step.policy, first=not case.greeted) if case.customer else ""


def _case_mail(arrival: Arrival) -> CaseMail:
    message = arrival.message
    return CaseMail(
        mail=arrival.mail,
        party=arrival.party,
        ours=False,
        message_id=message.message_id,
        references=message.references,
        address=message.sender.email if message.sender else "",
        subject=message.subject,
        at=arrival.received_at,
        text=message.text,
        new_text=message.new_text,
        attachments=message.attachments,
        sha256=arrival.sha256,
        size=arrival.size,
    )
