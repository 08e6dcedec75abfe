"""Hostile strings through every header that takes strangers' words, and the letters read again by others' parsers.

Needs nothing but a Python that mailbot supports: `python3.13 -m benchmarks.gatefuzz [STRINGS] [SEED]`. Each string is
at once subject, display name, file name, content type, In-Reply-To, References, words and recipient of a letter.
"""

from __future__ import annotations

import base64
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses
from importlib import import_module
from platform import python_version
from typing import Any
from unicodedata import normalize

from mailbot.letters.compose import CONTENT_TYPE, NOT_IN_NAME, Envelope, File, LetterError, compose
from mailbot.letters.gate import MESSAGE_ID, body, hv, is_address
from mailbot.model import Address

STRINGS, SEED = 30_000, 20261120
RECIPIENT = "hanako@customer.example"
FIRST = ["From", "To", "Subject", "Date", "Message-ID"]
MARKS = ["Auto-Submitted", "X-Auto-Response-Suppress", "X-Mailbot-Loop", "MIME-Version", "Content-Type"]
IN_TEXT = ["Content-Type", "Content-Transfer-Encoding"]
IN_FILE = ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]

BREAKS = (
    "\r", "\n", "\r\n", "\n\r", "\r\n ", "\r\n\t", "\x00", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c\x1d\x1e",
)  # fmt: skip
HEADERS = (
    "Bcc: evil@x.example", "bcc:evil@x.example", "Cc: evil@x.example", "To: evil@x.example", "From: evil@x.example",
    "Content-Type: text/html", "Content-Transfer-Encoding: quoted-printable", "Reply-To: <evil@x.example>", "X-A: b",
    "MIME-Version: 2", "Received: by evil", ".", "\r\n.\r\nMAIL FROM:<evil@x.example>", "--=_c1desk", "--",
)  # fmt: skip
INVISIBLE = (
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200d", "\u200e", "\ufeff", "\u00ad", "\u061c", "\u2060",
    "\U000e0001", "\ufffe", "\uffff", "\x1b[31m", "\x7f", "\x9b", "\u180e", "\ufe0f", "\u0301" * 30,
)  # fmt: skip
SURROGATES = ("\ud800", "\udfff", "\udc0d\udc0a", "\ud83d", "\udcff")
WORDS = (
    "印刷できません",
    "Re: ",
    "[CASE-1]",
    "café",
    "😀👩‍💻",
    "＝？",
    "：",
    " ",
    "\t",
    "a",
    "ｱｲｳ",
    "{{7*7}}",
    "${x}",
    "%0d%0a",
    "Z" * 90,
)
PARAMETERS = (
    "filename*0*=utf-8''a%0d%0aBcc:%20e", '"; filename="evil.exe', "utf-8''%0D%0A", '\\"', '"', ";", "'",
    "name*=x'y'%00",
    "../../etc/passwd", "C:\\x", "CON", ".htaccess", "\u200b.htaccess", "%00", "*=", "text/html",
    "message/rfc822", "image/png",
)  # fmt: skip
ADDRESSES = (
    "a@trusted.example<evil@x.example>", "<evil@x.example>", "evil@x.example,", "group:;", "(a)", "@", "<", ">", "<<>>",
    "a@b.example", "用户@例え.example", '"a b"@x.example', "<id@x.example>", "<i" * 2500 + ">", "=?@x.example",
)  # fmt: skip
CHARSETS = ("utf-8", "UTF-8*en", "us-ascii", "iso-2022-jp", "utf-7", "utf-16", "x-none", "", "unknown-8bit", "\r\n")
PAYLOADS = (
    "x\r\nBcc: evil@x.example",
    "\r\n\r\nbody",
    "\n",
    "\r",
    "\x00",
    "\u2028Bcc: e",
    "a",
    "",
    "x" * 300,
    "<evil@x.example>",
)


