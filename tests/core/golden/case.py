"""One golden mail: bytes, and what must be read in them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from mailbot.model import Message

HEAD = b"Date: Mon, 4 Mar 2024 10:00:00 +0900\r\nMessage-ID: <1@shop.example>\r\n"


@dataclass(frozen=True, slots=True)
class Golden:
    """A mail and its texts; None is not looked at. `guess`: words that a defect must have, "" when there is none."""

    id: str
    raw: bytes
    text: str | None = None
    subject: str | None = None
    name: str | None = None  # of the sender
    files: tuple[str, ...] | None = None
    guess: str | None = None

    def wrong(self, message: Message) -> str:
        """Which fields are not exact, "" when all are."""
        found = {
            "text": message.text,
            "subject": message.subject,
            "name": message.sender.name if message.sender else "",
            "files": tuple(one.name for one in message.attachments),
        }
        wanted = {"text": self.text, "subject": self.subject, "name": self.name, "files": self.files}
        wrong = [f"{key}: {found[key]!a}" for key, value in wanted.items() if value is not None and value != found[key]]
        said = " | ".join(message.defects)
        if self.guess is not None and (self.guess not in said if self.guess else said):
            wrong.append(f"defects: {said}")
        return "; ".join(wrong)


def body(data: bytes, charset: str | None, kind: str = "text/plain", sender: bytes = b"a@shop.example") -> bytes:
    """A mail of one text; no charset: no label, None: no Content-Type either."""
    label = f'; charset="{charset}"' if charset else ""
    content = f"MIME-Version: 1.0\r\nContent-Type: {kind}{label}\r\nContent-Transfer-Encoding: 8bit\r\n"
    head = b"From: " + sender + b"\r\nSubject: x\r\n" + HEAD
    return head + (b"" if charset is None else content.encode()) + b"\r\n" + data + b"\r\n"


def coded(data: bytes, charset: str) -> bytes:
    """The same, its bytes in base64, as UTF-16 must be."""
    head = (
        f'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n'
    )
    return b"From: a@shop.example\r\nSubject: x\r\n" + HEAD + head.encode() + b"\r\n" + base64.encodebytes(data)


def headed(value: bytes, field: bytes = b"Subject", charset: str = "utf-8", text: bytes = b"x") -> bytes:
    """A mail with one interesting header field."""
    others = {b"From": b"From: a@shop.example\r\n", b"Subject": b"Subject: x\r\n"}
    others.pop(field, None)
    content = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
    return (
        field + b": " + value + b"\r\n" + b"".join(others.values()) + HEAD + content.encode() + b"\r\n" + text + b"\r\n"
    )


def kanji(text: str) -> bytes:
    """The rows and cells of a text of JIS X 0208, without the escapes around them."""
    return text.encode("iso2022_jp").removeprefix(b"\x1b$B").removesuffix(b"\x1b(B")


def jis(*pieces: bytes) -> bytes:
    """Rows and cells between the escapes of ISO-2022-JP."""
    return b"\x1b$B" + b"".join(pieces) + b"\x1b(B"


def word(data: bytes, charset: str) -> bytes:
    """An encoded word in base64."""
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(data) + b"?="


def filed(disposition: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    """A mail with one attachment, whose Content-Disposition and Content-Type are given."""
    return (
        b"From: a@shop.example\r\nSubject: x\r\n" + HEAD + b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nsee file\r\n'
        b"--m\r\nContent-Type: " + kind + b"\r\nContent-Disposition: " + disposition + b"\r\n\r\ndata\r\n--m--\r\n"
    )
