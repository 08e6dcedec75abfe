"""Orders that put mails and cases where they belong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.casework.desk import Desk
from mailbot.casework.orders import parse
from mailbot.casework.place_orders import place
from mailbot.casework.placing import carried, moves, named_cases, placeable
from mailbot.casework.staff import staff_mail
from mailbot.model import (
    Address,
    Case,
    CaseMail,
    EngineeringReply,
    Event,
    Finding,
    Held,
    Move,
    Neighbour,
    Part,
    Party,
    Places,
    Segment,
    State,
)
from tests.houses import AGENT, CUSTOMER, ENGINEERING, NOW, POLICY, SUPPORT, arrival, case, message

BOSS = "boss@customer.example"
HERS = Neighbour(12, CUSTOMER.key, (), 0)
PLACES = Places(
    (HERS, Neighbour(13, "taro@other.example", (), 0), Neighbour(14, CUSTOMER.key, (), 12)), (Held(40, BOSS),)
)


def mail(number: int, *, ours: bool = False, subject: str = "Printing") -> CaseMail:
    return CaseMail(
        0 if ours else number, Party.CUSTOMER, ours, f"<{number}@x>", (), CUSTOMER.email, subject, NOW, "text", "text"
    )


def told(detail: str, number: int) -> Finding:
    return Finding(detail, "x", "x", 0, 1, "body", "lexicon", mail=number)


OPEN = case(
    mails=(mail(3), mail(0, ours=True), mail(5, subject="Also")), findings=(told("device_os", 3), told("browser", 5))
)
ALONE = replace(OPEN, mails=OPEN.mails[:2])


def obeyed(text: str, of: Case = OPEN, places: Places = PLACES) -> tuple[Case, tuple[Move, ...]]:
    """(the case, what becomes of kept mails) after an agent's orders."""
    orders = placeable(parse(text), of, POLICY, places)
    assert not orders.problems, orders.problems
    words = message(sender=Address(AGENT), to=(SUPPORT,), text=text, segments=(Segment(Part.NEW, 0, len(text)),))
    desk = Desk(staff_mail(arrival(words, places=places), of, POLICY), POLICY, NOW, lambda: "<c.1@desk.example>")
    after = of
    for order in orders.orders:
        after, letters, _ = place(after, order, desk)
        assert letters == ()
    return after, moves(of, after, orders, places, POLICY)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#accept", id="the one whose mail waits"),
        pytest.param("#accept Boss@customer.example", id="by address"),
        pytest.param("＃参加　boss@customer.example", id="in Japanese"),
    ],
)
def test_who_is_accepted_takes_part_and_his_mail_is_read(text: str) -> None:
    after, moved = obeyed(text)
    assert after.participants == (BOSS,)
    assert moved == (Move(40, None),)
    assert after.mails == OPEN.mails


def test_what_still_waits_of_somebody_who_was_accepted_can_be_let_in() -> None:
    after, moved = obeyed("#accept", replace(OPEN, participants=(BOSS,)))
    assert (after.participants, moved) == ((BOSS,), (Move(40, None),))


def test_an_order_that_was_not_carried_out_lets_nobody_in() -> None:
    assert moves(OPEN, OPEN, parse("#accept"), PLACES, POLICY) == ()
    assert moves(OPEN, OPEN, parse("#accept"), Places(), POLICY) == ()


def test_somebody_may_be_accepted_before_he_writes() -> None:
    after, moved = obeyed("#accept ceo@customer.example")
    assert (after.participants, moved) == (("ceo@customer.example",), ())


@pytest.mark.parametrize("text", ["#merge 12", "#merge CASE-12", "#merge [CASE-12]", "#統合 ＣＡＳＥ－１２"])
def test_a_merged_case_ends_and_its_mails_go_on_elsewhere(text: str) -> None:
    after, moved = obeyed(text)
    assert (after.merged, after.state, after.findings) == (12, State.CLOSED, ())
    assert [one.mail for one in after.mails] == [0]
    assert moved == (Move(3, 12), Move(5, 12))


@pytest.mark.parametrize(
    ("text", "left", "moved"),
    [
        pytest.param("#move 12", [3, 0], Move(5, 12), id="the newest"),
        pytest.param("#move 1 CASE-12", [0, 5], Move(3, 12), id="the first"),
        pytest.param("#移動 1→CASE-12", [0, 5], Move(3, 12), id="in Japanese, with an arrow"),
        pytest.param("#split", [3, 0], Move(5, 0), id="the newest of its own"),
        pytest.param("#分割 1通目", [0, 5], Move(3, 0), id="the first of its own"),
    ],
)
def test_a_mail_that_goes_takes_what_it_told_along(text: str, left: list[int], moved: Move) -> None:
    after, found = obeyed(text)
    assert [one.mail for one in after.mails] == left
    assert {one.mail for one in after.findings} == {one for one in left if one}
    assert found == (moved,)
    assert not after.merged


