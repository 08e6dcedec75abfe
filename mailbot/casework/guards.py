"""What turns a mention round: "I don't use Chrome", "Macでは起きません", "e.g. Edge"."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.casework.catalogue import Language
from mailbot.casework.page import Page, Unit
from mailbot.casework.patterns import Pattern

HIT = "\ue000"  # stands in for the words found, so that guards can speak about them


def clause_around(page: Page, unit: Unit, start: int, end: int, languages: Iterable[Language]) -> tuple[int, int]:
    """The clause of a sentence in which `[start, end)` stands."""
    text = page.text[unit.start : unit.end]
    left, right = unit.start, unit.end
    for language in languages:
        for hit in language.clauses.hits(text) if language.clauses else ():
            at = unit.start + hit.value_end
            if left < at <= start:
                left = at
            if end <= at < right:
                right = at
    return left, right


def refuted(clause: str, guards: frozenset[str], languages: Iterable[Language]) -> str:
    """The guard that speaks against a mention; `clause` has HIT in its place. "" when none does."""
    for language in languages:
        for name in ("negation", "elsewhere", "example", "foreign"):
            if name in guards and _found(language.guards.get(name), clause) and not _voided(language, name, clause):
                return name
    return ""


def contrasted(sentence: str, guards: frozenset[str], languages: Iterable[Language]) -> bool:
    """ "It happens in Chrome but not in HIT": told by the whole sentence."""
    return "elsewhere" in guards and any(_found(language.guards.get("contrast"), sentence) for language in languages)


def untroubled(sentence: str, guards: frozenset[str], languages: Iterable[Language]) -> bool:
    """Only asked or wished ("How can I print?") or promised ("明日確認します"), and nothing goes wrong in it."""
    return any(
        _found(language.guards.get(name), sentence) and not _found(language.guards.get("trouble"), sentence)
        for name in ("asking", "promise")
        if name in guards
        for language in languages
    )


def spoken(sentence: str, languages: Iterable[Language]) -> bool:
    """Whether the words around HIT make it the writer's own: "on HIT", "HITを使って"."""
    return any(_found(language.context, sentence) for language in languages)


def _voided(language: Language, name: str, clause: str) -> bool:
    """ "Firefoxではエラーが表示されます": it goes wrong there too."""
    return name == "elsewhere" and _found(language.guards.get("goes_wrong"), clause.replace(HIT, ""))


def _found(pattern: Pattern | None, text: str) -> bool:
    return pattern is not None and pattern.found(text)
