"""The kind as the sender says it: a tag in the subject, a field of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.normalise import plain
from mailbot.model import Kind, Message

BRACKETED = re.compile(r"[【\[(〔「<《]\s*([^】\])〕」>》]{1,20}?)\s*[】\])〕」>》]")
ANSWERED = r"(?:(?:re|fwd?|fw|aw)\s?:\s?){0,5}"
PREFIX = re.compile(rf"^\s?{ANSWERED}([^:\s][^:]{{0,18}}?)\s?(?::|\s-\s)")
WHOLE = re.compile(rf"^\s?{ANSWERED}(.{{1,24}})$")
EDGES = " .。!！*-・■●#[]【】<>"
LONGEST_FORM = 60  # lines in which a form has its kind field


@dataclass(frozen=True, slots=True)
class Tag:
    """A kind, where it was said, and how many points of the text it outweighs."""

    kind: Kind
    where: str
    weight: int


def subject_tag(subject: str, catalogue: Catalogue) -> Tag | None:
    """"【不具合】…", "Feature request: …"; a subject that is nothing but such a word says less."""
    words = plain(subject[:500])
    for name, weight in _candidates(words):
        for language in catalogue.languages.values():
            kind = language.tags.get(name.strip(EDGES))
            if kind:
                return Tag(kind, f"the subject tag {name.strip(EDGES)!r}", weight)
    return _opening(words, catalogue)


def form_tag(message: Message, catalogue: Catalogue) -> Tag | None:
    """"お問い合わせ種別：不具合", "Type: bug"."""
    for line in message.new_text[:4000].splitlines()[:LONGEST_FORM]:
        words = plain(line)
        for sign in (":", "】", "]"):
            label, found, value = words.partition(sign)
            for language in catalogue.languages.values():
                kind = language.tags.get(value.strip(EDGES + ":")) if found else None
                if kind and label.strip(EDGES) in language.tag_labels:
                    return Tag(kind, f"the form field {label.strip(EDGES)!r}", 3)
    return None


def _candidates(words: str) -> Iterator[tuple[str, int]]:
    yield from ((match[1], 3) for match in BRACKETED.finditer(words))
    yield from ((match[1], weight) for pattern, weight in ((PREFIX, 3), (WHOLE, 0)) if (match := pattern.match(words)))


def _opening(words: str, catalogue: Catalogue) -> Tag | None:
    """"【質問 請求書の…】": a tag at the very start of brackets that go on."""
    if words[:1] not in {"【", "["}:
        return None
    for language in catalogue.languages.values():
        for name, kind in language.tags.items():
            if not name.isascii() and words[1:].startswith(name):
                return Tag(kind, f"the subject tag {name!r}", 3)
    return None
