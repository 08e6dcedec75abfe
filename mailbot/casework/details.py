"""What a mail gives, and what a case knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.forms import filled
from mailbot.casework.reading import attached, filled_in, hinted, told, views_of
from mailbot.casework.values import normalised
from mailbot.model import (
    Answer,
    Authentication,
    Finding,
    Message,
    Origin,
    Part,
    Question,
    Segment,
    Strength,
)

MOST = 6  # values of one detail kept from one mail
PRECISE = 200  # characters; what stands under a heading and is longer proves less than a word in it
BY_HAND = ("form", "answer", "heading", "list of steps")  # found by place, not by words: these come first


def find(message: Message, catalogue: Catalogue, own_questions: tuple[Question, ...] = ()) -> tuple[Finding, ...]:
    """What subject, new words, attachments, signature and mail program of a mail tell; ordered as in the catalogue."""
    return found_in(message, catalogue, own_questions, ())


def found_in(
    message: Message, catalogue: Catalogue, own: tuple[Question, ...], expected: Collection[str]
) -> tuple[Finding, ...]:
    """`find`, where a bare word about an `expected` detail counts as its answer."""
    form = filled(message, catalogue, quoted=not own)
    views = views_of(message, catalogue, own, form)
    found = [finding for view in reversed(views) for finding in told(view, catalogue, expected)]
    found += filled_in(message, form, catalogue) if form else ()
    found += [*attached(message, catalogue), *hinted(message, catalogue)]
    found = list(normalised(found, catalogue, message.language, message.date))
    return best(found, catalogue)


def best(found: Iterable[Finding], catalogue: Catalogue) -> tuple[Finding, ...]:
    """The findings worth keeping of one mail, detail by detail."""
    by_detail: dict[str, list[Finding]] = {}
    for finding in found:
        by_detail.setdefault(finding.detail, []).append(finding)
    return tuple(
        finding
        for detail in catalogue.details
        if detail.id in by_detail
        for finding in _best(detail, by_detail[detail.id])
    )


def merge(old: tuple[Finding, ...], new: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What is known after another mail: strong beats weak, words beat "I don't know", contradictions stand in order."""
    known = old
    for finding in new:
        known = _with(known, finding)
    return known


def given(findings: tuple[Finding, ...]) -> frozenset[str]:
    """The details that are told for certain."""
    return frozenset(finding.detail for finding in findings if certain(finding))


def settled(findings: tuple[Finding, ...]) -> frozenset[str]:
    """The details that nobody asks for any more: told for certain, not known, or declined."""
    return frozenset(one.detail for one in findings if certain(one) or one.answer is not Answer.GIVEN)


def overtaken(finding: Finding, findings: tuple[Finding, ...], catalogue: Catalogue) -> bool:
    """Whether a later mail tells the same detail differently. Steps and pictures add up, they replace nothing."""
    detail = catalogue.detail(finding.detail)
    if (detail.several and not detail.lexicon) or finding.source == "attachment" or not certain(finding):
        return False
    return any(
        one.mail > finding.mail and one.value.casefold() != finding.value.casefold()
        for one in findings
        if one.detail == finding.detail and one.source != "attachment" and certain(one)
    )


def plain_message(text: str, subject: str = "") -> Message:
    """A mail that is nothing but words: for examples and trials."""
    return Message(
        message_id="",
        in_reply_to=(),
        references=(),
        sender=None,
        to=(),
        cc=(),
        subject=subject,
        date=None,
        headers=(),
        text=text,
        segments=(Segment(Part.NEW, 0, len(text)),),
        attachments=(),
        language="",
        origin=Origin.PERSON,
        origin_sign="",
        authentication=Authentication("none"),
    )


def certain(finding: Finding) -> bool:
    """Whether a finding tells its detail for certain."""
    return finding.strength is Strength.STRONG and finding.answer is Answer.GIVEN


def _best(detail: Detail, found: list[Finding]) -> list[Finding]:
    """Strong ones; else an "unknown"; else one weak one."""
    sure = [finding for finding in found if certain(finding)]
    if sure:
        if not detail.several:
            return [min(sure, key=_rank)]
        return _distinct(sorted(sure, key=_rank))
    closed = [finding for finding in found if finding.answer is not Answer.GIVEN]
    return closed[:1] or sorted(found, key=_rank)[:1]


def _rank(finding: Finding) -> tuple[int, int, int]:
    sources = ("body", "attachment", "subject", "header")
    by_place = finding.rule in BY_HAND and len(finding.quote) <= PRECISE
    return (not by_place, sources.index(finding.source), finding.start)


def _distinct(found: list[Finding]) -> list[Finding]:
    """Without values that another one says more exactly."""
    kept: list[Finding] = []
    for finding in found:
        value = finding.value.casefold()
        if any(value in other.value.casefold() or _overlap(finding, other) for other in kept):
            continue
        kept = [other for other in kept if not (other.value.casefold() in value and finding.lexical)]
        kept.append(finding)
    return kept[:MOST]


def _overlap(one: Finding, other: Finding) -> bool:
    same_text = one.source == other.source and one.source != "attachment"
    return same_text and not one.lexical and one.start < other.end and other.start < one.end


def _with(known: tuple[Finding, ...], finding: Finding) -> tuple[Finding, ...]:
    same = [other for other in known if other.detail == finding.detail]
    if not same:
        return (*known, finding)
    if any(certain(other) for other in same):
        return _beside(known, same, finding) if certain(finding) else known
    if certain(finding) or finding.answer is not Answer.GIVEN:
        return (*(other for other in known if other.detail != finding.detail), finding)
    closed = any(other.answer is not Answer.GIVEN for other in same)
    return known if closed else (*(other for other in known if other.detail != finding.detail), finding)


def _beside(known: tuple[Finding, ...], same: list[Finding], finding: Finding) -> tuple[Finding, ...]:
    """A second certain value: the more exact one of two alike, both when they differ."""
    value = finding.value.casefold()
    for other in same:
        theirs = other.value.casefold()
        if value in theirs:
            return known
        if theirs in value and other.answer is Answer.GIVEN:
            return tuple(finding if one is other else one for one in known)
    return (*known, finding)
