"""Choose and write down the text a person reads, out of the text parts of a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.parsers.charsets import decode
from mailbot.parsers.html import text_of_html

MAX_TEXT = 500_000
MAX_BYTES = 2_000_000
MEANINGLESS = 200  # a plain part shorter than this may be a mere "please see the HTML part"
CONTROLS = dict.fromkeys((*range(0x09), *range(0x0B, 0x0D), *range(0x0E, 0x20), 0x7F), None) | {
    0x0B: "\n",
    0x0C: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
SOURCE = re.compile(r"\s{0,20}<(?:!doctype html|html[\s>]|\?xml[^>]{0,100}>\s{0,5}<html)", re.IGNORECASE)
ENRICHED = re.compile(r"<[^<>\n]{0,60}>")
WORD = re.compile(r"\w")
META = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text part: decoded bytes, type, charset label, whether its lines flow, and its alternative group."""

    data: bytes
    content_type: str
    charset: str
    flowed: bool
    delsp: bool
    group: str
    carrier: str = ""  # whose phone wrote it


def choose(pieces: list[Piece], forwarded: bool) -> tuple[str, list[str]]:
    """The text of all pieces, of alternatives the plain one where it says something; and what was wrong with them."""
    defects: list[str] = []
    texts: list[str] = []
    done: set[str] = set()
    for piece in pieces:
        if not piece.group:
            texts.append(_text(piece, forwarded, defects))
        elif piece.group not in done:
            done.add(piece.group)
            texts.append(_alternative([one for one in pieces if one.group == piece.group], forwarded, defects))
    text = "\n\n".join(one for one in texts if one)
    if len(text) > MAX_TEXT:
        defects.append(f"a text beyond {MAX_TEXT} characters: cut")
    return text[:MAX_TEXT], defects


def _alternative(pieces: list[Piece], forwarded: bool, defects: list[str]) -> str:
    """RFC 2046 section 5.1.4: one content, several forms. Plain text, unless it only stands in for the other."""
    plain = _join([piece for piece in pieces if piece.content_type == "text/plain"], forwarded, defects)
    rich = [piece for piece in pieces if piece.content_type != "text/plain"]
    if not rich or len(plain) >= MEANINGLESS:
        return plain
    other = _join(rich, forwarded, defects if not plain else [])
    said, could = len(WORD.findall(plain)), len(WORD.findall(other))
    return other if could > 5 * said + 20 or not said else plain


def _join(pieces: list[Piece], forwarded: bool, defects: list[str]) -> str:
    return "\n\n".join(text for piece in pieces if (text := _text(piece, forwarded, defects)))


def _text(piece: Piece, forwarded: bool, defects: list[str]) -> str:
    text, defect = decode(piece.data[:MAX_BYTES], piece.charset or _declared(piece), piece.carrier)
    if defect:
        defects.append(f"text: {defect}")
    if len(piece.data) > MAX_BYTES:
        defects.append(f"a text beyond {MAX_BYTES} bytes: cut")
    if piece.content_type == "text/html" or SOURCE.match(text):
        text = text_of_html(text, forwarded)
    elif piece.content_type in ("text/enriched", "text/richtext"):
        text = ENRICHED.sub("", text.replace("<<", "<"))
    text = plain_lines(text)
    if piece.flowed:
        text = unflowed(text, piece.delsp)
    return text.strip("\n") if text.strip() else ""


def _declared(piece: Piece) -> str:
    found = META.search(piece.data[:2000]) if piece.content_type == "text/html" else None
    return found[1].decode("ascii") if found else ""


def plain_lines(text: str) -> str:
    """The text with "\\n" line ends and without control characters except the tab."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(CONTROLS) if CONTROL.search(text) else text


def unflowed(text: str, delsp: bool) -> str:
    """Long lines put together again (RFC 3676 section 4): a blank at the end says that the next line goes on.

    Quoted lines join only at the same depth; the signature separator "-- " never flows.
    """
    paragraphs: list[list[str]] = []
    flowing, depth_before = False, 0
    for raw in text.split("\n"):
        content = raw.lstrip(">")
        depth = len(raw) - len(content)
        content = content.removeprefix(" ")
        ends_flowing = content.endswith(" ") and content != "-- "
        if flowing and depth == depth_before and content != "-- ":
            paragraphs[-1].append(content[:-1] if delsp and ends_flowing else content)
        else:
            mark = ">" * depth + (" " if depth and content else "")
            paragraphs.append([mark + (content[:-1] if delsp and ends_flowing else content)])
        flowing, depth_before = ends_flowing, depth
    return "\n".join("".join(paragraph) for paragraph in paragraphs)
