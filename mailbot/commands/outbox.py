"""`mailbot outbox`: the letters, where each stands, and sending one again."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.assembly import wall_clock
from mailbot.commands.options import (
    Pile,
    Words,
    config_option,
    json_option,
    limit_option,
    number_argument,
    plain_errors,
)
from mailbot.looking import letter_view, open_to_look
from mailbot.mending import allow as allow_again
from mailbot.mending import retry as retry_letter
from mailbot.model import OutState


@click.group(cls=Pile)
def outbox() -> None:
    """Show letters: what went out, what waits, what failed and why.

    \b
    Examples:
      mailbot outbox                   the newest letters
      mailbot outbox --state failed    those that did not go out
      mailbot outbox show 7            one as its reader sees it (also: mailbot outbox 7)
      mailbot outbox retry 7           send it again, with the same bytes
    """


@outbox.command("list")
@click.option("--state", type=Words(OutState), help="Only letters in this state.")
@limit_option
@config_option
@json_option
def list_(state: str | None, limit: int, folder: Path, as_json: bool) -> None:
    """List letters, newest first.

    \b
    Example:
      mailbot outbox list --state held
    """
    with plain_errors(), open_to_look(folder) as site:
        rows, total = site.piles.lists.letters(state or "", limit)
        console.show_outbox(rows, total, ZoneInfo(site.config.settings.mailbot.timezone), as_json=as_json)


@outbox.command()
@number_argument
@config_option
@json_option
def show(number: int, folder: Path, as_json: bool) -> None:
    """Show one letter as its reader sees it.

    \b
    Example:
      mailbot outbox show 7
    """
    with plain_errors(), open_to_look(folder) as site:
        zone = ZoneInfo(site.config.settings.mailbot.timezone)
        console.show_letter_of(letter_view(site, number), zone, as_json=as_json)


@outbox.command()
@number_argument
@click.option("--reason", default="", metavar="TEXT", help="Why; it is written into the events of the case.")
@config_option
@json_option
def retry(number: int, reason: str, folder: Path, as_json: bool) -> None:
    """Send a letter again that failed, is unknown or is held: same bytes, same Message-ID.

    \b
    Example:
      mailbot outbox retry 7 --reason "the address was full, now it is not"
    """
    with plain_errors(), open_to_look(folder) as site:
        said = retry_letter(site, number, reason, wall_clock())
        console.show_done(said, {"letter": number, "state": "queued"}, as_json=as_json)


@outbox.command()
@click.argument("address")
@config_option
@json_option
def allow(address: str, folder: Path, as_json: bool) -> None:
    """Write to an address again from which letters came back for good.

    \b
    Example:
      mailbot outbox allow hanako@customer.example
    """
    with plain_errors(), open_to_look(folder) as site:
        console.show_done(allow_again(site, address), {"address": address, "allowed": True}, as_json=as_json)
