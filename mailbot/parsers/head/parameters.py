"""Read the parameters of Content-Type and Content-Disposition (RFC 2045, RFC 2231), in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from mailbot.parsers.head.words import NO_HINT, Hint, Words, as_words, decoded, text_of

QUOTED_PAIR = re.compile(r"\\(.)")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){3}")
MAX_PARAMETERS = 100


class Parameters(NamedTuple):
    """The main value of a field and its parameters, names in lower case; `guesses` has the sentences of each name."""

    main: str
    values: dict[str, str]
    guesses: dict[str, tuple[str, ...]]


def parameters(value: str, hint: Hint = NO_HINT) -> Parameters:
    """The main value of a Content-Type or Content-Disposition and its parameters, both names in lower case.

    Knows RFC 2231 continuations and charsets, raw 8-bit values, and encoded words where RFC 2047 section 5 forbids
    them but mailers write them. The first of two equal names counts; at most 100 parameters are looked at.
    """
    if not value:
        return Parameters("", {}, {})
    whole = text_of(value, hint)
    fields = _fields(whole.text)
    main = next(fields, "").strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for field in islice(fields, MAX_PARAMETERS):
        name, _, content = field.partition("=")
        name, content = name.strip().lower(), _unquoted(content.strip())
        if "*" not in name:
            plain.setdefault(name, content)
            continue
        base, _, rest = name.partition("*")
        number, star = rest.removesuffix("*"), rest.endswith("*") or not rest
        pieces.setdefault(base, {}).setdefault(int(number) if _small(number) else 0, (content, star))
    found = {name: _plain(content, hint) for name, content in plain.items()}
    found |= {name: words for name, content in pieces.items() if (words := _joined(content, hint)).text}
    guesses = {
        name: (*whole.guesses, *words.guesses) if not words.text.isascii() else words.guesses
        for name, words in found.items()
    }
    return Parameters(main, {name: words.text for name, words in found.items()}, guesses)


def _small(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) < 6


def _plain(content: str, hint: Hint) -> Words:
    """A value without a star; some mailers percent-encode it all the same."""
    if content.isascii() and PERCENT.search(content):
        try:
            text = unquote_to_bytes(content).decode("utf-8")
        except UnicodeDecodeError:
            return Words(content)
        if not text.isascii() and text.isprintable():
            return Words(text, ("percent-encoded without a star: read as utf-8",))
    return decoded(content, hint)


def _fields(value: str) -> Iterator[str]:
    """Cut at semicolons outside of quotes; a quote that never ends is an ordinary character."""
    pieces = value.split(";")
    if '"' not in value:
        yield from pieces
        return
    held: list[str] = []
    for index, piece in enumerate(pieces):
        held.append(piece)
        odd = (piece.count('"') - piece.count('\\"')) % 2 == 1
        if len(held) == 1 and not odd:
            yield held.pop()
        elif len(held) > 1 and odd:
            yield ";".join(held)
            held = []
        elif index == len(pieces) - 1:
            yield from held


def _unquoted(content: str) -> str:
    if not content.startswith('"'):
        return content
    inner = content[1:-1] if content.endswith('"') and len(content) > 1 else content[1:]
    return QUOTED_PAIR.sub(r"\1", inner) if "\\" in inner else inner


def _joined(found: dict[int, tuple[str, bool]], hint: Hint) -> Words:
    """RFC 2231 sections 3 and 4: the first piece names the charset, starred pieces are percent-encoded bytes."""
    charset = ""
    data: list[bytes] = []
    for order, number in enumerate(sorted(found)):
        content, star = found[number]
        if star and order == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data.append(unquote_to_bytes(content) if star else content.encode("utf-8", "replace"))
    if charset or any(star for _, star in found.values()):
        words = as_words(b"".join(data), charset or "utf-8", hint)
        guessed = not charset and not words.text.isascii()
        return Words(words.text, (*words.guesses, "no charset named: taken for utf-8")) if guessed else words
    return _plain(b"".join(data).decode("utf-8"), hint)
