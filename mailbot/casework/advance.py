"""One step of a case: what a mail, or the end of its quiet period, changes; a value, nothing done yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from mailbot.casework.about import askable, lacking, with_product
from mailbot.casework.act import act
from mailbot.casework.answers import answers
from mailbot.casework.arrival import Arrival, Step, case_mail, sealed
from mailbot.casework.classify import Taught, classify
from mailbot.casework.decide import decide
from mailbot.casework.desk import StaffMail
from mailbot.casework.details import find, merge
from mailbot.casework.directory import known
from mailbot.casework.earlier import guesses
from mailbot.casework.engineering import read_reply, told_further
from mailbot.casework.facts import Facts
from mailbot.casework.gate import Asker, asked_lately, overspent, silence, too_quick, unwanted
from mailbot.casework.gratitude import gratitude
from mailbot.casework.passing_on import as_written, passed_on, with_enclosed
from mailbot.casework.passwords import is_password_mail
from mailbot.casework.pictures import fresh
from mailbot.casework.placing import moves
from mailbot.casework.policy import Policy
from mailbot.casework.questions import questions
from mailbot.casework.quiet import quiet_until
from mailbot.casework.staff import staff_mail
from mailbot.casework.surge import surge_of
from mailbot.casework.threading import may_confirm, speaks
from mailbot.casework.wishes import care_of, with_calls
from mailbot.model import (
    Case,
    Confirmed,
    Decision,
    Event,
    Finding,
    Hold,
    Ignore,
    Kind,
    Move,
    Origin,
    Outcome,
    Party,
    State,
    Wait,
)

A_MOMENT = 0.1  # business hours after opening


def advance(case: Case | None, arrival: Arrival, step: Step) -> Outcome:
    """What a mail does. `case` is the one it joins, None when it joins none."""
    thanks = gratitude(arrival.message, step.policy.catalogue) if arrival.by_a_customer else ""
    secret = _secret(case, arrival)
    done = case is not None and case.state is State.CLOSED and arrival.by_a_customer
    done = done and not (thanks or secret or arrival.moved)
    old = case if done else None
    case = None if done else case  # a late answer to what is done with opens a new case that knows the old one
    new = case is None or arrival.moved
    handed_in = new and not (arrival.by_us or arrival.ours) and passed_on(arrival.message, step.policy)
    if case and secret:
        grown = replace(case, mails=(*case.mails, sealed(arrival, step.policy)))
    elif handed_in:
        grown = _handed_in(case, arrival, step)
    elif case is None and arrival.by_a_customer and is_password_mail(arrival.message):
        grown = _opened_by_password(_new_case(arrival, step, old), arrival, step)
    else:
        grown = _absorb(case or _new_case(arrival, step, old), arrival, step, thanks)
    facts = Facts(
        policy=step.policy,
        now=step.now,
        case=grown,
        known=case is not None,
        message=arrival.message,
        party=arrival.party,
        staff=_staff(case, arrival, step.policy),
        proven=arrival.confirmed or speaks(arrival.message, arrival.party, step.policy),
        may_confirm=may_confirm(arrival.message, step.policy),
        confirms=arrival.confirms,
        by_us=arrival.by_us,
        ours=arrival.ours,
        gratitude=thanks,
        password=secret,
        passed_on=handed_in,
        stranger=arrival.stranger,
        moved=arrival.moved,
        twin=arrival.twin,
        missing=askable(grown, step.policy),
        lacking=lacking(grown, step.policy),
        care=care_of(grown, step.policy),
        wake_at=grown.wake_at,
        **_spent(grown, step),
    )
    rule, decision = decide(facts)
    if isinstance(decision, Ignore | Hold):
        return Outcome(case=None, decision=decision, rule=rule)
    return _outcome(grown, facts, rule, decision, step)


def wake(case: Case, step: Step) -> Outcome:
    """What the end of a quiet period does, or of the time a customer had to answer: now mailbot speaks."""
    quiet_over = case.wake_at is not None and case.wake_at <= step.now
    if not quiet_over and not step.policy.calendar.is_open(step.now):
        return _remind_later(case, A_MOMENT, step.policy.say("reason_closed_hours"), step)
    if not quiet_over and not case.reminded and _needed_by_others(step):
        return _remind_later(case, 1, step.policy.say("reason_others_first"), step)
    facts = Facts(
        policy=step.policy,
        now=step.now,
        case=case,
        silent=not quiet_over,
        missing=askable(case, step.policy),
        lacking=lacking(case, step.policy),
        care=care_of(case, step.policy),
        surge=surge_of(case, step.recent, step.policy),
        **_spent(case, step),
    )
    rule, decision = decide(facts)
    return _outcome(case, facts, rule, decision, step)


def _needed_by_others(step: Step) -> bool:
    """All reminders of a night fall due at once: they leave half of the letters of an hour to those who write."""
    return bool(step.spent.stopped) or 2 * step.spent.automatic >= step.policy.automatic_per_hour


def _remind_later(case: Case, hours: float, why: str, step: Step) -> Outcome:
    later = replace(case, remind_at=step.policy.calendar.after(step.now, hours))
    return Outcome(later, Wait(later.remind_at or step.now, why), "remind_once")


def _outcome(case: Case, facts: Facts, rule: str, decision: Decision, step: Step) -> Outcome:
    acted, letters = act(case, decision, facts, step.fresh)
    newest = case.mails[-1].mail if facts.message else 0
    event = Event(step.now, rule, type(decision).__name__, decision.reason, newest)
    signed = tuple(replace(letter, rule=rule) for letter in letters)
    moved = moves(case, acted, facts.staff.orders, facts.staff.places, step.policy) if facts.staff else ()
    if isinstance(decision, Confirmed) and decision.mail:
        moved = (Move(decision.mail, None),)
    return Outcome(replace(acted, events=(*acted.events, event)), decision, rule, signed, moved)


def _staff(case: Case | None, arrival: Arrival, policy: Policy) -> StaffMail | None:
    speaks = case is not None and arrival.party is Party.AGENT and not arrival.by_us
    return staff_mail(arrival, case, policy) if case and speaks else None


def _new_case(arrival: Arrival, step: Step, old: Case | None) -> Case:
    message, policy = arrival.message, step.policy
    sender = message.sender if message.sender and not policy.is_own(message.sender.key) else None
    customer = policy.directory.of(sender) if sender else None
    language = message.language or (customer.language if customer else "")
    facts = known(customer, policy.catalogue) if customer else ()
    new = Case(
        id=arrival.fresh_id,
        state=State.NEW,
        kind=Kind.UNSURE,
        kind_reason=policy.say("kind_because_unread"),
        language=policy.language(language, message.new_text[:2000]),
        customer=sender,
        subject=message.subject,
        created_at=step.now,
        findings=merge(guesses(arrival.earlier, policy.catalogue), facts),
        cites=arrival.cites,
    )
    if old is None:
        return new
    told = replace(new, kind=old.kind, kind_reason=old.kind_reason, kind_by=old.kind_by)
    return replace(told, follows=old.id, taken=old.taken)


def _secret(case: Case | None, arrival: Arrival) -> bool:
    """A password, also one that a gateway sends in the customer's name: the join has proven whose it is."""
    joined = case is not None and arrival.party is Party.CUSTOMER and not arrival.by_us
    return joined and arrival.message.origin is not Origin.BOUNCE and is_password_mail(arrival.message)