@pytest.mark.parametrize(
    ("text", "of", "places", "said"),
    [
        pytest.param("#accept", OPEN, Places(), "No mail waits", id="nobody waits"),
        pytest.param(
            "#accept", OPEN, Places(held=(Held(1, "a@x.example"), Held(2, "b@x.example"))), "several", id="two wait"
        ),
        pytest.param("#accept my boss", OPEN, PLACES, "no mail address", id="no address"),
        pytest.param("#accept a@x.example, b@x.example", OPEN, PLACES, "no mail address", id="two addresses"),
        pytest.param(f"#accept {AGENT}", OPEN, PLACES, "our own addresses", id="an agent"),
        pytest.param(f"#accept {SUPPORT.email}", OPEN, PLACES, "our own addresses", id="the support address"),
        pytest.param(f"#accept {ENGINEERING}", OPEN, PLACES, "our own addresses", id="engineering"),
        pytest.param(f"#accept {CUSTOMER.email}", OPEN, PLACES, "already", id="the customer"),
        pytest.param(
            f"#accept {BOSS}",
            replace(OPEN, participants=(BOSS,)),
            Places(),
            "already",
            id="accepted before",
        ),
        pytest.param("#accept no-reply@customer.example", OPEN, PLACES, "of a machine", id="a machine"),
        pytest.param("#accept MAILER-DAEMON@x.example", OPEN, PLACES, "of a machine", id="a mail server"),
        pytest.param("#merge", OPEN, PLACES, "name the one case", id="merge into nothing"),
        pytest.param("#merge 12 13", OPEN, PLACES, "name the one case", id="merge into two"),
        pytest.param("#merge 99", OPEN, PLACES, "no case CASE-99", id="merge into a case that is not there"),
        pytest.param("#merge 7", OPEN, PLACES, "this very case", id="merge into itself"),
        pytest.param("#merge 14", OPEN, PLACES, "put into CASE-12", id="merge into a merged case"),
        pytest.param("#merge 13", OPEN, PLACES, "takes no part in CASE-13", id="merge into another customer's"),
        pytest.param("#move 13", OPEN, PLACES, "takes no part in CASE-13", id="move into another customer's"),
        pytest.param("#move", OPEN, PLACES, "name the case", id="move nowhere"),
        pytest.param("#move 1 2 12", OPEN, PLACES, "name the case", id="move two"),
        pytest.param("#move 3 12", OPEN, PLACES, "1 (Printing), 2 (Also)", id="move a mail that is not there"),
        pytest.param("#move 12", ALONE, PLACES, "#merge", id="move the only mail"),
        pytest.param("#split 9", OPEN, PLACES, "1 (Printing), 2 (Also)", id="split a mail that is not there"),
        pytest.param("#split", ALONE, PLACES, "nothing to split", id="split the only mail"),
        pytest.param("#split 1 2", OPEN, PLACES, "name one mail", id="split two"),
        pytest.param("#split\n#move 12", OPEN, PLACES, "one place only", id="two ways at once"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_done(text: str, of: Case, places: Places, said: str) -> None:
    orders = placeable(parse(text), of, POLICY, places)
    assert len(orders.problems) == 1
    assert said in orders.problems[0].words["en"]


@pytest.mark.parametrize("other", ["take", "resume", "release", "kind bug", "ask", "escalate", "close", "accept a@x.y"])
def test_nothing_else_is_ordered_of_a_case_that_ends_by_a_merge(other: str) -> None:
    problems = parse(f"#merge 12\n#{other}").problems
    assert [one.words["en"][:20] for one in problems] == ["These two contradict"]


def test_mails_of_machines_do_not_keep_a_case_from_being_merged() -> None:
    bounce = replace(mail(9), address="mailer-daemon@customer.example")
    noted = Event(NOW, "note_returned_letters", "Note", "a letter is late", 9)
    _, moved = obeyed("#merge 12", replace(OPEN, mails=(*OPEN.mails, bounce), events=(noted,)))
    assert Move(9, 12) in moved


def test_a_case_goes_only_where_its_customer_takes_part_though_it_has_no_mails() -> None:
    (problem,) = placeable(parse("#merge 13"), replace(OPEN, mails=()), POLICY, PLACES).problems
    assert "takes no part" in problem.words["en"]


REPLY = EngineeringReply(cause="An index", mail=8)


@pytest.mark.parametrize(
    ("case_", "state"),
    [
        pytest.param(replace(OPEN, escalated=True), State.WITH_ENGINEERING, id="engineering looks into it"),
        pytest.param(replace(OPEN, escalated=True, engineering=REPLY), State.WITH_AGENT, id="engineering has answered"),
        pytest.param(replace(OPEN, taken="Mika wrote"), State.WAITING_CUSTOMER, id="a person wrote"),
    ],
)
def test_what_was_done_in_a_merged_case_counts_where_it_goes_on(case_: Case, state: State) -> None:
    there = replace(OPEN, id=12, state=State.WAITING_CUSTOMER, remind_at=NOW)
    after = carried(there, replace(case_, greeted=True, agent_told=True, rounds=2))
    assert (after.state, after.remind_at, after.rounds) == (state, None, 2)
    assert (after.taken, after.escalated, after.engineering) == (case_.taken, case_.escalated, case_.engineering)
    assert after.greeted
    assert after.agent_told
    assert after.mails == there.mails


def test_what_was_done_where_a_case_goes_on_stays() -> None:
    there = replace(OPEN, id=12, state=State.CLOSED, taken="Jun wrote", engineering=REPLY, rounds=1, remind_at=NOW)
    after = carried(there, replace(OPEN, escalated=True, taken="Mika wrote"))
    assert (after.state, after.taken, after.engineering, after.rounds) == (State.CLOSED, "Jun wrote", REPLY, 1)
    assert carried(there, OPEN).remind_at == NOW


def test_the_cases_that_orders_name_are_looked_up() -> None:
    assert named_cases(parse("#merge CASE-12\n#move 2 13\n#split 4\n\nNot 99"), "CASE") == (12, 13)
