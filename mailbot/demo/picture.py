"""Draw a small screenshot: a real PNG, made here so that no picture file is shipped."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 320, 200
PAPER, BAR, ALERT, INK = b"\xff\xff\xff", b"\x33\x66\x99", b"\xf8\xd7\xda", b"\x84\x20\x29"


def screenshot() -> bytes:
    """A PNG of 320 x 200 pixels: a window with its title bar and a red message box with lines of text."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    # PNG specification section 5.3: length, type, data, and a checksum over type and data.
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int) -> bytes:
    if y < 24:
        return BAR
    if 40 <= x < 280 and 70 <= y < 130:
        written = 56 <= x < 256 - 40 * ((y - 84) // 12) and 84 <= y < 120 and (y - 84) % 12 < 4
        return INK if written and x % 7 else ALERT
    return PAPER