def _opened_by_password(new: Case, arrival: Arrival, step: Step) -> Case:
    """A password, and no mail before it to which it could belong: a person's, for there is nothing to ask about it."""
    read = _absorb(new, arrival, step, "")
    alone = step.policy.say("kind_because_password", mail=str(arrival.mail))
    mails = (sealed(arrival, step.policy),)
    return replace(read, mails=mails, findings=new.findings, kind=Kind.UNSURE, kind_reason=alone)


def _handed_in(case: Case | None, arrival: Arrival, step: Step) -> Case:
    """The case of whose mail an agent passed on: the customer's words are read, the agent's are kept beside them."""
    written = replace(arrival, message=as_written(arrival.message, step.policy))
    agents = replace(case_mail(arrival, step.policy), party=Party.AGENT, attachments=())
    case = case or _new_case(written, step, None)
    found = _findings(case, written, step.policy)
    return replace(
        _read(case, written, found, step.policy),
        mails=(*case.mails, agents, case_mail(written, step.policy)),
        findings=merge(case.findings, found),
    )


def _absorb(case: Case, arrival: Arrival, step: Step, thanks: str) -> Case:
    """The case with the mail in it; what a customer wrote is read for kind and details."""
    grown = replace(case, mails=(*case.mails, case_mail(arrival, step.policy)))
    if arrival.party is Party.ENGINEERING and not arrival.message.by_machine:
        reply = read_reply(arrival.message.new_text, arrival.mail)
        return replace(grown, engineering=told_further(case.engineering, reply), state=State.WITH_AGENT)
    if not arrival.by_a_customer or arrival.stranger or arrival.twin:
        return _patient(grown, arrival, step)
    read = arrival if case.mails else replace(arrival, message=with_enclosed(arrival.message, step.policy))
    found = _findings(case, read, step.policy)
    doubt = arrival.doubt or ("" if found else too_quick(case, arrival.message, arrival.received_at, step.policy))
    asker = Asker(arrival.message, arrival.received_at, step.now, step.policy, doubt)
    heard = replace(
        _read(grown, read, found, step.policy),
        findings=merge(case.findings, found),
        closed=arrival.closed or _unreadable(case, arrival, step.policy) or case.closed,
        silence=case.silence if arrival.moved or (case.wake_at and _odd(arrival)) else silence(asker),
    )
    if thanks or (arrival.moved and _still_waits(heard, step.policy)):
        return heard if thanks != "solved" else replace(heard, remind_at=None)
    return replace(heard, wake_at=quiet_until(case, arrival, step), remind_at=None)


