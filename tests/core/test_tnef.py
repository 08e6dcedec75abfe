from __future__ import annotations

import base64
import random
import struct

import pytest

from mailbot.model import Message
from mailbot.parsers import attachment_bytes, read
from mailbot.parsers.tree.rtf import decompressed, text_of_rtf
from mailbot.parsers.tree.tnef import unpacked
from tests.core.letter import PNG, READING
from tests.core.tnef import (
    BINARY,
    FILE,
    NUMBER,
    OBJECT,
    UNICODE,
    attribute,
    body,
    file,
    prop,
    props,
    squeezed,
    stored,
    wide,
    winmail,
)
from tests.effort import ending

JAPANESE = (
    rb"{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fnil\fcharset128 MS Gothic;}}\f0 \'83A\'83v\'83\'8a\'82\'aa\par \u-30163?ab}"
)
HTML = (
    rb"{\rtf1\ansi\ansicpg932\fromhtml1 \deff0{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 It {\*\htmltag84 <b>}\htmlrtf"
    rb" \b\htmlrtf0 stops{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 here"
    rb"{\*\htmltag72 </p>}}"
)


def enclosed(data: bytes, first: bytes = b"") -> bytes:
    head = b"From: ann@shop.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    text = b"--b\r\nContent-Type: text/plain\r\n\r\n" + first + b"\r\n"
    part = b"--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + text + part + base64.encodebytes(data) + b"\r\n--b--\r\n"


def opened(*attributes: bytes, first: bytes = b"") -> Message:
    return read(enclosed(winmail(*attributes), first), READING)


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        pytest.param((prop(0x1000, UNICODE, wide("アプリが落ちます")),), "アプリが落ちます", id="a plain body"),
        pytest.param((prop(0x1000, 0x1E, "落ちます①\0".encode("cp932")),), "落ちます①", id="one in the code page"),
        pytest.param(
            (prop(0x3FDE, NUMBER, struct.pack("<I", 65001)), prop(0x1013, BINARY, "<p>設定<p>画面".encode())),
            "設定\n\n画面",
            id="an HTML body in its own code page",
        ),
        pytest.param(
            (prop(0x3FDE, NUMBER, struct.pack("<I", 50220)), prop(0x1000, 0x1E, "落ちます①\0".encode("cp932"))),
            "落ちます①",
            id="a plain body is not in the code page of the HTML",
        ),
        pytest.param((prop(0x1009, BINARY, stored(JAPANESE)),), "アプリが\n設ab", id="a body in RTF"),
        pytest.param((prop(0x1009, BINARY, squeezed(JAPANESE)),), "アプリが\n設ab", id="in compressed RTF"),
        pytest.param((prop(0x1009, BINARY, stored(HTML)),), "It stops<here", id="HTML inside of RTF"),
        pytest.param(
            (prop(0x1009, BINARY, stored(JAPANESE)), prop(0x1000, UNICODE, wide("plain"))), "plain", id="plain first"
        ),
        pytest.param((), "", id="none"),
    ],
)
def test_the_body_of_a_winmail_dat(properties: tuple[bytes, ...], text: str) -> None:
    message = opened(body(*properties))
    assert message.text == text


def test_the_files_of_a_winmail_dat() -> None:
    raw = enclosed(
        winmail(
            file("画面.png".encode("cp932"), PNG + b"\0\0", prop(0x3707, UNICODE, wide("長い名前の画面.png"))),
            file(b"log.txt", b"line", prop(0x370E, UNICODE, wide("text/plain"))),
            attribute(FILE, 0x9002, b"") + attribute(FILE, 0x9005, props(prop(0x3701, OBJECT, b"i" * 16 + b"ole"))),
        ),
        b"see the files",
    )
    message = read(raw, READING)
    assert message.text == "see the files"
    found = [(one.index, one.name, one.content_type, one.size) for one in message.attachments]
    assert found == [
        ("2.tnef.1", "長い名前の画面.png", "image/png", len(PNG) + 2),
        ("2.tnef.2", "log.txt", "text/plain", 4),
        ("2.tnef.3", "part-2.tnef.3.bin", "application/octet-stream", 3),
    ]
    assert attachment_bytes(raw, "2.tnef.1") == PNG + b"\0\0"
    assert attachment_bytes(raw, "2.tnef.9") is None


def test_its_words_count_where_the_mail_does_not_say_them() -> None:
    words = body(prop(0x1000, UNICODE, wide("hidden words")))
    assert opened(words, first=b"hidden\nwords").text == "hidden\nwords"
    assert opened(words, first=b"a footer").text == "hidden words\n\na footer"
    assert opened(words, first=b" ").text == "hidden words"
    assert opened(words, first=b"shown words").attachments == ()


def test_one_that_cannot_be_read_stays_a_file() -> None:
    message = read(enclosed(b"something else", b"words"), READING)
    assert [one.name for one in message.attachments] == ["winmail.dat"]
    assert "winmail.dat cannot be read" in message.defects


def test_one_cut_off_gives_what_is_there() -> None:
    whole = winmail(body(prop(0x1000, UNICODE, wide("words"))), file(b"a.png", PNG))
    message = read(enclosed(whole[:-100]), READING)
    assert message.text == "words"
    assert "winmail.dat is damaged: what could be read was" in message.defects


BOMBS = {
    "many attributes": winmail(attribute(FILE, 0x9002, b"") * 200_000),
    "four thousand million properties": winmail(
        attribute(1, 0x9003, b"\xff\xff\xff\xff" + b"\x02\0\x01\0\0\0\0\0" * 99_999)
    ),
    "values without end": winmail(attribute(1, 0x9003, b"\xff\xff\0\0" + b"\x02\x10\x01\0\xff\xff\xff\xff" * 99_999)),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_come_to_an_end(data: bytes) -> None:
    with ending():
        assert unpacked(data) is not None


def test_broken_bytes_neither_raise_nor_lose_the_letter() -> None:
    for seed in range(300):
        source = random.Random(seed)
        data = bytearray(winmail(body(prop(0x1009, BINARY, squeezed(HTML))), file(b"a.png", PNG)))
        for _ in range(8):
            data[source.randrange(6, len(data))] = source.randrange(256)
        letter = unpacked(bytes(data))
        assert letter is not None
        assert sum(len(one.data) for one in letter.files) <= len(data)


def test_compressed_rtf_does_not_grow_beyond_its_bound() -> None:
    bomb = struct.pack("<II", 10, 2**31) + b"LZFu\0\0\0\0" + (b"\xff" + b"\x01\x0f" * 8) * 100_000
    assert len(decompressed(bomb)) <= 1_000_000


@pytest.mark.parametrize(
    "source",
    [b"{" * 500_000, b"\\'83A" * 150_000, b"\\u-10179?" * 100_000, b"\\bin99999999 x" * 50_000, b"\\'" * 300_000],
    ids=["groups", "half characters", "half surrogates", "binary", "no digits"],
)
def test_hostile_rtf_gives_text_of_no_more_than_its_size(source: bytes) -> None:
    with ending():
        text, form = text_of_rtf(b"{\\rtf1\\ansicpg932" + source)
    assert len(text.encode("utf-8")) <= len(source)
    assert form == "text/plain"
