"""What a person puts right beside a working daemon: released mails, letters sent again, and watching a backlog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model import OutState
from mailbot.once import once
from mailbot.site import open_site
from tests.edges.offices import LETTER, Office, mailbox, office_at, row
from tests.houses import CASE, NOW


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path) as open_office:
        yield open_office


def test_a_released_mail_is_to_be_read_exactly_once_more(office: Office) -> None:
    assert "the next pass reads it once more" in office.said("quarantine", "release", "2")
    assert office.store.inbox.todo() == 2
    assert office.store.inbox.begin(2).attempts == 1
    office.store.inbox.finish(2, "done", "read")
    assert office.store.inbox.todo() is None
    assert office.typed("quarantine", "release", "2")[0] == 2


def test_a_letter_sent_again_has_its_reason_in_the_case_and_takes_its_followers_along(office: Office) -> None:
    said = office.said("outbox", "retry", "2", "--reason", "the address exists now")
    assert "letter 2 is queued again" in said
    assert "1 that waited for it goes out after it" in said
    assert office.store.outbox.states() == {"queued": 2, "sent": 1}
    event = office.store.cases.load(CASE.id).events[-1]
    assert (event.rule, event.decision) == ("retry", "letter queued again")
    assert "the address exists now" in event.reason
    assert "failed: 550 no" in event.reason
    assert office.store.outbox.data(2) == LETTER


def test_a_letter_that_leans_on_another_says_so(office: Office) -> None:
    assert "after letter 2, which is failed" in office.said("outbox", "retry", "3")


def test_an_unknown_letter_may_arrive_twice_and_that_is_said(office: Office) -> None:
    office.store.outbox.settle(2, OutState.UNKNOWN, "lost", NOW)
    assert "gets it twice, with the same Message-ID" in office.said("outbox", "retry", "2")
    assert office.typed("outbox", "retry", "2")[0] == 2


def test_a_letter_without_words_waits_for_its_template(office: Office) -> None:
    office.store.outbox.add(row("broken", data=b"", problem="first.txt.j2:3: no such name"), NOW)
    code, output = office.typed("outbox", "retry", "4")
    assert code == 2
    assert "has no words yet (first.txt.j2:3" in output
    assert "no words yet" in office.said("outbox", "show", "4")


def test_how_far_a_backlog_is_can_be_watched(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with open_site(mailbox(tmp_path, 30)) as site:
        report = once(site, tell=lambda what, done, total: told.append((what, done, total)))
    assert report.received == 30
    assert [one for one in told if one[0] == "received"][-1] == ("received", 30, 30)
    for what in {one[0] for one in told}:
        steps = [done for name, done, _ in told if name == what]
        assert steps == sorted(steps)
    what, done, total = [one for one in told if one[0] == "processed"][-1]
    assert done == total > 0


def test_a_released_mail_is_processed_once_by_the_next_round(tmp_path: Path) -> None:
    config = mailbox(tmp_path, 1)
    with open_site(config) as site:
        once(site)
        site.works.store.inbox.finish(1, "quarantined", "the reader died")
        office = Office(tmp_path, site.works.store)
        office.said("quarantine", "release", "1")
        again = once(site)
        assert (again.received, again.inbox) == (0, {"done": 1})
        assert once(site).letters == ()
        assert office.json("inbox")[0]["attempts"] == 1
