"""The filters a letter may use: harmless, and none makes much out of little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mailbot.letters.names import NUMBER, TEXT, Shape, Sort

LONGEST = 20  # characters of an argument
WIDEST = 20  # columns of an indentation
MOST = 3  # filters of one expression: together they make a text a few times longer, never a bomb


@dataclass(frozen=True, slots=True)
class Allowed:
    """A filter: what it takes, what it gives, how it is written, and which arguments are sound."""

    takes: frozenset[Sort]
    gives: Shape
    written: str
    sound: Callable[[tuple[object, ...]], bool]


ONLY_TEXT = frozenset({Sort.TEXT})
LISTS = frozenset({Sort.TEXTS, Sort.RECORDS, Sort.TEXT})


def _bare(arguments: tuple[object, ...]) -> bool:
    return not arguments


def _word(arguments: tuple[object, ...]) -> bool:
    return len(arguments) == 1 and isinstance(arguments[0], str) and len(arguments[0]) <= LONGEST


def _indent(arguments: tuple[object, ...]) -> bool:
    width, rest = (arguments or (4,))[0], arguments[1:]
    wide = isinstance(width, int) and not isinstance(width, bool) and 0 <= width <= WIDEST
    return (wide or _word((width,))) and len(rest) <= 1 and all(isinstance(one, bool) for one in rest)


def _truncate(arguments: tuple[object, ...]) -> bool:
    return len(arguments) == 1 and isinstance(arguments[0], int) and 10 <= arguments[0] <= 10_000


def _replace(arguments: tuple[object, ...]) -> bool:
    """What comes in is no longer than what goes out: "" would put it between all letters."""
    match arguments:
        case (str() as old, str() as new):
            return 0 < len(old) <= LONGEST and len(new) <= len(old)
        case _:
            return False


FILTERS: Mapping[str, Allowed] = {
    "length": Allowed(LISTS, NUMBER, "length", _bare),
    "join": Allowed(frozenset({Sort.TEXTS}), TEXT, 'join(", ")', _word),
    "default": Allowed(ONLY_TEXT, TEXT, 'default("–")', _word),
    "upper": Allowed(ONLY_TEXT, TEXT, "upper", _bare),
    "lower": Allowed(ONLY_TEXT, TEXT, "lower", _bare),
    "capitalize": Allowed(ONLY_TEXT, TEXT, "capitalize", _bare),
    "trim": Allowed(ONLY_TEXT, TEXT, "trim", _bare),
    "indent": Allowed(ONLY_TEXT, TEXT, f"indent(2), at most {WIDEST}", _indent),
    "truncate": Allowed(ONLY_TEXT, TEXT, "truncate(80), from 10 to 10000", _truncate),
    "replace": Allowed(ONLY_TEXT, TEXT, 'replace("old", "new"), the new one not longer', _replace),
}


def default(value: str, other: str) -> str:
    """The other text where the fact is empty; facts are never absent."""
    return value or other