def strings(number: int, seed: int = SEED) -> Iterator[str]:
    """So many hostile strings, the same for the same seed on every Python."""
    chance = random.Random(seed)
    for _ in range(number):
        made = "".join(chance.choice(PIECES)(chance) for _ in range(chance.randint(1, 9)))
        yield made * (10_000 // len(made) + 1) if made and chance.random() < 0.02 else made


def _from(table: tuple[str, ...]) -> Callable[[random.Random], str]:
    return lambda chance: chance.choice(table)


def _encoded_word(chance: random.Random, depth: int = 2) -> str:
    """An encoded word (RFC 2047), often broken, sometimes with another in it."""
    inner = _encoded_word(chance, depth - 1) if depth and chance.random() < 0.2 else chance.choice(PAYLOADS)
    letter = chance.choice("qQbBxq")
    if letter in "bB":
        text = base64.b64encode(inner.encode("utf-8")).decode("ascii")
        text = text[:-1] if chance.random() < 0.1 else text
    else:
        text = "".join(c if c.isalnum() and c.isascii() else "".join(f"={b:02X}" for b in c.encode()) for c in inner)
    word = f"=?{chance.choice(CHARSETS)}?{letter}?{text}?="
    if chance.random() < 0.3:  # broken: something is cut out of it, or put into it
        at = chance.randrange(len(word))
        word = (
            word[:at] + chance.choice(("", " ", "\u200b", "\r\n", "?", "=", "\x00")) + word[at + chance.randint(0, 1) :]
        )
    return word + chance.choice(("", " ", "\r\n ", word))


def _any(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 20)))


PIECES: tuple[Callable[[random.Random], str], ...] = (
    _from(BREAKS), _from(BREAKS), _from(HEADERS), _from(HEADERS), _encoded_word, _encoded_word, _from(INVISIBLE),
    _from(SURROGATES), _from(WORDS), _from(PARAMETERS), _from(ADDRESSES), _any,
)  # fmt: skip


def broken(text: str) -> list[str]:
    """What a hostile string does to a letter that carries it everywhere; empty when nothing."""
    cited = (text, f"<{text}>", f"<{text[:200]}@x.example>", "<root@customer.example>")
    envelope = Envelope(
        sender=Address("support@desk.example", text), recipient=Address(RECIPIENT), message_id="<c.1@desk.example>",
        in_reply_to=cited[len(text) % 4], references=cited, at=datetime(2026, 11, 20, tzinfo=UTC),
        auto_submitted="auto-replied", instance="desk.example",
    )  # fmt: skip
    data = compose(envelope, text, text, files=(File(text, text, text.encode("utf-8", "replace")),))
    sound = [one for one in dict.fromkeys(cited) if MESSAGE_ID.fullmatch(one)]
    answers = ["In-Reply-To"] * bool(MESSAGE_ID.fullmatch(envelope.in_reply_to))
    names = [*FIRST, *answers, "References", *MARKS]
    modern = message_from_bytes(data, policy=policy.default)
    found = [f"compat32: {one}" for one in _wrong(message_from_bytes(data), names, text)]
    found += [f"default: {one}" for one in _wrong(modern, names, text)]
    found += [f"decoded: {one}" for one in _wrong_when_decoded(modern, text, sound)]
    again = message_from_bytes(modern.as_bytes(policy=policy.SMTP))
    found += ["written again by a relay: other headers"] * (again.keys() != names)
    return found + _wrong_for_mail_parser(data, names, text) + _believed(envelope, text)


def _wrong(mail: Message[Any, Any], names: list[str], text: str) -> Iterator[str]:
    """Exactly the headers that were meant, in the letter and in its parts, and the bytes that went in."""
    if mail.keys() != names:
        yield f"headers {mail.keys()}"
    parts: Any = mail.get_payload()
    if not isinstance(parts, list) or [part.keys() for part in parts] != [IN_TEXT, IN_FILE]:
        yield "other parts"
        return
    if any(part.defects for part in (mail, *parts)):
        yield "defects"
    words = parts[0].get_payload(decode=True).decode("utf-8")
    if words.replace("\r\n", "\n").removesuffix("\n") != body(text).removesuffix("\n"):
        yield "other words"
    if parts[1].get_payload(decode=True) != text.encode("utf-8", "replace"):
        yield "another file"


