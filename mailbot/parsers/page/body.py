"""Write down the text a person reads, out of the text parts of a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.parsers.charset.charsets import decode
from mailbot.parsers.charset.labels import VAGUE, codec_of
from mailbot.parsers.page.flowed import unflowed
from mailbot.parsers.page.html import text_of_html
from mailbot.parsers.page.invitation import said_by
from mailbot.parsers.tree.closed import without_armour
from mailbot.parsers.tree.leaves import Leaf, beginning_of, data_of
from mailbot.parsers.tree.texts import INVITATIONS, REPORTS

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
ENRICHED = re.compile(r"<param>[^<>]{0,200}</param>|<[^<>\n]{0,60}>", re.IGNORECASE)  # RFC 1896
WORD = re.compile(r"\w")
MARKER = re.compile(r"\[image: [^\n]{0,250}\]")
META = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
CID = re.compile(rb"cid:([^\s\"'<>)]{1,250})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """The text, the content ids that its HTML shows, why a part of it is closed, and what was wrong."""

    text: str = ""
    shown: frozenset[str] = frozenset()
    unreadable: str = ""
    defects: tuple[str, ...] = ()

    @property
    def words(self) -> bool:
        """Whether it says anything beside the places of pictures."""
        return bool(WORD.search(MARKER.sub("", self.text) if "[image: " in self.text else self.text))


@dataclass(slots=True)
class _Desk:
    """What all parts of one mail are written with, and what was noted on the way."""

    names: Mapping[str, str]  # of files, by content id
    forwarded: bool
    carrier: str  # whose phone wrote it
    defects: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    unreadable: str = ""


def written(leaves: tuple[Leaf, ...], names: Mapping[str, str], forwarded: bool, carrier: str = "") -> Written:
    """The text of all leaves, of alternatives the plain one where it says something.

    `names` are those of the files by content id, `forwarded` says that the subject calls the mail a forward, `carrier`
    whose phone wrote it.
    """
    desk = _Desk(names, forwarded, carrier)
    texts: list[str] = []
    done: set[str] = set()
    for leaf in leaves:
        if sum(map(len, texts)) > MAX_TEXT:
            break  # a thousand large texts are not decoded only to be cut
        if not leaf.group:
            texts.append(_text(leaf, desk))
        elif leaf.group not in done:
            done.add(leaf.group)
            texts.append(_alternative([one for one in leaves if one.group == leaf.group], desk))
    text = "\n\n".join(one for one in texts if one)
    if len(text) > MAX_TEXT:
        desk.defects.append(f"a text beyond {MAX_TEXT} characters: the rest was not read")
    return Written(text[:MAX_TEXT], frozenset(desk.shown), desk.unreadable, tuple(desk.defects))


def _alternative(leaves: list[Leaf], desk: _Desk) -> str:
    """RFC 2046 section 5.1.4: one content, several forms. Plain text, unless it only stands in for the other."""
    plain = _join((leaf for leaf in leaves if leaf.content_type == "text/plain"), desk)
    rich = [leaf for leaf in leaves if leaf.content_type != "text/plain"]
    if not rich or len(plain) >= MEANINGLESS:
        for leaf in rich:
            _note_shown(leaf, beginning_of(leaf, 2 * MAX_BYTES), desk)
        return plain
    other = _join(rich, desk if not plain else _Desk(desk.names, desk.forwarded, desk.carrier, shown=desk.shown))
    said, could = len(WORD.findall(plain)), len(WORD.findall(MARKER.sub("", other)))
    return other if could > 5 * said + 20 or not said else plain


def _join(leaves: Iterable[Leaf], desk: _Desk) -> str:
    return "\n\n".join(text for leaf in leaves if (text := _text(leaf, desk)))


def _note_shown(leaf: Leaf, data: bytes, desk: _Desk) -> None:
    if leaf.content_type == "text/html":
        desk.shown.update(one.decode("utf-8", "replace") for one in CID.findall(data))


def _text(leaf: Leaf, desk: _Desk) -> str:
    if leaf.content_type in REPORTS:
        return _fields(leaf)
    data = beginning_of(leaf, 2 * MAX_BYTES)
    text, defect = decode(data[:MAX_BYTES], _charset(leaf, data), desk.carrier)
    if defect:
        desk.defects.append(f"text: {defect}")
    if len(data) > MAX_BYTES:
        desk.defects.append(f"a text beyond {MAX_BYTES} bytes: the rest was not read")
    return _read(leaf, data, text, desk)


def _read(leaf: Leaf, data: bytes, text: str, desk: _Desk) -> str:
    if leaf.content_type == "text/html" or SOURCE.match(text):
        _note_shown(leaf, data, desk)
        text = text_of_html(text, desk.forwarded, desk.names)
    elif leaf.content_type in ("text/enriched", "text/richtext"):
        text = ENRICHED.sub("", text.replace("<<", "<"))
    elif leaf.content_type in INVITATIONS:
        text = said_by(text)
    text = plain_lines(text)
    if leaf.content_type == "text/plain" and leaf.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, leaf.parameters.get("delsp", "").lower() == "yes")
    text, closed = without_armour(text)
    desk.unreadable = desk.unreadable or closed
    return text.strip("\n") if text.strip() else ""


def _charset(leaf: Leaf, data: bytes) -> str:
    """What the header says; where that promises nothing, what the page says of itself."""
    label = leaf.parameters.get("charset", "")
    if codec_of(label) not in ("", VAGUE):
        return label
    found = META.search(data[:2000]) if leaf.content_type == "text/html" else None
    return found[1].decode("ascii") if found else label or ("utf-8" if leaf.content_type in INVITATIONS else "")


def _fields(leaf: Leaf) -> str:
    """A delivery report as it stands, when nobody said in words what happened."""
    return plain_lines(decode(data_of(leaf)[:MAX_BYTES], "")[0]).strip("\n")


def plain_lines(text: str) -> str:
    """The text with "\\n" line ends and without control characters except the tab."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(CONTROLS) if CONTROL.search(text) else text
