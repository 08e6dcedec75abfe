"""Decode header values: raw 8-bit bytes, encoded words (RFC 2047) and parameters (RFC 2231), all in linear time."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote_to_bytes

from mailbot.parsers.charsets import decode

# RFC 2047 section 2, without its length limit of 75, which few mailers keep.
WORD = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]*)\?=")
BREAKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160), 8232, 8233), " ")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
# What no header may hold (RFC 5322 section 2.2).
SPOILED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
QUOTED_PAIR = re.compile(r"\\(.)")
MAX_VALUE = 64 * 1024
MAX_PARAMETERS = 100


def text_of(value: str) -> str:
    """A header value as the standard parser gives it (bytes hidden as surrogates, RFC 6532 or sniffed), unfolded."""
    value = value[:MAX_VALUE]
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape"), "utf-8")[0]
    elif "\x1b$" in value or "\x1b(" in value:
        value = decode(value.encode("ascii"), "iso-2022-jp")[0]
    if "\n" in value or "\r" in value:
        # RFC 5322 section 2.2.3: unfolding takes out the line break; runs of blanks become one, the value one line.
        value = BREAKS.sub(" ", value)
    return value.strip() if value.isprintable() else value.translate(CONTROLS).strip()


def decoded(value: str) -> str:
    """The value with its encoded words decoded, one line; what is no encoded word stays as it is."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    run: list[re.Match[str]] = []
    at = 0
    for word in WORD.finditer(value):
        between = value[at : word.start()]
        if between.strip() or not run:
            pieces += [_words(run), between]
            run = []
        run.append(word)
        at = word.end()
    pieces += [_words(run), value[at:]]
    return "".join(pieces).translate(CONTROLS).strip()


def _words(run: list[re.Match[str]]) -> str:
    """Neighbouring words: RFC 2047 section 6.2 drops the blanks between them.

    Section 5 forbids to cut a character between two words, yet many mailers do: bytes of one charset are joined first.
    """
    if not run:
        return ""
    groups = [[run[0]]]
    for before, word in pairwise(run):
        if word[1].lower() == before[1].lower():
            groups[-1].append(word)
        else:
            groups.append([word])
    return "".join(decode(_bytes(group), group[0][1])[0] for group in groups)


def _bytes(group: list[re.Match[str]]) -> bytes:
    if len(group) > 1 and any(word[2] in "bB" and len(word[3].rstrip()) % 4 for word in group[:-1]):
        return _base64("".join(word[3] for word in group))  # cut inside a base64 quantum
    return b"".join(_base64(word[3]) if word[2] in "bB" else _quoted(word[3]) for word in group)


def _base64(text: str) -> bytes:
    kept = "".join(text.split()).rstrip("=").encode("ascii", "ignore")
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def _quoted(text: str) -> bytes:
    raw = text.replace("_", " ").encode("utf-8", "replace")
    return HEX.sub(lambda match: bytes((int(match[1], 16),)), raw)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The main value of a Content-Type or Content-Disposition and its parameters, both names in lower case.

    Knows RFC 2231 continuations and charsets, raw 8-bit values, and encoded words where RFC 2047 section 5 forbids
    them but mailers write them. The first of two equal names counts; at most 100 parameters are looked at.
    """
    fields = _fields(text_of(value))
    main = next(fields, "").strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for _, field in zip(range(MAX_PARAMETERS), fields, strict=False):
        name, _, content = field.partition("=")
        name, content = name.strip().lower(), _unquoted(content.strip())
        if "*" not in name:
            plain.setdefault(name, decoded(content))
            continue
        base, _, rest = name.partition("*")
        number, star = rest.removesuffix("*"), rest.endswith("*") or not rest
        pieces.setdefault(base, {}).setdefault(int(number) if number.isdecimal() else 0, (content, star))
    return main, plain | {name: _joined(found) for name, found in pieces.items()}


def _fields(value: str) -> Iterator[str]:
    """Cut at semicolons outside of quotes; a quote that never ends is an ordinary character."""
    pieces = value.split(";")
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
    return QUOTED_PAIR.sub(r"\1", inner)


def _joined(found: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 sections 3 and 4: the first piece names the charset, starred pieces are percent-encoded bytes."""
    charset = ""
    data: list[bytes] = []
    for order, number in enumerate(sorted(found)):
        content, star = found[number]
        if star and order == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data.append(unquote_to_bytes(content) if star else content.encode("utf-8", "replace"))
    text = decode(b"".join(data), charset or "utf-8")[0]
    return text if charset else decoded(text)
