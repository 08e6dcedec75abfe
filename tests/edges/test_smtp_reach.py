"""Reaching a real SMTP server, or not: encryption, login, deadlines, and calls that end on demand."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any

import pytest

from mailbot.config.settings import SmtpDelivery as SmtpSettings
from mailbot.delivery import open_delivery
from mailbot.delivery.smtp import SmtpDelivery
from mailbot.model import UnreachableError, Verdict
from tests.edges.letters import Calls, out, smtp
from tests.edges.servers import Certificates, Silence, SmtpSink, relay
from tests.edges.servers import smtp_sink as open_sink
from tests.edges.servers.dovecot import free_ports
from tests.edges.servers.relay import Replace, Stall
from tests.edges.servers.sink import PASSWORD, USER

TO = "customer@mail.example"


@pytest.mark.parametrize(
    ("stage", "verdict"), [("rcpt", Verdict.DEFERRED), ("data", Verdict.DEFERRED), ("dot", Verdict.UNKNOWN)]
)
def test_a_silent_server_is_left_at_the_deadline(smtp_sink: SmtpSink, stage: str, verdict: Verdict) -> None:
    smtp_sink.script[stage, TO] = Silence(5)
    began = time.monotonic()
    receipt = smtp(smtp_sink.port, attempt_seconds=0.5).deliver(out(), Calls())
    assert receipt.verdict is verdict
    assert 0.4 < time.monotonic() - began < 1.5


def test_a_server_that_speaks_byte_by_byte_is_left_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            wire, _ = listener.accept()
            try:
                while True:
                    wire.sendall(b"2")
                    time.sleep(0.05)
            except OSError:
                wire.close()

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(UnreachableError, match="did not answer in time"):
            smtp(listener.getsockname()[1], attempt_seconds=0.5).deliver(out(), Calls())
    assert time.monotonic() - began < 1.5


def test_a_timeout_of_one_answer_is_named(smtp_sink: SmtpSink) -> None:
    smtp_sink.script["rcpt", TO] = Silence(5)
    receipt = smtp(smtp_sink.port, timeout_seconds=0.3).deliver(out(), Calls())
    assert (receipt.verdict, "did not answer in time" in receipt.text) == (Verdict.DEFERRED, True)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_and_login(certificates: Certificates, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    monkeypatch.setenv("SECRET", PASSWORD)
    context = certificates.server_context()
    with open_sink(**{security: context}, auth=True) as sink:
        delivery = smtp(sink.port, security=security, ca_file=certificates.ca_file, user=USER, password_env="SECRET")
        assert delivery.deliver(out(), Calls()).verdict is Verdict.SENT
        delivery.close()
        assert sink.lines("QUIT") == ["QUIT"]


def _refusal(port: int, **changes: Any) -> str:
    sending = Calls()
    with pytest.raises(UnreachableError) as caught:
        smtp(port, **changes).deliver(out(), sending)
    assert sending.count == 0
    assert f"localhost port {port} " in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_wrong_certificate_is_refused(certificates: Certificates, security: str) -> None:
    with open_sink(**{security: certificates.server_context()}) as sink:  # type: ignore[arg-type]
        assert "not trusted" in _refusal(sink.port, security=security)
        assert sink.lines("MAIL") == []


def test_a_certificate_for_another_name_is_refused(certificates: Certificates) -> None:
    with open_sink(tls=certificates.server_context()) as sink:
        delivery = smtp(sink.port, host="127.0.0.1", security="tls", ca_file=certificates.ca_file)
        with pytest.raises(UnreachableError, match="certificate for another name"):
            delivery.deliver(out(), Calls())


def test_without_starttls_nothing_is_sent(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", PASSWORD)
    sent: list[bytes] = []

    class Strip(Replace):
        def up(self, data: bytes) -> bytes:
            sent.append(data)
            return data

    with (
        open_sink(starttls=certificates.server_context(), auth=True) as sink,
        relay(sink.port, lambda: Strip(rb"250.STARTTLS\r\n", b"")) as wire,
    ):
        text = _refusal(wire.port, security="starttls", ca_file=certificates.ca_file, user=USER, password_env="SECRET")
    assert "does not offer STARTTLS: nothing was sent" in text
    assert [line.split()[0].upper() for line in b"".join(sent).splitlines()] == [b"EHLO"]


def test_a_wrong_password_is_said_and_not_shown(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "not-the-password")
    with open_sink(tls=certificates.server_context(), auth=True) as sink:
        text = _refusal(sink.port, security="tls", ca_file=certificates.ca_file, user=USER, password_env="SECRET")
    assert f"does not accept user {USER} with this password (535" in text
    assert "not-the-password" not in text


def test_a_server_without_any_login_we_know(smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", PASSWORD)
    assert "offers no login we know" in _refusal(smtp_sink.port, user=USER, password_env="SECRET")


def test_a_server_that_wants_a_login_is_a_wrong_setting_not_a_failed_letter() -> None:
    with open_sink(auth=True) as sink:
        assert "wants another login (530" in _refusal(sink.port)


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        (b"554 no service\r\n", "does not take mail from us now .554 no service."),
        (b"421 busy\r\n", "does not take mail from us now .421 busy."),
        (b"* OK IMAP4rev1 ready\r\n", "does not take mail from us now"),
        (b"", "broke the connection"),
        (b"2" * 20_000 + b"\r\n", "broke the connection"),
    ],
)
def test_a_server_that_does_not_greet(greeting: bytes, expected: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            wire, _ = listener.accept()
            with wire:
                wire.sendall(greeting)
                wire.shutdown(socket.SHUT_WR)
                with contextlib.suppress(OSError):
                    wire.recv(100)

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(UnreachableError, match=expected):
            smtp(listener.getsockname()[1]).deliver(out(), Calls())


def test_a_closed_port() -> None:
    assert "refuses the connection: check host and port" in _refusal(free_ports(1)[0])


def _interrupted(delivery: SmtpDelivery) -> tuple[float, str]:
    at: list[float] = []

    def end() -> None:
        at.append(time.monotonic())
        delivery.interrupt()

    threading.Timer(0.3, end).start()
    try:
        receipt = delivery.deliver(out(), Calls())
    except UnreachableError as error:
        return time.monotonic() - at[0], str(error)
    return time.monotonic() - at[0], receipt.verdict


@pytest.mark.parametrize(
    ("stage", "verdict"), [("rcpt", Verdict.DEFERRED), ("data", Verdict.DEFERRED), ("dot", Verdict.UNKNOWN)]
)
def test_interrupt_ends_a_blockedsmtp(smtp_sink: SmtpSink, stage: str, verdict: Verdict) -> None:
    smtp_sink.script[stage, TO] = Silence(5)
    delivery = smtp(smtp_sink.port)
    seconds, result = _interrupted(delivery)
    assert (seconds < 1, result) == (True, verdict)
    with pytest.raises(UnreachableError, match="because mailbot stops"):
        delivery.deliver(out(), Calls())
    delivery.close()
    assert delivery.deliver(out("other@mail.example"), Calls()).verdict is Verdict.SENT


def test_interrupt_ends_a_blocked_greeting(smtp_sink: SmtpSink) -> None:
    with relay(smtp_sink.port, lambda: Stall(b"")) as wire:
        seconds, result = _interrupted(smtp(wire.port))
    assert seconds < 1
    assert "because mailbot stops" in result


def test_close_never_raises(smtp_sink: SmtpSink) -> None:
    with relay(smtp_sink.port) as wire:
        delivery = open_delivery(SmtpSettings(host="localhost", port=wire.port, security="none"))
        delivery.close()
        delivery.deliver(out(), Calls())
        wire.hang_up()
        delivery.close()
        delivery.close()


def test_the_name_in_ehlo(smtp_sink: SmtpSink) -> None:
    sent: list[bytes] = []

    class Listen(Replace):
        def up(self, data: bytes) -> bytes:
            sent.append(data)
            return data

    with relay(smtp_sink.port, lambda: Listen(b"$^", b"")) as wire:
        smtp(wire.port, helo="bot.shop.example").deliver(out(), Calls())
        assert sent[0] == b"ehlo bot.shop.example\r\n"
        sent.clear()
        smtp(wire.port).deliver(out(), Calls())
        name = sent[0].split()[1].decode()
        assert "." in name
        assert name == socket.gethostname() or name == "[127.0.0.1]"
