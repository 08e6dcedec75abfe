"""Reaching a real Dovecot, or not: encryption, passwords, sentences, and calls that end on demand."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.config.settings import ImapMailbox
from mailbot.model import UnreachableError
from mailbot.sources import imap_session
from mailbot.sources.imap import ImapSource
from tests.edges.conftest import Account
from tests.edges.letters import PASSWORD_ENV, MemoryLedger, letter, receive
from tests.edges.servers import Certificates, lying_imap, relay
from tests.edges.servers.dovecot import WIDE_PASSWORD, WIDE_USER, free_ports
from tests.edges.servers.relay import Replace, Stall


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_every_security_reads_the_mail(account: Account, security: str) -> None:
    account.append(letter())
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    box = account.box(security=security, port=port, ca_file=server.certificates.ca_file)
    assert len(receive(ImapSource(box), MemoryLedger())) == 1


def test_starttls_is_really_used(account: Account) -> None:
    seen: list[bytes] = []

    class Listen(Replace):
        def up(self, data: bytes) -> bytes:
            seen.append(data)
            return data

    with relay(account.server.port, lambda: Listen(b"$^", b"")) as wire:
        box = account.box(security="starttls", port=wire.port, ca_file=account.server.certificates.ca_file)
        receive(ImapSource(box), MemoryLedger())
    assert b"STARTTLS" in b"".join(seen)
    assert b"LOGIN" not in b"".join(seen)


def test_a_stripped_starttls_offer_sends_no_password(account: Account) -> None:
    strip = Replace(rb" STARTTLS", b"")
    seen: list[bytes] = []
    strip.up = lambda data: seen.append(data) or data  # type: ignore[method-assign,func-returns-value]
    with relay(account.server.port, lambda: strip) as wire:
        box = account.box(security="starttls", port=wire.port, ca_file=account.server.certificates.ca_file)
        with pytest.raises(UnreachableError, match="does not offer STARTTLS: no password was sent"):
            receive(ImapSource(box), MemoryLedger())
    assert b"LOGIN" not in b"".join(seen)


def test_a_server_that_claims_we_are_logged_in_before_tls_is_left() -> None:
    with lying_imap() as server:
        with relay(server.port, lambda: Replace(rb"^\* OK", b"* PREAUTH")) as wire:
            box = ImapMailbox(
                host="localhost", port=wire.port, security="starttls", user="a", password_env=PASSWORD_ENV
            )
            with pytest.raises(UnreachableError):
                receive(ImapSource(box), MemoryLedger())
        assert server.said("LOGIN") == []


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def deaf() -> Iterator[int]:
    """The port of a server that does not even take the call: its queue is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for wire in waiting:
            wire.setblocking(False)
            wire.connect_ex(("127.0.0.1", port))
        time.sleep(0.1)
        yield port
        for wire in waiting:
            wire.close()


def _sentences(account: Account, certificates: Certificates, folder: Path) -> dict[str, tuple[dict[str, Any], str]]:
    server = account.server
    tls = {"security": "tls", "port": server.tls_port}
    (folder / "no.pem").write_text("no certificate")
    return {
        "a certificate of nobody we know": (tls, "certificate that is not trusted .*set ca_file"),
        "a certificate of another authority": (tls | {"ca_file": certificates.ca_file}, "not trusted .*set ca_file"),
        "a certificate for another name": (
            tls | {"ca_file": server.certificates.ca_file, "host": "127.0.0.1"},
            "certificate for another name .*set host",
        ),
        "a starttls certificate of nobody we know": ({"security": "starttls"}, "not trusted .*set ca_file"),
        "no TLS on this port": ({"security": "tls"}, 'does not speak TLS .*"tls" or "starttls"'),
        "a ca_file that is missing": (tls | {"ca_file": folder / "none.pem"}, "ca_file .*none.pem cannot be used"),
        "a ca_file without a certificate": (tls | {"ca_file": folder / "no.pem"}, "ca_file .*no.pem cannot be used"),
        "a closed port": ({"port": free_ports(1)[0]}, "refuses the connection: check host and port"),
        "a wrong password": ({"password_env": "WRONG"}, r"does not accept user .*AUTHENTICATIONFAILED.*check user"),
        "a password that is not there": ({"password_env": "NOT_SET_AT_ALL"}, "set the environment variable NOT_SET"),
        "a password file that is not there": (
            {"password_env": None, "password_file": folder / "none"},
            "the password is not there: write it into .*none",
        ),
        "a password with a line end": ({"password_env": "BROKEN"}, "contains a control character"),
        "a folder that is missing": (
            {"folder": "Suport"},
            'no: .*is there a folder "Suport"\\? .*"Support".*set folder',
        ),
    }


SENTENCES = (
    "a certificate of nobody we know",
    "a certificate of another authority",
    "a certificate for another name",
    "a starttls certificate of nobody we know",
    "no TLS on this port",
    "a ca_file that is missing",
    "a ca_file without a certificate",
    "a closed port",
    "a wrong password",
    "a password that is not there",
    "a password file that is not there",
    "a password with a line end",
    "a folder that is missing",
)


