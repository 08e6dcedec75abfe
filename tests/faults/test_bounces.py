"""Letters that come back: believed only with our letter's id and its reader, and told to the agent who writes there."""

from __future__ import annotations

from datetime import timedelta
from email.message import Message as Mail
from email.utils import parseaddr

import pytest

from benchmarks.weather import Clock, Desk, desks, letter

GONE = "gone@customer.example"
TO = "support@desk.example"


def bounce(failed: str, cited: str) -> bytes:
    """A delivery report as of RFC 3464; `failed` "" names nobody."""
    recipient = f"Final-Recipient: rfc822; {failed}\r\n" if failed else ""
    return (
        "Return-Path: <>\r\nMessage-ID: <dsn@mx.customer.example>\r\n"
        f"From: Mail Delivery System <MAILER-DAEMON@mx.customer.example>\r\nTo: {TO}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.example\r\n\r\n"
        f"{recipient}Action: failed\r\nStatus: 5.1.1\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {cited}\r\n--b--\r\n"
    ).encode()


def asked(desk: Desk, clock: Clock, sender: str) -> dict[str, Mail]:
    """Somebody writes; the letters that this leads to, by their readers."""
    raw = letter(sender, TO, "Export fails", "Since Monday it fails.", clock.now, Message_ID=f"<1.{sender}>")
    desk.arrive(raw, clock.now)
    clock.now += timedelta(minutes=10)
    return {parseaddr(str(mail["To"]))[1]: mail for mail in desk.after(clock)}


@pytest.mark.parametrize(
    "cited",
    [
        pytest.param("<made.up@desk.example>", id="an id that nobody made"),
        pytest.param(f"<c.{'ab' * 16}@desk.example>", id="our instance and random hex"),
        pytest.param("<1.gone@customer.example>", id="the id of the customer's own mail"),
        pytest.param("<x@customer.example>", id="a stranger's id"),
    ],
)
def test_a_forged_bounce_does_nothing_at_all(cited: str) -> None:
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        asked(desk, clock, GONE)
        store = desk.works.store
        before = (store.cases.load(1), store.outbox.rows())
        desk.arrive(bounce(GONE, cited), clock.now)
        assert (store.cases.load(1), store.outbox.rows()) == before
        assert not store.budgets.gone(GONE)
        assert str(store.inbox.rows()[-1]["reason"]).startswith("ignored: a bounce of a mail that is not ours")


@pytest.mark.parametrize("failed", ["where.he.forwards@else.example", f"{GONE}.evil.example"])
def test_a_bounce_of_another_address_is_told_and_stops_nothing(failed: str) -> None:
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        letters = asked(desk, clock, GONE)
        desk.arrive(bounce(failed, str(letters[GONE]["Message-ID"])), clock.now)
        assert "came back" in desk.works.store.cases.load(1).events[-1].reason
        assert failed in desk.after(clock)[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert not desk.works.store.budgets.gone(GONE)


@pytest.mark.parametrize(
    "named", [pytest.param(GONE, id="with its reader's name"), pytest.param("", id="that names nobody")]
)
def test_an_agent_who_writes_to_an_address_that_sent_mail_back_hears_of_it(named: str) -> None:
    clock = Clock()
    with desks("desk.example", clock=clock) as (desk,):
        letters = asked(desk, clock, GONE)
        desk.arrive(bounce(named, str(letters[GONE]["Message-ID"])), clock.now)
        assert desk.works.store.budgets.gone(GONE).startswith("5.1.1")
        note = desk.after(clock)[0]
        raw = letter("agent@desk.example", TO, str(note["Subject"]), "We found it.", clock.now,
                     Message_ID="<a@x>", In_Reply_To=str(note["Message-ID"]))  # fmt: skip
        desk.arrive(raw, clock.now)
        relay, receipt = desk.after(clock)
        assert (relay["To"], relay["X-Purpose"]) == (GONE, "relay")
        assert "came back before (5.1.1" in receipt.get_payload(decode=True).decode()  # type: ignore[union-attr]
