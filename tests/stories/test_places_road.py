"""Where mails belong, on the real road: what people put together, let in or took apart, and what others try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.looking import NotThereError, open_to_look
from mailbot.model import Case, Party, State
from mailbot.rehousing import rehouse
from tests.stories.road import CUSTOMER, JUN, MIKA, Road

BOSS = "boss@customer.example"
BUG = "The import crashes with an error 500 on Windows 11."
COMMENT = "This customer is a nuisance. Windows 7 probably."
PASSED_ON = f"""{COMMENT}

---------- Forwarded message ---------
From: Hanako <{CUSTOMER}>
Date: Fri, 20 Nov 2026 08:00:00 +0000
Subject: Import
To: Mika <{MIKA}>

{BUG}
"""
LATE = """--B
Content-Type: text/plain

Your message is delayed.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; hanako@customer.example
Action: delayed
Status: 4.4.1

--B
Content-Type: message/rfc822-headers

Message-ID: {letter}
From: support@desk.example
To: hanako@customer.example
Subject: x

--B--
"""


def case(road: Road, number: int) -> Case:
    return road.works.store.cases.load(number)


def orders(road: Road, text: str, number: int = 2) -> list[str]:
    """What an agent's reply to the newest note about a case leads to."""
    notes = [row for row in road.works.store.outbox.rows() if row["recipient"] == MIKA and row["case_id"] == number]
    return road.arrives(MIKA, f"In-Reply-To: {notes[-1]['message_id']}", f"Subject: Re: [CASE-{number}]", text=text)


def letter_to(road: Road, number: int) -> str:
    """The Message-ID of the newest letter to the customer of a case."""
    rows = [row for row in road.works.store.outbox.rows() if row["recipient"] == CUSTOMER and row["case_id"] == number]
    return str(rows[-1]["message_id"])


@pytest.fixture
def two_cases(open_road: Road) -> Road:
    """CASE-1 and CASE-2 of one customer; the second is a bug of which she was asked for more."""
    assert f"first to {CUSTOMER}" in open_road.arrives(CUSTOMER, "Subject: Import", text=BUG)
    return open_road


@pytest.mark.parametrize("within_the_quiet_period", [True, False])
def test_a_copy_from_somebody_else_does_not_make_a_forged_mail_answered(
    open_road: Road, within_the_quiet_period: bool
) -> None:
    same = ("Subject: Export", "Message-ID: <x1@evil.example>")
    minutes = timedelta(0) if within_the_quiet_period else timedelta(minutes=10)
    told = open_road.arrives("victim@bank.example", *same, text=BUG, proof="fail", wait=minutes)
    told += open_road.arrives("eve@evil.example", *same, text=BUG)
    assert not [one for one in told if MIKA not in one and "jun@" not in one]
    assert case(open_road, 2).silence
    assert [mail.address for mail in case(open_road, 2).mails if not mail.ours] == ["victim@bank.example"]


def test_nothing_is_ordered_of_a_case_that_was_put_into_another_one(two_cases: Road) -> None:
    two_cases.arrives("ann@other.example", "Subject: Login", text="The login fails since yesterday on my Mac.")
    orders(two_cases, "#merge CASE-1")
    with open_to_look(two_cases.home) as site, pytest.raises(NotThereError, match="put into CASE-1"):
        rehouse(site, "2", "#merge 3", two_cases.clock.now)
    assert case(two_cases, 2).merged == 1


def test_who_wrote_to_the_customer_before_a_merge_is_not_followed_by_questions(two_cases: Road) -> None:
    orders(two_cases, "Dear Hanako, I look into it myself, please wait.")
    told = orders(two_cases, "#merge CASE-1") + two_cases.later(timedelta(hours=1))
    assert not [one for one in told if CUSTOMER in one]
    assert "mika@desk.example" in case(two_cases, 1).taken


def test_a_merged_report_stays_with_engineering_and_its_answer_can_be_released(two_cases: Road) -> None:
    two_cases.arrives(CUSTOMER, "Subject: Third", text="The export crashes on Windows 11, too.")
    assert "escalation to dev@desk.example" in orders(two_cases, "#escalate")
    report = two_cases.note("dev@desk.example", "escalation")
    told = orders(two_cases, "#merge CASE-3") + two_cases.later(timedelta(hours=1))
    assert not [one for one in told if CUSTOMER in one or "dev@" in one]
    assert (case(two_cases, 3).state, case(two_cases, 3).escalated) == (State.WITH_ENGINEERING, True)
    two_cases.arrives("dev@desk.example", f"In-Reply-To: {report}", text="Cause: an index\nEstimate: Friday")
    assert f"answered to {CUSTOMER}" in orders(two_cases, "#release", 3)


def test_a_case_with_a_bounce_can_be_merged(two_cases: Road) -> None:
    kind = 'multipart/report; report-type=delivery-status; boundary="B"'
    late = LATE.format(letter=letter_to(two_cases, 2))
    two_cases.arrives("mailer-daemon@customer.example", "Subject: Late", f"Content-Type: {kind}", text=late, proof="")
    assert "mailer-daemon@customer.example" in {mail.address for mail in case(two_cases, 2).mails}
    orders(two_cases, "#merge CASE-1")
    assert case(two_cases, 2).merged == 1
    assert case(two_cases, 1).participants == ()


