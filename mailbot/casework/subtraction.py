"""Take out what is not the sender's: form text, choice lists, our own questions, with or without quote marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.headings import exactly, name_of
from mailbot.casework.lexicon import mentions
from mailbot.casework.normalise import fold, plain
from mailbot.casework.page import Line
from mailbot.model import Question

ALIKE = 85  # max(ratio, partial_ratio): 840 of 840 damaged quotes found, none of 860 other lines
SHORTEST = 8  # characters; shorter lines are alike by chance
REMARK = re.compile(r"\([^()]{0,200}\)|「[^「」]{0,80}」")
NUMBER = re.compile(r"^\W*(?:q?\d{1,2}\s?[.)、:番]|[①-⑳])?\s*")
CHOICE = re.compile(r"\s*[/|・、,]\s*")
SHORTEST_LINE = 4  # folded characters of a registered form's line; shorter ones are anybody's
WRAPPED = 4  # lines into which a mail program may have broken one


def without_forms(lines: Sequence[Line], catalogue: Catalogue, own: Sequence[Question] = ()) -> tuple[Line, ...]:
    """The lines with form text and our own questions marked as dropped."""
    ours, help_ = own_words(own), own_help(own)
    known = _registered(lines, catalogue.forms)
    return tuple(
        line
        if line.dropped
        or line.blank
        or not (i in known or is_form(line.norm.text, catalogue) or _alike(line.norm.text, ours, help_))
        else replace(line, dropped=True)
        for i, line in enumerate(lines)
    )


def with_forms(catalogue: Catalogue, lines: Iterable[str]) -> Catalogue:
    """The catalogue that knows these lines of forms, too. Headings stay: they tell what is written under them."""
    new = {fold(line) for line in lines if not exactly(name_of(line), catalogue)}
    return replace(catalogue, forms=tuple(sorted({*catalogue.forms, *(one for one in new if _tells(one))})))


def _tells(folded: str) -> bool:
    return len(folded) >= SHORTEST_LINE and any(char.isalnum() for char in folded)


def _registered(lines: Sequence[Line], forms: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines that are, whole or wrapped, lines of a registered form."""
    known: set[int] = set()
    said = [(i, fold(line.norm.text)) for i, line in enumerate(lines) if forms and not line.blank]
    for first, (_, begin) in enumerate(said):
        joined = ""
        for count, (_, text) in enumerate(said[first : first + WRAPPED], 1):
            joined += text
            at = bisect_left(forms, joined)
            if at == len(forms) or not forms[at].startswith(joined):
                break
            if forms[at] == joined and begin:
                known.update(i for i, _ in said[first : first + count])
    return frozenset(known)


def own_words(questions: Sequence[Question]) -> tuple[str, ...]:
    """What our questions ask, without remarks in brackets."""
    return tuple(dict.fromkeys(words for one in questions if len(words := bare(one.text)) >= SHORTEST))


def own_help(questions: Sequence[Question]) -> tuple[str, ...]:
    """What stands under our questions. It holds examples, which look like answers: only a whole line of it is ours."""
    return tuple(dict.fromkeys(words for one in questions if len(words := bare(one.help)) >= SHORTEST))


def likeness(line: str, question: str) -> float:
    """How much a line looks like a question of ours, 0 to 100; a wrapped or cut quote counts in full."""
    words = bare(line)
    if len(words) < SHORTEST:
        return 0.0
    whole = fuzz.ratio(words, question)
    return max(whole, fuzz.partial_ratio(words, question)) if len(words) <= len(question) * 2 else whole


def bare(text: str) -> str:
    """A line without number and remarks in brackets, as likeness is measured on."""
    return REMARK.sub("", NUMBER.sub("", plain(text), count=1)).strip()


def repeats(line: str, help_: str) -> bool:
    """Whether a line is this text as a whole, not only a part of it."""
    return fuzz.ratio(bare(line), help_) >= ALIKE


def _alike(text: str, ours: tuple[str, ...], help_: tuple[str, ...]) -> bool:
    text = text[:400]
    return any(likeness(text, words) >= ALIKE for words in ours) or any(repeats(text, words) for words in help_)


def is_form(text: str, catalogue: Catalogue) -> bool:
    """Whether a line is a placeholder, a list to choose from, or what a telephone writes under every mail."""
    if catalogue.fillers and catalogue.fillers.found(text):
        return True
    return _choices(text.strip(" -*・:\t"), catalogue)


def _choices(text: str, catalogue: Catalogue) -> bool:
    """ "Windows / macOS / Linux": names of one lexicon and nothing else, three or two rivals: a list to choose from."""
    parts = [part for part in CHOICE.split(text[:200]) if part]
    if len(text) > 200 or len(parts) < (2 if "/" in text else 3):
        return False
    return any(_all_of(detail, parts) for detail in catalogue.details if detail.lexicon)


def _all_of(detail: Detail, parts: Sequence[str]) -> bool:
    """Whether all parts are names of the lexicon without version, and no answer would have them side by side."""
    names = [_name(part, detail) for part in parts]
    return all(names) and (len(names) > 2 or frozenset(names) in detail.choices)


def _name(part: str, detail: Detail) -> str:
    """Our word for a text that is one name of the lexicon and no more; "" else."""
    found = list(mentions(detail.lexicon, part)) if detail.lexicon else []
    whole = bool(found) and found[0][:2] == (0, len(part)) and not part[-1].isdigit()
    return found[0][2] if whole else ""
