"""Write small winmail.dat files for the tests of their reader."""

from __future__ import annotations

import struct

UNICODE, BINARY, OBJECT, NUMBER = 0x001F, 0x0102, 0x000D, 0x0003
MESSAGE, FILE = 1, 2


def attribute(level: int, name: int, content: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def prop(tag: int, kind: int, value: bytes) -> bytes:
    if kind == NUMBER:
        return struct.pack("<HH", kind, tag) + value
    return struct.pack("<HHII", kind, tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def props(*those: bytes) -> bytes:
    return struct.pack("<I", len(those)) + b"".join(those)


def wide(text: str) -> bytes:
    return (text + "\0").encode("utf-16-le")


def winmail(*attributes: bytes) -> bytes:
    version = attribute(MESSAGE, 0x9006, struct.pack("<I", 0x10000))
    page = attribute(MESSAGE, 0x9007, struct.pack("<II", 932, 0))
    return b"\x78\x9f\x3e\x22\x01\x00" + version + page + b"".join(attributes)


def body(*properties: bytes) -> bytes:
    return attribute(MESSAGE, 0x9003, props(*properties))


def file(title: bytes, data: bytes, *properties: bytes) -> bytes:
    begin = attribute(FILE, 0x9002, b"\0" * 14)
    written = attribute(FILE, 0x8010, title + b"\0") + attribute(FILE, 0x800F, data)
    return begin + written + (attribute(FILE, 0x9005, props(*properties)) if properties else b"")


def stored(rtf: bytes) -> bytes:
    """RTF in the uncompressed form of MS-OXRTFCP."""
    return struct.pack("<II", len(rtf) + 12, len(rtf)) + b"MELA" + b"\0\0\0\0" + rtf


def squeezed(rtf: bytes) -> bytes:
    """RTF in the compressed form, as literals and one reference that ends it."""
    out = bytearray()
    at, place = 0, 207
    while True:
        chunk = rtf[at : at + 8]
        flags = 0 if len(chunk) == 8 else 1 << len(chunk)
        out += bytes((flags,)) + chunk
        at, place = at + len(chunk), place + len(chunk)
        if flags:
            out += struct.pack(">H", (place % 4096) << 4)
            return struct.pack("<II", len(out) + 12, len(rtf)) + b"LZFu" + b"\0\0\0\0" + bytes(out)
