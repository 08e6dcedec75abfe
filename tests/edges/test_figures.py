"""`mailbot details stats`: counted from real tables, beside a working daemon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from mailbot.model import Answer, Asked, Case, CaseMail, Finding, Kind, Party, Question, State, Strength
from tests.edges.offices import Office, office_at
from tests.houses import CASE, CUSTOMER, NOW

OUR_LETTER = "<ask{}@desk.example>"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path) as open_office:
        yield open_office


def mail(number: int, message_id: str, *, ours: bool = False) -> CaseMail:
    return CaseMail(number, Party.CUSTOMER, ours, message_id, (), CUSTOMER.email, "x", NOW, "x", "x")


def told(detail: str, number: int, answer: Answer = Answer.GIVEN, strength: Strength = Strength.STRONG) -> Finding:
    return Finding(detail, "x", "x", 0, 1, "body", "test", strength, answer, mail=number)


def asked(round_: int, *details: str) -> Asked:
    return Asked(round_, OUR_LETTER.format(round_), Question(1, details, "?"))


def case(number: int, **changes: object) -> Case:
    """A case with its first mail; mail numbers are those of the case."""
    new = replace(CASE, id=number, state=State.WITH_AGENT, mails=(mail(1, f"<{number}@x.example>"),))
    return replace(new, **changes)  # type: ignore[arg-type]


FIRST, ASK, REPLY = mail(1, "<1@x.example>"), mail(0, OUR_LETTER.format(1), ours=True), mail(2, "<2@x.example>")
AGAIN, LATE = mail(0, OUR_LETTER.format(2), ours=True), mail(3, "<3@x.example>")
CASES = (
    case(11, findings=(told("browser", 1), told("steps", 1)), escalated=True),
    case(
        12, asked=(asked(1, "steps", "browser"),), mails=(FIRST, ASK, REPLY), rounds=1, escalated=True,
        findings=(told("steps", 2), told("browser", 2, Answer.UNKNOWN)),
    ),
    case(
        13, asked=(asked(1, "steps"), asked(2, "steps")), mails=(FIRST, ASK, REPLY, AGAIN, LATE), rounds=2,
        findings=(told("steps", 3), told("browser", 1, strength=Strength.WEAK)), escalated=True,
    ),
    case(14, asked=(asked(1, "steps"),), mails=(FIRST, ASK), rounds=1, reminded=True),
    case(15, asked=(asked(1, "steps"),), mails=(FIRST, ASK), rounds=1),
    case(16, asked=(asked(1, "steps"),), mails=(FIRST, ASK, REPLY), rounds=1, findings=(told("since", 2),)),
    case(
        17, asked=(asked(1, "steps"),), mails=(FIRST, ASK, REPLY), rounds=1,
        findings=(told("steps", 2, Answer.DECLINED),),
    ),
    case(18, asked=(asked(1, "steps"),), mails=(FIRST,), rounds=1),
    case(
        19, asked=(asked(1, "steps"), asked(2, "steps")), mails=(FIRST, ASK, REPLY, AGAIN), rounds=2, reminded=True,
    ),
    case(20, kind=Kind.QUESTION, findings=(told("steps", 1),)),
    case(21, created_at=NOW - timedelta(days=400), findings=(told("steps", 1),)),
)  # fmt: skip


def filled(office: Office) -> Office:
    with office.store.transaction():
        for one in CASES:
            office.store.cases.save(one)
    return office


def test_every_way_a_question_can_end_is_counted_once(office: Office) -> None:
    facts = filled(office).json("details", "stats", "--since", "2026-11-01")
    rows = {one["detail"]: one for one in facts["details"]}
    assert rows["steps"] == {
        "detail": "steps", "first_mail": 1, "asked": 9, "answered": 2, "unknown": 0, "refused": 1, "unanswered": 1,
        "silent": 2, "waiting": 3, "rounds": 1.5,
    }  # fmt: skip
    assert (rows["browser"]["first_mail"], rows["browser"]["asked"], rows["browser"]["unknown"]) == (2, 1, 1)
    assert (rows["since"]["first_mail"], rows["since"]["asked"], rows["since"]["rounds"]) == (0, 0, None)
    for one in rows.values():
        ends = ("answered", "unknown", "refused", "unanswered", "silent", "waiting")
        assert one["asked"] == sum(one[end] for end in ends)


def test_the_cases_in_all(office: Office) -> None:
    facts = filled(office).json("details", "stats", "--since", "2026-11-01")
    del facts["details"], facts["since"]
    assert facts == {
        "kind": "bug", "cases": 10, "asked": 9, "silent": 2, "waiting": 3, "complete": 3, "rounds": 1.0,
    }  # fmt: skip


def test_span_and_kind_choose_the_cases(office: Office) -> None:
    filled(office)
    assert office.json("details", "stats")["cases"] == 11
    assert office.json("details", "stats", "--kind", "question")["cases"] == 1
    assert office.json("details", "stats", "--since", "2027-01-01")["cases"] == 0
    assert "no bug cases since 2027-01-01" in office.said("details", "stats", "--since", "2027-01-01")


@pytest.mark.parametrize("columns", [80, 160])
def test_the_table_fits_the_screen(office: Office, columns: int) -> None:
    said = filled(office).said("details", "stats", columns=columns)
    assert max(cell_len(line.rstrip()) for line in said.splitlines()) <= columns
    assert "2 of these fell silent (22 %)" in said
    assert ("What was done" if columns == 160 else "steps") in said


def test_a_day_that_is_none_is_explained(office: Office) -> None:
    code, said = office.typed("details", "stats", "--since", "last week")
    assert code == 2
    assert "write 2026-11-01, or 30d" in " ".join(said.replace("│", " ").split())
