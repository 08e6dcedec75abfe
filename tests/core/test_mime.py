from __future__ import annotations

import base64
import hashlib
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model import Address, Message, Origin, Part, Reading
from mailbot.parsers import attachment_bytes, read
from mailbot.parsers.limits import MAX_DEPTH, MAX_PARTS
from mailbot.parsers.wire import GarbledError, dump_message, load_message

READING = Reading(("help@ours.example",), "desk-1", "mx.ours.example")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FULL = (
    b"""\
Return-Path: <ann@shop.example>
Authentication-Results: mx.ours.example; dmarc=pass header.from=shop.example
From: =?utf-8?B?5bGx55Sw?= <ann@Shop.Example>
To: Help <help@ours.example>, bob@shop.example
Cc: cid@shop.example
Delivered-To: help+x@ours.example
Subject: =?iso-2022-jp?B?GyRCJSglaSE8GyhC?= 500
Date: Mon, 4 Mar 2024 10:00:00 +0900
Message-ID: <1@shop.example>
In-Reply-To: <c.1@ours.example>
References: <c.0@ours.example>
 <c.1@ours.example>
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=iso-2022-jp

\x1b$B%"%W%j$,Mn$A$^$9\x1b(B
--a
Content-Type: multipart/related; boundary="r"

--r
Content-Type: text/html

<p>html</p><img src="cid:p1">
--r
Content-Type: image/png
Content-ID: <p1>
Content-Transfer-Encoding: base64

"""
    + base64.encodebytes(PNG)
    + b"""\
--r--
--a--
--m
Content-Type: text/plain; name="=?utf-8?B?44Ot44Kw?=.txt"
Content-Disposition: attachment; filename*=utf-8''%E3%83%AD%E3%82%B0.txt

log line
--m
Content-Type: message/rfc822

From: other@shop.example
Subject: inner

inner words
--m--
"""
)


def mail(body: bytes = b"hi", **headers: str) -> Message:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in ({"From": "ann@shop.example"} | headers).items()]
    return read("\r\n".join(lines).encode() + b"\r\n\r\n" + body, READING)


def parts(*bodies: bytes, kind: bytes = b"mixed") -> Message:
    inside = b"".join(b"--b\r\n" + body + b"\r\n" for body in bodies)
    return read(
        b"From: ann@shop.example\r\nContent-Type: multipart/" + kind + b"; boundary=b\r\n\r\n" + inside + b"--b--\r\n",
        READING,
    )


def test_a_whole_mail() -> None:
    message = read(FULL, READING)
    assert message.sender == Address("ann@shop.example", "山田")
    assert [one.email for one in message.to] == ["help@ours.example", "bob@shop.example", "help+x@ours.example"]
    assert [one.email for one in message.cc] == ["cid@shop.example"]
    assert message.subject == "エラー 500"
    assert message.date == datetime(2024, 3, 4, 10, tzinfo=timezone(timedelta(hours=9)))
    assert message.message_id == "<1@shop.example>"
    assert message.in_reply_to == ("<c.1@ours.example>",)
    assert message.references == ("<c.0@ours.example>", "<c.1@ours.example>")
    assert message.text == "アプリが落ちます"
    assert message.language == "ja"
    assert message.origin is Origin.PERSON
    assert message.authentication.verdict == "pass"
    assert message.defects == ()


def test_its_attachments() -> None:
    image, log, inner = read(FULL, READING).attachments
    assert (image.index, image.name, image.inline, image.size) == ("1.2.2", "part-1.2.2.png", True, len(PNG))
    assert image.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (log.index, log.name, log.content_type) == ("2", "ログ.txt", "text/plain")
    assert (inner.index, inner.name, inner.content_type) == ("3", "part-3.eml", "message/rfc822")


@pytest.mark.parametrize(
    ("index", "data"),
    [
        ("1.2.2", PNG),
        ("2", b"log line"),
        ("9", None),
        ("", None),
        ("1", None),
        ("1.1", b'\x1b$B%"%W%j$,Mn$A$^$9\x1b(B'),
    ],
    ids=["an image", "a text", "no such part", "no number", "a container is no file", "the text itself"],
)
def test_attachment_bytes(index: str, data: bytes | None) -> None:
    assert attachment_bytes(FULL, index) == data


def test_an_attached_mail_comes_back_whole() -> None:
    inner = attachment_bytes(FULL.replace(b"\n", b"\r\n"), "3")
    assert inner == b"From: other@shop.example\r\nSubject: inner\r\n\r\ninner words"


PLAIN, HTML = b"Content-Type: text/plain\r\n\r\n", b"Content-Type: text/html\r\n\r\n"


