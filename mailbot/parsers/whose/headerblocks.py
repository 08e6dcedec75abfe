"""Read the block of From, Sent, To and Subject lines that programs put above a mail they quote or pass on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailbot.parsers.whose.quotemarks import label_and_value, label_of

MOST_LINES = 24
GAP = 3  # a long value is wrapped, and some programs put blank lines between: two lines may stand between two labels
FULL = 45  # characters of a line so long that the next may be its rest
DATED = re.compile(r"[12]\d{3}\s?[-/.年년]|\b(?:19|20)\d\d(?!\d)|\d{1,2}[:h.時]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2}")
TIMED = re.compile(r"\d{1,2}[:h.時时点시]\s?\d{2}(?![./\d])|\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
QUOTE = re.compile(r"(?:\s{0,3}[>＞])+ ?")


@dataclass(frozen=True, slots=True)
class Block:
    """A header block: `values` of from, sent, to and subject, and the line behind it."""

    values: Mapping[str, str]
    end: int


def may_be_label(line: str) -> bool:
    """Whether a line can be the first of a block."""
    head = line[:48]
    return (":" in head or "：" in head) and bool(label_of(line))


def block_at(lines: Sequence[str], start: int, least: int = 3) -> Block | None:
    """The block that begins at a line; it names the sender, `least` headers, and a date or an address.

    In a mail that its subject calls a forward two headers will do, behind a divider one, and without a proof.
    """
    values: dict[str, str] = {}
    last, open_label = start - 1, ""
    for index in range(start, min(start + MOST_LINES, len(lines))):
        if index - last > GAP:
            break
        kind, value = label_and_value(lines[index])
        if kind and not (kind in values and kind != "cc"):
            values[kind] = value
            last, open_label = index, kind
        elif kind and open_label:
            break  # the block of another mail
        elif lines[index].strip() and open_label and index == last + 1 and not values[open_label]:
            values[open_label], last = lines[index].strip(), index  # a label alone, its value below
    proof = least < 2 or _proved(values)
    if not proof or "from" not in values or len(values.keys() - {"cc"}) < least:
        return None
    return Block(*_with_rest(lines, values, last))


def _proved(values: Mapping[str, str]) -> bool:
    """An address, a time of day, or all four headers and a date: people list journeys with the same labels."""
    sent = values.get("sent", "")
    if any("@" in value for value in values.values()) or TIMED.search(sent):
        return True
    return bool(DATED.search(sent)) and len(values.keys() - {"cc"}) >= 4


def _with_rest(lines: Sequence[str], values: dict[str, str], last: int) -> tuple[dict[str, str], int]:
    """Take along the rest of a long last value."""
    end = last + 1
    kind = label_of(lines[last])
    while end < len(lines) and end <= last + 2 and lines[end].strip() and len(lines[end - 1]) >= FULL:
        if kind:
            values = values | {kind: f"{values[kind]} {lines[end].strip()}"}
        end += 1
    return values, end


def stands_alone(lines: Sequence[str], block: Block) -> bool:
    """Whether a blank line follows, as it does behind the blocks of programs; a person may list the same labels."""
    return block.end >= len(lines) or not lines[block.end].strip()


def begins_block(text: str) -> bool:
    """Whether a text begins with a header block: two labels or more, one of which names the sender."""
    kinds = [kind for line in text.split("\n")[:16] if (kind := label_of(line))]
    return bool(kinds) and bool(label_of(text[:400])) and "from" in kinds[:4] and len(kinds) >= 2
