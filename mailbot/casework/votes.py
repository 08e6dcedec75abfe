"""The weighed words that speak for a kind: each rule of a language counts once, with the words that made it speak."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailbot.casework.catalogue import Catalogue, KindRule, Language, Say, listed
from mailbot.casework.page import Line, Page, lines_of, page_of
from mailbot.casework.patterns import voided
from mailbot.casework.subtraction import without_forms
from mailbot.model import Kind, Message, Part

ASKED = re.compile(r"\s*(?:\*\*|#{1,6} )[^*]{0,200}\?\s*(?:\*\*)?\s*$")
LONGEST_WORDS = 40
MOST_NAMED = 3  # words named in a reason


@dataclass(frozen=True, slots=True)
class Vote:
    """A rule that spoke: for which kind, how loud, by which words."""

    kind: Kind
    weight: int
    words: str
    rule: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """A mail as the rules see it: the subject, its sentences, and these with logs and code."""

    subject: Page
    prose: Page
    whole: Page

    def of(self, rule: KindRule) -> tuple[Page, ...]:
        """Where a rule looks."""
        return {"subject": (self.subject,), "log": (self.subject, self.whole)}.get(
            rule.where, (self.subject, self.prose)
        )


def votes_of(message: Message, catalogue: Catalogue) -> tuple[Vote, ...]:
    """The votes of a mail's subject and new words, in the order of the rules."""
    subject = page_of(lines_of(message.subject, ((0, len(message.subject)),)))
    lines = said(message, catalogue)
    prose = page_of([line for line in lines if not line.code])
    return _votes(Pages(subject, prose, page_of(lines)), spoken(message, catalogue))


def votes_in(lines: Sequence[Line], languages: tuple[Language, ...]) -> tuple[Vote, ...]:
    """The votes of a part of a mail, without its subject."""
    nothing, prose = page_of(()), page_of([line for line in lines if not line.code])
    return _votes(Pages(nothing, prose, page_of(lines)), languages)


def points_of(votes: Sequence[Vote]) -> Mapping[Kind, int]:
    """The sum for each kind."""
    return {kind: sum(vote.weight for vote in votes if vote.kind is kind) for kind in Kind}


def named(votes: Sequence[Vote], kind: Kind, say: Say) -> str:
    """The words that decided with their weights, the loudest first, none twice."""
    chosen: list[Vote] = []
    loudest = max((vote.weight for vote in votes if vote.kind is kind), default=0)
    for vote in sorted(votes, key=lambda vote: -vote.weight):
        known = any(vote.words in one.words or one.words in vote.words for one in chosen)
        if vote.kind is kind and vote.weight * 2 > loudest and not known:
            chosen.append(vote)
    heard = (say("heard_loud", words=one.words, weight=str(one.weight)) for one in chosen[:MOST_NAMED])
    return listed(heard, say)


def said(message: Message, catalogue: Catalogue) -> tuple[Line, ...]:
    """The new lines without form text; a form's questions are not the sender's."""
    new = tuple((segment.start, segment.end) for segment in message.segments if segment.part is Part.NEW)
    lines = without_forms(lines_of(message.text, new), catalogue)
    return tuple(line for line in lines if not ASKED.match(line.norm.text))


def spoken(message: Message, catalogue: Catalogue) -> tuple[Language, ...]:
    """The language of the mail, or all of them where it is not known."""
    known = catalogue.languages.get(message.language)
    return (known,) if known else tuple(catalogue.languages.values())


def _votes(pages: Pages, languages: tuple[Language, ...]) -> tuple[Vote, ...]:
    votes = tuple(_spoken(pages, languages))
    return tuple(vote for vote in votes if not vote.faint) or votes


def _spoken(pages: Pages, languages: tuple[Language, ...]) -> Iterator[Vote]:
    for language in languages:
        for rule in language.rules:
            words = _words(rule, *pages.of(rule))
            if words:
                yield Vote(rule.kind, rule.weight, words, rule.name, rule.faint)


def _words(rule: KindRule, *pages: Page) -> str:
    """The first words of the rule that mean what they seem to."""
    for page in pages:
        for hit in rule.pattern.hits(page.text):
            if not voided(rule.unless, page.text, hit):
                return page.text[hit.start : hit.end][:LONGEST_WORDS].strip() or rule.name
    return ""
