"""Turn HTML into the text a person would read, quotes marked with "> " as in plain mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbot.parsers.page.htmlpage import INVISIBLE, RULE, Page
from mailbot.parsers.page.htmlquotes import Mark, mark_of
from mailbot.parsers.page.htmlwords import LONGEST_ALT, emoji_of, picture_of, target_of
from mailbot.parsers.tables import words

MAX_HTML = 2_000_000
MAX_ALTS = 50
LONGEST_TITLE = 300

DROPPED = words("""
    head script style title template svg math object iframe noframes select textarea meta link base map audio
    video canvas input datalist -comment -doctype
""")
BLOCKS = words("""
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header html li main menu nav ol p pre section summary table tbody tfoot
    thead tr ul caption legend
""")
SPACED = words("""
    p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl figure
""")
# Blocks that do not break the line of a cell when they are all there is in it.
SOFT = words("""
    p div center h1 h2 h3 h4 h5 h6 section article span address
""")
LISTS = frozenset(("ul", "ol", "dir", "menu"))
# For lower-case text.
HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all"
    r"|(?:^|[;\s])(?:max-height|opacity)\s{0,3}:\s{0,3}0(?:\.0{1,3})?(?:px|em|%)?\s{0,3}(?:;|!|$)"
)
OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})")
NO_END = words("""
    br img hr p li td th tr col meta link input tbody thead dt dd option area base wbr
""")
MAX_OPEN = 3000
TAG = re.compile(r"<[^<>]{0,2000}>")
WORD = re.compile(r"\w")
# Elements that swallow all that follows when a mail forgets to close them.
SWALLOWING = ("title", "textarea", "xmp", "iframe", "noframes", "noembed")
NO_NAMES: Mapping[str, str] = {}
# Looked at for nothing but their place: reading the attributes takes as long as all else.
PLAIN = words("""
    br b i u em strong font tr tbody td th li ul html body
