"""The limits of reading: what lies beyond is said, and people get it."""

from __future__ import annotations

import pytest

from mailbot.model import Limits, Message, Reading
from mailbot.parsers import attachment_bytes, read

HEAD = b"From: ann@shop.example\r\nSubject: x\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
FILE = b"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n"
LIMITS = Limits(size=200_000, header=2000, header_lines=20, parts=10, depth=3, text=1000)


def seen(raw: bytes, limits: Limits = LIMITS) -> Message:
    return read(raw, Reading(limits=limits))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(HEAD + b"\r\n" + b"x" * 200_000, "larger than 0 MB", id="size"),
        pytest.param(HEAD + b"X: " + b"a" * 5000 + b"\r\n\r\nhi", "a header beyond 1 KB", id="header"),
        pytest.param(HEAD + b"X: a\r\n" * 1000 + b"\r\nhi", "a header beyond 1 KB, 20 fields", id="header lines"),
        pytest.param(MIXED + b"--b\r\n\r\na\r\n" * 20, "more than 10 parts", id="parts"),
        pytest.param(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 9, "nested deeper than 3", id="depth"),
        pytest.param(HEAD + b"\r\n" + b"word " * 300, "a text beyond 1000 characters", id="text"),
        pytest.param(MIXED + b"--b\r\n" + b"X: a\r\n" * 9000, "a part whose header is too long", id="a part's header"),
    ],
)
def test_what_lies_beyond_a_limit_is_said(raw: bytes, said: str) -> None:
    assert any(said in one for one in seen(raw).defects)
    assert seen(raw).unread == "closed_limit"
    assert seen(raw[:150]).unread == ""


@pytest.mark.parametrize(
    ("encoding", "encoded", "data"),
    [
        pytest.param(b"base64", b"QUJD\r\n" * 20_000, b"ABC" * 20_000, id="base64"),
        pytest.param(b"base64", b"QUJD\r\n" * 20_000 + b"QQ==", b"ABC" * 20_000 + b"A", id="base64 with padding"),
        pytest.param(b"base64", b"QU!JD\r\n" * 20_000, b"ABC" * 20_000, id="base64 with foreign characters"),
        pytest.param(b"quoted-printable", b"a=3D=\r\n" * 20_000, b"a=" * 20_000, id="quoted-printable"),
        pytest.param(b"8bit", b"\xff\r\n" * 20_000, b"\xff\r\n" * 20_000, id="8bit"),
        pytest.param(b"x-unknown", b"abc\r\n" * 20_000, b"abc\r\n" * 20_000, id="an encoding that is none"),
    ],
)
def test_a_large_file_is_decoded_like_a_small_one(encoding: bytes, encoded: bytes, data: bytes) -> None:
    raw = MIXED + b"--b\r\n\r\nhello\r\n" + FILE % (encoding, encoded.removesuffix(b"\r\n")) + b"--b--\r\n"
    message = read(raw, Reading())
    data = data.removesuffix(b"\r\n")
    assert (message.text, [one.size for one in message.attachments]) == ("hello", [len(data)])
    assert attachment_bytes(raw, "2") == data


def test_a_large_attached_mail_is_handed_out_whole() -> None:
    inner = HEAD + b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"QUJD\r\n" * 20_000
    raw = MIXED + b"--b\r\n\r\nhello\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"--b--\r\n"
    assert attachment_bytes(raw, "2") == inner.removesuffix(b"\r\n")


def test_a_text_that_only_looks_like_a_header_is_not_lost() -> None:
    raw = b"Content-Type: image/png and more\r\nno header at all\r\n\r\n" + b"word " * 20_000
    assert read(raw, Reading()).attachments[0].size > 90_000 or "word" in read(raw, Reading()).text


def test_a_mail_that_holds_what_stands_for_a_body_stays_as_it_is() -> None:
    token = b"0" * 64
    raw = MIXED + b"--b\r\n\r\n" + token + b"\r\n" + FILE % (b"base64", b"QUJD\r\n" * 20_000) + b"--b--\r\n"
    assert read(raw, Reading()).text == token.decode()
