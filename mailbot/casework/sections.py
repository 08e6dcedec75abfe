"""Headings and labelled lines, and what stands under them; every heading-like line closes the section before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.guards import HIT, refuted
from mailbot.casework.headings import begins_in_name, ending_in, ends_in_name, exactly, name_of, within
from mailbot.casework.lexicon import mentions
from mailbot.casework.normalise import Norm
from mailbot.casework.page import ITEM, Line, in_section
from mailbot.casework.subtraction import is_form

MARK = re.compile(r"^\s*(?:#{1,6}\s|[■◆●◇□▼▽★☆◎◉▶►]+|\*\*|__|-{3,}|={3,}|[【〔《≪<])\s*")
CLOSERS = re.compile(r"[】〕》≫>]|\*\*|__|-{3,}|={3,}")
REMARK = re.compile(r"^\s*\[(?:必須|任意|required|optional)\]\s*", re.IGNORECASE)
COLON = re.compile(r":(?!//|\d\d\b)\s*|\s*(?:⇒|→|=>)\s*")
FOREIGN = frozenset({"foreign"})  # "Python version": not of the product
LONGEST_LABEL = 48
LONGEST_NAME = 32
QUOTING = re.compile(r"[「」『』\"“”、。(]")
ASKING = ("which", "what", "when", "how", "where", "is ", "does", "did", "do you")
TOLD = re.compile(r"(?:ない|ません|ます|した|です|ず|たら|って|れる|える|する)$")
BAR = re.compile(r"^\s*\|\s*([^|]{1,48}?)\s*\|\s*(?=[^\s|])")  # "| OS | Windows 11 |"
WIDE = re.compile("[\t\u3000]|[ \xa0]{2}")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading: `[start, end)` of the original, empty when nothing does."""

    number: int
    details: tuple[str, ...]
    start: int
    end: int
    sole: bool = True  # the heading is about these alone


@dataclass(frozen=True, slots=True)
class _Heading:
    details: tuple[str, ...]
    value: int  # where the value begins in the line's `norm`; its length when there is none
    marked: bool
    sole: bool = True


def sections_of(text: str, lines: Sequence[Line], catalogue: Catalogue) -> tuple[tuple[Line, ...], tuple[Section, ...]]:
    """The lines, each in its section and without the heading's own words, and the sections."""
    out: list[Line] = []
    sections: list[Section] = []
    current: _Open | None = None
    for line in lines:
        heading = None if line.dropped or line.code else _heading(text, line, catalogue)
        if heading and current and current.holds(heading, line):
            heading = None
        if heading is None:
            current = current if current and current.takes(line, catalogue) else None
            out.append(in_section(line, current.number if current else -1))
        else:
            number = len(sections)
            current = _Open(number, heading) if heading.details else None
            out.append(_value_line(line, heading, number, catalogue) if heading.details else in_section(line, number))
            sections.append(Section(number, heading.details, 0, 0, heading.sole))
        if current:
            current.add(out[-1])
            sections[current.number] = replace(sections[current.number], start=current.start, end=current.end)
    return tuple(out), tuple(sections)


class _Open:
    """A section that is still growing."""

    def __init__(self, number: int, heading: _Heading) -> None:
        self.number = number
        self.marked = heading.marked
        self.start = self.end = 0
        self.same_line = False
        self.blank = False
        self.form = False
        self.last: Line | None = None

    def add(self, line: Line) -> None:
        if line.dropped or line.blank:
            self.blank = line.blank and self.end > 0
            self.form = self.form or (line.dropped and not line.blank)
            return
        norm = line.norm.cut(0, len(line.norm.text))
        if not self.end:
            self.start = norm.starts[0]
            self.same_line = self.last is None
        self.end = norm.ends[-1]
        self.last = line
        self.blank = False

    def holds(self, heading: _Heading, line: Line) -> bool:
        """ "一覧：並び順を保つ" under "■本来の動作": a label of the sender's own, with words, closes nothing."""
        told = line.norm.text.rstrip()[-1:] not in ":⇒→"
        return self.marked and told and not (heading.details or heading.marked)

    def takes(self, line: Line, catalogue: Catalogue) -> bool:
        """Whether a line that is no heading still belongs here."""
        if line.blank or line.dropped:
            self.last = self.last or line
            unfilled = self.form and line.blank and not self.end
            return not unfilled
        if _courtesy(line, catalogue):
            return False
        if not self.end:
            return True
        item = bool(ITEM.match(line.norm.text[:20]))
        if self.same_line and not self.marked:
            return item or (not self.blank and _unfinished(self.last))
        return self.marked or not self.blank or item


def _heading(text: str, line: Line, catalogue: Catalogue) -> _Heading | None:
    found = _named(text, line, catalogue)
    if found is None or not found.details:
        return found
    name = name_of(line.norm.text[: found.value].rstrip(" :")) + HIT
    other = refuted(name, FOREIGN, catalogue.languages.values())
    details = tuple(id_ for id_ in found.details if not (other and catalogue.detail(id_).guards >= FOREIGN))
    return replace(found, details=details, value=found.value if details else len(line.norm.text))


