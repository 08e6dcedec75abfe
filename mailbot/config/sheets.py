"""A sheet as spreadsheet programs save it (CSV, RFC 4180), line by line, so that every mistake has its line."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.config.errors import Problem

Row = dict[str, str]
LINE_END = re.compile(r"\r\n|\r|\n")  # str.splitlines knows more of them, and they stand in no spreadsheet's file
COMMENT = re.compile(r'\s*"?\s*#')  # a spreadsheet puts a comment with a comma into quotes
# Latin-1 is often readable as Shift_JIS: "Muñoz" is then an M, a u and a character that nobody has. One single Japanese
# character in front of a small Latin letter is no name, and the private use area is in no Japanese file either.
NOT_JAPANESE = re.compile(
    r"[\ue000-\uf8ff]|(?<![\u3005\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f])[\u4e00-\u9fff\uff66-\uff9f][a-z]"
)
SAVE = "save it as “CSV UTF-8 (comma delimited)”, 「CSV UTF-8（コンマ区切り）」"
QUOTES = 'the quotation marks do not match: a cell with a comma stands in "…", and no cell goes over two lines'


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns, with their line, and what stands below them: (line, name -> cell without blanks)."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...] = ()


def text_of(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file in UTF-8, with or without BOM, or in the Shift_JIS of a Japanese Excel; else the reason."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", (Problem(file, 0, "", f"is UTF-16: {SAVE}"),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    text = _shift_jis(data)
    return (text, ()) if text else ("", (Problem(file, line, "", f"is not UTF-8: {SAVE}"),))


def _shift_jis(data: bytes) -> str:
    """The text of what is certainly Shift_JIS, as Microsoft extends it; "" where it may be something else."""
    if _reads(data, "euc_jp"):  # then all of it is half-width kana, or it is EUC-JP
        return ""
    text = _reads(data, "cp932")
    return "" if NOT_JAPANESE.search(text) else text


def _reads(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return ""


def read_sheet(text: str, file: str) -> tuple[Sheet, tuple[Problem, ...]]:
    """The sheet, without the rows that are broken, and every mistake. Empty lines and lines with # are passed over."""
    lines: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    for number, words in _lines(text):
        try:
            cells = next(csv.reader([words], strict=True))
            lines.append((number, [cell.strip() for cell in cells]))
        except csv.Error:
            problems.append(Problem(file, number, "", QUOTES))
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        return Sheet(0, ()), (*problems, Problem(file, 0, "", "has no line with the names of its columns"))
    (line, names), *below = filled
    columns = tuple(name.casefold() for name in _named(names))
    rows = [(number, cells, _uneven(cells, names, len(columns))) for number, cells in below]
    problems += [Problem(file, number, "", wrong) for number, _, wrong in rows if wrong]
    sound = ((number, dict(zip(columns, cells, strict=False))) for number, cells, wrong in rows if not wrong)
    return Sheet(line, columns, tuple(sound)), tuple(problems)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(LINE_END.split(text), 1):
        if line.strip() and not COMMENT.match(line):
            yield number, line


def _named(names: list[str]) -> list[str]:
    """Without the empty columns at the end that spreadsheets leave behind."""
    end = len(names)
    while end and not names[end - 1]:
        end -= 1
    return names[:end]


def _uneven(cells: list[str], names: list[str], columns: int) -> str:
    """What is wrong with the length of a row; one cell too many is mostly a comma in a name."""
    if len(cells) != len(names):
        return f'has {len(cells)} cells, the line with the names has {len(names)}; a cell with a comma: "a, b"'
    stray = next((cell for cell in cells[columns:] if cell), "")
    return f"{stray[:40]!r} stands in a column without a name" if stray else ""
