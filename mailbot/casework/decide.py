"""What is done about a mail or a case: an ordered table of one-question rules, the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable

from mailbot.casework import automatic
from mailbot.casework.agreeing import agrees
from mailbot.casework.facts import Facts
from mailbot.casework.gate import written_by
from mailbot.casework.passing_on import said_above
from mailbot.casework.threading import is_staff
from mailbot.model import (
    Close,
    Confirm,
    Confirmed,
    Decision,
    HandOver,
    Hold,
    Ignore,
    Note,
    Obey,
    Origin,
    Party,
    Report,
    State,
    StepBack,
    TakeIn,
)

Rule = Callable[[Facts], Decision | None]


def see_people_write(facts: Facts) -> Decision | None:
    """Whoever of us answers from a mail program has answered: the Sent folder or a Cc tells, and mailbot is quiet."""
    if facts.message is None or not facts.by_us or facts.ours:
        return None
    if not facts.known:
        return Ignore("written by one of us, in no case")
    return StepBack(facts.say("reason_stepped_back"))


def never_answer_ourselves(facts: Facts) -> Decision | None:
    """A letter of this very mailbot is no customer's. A form that sends from our address may well be."""
    message = facts.message
    if message and (facts.ours or (message.origin is Origin.OURSELVES and message.header("x-mailbot-loop"))):
        return Ignore(f"mailbot's own letter: {message.origin_sign or message.message_id}")
    return None


def answer_once(facts: Facts) -> Decision | None:
    """The same mail delivered twice, by an alias and a list, is one mail."""
    return Ignore(f"the same mail as {facts.twin}, delivered again") if facts.twin else None


def note_moved_mails(facts: Facts) -> Decision | None:
    """What a person puts into a case is known there from now on; who put it there says what becomes of it."""
    by_hand = facts.message and facts.moved and not facts.message.by_machine
    return Note(facts.say("reason_moved")) if by_hand else None


def note_passwords(facts: Facts) -> Decision | None:
    """A mail with only the password of a file sent before belongs to it: no answer, no new case, no new beginning."""
    if facts.message is None or not facts.password or not facts.known:
        return None
    reason = facts.say("reason_password", mail=str(facts.case.mails[-1].mail))
    people = facts.case.handed_over or facts.case.taken or facts.case.escalated
    return Report(reason) if people and not facts.case.wake_at else Note(reason)


def note_returned_letters(facts: Facts) -> Decision | None:
    """A bounce belongs to the letter that came back; nobody answers it, least of all the address that failed."""
    message = facts.message
    if message is None or message.origin is not Origin.BOUNCE or facts.moved:
        return None
    if not facts.known:
        return Ignore(f"a bounce of a mail that is not ours: {message.origin_sign}")
    if message.bounce and not message.bounce.permanent:
        return Note(facts.say("reason_letter_late", why=facts.failed))
    if facts.party is Party.AGENT:
        return Note(facts.say("reason_note_returned", why=facts.failed))
    if facts.party is Party.ENGINEERING:
        return Report(facts.say("reason_report_returned", why=facts.failed))
    return HandOver(facts.say("reason_letter_returned", why=facts.failed), tell=False)


def never_answer_machines(facts: Facts) -> Decision | None:
    """Two robots writing to each other never stop."""
    message = facts.message
    if message is None or not message.by_machine:
        return None
    reason = written_by(message, facts.policy)
    return Note(reason) if facts.known else Ignore(reason)


def hold_spam(facts: Facts) -> Decision | None:
    """What a filter before us calls spam waits for a person."""
    if facts.message and facts.message.spam:
        return Hold(facts.say("reason_spam", sign=facts.message.spam))
    return None


def hold_strangers(facts: Facts) -> Decision | None:
    """Who cites a letter that went to somebody else gets no history, no number and no answer until an agent says so."""
    who = facts.stranger
    if who is None:
        return None
    if facts.in_an_agents_name:  # whom no #accept lets in: agents have ids of their own
        return Hold(who.reason, told="held_staff")
    return Hold(who.reason, told="held_stranger", case=who.case_id) if who.case_id else Hold(who.reason)


def carry_out_what_was_confirmed(facts: Facts) -> Decision | None:
    """An agent who answers "did you write this?" has seen the letter that only he got: the mail that waits counts."""
    asked = facts.confirms
    if asked is None:
        return None
    if asked.done:
        return Confirmed(facts.say("reason_confirmed_before", mail=str(asked.mail)))
    if asked.late:
        return Confirmed(facts.say("reason_confirmed_late", mail=str(asked.mail)))
    if not (facts.message and agrees(facts.message, facts.policy.catalogue)):
        return Confirmed(facts.say("reason_confirmed_unclear", mail=str(asked.mail)))
    return Confirmed(facts.say("reason_confirmed", mail=str(asked.mail)), asked.mail)


