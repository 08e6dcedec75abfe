from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.parsers import read
from tests.core.letter import READING, mail


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        pytest.param(b"=?UTF-8?Q?caf=C3=A9_x?=", "café x", id="quoted"),
        pytest.param(b"=?utf-8?B?44GT?=\r\n =?utf-8?B?44KM?=", "これ", id="blanks between words go"),
        pytest.param(b"=?utf-8?Q?=E3=81?= =?utf-8?Q?=93?=", "こ", id="a character cut in two"),
        pytest.param(b"=?utf-8?B?44GT44?= =?utf-8?B?KM?=", "これ", id="base64 cut in two"),
        pytest.param(b"a =?utf-8?Q?b?= c", "a b c", id="blanks beside text stay"),
        pytest.param("設定".encode("cp932") * 3, "設定設定設定", id="raw Shift_JIS"),
        pytest.param("設定".encode(), "設定", id="raw UTF-8"),
        pytest.param(b"\x1b$B@_Dj\x1b(B", "設定", id="raw JIS"),
        pytest.param(b"=?x-unknown?Q?hi?=", "hi", id="an unknown charset"),
        pytest.param(b"=?utf-8?Q?a=0D=0ABcc:_x@y?=", "a  Bcc: x@y", id="a line break inside a word is a blank"),
        pytest.param(b"=?utf-8?Q?open", "open", id="a word that does not end is read to the end of the value"),
        pytest.param(b"one\r\n two", "one two", id="folded"),
    ],
)
def test_the_subject(raw: bytes, subject: str) -> None:
    assert read(b"Subject: " + raw + b"\r\n\r\n", READING).subject == subject


@pytest.mark.parametrize(
    ("header", "sender", "defect"),
    [
        pytest.param(b"", None, "no From", id="none"),
        pytest.param(b"From: a@x.example\r\nFrom: b@x.example\r\n", None, "several From headers", id="two headers"),
        pytest.param(
            b"From: a@x.example, b@x.example\r\n", None, "From names not exactly one address", id="two addresses"
        ),
        pytest.param(b"From: a@x.example\x00\r\n", None, "From names not exactly one address", id="a NUL"),
        pytest.param(
            b"From: \x1b$B;3ED\x1b(B <a@x.example>\r\n",
            "a@x.example",
            "From: raw iso-2022-jp: read as such",
            id="raw JIS",
        ),
        pytest.param(
            b"From: \x1b$Bab<b@y.example>c\x1b(B <a@x.example>\r\n",
            None,
            "From names not exactly one address",
            id="raw JIS that others read as an address",
        ),
        pytest.param(
            b"From: a@x.example\r\nSubject: a\r\nSubject: b\r\n",
            "a@x.example",
            "several subject headers: the first counts",
            id="two subjects",
        ),
    ],
)
def test_who_wrote_it(header: bytes, sender: str | None, defect: str) -> None:
    message = read(header + b"X: y\r\n\r\nhi", READING)
    assert (message.sender.email if message.sender else None) == sender
    assert defect in message.defects


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Mon, 4 Mar 2024 10:00:00 GMT", datetime(2024, 3, 4, 10, tzinfo=UTC)),
        ("4 Mar 24 10:00 -0000", datetime(2024, 3, 4, 10, tzinfo=UTC)),
        ("2024-03-04T10:00:00Z", datetime(2024, 3, 4, 10, tzinfo=UTC)),
        ("Mon, 4 Mar 2024 10:00:60 +0000", datetime(2024, 3, 4, 10, 0, 59, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Mar 2024 10:00:00 GMT", None),
        ("", None),
    ],
    ids=["RFC 5322", "a short year", "ISO 8601", "a leap second", "words", "an impossible day", "nothing"],
)
def test_the_date(value: str, date: datetime | None) -> None:
    assert mail(Date=value).date == date
