"""The policy, rule by rule: what is seen, and what is then done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from mailbot.casework.decide import RULES, decide
from mailbot.casework.facts import Facts
from mailbot.casework.surge import Surge
from mailbot.casework.threading import Stranger
from mailbot.model import (
    Absence,
    Address,
    Ask,
    Authentication,
    Bounce,
    Case,
    Close,
    Confirm,
    Confirmation,
    Confirmed,
    Decision,
    Escalate,
    HandOver,
    Hold,
    Ignore,
    Kind,
    Message,
    Note,
    Obey,
    Origin,
    Part,
    Party,
    Remind,
    Report,
    Segment,
    State,
    StepBack,
    TakeIn,
    Wait,
)
from mailbot.processing import WORDS
from tests.houses import AGENT, CASE, ENGINEERING, MESSAGE, NOW, POLICY, SUPPORT, case, message

BOUNCE = Bounce(("a@x.example",), ("<1@desk.example>",), permanent=True, status="5.1.1")
LATE = Bounce(("a@x.example",), ("<1@desk.example>",), permanent=False, status="4.4.1")
AWAY = Absence(date(2026, 12, 1), "until Nov 30")


def facts(
    of: Case = CASE, mail: Message | None = MESSAGE, missing: tuple[str, ...] = ("steps",), **more: object
) -> Facts:
    lacking = more.pop("lacking", missing)
    return Facts(policy=POLICY, now=NOW, case=of, message=mail, missing=missing, lacking=lacking, **more)  # type: ignore[arg-type]


STAFF, UNPROVEN = POLICY.say("reason_staff"), POLICY.say("reason_staff_unproven")
CASES: list[tuple[str, Facts, str, Decision]] = [
    (
        "our own mail: nothing at all",
        facts(mail=message(origin=Origin.OURSELVES, origin_sign="X-Mailbot-Loop"), ours=True, known=False),
        "never_answer_ourselves",
        Ignore("mailbot's own letter: X-Mailbot-Loop"),
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
        HandOver("a letter to the customer came back: a@x.example 5.1.1", tell=False),
    ),
    (
        "a bounce of a note to an agent: written down, never a new note to a dead address",
        facts(mail=message(origin=Origin.BOUNCE, origin_sign="null path", bounce=BOUNCE), party=Party.AGENT),
        "note_returned_letters",
        Note("a note to an agent came back: a@x.example 5.1.1"),
    ),
    (
        "a bounce of a report to engineering: the agents hear of it",
        facts(mail=message(origin=Origin.BOUNCE, origin_sign="null path", bounce=BOUNCE), party=Party.ENGINEERING),
        "note_returned_letters",
        Report("the report to engineering came back: a@x.example 5.1.1"),
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
        "out of office in a case: written down, with the day of return",
        facts(mail=message(origin=Origin.ABSENCE, origin_sign="Auto-Submitted", absence=AWAY)),
        "never_answer_machines",
        Note("out of office, back about 2026-12-01 (“until Nov 30”): Auto-Submitted"),
    ),
    (
        "out of office without a case: silence",
        facts(mail=message(origin=Origin.ABSENCE, origin_sign="Auto-Submitted"), known=False),
        "never_answer_machines",
        Ignore("out of office: Auto-Submitted"),
    ),
    (
        "a read receipt in a case: written down",
        facts(mail=message(origin=Origin.RECEIPT, origin_sign="Content-Type")),
        "never_answer_machines",
        Note("read receipt: Content-Type"),
    ),
    (
        "a complaint about a letter of ours: written down",
        facts(mail=message(origin=Origin.FEEDBACK, origin_sign="Content-Type")),
        "never_answer_machines",
        Note("report about mail (complaint, DMARC, TLS): Content-Type"),
    ),
    (
        "another helpdesk's receipt: written down",
        facts(mail=message(origin=Origin.HELPDESK, origin_sign="X-OTRS-Loop")),
        "never_answer_machines",
        Note("another helpdesk: X-OTRS-Loop"),
    ),
    (
        "what only its subject calls a machine's: a case, for a person",
        facts(
            of=case(kind=Kind.QUESTION, silence="out of office: Subject: OOO"),
            mail=message(origin=Origin.ABSENCE, origin_sign="Subject: OOO", guessed=True),
            known=False,
        ),
        "leave_to_people",
        HandOver("no automatic answer: out of office: Subject: OOO", tell=False),
    ),
    (
        "an invitation: a case, for a person",
        facts(
            of=case(kind=Kind.QUESTION, silence="calendar"),
            mail=message(origin=Origin.INVITATION, origin_sign="text/calendar"),
            known=False,
        ),
        "leave_to_people",
        HandOver("no automatic answer: calendar", tell=False),
    ),
    (
        "spam waits for a person",
        facts(mail=message(spam="X-Spam-Flag: YES"), known=False),
        "hold_spam",
        Hold("marked as spam: X-Spam-Flag: YES"),
    ),
    (
        "a stranger who cites our letter waits for a person",
        facts(stranger=Stranger(7, "cites our letter of case 7")),
        "hold_strangers",
        Hold("cites our letter of case 7", told="held_stranger", case=7),
    ),
    (
        "an agent who cites a letter to somebody else: nobody is asked to accept him",
        facts(mail=message(sender=Address(AGENT)), stranger=Stranger(7, "cites our letter of case 7")),
        "hold_strangers",
        Hold("cites our letter of case 7", told="held_staff"),
    ),
    (
        "a mail that a person put into the case is noted, whatever it says",
        facts(mail=message(), moved=True),
        "note_moved_mails",
        Note("a person put it into this case"),
    ),
    (
        "a person's letter in our Sent folder: mailbot is quiet there",
        facts(mail=message(sender=SUPPORT), by_us=True),
        "see_people_write",
        StepBack("one of us wrote to the customer from a mail program"),
    ),
    (
        "mailbot's own letter in our Sent folder: nothing",
        facts(mail=message(sender=SUPPORT), by_us=True, ours=True),
        "never_answer_ourselves",
        Ignore("mailbot's own letter: <1@customer.example>"),
    ),
    (
        "a letter in our Sent folder that belongs to no case: nothing",
        facts(by_us=True, known=False),
        "see_people_write",
        Ignore("written by one of us, in no case"),
    ),
    (
        "an agent outside of any case is no customer",
        facts(mail=message(sender=Address(AGENT)), known=False),
        "staff_never_becomes_a_customer",
        Hold(STAFF, told="held_staff"),
    ),
    (
        "a mail in an agent's name, outside of any case, that nobody vouches for",
        facts(mail=message(sender=Address(AGENT), authentication=Authentication("none")), known=False),
        "staff_never_becomes_a_customer",
        Hold(UNPROVEN, told="held_staff"),
    ),
    (
        "engineering outside of any case: no advice for agents",
        facts(mail=message(sender=Address(ENGINEERING)), known=False),
        "staff_never_becomes_a_customer",
        Hold(STAFF),
    ),
    (
        "a forged agent waits for a person",
        facts(mail=message(sender=Address(AGENT)), party=Party.AGENT, proven=False),
        "hold_unproven_staff",
        Hold("claims to be one of us (agent), but is not authenticated"),
    ),
    (
        "an agent in a case is obeyed",
        facts(mail=message(sender=Address(AGENT)), party=Party.AGENT),
        "obey_agents",
        Obey("an agent wrote in this case"),
    ),
    (
        "an agent whom no server vouches for, where he may be asked: asked back",
        facts(mail=message(sender=Address(AGENT)), party=Party.AGENT, proven=False, may_confirm=True),
        "hold_unproven_staff",
        Confirm("claims to be one of us (agent), but is not authenticated"),
    ),
    (
        "the agent says that he wrote it: carried out",
        facts(
            mail=message(sender=Address(AGENT), text="yes", segments=(Segment(Part.NEW, 0, 3),)),
            party=Party.AGENT,
            proven=False,
            confirms=Confirmation(5, AGENT, done=False),
        ),
        "carry_out_what_was_confirmed",
        Confirmed("the agent says that he wrote mail 5: it is carried out now", 5),
    ),
    (
        "the agent says that he did not write it: nothing",
        facts(
            mail=message(sender=Address(AGENT), text="No, stop it!", segments=(Segment(Part.NEW, 0, 12),)),
            party=Party.AGENT,
            proven=False,
            confirms=Confirmation(5, AGENT, done=False),
        ),
        "carry_out_what_was_confirmed",
        Confirmed(
            "the answer about mail 5 does not simply say yes, so that mail stays as it is"
            ' (if it is yours, please answer our question with nothing but "yes")'
        ),
    ),
    (
        "the agent says so once more: nothing",
        facts(
            mail=message(sender=Address(AGENT)),
            party=Party.AGENT,
            proven=False,
            confirms=Confirmation(5, AGENT, done=True),
        ),
        "carry_out_what_was_confirmed",
        Confirmed("mail 5 was confirmed and carried out before"),
    ),
    (
        "the agent says so too late: nothing",
        facts(
            mail=message(sender=Address(AGENT)),
            party=Party.AGENT,
            proven=False,
            confirms=Confirmation(5, AGENT, done=False, late=True),
        ),
        "carry_out_what_was_confirmed",
        Confirmed("the question about mail 5 was answered after more than seven days: that mail stays as it is"),
    ),
    (
        "engineering in a case: to the agent",
        facts(mail=message(sender=Address(ENGINEERING)), party=Party.ENGINEERING),
        "bring_engineering_to_agents",
        Report("engineering answered"),
    ),
    (
        "an agent passes a customer's mail on: that customer's case, and no letter to him",
        facts(
            mail=message(sender=Address(AGENT), text="Please look.", segments=(Segment(Part.NEW, 0, 12),)),
            passed_on=True,
        ),
        "take_in_what_agents_pass_on",
        TakeIn(f"passed on by {AGENT}: Please look."),
    ),
    (
        "an agent passes a mail on that does not say whose it was: held, and the agents hear what to do",
        facts(of=case(customer=None), mail=message(sender=Address(AGENT)), passed_on=True, known=False),
        "take_in_what_agents_pass_on",
        Hold("an agent passed a mail on, but it does not say whose it was", told="held_forward"),
    ),
    (
        "a password for a file of the case: written down",
        facts(password=True),
        "note_passwords",
        Note("a password for a file came; it stands in mail 1 alone"),
    ),
    (
        "a password for a file, and a person has the case: the agents hear of it",
        facts(of=case(handed_over=True), password=True),
        "note_passwords",
        Report("a password for a file came; it stands in mail 1 alone"),
    ),
    (
        "encrypted: a person and a receipt, whatever the subject says",
        facts(of=case(closed="encrypted by S/MIME"), mail=None),
        "leave_closed_words_to_people",
        HandOver("encrypted by S/MIME", tell=True),
    ),
    (
        "solved: closed, with a word",
        facts(of=case(greeted=True), gratitude="solved"),
        "close_when_solved",
        Close("the customer says that it is solved", tell=True),
    ),
    (
        "solved, but a person has the case: closed, and the person speaks",
        facts(of=case(greeted=True, taken="mika took it"), gratitude="solved"),
        "close_when_solved",
        Close("the customer says that it is solved", tell=False),
    ),
    (
        "solved, said again: stays closed",
        facts(of=case(state=State.CLOSED), gratitude="solved"),
        "close_when_solved",
        Note("says once more that it is solved"),
    ),
    (
        "thanks after our answer: closed without a word",
        facts(of=case(state=State.ANSWERED), gratitude="thanks"),
        "note_thanks",
        Close("the customer says thanks", tell=False),
    ),
    (
        "thanks in between: noted, nothing is asked",
        facts(of=case(greeted=True), gratitude="thanks"),
        "note_thanks",
        Note("the customer says thanks"),
    ),
    (
        "silent, and the address is another helpdesk's: no reminder, a person",
        facts(of=case(greeted=True, rounds=1, customer=Address("Support@other.example")), mail=None, silent=True),
        "remind_once",
        HandOver("no automatic answer: Support@ is the address of another helpdesk", tell=False),
    ),
    (
        "one of many whose receipt comes late: still no questions",
        facts(of=case(alarm="surge"), mail=None),
        "leave_surges_to_people",
        HandOver("one of many", tell=True),
    ),
    (
        "letters are stopped, and it is a question: a person, who does not read of a receipt",
        facts(of=case(kind=Kind.QUESTION), mail=None, missing=(), overspent="letters are stopped"),
        "leave_questions_to_people_when_stopped",
        HandOver("no automatic answer: letters are stopped", tell=True),
    ),
    (
        "silent: one reminder",
        facts(of=case(greeted=True, rounds=1), mail=None, silent=True),
        "remind_once",
        Remind("no answer to our questions"),
    ),
    (
        "silent after the reminder: a person",
        facts(of=case(greeted=True, rounds=1, reminded=True), mail=None, silent=True),
        "silent_after_reminder",
        HandOver("no answer, also after the reminder", tell=False),
    ),
    (
        "silent, but the budget is spent: a person, and nothing is said of a reminder that never went",
        facts(of=case(greeted=True, rounds=1), mail=None, silent=True, overspent="100 automatic letters"),
        "remind_once",
        HandOver("no automatic answer: 100 automatic letters", tell=False),
    ),
    (
        "a person has the case: the customer's next mail goes there",
        facts(of=case(taken="mika took it"), mail=None),
        "leave_to_people",
        HandOver("the customer wrote again; mika took it", tell=False),
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
        "leave_questions_to_people_when_stopped",
        HandOver("no automatic answer: 3 first letters", tell=True),
    ),
    (
        "heard nothing while it went to engineering, and letters go on: a receipt",
        facts(of=case(escalated=True, unheard="100 within an hour"), mail=None),
        "write_what_was_held",
        HandOver("the report went to engineering while letters were stopped", tell=True),
    ),
    (
        "budget spent, but complete: to engineering all the same",
        facts(mail=None, missing=(), overspent="3 first letters"),
        "escalate_once",
        Escalate("all required details are there"),
    ),
    (
        "a stranger who never answered was asked the same: a person",
        facts(mail=None, asked_lately=True),
        "never_ask_a_stranger_the_same_twice",
        HandOver("this address was asked just the same within a week and never answered", tell=False),
    ),
    (
        "asks for a person: a person, and no questions",
        facts(of=case(wish="asks for a person: 'call me'"), mail=None),
        "leave_to_people_when_asked",
        HandOver("asks for a person: 'call me'", tell=True),
    ),
    (
        "urgent and incomplete: to engineering as it is, and to a person",
        facts(of=case(urgent="cannot wait: 'asap'"), mail=None),
        "escalate_urgent_at_once",
        Escalate("cannot wait: 'asap'", at_once=True),
    ),
    (
        "urgent, complete, and a complaint: to engineering, and to a person",
        facts(of=case(urgent="cannot wait: 'asap'", wish="complains: 'refund'"), mail=None, missing=()),
        "escalate_urgent_at_once",
        Escalate("cannot wait: 'asap'", at_once=True),
    ),
    (
        "urgent, but no bug: a person",
        facts(of=case(urgent="it is about security: 'phishing'", kind=Kind.QUESTION), mail=None),
        "leave_urgent_to_people",
        HandOver("it is about security: 'phishing'", tell=True),
    ),
    (
        "a customer whom the directory leaves to people: a person, and no questions",
        facts(mail=None, care="customers.csv: VIP"),
        "leave_marked_customers_to_people",
        HandOver("customers.csv: VIP", tell=True, alarm="care"),
    ),
    (
        "one of many: a receipt, and the agents hear of the surge once",
        facts(mail=None, surge=Surge((3, 4, 7), "3 customers wrote of it", told=False)),
        "leave_surges_to_people",
        HandOver("3 customers wrote of it", tell=True, alarm="surge", surge=(3, 4, 7)),
    ),
    (
        "one more of many: a receipt, and no second alert",
        facts(mail=None, surge=Surge((3, 4, 7), "3 customers wrote of it", told=True)),
        "leave_surges_to_people",
        HandOver("3 customers wrote of it", tell=True, alarm="surge"),
    ),
    (
        "a question: a person, and a receipt",
        facts(of=case(kind=Kind.QUESTION, kind_reason="asks how"), mail=None),
        "people_answer_all_but_bugs",
        HandOver("question: asks how", tell=True),
    ),
    (
        "complete: escalate",
        facts(mail=None, missing=()),
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
        "asked often enough for all that is missing: a person, and nothing is called complete",
        facts(
            of=case(greeted=True, rounds=1, missing_before=("steps", "os")), mail=None, missing=(), lacking=("steps",)
        ),
        "stop_asking",
        HandOver("asked 1 times, still missing: steps", tell=True),
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


def test_every_decision_has_a_word_for_the_inbox() -> None:
    assert set(WORDS) == set(get_args(Decision))
