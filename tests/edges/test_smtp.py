"""Delivering to a real SMTP server: every end of a try, and bytes that arrive as they left."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mailbot.delivery import smtp as smtp_module
from mailbot.model import Verdict
from tests.edges.letters import Calls, out, smtp
from tests.edges.servers import Cut, Drop, SmtpSink, relay
from tests.edges.servers.relay import Swallow

TO = "customer@mail.example"


def test_bytes_and_envelope_arrive_as_they_left(smtp_sink: SmtpSink) -> None:
    sending = Calls()
    mail = out(sender="support@shop.example")
    receipt = smtp(smtp_sink.port).deliver(mail, sending)
    assert (receipt.verdict, receipt.text) == (Verdict.SENT, "250 2.0.0 taken")
    (taken,) = smtp_sink.taken
    assert (taken.sender, taken.recipients, taken.data) == ("support@shop.example", (TO,), mail.data)
    assert sending.count == 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(b".\r\n", id="a lone dot"),
        pytest.param(b"..\r\n", id="two dots"),
        pytest.param(b"a\r\n.\r\nQUIT\r\n", id="the end of data inside"),
        pytest.param(b"x" * 998 + b"\r\n", id="the longest line"),
        pytest.param(b"0123456789\r\n" * 500_000, id="six megabytes"),
    ],
)
def test_dots_and_lengths_arrive_unchanged(smtp_sink: SmtpSink, words: bytes) -> None:
    mail = out(words=words)
    assert smtp(smtp_sink.port).deliver(mail, Calls()).verdict is Verdict.SENT
    assert smtp_sink.taken[-1].data == mail.data


def test_the_null_path_is_the_null_path(smtp_sink: SmtpSink) -> None:
    smtp(smtp_sink.port).deliver(out(sender=""), Calls())
    assert smtp_sink.taken[0].sender == ""
    assert smtp_sink.lines("MAIL")[0].startswith("MAIL FROM:<> SIZE=")


OUTCOMES = [
    pytest.param("mail", "451 4.3.0 later", (Verdict.DEFERRED, "MAIL: 451 4.3.0 later", 0), id="MAIL 4xx"),
    pytest.param("mail", "553 5.1.8 no sender", (Verdict.FAILED, "MAIL: 553 5.1.8 no sender", 0), id="MAIL 5xx"),
    pytest.param("mail", "552 5.3.4 too big", (Verdict.FAILED, "MAIL: 552", 0), id="MAIL says too big"),
    pytest.param("mail", Drop(), (Verdict.DEFERRED, "broke the connection", 0), id="MAIL dropped"),
    pytest.param("rcpt", "450 4.2.1 grey", (Verdict.DEFERRED, "RCPT: 450 4.2.1 grey", 0), id="RCPT 4xx"),
    pytest.param("rcpt", "550 5.1.1 nobody", (Verdict.FAILED, "RCPT: 550 5.1.1 nobody", 0), id="RCPT 5xx"),
    pytest.param("rcpt", "421 4.3.2 closing", (Verdict.DEFERRED, "RCPT: 421", 0), id="RCPT 421"),
    pytest.param("rcpt", "251 elsewhere", (Verdict.SENT, "250", 1), id="RCPT 251 is yes"),
    pytest.param("rcpt", "garbage", (Verdict.DEFERRED, "RCPT: -1", 0), id="RCPT garbage"),
    pytest.param("rcpt", Drop(), (Verdict.DEFERRED, "broke the connection", 0), id="RCPT dropped"),
    pytest.param("data", "451 4.7.1 later", (Verdict.DEFERRED, "DATA: 451", 1), id="DATA 4xx"),
    pytest.param("data", "554 5.7.1 spam", (Verdict.FAILED, "DATA: 554 5.7.1 spam", 1), id="DATA 5xx"),
    pytest.param("data", "250 what data?", (Verdict.DEFERRED, "DATA: 250", 1), id="DATA 250 is no go-ahead"),
    pytest.param("data", Drop(), (Verdict.DEFERRED, "broke the connection", 1), id="DATA dropped"),
    pytest.param("dot", "452 4.3.1 disk", (Verdict.DEFERRED, "the letter: 452 4.3.1 disk", 1), id="dot 4xx"),
    pytest.param("dot", "421 4.3.2 closing", (Verdict.DEFERRED, "the letter: 421", 1), id="dot 421"),
    pytest.param("dot", "554 5.6.0 virus", (Verdict.FAILED, "the letter: 554 5.6.0 virus", 1), id="dot 5xx"),
    pytest.param("dot", "whatever", (Verdict.UNKNOWN, "makes no sense: -1", 1), id="dot garbage"),
    pytest.param("dot", Drop(), (Verdict.UNKNOWN, "the answer after the last byte is missing", 1), id="dot dropped"),
    pytest.param("dot-kept", Drop(), (Verdict.UNKNOWN, "is missing", 1), id="dot dropped though it was taken"),
]


@pytest.mark.parametrize(("stage", "said", "expected"), OUTCOMES)
def test_every_answer_has_its_verdict(
    smtp_sink: SmtpSink, stage: str, said: Any, expected: tuple[Verdict, str, int]
) -> None:
    verdict, text, announced = expected
    sender = "support@shop.example"
    smtp_sink.script[stage, sender if stage == "mail" else TO] = said
    delivery, sending = smtp(smtp_sink.port), Calls()
    receipt = delivery.deliver(out(sender=sender), sending)
    assert receipt.verdict is verdict
    assert text in receipt.text
    assert sending.count == announced
    assert len(smtp_sink.taken) == (verdict is Verdict.SENT or stage == "dot-kept")
    after = delivery.deliver(out("other@mail.example"), Calls())
    assert after.verdict is Verdict.SENT, "the next letter must go whatever became of this one"


def test_three_recipients_have_three_fates_over_one_connection(smtp_sink: SmtpSink) -> None:
    smtp_sink.script |= {("rcpt", "b@x.example"): "451 later", ("rcpt", "c@x.example"): "550 never"}
    delivery = smtp(smtp_sink.port)
    verdicts = [delivery.deliver(out(f"{name}@x.example"), Calls()).verdict for name in "abc"]
    assert verdicts == [Verdict.SENT, Verdict.DEFERRED, Verdict.FAILED]
    assert smtp_sink.connections == 1
    assert len(smtp_sink.lines("RSET")) == 2


@pytest.mark.parametrize("after", [b"354[^\r]*\r\n", b"MAIL FROM", b"RCPT TO", b"DATA\r\n"])
def test_a_cut_before_the_final_dot_is_deferred(smtp_sink: SmtpSink, after: bytes) -> None:
    down = after.startswith(b"354")
    with relay(smtp_sink.port, lambda: Cut(after, direction="down" if down else "up")) as wire:
        receipt = smtp(wire.port).deliver(out(words=b"y\r\n" * 3_000_000), Calls())
    assert receipt.verdict is Verdict.DEFERRED
    assert smtp_sink.taken == []


@pytest.mark.parametrize("took", [True, False])
def test_a_cut_after_the_final_dot_is_unknown(smtp_sink: SmtpSink, took: bool) -> None:
    tap = Swallow(rb"\r\n\.\r\n") if took else Cut(rb"\r\n\.(?=\r\n)", direction="up")
    with relay(smtp_sink.port, lambda: tap) as wire:
        receipt = smtp(wire.port).deliver(out(), Calls())
    assert receipt.verdict is Verdict.UNKNOWN
    assert len(smtp_sink.taken) == took


def test_a_closed_kept_connection_is_replaced_before_the_letter_is_offered(smtp_sink: SmtpSink) -> None:
    smtp_sink.close_after_each = True
    delivery = smtp(smtp_sink.port)
    for number in range(3):
        assert delivery.deliver(out(number=number), Calls()).verdict is Verdict.SENT
        time.sleep(0.1)
    assert (smtp_sink.connections, len(smtp_sink.taken)) == (3, 3)


def test_a_hundred_letters_share_a_connection(smtp_sink: SmtpSink) -> None:
    delivery = smtp(smtp_sink.port)
    for number in range(201):
        delivery.deliver(out(number=number), Calls())
    assert smtp_sink.connections == 3
    assert [taken.data for taken in smtp_sink.taken] == [out(number=number).data for number in range(201)]
    assert len(smtp_sink.lines("QUIT")) == 2


def test_an_idle_connection_is_not_trusted(smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_module, "IDLE_SECONDS", 0.01)
    delivery = smtp(smtp_sink.port)
    delivery.deliver(out(), Calls())
    time.sleep(0.05)
    delivery.deliver(out(), Calls())
    assert smtp_sink.connections == 2


def test_what_the_server_says_is_made_harmless(smtp_sink: SmtpSink) -> None:
    smtp_sink.script["rcpt", TO] = "550-one\r\n550 two \x1b[31m\u202etxet \x00 " + "long " * 100
    receipt = smtp(smtp_sink.port).deliver(out(), Calls())
    assert receipt.verdict is Verdict.FAILED
    assert receipt.text.startswith("RCPT: 550 one two [31m")
    assert receipt.text.isprintable()
    assert len(receipt.text) <= 220


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"words": b"a\rb\r\n"}, "a bare CR"),
        ({"words": b"a\r.\r\r\n"}, "a bare CR"),
        ({"words": b"a\n.\r\nMAIL FROM:<x@y>\r\n"}, "a bare LF"),
        ({"words": b"a\r\n\n.\n\r\n"}, "a bare LF"),
        ({"words": b"\n\r\n"}, "a bare LF"),
        ({"words": b"a\x00b\r\n"}, "a NUL byte"),
        ({"words": "あ\r\n".encode()}, "not 7-bit"),
        ({"words": b"x" * 999 + b"\r\n"}, "a line over 998 bytes"),
        ({"words": b"x"}, "does not end with a line end"),
        ({"data": b""}, "does not end with a line end"),
        ({"data": b"words alone\r\n"}, "not well-formed"),
        ({"data": out().data.replace(b"Subject:", b"Bcc: c@d.example\r\nSubject:")}, "Bcc does not belong"),
        ({"data": out("other@mail.example").data}, "not addressed to its recipient"),
        ({"message_id": "<other@shop.example>"}, "not have its own Message-ID"),
        ({"data": out().data.replace(b"Auto-Submitted: auto-replied\r\n", b"")}, "does not say that it is one"),
        ({"sender": "other@shop.example"}, "neither empty nor the address in From"),
        ({"recipient": "a@b.example>\r\nRCPT TO:<c@d.example"}, "the recipient is no plain ASCII address"),
        ({"recipient": "a@b.example c"}, "the recipient is no plain ASCII address"),
        ({"recipient": "<a@b.example>"}, "the recipient is no plain ASCII address"),
        ({"recipient": "用户@mail.example"}, "the recipient is no plain ASCII address"),
        ({"recipient": ""}, "the recipient is no plain ASCII address"),
        ({"recipient": "=?utf-8?q?x=0D=0A?=@mail.example"}, "the recipient is no plain ASCII address"),
        ({"sender": "support@shop.example\n"}, "neither empty nor the address in From"),
    ],
)
def test_unfit_letters_never_reach_the_wire(smtp_sink: SmtpSink, changes: dict[str, Any], reason: str) -> None:
    sending = Calls()
    receipt = smtp(smtp_sink.port).deliver(out(**changes), sending)
    assert receipt.verdict is Verdict.HELD
    assert reason in receipt.text
    assert (smtp_sink.connections, sending.count) == (0, 0)


def test_a_store_that_fails_while_sending_is_marked_sends_nothing(smtp_sink: SmtpSink) -> None:
    def broken() -> None:
        raise OSError("disk full")

    delivery = smtp(smtp_sink.port)
    with pytest.raises(OSError, match="disk full"):
        delivery.deliver(out(), broken)
    assert (smtp_sink.taken, smtp_sink.lines("DATA")) == ([], [])
    assert delivery.deliver(out(), Calls()).verdict is Verdict.SENT
