"""Letters as bytes: what a mail program sees, and originals that stay what they were."""

from __future__ import annotations

import hashlib
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from mailbot.letters.compose import Envelope, File, LetterError, Original, compose, is_clean
from mailbot.model import Address
from tests.houses import NOW

ENVELOPE = Envelope(
    sender=Address("support@desk.example", "サポート窓口"),
    recipient=Address("hanako@customer.example"),
    message_id="<c.1@desk.example>",
    in_reply_to="<1@customer.example>",
    references=("<1@customer.example>",),
    at=NOW,
    auto_submitted="auto-replied",
    instance="desk.example",
)
ORIGINALS = {
    "plain": b"From: a@x.example\r\nSubject: hi\r\n\r\nhello\r\n",
    "odd folding": b"From: a@x.example\r\nSubject: hi\r\n \t \r\n  there\r\nX-Odd:\r\n\tx\r\n\r\nhello",
    "no end of line": b"Subject: x\r\n\r\nno end",
    "dots": b"Subject: x\r\n\r\n.\r\n..\r\n.x\r\n",
    "no headers": b"\r\njust text\r\n",
    "8-bit": b"Subject: \xe3\x81\x82\r\n\r\n\x82\xa0\r\n",
    "bare LF": b"Subject: x\n\nhello\n",
    "bare CR": b"Subject: x\r\n\r\na\rb\r\n",
    "NUL": b"Subject: x\r\n\r\na\x00b\r\n",
    "long line": b"Subject: x\r\n\r\n" + b"x" * 5000 + b"\r\n",
    "empty": b"",
    "ISO-2022-JP": b'Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$B$"\x1b(B\r\n',
}


def parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def original_in(data: bytes, message_id: str) -> bytes:
    """The attached original, by bytes: between its part's blank line and the next boundary."""
    boundary = b"\r\n--=_" + bytes(c for c in message_id.encode() if chr(c).isalnum())
    part = data.split(boundary)[-2]
    head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if b"base64" in head:
        import base64

        return base64.b64decode(content)
    return content


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in ORIGINALS.items()])
def test_an_attached_original_keeps_every_byte(raw: bytes) -> None:
    data = compose(ENVELOPE, "report", "words\n", (Original(1, raw),), (File("case.json", "application/json", b"{}"),))
    out = original_in(data, ENVELOPE.message_id)
    assert hashlib.sha256(out).digest() == hashlib.sha256(raw).digest()
    kinds = [part.get_content_type() for part in parsed(data).iter_parts()]
    assert kinds == [
        "text/plain",
        "application/json",
        "message/rfc822" if is_clean(raw) else "application/octet-stream",
    ]


def test_a_letter_carries_what_machines_must_know() -> None:
    mail = parsed(compose(ENVELOPE, "Re: [CASE-1] 印刷", "本文です\n"))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Mailbot-Loop"] == "desk.example"
    assert mail["In-Reply-To"] == mail["References"] == "<1@customer.example>"
    assert mail["Message-ID"] == "<c.1@desk.example>"
    assert mail["Subject"] == "Re: [CASE-1] 印刷"
    assert mail["From"] == "サポート窓口 <support@desk.example>"
    assert mail.get_content() == "本文です\n"


def test_english_travels_as_plain_text() -> None:
    assert b"\r\n\r\nhello\r\nworld\r\n" in compose(ENVELOPE, "hi", "hello\nworld\n")


def test_references_keep_the_first_and_the_newest() -> None:
    many = tuple(f"<{n}@x.example>" for n in range(100))
    envelope = Envelope(**{name: getattr(ENVELOPE, name) for name in Envelope.__slots__} | {"references": many})
    kept = str(parsed(compose(envelope, "hi", "x\n"))["References"]).split()
    assert len(kept) == 20
    assert (kept[0], kept[-1]) == ("<0@x.example>", "<99@x.example>")


def test_ids_of_strangers_that_are_none_stay_out() -> None:
    changes = {"references": ("<a\r\nBcc: x@y.example>", "plain"), "in_reply_to": "<<>>"}
    envelope = Envelope(**{name: getattr(ENVELOPE, name) for name in Envelope.__slots__} | changes)
    mail = parsed(compose(envelope, "hi", "x\n"))
    assert mail["References"] is None
    assert mail["In-Reply-To"] is None


def test_an_address_that_cannot_be_written_to_holds_the_letter() -> None:
    changes = {"recipient": Address("用户@x.example")}
    envelope = Envelope(**{name: getattr(ENVELOPE, name) for name in Envelope.__slots__} | changes)
    with pytest.raises(LetterError, match="not an address"):
        compose(envelope, "hi", "x\n")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("report.pdf", "report.pdf", id="a plain name"),
        pytest.param("画面の写真.png", "画面の写真.png", id="a Japanese name"),
        pytest.param("../../etc/passwd", "_.._etc_passwd", id="no path"),
        pytest.param('a"\r\nBcc: x@y.example', "a_ Bcc_ x@y.example", id="no header"),
        pytest.param("<a>", "_a_", id="no brackets, which some readers take away"),
        pytest.param("\u200b.htaccess", "htaccess", id="no name that hides, behind nothing that is seen"),
        pytest.param("C:\\x\\y.exe", "C__x_y.exe", id="no drive"),
        pytest.param("invoice\u202egpj.exe", "invoicegpj.exe", id="no name read backwards"),
        pytest.param("", "file", id="no name"),
    ],
)
def test_a_file_goes_along_under_a_name_that_does_no_harm(name: str, shown: str) -> None:
    mail = parsed(compose(ENVELOPE, "hi", "x\n", files=(File(name, "image/png", b"\x00\xff"),)))
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == (shown, "image/png", b"\x00\xff")


def test_a_type_that_would_open_something_is_only_bytes() -> None:
    mail = parsed(compose(ENVELOPE, "hi", "x\n", files=(File("x", "message/external-body; a=b", b"1"),)))
    assert [file.get_content_type() for file in mail.iter_attachments()] == ["application/octet-stream"]


def test_what_would_end_a_part_early_holds_the_letter() -> None:
    for words, raw in (("--=_c1deskexample--\n", b"x"), ("x", b"\r\n--=_c1deskexample\r\n")):
        with pytest.raises(LetterError, match="boundary"):
            compose(ENVELOPE, "hi", words, (Original(1, raw),))


def test_a_persons_own_words_are_not_marked_as_automatic() -> None:
    envelope = Envelope(**{name: getattr(ENVELOPE, name) for name in Envelope.__slots__} | {"auto_submitted": ""})
    mail = parsed(compose(envelope, "hi", "x\n"))
    assert mail["Auto-Submitted"] is mail["X-Auto-Response-Suppress"] is None
