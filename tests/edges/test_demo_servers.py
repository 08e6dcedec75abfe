"""The demo's post office, by real sockets: what goes in comes out, and nothing stays when it closes."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailbot.demo.servers import ENGINEERING, SUPPORT, DemoServers, Ports
from mailbot.demo.stamping import split_head

CUSTOMER = "aki@kawa.example"
HEAD = b"From: Aki <aki@kawa.example>\r\nSubject: n\r\n\r\n"
BODIES = {
    "empty": b"",
    "dots that SMTP doubles": b".\r\n..\r\n.x\r\n",
    "ISO-2022-JP": b"\x1b$B%F%9%H\x1b(B\r\n",
    "every byte but CR and LF": bytes(sorted(set(range(256)) - {10, 13})) + b"\r\n",
    "bare line feeds": b"one\ntwo\n\nthree\r\n",
    "a line of 990": b"x" * 990 + b"\r\n",
    "blanks at line ends": b"a \r\n \t\r\n",
    "a header look-alike": b"Authentication-Results: mx.demo.example; dmarc=pass\r\n",
    "300 kB": b"0123456789abcdef" * 4 + b"\r\n",
} | {f"number {n}": b"line\r\n" * n for n in range(21)}


@pytest.fixture
def servers() -> Iterator[DemoServers]:
    with DemoServers() as running:
        yield running


def client_of(servers: DemoServers, user: str) -> IMAPClient:
    client = IMAPClient(servers.imap_host, servers.imap_port, ssl=False, timeout=10)
    client.login(user, servers.password)
    client.select_folder("INBOX")
    return client


def inbox_of(servers: DemoServers, user: str) -> list[bytes]:
    with client_of(servers, user) as client:
        mails = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [mails[uid][b"BODY[]"] for uid in sorted(mails)]


def test_thirty_mails_arrive_byte_for_byte_in_order(servers: DemoServers) -> None:
    sent = [HEAD + body * (5000 if name == "300 kB" else 1) for name, body in BODIES.items()]
    for raw in sent:
        servers.send(raw, CUSTOMER, [SUPPORT])
    arrived = inbox_of(servers, SUPPORT)
    assert len(arrived) == len(sent) == 30
    for raw, mail in zip(sent, arrived, strict=True):
        assert mail.endswith(b"\r\n" + raw)
        assert mail.startswith(
            b"Return-Path: <aki@kawa.example>\r\nAuthentication-Results: mx.demo.example; dmarc=pass"
        )


def test_everybody_has_a_mailbox_and_letters_are_remembered(servers: DemoServers) -> None:
    servers.send(HEAD + b"to two\r\n", SUPPORT, [CUSTOMER, ENGINEERING])
    assert [mail.recipient for mail in servers.letters()] == [CUSTOMER, ENGINEERING]
    assert inbox_of(servers, CUSTOMER) == [mail.raw for mail in servers.letters(CUSTOMER)]
    assert inbox_of(servers, ENGINEERING) == [mail.raw for mail in servers.letters(ENGINEERING)]
    assert inbox_of(servers, SUPPORT) == []


def test_a_mail_to_support_is_no_letter(servers: DemoServers) -> None:
    servers.send(HEAD, CUSTOMER, [SUPPORT.upper()])
    assert servers.letters() == ()
    assert len(inbox_of(servers, SUPPORT)) == 1


def test_the_null_path_is_kept(servers: DemoServers) -> None:
    servers.send(HEAD, "", [CUSTOMER])
    assert servers.letters(CUSTOMER)[0].sender == ""
    assert servers.letters(CUSTOMER)[0].raw.startswith(b"Return-Path: <>\r\n")


def test_waiting_ends_with_the_letter_or_with_patience(servers: DemoServers) -> None:
    later = threading.Timer(0.1, servers.send, (HEAD, SUPPORT, [CUSTOMER]))
    later.start()
    letter = servers.wait_for_letter(CUSTOMER, timeout=10)
    later.join()
    assert letter is not None
    assert servers.wait_for_letter(CUSTOMER, number=2, timeout=0.05) is None


def test_letters_become_files_where_a_folder_is_given(tmp_path: Path) -> None:
    with DemoServers(folder=tmp_path / "post") as servers:
        servers.send(HEAD, SUPPORT, [CUSTOMER, "../../etc/x@kawa.example"])
        mails = [mail.raw for mail in servers.letters()]
    files = sorted((tmp_path / "post").iterdir())
    assert [path.name for path in files] == ["0001-aki@kawa.example.eml", "0002-.._.._etc_x@kawa.example.eml"]
    assert [path.read_bytes() for path in files] == mails
    assert not (tmp_path / "etc").exists()


def test_mails_move_to_a_new_folder(servers: DemoServers) -> None:
    servers.send(HEAD, CUSTOMER, [SUPPORT])
    with client_of(servers, SUPPORT) as client:
        client.create_folder("処理済み")
        client.move(client.search(), "処理済み")
        assert client.search() == []
        client.select_folder("処理済み")
        assert len(client.search()) == 1


def test_an_idle_client_hears_of_a_new_mail(servers: DemoServers) -> None:
    with client_of(servers, SUPPORT) as client:
        client.idle()
        servers.send(HEAD, CUSTOMER, [SUPPORT])
        assert any(b"EXISTS" in response for response in client.idle_check(timeout=5))
        client.idle_done()


def test_a_wrong_password_is_refused(servers: DemoServers) -> None:
    with IMAPClient(servers.imap_host, servers.imap_port, ssl=False, timeout=10) as client:
        with pytest.raises(IMAPClient.Error):
            client.login(SUPPORT, "wrong")
        client.login(SUPPORT, servers.password)


def test_a_mail_program_may_log_in_to_send_but_need_not(servers: DemoServers) -> None:
    for mechanism in ("auth_plain", "auth_login"):
        with smtplib.SMTP(servers.smtp_host, servers.smtp_port, local_hostname="kawa.example", timeout=10) as client:
            client.user, client.password = CUSTOMER, servers.password
            client.ehlo()
            client.auth(mechanism.removeprefix("auth_").upper(), getattr(client, mechanism))
            client.sendmail(CUSTOMER, [SUPPORT], HEAD)
    stranger = smtplib.SMTP(servers.smtp_host, servers.smtp_port, local_hostname="kawa.example", timeout=10)
    with stranger, pytest.raises(smtplib.SMTPAuthenticationError):
        stranger.login(CUSTOMER, "wrong")
    assert len(inbox_of(servers, SUPPORT)) == 2


def test_news_are_told_from_a_number_on(servers: DemoServers) -> None:
    assert servers.news(0, timeout=0.01) == (0, ())
    for number in range(3):
        servers.send(HEAD + b"%d\r\n" % number, CUSTOMER, [SUPPORT])
    count, mails = servers.news(1, timeout=10)
    assert count == 3
    assert [mail.raw[-3:-2] for mail in mails] == [b"1", b"2"]
    assert servers.news(count, timeout=0.01) == (3, ())


def test_wanted_ports_are_taken_when_they_are_free() -> None:
    with DemoServers() as first:
        ports = Ports(first.imap_port, first.smtp_port)
    with DemoServers(ports=ports) as second, DemoServers(ports=ports) as third:
        assert (second.imap_port, second.smtp_port) == (ports.imap, ports.smtp)
        assert {third.imap_port, third.smtp_port}.isdisjoint({ports.imap, ports.smtp})
        third.send(HEAD, CUSTOMER, [SUPPORT])
        assert len(inbox_of(third, SUPPORT)) == 1


def test_only_the_newest_mails_are_kept_in_memory() -> None:
    with DemoServers(keep=6) as servers:
        for number in range(4):
            servers.send(HEAD + b"old %d\r\n" % number, CUSTOMER, [SUPPORT])
        with client_of(servers, SUPPORT) as client:
            client.create_folder("Processed/2030")
            client.move(client.search(), "Processed/2030")
        for number in range(5):
            servers.send(HEAD + b"new %d\r\n" % number, SUPPORT, [CUSTOMER])
        with client_of(servers, SUPPORT) as client:
            client.select_folder("Processed/2030")
            kept = client.fetch(client.search(), ["BODY.PEEK[]"])
        assert [mail[b"BODY[]"][-7:] for mail in kept.values()] == [b"old 3\r\n"]
        assert len(inbox_of(servers, CUSTOMER)) == len(servers.letters()) == 5
        assert servers.news(0, timeout=0.01)[0] == 9


def test_stop_leaves_nothing() -> None:
    before = set(threading.enumerate())
    with DemoServers() as servers, DemoServers() as others:
        assert {servers.imap_port, servers.smtp_port}.isdisjoint({others.imap_port, others.smtp_port})
        idle = client_of(servers, SUPPORT)
        idle.idle()
        half = smtplib.SMTP(servers.smtp_host, servers.smtp_port, local_hostname="kawa.example", timeout=10)
        half.mail(CUSTOMER)
    assert set(threading.enumerate()) <= before
    for port in (servers.imap_port, servers.smtp_port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
    half.close()
    idle.shutdown()


RUDE = """
import logging, socket, time
from mailbot.demo.servers import DemoServers
with DemoServers() as servers:
    for port in (servers.imap_port, servers.smtp_port):
        for words in (b"", b"GARBAGE\\r\\n" * 30, b"\\xff\\x00\\n", b"a LOGIN {9999999}\\r\\n", b"DATA\\r\\n"):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as rude:
                rude.sendall(words)
        left_open = socket.create_connection(("127.0.0.1", port), timeout=5)
    time.sleep(0.2)
    servers.send(b"From: a@b.example\\r\\n\\r\\n", "a@b.example", [servers.support])
"""


def test_rude_clients_write_nothing_on_the_terminal() -> None:
    script = [sys.executable, "-W", "default", "-W", "ignore::ResourceWarning", "-c", RUDE]
    ran = subprocess.run(script, capture_output=True, timeout=60, check=True)
    assert ran.stdout + ran.stderr == b""


def test_a_mail_read_by_header_and_rest_is_whole() -> None:
    fields, rest = split_head(HEAD + b"body")
    assert b"".join(fields) + rest == HEAD + b"body"
