"""The strict look at finished bytes: a letter is exactly as we write them, or it does not leave."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from mailbot.letters.compose import File, Original, compose
from mailbot.letters.strict import faults
from tests.core.test_compose import ENVELOPE, ORIGINALS

TO, ID = ENVELOPE.recipient.email, ENVELOPE.message_id
LONG = "印刷できません" * 20
GOOD = compose(ENVELOPE, "Re: [CASE-1] Printing fails", "hello\n")
PARTS = compose(ENVELOPE, "report", "hello\n", (Original(1, b"Subject: x\r\n\r\nhi\r\n"),), (File("a", "b/c", b"1"),))
EVIL = base64.b64encode(b"x\r\nBcc: evil@x.example")


def put(old: bytes, new: bytes, data: bytes = GOOD) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(put(b"hello", b"hel\nlo"), "a bare LF", id="a bare LF"),
        pytest.param(put(b"hello", b"hel\rlo"), "a bare CR", id="a bare CR"),
        pytest.param(put(b"hello", b"hel\x00lo"), "a NUL byte", id="a NUL"),
        pytest.param(put(b"hello", b"x" * 999), "a line over 998", id="a line too long"),
        pytest.param(put(b"hello", b"\xe3\x81\x82"), "7-bit", id="8-bit bytes"),
        pytest.param(GOOD[:-2], "end with a line end", id="no line end at the end"),
        pytest.param(b"", "end with a line end", id="nothing"),
        pytest.param(b"\r\n\r\nhello\r\n", "not well-formed", id="no head"),
        pytest.param(b" folded\r\n" + GOOD, "not well-formed", id="a fold before the first header"),
        pytest.param(put(b"Subject: ", b"Subject:"), "not well-formed", id="no blank after the colon"),
        pytest.param(put(b"Printing", b"\r\n \r\n Printing"), "not well-formed", id="a fold of blanks alone"),
        pytest.param(put(b"Printing", b"\r\nx"), "not well-formed", id="a header line without a name"),
        pytest.param(put(b"Date:", b"Bcc: c@x.example\r\nDate:"), "Bcc does not belong", id="a Bcc"),
        pytest.param(put(b"Date:", b"Cc: c@x.example\r\nDate:"), "Cc does not belong", id="a Cc"),
        pytest.param(put(b"Date:", b"bcc: c@x.example\r\nDate:"), "bcc does not belong", id="a Bcc in small letters"),
        pytest.param(put(b"Date:", b"Received: by x\r\nDate:"), "Received does not", id="a server's header"),
        pytest.param(put(b"Date:", b"From: c@x.example\r\nDate:"), "From is there more than once", id="two From"),
        pytest.param(put(b"Date:", b"To: c@x.example\r\nDate:"), "To is there more than once", id="two To"),
        pytest.param(put(b"Date:", b"X-Date:"), "Date is missing", id="no Date"),
        pytest.param(put(b"Date: ", b"Date: soon "), "Date is not as", id="a Date that is none"),
        pytest.param(put(b"To: hanako", b"To: taro"), "not addressed to its recipient", id="another recipient"),
        pytest.param(put(b"To: ", b"To: c@x.example, "), "To is not as", id="one recipient more"),
        pytest.param(put(b"Subject:", b"Reply-To: a@x.example, b\r\nSubject:"), "Reply-To is not", id="two readers"),
        pytest.param(put(b"To: ", b"To: Hanako "), "To is not as", id="a recipient with a name"),
        pytest.param(put(ID.encode(), b"<c.2@desk.example>"), "its own Message-ID", id="another id"),
        pytest.param(put(b"<support@", b"<a@x.example>, <support@"), "From is not as", id="two senders"),
        pytest.param(put(b"Re: [CASE-1]", b"=?utf-8?b?" + EVIL + b"?="), "Subject is not as", id="an encoded line end"),
        pytest.param(put(b"Re: [CASE-1]", b"=?utf-8?b?x?="), "Subject is not as", id="broken base64"),
        pytest.param(put(b"Re: [CASE-1]", b"=?none?q?x?="), "Subject is not as", id="a charset that is none"),
        pytest.param(put(b"In-Reply-To: ", b"In-Reply-To: plain "), "In-Reply-To is not as", id="an id that is none"),
        pytest.param(put(b"References: ", b"References: " + b"<a@b> " * 20), "References is not as", id="too many ids"),
        pytest.param(put(b"auto-replied", b"no"), "Auto-Submitted is not as", id="another origin"),
        pytest.param(put(b"charset=us-ascii", b"charset=x; name=a"), "Content-Type is not as", id="another type"),
        pytest.param(put(b"Encoding: 7bit", b"Encoding: 8bit"), "Encoding is not", id="8bit"),
        pytest.param(
            put(b"Content-Disposition:", b"Content-Location: http://x\r\nContent-Disposition:", PARTS),
            "a part of the letter has other headers", id="a header more in a part",
        ),
        pytest.param(put(b"Disposition: attach", b"Disposition", PARTS), "a part of", id="a broken part"),
        pytest.param(PARTS[: PARTS.rindex(b"--=_")] + b"\r\n", "begin and end", id="no last boundary"),
        pytest.param(PARTS + b"more\r\n", "begin and end", id="words behind the last boundary"),
        pytest.param(put(b"\r\n--=_", b"\r\nbefore\r\n--=_", PARTS), "begin and end", id="words before the parts"),
    ],
)  # fmt: skip
def test_what_is_not_as_our_letters_does_not_leave(data: bytes, fault: str) -> None:
    assert any(fault in one for one in faults(data, TO, ID)), faults(data, TO, ID)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(GOOD, id="a plain letter"),
        pytest.param(PARTS, id="an original and a file"),
        pytest.param(compose(ENVELOPE, LONG, LONG), id="a long Japanese subject"),
        pytest.param(compose(ENVELOPE, "x" * 500, "hi"), id="an endless subject"),
        pytest.param(compose(replace(ENVELOPE, auto_submitted=""), "a", "b"), id="a person's words"),
        pytest.param(
            put(b"Auto-Submitted: auto-replied\r\n", b""),
            id="a relay as it was first written: X-Auto-Response-Suppress alone",
        ),
        pytest.param(compose(ENVELOPE, "a", "b", [Original(1, raw) for raw in ORIGINALS.values()]), id="odd originals"),
    ],
)
def test_our_letters_leave(data: bytes) -> None:
    assert faults(data, TO, ID) == ()
