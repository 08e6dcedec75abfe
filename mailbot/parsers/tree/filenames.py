"""Names of files, safe to show and to save; the name as it was sent stays in the raw mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

EXTENSIONS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "text/rfc822-headers": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/ms-tnef": ".dat",
    "application/pgp-signature": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}
LONGEST_READ = 8192  # characters looked at
LONGEST = 200  # bytes in UTF-8; file systems take 255
LONGEST_EXTENSION = 20
# Controls, what formats without being seen (bidirectional overrides, zero widths), halves of characters, blank letters.
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u034f\ufffe\uffff"
PATH = re.compile(r"[/\\]")
DRIVE = re.compile(r"^[A-Za-z]:")
UNSAFE = re.compile(r"[<>:|?*]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..{0,200})?", re.IGNORECASE)


def safe_name(name: str, index: str, content_type: str) -> str:
    """The name without path and without what cannot be seen; of a nameless part "part-<index>.<ext>" by its type.

    What cannot be seen goes first: a zero width before ".htaccess" must not save it from the tests that follow.
    """
    seen = "".join(char for char in name[:LONGEST_READ] if not _unseen(char))
    last = PATH.split(unicodedata.normalize("NFC", seen).rstrip("/\\ "))[-1]
    last = DRIVE.sub("", last)
    shown = _short(UNSAFE.sub("_", " ".join(last.split())).strip(" .")).strip(" .")
    if not shown:
        return f"part-{index}{EXTENSIONS.get(content_type, '.bin')}"
    return f"_{shown}" if RESERVED.fullmatch(shown) else shown


def told_apart(names: Iterable[str]) -> list[str]:
    """The names, of equal ones all but the first with a number: "a.png", "a (2).png"."""
    counts: dict[str, int] = {}
    given: list[str] = []
    for name in names:
        count = counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
        stem, extension = _parted(name)
        given.append(f"{stem} ({count}){extension}" if count > 1 else name)
    return given


def _unseen(char: str) -> bool:
    return char not in "\t\r\n" and (unicodedata.category(char) in UNSEEN or char in BLANK_LETTERS)


def _parted(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    known = stem and extension.isalnum() and len(extension) <= LONGEST_EXTENSION
    return (stem, dot + extension) if known else (name, "")


def _short(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    stem, extension = _parted(name)
    room = LONGEST - len(extension.encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + extension
