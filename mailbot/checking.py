"""Every mistake an admin can make, found at once: in the settings, the details, the letters."""

from __future__ import annotations

from pathlib import Path

from mailbot.assembly import stationery_of
from mailbot.config import load
from mailbot.config.errors import Problem
from mailbot.letters import problem, proof
from mailbot.letters.render import Templates


def check(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a `config/` folder, and what an admin should know, each with file and line.

    Letters are tried on built-in cases in every language, kind and state. Where the settings cannot be read, the
    site's templates are still read, so that an admin sees everything at once.
    """
    letters = (Problem(one.file, one.line, one.key, one.message) for one in _letters(folder))
    return (*load.check(folder), *letters)


def _letters(folder: Path) -> problem.Problems:
    config, _ = load.read(folder)
    if config is None:
        return Templates(folder / "templates").problems
    return proof.check(stationery_of(config))
