"""One spelling for full-width, half-width and wide blanks, each character knowing where it came from."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.casework.patterns import encodable

BLANKS = re.compile(r"[ \t\xa0\u2000-\u200b\u3000]{2,}|[\t\xa0\u2000-\u200b\u3000]")
# A base character with what is written on top of it; half-width kana carry their voicing marks as characters.
CLUSTER = re.compile("[^\u0300-\u036f\u3099\u309a\uff9e\uff9f]?[\u0300-\u036f\u3099\u309a\uff9e\uff9f]{0,8}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Norm:
    """Normalised text; its character `i` stands for `[starts[i], ends[i])` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)`, not empty, stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def head(self, length: int) -> Norm:
        """The first characters of it: one character may become eighteen."""
        return self if len(self.text) <= length else Norm(self.text[:length], self.starts[:length], self.ends[:length])

    def cut(self, start: int, end: int) -> Norm:
        """A part of it, without the blanks around."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = max(start, end - (len(piece) - len(piece.rstrip())))
        return Norm(self.text[start:end], self.starts[start:end], self.ends[start:end])


def normalise(raw: str, offset: int = 0) -> Norm:
    """NFKC, runs of blanks as one, lone surrogates replaced; `offset` is where `raw` begins in the original."""
    raw = encodable(raw)
    if unicodedata.is_normalized("NFKC", raw) and not BLANKS.search(raw):
        return Norm(raw, range(offset, offset + len(raw)), range(offset + 1, offset + len(raw) + 1))
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    for begin, end, text in _pieces(raw):
        pieces.append(text)
        starts.extend([offset + begin] * len(text))
        ends.extend([offset + end] * len(text))
    return Norm("".join(pieces), starts, ends)


def plain(text: str) -> str:
    """What headings and answers are compared by: NFKC, one blank, no case."""
    return BLANKS.sub(" ", unicodedata.normalize("NFKC", encodable(text))).casefold().strip()


def fold(text: str) -> str:
    """What lines of forms are compared by: `plain`, and no blanks at all."""
    return "".join(plain(text).split())


def _pieces(raw: str) -> list[tuple[int, int, str]]:
    pieces: list[tuple[int, int, str]] = []
    done = 0
    for blank in BLANKS.finditer(raw):
        pieces += _clusters(raw, done, blank.start())
        pieces.append((blank.start(), blank.end(), " "))
        done = blank.end()
    return pieces + _clusters(raw, done, len(raw))


def _clusters(raw: str, start: int, end: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in CLUSTER.finditer(raw, start, end):
        begin, stop = match.span()
        if stop > begin:
            found.append((begin, stop, unicodedata.normalize("NFKC", match[0]).replace("\n", " ")))
    return found
