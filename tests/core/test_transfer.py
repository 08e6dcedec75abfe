from __future__ import annotations

import base64
import binascii

import pytest

from mailbot.parsers.tree.transfer import undone, uuencoded
from tests.core.letter import mail
from tests.effort import ending

WORDS = b"The printer stops after page two.\n"


def uu(name: str, data: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 " + name.encode() + b"\n" + lines + b"`\nend\n"


@pytest.mark.parametrize(
    ("raw", "encoding", "data"),
    [
        pytest.param(base64.encodebytes(WORDS), "base64", WORDS, id="as it should be"),
        pytest.param(base64.b64encode(WORDS).rstrip(b"="), "BASE64", WORDS, id="without padding"),
        pytest.param(base64.b64encode(b"one") + b"\n" + base64.b64encode(b"tw") + b"\nb25l", "base64", b"onetwone"),
        pytest.param(b"VGhl*IHBy!\naW50ZXI=", "base64", b"The printer", id="foreign characters"),
        pytest.param(
            base64.encodebytes(WORDS) + b"\nThis mail was scanned.\n",
            "base64",
            WORDS + b"\nThis mail was scanned.",
            id="a footer below it",
        ),
        pytest.param(b"Hello, this is no base64.\n", "base64", b"Hello, this is no base64.\n", id="plain words"),
        pytest.param(b"a", "base64", b"", id="less than a byte"),
        pytest.param(b"a=3Db =\r\nc=\t\r\nd", "quoted-printable", b"a=b cd", id="soft breaks, with blanks behind one"),
        pytest.param(b"50=25 =ZZ =e3=81=82 =", "quoted-printable", b"50% =ZZ \xe3\x81\x82 ", id="broken escapes stay"),
        pytest.param(b"one=\rtwo\rthree", "quoted-printable", b"onetwo\r\nthree", id="old Macintosh line ends"),
        pytest.param(b"a=3Db", '"quoted-printable" (as ever)', b"a=b", id="a name in quotes with a comment"),
        pytest.param(b"a=3Db", "x-unknown", b"a=3Db", id="a name nobody knows"),
        pytest.param(uu("a.txt", WORDS), "x-uuencode", WORDS, id="uuencode"),
        pytest.param(b"no file here", "x-uuencode", b"no file here", id="no uuencode though it says so"),
    ],
)
def test_undone(raw: bytes, encoding: str, data: bytes) -> None:
    assert undone(raw, encoding) == data


def test_a_uuencoded_file_becomes_an_attachment_and_the_words_stay() -> None:
    data = bytes(range(256))
    message = mail(b"See the file.\r\n\r\n" + uu("画面.png", data).replace(b"\n", b"\r\n") + b"\r\nThanks\r\n")
    assert message.text == "See the file.\n\n\nThanks"
    assert [(one.index, one.name, one.content_type, one.size) for one in message.attachments] == [
        ("1.uu.1", "画面.png", "image/png", 256)
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"begin 644 the work\nand tell me\n",
        b"to begin 644 x\n#0V%T\n",
        b"begin 644 x\nend\n",
        b"begin here",
    ],
    ids=["words below", "inside a line", "an empty file", "only the word"],
)
def test_words_that_look_like_a_file_stay_words(raw: bytes) -> None:
    assert uuencoded(raw) == (raw, [])


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_damaged_line_costs_no_more_than_itself(end: bytes) -> None:
    lines = uu("x", WORDS * 9).splitlines()
    damaged = end.join([b"See:", *lines[:2], "Â¥%".encode() + lines[2], *lines[3:], b"Bye"])
    words, files = uuencoded(damaged)
    assert words.split() == [b"See:", b"Bye"]
    assert files == [(b"x", (WORDS * 9)[:45] + (WORDS * 9)[90:])]


def test_a_file_cut_off_gives_what_is_there() -> None:
    words, files = uuencoded(b"a\n" + uu("x", WORDS * 3)[:-12])
    assert (files[0][0], files[0][1]) == (b"x", (WORDS * 3)[:90])
    assert words.startswith(b"a\n")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"YQ==\n" * 200_000, "base64"),
        (b"aGVs bG8*\n" * 200_000, "base64"),
        (b"=" + b" " * 1_000_000, "quoted-printable"),
        (b"begin 644 x\n" * 100_000, "uuencode"),
    ],
    ids=["many ends", "foreign lines", "blanks", "many beginnings"],
)
def test_hostile_encodings_give_no_more_than_they_hold(raw: bytes, encoding: str) -> None:
    with ending():
        data = undone(raw, encoding)
    assert len(data) <= len(raw)
