"""Take the content out of an opaque S/MIME signature, and tell encrypted data: a walk over BER, no cryptography."""

from __future__ import annotations

from dataclasses import dataclass

# Object identifiers of RFC 5652 and RFC 5083, as they stand in the bytes.
SIGNED = bytes.fromhex("2a864886f70d010702")
ENVELOPED = frozenset((bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117")))
COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
OID, OCTETS, SEQUENCE, SET, EXPLICIT = 0x06, 0x04, 0x30, 0x31, 0xA0
CONSTRUCTED = 0x20
MAX_PIECES = 100_000


class NotBerError(ValueError):
    """The bytes are not what they should be."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, where its content begins, and where that ends; -1 when a mark ends it (X.690 8.1.3.6)."""

    tag: int
    start: int
    end: int


def kind_of(data: bytes) -> str:
    """What a CMS object holds: "signed", "encrypted", "compressed" or "" when it is none."""
    try:
        outer = _element(data, 0, SEQUENCE)
        name = _element(data, outer.start, OID)
    except NotBerError:
        return ""
    oid = data[name.start : name.end]
    return "signed" if oid == SIGNED else "encrypted" if oid in ENVELOPED else "compressed" if oid == COMPRESSED else ""


def content_of(data: bytes) -> bytes | None:
    """What was signed (RFC 5652 section 5.1), None when the object does not hold it."""
    try:
        outer = _element(data, 0, SEQUENCE)
        name = _element(data, outer.start, OID)
        if data[name.start : name.end] != SIGNED:
            return None
        inside = _element(data, _element(data, name.end, EXPLICIT).start, SEQUENCE)
        version = _element(data, inside.start, 0x02)
        digests = _element(data, version.end, SET)
        capsule = _element(data, _end(data, digests), SEQUENCE)
        kind = _element(data, capsule.start, OID)
        return _octets(data, _element(data, kind.end, EXPLICIT).start)
    except NotBerError:
        return None


def _element(data: bytes, at: int, wanted: int = 0) -> Element:
    if at + 2 > len(data) or (wanted and data[at] != wanted):
        raise NotBerError("another element was expected")
    length, start = data[at + 1], at + 2
    if length == 0x80:
        # X.690 section 8.1.3.2: without a length only what is made of elements. Else the walk could go back and repeat.
        if not data[at] & CONSTRUCTED:
            raise NotBerError("a value without a length")
        return Element(data[at], start, -1)
    if length > 0x80:
        size = length & 0x7F
        if size > 4:
            raise NotBerError("a length beyond all bounds")
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    return Element(data[at], start, min(start + length, len(data)))


def _end(data: bytes, element: Element) -> int:
    """Where an element ends; one that a mark ends is walked through, its own elements on a count of depth."""
    if element.end >= 0:
        return element.end
    at, depth = element.start, 1
    for _ in range(MAX_PIECES):
        if data[at : at + 2] == b"\0\0":
            depth, at = depth - 1, at + 2
            if not depth:
                return at
            continue
        inner = _element(data, at)
        depth += inner.end < 0
        at = inner.start if inner.end < 0 else inner.end
    raise NotBerError("no end")


def _octets(data: bytes, at: int) -> bytes:
    """An octet string, whole or in pieces (X.690 section 8.7.3)."""
    first = _element(data, at)
    if first.tag == OCTETS and first.end >= 0:
        return data[first.start : first.end]
    if first.tag != OCTETS | CONSTRUCTED:
        raise NotBerError("no octets")
    pieces: list[bytes] = []
    at, end = first.start, first.end if first.end >= 0 else len(data)
    for _ in range(MAX_PIECES):
        if at >= end or data[at : at + 2] == b"\0\0":
            break
        one = _element(data, at)
        if one.tag == OCTETS:
            pieces.append(data[one.start : one.end])
        at = one.end if one.tag == OCTETS else one.start
    return b"".join(pieces)
