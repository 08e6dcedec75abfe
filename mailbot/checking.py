"""Every mistake in a `config/` folder: its tables, its examples, its letters."""

from __future__ import annotations

from pathlib import Path

from mailbot.assembly import stationery_of
from mailbot.config.errors import Problem
from mailbot.config.load import check as check_tables
from mailbot.config.load import read
from mailbot.letters import problem, proof
from mailbot.letters.render import Templates


def check(folder: Path) -> tuple[Problem, ...]:
    """All problems, each with file and line; empty when mailbot can start and every letter can be written.

    The letters are tried on built-in cases in every language, kind and state. Where the tables are broken the site's
    templates are still read, so that an admin sees everything at once.
    """
    return (*check_tables(folder), *(Problem(one.file, one.line, "", one.message) for one in _letters(folder)))


def _letters(folder: Path) -> problem.Problems:
    config, _ = read(folder)
    if config is None:
        return Templates(folder / "templates").problems
    return proof.check(stationery_of(config))
