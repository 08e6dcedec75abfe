"""Our own text forms: how their lines look, and what a filled one tells, whatever mail programs made of its shape."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from mailbot.casework.catalogue import Catalogue, Detail, Language
from mailbot.casework.normalise import Norm, fold, normalise
from mailbot.casework.page import MAX_TEXT
from mailbot.casework.replies import courtesy
from mailbot.casework.tags import subject_tag
from mailbot.model import Kind, Message, Part

MARKER = re.compile(
    r"\[\s?form:\s?(bug|question|request)\s?/\s?([a-z]{2,3}(?:-[a-z]+)?)\s?/\s?([^\]\[\n]{1,60}?)\s?\]", re.I
)
QUOTE = re.compile(r"[ \t\u3000\xa0>|＞｜]*")
SIGNS = "■□◆◇●○▪•◼*#=・-–— "  # what a mail program may make of the sign before a heading
CLOSERS = "=*# "
CLOSER = re.compile(r"\s*={3,}")  # the end of a heading that was wrapped
LINES = 2000
KINDS = (Kind.BUG, Kind.QUESTION, Kind.REQUEST)  # for which there are forms
READ = (Part.NEW, Part.QUOTED, Part.FORWARDED)


@dataclass(frozen=True, slots=True)
class Place:
    """What was written into one field: `[start, end)` of the mail's text, and the words without quote signs."""

    detail: str  # "" for the field of free words
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form of ours as it came back. `own` are the stretches that belong to it and tell nothing by themselves."""

    kind: Kind
    product: str
    places: tuple[Place, ...]
    own: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Field:
    """A field while its lines are gathered."""

    detail: str | None  # None: before the first heading, or behind the form
    hints: tuple[str, ...] = ()  # folded: what we printed under its heading
    lines: list[_Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    norm: Norm
    start: int
    end: int
    read: bool  # the sender's own words here, not only a frame for them


def marker(kind: Kind, language: str, product: str) -> str:
    """The line by which a form of ours is known."""
    return f"[form: {kind.value}/{language}/{product}]"


def heading(label: str, language: Language) -> str:
    """A label as it stands over its field."""
    return language.words["form_heading"].format(label=label)


def hint(detail: Detail, language: Language) -> str:
    """What stands under it until somebody writes there."""
    words = detail.help.get(language.code) or detail.question[language.code]
    return language.words["form_hint"].format(hint=words)


def printed(details: Collection[Detail], languages: Collection[Language]) -> Iterator[str]:
    """Every line that our forms print, but for headings: those are needed to tell what stands under them."""
    for language in languages:
        if "form_intro" not in language.words:
            continue
        yield language.words["form_intro"]
        yield language.words["form_end"]
        yield from (language.words[f"form_tag_{kind}"] for kind in KINDS)
        yield from (hint(detail, language) for detail in details)


def filled(message: Message, catalogue: Catalogue, *, quoted: bool = True) -> Filled | None:
    """What a form of ours tells, or None where there is none.

    Inside quotes a form counts when `quoted`: who answers a form by mail may write into the quotation. In a case that
    is under way a quotation repeats what was told before.
    """
    found = MARKER.search(message.text)
    language = catalogue.languages.get(found[2].lower()) if found else None
    if found is None or language is None or "form_end" not in language.words:
        return None
    fields = _fields(_rows(message, quoted=quoted), catalogue, language)
    told = [place for one in fields if one.detail is not None and (place := _place(one, catalogue))]
    stretches = [
        (row.start, row.end) for one in fields for row in one.lines if one.detail or MARKER.search(row.norm.text)
    ]
    return Filled(
        kind=_kind(fields[0], catalogue) or Kind(found[1].lower()),
        product=found[3],
        places=tuple({place.detail: place for place in reversed(told)}.values())[::-1],
        own=tuple(stretches),
    )


def product_in(text: str) -> str:
    """The product that a form of ours in a mail was made for, "" where there is none."""
    found = MARKER.search(text)
    return found[3] if found else ""


def outside(form: Filled | None, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Those ranges, in order, without the form's own fields."""
    own = deque(form.own if form else ())
    left: list[tuple[int, int]] = []
    for start, end in ranges:
        begin = start
        while own and own[0][0] < end:
            left.append((begin, own[0][0]))
            begin = max(begin, own[0][1])
            if own[0][1] > end:
                break
            own.popleft()
        left.append((begin, end))
    return tuple((begin, end) for begin, end in left if begin < end)


