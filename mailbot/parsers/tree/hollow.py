"""Large bodies stay out of the parsers: a token stands for each of them, and their bytes are decoded in pieces."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message as Tree

from mailbot.parsers.tree.transfer import BASE64, LINE_ENDS, QUOTED, from_quoted, name_of, undone

LARGE = 32 * 1024
MOST = 4 * 1024 * 1024  # of a body that is put back
CHUNK = 256 * 1024
JUNK = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
TOKEN = re.compile(r"\b[0-9a-f]{64}\b")
LINE_END = re.compile(rb"\r\n|\r|\n")


class Body(str):
    """What a parser sees in place of a large body; `raw` are the encoded bytes that it stands for."""

    raw: memoryview


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a large body lies; what is not `told` is left out without a token."""

    start: int
    end: int
    told: bool = True


def hollowed(raw: bytes, spots: Sequence[Spot]) -> tuple[bytes, dict[str, memoryview]]:
    """The mail with a token in each spot, and what belongs there.

    The tokens are valid base64 and made of the mail's own digest: no mail can hold its own tokens.
    """
    if not spots:
        return raw, {}
    seed, view = hashlib.sha256(raw).digest(), memoryview(raw)
    pieces: list[bytes | memoryview] = []
    bodies: dict[str, memoryview] = {}
    at = 0
    for number, spot in enumerate(spots):
        token = hashlib.sha256(seed + number.to_bytes(4, "big")).hexdigest() if spot.told else ""
        bodies[token] = view[spot.start : spot.end]
        pieces += (view[at : spot.start], token.encode())
        at = spot.end
    bodies.pop("", None)
    return b"".join((*pieces, view[at:])), bodies


def filled(tree: Tree, bodies: Mapping[str, memoryview]) -> Tree:
    """The tree with a `Body` in place of each token."""
    for part in tree.walk() if bodies else ():
        payload = None if part.is_multipart() else payload_of(part)
        if isinstance(payload, str) and payload.strip() in bodies:
            body = Body(payload.strip())
            body.raw = bodies[payload.strip()]
            part.set_payload(body)
        elif isinstance(payload, str) and (whole := _restored(payload, bodies)) != payload:
            part.set_payload(whole)
    return tree


def _restored(payload: str, bodies: Mapping[str, memoryview]) -> str:
    """Where a parser takes for one text what is a header and a body to us, the body stands in it again."""
    for token in TOKEN.findall(payload):
        if token in bodies:
            payload = payload.replace(token, bytes(bodies[token][:MOST]).decode("ascii", "surrogateescape"))
    return payload


def payload_of(part: Tree) -> object:
    """As the parser left it: get_payload() would decode 8-bit text by a charset that may be a lie."""
    return part.__dict__.get("_payload")


def flat(data: bytes, tree: Tree) -> bytes:
    """A tree that was written down, with its large bodies in it again."""
    for part in tree.walk():
        payload = None if part.is_multipart() else payload_of(part)
        if isinstance(payload, Body):
            data = data.replace(payload.encode(), _with_wire_ends(bytes(payload.raw)))
    return data


def _with_wire_ends(raw: bytes) -> bytes:
    return raw if raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r") else LINE_END.sub(b"\r\n", raw)


def decoded(body: Body, encoding: str) -> Iterator[bytes]:
    """The bytes behind a transfer encoding, in pieces where it is kept as RFC 2045 section 6 says."""
    name = name_of(encoding)
    if name == BASE64 and (pieces := _base64(body.raw)) is not None:
        return iter(pieces)
    if name == BASE64 and len(body.raw) > MOST:
        return _forgiving(body.raw)
    if name == QUOTED:
        return (from_quoted(line) for line in _lines(body.raw))
    if not name:
        return (bytes(body.raw[at : at + CHUNK]) for at in range(0, len(body.raw), CHUNK))
    return iter((undone(bytes(body.raw), encoding),))


def _base64(raw: memoryview) -> list[bytes] | None:
    """None when it is broken anywhere: then all of it must be looked at together."""
    pieces: list[bytes] = []
    rest = b""
    for at in range(0, len(raw), CHUNK):
        rest += bytes(raw[at : at + CHUNK]).translate(None, LINE_ENDS)
        whole = len(rest) // 4 * 4
        try:
            pieces.append(binascii.a2b_base64(rest[:whole], strict_mode=True))
        except binascii.Error:
            return None
        if rest[whole - 1 : whole] == b"=" and (at + CHUNK < len(raw) or whole < len(rest)):
            return None
        rest = rest[whole:]
    return None if rest else pieces


def _forgiving(raw: memoryview) -> Iterator[bytes]:
    """What is left of it without all that is no base64: to look at it together it is too much."""
    rest = b""
    for at in range(0, len(raw), CHUNK):
        rest += bytes(raw[at : at + CHUNK]).translate(None, JUNK)
        whole = len(rest) // 4 * 4
        yield binascii.a2b_base64(rest[:whole])
        rest = rest[whole:]
    yield binascii.a2b_base64((rest if len(rest) != 1 else b"") + b"==")


def _lines(raw: memoryview) -> Iterator[bytes]:
    """Cut behind a line end where there is one: soft breaks and blanks before line ends belong together."""
    at = 0
    while at < len(raw):
        piece = bytes(raw[at : at + CHUNK])
        if at + CHUNK < len(raw):
            piece = piece[: piece.rfind(b"\n") + 1 or (piece.rfind(b"=", CHUNK - 2) if b"=" in piece[-2:] else CHUNK)]
        yield piece
        at += len(piece)
