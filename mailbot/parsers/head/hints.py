"""Gather what a mail says as a whole of the bytes in its headers: likely charset, and whose phone wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from email.message import Message as Tree
from itertools import islice

from mailbot.parsers.charset.charsets import charset_of, decode
from mailbot.parsers.charset.emoji import AU, carrier_of
from mailbot.parsers.charset.labels import JIS, VAGUE, codec_of
from mailbot.parsers.head.parameters import parameters
from mailbot.parsers.head.words import Hint, Words

DOMAIN = re.compile(r"@([A-Za-z0-9.-]{4,255})")
TELLING = ("from", "sender", "return-path", "message-id")
PROGRAM = ("x-mailer", "user-agent")
SAMPLE = 2000
MAX_PARTS, MAX_GUESSES = 1000, 50


def hint_of(tree: Tree) -> Hint:
    """What is known before any header is read. Most mails have only ASCII in their headers and need no charset."""
    raw = [
        value
        for part in islice(tree.walk(), MAX_PARTS)
        for _, value in part.raw_items()
        if not value.isascii() and _obscure(value)
    ]
    carrier = _carrier(tree)
    return Hint(_charset(tree, raw, carrier) if raw else "", carrier)


def _obscure(value: str) -> bool:
    """Whether the bytes beyond ASCII in a value are no UTF-8, which RFC 6532 allows."""
    try:
        value.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def said_of(name: str, words: Words) -> tuple[str, ...]:
    """The guesses in a field as sentences that name it."""
    return tuple(f"{name[:60]}: {guess}" for guess in words.guesses)


def _carrier(tree: Tree) -> str:
    values = [value for name, value in tree.raw_items() if name.lower() in TELLING]
    found = (carrier_of(domain) for value in values for domain in DOMAIN.findall(value[-1000:])[-1:])
    carrier = next((carrier for carrier in found if carrier), "")
    # KDDI's handsets name no program; one that does writes Unicode, and kanji where the handsets have emoji.
    return "" if carrier == AU and any(name.lower() in PROGRAM for name, _ in tree.raw_items()) else carrier


def _charset(tree: Tree, raw: list[str], carrier: str) -> str:
    """One subject of a few bytes may be anything: the label of the text helps, or all such headers read together."""
    together = b"\n".join(value[:SAMPLE].encode("utf-8", "surrogateescape") for value in raw[:20])
    text = next((part for part in islice(tree.walk(), MAX_PARTS) if part.get_content_maintype() == "text"), None)
    if text is not None:
        field = next((value for name, value in text.raw_items() if name.lower() == "content-type"), "")
        label = parameters(field).values.get("charset", "")
        if codec_of(label) not in ("", VAGUE, JIS, "utf-8") and not decode(together, label, carrier)[1]:
            return label[:40]
        together += b"\n" + _beginning(text)
    return charset_of(together, carrier)


def _beginning(part: Tree) -> bytes:
    with suppress(ValueError, LookupError, TypeError, AttributeError, AssertionError):  # parts that lie
        payload = part.get_payload(decode=True)
        return payload[:SAMPLE] if isinstance(payload, bytes) else b""
    return b""


def listed(guesses: Iterable[str]) -> tuple[str, ...]:
    """Each guess once, the first fifty."""
    return tuple(islice(dict.fromkeys(guesses), MAX_GUESSES))
