"""Tell by their markup which elements of an HTML mail hold or introduce quoted words: no language is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum

from mailbot.parsers.quotemarks import begins_header_block, marker
from mailbot.parsers.tables import words

# What mail programs wrap around the words they quote. The class or id alone tells.
QUOTE_BOXES = words("""
    yahoo_quoted protonmail_quote moz-cite-prefix gmail_attr front-blockquote tutanota_quote
    olk_src_body_section
""")
# Everything behind these is the quoted mail: Outlook puts a mark between the two, not a box around one.
QUOTE_MARKS = frozenset(
    ["divrplyfwdmsg", "ms-outlook-mobile-reference-message", "mail-editor-reference-message-container"]
)
BORDER_TOP = re.compile(r"border-top\s{0,3}:\s{0,3}solid", re.IGNORECASE)
INDENT = re.compile(r"border(?:-left)?\s{0,3}:\s{0,3}(?:none|0)", re.IGNORECASE)


class Mark(Enum):
    """What an element is to the words around it."""

    NONE = "none"
    BOX = "all inside is quoted"
    BEHIND = "all behind its beginning is quoted"


def mark_of(name: str, attributes: Mapping[str, str], text: Callable[[], str]) -> Mark:
    """The mark of an element; `text` gives its words, lines apart, and is only called where they decide."""
    names = {*attributes.get("class", "").lower().split(), attributes.get("id", "").lower()}
    names = {one.removeprefix("x_") for one in names}
    if _is_box(name, names, attributes, text):
        return Mark.BOX
    ruled = BORDER_TOP.search(attributes.get("style", ""))
    if names & QUOTE_MARKS or (ruled and begins_header_block(text()[:2000].strip())):
        return Mark.BEHIND
    return Mark.NONE


def _is_box(name: str, names: set[str], attributes: Mapping[str, str], text: Callable[[], str]) -> bool:
    if name != "blockquote":
        return bool(names & QUOTE_BOXES) and not ("gmail_attr" in names and _is_forward(text()))
    # The indent button of several programs makes a blockquote without a border: the sender's own words.
    return attributes.get("type") == "cite" or "gmail_quote" in names or not INDENT.search(attributes.get("style", ""))


def _is_forward(text: str) -> bool:
    """Gmail draws the same box around "On …, … wrote:" and around the header of a mail passed on."""
    return marker(text.strip()[:200].split("\n")[0]) == "forwarded"
