"""Words of our own that stand for a value: "クローム 129" is "Chrome 129"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from mailbot.casework.catalogue import Lexicon
from mailbot.casework.patterns import compiled

VERSION = (
    r"(?:[ /(]{0,2}(?:version|ver\.?|v\.?|バージョン|の|build)?[ :]{0,2}(?P<version>\d+(?:\.\d+)*|"
    r"(?:XP|Vista|SE|XR|XS|Pro|Air|Max|mini)\b|最新版?|(?i:the )?(?i:latest)(?i: version)?))?"
)
MODEL = re.compile(r"\d+(?:\.\d+)*|XP|Vista|SE|XR|XS|Pro|Air|Max|mini")
COUNTED = re.compile(
    r"\s?(?:回|個|年|月|日|台|人|件|つ|時|分|秒|名|番目|枚|st|nd|rd|th|days?|times?|weeks?|months?|hours?|people)"
)
LONGEST_VERSION = 20
KANA = re.compile("[\u30a1-\u30fa\u30fc]")


def lexicon_of(words: Mapping[str, tuple[str, ...]], *, versions: bool) -> Lexicon | None:
    """Names with the words that mean them. Words in lower case match in any case, others only as written."""
    if not words:
        return None
    written = {word: name for name, forms in words.items() for word in forms}
    longest_first = sorted(written, key=len, reverse=True)
    choice = "|".join(_form(word) for word in longest_first)
    source = f"(?P<value>{choice})" + (VERSION if versions else "")
    return Lexicon(compiled(source), {key_of(word): name for word, name in written.items()})


def mentions(lexicon: Lexicon, text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, value) of every whole word of the lexicon; value in our words and digits alone."""
    for hit in lexicon.pattern.hits(text):
        if not _whole(text, hit.value_start, hit.value_end):
            continue
        name = lexicon.names.get(key_of(text[hit.value_start : hit.value_end]), "")
        if not name:
            continue
        if not hit.version or _counted(text, hit.end) or len(hit.version) > LONGEST_VERSION:
            yield hit.start, hit.value_end, name
        else:
            yield hit.start, hit.end, f"{name} {hit.version}" if MODEL.fullmatch(hit.version) else name


def key_of(word: str) -> str:
    """A word as the lexicon keeps it."""
    return re.sub(r"[\s\-‐]+", "", unicodedata.normalize("NFKC", word)).casefold()


def _form(word: str) -> str:
    body = re.sub(r"\\?[ -]", "[ -]?", re.escape(unicodedata.normalize("NFKC", word)))
    return f"(?i:{body})" if word == word.lower() else body


def _whole(text: str, start: int, end: int) -> bool:
    """No letter of the same kind on either side; Japanese may follow Latin directly."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_joined(before, text[start]) or _joined(text[end - 1], after))


def _joined(left: str, right: str) -> bool:
    if not left or not right:
        return False
    both_latin = left.isascii() and right.isascii() and left.isalpha() and right.isalpha()
    return both_latin or bool(KANA.match(left) and KANA.match(right)) or (right == "." and left.isdigit())


def _counted(text: str, end: int) -> bool:
    return COUNTED.match(text, end) is not None
