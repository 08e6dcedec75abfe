"""Count the pictures pasted into Office files: by names and signatures, nothing is unpacked."""

from __future__ import annotations

import re

ENDINGS = (
    ".xlsx",
    ".xlsm",
    ".xltx",
    ".xlsb",
    ".pptx",
    ".pptm",
    ".ppsx",
    ".docx",
    ".docm",
    ".xls",
    ".ppt",
    ".pps",
    ".doc",
)
TYPES = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-word",
    "application/msword",
)
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
MEDIA = re.compile(
    rb"(?:xl|ppt|word)/media/[^/]{1,200}\.(?:png|jpe?g|gif|bmp|dib|tiff?|emf|wmf|webp|heic|svg)", re.IGNORECASE
)
END_OF_DIRECTORY = b"PK\x05\x06"
ENTRY = b"PK\x01\x02"
MAX_COMMENT = 65_557
MAX_ENTRIES = 10_000
MOST = 1_000
# PNG, JPEG (JFIF, Exif or bare tables), EMF, as the old binary formats keep them.
PICTURE = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff(?:\xe0..JFIF|\xe1..Exif|\xdb\x00[\x43\x84])|\x01\x00\x00\x00.{36} EMF", re.DOTALL
)


def pictures_in(name: str, content_type: str, data: bytes) -> int:
    """How many pictures an Excel, PowerPoint or Word file holds, 0 for any other file; at most 1,000 are counted."""
    if not name.lower().endswith(ENDINGS) and not content_type.startswith(TYPES):
        return 0
    if data.startswith(ZIP):
        return _in_directory(data)
    return _in_bytes(data) if data.startswith(OLE) else 0


def _in_directory(data: bytes) -> int:
    """APPNOTE.TXT section 4.3.12: the central directory stands before the record that ends it."""
    end = data.rfind(END_OF_DIRECTORY, max(0, len(data) - MAX_COMMENT))
    if end < 0:
        return 0
    at = end - int.from_bytes(data[end + 12 : end + 16], "little")
    count = 0
    for _ in range(MAX_ENTRIES):
        if at < 0 or data[at : at + 4] != ENTRY:
            break
        name, extra, comment = (int.from_bytes(data[at + place : at + place + 2], "little") for place in (28, 30, 32))
        count += bool(MEDIA.fullmatch(data[at + 46 : at + 46 + name]))
        at += 46 + name + extra + comment
    return min(count, MOST)


def _in_bytes(data: bytes) -> int:
    count = 0
    for count, _ in enumerate(PICTURE.finditer(data), 1):
        if count == MOST:
            break
    return count
