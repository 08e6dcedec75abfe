""" "I don't know", "rather not say", "なし": answers too, so nobody asks again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.casework.catalogue import Catalogue, Language
from mailbot.casework.headings import within_words
from mailbot.casework.page import Page
from mailbot.casework.patterns import Pattern
from mailbot.model import Answer

LONGEST = 60  # characters; a longer text that says "not sure" usually tells something all the same
LOOKED_AT = 20  # sentences with such words, per text
TOPIC = re.compile(r"[^、。,]{0,8}?(?:は|が|も|については|に関しては|など|等|とか|:|\?)\s*[^、。]{0,12}$")


def answer_in(text: str, catalogue: Catalogue) -> Answer | None:
    """What a short, normalised text answers; None when it says nothing we know."""
    if len(text) > LONGEST:
        return None
    for language in catalogue.languages.values():
        if _found(language.declined, text):
            return Answer.DECLINED
        if _found(language.unknown, text):
            return Answer.UNKNOWN
    return None


def is_none(text: str, catalogue: Catalogue) -> bool:
    """ "なし", "none": there is nothing to tell, which is told herewith."""
    return len(text) <= LONGEST and any(_found(language.none, text) for language in catalogue.languages.values())


def unknowns(page: Page, catalogue: Catalogue) -> Iterator[tuple[str, int, int, Answer]]:
    """(detail, start, end, answer) of sentences such as "バージョンは分かりません", "not sure which browser"."""
    looked = 0
    for language in catalogue.languages.values():
        for pattern, answer in ((language.unknown, Answer.UNKNOWN), (language.declined, Answer.DECLINED)):
            for hit in pattern.hits(page.text) if pattern else ():
                looked += 1
                if looked > LOOKED_AT:
                    return
                unit = page.units[page.index_at(hit.start)]
                before, after = page.text[unit.start : hit.start], page.text[hit.end : unit.end]
                for detail in _topics(before, after, language, catalogue):
                    yield detail, unit.start, unit.end, answer


def _topics(before: str, after: str, language: Language, catalogue: Catalogue) -> tuple[str, ...]:
    """The details a non-answer is about: named right before it in Japanese, right behind it in English."""
    if language.code == "ja":
        return within_words(before, catalogue, ending=TOPIC)
    return within_words(after[:60], catalogue, ending=None)


def _found(pattern: Pattern | None, text: str) -> bool:
    return pattern is not None and pattern.found(text)
