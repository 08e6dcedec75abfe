"""A letter that is not as our letters are, when its turn comes: held, the agents hear, and nothing wrong goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.letters.shown import shown
from mailbot.pipeline import deliver, process, receive
from mailbot.posting import alert
from mailbot.site import Site
from tests.edges.test_hostile_mail import desk, put


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Site]:
    """A desk that has written a receipt to the customer and a note to the agent, and sent neither."""
    with desk(tmp_path) as (site, new):
        put(new, "first")
        receive(site.sources[0], site.works)
        process(site.works)
        site.works.clock.now += site.works.policy.quiet * 2  # type: ignore[attr-defined]
        process(site.works)
        yield site


def spoil(site: Site, purpose: str, old: bytes, new: bytes) -> int:
    """Change the bytes of a letter in its row, as a defect of ours or of a disk might."""
    (row,) = [one for one in site.works.store.outbox.rows() if one["purpose"] == purpose]
    number = int(str(row["id"]))
    data = site.works.store.outbox.data(number)
    assert old in data
    with site.works.store.transaction():
        site.works.store.outbox.write(number, data.replace(old, new, 1), site.works.clock())
    return number


def sent(site: Site) -> dict[str, list[str]]:
    """Which letters went, by recipient."""
    rows = [one for one in site.works.store.outbox.rows() if one["state"] == "sent"]
    people = {str(row["recipient"]) for row in rows}
    return {one: [str(row["purpose"]) for row in rows if row["recipient"] == one] for one in people}


def told(site: Site) -> str:
    (row,) = [one for one in site.works.store.outbox.rows() if one["purpose"] == "alert"]
    return shown(site.works.store.outbox.data(int(str(row["id"])))).body


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param(b"Date:", b"Bcc: evil@x.example\r\nDate:", "Bcc does not belong into a letter", id="a Bcc"),
        pytest.param(b"To: tom@", b"To: eve@", "not addressed to its recipient", id="another recipient"),
        pytest.param(b"MIME-", b"X-\r\nMIME-", "not well-formed", id="a broken header"),
        pytest.param(b"\r\n\r\n", b"\r\n\r\n\n.\n", "a bare LF", id="bytes that smuggle"),
        pytest.param(b"auto-replied", b"auto-generated", "does not say that it is one", id="another origin"),
    ],
)
def test_a_spoilt_letter_is_held_with_its_reason_and_an_alert(written: Site, old: bytes, new: bytes, why: str) -> None:
    number = spoil(written, "first", old, new)
    deliver(written.delivery, written.works)
    (row,) = [one for one in written.works.store.outbox.rows() if one["id"] == number]
    assert (row["state"], why in str(row["server_text"])) == ("held", True)
    assert why in told(written)
    assert "tom@customer.example" not in sent(written)
    case = written.works.store.cases.load(1)
    assert (case.state, case.events[-1].decision) == ("with_agent", "letter held")


def test_a_spoilt_note_is_told_in_an_alert(written: Site) -> None:
    spoil(written, "agent_note", b"Date:", b"Cc: evil@x.example\r\nDate:")
    deliver(written.delivery, written.works)
    assert sent(written)["mika@desk.example"] == ["alert"]
    assert "Cc does not belong" in told(written)


def test_a_spoilt_alert_is_held_and_causes_no_other(written: Site) -> None:
    with written.works.store.transaction():
        words = {"purpose": "first", "to": "tom@customer.example", "state": "failed", "why": "550 no"}
        alert("undelivered/1", ("undelivered", words), 1, written.works)
    spoil(written, "alert", b"MIME-", b"X-\r\nMIME-")
    deliver(written.delivery, written.works)
    (row,) = [one for one in written.works.store.outbox.rows() if one["purpose"] == "alert"]
    assert row["state"] == "held"
