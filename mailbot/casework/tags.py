"""The kind as the sender says it: a tag in the subject, a field of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.casework.catalogue import Catalogue, Say
from mailbot.casework.normalise import plain
from mailbot.model import Kind, Message

BRACKETED = re.compile(r"[【\[(〔「<《]\s*([^】\])〕」>》]{1,20}?)\s*[】\])〕」>》]")
ANSWERED = r"(?:(?:re|fwd?|fw|aw)\s?:\s?){0,5}"
PREFIX = re.compile(rf"^\s?{ANSWERED}([^:\s][^:]{{0,18}}?)\s?(?::|\s-\s)")
WHOLE = re.compile(rf"^\s?{ANSWERED}(.{{1,24}})$")
EDGES = " .。!！*-・■●#[]【】<>"
FIELD = re.compile(r"^[\s■●・*#\-【\[<]{0,8}(.{2,120}?)(?:[:】\]>]|\*\*|\?\**(?=\s|$)|か\**$|$)")
SAID = 5  # points of a tag or field: only a text that complains and hardly asks outweighs "question"
LONGEST_FORM = 60  # lines in which a form has its kind field
LONGEST_VALUE = 30


@dataclass(frozen=True, slots=True)
class Tag:
    """A kind, where and by which words it was said, and how many points of the text it outweighs."""

    kind: Kind
    sign: str  # `tag_…` in language.toml says it to our own people
    words: str
    weight: int

    def where(self, say: Say) -> str:
        """The part of a sentence that names the place."""
        return say(f"tag_{self.sign}", words=self.words)


def subject_tag(subject: str, catalogue: Catalogue) -> Tag | None:
    """ "【不具合】…", "Feature request: …"; a subject that is nothing but such a word says less."""
    words = plain(subject[:500])
    for name, weight in _candidates(words):
        for language in catalogue.languages.values():
            kind = language.tags.get(name.strip(EDGES))
            if kind:
                return Tag(kind, "subject", name.strip(EDGES), weight)
    return _opening(words, catalogue)


def untagged(subject: str, catalogue: Catalogue) -> str:
    """The subject without the words that say a kind, so that what is learnt of it is what it is about."""
    words = plain(subject[:500])
    known = {name for language in catalogue.languages.values() for name in language.tags}
    for pattern in (BRACKETED, PREFIX, WHOLE):
        words = pattern.sub(lambda found: " " if found[1].strip(EDGES) in known else found[0], words)
    return words.strip()


def form_tag(message: Message, catalogue: Catalogue) -> Tag | None:
    """ "お問い合わせ種別：不具合", "Type: bug", "**A feature or a bug?**" with the answer behind or below."""
    lines = [plain(line) for line in message.new_text[:4000].splitlines()[:LONGEST_FORM] if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        match = FIELD.match(line)
        label, value = (match[1], line[match.end() :]) if match else ("", "")
        if label and _asks_kind(label.strip(EDGES), catalogue):
            kind = _only_kind(value if value.strip(EDGES) else after, catalogue)
            if kind:
                return Tag(kind, "field", label.strip(EDGES)[:40], SAID)
    return None


def _asks_kind(label: str, catalogue: Catalogue) -> bool:
    """A label that says so, or a question that names two kinds to choose from."""
    if any(label in language.tag_labels for language in catalogue.languages.values()):
        return True
    return label.endswith(("?", "か")) and len(_kinds_in(label, catalogue)) > 1


def _only_kind(value: str, catalogue: Catalogue) -> Kind | None:
    words = value.strip(EDGES + ":")
    for language in catalogue.languages.values():
        if words in language.tag_values:
            return language.tag_values[words]
    kinds = _kinds_in(words, catalogue) if len(words) <= LONGEST_VALUE else set()
    return kinds.pop() if len(kinds) == 1 else None


def _kinds_in(words: str, catalogue: Catalogue) -> set[Kind]:
    known = [(tag, kind) for language in catalogue.languages.values() for tag, kind in language.tags.items()]
    exact = {kind for tag, kind in known if tag == words}
    return exact or {kind for tag, kind in known if len(tag) > 1 and _stands_in(tag, words)}


def _stands_in(tag: str, words: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(tag)}(?![a-z])", words) is not None


def _candidates(words: str) -> Iterator[tuple[str, int]]:
    yield from ((match[1], SAID) for match in BRACKETED.finditer(words))
    yield from (
        (match[1], weight) for pattern, weight in ((PREFIX, SAID), (WHOLE, 0)) if (match := pattern.match(words))
    )


def _opening(words: str, catalogue: Catalogue) -> Tag | None:
    """ "【質問 請求書の…】": a tag at the very start of brackets that go on."""
    if words[:1] not in {"【", "["}:
        return None
    for language in catalogue.languages.values():
        for name, kind in language.tags.items():
            if not name.isascii() and words[1:].startswith(name):
                return Tag(kind, "subject", name, SAID)
    return None
