"""`mailbot case`: the cases, everything about one, and putting right where mails belong."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.assembly import wall_clock
from mailbot.commands.options import Pile, Words, config_option, json_option, limit_option, plain_errors
from mailbot.looking import case_view, open_to_look
from mailbot.model import Kind, State
from mailbot.rehousing import rehouse
from mailbot.store.lists import Wanted


@click.group(cls=Pile)
def case() -> None:
    """Show cases: a list, or one with all that is known, asked, sent and decided. Put right where mails belong.

    \b
    Examples:
      mailbot case                            the newest cases
      mailbot case list --state with-agent    those that wait for a person
      mailbot case show CASE-12               everything about one (also: mailbot case 12)
      mailbot case merge CASE-13 CASE-12      13 goes on in 12
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


mail_option = click.option(
    "--mail", type=click.IntRange(1, 10_000), metavar="N", help="The N-th mail of the customer; the newest when absent."
)


@case.command()
@click.argument("number", metavar="CASE")
@click.argument("address")
@config_option
@json_option
def accept(number: str, address: str, folder: Path, as_json: bool) -> None:
    """Let somebody beside the customer write in a case; a mail of his that waits there is read.

    Letters of agents go to this address, too.

    \b
    Example:
      mailbot case accept CASE-12 boss@customer.example
    """
    _place(number, f"#accept {address}", folder, as_json=as_json)


@case.command()
@click.argument("number", metavar="CASE")
@click.argument("into", metavar="INTO")
@config_option
@json_option
def merge(number: str, into: str, folder: Path, as_json: bool) -> None:
    """Put a case into another one of the same customer: its mails go on there, and it is closed.

    \b
    Example:
      mailbot case merge CASE-13 CASE-12
    """
    _place(number, f"#merge {into}", folder, as_json=as_json)


@case.command()
@click.argument("number", metavar="CASE")
@click.argument("into", metavar="INTO")
@mail_option
@config_option
@json_option
def move(number: str, into: str, mail: int | None, folder: Path, as_json: bool) -> None:
    """Put one mail into another case of the same customer.

    \b
    Example:
      mailbot case move CASE-13 CASE-12 --mail 2
    """
    _place(number, f"#move {mail or ''} {into}", folder, as_json=as_json)


@case.command()
@click.argument("number", metavar="CASE")
@mail_option
@config_option
@json_option
def split(number: str, mail: int | None, folder: Path, as_json: bool) -> None:
    """Make a case of its own of one mail, as if it had come by itself.

    \b
    Example:
      mailbot case split CASE-13 --mail 2
    """
    _place(number, f"#split {mail or ''}", folder, as_json=as_json)


def _place(number: str, line: str, folder: Path, *, as_json: bool) -> None:
    with plain_errors(), open_to_look(folder) as site:
        said = rehouse(site, number, " ".join(line.split()), wall_clock())
        console.show_done(said, {"case": number, "order": line.split(maxsplit=1)[0][1:]}, as_json=as_json)
