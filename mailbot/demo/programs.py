"""Mail as the programs of people write it: four programs, four sets of habits, byte for byte."""

from __future__ import annotations

import base64
import html
import quopri
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wants to send; the program makes a mail of it."""

    sender: tuple[str, str]  # name, address
    to: str
    subject: str
    text: str  # "\n" line ends
    at: datetime  # aware, in the sender's own zone
    references: tuple[str, ...] = ()  # the last one is the mail that this one answers
    pictures: tuple[tuple[str, bytes], ...] = ()  # file name and PNG

    @property
    def message_id(self) -> str:
        """The same draft always gets the same id."""
        return make_id(self.sender[1], self.at, self.subject)


def make_id(address: str, at: datetime, salt: str) -> str:
    """A Message-ID in the domain of an address."""
    digest = sha256(f"{address} {at.isoformat()} {salt}".encode()).hexdigest()[:24].upper()
    return f"<{digest}@{address.rpartition('@')[2]}>"


def old_japanese(draft: Draft) -> bytes:
    """A Japanese program of the nineties, still in use: ISO-2022-JP in seven bits (RFC 1468)."""
    body = draft.text.encode("iso-2022-jp", errors="replace")
    return _mail(
        _head(draft, "iso-2022-jp")
        | {
            "X-Mailer": "Kamome Mail 2.75 [ja]",
            "Content-Type": 'text/plain; charset="ISO-2022-JP"',
            "Content-Transfer-Encoding": "7bit",
        },
        body,
    )


def phone(draft: Draft) -> bytes:
    """A telephone: UTF-8 in base64, pictures inline between two texts, its own signature."""
    head = _head(draft, "utf-8") | {"Mime-Version": "1.0 (1.0)", "X-Mailer": "iPhone Mail (22B83)"}
    text = {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "base64"}
    if not draft.pictures:
        return _mail(head | text, _base64(draft.text.encode()))
    parts = [_mail(text, _base64(draft.text.encode())), *(_picture(name, data) for name, data in draft.pictures)]
    return _multipart(head, "mixed", f"Apple-Mail-{draft.message_id[1:25]}", parts)


def office(draft: Draft) -> bytes:
    """An office program: plain text and HTML side by side, both in quoted-printable."""
    paragraphs = "\n".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>" for line in draft.text.split("\n"))
    style = "<style>p.MsoNormal {margin:0in}</style>"
    page = f"<html><head>{style}</head>\n<body lang=EN-GB>\n{paragraphs}\n</body></html>\n"
    parts = [_quoted("text/plain", draft.text), _quoted("text/html", page)]
    head = _head(draft, "utf-8") | {"X-Mailer": "Microsoft Outlook 16.0", "Content-Language": "en-gb"}
    return _multipart(head, "alternative", f"----=_NextPart_{draft.message_id[1:25]}", parts)


def desktop(draft: Draft) -> bytes:
    """A desktop program: plain text in UTF-8, in eight bits as it is."""
    head = _head(draft, "utf-8") | {
        "User-Agent": "Mozilla Thunderbird",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return _mail(head, draft.text.encode())


def _head(draft: Draft, charset: str) -> dict[str, str]:
    name, address = draft.sender
    head = {
        "From": f"{_encoded(name, charset)} <{address}>",
        "To": draft.to,
        "Subject": _encoded(draft.subject, charset),
        "Date": format_datetime(draft.at),
        "Message-ID": draft.message_id,
        "MIME-Version": "1.0",
    }
    if draft.references:
        head |= {"In-Reply-To": draft.references[-1], "References": "\n ".join(draft.references)}
    return head


def _encoded(text: str, charset: str) -> str:
    one_line = " ".join(text.split())
    return one_line if one_line.isascii() else Header(one_line, charset, header_name="Subject").encode()


def _mail(head: Mapping[str, str], body: bytes) -> bytes:
    # Mime-Version and MIME-Version are one header to everybody but a dict.
    seen = {name.lower(): (name, value) for name, value in head.items()}
    lines = "".join(f"{name}: {value}\n" for name, value in seen.values())
    return _crlf(lines.encode("ascii", errors="replace") + b"\n" + body)


def _multipart(head: Mapping[str, str], kind: str, boundary: str, parts: list[bytes]) -> bytes:
    body = b"".join(b"--%b\n%b\n" % (boundary.encode(), part) for part in parts) + b"--%b--\n" % boundary.encode()
    return _mail({**head, "Content-Type": f'multipart/{kind};\n boundary="{boundary}"'}, body)


def _quoted(content_type: str, text: str) -> bytes:
    head = {"Content-Type": f'{content_type};\n charset="utf-8"', "Content-Transfer-Encoding": "quoted-printable"}
    return _mail(head, quopri.encodestring(text.encode()))


def _picture(name: str, data: bytes) -> bytes:
    head = {
        "Content-Type": f"image/png;\n name={name}",
        "Content-Disposition": f"inline;\n filename={name}",
        "Content-Transfer-Encoding": "base64",
    }
    return _mail(head, _base64(data))


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data)


def _crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