@pytest.mark.parametrize(
    ("kind", "bodies", "text"),
    [
        pytest.param(
            b"alternative", (PLAIN + b"plain", HTML + b"<p>rich</p>"), "plain", id="the plain one of two forms"
        ),
        pytest.param(b"alternative", (HTML + b"<p>rich</p>", PLAIN + b"plain"), "plain", id="in any order"),
        pytest.param(
            b"alternative", (PLAIN + b" \r\n", HTML + b"<p>rich</p>"), "rich", id="HTML when the plain one is blank"
        ),
        pytest.param(
            b"alternative",
            (PLAIN + b"Please use an HTML reader.", HTML + b"<p>" + b"The app crashes. " * 20),
            ("The app crashes. " * 20).strip(),
            id="HTML when the plain one stands in for it",
        ),
        pytest.param(
            b"alternative",
            (PLAIN + b"plain", HTML + b"<style>p{}</style>"),
            "plain",
            id="plain when HTML shows nothing",
        ),
        pytest.param(b"mixed", (PLAIN + b"one", PLAIN + b"two"), "one\n\ntwo", id="inline texts follow one another"),
        pytest.param(b"mixed", (HTML + b"<p>rich</p>",), "rich", id="HTML alone"),
        pytest.param(
            b"mixed",
            (PLAIN + b"one", b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\ntwo"),
            "one",
            id="an attached text is a file",
        ),
        pytest.param(
            b"mixed",
            (PLAIN + b"one", b"Content-Type: text/plain; name=x.log\r\n\r\ntwo"),
            "one",
            id="a named text is a file",
        ),
        pytest.param(
            b"mixed",
            (b"Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\n\r\ninner",),
            "",
            id="an attached mail is not the sender's words",
        ),
        pytest.param(b"digest", (b"\r\nFrom: x@y.example\r\n\r\ninner",), "", id="a digest is attached mails"),
        pytest.param(b"mixed", (), "", id="no parts"),
    ],
)
def test_the_text_that_is_chosen(kind: bytes, bodies: tuple[bytes, ...], text: str) -> None:
    assert parts(*bodies, kind=kind).text == text


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        pytest.param({}, b"a\r\nb\rc\nd\x00\x07e\x0cf", "a\nb\nc\nd\ufffde\nf", id="line ends and controls"),
        pytest.param(
            {"Content-Type": "text/plain; format=flowed"},
            b"one \r\ntwo\r\n> q \r\n> r\r\n-- \r\nAnn",
            "one two\n> q r\n-- \nAnn",
            id="flowed lines",
        ),
        pytest.param(
            {"Content-Type": "text/plain; format=flowed; delsp=yes"},
            "日本 \r\n語".encode(),
            "日本語",
            id="flowed lines without blanks",
        ),
        pytest.param(
            {"Content-Type": "text/plain; charset=shift_jis"}, "①髙".encode("cp932"), "①髙", id="Shift_JIS as it is"
        ),
        pytest.param(
            {"Content-Type": "text/plain", "Content-Transfer-Encoding": "base64"},
            b"aGVsbG8",
            "hello",
            id="base64 without padding",
        ),
        pytest.param(
            {"Content-Type": "text/plain", "Content-Transfer-Encoding": "quoted-printable"},
            b"a=3Db=\r\nc",
            "a=bc",
            id="quoted-printable",
        ),
        pytest.param({"Content-Type": "text/html; charset=utf-8"}, "<p>設定</p>".encode(), "設定", id="HTML"),
        pytest.param(
            {"Content-Type": "text/html"},
            '<meta charset="shift_jis"><p>設定①</p>'.encode("cp932"),
            "設定①",
            id="a charset that only the HTML tells",
        ),
        pytest.param(
            {"Content-Type": "text/plain"}, b"<!DOCTYPE html><p>hi</p>", "hi", id="HTML that claims to be plain"
        ),
        pytest.param({"Content-Type": "nonsense"}, b"hi", "hi", id="a type that is none"),
        pytest.param(
            {"Content-Type": "text/plain; charset=x-unknown"},
            "設定が開けません".encode(),
            "設定が開けません",
            id="a charset nobody knows",
        ),
        pytest.param({"Content-Type": "multipart/mixed"}, b"hi", "hi", id="a multipart without boundary"),
    ],
)
def test_a_single_part(headers: dict[str, str], body: bytes, text: str) -> None:
    assert mail(body, **headers).text == text


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
        pytest.param(b"=?utf-8?Q?open", "=?utf-8?Q?open", id="a word that does not end"),
        pytest.param(b"one\r\n two", "one two", id="folded"),
    ],
)
def test_the_subject(raw: bytes, subject: str) -> None:
    assert read(b"Subject: " + raw + b"\r\n\r\n", READING).subject == subject


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        pytest.param("attachment; filename=a.txt", "a.txt", id="a token"),
        pytest.param('attachment; filename="a;b \\"c\\".txt"', 'a;b "c".txt', id="quotes, a semicolon"),
        pytest.param("attachment; filename*=utf-8''%E8%A8%AD.txt", "設.txt", id="RFC 2231"),
        pytest.param("attachment; filename*0=ab; filename*1=c.txt", "abc.txt", id="continued"),
        pytest.param(
            "attachment; filename*0*=utf-8''%E8%A8; filename*1*=%AD.txt", "設.txt", id="cut inside a character"
        ),
        pytest.param(
            'attachment; filename="=?utf-8?B?6Kit?=.txt"', "設.txt", id="an encoded word where none may stand"
        ),
        pytest.param('attachment; filename="設.txt"', "設.txt", id="raw UTF-8"),
        pytest.param("attachment", "part-1.txt", id="none"),
        pytest.param('attachment; filename=""', "part-1.txt", id="an empty one"),
    ],
)
def test_the_name_of_a_file(disposition: str, name: str) -> None:
    message = mail(b"x", Content_Type="text/plain", Content_Disposition=disposition)
    assert [one.name for one in message.attachments] == [name]


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


