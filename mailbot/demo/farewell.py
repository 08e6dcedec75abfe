"""How the one who watched goes on: commands that work as they are typed."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from mailbot.demo.house import House

Hint = tuple[str, str]  # a command, and what it does


def command(name: str) -> str:
    """A program beside our interpreter, as short as one can type it from here."""
    return shlex.quote(str(_from_here(Path(sys.executable).parent / name)))


def looking(house: House) -> list[Hint]:
    """What one can look at after the demo, or beside it."""
    mailbot, config = command("mailbot"), f"--config {_typed(house.config)}"
    return [
        (f"{mailbot} case list {config}", "the cases"),
        (f"{mailbot} case show 1 {config}", "all about one: details with their proof, mails, decisions"),
        (f"{mailbot} outbox {config}", "every letter; `outbox show 1` is one in full"),
        (f"{command('sqlite-utils')} tables {_typed(house.database)} --counts -t", "the database itself"),
    ]


def staying() -> list[Hint]:
    """How to play oneself."""
    return [(f"{command('mailbot')} demo --serve", "from a checkout also: make demo-server")]


def going_on() -> list[Hint]:
    """The way to a real mailbox."""
    mailbot = command("mailbot")
    return [
        (f"{mailbot} init ~/mailbot-config", "asks what it must know, tries the logins"),
        (f"{mailbot} once --dry-run --config ~/mailbot-config", "shows what would be sent, sends nothing"),
        (f"{mailbot} run --config ~/mailbot-config", "the daemon"),
    ]


def places(house: House) -> list[Hint]:
    """Where what came of the demo lies."""
    return [
        (_typed(house.letters), "every mail as .eml: any mail program opens them"),
        (_typed(house.database), "what mailbot knows, one SQLite file"),
        (_typed(house.log), "what the daemon said"),
    ]


def _typed(path: Path) -> str:
    return shlex.quote(str(_from_here(path)))


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    whole = Path(here, path)  # absolute, links as they are: a virtual environment's interpreter is one
    return whole.relative_to(here) if whole.is_relative_to(here) else whole
