"""The screen: its width and colours, tables that stay readable on it, and text that cannot steer it."""

from __future__ import annotations

import difflib
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailbot.casework.sensitive import masked

PIPE_COLUMNS = 160  # where no terminal says its width: wide enough that a row mostly stays one line
WIDE = 120  # from here on a reason gets a column of its own
SUBJECT_CELLS = 120
COLOURS = {
    "quarantined": "red", "failed": "red", "unknown": "yellow", "held": "yellow", "deferred": "yellow",
    "sent": "green", "done": "green", "answered": "green", "closed": "dim",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `keep` is never wrapped or narrowed, the others share what is left."""

    name: str
    keep: bool = False
    right: bool = False


def plain(text: str) -> str:
    """Any text, safe for a terminal and for whoever looks over a shoulder: card numbers and passwords are masked."""
    return escaped(masked(text))


def escaped(text: str) -> str:
    """A letter of ours as it went out, safe for a terminal: control and invisible characters are shown by code."""
    return "".join(char if _harmless(char) else f"<{ord(char):04x}>" for char in text)


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())


def short(text: str, cells: int = SUBJECT_CELLS) -> str:
    """One line of at most so many columns of a terminal, on which a Japanese character takes two."""
    said = line(text[: cells * 4])
    shown = Text(said)
    shown.truncate(cells, overflow="ellipsis")
    return shown.plain


def nearest(word: str, words: Iterable[str]) -> str:
    """A suggestion for a mistyped word, or nothing."""
    near = difflib.get_close_matches(word, list(words), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def screen() -> Console:
    """Colours only on terminals; a pipe gets plain text that is wide enough for a line to stay one."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else PIPE_COLUMNS
    return Console(file=sys.stdout, highlight=False, width=width)


def table(columns: Sequence[Column], title: str = "") -> Table:
    """An empty table without frames: on 80 columns they cost a tenth."""
    made = Table(
        title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0),
        min_width=len(title),  # else a narrow table breaks its title
    )  # fmt: skip
    for column in columns:
        made.add_column(
            column.name, no_wrap=column.keep, overflow="ellipsis" if column.keep else "fold",
            justify="right" if column.right else "left", header_style="bold underline",
        )  # fmt: skip
    return made


def facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and values below one another."""
    made = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        made.add_row(name, Text(plain(value)))
    return made


def state(name: str) -> Text:
    """A state in its words and colour."""
    return Text(name.replace("_", " "), style=COLOURS.get(name, ""))


def above(first: str, second: str, cells: int = 3 * SUBJECT_CELLS) -> Text:
    """Two texts below one another in one cell, the second dimmed, each cut to so many columns."""
    both = Text(short(first, cells))
    if second:
        both.append("\n" + short(second, cells), style="dim")
    return both


def clock(at: datetime | None, zone: tzinfo, *, year: bool = True) -> str:
    """A time in the site's zone, "" when there is none."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M" if year else "%m-%d %H:%M") if at else ""


def count(shown: int, all_: int, what: str) -> str:
    """The line under a list: "20 of 134 cases"."""
    if not all_:
        return f"no {what}"
    if shown < all_:
        return f"{shown} of {all_} {what}; --limit 0 shows all"
    return f"{all_} {what}" if all_ > 1 else f"1 {what.removesuffix('s')}"


def show_done(said: str, facts_: dict[str, object], *, as_json: bool) -> None:
    """What was done, in one sentence."""
    if as_json:
        show_json(facts_ | {"said": said})
    else:
        print(plain(said))


def show_json(value: object, *, as_sent: bool = False) -> None:
    """JSON for machines; times as in ISO 8601. What could steer a screen is escaped here too (RFC 8259 section 7).

    Card numbers and passwords are masked, but in letters of ours, which are shown as they were sent.
    """
    text = json.dumps(value if as_sent else _masked(value), ensure_ascii=False, indent=1, default=_other)
    print("".join(char if _harmless(char) else json.dumps(char)[1:-1] for char in text))


def _masked(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _masked(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    return masked(value) if type(value) is str else value


def _other(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _harmless(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
