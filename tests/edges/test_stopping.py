"""SIGTERM at any time: exit 0 within ten seconds, also while a server says nothing."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from tests.edges.conftest import Account
from tests.edges.desks import Desk, customer_mail, stop, until
from tests.edges.servers import SmtpSink, relay
from tests.edges.servers.relay import Stall

pytestmark = pytest.mark.usefixtures("nothing_leaks")


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(rb"\* OK", id="before the greeting"),
        pytest.param(rb"LOGIN|Logged in", id="in the login"),
        pytest.param(rb"SEARCH", id="in the search"),
        pytest.param(rb"BODY\[\]", id="in the middle of a mail"),
    ],
)
def test_a_silent_imap_server_does_not_keep_the_daemon(
    moment: bytes, account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    account.append(customer_mail(b"The export fails since today.\r\n" * 2000))
    with relay(account.server.port, lambda: Stall(moment)) as wire:
        daemon = Desk.make(tmp_path, account, smtp_sink, imap=wire.port).start()
        until(lambda: wire.connections)
        time.sleep(1)
        code, seconds, log = stop(daemon)
    assert code == 0, log
    assert seconds < 10
    assert log[-1]["event"] == "stopped"


def test_a_silent_smtp_server_does_not_keep_the_daemon_and_the_letter_goes_later(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    account.append(customer_mail(b"The export fails since today.\r\n"))
    with relay(smtp_sink.port, lambda: Stall(b"^220")) as wire:
        real, smtp_sink.port = smtp_sink.port, wire.port
        desk = Desk.make(tmp_path, account, smtp_sink)
        daemon = desk.start()
        until(lambda: wire.connections)
        code, seconds, _ = stop(daemon)
    assert (code, seconds < 10) == (0, True)
    smtp_sink.port = real
    Desk.make(tmp_path, account, smtp_sink)
    with sqlite3.connect(tmp_path / "db" / "mailbot.db") as piles:
        piles.execute("UPDATE outbox SET next_at = created_at")
    piles.close()
    desk.once()
    assert {taken.recipients for taken in smtp_sink.taken} == {("hanako@customer.example",), ("mika@desk.example",)}


def test_servers_that_come_back_are_used_again(account: Account, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    with relay(account.server.port) as wire:
        daemon = Desk.make(tmp_path, account, smtp_sink, imap=wire.port).start()
        until(lambda: wire.connections)
        wire.hang_up()
        account.append(customer_mail(b"The export fails since today.\r\n"))
        until(lambda: smtp_sink.taken)
        code, _, log = stop(daemon)
    assert code == 0
    assert wire.connections > 1
    assert "Traceback" not in str(log)
