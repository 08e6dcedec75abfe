"""RTF, plain or compressed as Outlook keeps it (MS-OXRTFCP), to text or to the HTML inside of it (MS-OXRTFEX)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.parsers.charset.charsets import decode
from mailbot.parsers.tables import words

MAX_RTF = 1_000_000
MAX_DEPTH = 1_000
INITIAL = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
# Groups whose words are not the letter: RTF 1.9.1, "destinations".
ASIDE = words("""
    fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr footerf
    footnote annotation generator listtable listoverridetable rsidtbl themedata colorschememapping latentstyles
    datastore xmlnstbl mmathPr fldinst pntext pntxta pntxtb bkmkstart bkmkend filetbl revtbl private template
    listtext shppict nonshppict author operator title subject keywords company
""")
SIGNS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n\n",
    "page": "\n\n",
    "row": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
MARKS = {"~": "\u00a0", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
# Code pages by \fcharset; what is missing follows \ansicpg.
FONT_SETS = {128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 186: 1257, 204: 1251}
FONT_SETS |= {222: 874, 238: 1250, 163: 1258}
FONT = re.compile(r"\\f(\d{1,5})(?:\\(?!f\d)[a-z]{1,20}-?\d{0,10} ?|\{\\\*[^{}]{0,100}\}){0,8}?\\fcharset(\d{1,3})")


def decompressed(data: bytes) -> bytes:
    """The RTF behind MS-OXRTFCP, at most MAX_RTF bytes of it; b"" when it is none. Its checksum is not asked for."""
    if data[8:12] == b"MELA":
        return data[16 : 16 + MAX_RTF]
    if data[8:12] != b"LZFu":
        return b""
    size = min(int.from_bytes(data[4:8], "little"), MAX_RTF)
    out = bytearray(INITIAL)
    begin = len(INITIAL)
    source, at = memoryview(data), 16
    while at < len(source) and len(out) - begin < size:
        flags, at = source[at], at + 1
        for bit in range(8):
            if at >= len(source):
                break
            if not flags >> bit & 1:
                out.append(source[at])
                at += 1
                continue
            token, at = int.from_bytes(source[at : at + 2], "big"), at + 2
            offset = token >> 4
            if offset == len(out) % 4096:  # section 3.1.3: a reference to where writing goes on is the end
                return bytes(out[begin:])
            _repeat(out, offset, (token & 15) + 2)
    return bytes(out[begin : begin + size])


def _repeat(out: bytearray, offset: int, length: int) -> None:
    """Copy from the ring of 4,096 bytes, which may run into what is being written."""
    start = len(out) - ((len(out) - offset) % 4096)
    for at in range(start, start + length):
        out.append(out[at] if at >= 0 else 32)


class _Reader:
    """The text so far, and what the open groups changed."""

    def __init__(self, source: str) -> None:
        self.out: list[str] = []
        self.held = bytearray()  # characters of more than one byte come in pieces
        self.page = 1252
        self.fonts = {int(one[1]): int(one[2]) for one in FONT.finditer(source[:100_000])}
        self.html = "\\fromhtml1" in source[:2000]
        self.font = 0
        self.aside = self.tag = self.hidden = False
        self.skip, self.skipped = 1, 0
        self.stack: list[tuple[int, bool, bool, bool, int]] = []

    def flush(self) -> None:
        if self.held:
            charset = f"cp{FONT_SETS.get(self.fonts.get(self.font, 0), self.page)}"
            self.out.append(decode(bytes(self.held), charset)[0])
            self.held.clear()

    def write(self, text: str) -> None:
        if not self.aside and not (self.hidden and not self.tag):
            self.flush()
            self.out.append(text)

    def byte(self, value: int) -> None:
        if self.skipped:
            self.skipped -= 1
        elif not self.aside and not (self.hidden and not self.tag):
            self.held.append(value)

    def words(self, text: str) -> None:
        text, self.skipped = text[self.skipped :], max(0, self.skipped - len(text))
        if self.held and text and _lead(self.held, self.page):
            # The second byte of a character may be a letter: \'83A is one katakana.
            self.byte(ord(text[0]) & 0xFF)
            text = text[1:]
        if text:
            self.write(text)

    def group(self, brace: str) -> None:
        self.skipped = 0
        self.flush()
        if brace == "{" and len(self.stack) < MAX_DEPTH:
            self.stack.append((self.font, self.aside, self.tag, self.hidden, self.skip))
        elif brace == "}" and self.stack:
            self.font, self.aside, self.tag, self.hidden, self.skip = self.stack.pop()

    def word(self, name: str, number: str | None) -> None:
        value = int(number) if number else None
        if name == "u" and value is not None:
            self.write(chr(value % 0x10000))
            self.skipped = self.skip
        elif name == "uc":
            self.skip = min(max(value or 0, 0), 8)
        elif name == "ansicpg" and value:
            self.page = value
        elif name == "f" and value is not None:
            self.flush()
            self.font = value
        elif name == "htmlrtf":
            self.hidden = self.html and value != 0
        elif name in SIGNS:
            self.write(SIGNS[name])
        elif name in ASIDE:
            self.aside = True

    def mark(self, char: str) -> None:
        if char == "*":
            self.aside = True
        elif char in MARKS:
            self.write(MARKS[char])


def text_of_rtf(data: bytes) -> tuple[str, str]:
    """The text, or the HTML that Outlook wrapped into RTF, and which of both: "text/plain" or "text/html"."""
    source = data[:MAX_RTF].decode("latin-1")
    reader = _Reader(source)
    for token in _tokens(source):
        name, number, byte, char, brace, plain = token.groups()
        if name == "htmltag" and reader.html:
            reader.aside, reader.tag = False, True
        elif name == "mhtmltag":
            reader.aside = True
        elif name:
            reader.word(name, number)
        elif byte:
            reader.byte(int(byte, 16))
        elif char:
            reader.mark(char)
        elif brace:
            reader.group(brace)
        elif plain:
            reader.words(plain)
    reader.flush()
    text = "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text, "text/html" if reader.html else "text/plain"


def _tokens(source: str) -> Iterator[re.Match[str]]:
    """The tokens; pictures in binary are stepped over."""
    at = 0
    while found := TOKEN.search(source, at):
        at = found.end()
        if found[1] == "bin":
            at += max(0, int(found[2] or 0))
            continue
        yield found


def _lead(held: bytearray, page: int) -> bool:
    """Whether the last byte begins a character of two bytes; trail bytes may look alike, so the run is counted."""
    if page not in (932, 936, 949, 950):
        return False
    open_ = False
    for value in held[-64:]:
        open_ = not open_ and value > 0x80 and not (page == 932 and 0xA0 <= value <= 0xDF)
    return open_
