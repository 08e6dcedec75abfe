"""A second matter in the same mail: a bug with a wish as a postscript, a request that mentions a malfunction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from mailbot.casework.catalogue import Catalogue, Language, Say
from mailbot.casework.page import MAX_SENTENCES, Line
from mailbot.casework.votes import named, points_of, said, spoken, votes_in
from mailbot.model import Classified, Kind, Message

ENOUGH = {Kind.BUG: 3, Kind.QUESTION: 3, Kind.REQUEST: 4}  # points that a second matter needs
ENDS = re.compile(r"(?<=[.!?] )|(?<=[。！？])")  # of sentences within a line
MOST = 5  # turns that are looked at: every one of them has the whole mail before it read again
ASIDE = 600  # characters behind "P.S." that belong to it


def with_second(seen: Classified, message: Message, catalogue: Catalogue, say: Say, *, said_so: bool) -> Classified:
    """The kind with the other one that stands behind "P.S.", "追伸", "another thing"; the letters stay as they are.

    Unless the sender said the kind (`said_so`), a malfunction before a wish comes first: only a bug needs questions.
    """
    if seen.kind is Kind.UNSURE:
        return seen
    languages = spoken(message, catalogue)
    lines = tuple(_sentences(said(message, catalogue)))
    for first, part in islice(_asides(lines, languages), MOST):
        votes = votes_in(part, languages)
        second = _told(points_of(votes))
        if second is Kind.UNSURE:
            continue
        before = votes_in(lines[:first], languages)
        main = seen.kind
        if second is main and not said_so and _told(points_of(before)) is Kind.BUG:
            main, reason = Kind.BUG, say("kind_because_bug", words=named(before, Kind.BUG, say))
        else:
            reason = seen.reason
        if second is not main:
            kind, words = say(f"kind_{second.value}"), named(votes, second, say)
            also = say("kind_because_also", why=reason, kind=kind, words=words)
            return replace(seen, kind=main, also=second, reason=also)
    return seen


def _sentences(lines: Sequence[Line]) -> Iterator[Line]:
    """A second matter may begin in the middle of a line."""
    for line in lines:
        ends = [] if line.code else [match.start() for match in islice(ENDS.finditer(line.norm.text), MAX_SENTENCES)]
        cuts = [0, *ends, len(line.norm.text)]
        parts = [line.norm.cut(start, end) for start, end in pairwise(cuts)]
        told = [replace(line, norm=part) for part in parts if part.text]
        yield from told or [line]


def _told(points: Mapping[Kind, int]) -> Kind:
    """What a part of a mail is by itself, where it clearly is something."""
    best = max(ENOUGH, key=lambda kind: points[kind] - ENOUGH[kind])
    return best if points[best] >= ENOUGH[best] else Kind.UNSURE


def _asides(lines: Sequence[Line], languages: tuple[Language, ...]) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """From each line that turns to something else to the end of its paragraph."""
    patterns = [language.turns for language in languages if language.turns]
    for first, line in enumerate(lines):
        if first and any(pattern.found(line.norm.text) for pattern in patterns):
            yield first, tuple(_paragraph(lines[first:]))


def _paragraph(lines: Sequence[Line]) -> Iterator[Line]:
    size = 0
    for line in lines:
        if (line.blank and size > len("P.S. ")) or size > ASIDE:
            return
        size += len(line.norm.text)
        yield line
