from __future__ import annotations

import pytest

from mailbot.model import Bounce, Origin, Reading
from mailbot.parsers import read
from mailbot.parsers.head.bounce import Report, bounce_of

FIELDS = "Final-Recipient: rfc822; ann@Shop.EXAMPLE\nAction: {action}\nStatus: {status}"
RETURNED = "Message-ID: <c.1@ours.example>\nTo: ann@shop.example"

REPORT = b"""\
Return-Path: <>
From: Mail System <MAILER-DAEMON@mx.example>
To: help@ours.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@shop.example
Original-Recipient: rfc822;ann+x@shop.example
Action: failed
Status: 5.1.1

--b
Content-Type: {returned}

Message-ID: <c.1@ours.example>
To: ann@shop.example
Subject: Re: [CASE-1] hello

--b--
"""


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_is_read_whole(returned: str) -> None:
    message = read(REPORT.replace(b"{returned}", returned.encode()), Reading())
    assert message.origin is Origin.BOUNCE
    assert message.bounce == Bounce(("ann+x@shop.example",), ("<c.1@ours.example>",), True, "5.1.1")
    assert message.text == "Your mail could not be delivered."


@pytest.mark.parametrize(
    ("report", "then"),
    [
        pytest.param(
            Report(FIELDS.format(action="failed", status="5.1.1"), RETURNED, ""),
            Bounce(("ann@shop.example",), ("<c.1@ours.example>",), True, "5.1.1"),
            id="failed for good",
        ),
        pytest.param(
            Report(FIELDS.format(action="delayed", status="4.4.1"), RETURNED, ""),
            Bounce(("ann@shop.example",), ("<c.1@ours.example>",), False, "4.4.1"),
            id="only delayed",
        ),
        pytest.param(
            Report("", "", "550 5.1.1 <ann@shop.example>: user unknown\n\nMessage-ID: <c.2@ours.example>\n"),
            Bounce(("ann@shop.example",), ("<c.2@ours.example>",), True, "5.1.1"),
            id="words for people",
        ),
        pytest.param(
            Report("", "", "We could not reach ann@shop.example and will keep trying."),
            Bounce(("ann@shop.example",), (), False, ""),
            id="a warning in words",
        ),
        pytest.param(
            Report("", "", "Neither ann@shop.example nor bob@shop.example exists."),
            Bounce((), (), True, ""),
            id="two addresses: nobody can say which",
        ),
        pytest.param(
            Report("", "", "宛先 ann@shop.example は存在しません"),
            Bounce(("ann@shop.example",), (), True, ""),
            id="Japanese",
        ),
        pytest.param(Report("", "", ""), Bounce((), (), True, ""), id="nothing"),
    ],
)
def test_bounce_of(report: Report, then: Bounce) -> None:
    assert bounce_of(report) == then


def test_the_header_of_exim_names_the_recipient() -> None:
    assert bounce_of(Report("", "", ""), failed=["ann@shop.example"]).recipients == ("ann@shop.example",)


def test_the_references_stand_in_for_the_returned_mail() -> None:
    assert bounce_of(Report("", "", ""), references=["<c.3@ours.example>"]).message_ids == ("<c.3@ours.example>",)


def test_a_person_has_no_bounce() -> None:
    assert read(b"From: ann@shop.example\nSubject: hello\n\nhi", Reading()).bounce is None
