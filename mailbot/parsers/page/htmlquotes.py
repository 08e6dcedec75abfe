"""Tell by their markup which elements of an HTML mail hold or introduce quoted words: no language is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum

from mailbot.parsers.tables import words
from mailbot.parsers.whose.headerblocks import begins_block
from mailbot.parsers.whose.quotemarks import marker

# What mail programs wrap around the words they quote, or around the line that introduces them. The class, id or name
# alone tells.
QUOTE_BOXES = words("""
    yahoo_quoted protonmail_quote moz-cite-prefix gmail_attr front-blockquote tutanota_quote
    olk_src_body_section zmail_extra missive_quote messagereplysection isreplycontent ntes-mailmaster-quote
    reply-intro quoted-text
""")
# Everything behind these is the quoted mail: Outlook puts a mark between the two, not a box around one.
QUOTE_MARKS = words("""
    divrplyfwdmsg ms-outlook-mobile-reference-message mail-editor-reference-message-container
    outlookmessageheader stopspelling zwchr
""")
# What web mail puts before the names that other programs gave.
PREFIX = re.compile(r"(?:x_|yiv\d{1,12}_?|ydp[0-9a-f]{6,12}|qt-|m_-?\d{1,22}|v1|aolmail_)")
BORDER_TOP = re.compile(r"border-top\s{0,3}:\s{0,3}solid", re.IGNORECASE)
INDENT = re.compile(r"border(?:-left)?\s{0,3}:\s{0,3}(?:none|0)", re.IGNORECASE)


class Mark(Enum):
    """What an element is to the words around it."""

    NONE = "none"
    BOX = "all inside is quoted"
    BEHIND = "all behind its beginning is quoted"


def mark_of(name: str, attributes: Mapping[str, str], text: Callable[[], str]) -> Mark:
    """The mark of an element; `text` gives its words, lines apart, and is only called where they decide."""
    names = _names(attributes)
    if _is_box(name, names, attributes, text):
        return Mark.BOX
    ruled = BORDER_TOP.search(attributes.get("style", ""))
    if names & QUOTE_MARKS or (ruled and begins_block(text()[:2000].strip())):
        return Mark.BEHIND
    return Mark.NONE


def _names(attributes: Mapping[str, str]) -> set[str]:
    given = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('name', '')}"[:500]
    names = given.lower().split()
    for _ in range(3):
        names = [PREFIX.sub("", one, count=1) if PREFIX.match(one) else one for one in names]
    return set(names)


def _is_box(name: str, names: set[str], attributes: Mapping[str, str], text: Callable[[], str]) -> bool:
    if name == "div" and attributes.get("name") == "quote":  # GMX and web.de
        return True
    if name != "blockquote":
        return bool(names & QUOTE_BOXES) and not ("gmail_attr" in names and _is_forward(text()))
    # The indent button of several programs makes a blockquote without a border: the sender's own words.
    return attributes.get("type") == "cite" or "gmail_quote" in names or not INDENT.search(attributes.get("style", ""))


def _is_forward(text: str) -> bool:
    """Gmail draws the same box around "On …, … wrote:" and around the header of a mail passed on."""
    return marker(text.strip()[:200].split("\n")[0]) == "forwarded"
