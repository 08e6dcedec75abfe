"""Fill values into a commented TOML text: its comments, its order and its look stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

# One line: perhaps switched off, a key, a value (a "#" inside quotes is none), a comment.
LINE = re.compile(
    r'(?P<off># ?)?(?P<key>[a-z_]+) = (?P<value>(?:"(?:[^"\\]|\\.)*"|[^"#])*?)(?P<gap>[ \t]*)(?P<comment>#.*)?'
)
TABLE = re.compile(r"\[\[?([a-z_]+)\]\]?")
TO_DO = re.compile(r"#\s*FILL IN[:;]?\s*")
Plain = str | int | bool
Place = tuple[str, str]  # table and key


@dataclass(frozen=True, slots=True)
class Instead:
    """Another key in the place of this one."""

    key: str
    value: Plain
    comment: str


Value = Plain | tuple[str, ...] | Mapping[str, str] | Instead | None  # None: switch the line off
Values = Mapping[Place, Value]


def fill(text: str, values: Values) -> str:
    """The text with these values; what is filled in is no longer marked FILL IN.

    KeyError names the values for which the text has no line.
    """
    table, left, lines = "", dict(values), []
    for line in text.split("\n"):
        header = TABLE.match(line)
        table = header[1] if header else table
        match = LINE.fullmatch(line)
        place = (table, match["key"]) if match else None
        lines.append(_filled(match, left.pop(place)) if match and place in left else line)
    if left:
        raise KeyError(f"the shipped file has no place for {', '.join('.'.join(place) for place in left)}")
    return "\n".join(lines)


def to_do(text: str) -> tuple[tuple[int, str], ...]:
    """What still is to be filled in by hand: line numbers and keys."""
    lines = ((number, LINE.fullmatch(line)) for number, line in enumerate(text.split("\n"), 1))
    return tuple(
        (number, match["key"])
        for number, match in lines
        if match and not match["off"] and match["comment"] and TO_DO.match(match["comment"])
    )


def written(value: Plain | tuple[str, ...] | Mapping[str, str]) -> str:
    """A value in TOML. JSON's strings, numbers and lists are TOML's too (TOML 1.0, "String"), but for U+007F."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {written(text)}" for key, text in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(written(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _filled(match: re.Match[str], value: Value) -> str:
    comment = TO_DO.sub("# ", match["comment"] or "").rstrip().removesuffix("#")
    if value is None:
        pair = f"# {match['key']} = {match['value']}"
    elif isinstance(value, Instead):
        pair, comment = f"{value.key} = {written(value.value)}", f"# {value.comment}"
    else:
        pair = f"{match['key']} = {written(value)}"
    column = match.start("comment") if match["comment"] else 0
    return f"{pair:<{max(column - 2, 0)}}  {comment}".rstrip()
