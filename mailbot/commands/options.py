"""What all commands share: options, exit codes, suggestions, and errors that are one line."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from mailbot import console
from mailbot.config.errors import ConfigError
from mailbot.looking import NUMBER, NotThereError
from mailbot.store import BusyError

EX_PROBLEM = 1  # what was kept is not as it should be
EX_USAGE = 2  # as click says it: a wrong word, or a number that is not there
EX_TEMPFAIL = 75  # sysexits.h: try again later
EX_CONFIG = 78  # sysexits.h: the configuration is wrong

config_option = click.option(
    "--config",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("config"),
    envvar="MAILBOT_CONFIG",
    show_default=True,
    help="Folder with mailbot.toml and details.toml.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
limit_option = click.option(
    "--limit", type=click.IntRange(0, 2**31), default=50, show_default=True, help="How many at most; 0 shows all."
)
number_argument = click.argument("number", type=click.IntRange(1, 10**15), metavar="ID")


class Words(click.Choice[str]):
    """One of several words; "with-agent" and "with agent" are "with_agent"."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__([str(word) for word in words])  # of an enum click would offer the names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As click does, after writing blanks and hyphens as this house does."""
        return super().convert(str(value).strip().lower().replace("-", "_").replace(" ", "_"), param, ctx)


class Commands(click.Group):
    """Says which command a mistyped one may have meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = console.nearest(args[0], self.list_commands(ctx)) if args else ""
            if near and near in error.message:
                raise
            raise click.UsageError(f"{error.message}{near}", ctx) from None


class Pile(Commands):
    """A pile of things: without a further word it lists them, with a number it shows one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the word that was left out."""
        if not args or (args[0].startswith("-") and args[0] not in {"-h", "--help"}):
            args = ["list", *args]
        elif NUMBER.fullmatch(args[0]) and "show" in self.commands:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@contextmanager
def plain_errors() -> Iterator[None]:
    """One clear line and an exit code instead of a traceback, for what a user can mend."""
    try:
        yield
    except NotThereError as error:
        leave(str(error), EX_USAGE)
    except ConfigError as error:
        leave("\nmailbot: ".join(str(problem) for problem in error.problems), EX_CONFIG)
    except BusyError as error:
        leave(str(error), EX_TEMPFAIL)
    except BrokenPipeError:  # `mailbot case list | head`: nobody reads on
        sys.stderr.close()
        sys.exit(0)
    except sqlite3.OperationalError as error:
        busy = "another process (mailbot run, a backup) writes to the database just now; nothing was changed: try again"
        leave(busy if "locked" in str(error) else str(error), EX_TEMPFAIL)
    except (sqlite3.Error, OSError) as error:
        leave(str(error), EX_TEMPFAIL)


def leave(said: str, code: int) -> NoReturn:
    """One line for people, and the exit code."""
    click.echo(f"mailbot: {console.plain(said)}", err=True)
    sys.exit(code)