def _wrong_when_decoded(mail: EmailMessage, text: str, sound: list[str]) -> Iterator[str]:
    """What a mail program shows: gated values, one sender, one recipient."""
    values = [str(value) for part in mail.walk() for value in part.values()]
    if any(sign in value for value in values for sign in "\r\n\x00"):
        yield "a line end in a value"
    if mail["Subject"] != hv(text):
        yield f"subject {mail['Subject']!r}"
    if [one.addr_spec for one in mail["To"].addresses] != [RECIPIENT]:
        yield f"recipients {mail['To']}"
    if [one.addr_spec for one in mail["From"].addresses] != ["support@desk.example"]:
        yield f"senders {mail['From']}"
    shown = hv(text, 80)
    name = shown.replace("\\", "").replace('"', "") if shown.isascii() else shown
    if _joined(mail["From"].addresses[0].display_name) != _joined(name):
        yield f"name {mail['From'].addresses[0].display_name!r}"
    if not set(mail["References"].split()) <= set(sound):
        yield f"cites {mail['References']}"
    (file,) = mail.iter_attachments()
    if file.get_filename() != (NOT_IN_NAME.sub("_", hv(text, 60)).lstrip(". ") or "file"):
        yield f"file name {file.get_filename()!r}"
    if file.get_content_type() != (text if CONTENT_TYPE.fullmatch(text) else "application/octet-stream"):
        yield f"file type {file.get_content_type()!r}"


def _mail_parser() -> Any:
    try:
        return import_module("mailparser")
    except ImportError:
        return None


MAIL_PARSER = _mail_parser()


def _wrong_for_mail_parser(data: bytes, names: list[str], text: str) -> list[str]:
    if MAIL_PARSER is None:
        return []
    mail = MAIL_PARSER.parse_from_bytes(data)
    found = ["mail-parser: other headers"] * (set(mail.headers) != set(names))
    found += ["mail-parser: other recipients"] * ([one[1] for one in mail.to] != [RECIPIENT])
    return found + ["mail-parser: another subject"] * (_joined(mail.subject) != _joined(hv(text)))


def _joined(text: str) -> str:
    """Without blanks and composed: some readers keep those between encoded words (against RFC 2047 section 6.2)."""
    return normalize("NFC", "".join(text.split()))


def _believed(envelope: Envelope, text: str) -> list[str]:
    """As recipient it is one plain address, or nobody is written to."""
    stranger = Envelope(
        envelope.sender, Address(text), envelope.message_id, "", (), envelope.at, "auto-replied", "desk.example"
    )
    try:
        mail = message_from_bytes(compose(stranger, "x", "x"))
    except LetterError:
        return [] if not is_address(text) else ["an address is refused"]
    found = [address for _, address in getaddresses([str(mail["To"])])]
    return [] if is_address(text) and found == [text] else [f"written to {found}"]


def main(number: int, seed: int) -> int:
    """Print what was found; 1 when anything was."""
    began, found, held = time.perf_counter(), [], 0
    for text in strings(number, seed):
        try:
            found += [f"{one}: {text[:200]!a}" for one in broken(text)]
        except LetterError:
            held += 1
        except Exception as error:  # whatever it is, it is a finding
            found.append(f"{type(error).__name__} {error}: {text[:200]!a}")
    also = "" if MAIL_PARSER is None else ", mail-parser"
    print(
        f"Python {python_version()}: {number:,} strings (seed {seed}), read by email (compat32, default){also}: ",
        end="",
    )
    print(f"{len(found)} injections or alterations, {held} letters held, {time.perf_counter() - began:.0f} s")
    print(*found[:20], sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    given = [int(one.replace("_", "")) for one in sys.argv[1:]]
    sys.exit(main(*(given + [STRINGS, SEED][len(given) :])))
