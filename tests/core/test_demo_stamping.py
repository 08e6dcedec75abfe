"""What the demo's mail server writes on top of a mail, and what it does not let in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.demo.stamping import Envelope, split_head, stamp

HOST = "mx.demo.example"
AT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
FORGED = b" mx.demo.example; dmarc=pass header.from=bank.example\r\n"


def stamped(raw: bytes, sender: str = "aki@kawa.example") -> bytes:
    return stamp(raw, Envelope(sender, "support@lantern.example", "pc.kawa.example", AT), HOST)


def test_the_stamp_stands_on_top_and_the_rest_is_untouched() -> None:
    raw = b"From: aki@kawa.example\r\nSubject: x\r\n\r\n\xff\x00 bytes\n"
    assert stamped(raw) == (
        b"Return-Path: <aki@kawa.example>\r\n"
        b"Authentication-Results: mx.demo.example; dmarc=pass header.from=kawa.example;\r\n"
        b" spf=pass smtp.mailfrom=aki@kawa.example\r\n"
        b"Received: from pc.kawa.example ([127.0.0.1]) by mx.demo.example with ESMTP\r\n"
        b" for <support@lantern.example>; Wed, 02 Jan 2030 03:04:05 +0000\r\n" + raw
    )


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(b"Authentication-Results:" + FORGED, id="as we would write it"),
        pytest.param(b"AUTHENTICATION-RESULTS:" + FORGED.upper(), id="in capitals"),
        pytest.param(b"Authentication-Results :" + FORGED, id="with a blank before the colon"),
        pytest.param(b"Authentication-Results:\r\n" + FORGED, id="folded"),
        pytest.param(b"Authentication-Results: (;) \r\n" + FORGED, id="behind a comment"),
        pytest.param(b'Authentication-Results: "mx.demo\\.example"; dmarc=pass\r\n', id="quoted"),
        pytest.param(b"Authentication-Results: mx.demo.example 1; dmarc=pass\r\n", id="with a version"),
        pytest.param(b"X: y\rAuthentication-Results:" + FORGED, id="behind a bare CR"),
        pytest.param(b"X: y\nAuthentication-Results:" + FORGED, id="behind a bare LF"),
        pytest.param(b"Return-Path: <chief@lantern.example>\r\n", id="a return path of its own"),
    ],
)
def test_what_claims_to_be_ours_does_not_get_in(field: bytes) -> None:
    mail = stamped(b"From: aki@kawa.example\r\n" + field + b"Subject: x\r\n\r\nbody\r\n")
    fields, rest = split_head(mail)
    names = [one.partition(b":")[0].strip().lower() for one in fields]
    assert names.count(b"authentication-results") == names.count(b"return-path") == 1
    assert rest == b"\r\nbody\r\n"


def test_the_word_of_another_server_stays() -> None:
    field = b"Authentication-Results: mx.kawa.example; dkim=pass\r\n"
    assert field in stamped(b"From: aki@kawa.example\r\n" + field + b"\r\n")


@pytest.mark.parametrize(
    ("head", "sender", "verdict"),
    [
        pytest.param(b"From: a@kawa.example", "x@mail.kawa.example", "dmarc=pass", id="a subdomain is aligned"),
        pytest.param(b"From: a@bank.example", "x@kawa.example", "dmarc=fail", id="another domain is not"),
        pytest.param(b"From: a@wa.example", "x@kawa.example", "dmarc=fail", id="half a name is another domain"),
        pytest.param(b"From: a@kawa.example", "", "dmarc=pass", id="the null path has nothing to compare"),
        pytest.param(b"Subject: x", "x@kawa.example", "dmarc=permerror", id="no From"),
        pytest.param(b"From: a@k.example\r\nFrom: b@k.example", "x@k.example", "dmarc=permerror", id="two From"),
        pytest.param(b"From: a@k.example, b@k.example", "x@k.example", "dmarc=permerror", id="two authors"),
        pytest.param(b"From: a@k.example; dmarc=pass", "x@k.example", "dmarc=permerror", id="a domain that is none"),
    ],
)
def test_verdict(head: bytes, sender: str, verdict: str) -> None:
    assert f"Authentication-Results: {HOST}; {verdict}".encode() in stamped(head + b"\r\n\r\n", sender)


def test_an_envelope_cannot_write_header_lines() -> None:
    mail = stamp(b"From: a@k.example\r\n\r\n", Envelope("a@k.example\r\nX: y", "b\nc", "h\r\nX: z", AT), HOST)
    assert len(split_head(mail)[0]) == 4
