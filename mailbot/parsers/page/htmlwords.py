"""What stands in the text for a link or a picture of an HTML mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

LONGEST_TARGET = 300
LONGEST_ALT = 500
LONGEST_EMOJI = 16
TARGET = re.compile(r"\s{0,9}((?:https?://|mailto:|tel:)[^\s<>]{1,2000})\s{0,9}", re.IGNORECASE)
# Words that are themselves an address: they say where the link leads as far as the reader sees it.
ADDRESS = re.compile(
    r"<?(?:https?://|www\.|mailto:)\S{1,2000}|[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?:/\S{0,500})?", re.IGNORECASE
)
SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
PICTOGRAPHS = frozenset(("So", "Sk", "Me"))


def target_of(href: str, words: str) -> str:
    """The target of a link, "" when its words say it already, when it has none, or when it is not for people.

    Of a long one the query is left out: it only counts who clicked.
    """
    found = TARGET.fullmatch(href[:2200])
    said = " ".join(words.split())
    if not found or not said or ADDRESS.fullmatch(said):
        return ""
    target = found[1] if len(found[1]) <= LONGEST_TARGET else re.split(r"[?#]", found[1])[0]
    bare = SCHEME.sub("", unquote(target)).split("?")[0].rstrip("/").casefold()
    spoken = said.casefold()
    digits = re.sub(r"\D", "", bare) if target[:4].lower() == "tel:" else ""
    if bare in spoken or (digits and digits in re.sub(r"\D", "", spoken)) or len(target) > LONGEST_TARGET:
        return ""
    return target


def picture_of(source: str, names: Mapping[str, str]) -> str:
    """The name of the file that a picture shows, "" for a picture from elsewhere."""
    if source[:4].lower() != "cid:":
        return ""
    content_id = source[4:300].strip(" <>")
    return names.get(content_id) or names.get(unquote(content_id), "")


def emoji_of(alt: str) -> str:
    """The emoji that a picture stands for, "" when it stands for something else."""
    alt = alt.strip()
    if not alt or len(alt) > LONGEST_EMOJI or any(char.isalpha() for char in alt):
        return ""
    return alt if any(unicodedata.category(char) in PICTOGRAPHS for char in alt) else ""