def hold_unproven_staff(facts: Facts) -> Decision | None:
    """From: authorises nothing: who claims to be one of us and is not vouched for is asked back, or waits."""
    if facts.message is None or facts.party is Party.CUSTOMER or facts.proven:
        return None
    reason = facts.say(f"reason_unproven_{facts.party.value}")
    ask = facts.party is Party.AGENT and facts.may_confirm and facts.known
    return Confirm(reason) if ask else Hold(reason)


def obey_agents(facts: Facts) -> Decision | None:
    """An agent's reply goes to the customer, its orders are followed, and the agent hears what became of it."""
    if not facts.message or not facts.known or facts.party is not Party.AGENT:
        return None
    if facts.message.origin is not Origin.PERSON:
        return Note(facts.say("reason_perhaps_machine", sign=facts.message.origin_sign))
    return Obey(facts.say("reason_agent"))


def bring_engineering_to_agents(facts: Facts) -> Decision | None:
    """What engineering answers goes to the agents, who release it; nothing of it goes to the customer by itself."""
    if facts.message and facts.known and facts.party is Party.ENGINEERING:
        return Report(facts.say("reason_engineering"))
    return None


def take_in_what_agents_pass_on(facts: Facts) -> Decision | None:
    """A customer's mail that an agent passes on is that customer's case; he hears nothing until an agent says so."""
    message = facts.message
    if message is None or message.sender is None or not facts.passed_on:
        return None
    if facts.case.customer is None:
        return Hold(facts.say("reason_forward_unnamed"), told="held_forward")
    words = said_above(message)
    key = "reason_passed_on_with" if words else "reason_passed_on"
    return TakeIn(facts.say(key, who=message.sender.email, words=words))


def staff_never_becomes_a_customer(facts: Facts) -> Decision | None:
    """A mail of our own people that answers no letter of mailbot's waits for a person; agents hear what to do."""
    message = facts.message
    if message is None or message.sender is None:
        return None
    if facts.in_an_agents_name:
        key = "reason_staff" if is_staff(message, facts.policy) else "reason_staff_unproven"
        return Hold(facts.say(key), told="held_staff")
    return Hold(facts.say("reason_staff")) if facts.policy.is_engineering(message.sender.key) else None


def close_when_solved(facts: Facts) -> Decision | None:
    """Whoever says that it is solved is asked nothing more."""
    if facts.message is None or facts.gratitude != "solved" or not facts.known:
        return None
    if facts.case.state is State.CLOSED:
        return Note(facts.say("reason_solved_again"))
    case = facts.case
    tell = bool(case.greeted and not case.silence and not case.taken)
    return Close(facts.say("reason_solved"), tell=tell)


def note_thanks(facts: Facts) -> Decision | None:
    """Thanks need no answer; after ours they end the case."""
    if facts.message is None or facts.gratitude != "thanks" or not facts.known:
        return None
    if facts.case.state is State.ANSWERED:
        return Close(facts.say("reason_thanks"), tell=False)
    return Note(facts.say("reason_thanks"))


RULES: tuple[Rule, ...] = (
    never_answer_ourselves,
    see_people_write,
    answer_once,
    note_moved_mails,
    note_passwords,
    note_returned_letters,
    never_answer_machines,
    hold_spam,
    hold_strangers,
    carry_out_what_was_confirmed,
    hold_unproven_staff,
    obey_agents,
    bring_engineering_to_agents,
    take_in_what_agents_pass_on,
    staff_never_becomes_a_customer,
    close_when_solved,
    note_thanks,
    automatic.wait_for_more,
    automatic.remind_once,
    automatic.silent_after_reminder,
    automatic.write_what_was_held,
    automatic.leave_to_people,
    automatic.leave_closed_words_to_people,
    automatic.escalate_urgent_at_once,
    automatic.leave_urgent_to_people,
    automatic.leave_to_people_when_asked,
    automatic.leave_marked_customers_to_people,
    automatic.leave_surges_to_people,
    automatic.leave_questions_to_people_when_stopped,
    automatic.people_answer_all_but_bugs,
    automatic.escalate_once,
    automatic.never_ask_a_stranger_the_same_twice,
    automatic.ask_only_with_progress,
    automatic.stop_asking,
    automatic.ask_for_missing,
)


def decide(facts: Facts, rules: tuple[Rule, ...] = RULES) -> tuple[str, Decision]:
    """The name of the first rule that answers, and its decision; the last rule always answers."""
    return next((rule.__name__, decision) for rule in rules if (decision := rule(facts)) is not None)