def test_an_agents_comment_on_what_he_passed_on_stays_his_when_it_is_merged(open_road: Road) -> None:
    open_road.arrives(MIKA, "Subject: Fwd: Import", text=PASSED_ON)
    orders(open_road, "#merge CASE-1")
    merged = case(open_road, 1)
    words = {(mail.address, mail.party): mail.text for mail in merged.mails if not mail.ours}
    assert COMMENT not in words[CUSTOMER, Party.CUSTOMER]
    assert COMMENT in words[MIKA, Party.AGENT]
    assert "Windows 11" in {finding.value for finding in merged.findings}
    assert not merged.silence


def test_numbers_of_one_cases_answers_are_not_read_against_the_other_ones_questions(open_road: Road) -> None:
    open_road.arrives(CUSTOMER, "Subject: Export", text="The export fails.")
    steps = "On the import screen I clicked Upload, then it crashes since 20 November. I use Windows 11."
    open_road.arrives(CUSTOMER, "Subject: Import", text=steps)
    answer = "1. Error 500: disk full\n2. Chrome 131"
    open_road.arrives(CUSTOMER, f"In-Reply-To: {letter_to(open_road, 3)}", text=answer)
    assert "Error 500" in next(one.value for one in case(open_road, 3).findings if one.detail == "error")
    orders(open_road, "#merge CASE-2", 3)
    told = {one.detail: one.value for one in case(open_road, 2).findings}
    assert "disk full" not in told.get("steps", "")
    assert told["browser"] == "Chrome 131"


def test_an_old_mail_does_not_silence_the_case_it_is_put_into(open_road: Road) -> None:
    open_road.later(timedelta(days=4))
    open_road.arrives(CUSTOMER, "Subject: Import", text=BUG)
    orders(open_road, "#merge CASE-2", 1)
    open_road.later(timedelta(hours=1))
    assert not case(open_road, 2).silence


def test_whom_an_agent_lets_in_is_read_though_no_server_vouches_for_him(two_cases: Road) -> None:
    cites = f"In-Reply-To: {letter_to(two_cases, 2)}"
    two_cases.arrives(BOSS, cites, text="We need it for the audit on Monday.", proof="none")
    assert two_cases.last[0] == "held"
    orders(two_cases, "#accept")
    assert [mail.address for mail in case(two_cases, 2).mails if not mail.ours].count(BOSS) == 1
    assert not two_cases.works.store.inbox.held(2)


def test_what_waits_at_a_merged_case_waits_at_the_one_it_went_into(two_cases: Road) -> None:
    two_cases.arrives(BOSS, f"In-Reply-To: {letter_to(two_cases, 2)}", text="This costs us much time.")
    orders(two_cases, "#merge CASE-1")
    orders(two_cases, "#accept", 1)
    assert BOSS in case(two_cases, 1).participants
    assert BOSS in {mail.address for mail in case(two_cases, 1).mails}


@pytest.mark.parametrize(
    ("agent", "whose"),
    [
        pytest.param(JUN, CUSTOMER, id="it cites the customer's letter"),
        pytest.param(JUN, MIKA, id="it cites a colleague's note"),
        pytest.param(MIKA, MIKA, id="it cites his own note"),
    ],
)
def test_an_answer_that_a_customer_sent_to_an_agent_alone_is_handed_in_as_a_case_and_merged(
    open_road: Road, agent: str, whose: str
) -> None:
    cites = f"References: {open_road.note(whose, 'agent_note' if whose == MIKA else 'first')}"
    told = open_road.arrives(agent, "Subject: Fwd: Re: [CASE-1] Printing", cites, text=PASSED_ON)
    assert not [one for one in told if CUSTOMER in one]
    customer = case(open_road, 2).customer
    assert customer
    assert (customer.email, case(open_road, 2).cites) == (CUSTOMER, 1)
    assert "See also: CASE-1" in open_road.shown("agent_note")
    assert BUG in {mail.text.strip() for mail in case(open_road, 2).mails}
    orders(open_road, "#merge CASE-1")
    assert case(open_road, 2).merged == 1
    assert BUG in {mail.text.strip() for mail in case(open_road, 1).mails}


@pytest.mark.parametrize("order", ["#merge", "#move", "#統合", "#移動", "#merge the other one"])
def test_an_order_that_names_no_case_is_explained(two_cases: Road, order: str) -> None:
    assert orders(two_cases, order) == [f"receipt to {MIKA}"]
    assert two_cases.last[0] == "done"
    assert not case(two_cases, 2).merged


