"""`mailbot verify` beside a daemon: what is sound, what is not, and what a person should know."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model import RawMail
from tests.edges.offices import Office, office_at
from tests.houses import NOW

LARGE = b"From: ann@shop.example\r\nSubject: my log\r\n\r\n" + b"x" * 1000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path) as open_office:
        yield open_office


def spoil(office: Office, statement: str) -> None:
    """Change the database behind mailbot's back."""
    with sqlite3.connect(office.folder / "mailbot.db") as connection:
        connection.execute(statement)
    connection.close()


def test_a_sound_database_is_told_in_one_line(office: Office) -> None:
    code, said = office.typed("verify")
    assert code == 0
    assert "3 mails checked: all is as it should be" in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param("UPDATE originals SET raw = x'00' WHERE mail = 2", "inbox 2: is not as it came", id="other bytes"),
        pytest.param("DELETE FROM originals WHERE mail = 2", "inbox 2: has lost its bytes", id="no bytes"),
        pytest.param("UPDATE inbox SET state = 'odd' WHERE id = 2", "inbox 2: is in no known state: odd", id="a state"),
        pytest.param(
            "UPDATE inbox SET state = 'done', reason = 'waiting: more may come' WHERE id = 2",
            "inbox 2: waits for a time that its case does not have",
            id="waiting for ever",
        ),
        pytest.param(
            "UPDATE inbox SET case_id = 99 WHERE id = 2", "names a row of cases that is not there", id="a case"
        ),
    ],
)
def test_what_is_wrong_is_named_with_exit_1(office: Office, statement: str, said: str) -> None:
    spoil(office, statement)
    code, output = office.typed("verify")
    assert (code, said in output, "1 problem" in output) == (1, True, True)


def test_what_is_kept_in_part_and_what_is_unknown_are_listed_and_no_problem(office: Office) -> None:
    with office.store.transaction():
        large = RawMail("support", "INBOX", 1, 77, NOW, LARGE, 60 * 1024 * 1024, truncated=True)
        assert office.store.inbox.keep([large], NOW) == 1
    spoil(office, "UPDATE outbox SET state = 'unknown' WHERE id = 1")
    code, said = office.typed("verify")
    assert code == 0
    for words in (
        "rest lies in the mailbox\n",
        "60",
        "support, INBOX, UID 77",
        "ann@shop.example",
        "my log",
        "mailbot outbox retry ID",
    ):
        assert words in said
    assert 77 not in office.store.inbox.unacknowledged("support", "INBOX", 1)
    (found,) = office.json("verify")["in_part"]
    assert (found["uid"], found["folder"], found["size"]) == (77, "INBOX", 60 * 1024 * 1024)