@pytest.mark.parametrize("name", SENTENCES)
def test_what_stands_in_the_way_is_said_in_one_sentence(
    account: Account, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("WRONG", "not-the-password")
    monkeypatch.setenv("BROKEN", "secret\r\nA1 DELETE INBOX")
    with account.server.client(account.user, None) as person:
        person.create_folder("Support")
    changes, expected = _sentences(account, certificates, tmp_path)[name]
    with pytest.raises(UnreachableError, match=expected) as caught:
        receive(ImapSource(account.box(**changes)), MemoryLedger())
    text = str(caught.value)
    assert str(changes.get("port", account.server.port)) in text
    assert "\n" not in text
    assert "not-the-password" not in text
    assert "secret" not in text


def test_a_name_the_network_does_not_know() -> None:
    box = ImapMailbox(host="mail.invalid", port=993)
    with pytest.raises(UnreachableError, match=r"mail.invalid port 993 is no name the network knows: check host"):
        receive(ImapSource(box), MemoryLedger())


def test_a_password_file_is_read_at_each_connect(account: Account, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("old\n")
    source = ImapSource(account.box(password_env=None, password_file=secret))
    with pytest.raises(UnreachableError):
        receive(source, MemoryLedger())
    secret.write_text(account.server.password + "\n")
    assert receive(source, MemoryLedger()) == []


def test_a_japanese_password(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIDE", WIDE_PASSWORD)
    assert receive(ImapSource(account.box(user=WIDE_USER, password_env="WIDE")), MemoryLedger()) == []


@pytest.mark.parametrize("value", ["INBOX\r\nA2 LOGOUT", "a\x00b", "a\x7fb", "a\x85b"])
@pytest.mark.parametrize("key", ["folder", "processed_folder", "user"])
def test_control_characters_never_reach_the_server(key: str, value: str) -> None:
    with lying_imap(letter(), capabilities="IMAP4rev1 MOVE") as server:
        box = ImapMailbox(host="localhost", port=server.port, security="none", user="u", password_env=PASSWORD_ENV)
        source = ImapSource(box.model_copy(update={key: value}))
        with pytest.raises(UnreachableError, match="control character"):
            source.acknowledge([mail.uid for mail in receive(source, MemoryLedger())])
        assert not any(value[:1] == "a" and value in command for command in server.commands)
        assert server.said("LOGOUT") == []


def test_a_server_that_says_nothing_is_left_in_time(silent: int) -> None:
    box = ImapMailbox(host="localhost", port=silent, security="none", timeout_seconds=0.3)
    with pytest.raises(UnreachableError, match=r"did not answer in time.*timeout_seconds .now 0.3"):
        receive(ImapSource(box), MemoryLedger())


def test_a_server_that_speaks_byte_by_byte_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_session, "COMMAND_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            wire, _ = listener.accept()
            with wire, contextlib.suppress(OSError):
                while True:
                    wire.sendall(b"*")
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        box = ImapMailbox(host="localhost", port=listener.getsockname()[1], security="none")
        began = time.monotonic()
        with pytest.raises(UnreachableError, match="did not answer in time"):
            receive(ImapSource(box), MemoryLedger())
    assert time.monotonic() - began < 1.5


def _interrupted(source: ImapSource) -> float:
    """Seconds from the interruption of a blocked fetch to its end."""
    at: list[float] = []

    def end() -> None:
        at.append(time.monotonic())
        source.interrupt()

    timer = threading.Timer(0.3, end)
    timer.start()
    with pytest.raises(UnreachableError, match="because mailbot stops"):
        receive(source, MemoryLedger())
    return time.monotonic() - at[0]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_interrupt_ends_a_blocked_handshake_or_greeting(silent: int, security: Any) -> None:
    assert _interrupted(ImapSource(ImapMailbox(host="localhost", port=silent, security=security))) < 1


def test_interrupt_ends_a_blocked_connect(deaf: int) -> None:
    assert _interrupted(ImapSource(ImapMailbox(host="127.0.0.1", port=deaf))) < 1


def test_interrupt_ends_a_blocked_read(account: Account) -> None:
    account.append(letter())
    with relay(account.server.port, lambda: Stall(rb"FETCH")) as wire:
        assert _interrupted(ImapSource(account.box(port=wire.port))) < 1


def test_interrupt_ends_a_blocked_read_inside_tls(account: Account) -> None:
    account.append(letter(1, 3_000_000))
    passed = 0

    class StallAfter(Stall):
        def down(self, data: bytes) -> bytes:
            nonlocal passed
            passed += len(data)
            return data if passed < 1_000_000 else b""

    with relay(account.server.tls_port, lambda: StallAfter(b"")) as wire:
        box = account.box(security="tls", port=wire.port, ca_file=account.server.certificates.ca_file)
        assert _interrupted(ImapSource(box)) < 1


def test_interrupt_ends_a_blocked_read_from_a_signal_handler(account: Account) -> None:
    account.append(letter())
    with relay(account.server.port, lambda: Stall(rb"FETCH")) as wire:
        source = ImapSource(account.box(port=wire.port))
        before = signal.signal(signal.SIGALRM, lambda *_: source.interrupt())
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        began = time.monotonic()
        try:
            with pytest.raises(UnreachableError, match="because mailbot stops"):
                receive(source, MemoryLedger())
        finally:
            signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - began < 1.3


def test_after_an_interrupt_calls_fail_until_close(account: Account) -> None:
    source = ImapSource(account.box())
    receive(source, MemoryLedger())
    source.interrupt()
    for _ in range(2):
        with pytest.raises(UnreachableError, match="because mailbot stops"):
            receive(source, MemoryLedger())
    source.close()
    assert receive(source, MemoryLedger()) == []


def test_close_never_raises_and_is_quick(account: Account) -> None:
    with relay(account.server.port, lambda: Stall(rb"NEVER")) as wire:
        source = ImapSource(account.box(port=wire.port))
        source.close()
        receive(source, MemoryLedger())
        wire.hang_up()
        began = time.monotonic()
        source.close()
        source.close()
    assert time.monotonic() - began < 3
