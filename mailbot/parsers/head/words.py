"""Decode header values: raw bytes and encoded words (RFC 2047), in linear time."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from mailbot.parsers.charset.charsets import decode

# RFC 2047 section 2, without its length limit of 75, which few mailers keep, and with what they write instead: blanks
# at the edges, "?" inside, no end where the value ends. No two ways to match one text, so linear in time.
WORD = re.compile(
    r"=\?[ \t]{0,3}([^?\s=]{1,60})[ \t]{0,3}\?[ \t]{0,3}([bBqQ])[ \t]{0,3}\?"
    r"(?:((?:[^?=]++|=(?!\?)|\?(?!=)|=(?=\?=))*+)\?=|([A-Za-z0-9+/=_.-]{1,2000}+)\??$)"
)
BREAKS = re.compile(r"[\r\n]+")
KANJI_RUN = re.compile(rb"\x1b\$[@B][^\x1b]+")
FOLD = re.compile(rb"[\r\n]+[ \t]+")
CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160), 8232, 8233), " ")
SPOILED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
JIS_RUN = re.compile("\x1b\\$[@B][\t\n\r -~]*+\x1b\\([BJ]")
ADDRESS = re.compile(r"@[^.\x1b]{0,250}\.")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
NOT_BASE64 = re.compile("[^A-Za-z0-9+/=]")
PADDING = re.compile("=+")
MAX_VALUE = 64 * 1024
MAX_GUESSES = 10


@dataclass(frozen=True, slots=True)
class Hint:
    """What the rest of the mail says of raw bytes: the charset they are likely in, and whose phone wrote them."""

    charset: str = ""
    carrier: str = ""


class Words(NamedTuple):
    """A text and a sentence for each guess in it."""

    text: str
    guesses: tuple[str, ...] = ()


NO_HINT = Hint()


def text_of(value: str, hint: Hint = NO_HINT) -> Words:
    """A header value as the standard parser gives it (bytes hidden as surrogates, RFC 6532 or sniffed), unfolded."""
    value = value[:MAX_VALUE]
    if value.isascii() and value.isprintable() and "$" not in value:
        return Words(value.strip())
    said: str | None = None
    if not value.isascii():
        value, said = _raw(value.encode("utf-8", "surrogateescape"), hint)
    elif "\x1b$" in value or "\x1b(" in value:
        value, said = _raw_jis(value.encode("ascii"), hint)
    elif "$B" in value or "$@" in value:
        value, said = decode(value.encode("ascii"), "", hint.carrier)
    if "\n" in value or "\r" in value:
        # RFC 5322 section 2.2.3: unfolding takes out the line break; runs of blanks become one, the value one line.
        value = " ".join(line.strip(" \t") for line in BREAKS.split(value))
    text = value.strip() if value.isprintable() else value.translate(CONTROLS).strip()
    return Words(text, (said,)) if said else Words(text)


def _raw(data: bytes, hint: Hint) -> tuple[str, str | None]:
    """Bytes beyond ASCII in a header: UTF-8 is allowed (RFC 6532), all else is a guess."""
    if b"\x1b$" in data:
        return _raw_jis(data, hint)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if hint.charset:
            text, said = decode(data, hint.charset, hint.carrier)
            if not said and "\ufffd" not in text:
                return text, f"raw bytes: read as {hint.charset}, like the rest of the mail"
    return decode(data, "utf-8", hint.carrier)


def _raw_jis(data: bytes, hint: Hint) -> tuple[str, str | None]:
    data = KANJI_RUN.sub(lambda run: FOLD.sub(b"", run[0]), data)  # a fold amid kanji is no blank of the writer
    text, said = decode(data, "iso-2022-jp", hint.carrier)
    return text, said or "raw iso-2022-jp: read as such"


def spoiled(value: str) -> bool:
    """Whether a raw value holds control characters, but for ISO-2022-JP that other readers take for no address."""
    if value.isprintable() or not SPOILED.search(value):
        return False
    return SPOILED.search(JIS_RUN.sub(lambda run: run[0] if ADDRESS.search(run[0]) else "", value)) is not None


def decoded(value: str, hint: Hint = NO_HINT) -> Words:
    """The value with its encoded words decoded, one line; what is no encoded word stays as it is."""
    if "=?" not in value:
        return Words(value)
    pieces: list[Words] = []
    run: list[re.Match[str]] = []
    at = 0
    for word in WORD.finditer(value):
        between = value[at : word.start()]
        if between.strip() or not run:
            pieces += [_words(run, hint), Words(between)]
            run = []
        run.append(word)
        at = word.end()
    pieces += [_words(run, hint), Words(value[at:])]
    found = _together(pieces)
    return Words(found.text.translate(CONTROLS).strip(), found.guesses)


def _together(pieces: Iterable[Words]) -> Words:
    pieces = list(pieces)
    guesses = dict.fromkeys(guess for piece in pieces for guess in piece.guesses)
    return Words("".join(piece.text for piece in pieces), tuple(guesses)[:MAX_GUESSES])


def _words(run: list[re.Match[str]], hint: Hint) -> Words:
    """Encoded words that follow one another: those of one charset are read as one, for some cut inside a character."""
    if not run:
        return Words("")
    groups = [[run[0]]]
    for before, word in pairwise(run):
        if word[1].lower() == before[1].lower():
            groups[-1].append(word)
        else:
            groups.append([word])
    return _together(_group(group, hint) for group in groups)


def _group(group: list[re.Match[str]], hint: Hint) -> Words:
    label = group[0][1]
    found = as_words(_bytes(group), label, hint)
    if len(group) > 1 and "\ufffd" in found.text:
        alone = _together(as_words(_bytes([word]), label, hint) for word in group)
        found = alone if "\ufffd" not in alone.text else found
    if group[-1][3] is None:
        return Words(found.text, (*found.guesses, "an encoded word without an end: read to the end of the value"))
    return found


def as_words(data: bytes, label: str, hint: Hint) -> Words:
    """Bytes and the charset they claim as a text and what was guessed."""
    text, said = decode(data, label, hint.carrier)
    return Words(text, (said,) if said else ())


def _content(word: re.Match[str]) -> str:
    return (word[4] if word[3] is None else word[3]) or ""


def _bytes(group: list[re.Match[str]]) -> bytes:
    if len(group) > 1 and any(word[2] in "bB" and len(_content(word).rstrip()) % 4 for word in group[:-1]):
        return _base64("".join(_content(word) for word in group))  # cut inside a base64 quantum
    return b"".join(_base64(_content(word)) if word[2] in "bB" else _quoted(_content(word)) for word in group)


def _base64(text: str) -> bytes:
    """The bytes of base64 with or without padding, junk left out; what follows padding is read on its own."""
    kept = NOT_BASE64.sub("", text.replace("-", "+").replace("_", "/"))
    return b"".join(_quanta(piece) for piece in PADDING.split(kept) if piece)


def _quanta(kept: str) -> bytes:
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    try:
        return binascii.a2b_base64(kept + "=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def _quoted(text: str) -> bytes:
    raw = text.replace("_", " ").encode("utf-8", "replace")
    return HEX.sub(lambda match: bytes((int(match[1], 16),)), raw)
