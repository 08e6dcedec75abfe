"""A site's own web forms: `forms/*.txt` hold what each sends while nobody has filled it in, line by line."""

from __future__ import annotations

from pathlib import Path

from mailbot.config.errors import Problem
from mailbot.config.tables import read_text

MOST_LINES = 500  # of one form


def load_forms(folder: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The lines of all forms of a `config/` folder, and every file that is none."""
    lines: list[str] = []
    problems: list[Problem] = []
    for path in sorted((folder / "forms").glob("*.txt")):
        text, unread = read_text(path)
        found = [line for line in text.splitlines() if line.strip()]
        problems += [*unread, *(Problem(str(path), 1, "", wrong) for wrong in _wrong(found) if not unread)]
        lines += found
    return tuple(lines), tuple(problems)


def _wrong(lines: list[str]) -> list[str]:
    if not lines:
        return ["is empty: paste what the form sends when nobody has filled it in, or take the file away"]
    if len(lines) > MOST_LINES:
        return [f"has {len(lines)} lines, at most {MOST_LINES} count: only the form's own words belong here, no mails"]
    return []
