from __future__ import annotations

import base64
import random

import pytest

from mailbot.parsers.tree.signed import content_of, kind_of
from tests.core.letter import mail

SIGNED, ENVELOPED = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010703")
DATA = bytes.fromhex("06092a864886f70d010701")
INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "画面が白い".encode()


def der(tag: int, *content: bytes) -> bytes:
    inside = b"".join(content)
    size = bytes((len(inside),)) if len(inside) < 128 else b"\x82" + len(inside).to_bytes(2, "big")
    return bytes((tag,)) + size + inside


def endless(tag: int, *content: bytes) -> bytes:
    return bytes((tag, 0x80)) + b"".join(content) + b"\0\0"


def opaque(octets: bytes) -> bytes:
    head = der(0x02, b"\x01") + der(0x31, der(0x30, der(0x06, b"\x2a\x03")))
    return der(0x30, SIGNED, der(0xA0, der(0x30, head, der(0x30, DATA, der(0xA0, octets)), der(0x31))))


def endless_opaque(*pieces: bytes) -> bytes:
    octets = endless(0x24, *(der(0x04, one) for one in pieces))
    head = der(0x02, b"\x01") + endless(0x31, der(0x30, der(0x06, b"\x2a\x03")))
    return endless(0x30, SIGNED, endless(0xA0, endless(0x30, head, endless(0x30, DATA, endless(0xA0, octets)))))


GOING_BACK = endless_opaque(INNER).split(der(0x04, INNER))[0] + b"\x04\x80" * 101 + b"\x04"


@pytest.mark.parametrize(
    ("data", "content"),
    [
        pytest.param(opaque(der(0x04, INNER)), INNER, id="lengths known"),
        pytest.param(endless_opaque(INNER[:10], INNER[10:]), INNER, id="in pieces, ended by marks"),
        pytest.param(opaque(der(0x24, der(0x04, b"a"), der(0x04, b"b"))), b"ab", id="in pieces of known length"),
        pytest.param(der(0x30, ENVELOPED, der(0xA0, b"x")), None, id="encrypted"),
        pytest.param(b"\x30\x80" * 1000, None, id="nothing but beginnings"),
        pytest.param(GOING_BACK, None, id="a value without a length, which led the walk back to its start"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_the_content_of_an_opaque_signature(data: bytes, content: bytes | None) -> None:
    assert content_of(data) == content


@pytest.mark.parametrize(
    "whole", [opaque(der(0x04, INNER)), endless_opaque(INNER[:10], INNER[10:])], ids=["der", "ber"]
)
def test_broken_bytes_neither_raise_nor_grow(whole: bytes) -> None:
    source = random.Random(5652)
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(6):
            data[source.randrange(len(data))] = source.randrange(256)
        assert len(content_of(bytes(data)) or b"") < len(data)
        assert kind_of(bytes(data)) in ("signed", "encrypted", "compressed", "")


SMIME = {"Content-Type": "application/pkcs7-mime; name=smime.p7m", "Content-Transfer-Encoding": "base64"}
PGP = "-----BEGIN PGP {name}-----\nVersion: 1\n\nhQEMA+Ab/=\n=AbCd\n-----END PGP {name}-----\n"


def test_a_mail_signed_by_smime_is_read() -> None:
    message = mail(base64.encodebytes(opaque(der(0x04, INNER))), **SMIME)
    assert (message.text, message.unreadable, message.attachments) == ("画面が白い", "", ())


@pytest.mark.parametrize(
    ("headers", "body", "why"),
    [
        pytest.param(SMIME, base64.encodebytes(der(0x30, ENVELOPED, der(0xA0, b"x"))), "closed_smime"),
        pytest.param(
            {"Content-Type": "application/pkcs7-mime; smime-type=enveloped-data"},
            b"?",
            "closed_smime",
            id="said",
        ),
        pytest.param(
            {"Content-Type": 'multipart/encrypted; boundary=b; protocol="application/pgp-encrypted"'},
            b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
            b"--b\nContent-Type: application/octet-stream\n\nx\n--b--",
            "closed_pgp",
            id="PGP as parts",
        ),
        pytest.param({}, PGP.format(name="MESSAGE").encode(), "closed_pgp", id="PGP in the text"),
        pytest.param(
            {"Content-Type": "message/partial; id=x; number=1; total=2"},
            b"Subject: x\n\nwords",
            "closed_piece",
            id="a piece of a mail",
        ),
    ],
)
def test_why_a_mail_cannot_be_read(headers: dict[str, str], body: bytes, why: str) -> None:
    message = mail(body, **headers)
    assert (message.text, message.unreadable) == ("", why)


CLOSED = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name={name}\n\nx\n"


@pytest.mark.parametrize(
    ("name", "why"), [("smime.p7m", "closed_smime"), ("old.p7m", "")], ids=["the letter itself", "a file"]
)
def test_a_closed_part_beside_words(name: str, why: str) -> None:
    body = "--b\n" + CLOSED.format(name=name) + "--b\nContent-Type: text/plain\n\na footer\n--b--"
    message = mail(body.encode(), Content_Type="multipart/mixed; boundary=b")
    assert (message.text, message.unreadable) == ("a footer", why)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nit stops\n- -- \n- ----\n"
            + PGP.format(name="SIGNATURE"),
            "it stops\n-- \n----",
            id="signed",
        ),
        pytest.param("see\n" + PGP.format(name="PUBLIC KEY BLOCK") + "end", "see\nend", id="a key"),
        pytest.param(
            "What is -----BEGIN PGP MESSAGE-----?\nIt is shown.",
            "What is -----BEGIN PGP MESSAGE-----?\nIt is shown.",
            id="words about it",
        ),
        pytest.param(
            "-----BEGIN PGP SIGNATURE-----\nThese are words of mine.", "These are words of mine.", id="no end"
        ),
    ],
)
def test_armour_is_taken_off(text: str, words: str) -> None:
    message = mail(text.encode())
    assert (message.text, message.unreadable) == (words, "")
