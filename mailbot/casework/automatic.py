"""The rules for what mailbot does by itself: wait, ask, escalate, remind, or leave it to people."""

from __future__ import annotations

import re

from mailbot.casework.facts import Facts
from mailbot.casework.surge import SURGE
from mailbot.model import Ask, Decision, Escalate, HandOver, Kind, Remind, State, Wait

DESKS = re.compile(
    r"(?:support|help|help-?desk|service-?desk|desk|service|tickets?|care)(?:[-_.+].{0,60})?", re.IGNORECASE
)


def wait_for_more(facts: Facts) -> Decision | None:
    """People remember the attachment right after sending: one letter, never two."""
    if facts.message and facts.wake_at:  # also when it is over: the mails behind this one are read first
        return Wait(facts.wake_at, facts.say("reason_more_may_come"))
    return None


def remind_once(facts: Facts) -> Decision | None:
    """One reminder to a customer who does not answer, in business hours."""
    if not facts.silent or facts.case.reminded:
        return None
    why = facts.overspent or _of_a_desk(facts)
    return (
        HandOver(facts.say("reason_not_automatic", why=why), tell=False) if why else Remind(facts.say("reason_silent"))
    )


def _of_a_desk(facts: Facts) -> str:
    """Another helpdesk that took our letter for a machine's will take the reminder for one, too."""
    local = facts.case.customer.email.rpartition("@")[0] if facts.case.customer else ""
    return facts.say("reason_silent_desk", local=local) if DESKS.fullmatch(local) else ""


def silent_after_reminder(facts: Facts) -> Decision | None:
    """After the reminder a person decides what becomes of it."""
    if facts.silent and facts.case.reminded:
        return HandOver(facts.say("reason_silent_reminded"), tell=False)
    return None


def write_what_was_held(facts: Facts) -> Decision | None:
    """Who heard nothing while his report went to engineering hears of it when letters go on."""
    case = facts.case
    held = case.unheard and case.escalated and not (case.greeted or case.taken or facts.overspent)
    return HandOver(facts.say("reason_held_before"), tell=True) if held and facts.message is None else None


def leave_to_people(facts: Facts) -> Decision | None:
    """Once a person has the case, or when no automatic letter may go out, mailbot only reports."""
    case, say = facts.case, facts.say
    if case.handed_over or case.escalated:
        return HandOver(say("reason_moved" if facts.put_here else "reason_wrote_again"), tell=False)
    if case.state is State.CLOSED:
        return HandOver(say("reason_wrote_while_closing"), tell=False)
    if case.taken:
        return HandOver(say("reason_wrote_again_taken", why=case.taken), tell=False)
    return HandOver(say("reason_not_automatic", why=case.silence), tell=False) if case.silence else None


def leave_closed_words_to_people(facts: Facts) -> Decision | None:
    """Nobody here has read what is encrypted, too large or in another language: a person does, and nothing is asked."""
    return HandOver(facts.case.closed, tell=True) if facts.case.closed else None


def escalate_urgent_at_once(facts: Facts) -> Decision | None:
    """A bug that stops business, lost data or cannot wait goes to engineering incomplete, and to a person, too."""
    case = facts.case
    return Escalate(case.urgent, at_once=True) if case.urgent and case.kind is Kind.BUG else None


def leave_urgent_to_people(facts: Facts) -> Decision | None:
    """What cannot wait for an exchange of letters, and is no bug, goes to a person."""
    return HandOver(facts.case.urgent, tell=True) if facts.case.urgent else None


def leave_to_people_when_asked(facts: Facts) -> Decision | None:
    """Who asks for a person, complains or is past patience, gets a person and no questions."""
    return HandOver(facts.case.wish, tell=True) if facts.case.wish else None


def leave_marked_customers_to_people(facts: Facts) -> Decision | None:
    """Whom customers.csv marks with `care` is asked nothing by a machine."""
    return HandOver(facts.care, tell=True, alarm="care") if facts.care else None


def leave_surges_to_people(facts: Facts) -> Decision | None:
    """When many write about the same, each gets a receipt: what one of them answers, nobody else need be asked."""
    surge = facts.surge
    if surge is None and facts.case.alarm == SURGE:  # its receipt comes late, when letters had been stopped
        return HandOver(facts.say("alarm_surge"), tell=True)
    return HandOver(surge.said, tell=True, alarm=SURGE, surge=surge.news) if surge else None


def people_answer_all_but_bugs(facts: Facts) -> Decision | None:
    """Questions, requests and what cannot be told go to a person; the customer gets a receipt."""
    kind, why = facts.case.kind, facts.case.kind_reason
    return HandOver(facts.say(f"reason_answer_{kind.value}", why=why), tell=True) if kind is not Kind.BUG else None


def escalate_once(facts: Facts) -> Decision | None:
    """A complete report goes to engineering: all is told, or the customer does not know it."""
    return None if facts.lacking else Escalate(facts.say("reason_complete"))


def leave_questions_to_people_when_stopped(facts: Facts) -> Decision | None:
    """Where no letter may go to the customer, nothing can be asked or receipted; a complete bug needs neither."""
    complete = facts.case.kind is Kind.BUG and not facts.lacking
    why = "" if complete else facts.overspent
    return HandOver(facts.say("reason_not_automatic", why=why), tell=True) if why else None


def never_ask_a_stranger_the_same_twice(facts: Facts) -> Decision | None:
    """Who never answers and writes the same anew is perhaps a machine without the signs of one."""
    if facts.asked_lately and not facts.case.greeted:
        return HandOver(facts.say("reason_asked_lately"), tell=False)
    return None


def ask_only_with_progress(facts: Facts) -> Decision | None:
    """An automatic letter needs progress: it is the first, or the set of missing details got strictly smaller."""
    case = facts.case
    if case.rounds and not set(facts.lacking) < set(case.missing_before):
        why = facts.say("reason_no_progress", names=facts.policy.named(facts.lacking))
        return HandOver(why, tell=facts.by_the_customer)
    return None


def stop_asking(facts: Facts) -> Decision | None:
    """After the last round, or when all that is missing was asked often enough, a person takes over."""
    rounds, names = facts.case.rounds, facts.policy.named(facts.lacking)
    enough = rounds >= facts.policy.rounds or not facts.missing
    why = facts.say("reason_asked_enough", rounds=str(rounds), names=names)
    return HandOver(why, tell=facts.by_the_customer) if enough else None


def ask_for_missing(facts: Facts) -> Decision | None:
    """Ask for what is missing and nothing else."""
    return Ask(facts.missing, facts.say("reason_missing", names=facts.policy.named(facts.missing)))