def _rows(message: Message, *, quoted: bool) -> Iterator[_Row]:
    passed = 0
    for segment in message.segments:
        if segment.part not in READ:
            continue
        start = segment.start
        while start < segment.end and passed < LINES and start < MAX_TEXT:
            stop = message.text.find("\n", start, segment.end)
            stop = segment.end if stop < 0 else stop
            skip = QUOTE.match(message.text, start, stop)
            begin = skip.end() if skip else start
            passed += 1
            yield _Row(normalise(message.text[begin:stop], begin), begin, stop, quoted or segment.part is Part.NEW)
            start = stop + 1


def _fields(rows: Iterator[_Row], catalogue: Catalogue, language: Language) -> list[_Field]:
    """The lines under each heading; those before the first one and behind the form stand under none."""
    labels = _labels(catalogue, language)
    end = fold(language.words["form_end"])
    hints = {"": (end,)} | {one.id: (fold(hint(one, language)), end) for one in catalogue.details}
    fields = [_Field(None)]
    for row in rows:
        opened = _heading(row, labels)
        if opened:
            detail, begin = opened
            fields.append(_Field(detail, hints[detail], [_part(row, begin, len(row.norm.text))]))
            continue
        if MARKER.search(row.norm.text):
            fields.append(_Field(None))
        fields[-1].lines.append(row)
    return fields


def _labels(catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """(folded label, detail), the longest first; the free field of each kind has the detail ""."""
    known = [(fold(detail.label[language.code]), detail.id) for detail in catalogue.details]
    free = [(fold(language.words[f"form_what_{kind}"]), "") for kind in KINDS]
    return sorted((*known, *free), key=lambda one: -len(one[0]))


def _heading(row: _Row, labels: Sequence[tuple[str, str]]) -> tuple[str, int] | None:
    """(detail, where in the line its value begins)."""
    text = row.norm.text
    begin = len(text) - len(text.lstrip(SIGNS))
    for label, detail in labels:
        stop = _behind(label, text, begin)
        if not stop:
            continue
        rest = text[stop:].lstrip(CLOSERS)
        if not rest or rest[0] == ":" or rest != text[stop:].lstrip():
            return detail, len(text) - len(rest.removeprefix(":"))
    return None


def _behind(label: str, text: str, begin: int) -> int:
    """Where a folded label that stands at `begin` ends, blanks and case aside; 0 when it does not stand there."""
    at = begin
    for char in label:
        while at < len(text) and text[at] == " ":
            at += 1
        if at == len(text) or text[at].casefold() != char:
            return 0
        at += 1
    return at


def _place(one: _Field, catalogue: Catalogue) -> Place | None:
    """What was written into a field: its lines without our hint, and without the politeness that ends a mail."""
    rows = [row for row in one.lines if row.read]
    for printed_hint in one.hints:
        rows = _unhinted(rows, printed_hint)
    while rows and (not rows[-1].norm.text.strip() or (len(rows) > 1 and courtesy(rows[-1].norm.text, catalogue))):
        rows.pop()
    first = next((i for i, row in enumerate(rows) if any(map(str.isalnum, row.norm.text))), len(rows))
    rows = rows[first:]
    if not rows:
        return None
    torn = CLOSER.match(rows[0].norm.text)
    rows[0] = _part(rows[0], torn.end() if torn else 0, len(rows[0].norm.text))
    norms = [row.norm.cut(0, len(row.norm.text)) for row in rows]
    told = [norm for norm in norms if norm.text]
    words = "\n".join(norm.text for norm in norms)
    return Place(one.detail or "", told[0].starts[0], told[-1].ends[-1], words)


def _unhinted(rows: list[_Row], printed_hint: str) -> list[_Row]:
    """The lines without the hint, however it was wrapped."""
    folded = [fold(row.norm.text) for row in rows]
    at = "".join(folded).find(printed_hint)
    if at < 0:
        return rows
    left: list[_Row] = []
    for row, text in zip(rows, folded, strict=True):
        first, last = max(0, at), min(len(text), at + len(printed_hint))
        at -= len(text)
        if first >= last:
            left.append(row)
        else:
            left += [_part(row, 0, _unfolded(row, first)), _part(row, _unfolded(row, last), len(row.norm.text))]
    return left


def _part(row: _Row, start: int, end: int) -> _Row:
    return _Row(row.norm.cut(start, end), row.start, row.end, row.read)


def _unfolded(row: _Row, position: int) -> int:
    """The place in a line of which the folded line has that many characters before it."""
    passed = 0
    for index, char in enumerate(row.norm.text):
        if passed >= position:
            return index
        passed += len(fold(char))
    return len(row.norm.text)


def _kind(before: _Field, catalogue: Catalogue) -> Kind | None:
    """The tag that stands over the form."""
    tags = (subject_tag(row.norm.text, catalogue) for row in before.lines if row.norm.text.strip()[:1] in ("【", "["))
    return next((tag.kind for tag in tags if tag), None)