""")


def text_of_html(source: str, forwarded: bool = False, names: Mapping[str, str] = NO_NAMES) -> str:
    """The readable text: blocks on lines, cells apart by tabs, lists with marks, quotes as "> " lines.

    `forwarded` says that the mail passes another one on: then the marks of Outlook make no quote, for the words
    behind them are what the mail is about. `names` are those of the files by content id: a picture that the mail brings
    along is the line "[image: NAME]".
    """
    source = source[:MAX_HTML]
    if _too_deep(source):
        return INVISIBLE.sub("", unescape(TAG.sub(" ", source))).strip()
    text = _walked(source, forwarded, names)
    if not text:
        closed = _closed(source)
        text = _walked(closed, forwarded, names) if closed != source else ""
    return text or _title(source)


def _walked(source: str, forwarded: bool, names: Mapping[str, str]) -> str:
    walk = _Walk(forwarded, names)
    root = LexborHTMLParser(source).root
    if root is not None:
        walk.over(root)
    return walk.page.text() or "\n".join(dict.fromkeys(walk.alts))


def _title(source: str) -> str:
    """What programs show above the page: a page without words has nothing else."""
    found = LexborHTMLParser(source).css_first("title")
    return " ".join((found.text(deep=True) or "")[:LONGEST_TITLE].split()) if found else ""


def _too_deep(source: str) -> bool:
    """The parser takes quadratic time for elements left open: 100,000 of them take 15 seconds."""
    if len(source) < MAX_OPEN * 3 or source.count("<") < MAX_OPEN:
        return False
    opened = sum(1 for tag in OPENING.findall(source) if tag.lower() not in NO_END)
    return opened - source.count("</") - source.count("/>") > MAX_OPEN


def _closed(source: str) -> str:
    """The source without the tags that swallow the rest of it."""
    for name in SWALLOWING:
        lower = source.lower()
        at = lower.find(f"<{name}", max(0, lower.rfind(f"</{name}")))
        if at >= 0:
            end = source.find(">", at)
            source = source[:at] + source[end + 1 if end >= 0 else len(source) :]
    return source


class _Open(NamedTuple):
    """What an element changed, to be undone when it closes."""

    name: str
    block: bool
    spaced: bool
    quotes: int
    pre: bool
    mark: str
    href: str
    at: tuple[int, int]  # lines and characters of the last line that stood above the element


class _Walk:
    """One way through a tree, writing a page."""

    def __init__(self, forwarded: bool, names: Mapping[str, str]) -> None:
        self.page = Page()
        self.forwarded = forwarded
        self.names = names
        self.alts: list[str] = []

    def over(self, root: LexborNode) -> None:
        """Depth first without recursion; `path` holds the open elements and how to leave them."""
        path: list[tuple[LexborNode, _Open]] = []
        node = root
        while True:
            name = node.tag or ""
            child = None
            if name == "-text":
                self.page.write(node.text_content or "")
            elif name not in DROPPED and (opened := self.enter(name, node)) is not None:
                child = node.child
                if child is None:
                    self.leave(opened)
                else:
                    path.append((node, opened))
            following = child or node.next
            while following is None and path:
                node, opened = path.pop()
                self.leave(opened)
                following = node.next
            if following is None or not path or self.page.full:
                return
            node = following

    def enter(self, name: str, node: LexborNode) -> _Open | None:
        """Begin an element; None when it is not shown at all."""
        page = self.page
        attributes = {} if name in PLAIN else {key.lower(): value or "" for key, value in node.attributes.items()}
        style = attributes.get("style", "")
        if "hidden" in attributes or (style and HIDDEN.search(style[:5000].lower())):
            return None
        spaced = name in SPACED and self._spaced(name, attributes)
        at = (len(page.lines), len(page.line))
        opened = _Open(name, name in BLOCKS, spaced, page.quotes, page.pre, page.mark, attributes.get("href", ""), at)
        self._begin(name, spaced, attributes)
        if (attributes and (opened.block or name in ("span", "hr"))) or name == "blockquote":
            self._quotes(name, node, attributes)
        page.pre = page.pre or name == "pre"
        return opened

    def _begin(self, name: str, spaced: bool, attributes: dict[str, str]) -> None:
        page = self.page
        if name == "br":
            page.settle()
            page.end_line()
        elif name == "img":
            self._picture(attributes)
        elif name == "hr":
            page.alone(RULE)
        elif name == "tr":
            page.begin_row()
        elif name in ("td", "th"):
            page.begin_cell()
        elif name == "li":
            page.begin_item()
        elif name in BLOCKS:
            page.begin_block(spaced)
        if name in LISTS:
            start = attributes.get("start", "1")
            page.lists.append((int(start) if start.isdecimal() and len(start) < 7 else 1) if name == "ol" else None)

    def _spaced(self, name: str, attributes: dict[str, str]) -> bool:
        """Whether blank lines stand around a block; not around Outlook's paragraphs and lists inside of lists."""
        if name in LISTS or (name == "p" and self.page.lists):
            return not self.page.lists
        return not (name == "p" and "mso" in attributes.get("class", "").lower())

    def _picture(self, attributes: dict[str, str]) -> None:
        alt = attributes.get("alt", "")[:LONGEST_ALT]
        if emoji := emoji_of(alt):
            self.page.write(emoji)
        elif name := picture_of(attributes.get("src", ""), self.names):
            self.page.alone(f"[image: {name}]")
        elif WORD.search(alt) and len(self.alts) < MAX_ALTS:
            self.alts.append(" ".join(alt.split()))

    def _quotes(self, name: str, node: LexborNode, attributes: dict[str, str]) -> None:
        mark = mark_of(name, attributes, lambda: node.text(deep=True, separator="\n") or "")
        if mark is Mark.BOX:
            self.page.fresh_line()
            self.page.quotes += 1
        elif mark is Mark.BEHIND:
            self.page.quoted_from_here(self.forwarded)

    def leave(self, opened: _Open) -> None:
        """End an element."""
        page = self.page
        if opened.quotes != page.quotes or (opened.block and opened.name not in SOFT):
            page.fresh_line()
        if opened.href and opened.at[0] == len(page.lines):
            self._target(opened)
        if opened.name in ("td", "th"):
            page.end_cell()
        elif opened.name == "tr":
            page.end_row()
        elif opened.name in LISTS:
            page.lists.pop()
        if opened.name == "li":
            page.mark = opened.mark
        if opened.name in SOFT and opened.block:
            page.end_block(opened.spaced)
            page.quotes, page.pre = opened.quotes, opened.pre
            return
        page.quotes, page.pre = opened.quotes, opened.pre
        if opened.spaced:
            page.end_line()

    def _target(self, opened: _Open) -> None:
        page = self.page
        target = target_of(opened.href, page.line[opened.at[1] :])
        if target:
            page.line = f"{page.line.rstrip()} <{target}>"
