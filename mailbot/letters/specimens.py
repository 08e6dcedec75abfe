"""Facts made up from their shapes: a template is tried on a full and on a bare letter before it is used."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from mailbot.letters.names import LETTERS, VALUES, Shape, Sort
from mailbot.model import Purpose

FULL, BARE = 2, 0  # entries of a list


def specimens(purpose: Purpose) -> Iterator[Mapping[str, object]]:
    """Facts of every kind and state, with everything there and with nothing there."""
    kinds, states = VALUES["case.kind"], VALUES["case.state"]
    for entries, kind, state in itertools.product((FULL, BARE), sorted(kinds), sorted(states)):
        facts = {name: _value(shape, name, entries) for name, shape in LETTERS[purpose].items()}
        yield facts | {"case": {**_record(LETTERS[purpose]["case"], FULL), "kind": kind, "state": state}}


def _value(shape: Shape, name: str, entries: int) -> object:
    match shape.sort:
        case Sort.TEXT:
            return name if entries else ""
        case Sort.NUMBER:
            return entries
        case Sort.FLAG:
            return bool(entries)
        case Sort.TEXTS:
            return [name] * entries
        case Sort.RECORD:
            return _record(shape, entries)
        case Sort.RECORDS:
            return [_record(shape, entries)] * entries


def _record(shape: Shape, entries: int) -> dict[str, object]:
    return {part: _value(inner, part, entries) for part, inner in shape.fields.items()}
