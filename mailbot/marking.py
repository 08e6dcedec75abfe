"""A mail's text cut where findings begin and end: what a screen colours and a page marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.model import Finding, Part, Segment


@dataclass(frozen=True, slots=True)
class Stretch:
    """`[start, end)` of a text, of one part, under the same findings all along; findings are named by their number."""

    start: int
    end: int
    part: Part
    inside: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


def stretches(text: str, segments: Sequence[Segment], marked: Sequence[tuple[int, Finding]]) -> Iterator[Stretch]:
    """The whole text in order, without gaps; a finding that does not stand in it is left out."""
    spans = [(number, one.start, one.end) for number, one in marked if stands_in(text, one)]
    edges = {0, len(text)}
    edges.update(edge for one in segments for edge in (one.start, one.end))
    edges.update(edge for _, start, end in spans for edge in (start, end))
    for start, end in pairwise(sorted(edge for edge in edges if edge <= len(text))):
        yield Stretch(
            start=start,
            end=end,
            part=next((one.part for one in segments if one.start <= start < one.end), Part.NEW),
            inside=tuple(number for number, begin, stop in spans if begin <= start and end <= stop),
            opens=tuple(number for number, begin, _ in spans if begin == start),
            closes=tuple(number for number, _, stop in spans if stop == end),
        )


def stands_in(text: str, one: Finding) -> bool:
    """Whether the words of a finding are there where it says."""
    return 0 <= one.start < one.end <= len(text) and text[one.start : one.end] == one.quote