@pytest.mark.parametrize("wait", [timedelta(minutes=10), timedelta(0)], ids=["both asked", "the other still new"])
def test_who_was_asked_and_has_not_answered_is_written_nothing_because_cases_are_merged(
    open_road: Road, wait: timedelta
) -> None:
    open_road.arrives(CUSTOMER, "Subject: Import", text=BUG)
    open_road.arrives(CUSTOMER, "Subject: Export", text="The export crashes on Windows 11, too.", wait=wait)
    told = [*orders(open_road, "#merge CASE-3"), *open_road.later(timedelta(hours=1))]
    assert not [one for one in told if CUSTOMER in one]
    assert (case(open_road, 3).state, case(open_road, 3).remind_at is None) == (State.WAITING_CUSTOMER, False)


def test_a_note_about_a_merged_case_says_where_it_goes_on(two_cases: Road) -> None:
    orders(two_cases, "#merge CASE-1")
    rows = [row for row in two_cases.works.store.outbox.rows() if row["recipient"] == JUN]
    note = two_cases.shown_row(next(row for row in reversed(rows) if row["case_id"] == 2))
    assert "It was put into CASE-1 and goes on there" in note
    assert "opens a new case" not in note


def test_whom_an_agent_let_in_must_be_known_in_the_other_case_too(two_cases: Road) -> None:
    orders(two_cases, f"#accept {BOSS}")
    orders(two_cases, "#merge CASE-1")
    assert BOSS in two_cases.shown("receipt")
    assert not case(two_cases, 2).merged


def test_what_another_customer_told_is_not_told_to_the_first(open_road: Road) -> None:
    ann = "ann@other.example"
    open_road.arrives(CUSTOMER, "Subject: Import", text=BUG)
    open_road.arrives(ann, "Subject: Login", text="The login fails on my Mac since yesterday.")
    orders(open_road, f"#accept {ann}", 2)
    orders(open_road, "#merge CASE-2", 3)
    open_road.arrives(CUSTOMER, f"In-Reply-To: {letter_to(open_road, 2)}", text="Chrome 131.")
    rows = [row for row in open_road.works.store.outbox.rows() if row["recipient"] == CUSTOMER]
    letter = open_road.shown_row(rows[-1])
    assert "Mac" not in letter
    assert "Windows 11" in letter


def test_what_engineering_said_stands_until_it_says_something_else(two_cases: Road) -> None:
    orders(two_cases, "#escalate")
    report = two_cases.note("dev@desk.example", "escalation")
    for words in ("Cause: an index\nEstimate: Friday", "Thanks, got it.", "Workaround: use Edge"):
        two_cases.arrives("dev@desk.example", f"In-Reply-To: {report}", text=words)
    said = case(two_cases, 2).engineering
    assert said
    assert (said.cause, said.workaround, said.estimate) == ("an index", "use Edge", "Friday")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("不在: [CASE-2] Import", "休暇中です。", id="a subject"),
        pytest.param("Re: [CASE-2] Import", "【自動返信】本日は休みです。", id="in brackets"),
        pytest.param("Re: [CASE-2] Import", "※本メールは自動送信です。", id="sent automatically"),
        pytest.param("Re: [CASE-2] Import", "I am out of office until Monday.", id="out of office"),
    ],
)
def test_an_agents_notice_of_absence_without_headers_stays_inside(two_cases: Road, subject: str, text: str) -> None:
    cites = f"In-Reply-To: {two_cases.note()}"
    told = two_cases.arrives(MIKA, cites, f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", text=text)
    assert not [one for one in told if CUSTOMER in one]


@pytest.mark.parametrize(
    "text",
    [
        "I will check on Monday and come back to you.",
        "Can you fix it until Monday?",
        "明日11月21日に確認してご連絡します。",
        "11月23日から26日まで出張のため、その後に確認いたします。",
    ],
)
def test_a_promise_tells_no_day_on_which_it_began(open_road: Road, text: str) -> None:
    open_road.arrives(CUSTOMER, "Subject: Import", text=BUG)
    utf8 = "Content-Type: text/plain; charset=utf-8"
    told = open_road.arrives(CUSTOMER, f"In-Reply-To: {letter_to(open_road, 2)}", utf8, text=text)
    assert f"questions to {CUSTOMER}" not in told
    assert not [one for one in case(open_road, 2).findings if one.detail == "since"]


HANDED_ON = f"""FYI, can you take it?

---------- Forwarded message ---------
From: Jun <{JUN}>
Date: Fri, 20 Nov 2026 09:00:00 +0000
Subject: Fwd: Import
To: Mika <{MIKA}>

Not my area.

---------- Forwarded message ---------
From: Hanako <{CUSTOMER}>
Date: Fri, 20 Nov 2026 08:00:00 +0000
Subject: Import
To: Jun <{JUN}>

{BUG}
"""


def test_a_mail_that_went_through_the_hands_of_two_agents_is_the_customers(open_road: Road) -> None:
    open_road.arrives(MIKA, "Subject: Fwd: Fwd: Import", text=HANDED_ON)
    found = case(open_road, 2)
    assert found.customer
    assert found.customer.email == CUSTOMER
    assert [mail.text.strip() for mail in found.mails if mail.party is Party.CUSTOMER and not mail.ours] == [BUG]
    assert found.subject == "Import"
