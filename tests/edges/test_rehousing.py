"""What a person puts where it belongs at the machine, beside a working daemon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.model import CaseMail, Party, State
from tests.edges.offices import Office, office_at
from tests.houses import CASE, CUSTOMER, NOW

HERS = CaseMail(2, Party.CUSTOMER, False, "<2@customer.example>", (), CUSTOMER.email, "Also", NOW, "y", "y")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path) as open_office:
        store = open_office.store
        with store.transaction():
            case = store.cases.load(CASE.id)
            store.cases.save(replace(case, mails=(*case.mails, HERS)))
            store.cases.save(replace(CASE, id=8, mails=(), findings=(), asked=(), events=()))
        yield open_office


def test_a_case_goes_on_in_another(office: Office) -> None:
    assert "put into CASE-8" in office.said("case", "merge", "CASE-7", "CASE-8")
    merged = office.store.cases.load(7)
    assert (merged.merged, merged.state, merged.mails) == (8, State.CLOSED, ())
    assert merged.events[-1].decision == "placed by a person"
    assert office.store.inbox.begin(1).put == 8
    assert "case 8" in office.said("case", "show", "7")
    assert office.store.cases.anchor_of_case(7) == replace_case(office)


def replace_case(office: Office) -> object:
    found = office.store.cases.anchor_of_case(8)
    assert found is not None
    return replace(found, merged=True)


def test_one_mail_goes_elsewhere_and_the_others_stay(office: Office) -> None:
    assert '"Also"' in office.said("case", "split", "7")
    assert [mail.mail for mail in office.store.cases.load(7).mails] == [1]
    assert office.store.inbox.begin(2).put == 0


def test_the_first_mail_goes_to_another_case(office: Office) -> None:
    office.said("case", "move", "7", "8", "--mail", "1")
    assert [mail.mail for mail in office.store.cases.load(7).mails] == [2]
    assert office.store.inbox.begin(1).put == 8


def test_whoever_waits_is_read_once_he_is_accepted(office: Office) -> None:
    office.store.inbox.finish(2, "held", "a stranger", 7)
    office.store._connection.execute("UPDATE inbox SET sender = 'boss@customer.example' WHERE id = 2")
    assert "takes part" in office.said("case", "accept", "7", "Boss@customer.example")
    assert office.store.cases.load(7).participants == ("boss@customer.example",)
    assert office.store.inbox.todo() == 2
    assert "boss@customer.example" in office.said("case", "show", "7")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param(("merge", "7", "99"), "There is no case CASE-99", id="a case that is not there"),
        pytest.param(("merge", "99", "7"), "there is no case 99", id="from a case that is not there"),
        pytest.param(("merge", "7", "7"), "this very case", id="into itself"),
        pytest.param(("merge", "7", "soon"), "name the one case", id="no number"),
        pytest.param(("move", "7", "8", "--mail", "9"), "no such mail", id="a mail that is not there"),
        pytest.param(("accept", "7", "somebody"), "no mail address", id="no address"),
        pytest.param(("accept", "7", "a@x.example #close"), "no case, mail or address", id="two orders in one"),
        pytest.param(("accept", "7", "mika@desk.example"), "our own", id="an agent"),
        pytest.param(("split", "8"), "nothing to split", id="a case with no mail"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(
    typed: tuple[str, ...], said: str, office: Office
) -> None:
    before = office.store.cases.load(7), office.store.cases.load(8)
    code, output = office.typed("case", *typed)
    assert code == 2
    assert said in output
    assert "Traceback" not in output
    assert (office.store.cases.load(7), office.store.cases.load(8)) == before
