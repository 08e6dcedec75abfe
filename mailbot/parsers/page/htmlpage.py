"""The page that a walk over HTML writes: lines, blank lines, cells, marks of lists and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_QUOTES = 8
MAX_INDENT = 6
BLANKS = re.compile(r"[ \t\n\r\f]+")
# Hard blanks with which Word draws the distance behind the number of a list.
WIDE = re.compile(r"(?<=\S)[ \u00a0]{4,400}(?=\S)")
# Seen by nobody: zero widths, soft hyphens, directions, what newsletters fill their preview with. The joiner of emoji
# (U+200D) stays.
INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\ufeff\u00ad\u034f\u180e\u2060-\u2064\u202a-\u202e\u2066-\u2069]")
RULE = "-" * 20
LINE, PARAGRAPH = 1, 2
LONGEST_LINE = 10_000  # characters; a line that grows without end would be copied for each word
FULL = 600_000  # characters on a page that nobody reads to its end


@dataclass(slots=True)
class Page:
    """The text so far: finished lines and the line being written."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    mark: str = ""  # of the list item that begins on this line, or the blanks below one
    quotes: int = 0
    behind_mark: int = 0  # 1 once an Outlook mark has been passed
    pre: bool = False
    own_words: bool = False
    lists: list[int | None] = field(default_factory=list)  # the number of the next item; None for dots
    rows: list[int] = field(default_factory=list)  # for each open row, how many lines stood above it
    cells: int = 0
    size: int = 0  # characters of the finished lines
    due: int = 0  # a paragraph inside a cell ended: a line or a blank line is due, unless the next cell follows

    def write(self, text: str) -> None:
        """Add words to the line."""
        text = text if text.isascii() else INVISIBLE.sub("", text)
        if len(self.line) > LONGEST_LINE:
            self.end_line()
        if self.due and text.strip():
            self.settle()
        if self.pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self.line += first
            for line in rest:
                self.end_line()
                self.line = line
            return
        text = BLANKS.sub(" ", text)
        self.line += text.lstrip(" ") if not self.line or self.line[-1] in " \t" else text

    def end_line(self) -> None:
        """Finish the line, empty or not; of several empty lines one stays."""
        text = self.line if self.pre else WIDE.sub("  ", self.line)
        text = text.replace("\u00a0", " ").rstrip()
        self.line = ""
        self.due = 0
        self.size += len(text) + 1
        depth = min(self.quotes + self.behind_mark, MAX_QUOTES)
        if text and text != RULE and not depth:
            self.own_words = True
        if text:
            self.lines.append("> " * depth + self.mark + text)
            self.mark = " " * len(self.mark)
        elif self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * bool(depth))
        elif self.lines and not depth:
            self.lines[-1] = ""

    @property
    def full(self) -> bool:
        """Whether nothing more need be written."""
        return self.size > FULL

    def fresh_line(self) -> None:
        """Finish the line when it has words. A hard blank alone makes a line: Outlook writes an empty one as &nbsp;."""
        if self.line.strip(" \t"):
            self.end_line()
        self.line = ""

    def settle(self) -> None:
        """Draw the line that was due."""
        due, self.due = self.due, 0
        if due:
            self.fresh_line()
        if due == PARAGRAPH:
            self.end_line()

    def begin_block(self, spaced: bool) -> None:
        """A block begins a line of its own, unless it is the first thing in a cell."""
        self.settle()
        if self.cells and (not self.line.strip(" ") or self.line.endswith("\t")):
            return
        self.fresh_line()
        if spaced:
            self.end_line()

    def end_block(self, spaced: bool) -> None:
        """A block ends its line; inside a cell only when something follows there."""
        if self.cells:
            self.due = max(self.due, PARAGRAPH if spaced else LINE) if self.line.strip(" \t") else self.due
            return
        self.fresh_line()
        if spaced:
            self.end_line()

    def begin_row(self) -> None:
        """A row of a table."""
        self.fresh_line()
        self.rows.append(len(self.lines))

    def begin_cell(self) -> None:
        """Cells stand behind one another as long as each is one line, else below one another: a table for layout."""
        self.cells += 1
        self.due = 0
        if not self.line.strip(" \t\u00a0"):
            return
        if self.rows and len(self.lines) > self.rows[-1]:
            self.fresh_line()
        else:
            self.line = self.line.rstrip() + "\t"

    def end_cell(self) -> None:
        """What follows stands in no cell, or in the one around the table."""
        self.cells -= 1
        self.due = min(self.due, LINE)

    def end_row(self) -> None:
        """A row ends its line."""
        self.fresh_line()
        if self.rows:
            self.rows.pop()

    def begin_item(self) -> None:
        """Begin the next item of the innermost list."""
        self.fresh_line()
        indent = "  " * min(max(len(self.lists) - 1, 0), MAX_INDENT)
        number = self.lists[-1] if self.lists else None
        self.mark = f"{indent}- " if number is None else f"{indent}{number}. "
        if number is not None:
            self.lists[-1] = number + 1

    def alone(self, line: str) -> None:
        """A line of its own."""
        self.settle()
        self.fresh_line()
        self.line = line
        self.end_line()

    def quoted_from_here(self, forwarded: bool) -> None:
        """An Outlook mark: what follows is the mail that was answered. The rule above it goes with it."""
        self.fresh_line()
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        if self.lines and self.lines[-1] == RULE:
            self.lines.pop()
        if self.own_words and not forwarded:
            self.behind_mark = 1

    def text(self) -> str:
        """All lines, without blank ones around them."""
        self.fresh_line()
        while self.lines and not self.lines[-1].strip(">"):
            self.lines.pop()
        return "\n".join(self.lines).strip("\n")
