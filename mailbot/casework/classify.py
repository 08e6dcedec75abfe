"""Tell questions, bugs and requests apart: subject tag, form field, then weighed words; in doubt, unsure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.casework.catalogue import Catalogue, KindRule, Language
from mailbot.casework.details import find, given
from mailbot.casework.forms import filled
from mailbot.casework.normalise import plain
from mailbot.casework.page import Line, Page, lines_of, page_of
from mailbot.casework.patterns import voided
from mailbot.casework.subtraction import without_forms
from mailbot.casework.tags import Tag, form_tag, subject_tag
from mailbot.model import Classified, Kind, Message, Part

ENOUGH = 2  # points a kind needs
CLEAR = 4  # points of a malfunction that are louder than any question
ASKED = re.compile(r"\s*(?:\*\*|#{1,6} )[^*]{0,200}\?\s*(?:\*\*)?\s*$")
LONGEST_QUOTE = 60
LONGEST_THANKS = 60  # characters
MOST_NAMED = 3  # words named in a reason


@dataclass(frozen=True, slots=True)
class Vote:
    """A rule that spoke: for which kind, how loud, by which words."""

    kind: Kind
    weight: int
    words: str


def classify(message: Message, catalogue: Catalogue) -> Classified:
    """The kind of a first mail and the sentence that says why."""
    form = filled(message, catalogue)
    if form:
        return Classified(form.kind, f"our own form says {form.kind.value}")
    votes = tuple(_votes(message, catalogue))
    points = {kind: sum(vote.weight for vote in votes if vote.kind is kind) for kind in Kind}
    tag = subject_tag(message.subject, catalogue) or form_tag(message, catalogue)
    if tag:
        return _tagged(tag, votes, points)
    return _judged(votes, points, message, catalogue)


def _tagged(tag: Tag, votes: tuple[Vote, ...], points: dict[Kind, int]) -> Classified:
    """The sender's own tag; but a "question" that complains more than it asks needs the details of a bug."""
    asks, complains = points[Kind.QUESTION], points[Kind.BUG]
    louder = complains > max(asks + tag.weight, points[Kind.REQUEST]) or not (asks or points[Kind.REQUEST])
    if tag.kind is Kind.QUESTION and complains >= CLEAR and louder:
        words = _named(votes, Kind.BUG)
        return Classified(Kind.BUG, f"{tag.where} says question, but the text describes a malfunction: {words}")
    return Classified(tag.kind, f"{tag.where} says {tag.kind.value}")


def _judged(votes: tuple[Vote, ...], points: dict[Kind, int], message: Message, catalogue: Catalogue) -> Classified:
    """A clear malfunction is a bug however politely it is asked about; else the loudest kind with enough points."""
    bug, request, question = points[Kind.BUG], points[Kind.REQUEST], points[Kind.QUESTION]
    if max(bug, request, question) < ENOUGH:
        return _by_details(message, catalogue) or Classified(Kind.UNSURE, _why_unsure(votes, message, catalogue))
    if bug >= ENOUGH and bug >= request and (bug >= CLEAR or bug >= question):
        return Classified(Kind.BUG, f"describes a malfunction: {_named(votes, Kind.BUG)}")
    if request >= question and request > bug:
        return Classified(Kind.REQUEST, f"wishes for something: {_named(votes, Kind.REQUEST)}")
    if question > max(bug, request):
        return Classified(Kind.QUESTION, f"asks something: {_named(votes, Kind.QUESTION)}")
    kinds = ", ".join(f"{kind.value} {points[kind]}" for kind in Kind if points[kind] > 0)
    return Classified(Kind.UNSURE, f"the words point both ways: {kinds}")


def _by_details(message: Message, catalogue: Catalogue) -> Classified | None:
    """Who tells what was done or shown, and neither asks, wishes nor thanks, reports a malfunction."""
    if _over(message, catalogue):
        return None
    of_bugs = {
        detail.id for detail in catalogue.details if Kind.BUG in detail.kinds and (detail.steps or detail.picture)
    }
    told = next(
        (one for one in find(message, catalogue) if one.detail in of_bugs and one.detail in given((one,))), None
    )
    if told is None:
        return None
    return Classified(Kind.BUG, f"tells {catalogue.detail(told.detail).id}: {told.quote[:LONGEST_QUOTE]!r}")


def _over(message: Message, catalogue: Catalogue) -> bool:
    """Solved, or a short word of thanks; a longer mail may end with one."""
    text = plain(message.new_text)
    for language in catalogue.languages.values():
        thanks = language.thanks if len(text) <= LONGEST_THANKS else None
        if any(pattern.found(text) for pattern in (language.solved, thanks) if pattern):
            return True
    return False


def _why_unsure(votes: tuple[Vote, ...], message: Message, catalogue: Catalogue) -> str:
    text = message.new_text
    if not text.strip():
        return "there is no text"
    for language in catalogue.languages.values():
        for pattern, reason in (
            (language.solved, "says that it is solved"),
            (language.thanks, "thanks and says no more"),
        ):
            hit = next(pattern.hits(plain(text)), None) if pattern else None
            if hit:
                return f"{reason}: {plain(text)[hit.start : hit.end]!r}"
    if votes:
        return f"too little to tell: {', '.join(sorted({repr(vote.words) for vote in votes}))}"
    return "no words that tell a question, a bug or a request"


def _named(votes: Sequence[Vote], kind: Kind) -> str:
    """The words that decided, the loudest first, none twice."""
    named: list[str] = []
    loudest = max((vote.weight for vote in votes if vote.kind is kind), default=0)
    for vote in sorted(votes, key=lambda vote: -vote.weight):
        heard = any(vote.words in words or words in vote.words for words in named)
        if vote.kind is kind and vote.weight * 2 > loudest and not heard:
            named.append(vote.words)
    return ", ".join(repr(words) for words in named[:MOST_NAMED])


def _votes(message: Message, catalogue: Catalogue) -> Iterator[Vote]:
    languages = _spoken(message, catalogue)
    subject = page_of(lines_of(message.subject, ((0, len(message.subject)),)))
    new = tuple((s.start, s.end) for s in message.segments if s.part is Part.NEW)
    body = page_of(_said(message.text, new, catalogue))
    for language in languages:
        for rule in language.rules:
            words = _words(rule, *((subject,) if rule.subject else (subject, body)))
            if words:
                yield Vote(rule.kind, rule.weight, words)


def _said(text: str, ranges: tuple[tuple[int, int], ...], catalogue: Catalogue) -> tuple[Line, ...]:
    """Lines without form text; a form's questions are not the sender's."""
    lines = without_forms(lines_of(text, ranges), catalogue)
    return tuple(line for line in lines if not ASKED.match(line.norm.text))


def _words(rule: KindRule, *pages: Page) -> str:
    """The first words of the rule that mean what they seem to."""
    for page in pages:
        for hit in rule.pattern.hits(page.text):
            if not voided(rule.unless, page.text, hit):
                return page.text[hit.start : hit.end][:40].strip()
    return ""


def _spoken(message: Message, catalogue: Catalogue) -> tuple[Language, ...]:
    known = catalogue.languages.get(message.language)
    return (known,) if known else tuple(catalogue.languages.values())
