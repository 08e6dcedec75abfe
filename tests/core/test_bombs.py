from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.parsers import read
from mailbot.parsers.wire import GarbledError, dump_message, load_message
from tests.core.letter import FULL, READING
from tests.effort import ending


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
    with ending():
        message = read(raw, READING)
    assert message.defects


def test_up_to_the_limits_everything_is_read() -> None:
    assert read(nested(READING.limits.depth), READING).text == "words"
    many = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: image/png\n\na\n" * (READING.limits.parts - 1)
    )
    assert len(read(many + b"--x--\n", READING).attachments) == READING.limits.parts - 1


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
