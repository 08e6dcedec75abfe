"""Read one mail for details: lines, sections, sentences, attachments and hints, each with the words that prove it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.evidence import Evidence, Scope, evidence_of, names_in
from mailbot.casework.forms import Filled, Place, outside
from mailbot.casework.lexicon import mentions
from mailbot.casework.nonanswers import answer_in, is_none, unknowns
from mailbot.casework.normalise import normalise, plain
from mailbot.casework.page import MAX_TEXT, TAIL, Line, Page, lines_of, page_of
from mailbot.casework.pictures import is_document, is_picture
from mailbot.casework.points import PLACED, total, weighed
from mailbot.casework.sections import Section, sections_of
from mailbot.casework.steps import step_lists
from mailbot.casework.subtraction import without_forms
from mailbot.casework.useragent import Agent, agents_in
from mailbot.model import Answer, Finding, Message, Part, Question, Segment, Strength

MAILERS = ("x-mailer", "user-agent")
UNFILLED = re.compile(r"[\W_]*|\W*1[.):]?(?:\s+\d[.):]?)+\W*")  # "1. 2. 3.": a list nobody filled in
PLACES = ("heading", "list of steps")
LONGEST = 2000  # characters of a quote


@dataclass(frozen=True, slots=True)
class View:
    """A text as it is read: where it comes from, its lines, sections and sentences."""

    source: str  # "body" or "subject"
    text: str
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    page: Page

    def proof(self, start: int, end: int) -> tuple[str, int, int]:
        """Quote and place of a stretch of the page in the original."""
        begin, stop = self.page.span(start, end)
        stop = min(stop, begin + LONGEST)
        return self.text[begin:stop], begin, stop


def view(
    text: str, ranges: Sequence[tuple[int, int]], catalogue: Catalogue, own: Sequence[Question], source: str = "body"
) -> View:
    """Lines without forms, in sections, as sentences."""
    lines = without_forms(lines_of(text, ranges), catalogue, own)
    lines, sections = sections_of(text, lines, catalogue)
    return View(source, text, lines, sections, page_of(lines))


def views_of(
    message: Message, catalogue: Catalogue, own: Sequence[Question], form: Filled | None = None
) -> tuple[View, ...]:
    """The subject and the sender's new words.

    What stands in the fields of a form of ours is read by itself, and its subject is ours, too.
    """
    new = outside(form, [(s.start, s.end) for s in message.segments if s.part is Part.NEW])
    subject = () if form else ((0, len(message.subject)),)
    return (
        view(message.subject, subject, catalogue, (), "subject"),
        view(message.text, new, catalogue, own),
    )


def told(view: View, catalogue: Catalogue, expected: Collection[str]) -> Iterator[Finding]:
    """Every finding of a view, before the best are chosen."""
    agents = agents_in(view.text)
    for detail, hints in evidence(view, catalogue, expected).items():
        found = weighed(hints, catalogue.detail(detail), view.page)
        spots = [view.page.span(one.start, one.end) for one in found]
        for one, spot in zip(found, spots, strict=True):
            if not any(agent.start <= spot[0] < agent.end for agent in agents):
                yield _finding(view, one)
        if catalogue.detail(detail).steps:
            for start, end in step_lists(view.lines, [start for start, _ in spots]):
                quote = view.text[start : min(end, start + LONGEST)]
                yield Finding(detail, quote, quote, start, start + len(quote), view.source, "list of steps")
    yield from _agents(view, agents, catalogue)
    for section in view.sections:
        yield from _under_heading(view, section, catalogue)
    for id_, start, end, answer in unknowns(view.page, catalogue):
        quote, begin, stop = view.proof(start, end)
        yield Finding(id_, quote, quote, begin, stop, view.source, "says so", answer=answer)


def filled_in(message: Message, form: Filled, catalogue: Catalogue) -> Iterator[Finding]:
    """A field of our own form is that detail and nothing else; names of other details in it are only guesses."""
    for place in form.places:
        if not place.detail:
            continue
        one = view(message.text, ((place.start, place.end),), catalogue, ())
        seen = [finding for finding in told(one, catalogue, (place.detail,)) if finding.lexical]
        yield from _certainly(one, place, seen, catalogue)
        yield from (replace(other, strength=Strength.WEAK) for other in seen if other.detail != place.detail)


def _certainly(view: View, place: Place, seen: Sequence[Finding], catalogue: Catalogue) -> Iterator[Finding]:
    names = [one.value for one in seen if one.detail == place.detail and one.strength is Strength.STRONG]
    exact = dict.fromkeys(name for name in names if not any(name != other and name in other for other in names))
    for finding in _under_heading(view, Section(0, (place.detail,), place.start, place.end), catalogue):
        value = " / ".join(exact) or (place.words[:LONGEST] if finding.value == finding.quote else finding.value)
        yield replace(finding, value=value, lexical=bool(exact), rule="form", strength=Strength.STRONG)


def evidence(view: View, catalogue: Catalogue, expected: Collection[str]) -> dict[str, tuple[Evidence, ...]]:
    """The evidence of each detail; what lies inside a name with its version ("Chrome 129") is nothing by itself."""
    labelled = frozenset((section.number, id_) for section in view.sections for id_ in section.details)
    scope = Scope(view.page, catalogue, labelled, expected)
    named = names_in(scope)
    closed = frozenset(section.number for section in view.sections if _exclusive(section, catalogue))
    return {
        detail.id: tuple(
            one
            for one in evidence_of(detail, scope, named)
            if not any(start <= one.start and one.end <= end and id_ != detail.id for id_, start, end in named)
            and (_section_at(view, one.start) not in closed or detail.exclusive)
        )
        for detail in catalogue.details
    }


def points(message: Message, catalogue: Catalogue) -> dict[str, int]:
    """How surely each detail is told, for measuring: the points of all that speaks for it."""
    sums = dict.fromkeys((detail.id for detail in catalogue.details), 0)
    for one in views_of(message, catalogue, ()):
        for id_, found in evidence(one, catalogue, ()).items():
            sums[id_] += total(found, one.page)
        for finding in told(one, catalogue, ()):
            sums[finding.detail] += PLACED if finding.rule in PLACES and finding.answer is Answer.GIVEN else 0
    return sums


def _section_at(view: View, position: int) -> int:
    return view.page.units[view.page.index_at(position)].section


def _exclusive(section: Section, catalogue: Catalogue) -> bool:
    return len(section.details) == 1 and catalogue.detail(section.details[0]).exclusive


def attached(message: Message, catalogue: Catalogue) -> Iterator[Finding]:
    """Pictures, and documents into which screens may be pasted."""
    for detail in catalogue.details:
        if not detail.picture:
            continue
        for attachment in message.attachments:
            strong = is_picture(attachment)
            if strong or is_document(attachment):
                strength = Strength.STRONG if strong else Strength.WEAK
                name = attachment.name
                yield Finding(detail.id, name, name, 0, len(name), "attachment", "attachment", strength)


def hinted(message: Message, catalogue: Catalogue) -> Iterator[Finding]:
    """What signature and mail program let guess: weak, never given."""
    for detail in catalogue.details:
        if detail.hints and detail.lexicon:
            for start, end in _sent_from(message, catalogue):
                yield from _hints(detail, message.text[start:end], start, "body")
            for name, content in message.headers:
                if name in MAILERS:
                    yield from _hints(detail, content[:200], 0, "header")


def _hints(detail: Detail, text: str, offset: int, source: str) -> Iterator[Finding]:
    rule = "mail program" if source == "header" else "signature"
    for begin, end, value in mentions(detail.lexicon, text) if detail.lexicon else ():
        place = (offset + begin, offset + end)
        yield Finding(detail.id, value, text[begin:end], *place, source, rule, Strength.WEAK, lexical=True)


def _sent_from(message: Message, catalogue: Catalogue) -> Iterator[tuple[int, int]]:
    for segment in message.segments:
        if segment.part in {Part.NEW, Part.SIGNATURE} and _may_be_sent_from(message.text, segment, catalogue):
            yield from (
                (line.start, line.end)
                for line in lines_of(message.text, ((segment.start, segment.end),))
                if any(_is_sent_from(line, catalogue))
            )


def _may_be_sent_from(text: str, segment: Segment, catalogue: Catalogue) -> bool:
    """A glance at the whole before its lines are taken apart."""
    words = unicodedata.normalize("NFKC", text[segment.start : min(segment.end, segment.start + MAX_TEXT)])
    words += unicodedata.normalize("NFKC", text[max(segment.start, segment.end - TAIL) : segment.end])
    return any(one.sent_from is not None and one.sent_from.found(words) for one in catalogue.languages.values())


def _is_sent_from(line: Line, catalogue: Catalogue) -> Iterator[bool]:
    for language in catalogue.languages.values():
        yield language.sent_from is not None and language.sent_from.found(line.norm.text)


def _finding(view: View, one: Evidence) -> Finding:
    quote, start, end = view.proof(one.start, one.end)
    value = one.value or quote
    return Finding(one.detail, value, quote, start, end, view.source, one.rule, one.strength, lexical=one.lexical)


def _under_heading(view: View, section: Section, catalogue: Catalogue) -> Iterator[Finding]:
    """A heading that names one detail owns what stands under it."""
    body = view.text[section.start : min(section.end, section.start + LONGEST)]
    if len(section.details) != 1 or not section.sole or UNFILLED.fullmatch(body):
        return
    detail = catalogue.detail(section.details[0])
    answer = answer_in(plain(body), catalogue)
    if answer is None and is_none(plain(body), catalogue) and detail.lexicon:
        answer = Answer.UNKNOWN
    value, lexical = _named(detail, body)
    if lexical and answer is Answer.UNKNOWN:
        answer = None
    place = (section.start, section.start + len(body))
    yield Finding(
        detail.id, value, body, *place, view.source, "heading", answer=answer or Answer.GIVEN, lexical=lexical
    )


def _named(detail: Detail, body: str) -> tuple[str, bool]:
    """The value of a body: our own words where the lexicon has them."""
    found = [value for _, _, value in mentions(detail.lexicon, body[:300])] if detail.lexicon else []
    norm = normalise(body[:300]).text
    found += [
        f"{rule.value} {hit.version}".strip()
        for rule in detail.rules
        if rule.value and not found
        for hit in islice(rule.pattern.hits(norm), 1)
    ]
    return (" / ".join(dict.fromkeys(found[:4])), True) if found else (body, False)


def _agents(view: View, agents: tuple[Agent, ...], catalogue: Catalogue) -> Iterator[Finding]:
    for agent in agents:
        if not any(line.start <= agent.start < line.end and not line.dropped for line in view.lines):
            continue
        quote = view.text[agent.start : agent.end]
        for detail in catalogue.details:
            value = _of_agent(detail, (agent.system, agent.browser))
            if value:
                yield Finding(detail.id, value, quote, agent.start, agent.end, view.source, "user agent")


def _of_agent(detail: Detail, values: tuple[str, ...]) -> str:
    """The value of a user agent that this detail's own lexicon knows."""
    if detail.lexicon is None:
        return ""
    return next((value for value in values if value and next(mentions(detail.lexicon, value), None)), "")
