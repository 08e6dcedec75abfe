from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

import pytest

from mailbot.model import Address, Message, Origin, Part
from mailbot.parsers import attachment_bytes, read
from tests.core.letter import FULL, PNG, READING, mail


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
    assert attachment_bytes(FULL, index, READING.limits) == data


def test_an_attached_mail_comes_back_whole() -> None:
    inner = attachment_bytes(FULL.replace(b"\n", b"\r\n"), "3", READING.limits)
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
        pytest.param({}, b"a\r\nb\rc\nd\x00\x07e\x0cf", "a\nb\nc\nde\nf", id="line ends and controls"),
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


def test_a_signature_and_a_quote_are_not_new() -> None:
    message = mail(b"new\r\n-- \r\nAnn\r\n\r\nOn 4 Mar 2024, Bob wrote:\r\n> old")
    assert message.new_text == "new"
    assert message.part(Part.QUOTED).endswith("> old")


def test_a_forward_is_known_by_its_subject() -> None:
    block = b"please help\r\nFrom: a@b.example\r\nSent: 4 March 2024\r\nTo: x\r\nSubject: y\r\n\r\nit crashes"
    assert "it crashes" in mail(block, Subject="FW: y").part(Part.FORWARDED)
    assert "it crashes" in mail(block, Subject="RE: y").part(Part.QUOTED)


def test_a_broken_line_amid_the_header_does_not_end_it() -> None:
    raw = (
        b"From: ann@shop.example\r\nSubject: hello\r\nX-Long: one\r\ntwo without a blank before it\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9"
    )
    message = read(raw, READING)
    assert (message.text, message.subject) == ("café", "hello")
    assert "a line amid the header is no field: left out" in message.defects


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(b"It does not work\nNote: since today\n", "It does not work\nNote: since today", id="a note"),
        pytest.param(
            b"Hello\nFrom: here on\nnothing works\n\nBye", "Hello\nFrom: here on\nnothing works\n\nBye", id="from"
        ),
        pytest.param(b"Hello\nFrom: here on\n", "Hello\nFrom: here on", id="no blank line at all"),
    ],
)
def test_words_right_below_a_header_are_the_text(raw: bytes, text: str) -> None:
    assert read(b"From: ann@shop.example\nSubject: hello\n" + raw, READING).text == text


def test_a_text_without_header_is_the_text() -> None:
    assert read(b"<p>Hello<br>\nFrom: here on<br>\n\nBye", READING).text.startswith("<p>Hello")
