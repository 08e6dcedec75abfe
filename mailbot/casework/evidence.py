"""Words, patterns and lists of a page that prove a detail, strongly or weakly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from mailbot.casework.catalogue import Catalogue, Detail, Rule
from mailbot.casework.guards import HIT, clause_around, contrasted, refuted, spoken, untroubled
from mailbot.casework.lexicon import mentions
from mailbot.casework.page import Page, Unit
from mailbot.casework.patterns import voided
from mailbot.model import Strength

PROOF = 10  # points of a pattern that proves its detail alone
MAX_MENTIONS = 20  # looked at per detail; a hostile text repeats one word thousands of times
LINK = re.compile(r"https?://[!-~]*$")  # what follows stands in an address: nobody wrote it
LEFT_ALONE = re.compile(r"(?:[\s・\-*/、,。.:()+&と]|\[[xX]\]|です|でした|になります|and|or)*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`[start, end)` of the page proves a value."""

    detail: str
    start: int
    end: int
    value: str  # "" = the words themselves
    rule: str
    strength: Strength
    lexical: bool
    points: int = PROOF
    pattern: int = -1  # which pattern of the detail it is; -1: its lexicon


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at and what makes a bare mention count."""

    page: Page
    catalogue: Catalogue
    labelled: frozenset[tuple[int, str]] = frozenset()  # (section, detail): its heading names the detail
    expected: Collection[str] = ()  # details we just asked for: a bare word is an answer


Named = tuple[str, int, int]  # detail, start, end


def names_in(scope: Scope) -> tuple[Named, ...]:
    """Where words of the lexicons stand, with their versions, meant or not."""
    return tuple(
        (detail.id, start, end) for detail in scope.catalogue.details for start, end, _ in _mentions(detail, scope.page)
    )


def evidence_of(detail: Detail, scope: Scope, named: tuple[Named, ...]) -> Iterator[Evidence]:
    """All that speaks for one detail, in no special order."""
    yield from _mentioned(detail, scope, named)
    yield from _matched(detail, scope)


def _mentions(detail: Detail, page: Page) -> list[tuple[int, int, str]]:
    return list(islice(mentions(detail.lexicon, page.text), MAX_MENTIONS)) if detail.lexicon else []


def _mentioned(detail: Detail, scope: Scope, named: tuple[Named, ...]) -> Iterator[Evidence]:
    page = scope.page
    for start, end, value in _mentions(detail, page):
        unit = page.units[page.index_at(start)]
        if (unit.code and not detail.code) or _refuted(detail, scope, unit, start, end):
            continue
        strong = value[-1].isdigit() or _counts(detail, scope, unit) or _spoken(scope, unit, start, end)
        strong = strong or _alone(page, unit, named)
        strength = Strength.STRONG if strong else Strength.WEAK
        points = PROOF if strong else 0
        yield Evidence(detail.id, start, end, value, f"{detail.id}.lexicon", strength, lexical=True, points=points)


def _matched(detail: Detail, scope: Scope) -> Iterator[Evidence]:
    for number, rule in enumerate(detail.rules):
        yield from _of_rule(number, rule, detail, scope)


def _of_rule(number: int, rule: Rule, detail: Detail, scope: Scope) -> Iterator[Evidence]:
    page = scope.page
    for hit in rule.pattern.hits(page.text):
        unit = page.units[page.index_at(hit.start)]
        start, end = hit.value_start, hit.value_end
        if (unit.code and not detail.code) or end <= start or voided(rule.unless, page.text, hit):
            continue
        if not detail.picture and LINK.search(page.text[unit.start : start]):
            continue
        if _refuted(detail, scope, unit, start, end):
            continue
        if detail.sentence:
            start, end = unit.start, unit.end
        value = f"{rule.value} {hit.version}".strip() if rule.value else ""
        strength = Strength.STRONG if _counts(detail, scope, unit) else rule.strength
        yield Evidence(
            detail.id, start, end, value, rule.name, strength, bool(rule.value), points=rule.points, pattern=number
        )


def _counts(detail: Detail, scope: Scope, unit: Unit) -> bool:
    """Under its own heading, or in answer to our question, even a bare word is meant."""
    return (unit.section, detail.id) in scope.labelled or detail.id in scope.expected


def _refuted(detail: Detail, scope: Scope, unit: Unit, start: int, end: int) -> bool:
    languages = scope.catalogue.languages.values()
    if untroubled(scope.page.text[unit.start : unit.end], detail.guards, languages):
        return True
    left, right = clause_around(scope.page, unit, start, end, languages)
    text = scope.page.text
    if contrasted(text[unit.start : start] + HIT + text[end : unit.end], detail.guards, languages):
        return True
    return bool(refuted(text[left:start] + HIT + text[end:right], detail.guards, languages))


def _spoken(scope: Scope, unit: Unit, start: int, end: int) -> bool:
    text = scope.page.text
    return spoken(text[unit.start : start] + HIT + text[end : unit.end], scope.catalogue.languages.values())


def _alone(page: Page, unit: Unit, named: tuple[Named, ...]) -> bool:
    """A line of names and nothing else: "iPhone / Safari"."""
    inside = sorted((start, end) for _, start, end in named if unit.start <= start < unit.end)
    gaps = zip([unit.start, *(end for _, end in inside)], [*(start for start, _ in inside), unit.end], strict=True)
    return all(LEFT_ALONE.fullmatch(page.text, start, max(start, end)) for start, end in gaps)
