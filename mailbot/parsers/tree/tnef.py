"""Read winmail.dat, in which Outlook hides text and files (MS-OXTNEF): bounded in size, number and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.parsers.charset.charsets import decode
from mailbot.parsers.tree.rtf import MAX_RTF, decompressed, text_of_rtf

TYPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef", "application/x-tnef"))
SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTRIBUTES = 10_000
MAX_PROPERTIES = 5_000
MAX_FILES = 200
# Attributes: MS-OXTNEF section 2.1.3.2.
BODY, CODE_PAGE, PROPERTIES = 0x800C, 0x9007, 0x9003
FILE_BEGINS, FILE_TITLE, FILE_DATA, FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
# Properties: MS-OXPROPS.
P_BODY, P_HTML, P_RTF, P_CODE_PAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
P_LONG_NAME, P_SHORT_NAME, P_DISPLAY_NAME, P_DATA, P_TYPE, P_CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x3701, 0x370E, 0x3712
FIXED = {0x0001: 0, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8}
FIXED |= {0x0040: 8, 0x0048: 16}
SIZED = frozenset((0x000D, 0x001E, 0x001F, 0x0102))
STRING8, UNICODE, OBJECT, MULTIPLE = 0x001E, 0x001F, 0x000D, 0x1000
PAGES = {65001: "utf-8", 20127: "us-ascii", 28591: "iso-8859-1", 20866: "koi8-r", 50220: "iso-2022-jp", 51932: "euc-jp"}


@dataclass(slots=True)
class Packed:
    """A file as it is being read."""

    name: str = ""
    data: bytes = b""
    content_type: str = ""
    content_id: str = ""


@dataclass(slots=True)
class Letter:
    """What was in the winmail.dat: the body as (content type, charset, bytes), and the files."""

    body: tuple[str, str, bytes] | None = None
    files: list[Packed] = field(default_factory=list)
    damaged: bool = False
    charset: str = "windows-1252"


def unpacked(data: bytes) -> Letter | None:
    """The letter, None when the bytes are no TNEF; what is broken inside is left out."""
    if not data.startswith(SIGNATURE):
        return None
    letter = Letter()
    bodies: dict[int, tuple[str, str, bytes]] = {}
    for name, content in _attributes(data, letter):
        if name == CODE_PAGE:
            letter.charset = _charset(int.from_bytes(content[:4], "little"))
        elif name == BODY:
            bodies.setdefault(BODY, ("text/plain", letter.charset, content.rstrip(b"\0")))
        elif name == PROPERTIES:
            bodies |= _bodies(content, letter)
        elif name == FILE_BEGINS and len(letter.files) < MAX_FILES:
            letter.files.append(Packed())
        elif letter.files:
            _into_file(letter, letter.files[-1], name, content)
    told = (
        bodies[one] for one in (P_BODY, BODY, P_HTML, P_RTF) if one in bodies and bodies[one][2].strip(b"\0 \r\n\t")
    )
    letter.body = next(told, None)
    letter.files = [one for one in letter.files if one.data or one.name]
    return letter


def _attributes(data: bytes, letter: Letter) -> Iterator[tuple[int, bytes]]:
    """Level (1 byte), name and type (2 + 2), length (4), content, checksum (2): MS-OXTNEF section 2.1.3.1."""
    at = 6
    for _ in range(MAX_ATTRIBUTES):
        if at + 11 > len(data):
            letter.damaged = letter.damaged or at < len(data)
            return
        length = int.from_bytes(data[at + 5 : at + 9], "little")
        content = data[at + 9 : at + 9 + length]
        letter.damaged = letter.damaged or len(content) < length
        yield int.from_bytes(data[at + 1 : at + 3], "little"), content
        at += length + 11
    letter.damaged = True


def _charset(page: int) -> str:
    return PAGES.get(page, f"cp{page}" if 0 < page < 10_000 else "windows-1252")


def _bodies(content: bytes, letter: Letter) -> dict[int, tuple[str, str, bytes]]:
    found: dict[int, tuple[str, str, bytes]] = {}
    kept = {tag: (kind, value) for tag, kind, value in _properties(content, letter)}
    # PidTagInternetCodepage speaks of the HTML alone; other text is in the code page of the sender's Windows.
    page = _charset(int.from_bytes(kept[P_CODE_PAGE][1], "little")) if P_CODE_PAGE in kept else letter.charset
    for tag, content_type, charset in ((P_BODY, "text/plain", letter.charset), (P_HTML, "text/html", page)):
        if tag in kept:
            kind, value = kept[tag]
            wide = kind == UNICODE
            words = value.decode("utf-16-le", "replace").encode("utf-8", "replace") if wide else value
            found[tag] = (content_type, "utf-8" if wide else charset, words.rstrip(b"\0"))
    if P_RTF in kept and (source := decompressed(kept[P_RTF][1])):
        text, kind_of_text = text_of_rtf(source[:MAX_RTF])
        found[P_RTF] = (kind_of_text, "utf-8", text.encode("utf-8", "replace"))
    return found


def _into_file(letter: Letter, one: Packed, name: int, content: bytes) -> None:
    if name == FILE_TITLE:
        one.name = one.name or _text(STRING8, content, letter.charset)
    elif name == FILE_DATA:
        one.data = content
    elif name == FILE_PROPERTIES:
        for tag, kind, value in _properties(content, letter):
            _property(one, tag, kind, value, letter.charset)


def _property(one: Packed, tag: int, kind: int, value: bytes, charset: str) -> None:
    text = _text(kind, value, charset) if kind in (STRING8, UNICODE) else ""
    if tag == P_LONG_NAME:
        one.name = text or one.name
    elif tag in (P_SHORT_NAME, P_DISPLAY_NAME):
        one.name = one.name or text
    elif tag == P_TYPE:
        one.content_type = text.lower()
    elif tag == P_CONTENT_ID:
        one.content_id = text.strip(" <>")
    elif tag == P_DATA:
        # An object begins with the 16 bytes of its interface; an attached mail is a TNEF of its own.
        one.data = value[16:] if kind == OBJECT else value
        if one.data.startswith(SIGNATURE):
            one.content_type = "application/ms-tnef"


def _text(kind: int, value: bytes, charset: str) -> str:
    return (value.decode("utf-16-le", "replace") if kind == UNICODE else decode(value, charset)[0]).rstrip("\0\ufffd")


def _properties(content: bytes, letter: Letter) -> Iterator[tuple[int, int, bytes]]:
    """(tag, type, value) of each property with one value: MS-OXTNEF section 2.1.3.4."""
    count = min(int.from_bytes(content[:4], "little"), MAX_PROPERTIES)
    at = 4
    for _ in range(count):
        kind, tag = int.from_bytes(content[at : at + 2], "little"), int.from_bytes(content[at + 2 : at + 4], "little")
        at = _named(content, at + 4) if tag >= 0x8000 else at + 4
        base = kind & ~MULTIPLE
        values = 1
        if kind & MULTIPLE or base in SIZED:
            values, at = int.from_bytes(content[at : at + 4], "little"), at + 4
        if at > len(content) or (base not in FIXED and base not in SIZED) or values > MAX_PROPERTIES:
            letter.damaged = True
            return
        for _ in range(values):
            if base in FIXED:
                start, length = at, FIXED[base]
            else:
                start, length = at + 4, int.from_bytes(content[at : at + 4], "little")
            at = start + length + (-length % 4)
            if start > len(content):
                letter.damaged = True
                return
            if not kind & MULTIPLE:
                yield tag, base, content[start : start + length]


def _named(content: bytes, at: int) -> int:
    """Behind the name of a named property: an interface, then a number or a text."""
    kind = int.from_bytes(content[at + 16 : at + 20], "little")
    length = int.from_bytes(content[at + 20 : at + 24], "little") if kind else 0
    return at + 24 + length + (-length % 4)
