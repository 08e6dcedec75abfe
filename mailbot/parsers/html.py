"""Turn HTML into the text a person would read, quotes marked with "> " as in plain mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbot.parsers.htmlquotes import Mark, mark_of
from mailbot.parsers.tables import words

MAX_HTML = 2_000_000
MAX_QUOTES = 8

DROPPED = words("""
    head script style title template svg math object iframe noframes select textarea meta link base map audio
    video canvas -comment -doctype
""")
BLOCKS = words("""
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody tfoot
    thead tr ul caption
""")
SPACED = words("""
    p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl figure
""")
HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all", re.IGNORECASE
)
BLANKS = re.compile(r"[ \t\n\r\f]+")
INVISIBLE = str.maketrans("", "", "\u200b\ufeff\u00ad\u034f\u2060")

OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})")
NO_END = words("""
    br img hr p li td th tr col meta link input tbody thead dt dd option area base wbr
""")
MAX_OPEN = 3000
TAG = re.compile(r"<[^<>]{0,2000}>")


def text_of_html(source: str, forwarded: bool = False) -> str:
    """The readable text: blocks on lines, cells apart by tabs, lists with marks, quotes as "> " lines.

    `forwarded` says that the mail passes another one on: then the marks of Outlook make no quote, for the words
    behind them are what the mail is about.
    """
    source = source[:MAX_HTML]
    if _too_deep(source):
        return unescape(TAG.sub(" ", source)).translate(INVISIBLE).strip()
    page = _Page(forwarded)
    root = LexborHTMLParser(source).root
    if root is not None:
        _walk(root, page)
    return page.text()


def _too_deep(source: str) -> bool:
    """The parser takes quadratic time for elements left open: 100,000 of them take 15 seconds."""
    if len(source) < MAX_OPEN * 3 or source.count("<") < MAX_OPEN:
        return False
    opened = sum(1 for tag in OPENING.findall(source) if tag.lower() not in NO_END)
    return opened - source.count("</") - source.count("/>") > MAX_OPEN


def _walk(root: LexborNode, page: _Page) -> None:
    """Depth first without recursion; `path` holds the open elements and how to leave them."""
    path: list[tuple[LexborNode, _Open]] = []
    node = root
    while True:
        name = node.tag or ""
        child = None
        if name == "-text":
            page.write(node.text_content or "")
        elif name not in DROPPED and (opened := page.enter(name, node)) is not None:
            child = node.child
            if child is None:
                page.leave(opened)
            else:
                path.append((node, opened))
        following = child or node.next
        while following is None and path:
            node, opened = path.pop()
            page.leave(opened)
            following = node.next
        if following is None or not path:
            return
        node = following


@dataclass(frozen=True, slots=True)
class _Open:
    """What an element changed, to be undone when it closes."""

    block: bool
    spaced: bool
    quotes: int
    pre: bool
    item: str


class _Page:
    """The text so far: finished lines and the line being written."""

    def __init__(self, forwarded: bool) -> None:
        self.forwarded = forwarded
        self.lines: list[str] = []
        self.line = ""
        self.quotes = 0
        self.behind_mark = 0  # 1 once an Outlook mark has been passed
        self.pre = False
        self.own_words = False

    def write(self, text: str) -> None:
        text = text.translate(INVISIBLE)
        if self.pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self.line += first
            for line in rest:
                self.end_line()
                self.line = line
            return
        text = BLANKS.sub(" ", text)
        self.line += text.lstrip(" ") if not self.line or self.line[-1] in " \t" else text

    def end_line(self) -> None:
        """Finish the line, empty or not; of several empty lines one stays."""
        text = self.line.replace("\u00a0", " ").rstrip()
        self.line = ""
        depth = min(self.quotes + self.behind_mark, MAX_QUOTES)
        if text and not depth:
            self.own_words = True
        if text:
            self.lines.append("> " * depth + text)
        elif self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * bool(depth))
        elif self.lines and not depth:
            self.lines[-1] = ""

    def fresh_line(self) -> None:
        # A hard blank alone makes a line: Outlook writes an empty one as <p>&nbsp;</p>.
        if self.line.strip(" \t"):
            self.end_line()
        self.line = ""

    def enter(self, name: str, node: LexborNode) -> _Open | None:
        """Begin an element; None when it is not shown at all."""
        attributes = {} if name in PLAIN else {key.lower(): value or "" for key, value in node.attributes.items()}
        style = attributes.get("style", "")
        if "hidden" in attributes or (style and HIDDEN.search(style)):
            return None
        opened = _Open(name in BLOCKS, _spaced(name, attributes), self.quotes, self.pre, name)
        if name == "br":
            self.end_line()
        elif opened.block:
            self._begin_block(name, opened.spaced)
        elif name in ("td", "th") and self.line.strip(" \t\u00a0"):
            self.line = self.line.rstrip() + "\t"
        if (attributes and (opened.block or name == "span")) or name == "blockquote":
            self._quotes(name, node, attributes)
        self.pre = self.pre or name == "pre"
        return opened

    def _begin_block(self, name: str, spaced: bool) -> None:
        self.fresh_line()
        if spaced:
            self.end_line()
        if name == "li":
            self.line = "- "

    def _quotes(self, name: str, node: LexborNode, attributes: dict[str, str]) -> None:
        mark = mark_of(name, attributes, lambda: node.text(deep=True, separator="\n") or "")
        if mark is Mark.NONE:
            return
        self.fresh_line()
        if mark is Mark.BOX:
            self.quotes += 1
        elif self.own_words and not self.forwarded:
            self.behind_mark = 1

    def leave(self, opened: _Open) -> None:
        if opened.block or opened.quotes != self.quotes:
            self.fresh_line()
        self.quotes, self.pre = opened.quotes, opened.pre
        if opened.spaced:
            self.end_line()

    def text(self) -> str:
        self.fresh_line()
        while self.lines and not self.lines[-1].strip(">"):
            self.lines.pop()
        return "\n".join(self.lines).strip("\n")


PLAIN = words("""
    br b i u em strong a font tr tbody td th li ul ol html body
""")


def _spaced(name: str, attributes: dict[str, str]) -> bool:
    """Whether blank lines stand around a block; the paragraphs of Outlook have none."""
    return name in SPACED and not (name == "p" and "mso" in attributes.get("class", "").lower())