def test_a_signature_and_a_quote_are_not_new() -> None:
    message = mail(b"new\r\n-- \r\nAnn\r\n\r\nOn 4 Mar 2024, Bob wrote:\r\n> old")
    assert message.new_text == "new"
    assert message.part(Part.QUOTED).endswith("> old")


def test_a_forward_is_known_by_its_subject() -> None:
    block = b"please help\r\nFrom: a@b.example\r\nSent: 4 March 2024\r\nTo: x\r\nSubject: y\r\n\r\nit crashes"
    assert "it crashes" in mail(block, Subject="FW: y").part(Part.FORWARDED)
    assert "it crashes" in mail(block, Subject="RE: y").part(Part.QUOTED)


def nested(depth: int) -> bytes:
    lines = [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)]
    return b"From: a@b.example\n" + b"".join(lines) + b"\nwords"


HEAD = b"From: ann@shop.example\n"
BOMBS = {
    "ten thousand levels": nested(10_000),
    "two thousand mails in mails": b"Content-Type: message/rfc822\n\n" * 2000,
    "a hundred thousand parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 100_000,
    "a header line of 5 MB": HEAD + b"X: " + b"a" * 5_000_000 + b"\n\nhi",
    "a hundred thousand header lines": HEAD + b"X: a\n" * 100_000 + b"\nhi",
    "ten thousand encoded words": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\n\nhi",
    "five thousand parameters": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b"; a*%d=b" % n for n in range(5000))
    + b"\n\nhi",
    "ten thousand addresses": HEAD + b"To: " + b"a@b.example, " * 10_000 + b"\n\nhi",
    "five thousand brackets": b"From: " + b"(" * 5000 + b"\n\nhi",
    "a boundary of 10 kB": HEAD
    + b"Content-Type: multipart/mixed; boundary="
    + b"x" * 10_000
    + b"\n\n--"
    + b"x" * 10_000,
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_are_cut(raw: bytes) -> None:
    start = time.process_time()
    message = read(raw, READING)
    assert time.process_time() - start < 1
    assert message.defects


def test_up_to_the_limits_everything_is_read() -> None:
    assert read(nested(MAX_DEPTH), READING).text == "words"
    many = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: image/png\n\na\n" * (MAX_PARTS - 1)
    )
    assert len(read(many + b"--x--\n", READING).attachments) == MAX_PARTS - 1


ODD = {
    "nothing": b"",
    "one byte": b"\xff",
    "no header": b"\r\n\r\nhi",
    "no body": b"From: a@b.example",
    "an mbox line": b"From ann Mon Mar  4 10:00:00 2024\nFrom: a@b.example\n\nhi",
    "CR only": b"From: a@b.example\rSubject: x\r\rhi",
    "a byte order mark": b"\xef\xbb\xbfFrom: a@b.example\n\nhi",
    "a blank before the colon": b"From : a@b.example\n\nhi",
    "headers named like methods": b"Parse: x\n__class__: y\nHeaders_json: z\nFrom: a@b.example\n\nhi",
    "two content types": b"From: a@b.example\nContent-Type: text/html\nContent-Type: text/plain\n\n<p>hi",
    "a truncated multipart": FULL[:900],
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_odd_mails_are_read_the_same_every_time(raw: bytes) -> None:
    message = read(raw, READING)
    assert message == read(raw, READING)
    assert load_message(dump_message(message)) == message


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_change_of_bytes_makes_it_raise(data: st.DataObject) -> None:
    raw = bytearray(FULL)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 40))
        raw[at : at + length] = data.draw(
            st.sampled_from(
                [b"", b"\n", b"\r\n\r\n", b"--m\n", b'"', b"\x1b$B", b"\xff\x00", b"=?", b"<", b";", raw[:200]]
            )
        )
    message = read(bytes(raw), READING)
    assert load_message(dump_message(message)) == message
    message.text.encode("utf-8")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"\xff", b'{"text": 1}', dump_message(read(FULL, READING))[:-1], b"[" * 100_000],
    ids=["nothing", "an empty object", "a list", "null", "no UTF-8", "a number for a text", "cut off", "deep"],
)
def test_the_wire_refuses_what_is_no_message(data: bytes) -> None:
    with pytest.raises(GarbledError):
        load_message(data)