def _named(text: str, line: Line, catalogue: Catalogue) -> _Heading | None:
    norm = line.norm.text
    if not norm.strip():
        return None
    mark = MARK.match(norm)
    if mark:
        return _marked(norm, mark.end(), mark[0].strip(), catalogue)
    return _labelled(text, line, catalogue)


def _marked(norm: str, begin: int, mark: str, catalogue: Catalogue) -> _Heading:
    remark = REMARK.match(norm[begin : begin + 40])
    begin += remark.end() if remark else 0
    closer = CLOSERS.search(norm, begin)
    if closer and (mark[:1] in "【〔《≪<*_-=") and closer.end() < len(norm):
        stop, value = closer.start(), closer.end()
        value += len(norm[value:]) - len(norm[value:].lstrip(" :"))
        details = within(name_of(norm[begin:stop]), catalogue)
        return _Heading(details, value, marked=True)
    colon = COLON.search(norm, begin, begin + 120)
    if colon:
        details = within(name_of(norm[begin : colon.start()]), catalogue)
        if details:
            return _Heading(details, colon.end(), marked=True)
    return _unseparated(norm, begin, mark, catalogue)


def _unseparated(norm: str, begin: int, mark: str, catalogue: Catalogue) -> _Heading:
    """ "■発生時刻 昨日から": a known name, a blank and a value; else the whole line is the heading."""
    whole = name_of(norm[begin:])
    if mark[0] not in "#*_-=" and not exactly(whole, catalogue):
        blank = norm.find(" ", begin, begin + LONGEST_LABEL)
        if blank > 0 and (details := _ending(name_of(norm[begin:blank]), catalogue)) and not norm[begin:].isascii():
            return _Heading(details, blank + 1, marked=True)
    details = within(whole, catalogue) if _is_name(whole) else ()
    return _Heading(details, len(norm), marked=True, sole=begins_in_name(whole, catalogue))


def _is_name(name: str) -> bool:
    """Not a sentence: "■印刷ボタンを押しても動きません" tells something, it names nothing."""
    if name.isascii():
        return len(name) <= LONGEST_LABEL * 2 or (name.startswith(ASKING) and len(name) <= LONGEST_LABEL * 3)
    return len(name) <= LONGEST_LABEL and not TOLD.search(name)


def _ending(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    return exactly(name, catalogue) or (within(name, catalogue) if len(name) <= 14 else ())


def _labelled(text: str, line: Line, catalogue: Catalogue) -> _Heading | None:
    norm = line.norm.text
    bar = BAR.match(norm)
    if bar:
        return _row(norm, bar, catalogue)
    colon = COLON.search(norm, 0, LONGEST_LABEL + 2)
    if colon:
        name = name_of(norm[: colon.start()])
        details = exactly(name, catalogue) or _nearly(name, catalogue)
        if details:
            return _Heading(details, colon.end(), marked=False)
        item = ITEM.match(norm[:20])
        return _Heading((), len(norm), marked=False) if not item and len(name) <= 20 and " " not in name else None
    if len(norm) <= LONGEST_LABEL and (details := exactly(name_of(norm), catalogue)):
        return _Heading(details, len(norm), marked=False)
    return _wide_blank(text, line, catalogue)


def _row(norm: str, bar: re.Match[str], catalogue: Catalogue) -> _Heading | None:
    """A table's row with a label in its first cell; where the next cell is a label too, the row heads columns."""
    details = exactly(name_of(bar[1]), catalogue)
    columns = exactly(name_of(norm[bar.end() :].partition("|")[0]), catalogue)
    return _Heading(details, bar.end(), marked=False) if details and not columns else None


def _nearly(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """ "社内ツールのバージョン", "tool version": a short name that ends in a label, without one of our values in it."""
    if len(name) > LONGEST_NAME or QUOTING.search(name) or not ends_in_name(name, catalogue):
        return ()
    lexicons = (detail.lexicon for detail in catalogue.details if detail.lexicon)
    if any(next(mentions(lexicon, name), None) for lexicon in lexicons):
        return ()
    found = within(name, catalogue)
    return found if len(found) == 1 else ending_in(name, catalogue)


def _wide_blank(text: str, line: Line, catalogue: Catalogue) -> _Heading | None:
    """ "OS　　Windows 11": a known name and a blank wider than between words."""
    match = WIDE.search(text, line.start, min(line.end, line.start + LONGEST_LABEL))
    if not match:
        return None
    details = exactly(name_of(text[line.start : match.start()]), catalogue)
    if not details:
        return None
    value = next((i for i, start in enumerate(line.norm.starts) if start > match.start()), len(line.norm.text))
    return _Heading(details, value, marked=False)


def _value_line(line: Line, heading: _Heading, number: int, catalogue: Catalogue) -> Line:
    length = len(line.norm.text.rstrip(" |"))
    norm = line.norm.cut(heading.value, length) if heading.value < length else Norm("", (), ())
    return replace(line, norm=norm, section=number, dropped=not norm.text or is_form(norm.text, catalogue))


def _courtesy(line: Line, catalogue: Catalogue) -> bool:
    return any(
        pattern.found(line.norm.text)
        for language in catalogue.languages.values()
        for pattern in (language.closings, language.greetings)
        if pattern
    )


def _unfinished(line: Line | None) -> bool:
    return line is not None and len(line.norm.text) >= 30 and line.norm.text.rstrip()[-1:] not in "。.!?」"
