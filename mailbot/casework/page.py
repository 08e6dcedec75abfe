"""A text as lines and sentences: what patterns look at, one sentence a line, without what is not the sender's."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.casework.normalise import Norm, normalise
from mailbot.casework.pictures import marks_picture

MAX_TEXT = 64 * 1024  # characters read of one mail: the head and the tail
TAIL = 16 * 1024
MAX_LINES = 1500
MAX_SENTENCE = 2000
MAX_SENTENCES = 100  # told apart in a line, or in lines that were wrapped: nobody writes twenty letters a sentence
FENCE = re.compile(r"^\s*(?:```|~~~)")
LOG = re.compile(
    r"^\s*(?:at [\w$.]+\(|File \".{1,200}\", line \d|\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d"
    r"|[\w.]{1,80}(?:Error|Exception)\b[: ]|Traceback \(|Caused by: |\$ |[<>{}|]{2}"
    r"|[\w./-]{1,120}\.(?:js|java|py|cs|cpp|c|go|rb|ts):\d+)"
)
ITEM = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[①-⑳])(?:[.．、)）:：]|(?=[①-⑳])|番|\s)|[①-⑳]|[-*+・●○※◎■□◆◇▼▲→>]|[-–—]{1,2} )"
)
END = re.compile(
    r"[。…]+[」』)）\"”']*|[!?！？]+[」』)）\"”']*(?=\s|$|[^\x00-\x7f])"
    r"|\.(?=[\"”')]?(?:\s+[^a-z\s]|\s*$))"
)
ABBREVIATED = re.compile(r"\b(?:v|ver|no|vs|mr|ms|mrs|dr|e\.g|i\.e|approx|etc|st)$", re.IGNORECASE)
RULER = re.compile(r"^\s*([-=_*~#＝ー―─━〜～・+]\s?){4,}\s*$")
CAPTION = re.compile(r"(?<=!\[)[^\]\n]{1,300}(?=\]\()")
TARGET = re.compile(r"(?<=\S) ?<(?:https?://|mailto:|tel:)[^<>\s]{1,500}>")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line, `[start, end)` of the original; `norm` is how it is read."""

    start: int
    end: int
    norm: Norm
    code: bool = False
    section: int = -1  # number of the section it belongs to
    dropped: bool = False  # form text, our own words: no evidence

    @property
    def blank(self) -> bool:
        """Nothing to read here."""
        return not self.norm.text.strip()


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence: `[start, end)` of `Page.text`."""

    start: int
    end: int
    code: bool
    section: int
    line: int  # index of the line it begins in


@dataclass(frozen=True, slots=True)
class Page:
    """All sentences, one a line; `starts` and `ends` lead back to the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    units: tuple[Unit, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)`, not empty, stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def index_at(self, position: int) -> int:
        """The number of the sentence at a position of `text`."""
        return bisect_right(self.units, position, key=lambda unit: unit.start) - 1


def lines_of(text: str, ranges: Iterable[tuple[int, int]]) -> tuple[Line, ...]:
    """The physical lines of stretches of a text, one of a run of blank ones; `MAX_TEXT` and `MAX_LINES` at most."""
    raw = _raw(text, ranges)
    kept = raw if len(raw) <= MAX_LINES else raw[: MAX_LINES // 2] + raw[-MAX_LINES // 2 :]
    return tuple(_line(text[begin:stop], begin, fenced=fenced) for begin, stop, fenced in kept)


def _raw(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Where the lines are, and whether inside of a fenced block; of a run of blank ones the first."""
    found: list[tuple[int, int, bool]] = []
    fenced = blank = False
    for start, end in _bounded(tuple(ranges)):
        for begin, stop in _physical(text, start, end):
            raw = text[begin:stop]
            empty = not raw.strip()
            if not (empty and blank):
                fenced = fenced != bool(FENCE.match(raw))
                found.append((begin, stop, fenced))
            blank = empty
    return found


def _line(raw: str, begin: int, *, fenced: bool) -> Line:
    fence = bool(FENCE.match(raw))
    code = fenced or fence or bool(LOG.match(raw[:400]))
    dropped = fence or bool(RULER.match(raw[:200])) or marks_picture(raw)
    norm = normalise(without_targets(raw), begin).head(MAX_SENTENCE)
    return Line(begin, begin + len(raw), norm, code, dropped=dropped)


def without_targets(line: str) -> str:
    """The line with blanks in the place of what a program, not the sender, wrote behind the words of a link."""
    line = TARGET.sub(_blank, line) if "<" in line else line
    return CAPTION.sub(_blank, line) if "![" in line else line


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def page_of(lines: Sequence[Line]) -> Page:
    """Wrapped lines joined, sentences apart."""
    text: list[str] = []
    starts, ends = array("I"), array("I")
    units: list[Unit] = []
    length = 0
    for first, block in _blocks(lines):
        for piece in _sentences(_joined(block)):
            units.append(Unit(length, length + len(piece.text), block[0].code, block[0].section, first))
            text.append(piece.text + "\n")
            starts.extend([*piece.starts, piece.ends[-1]])
            ends.extend([*piece.ends, piece.ends[-1]])
            length += len(piece.text) + 1
    return Page("".join(text), starts, ends, tuple(units))


def _bounded(ranges: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    total = sum(end - start for start, end in ranges)
    if total <= MAX_TEXT:
        return list(ranges)
    kept, passed = [], 0
    for start, end in ranges:
        head = (start, min(end, start + max(0, MAX_TEXT - TAIL - passed)))
        tail = (max(head[1], start + max(0, total - TAIL - passed)), end)
        kept += [part for part in (head, tail) if part[0] < part[1]]
        passed += end - start
    return kept


def _physical(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        for begin in range(start, max(stop, start + 1), MAX_SENTENCE):
            yield begin, min(stop, begin + MAX_SENTENCE)
        start = stop + 1


def _blocks(lines: Sequence[Line]) -> Iterable[tuple[int, list[Line]]]:
    block: list[Line] = []
    first, size = 0, 0
    for index, line in enumerate(lines):
        if block and (not _wraps(block[-1], line) or size + len(line.norm.text) > MAX_SENTENCE):
            yield first, block
            block = []
        if line.blank or line.dropped:
            continue
        if not block:
            first, size = index, 0
        block.append(line)
        size += len(line.norm.text) + 1
    if block:
        yield first, block


def _wraps(before: Line, line: Line) -> bool:
    """Whether a line goes on with the sentence before: same section, no item, no end, and long enough or unfinished."""
    if line.blank or line.dropped or line.code or before.code or before.section != line.section:
        return False
    if line.start > before.end + 2 or ITEM.match(line.norm.text[:20]):
        return False
    tail = before.norm.text.rstrip()
    if not tail or END.match(tail[-1]) or tail[-1] in "。.!?」』】:)":
        return False
    if CJK.search(tail):
        follows = line.norm.text.lstrip()[:1] in "のをにがへ"
        return tail[-1] in "、," or "\u3041" <= tail[-1] <= "\u3096" or len(tail) >= 24 or follows
    return len(tail) >= 40 or line.norm.text.lstrip()[:1].islower()


def _joined(block: list[Line]) -> Norm:
    if len(block) == 1:
        return block[0].norm.cut(0, len(block[0].norm.text))
    text = ""
    starts, ends = array("I"), array("I")
    for line in block:
        norm = line.norm.cut(0, len(line.norm.text))
        if text and norm.text and not (CJK.match(text[-1]) or CJK.match(norm.text[0])):
            text += " "
            starts.append(line.start)
            ends.append(line.start)
        text += norm.text
        starts.extend(norm.starts)
        ends.extend(norm.ends)
    return Norm(text, starts, ends)


def _sentences(norm: Norm) -> Iterable[Norm]:
    done = 0
    for stop in islice(_ends(norm.text), MAX_SENTENCES):
        piece = norm.cut(done, stop)
        if piece.text:
            yield piece
        done = stop
    piece = norm.cut(done, len(norm.text))
    if piece.text:
        yield piece


def _ends(text: str) -> Iterable[int]:
    """Ends of sentences outside of 「…」: a message quoted whole stays whole."""
    opened = -1000
    for match in re.finditer(r"[「『“]|[」』”]|" + END.pattern, text):
        sign = match[0]
        if sign in "「『“":
            opened = match.start()
        elif sign in "」』”":
            opened = -1000
        elif match.start() - opened > 300 and not ABBREVIATED.search(text, max(0, match.start() - 6), match.start()):
            yield match.end()
        elif sign[-1] in "」』”" and len(sign) > 1:
            opened = -1000  # 「…です。」 ends the quotation, the sentence usually goes on


def in_section(line: Line, section: int) -> Line:
    """The line as part of a section."""
    return replace(line, section=section)
