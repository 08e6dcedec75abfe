"""`mailbot case`: the cases, and everything about one."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.commands.options import Pile, Words, config_option, json_option, limit_option, plain_errors
from mailbot.looking import case_view, open_to_look
from mailbot.model import Kind, State
from mailbot.store.lists import Wanted


@click.group(cls=Pile)
def case() -> None:
    """Show cases: a list, or one with all that is known, asked, sent and decided.

    \b
    Examples:
      mailbot case                            the newest cases
      mailbot case list --state with-agent    those that wait for a person
      mailbot case show CASE-12               everything about one (also: mailbot case 12)
    """


@case.command("list")
@click.option("--state", type=Words(State), help="Only cases that stand there.")
@click.option("--kind", type=Words(Kind), help="Only cases of this kind.")
@click.option("--customer", default="", metavar="ADDRESS", help="Only of this address, or a part of it.")
@limit_option
@config_option
@json_option
def list_(limit: int, folder: Path, as_json: bool, **wanted: str | None) -> None:
    """List cases, newest first.

    \b
    Example:
      mailbot case list --kind bug --customer hanako@
    """
    with plain_errors(), open_to_look(folder) as site:
        general = site.config.settings.mailbot
        rows, total = site.piles.lists.cases(Wanted(**{name: value or "" for name, value in wanted.items()}), limit)
        console.show_cases(rows, total, general.prefix, ZoneInfo(general.timezone), as_json=as_json)


@case.command()
@click.argument("number", metavar="CASE")
@config_option
@json_option
def show(number: str, folder: Path, as_json: bool) -> None:
    """Show one case: who, what and why, details with the words that prove them, mails, letters and events.

    \b
    Example:
      mailbot case show CASE-12
    """
    with plain_errors(), open_to_look(folder) as site:
        zone = ZoneInfo(site.config.settings.mailbot.timezone)
        console.show_case(case_view(site, number), zone, as_json=as_json)