def _still_waits(case: Case, policy: Policy) -> bool:
    """A person put mails together, the customer wrote nothing new: what she was asked is still to be answered."""
    return case.state is State.WAITING_CUSTOMER and bool(case.asked) and bool(lacking(case, policy))


def _patient(case: Case, arrival: Arrival, step: Step) -> Case:
    """Who is away is not reminded before he is back."""
    absence = arrival.message.absence
    if absence is None or case.remind_at is None or arrival.party is not Party.CUSTOMER:
        return case
    later = step.policy.reminder(datetime.combine(absence.back, time(), step.now.tzinfo))
    return replace(case, remind_at=max(later, case.remind_at) if later else None)


def _unreadable(case: Case, arrival: Arrival, policy: Policy) -> str:
    """An answer in a language of which nothing is known here looks like no answer, but it is one."""
    return policy.say("closed_foreign") if case.asked and arrival.message.foreign else ""


def _odd(arrival: Arrival) -> bool:
    """A second mail that looks automatic says nothing about the first: that one is still answered, or not."""
    return arrival.message.origin is not Origin.PERSON


def _read(case: Case, arrival: Arrival, found: tuple[Finding, ...], policy: Policy) -> Case:
    """The case with what the customer's words say of product, kind and what calls for a person."""
    about = with_product(case, arrival.message, arrival.mailbox, policy)
    if arrival.split:  # its subject is that of the matter it was split from
        arrival = replace(arrival, message=replace(arrival.message, subject=""))
    return with_calls(_read_kind(about, arrival, found, policy), arrival.message, policy)


def _read_kind(case: Case, arrival: Arrival, found: tuple[Finding, ...], policy: Policy) -> Case:
    if case.kind is not Kind.UNSURE:
        return case
    kind = policy.mailbox_kinds.get(arrival.mailbox)
    taught = Taught(arrival.mailbox, kind, policy.model, policy.staff_language)
    seen = classify(arrival.message, policy.catalogue, found, taught)
    return replace(case, kind=seen.kind, kind_reason=seen.reason, kind_by=seen.by, also=seen.also)


def _findings(case: Case, arrival: Arrival, policy: Policy) -> tuple[Finding, ...]:
    seen = {one.sha256 for mail in case.mails if not mail.ours for one in mail.attachments if mail.mail != arrival.mail}
    message = replace(arrival.message, attachments=fresh(arrival.message.attachments, seen - {""}))
    elsewhere = arrival.moved or (arrival.join is not None and arrival.join.merged)
    asked = () if elsewhere else case.asked  # the numbers in it are those of other questions
    found = answers(message, asked, policy.catalogue) if asked else find(message, policy.catalogue)
    return tuple(replace(finding, mail=arrival.mail) for finding in found)


def _spent(case: Case, step: Step) -> dict[str, Any]:
    """What the budgets say, as fields of the facts."""
    if case.customer is None:
        return {}
    policy, spent = step.policy, step.spent
    details: list[str] = []
    if spent.asked:
        missing = askable(case, policy)
        asking = questions(policy.catalogue, missing, case.findings, case.language, policy.questions)
        details = [id_ for question in asking for id_ in question.details]
    first = not case.greeted
    lasting = unwanted(spent, policy, first=first)
    return {
        "overspent": lasting or overspent(case.customer, spent, policy, first=first),
        "for_now": not lasting,
        "gone": spent.gone,
        "asked_lately": bool(details) and asked_lately(case.customer, details, spent, policy),
    }
