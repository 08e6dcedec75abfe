"""Which details a heading names: "■ご利用環境（OS等）", "Steps to reproduce:", "**Browser**"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from mailbot.casework.catalogue import Catalogue, Detail, Group
from mailbot.casework.normalise import plain

REMARK = re.compile(r"\((?:[^()]{0,80})\)|\[(?:必須|任意|required|optional)\]|[\"'`*_]+")
EDGES = re.compile(r"^(?:q?\d{1,2}[.)、:]?\s|[^\w(]+)+|[^\w)]+$")
PARTS = re.compile(r"\s*(?:[/、・,&+]|および|及び|または|\band\b|\bor\b|と)\s*")
MAX_NAME = 120
LONGEST = 200  # characters looked at


def heading_table(details: Iterable[Detail], groups: Iterable[Group]) -> Mapping[str, tuple[str, ...]]:
    """Every label and alias, as `name_of` spells it, with the details it names."""
    table: dict[str, tuple[str, ...]] = {}
    for group in groups:
        table |= {name_of(name): group.details for name in group.names()}
    for detail in details:
        for name in map(name_of, detail.names()):
            table[name] = tuple(dict.fromkeys((*table.get(name, ()), detail.id)))
    table.pop("", None)
    return table


def name_of(heading: str) -> str:
    """A heading without marks, numbers, remarks in brackets and case."""
    return EDGES.sub("", EDGES.sub("", REMARK.sub(" ", plain(heading[:LONGEST])))).strip()


def exactly(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The details whose label or alias this is, all of it or all of its parts."""
    table = catalogue.headings
    if name in table:
        return table[name]
    parts = [part for part in PARTS.split(name[:MAX_NAME]) if part]
    named = [table.get(part, ()) for part in parts]
    return _once(named) if len(parts) > 1 and all(named) else ()


def within(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The details that a longer, marked heading names: the first name in each of its parts counts."""
    found = exactly(name, catalogue)
    if found:
        return found
    parts = PARTS.split(name[:MAX_NAME])
    return _once(_first_inside(part, catalogue) for part in parts)


def begins_in_name(name: str, catalogue: Catalogue) -> bool:
    """Whether the first part of a heading names a detail: "症状・ログ" is about more than the log."""
    first = next(iter(PARTS.split(name[:MAX_NAME])), "")
    return bool(exactly(name, catalogue) or _first_inside(first, catalogue))


def ending_in(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The details of the longest label a name ends in."""
    return max(
        ((len(alias), ids) for alias, ids in catalogue.headings.items() if name.endswith(alias)), default=(0, ())
    )[1]


def ends_in_name(name: str, catalogue: Catalogue) -> bool:
    """Whether the last word of a name is a label: that word says what the name is about."""
    return any(
        name.endswith(alias) and not (alias[0].isascii() and name[: -len(alias)][-1:].isalnum() and name.isascii())
        for alias in catalogue.headings
    )


def _first_inside(part: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The name that begins first, the longer one of two: "ブラウザのバージョン" is about the browser."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for alias, ids in catalogue.headings.items():
        at = _at(alias, part) if alias in part else -1
        if at >= 0 and (best is None or (at, -len(alias)) < best[:2]):
            best = (at, -len(alias), ids)
    return best[2] if best else ()


def _at(alias: str, part: str) -> int:
    if alias not in part:
        return -1
    if not alias[0].isascii():
        return part.find(alias)
    match = _whole_word(alias).search(part)
    return match.start() if match else -1


@lru_cache(maxsize=2000)
def _whole_word(alias: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(alias)}(?![a-z0-9])")


def _once(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for ids in found for id_ in ids))


def within_words(text: str, catalogue: Catalogue, ending: re.Pattern[str] | None) -> tuple[str, ...]:
    """The details named in running words; with `ending`, only by a name that stands right before what it matches."""
    words = plain(text)
    found: list[tuple[str, ...]] = []
    for alias, ids in catalogue.headings.items():
        at = _at(alias, words)
        if at >= 0 and (ending is None or ending.match(words, at + len(alias))):
            found.append(ids)
    return _once(found)
