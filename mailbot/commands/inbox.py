"""`mailbot inbox` and `mailbot quarantine`: the kept mails, and those that wait because they could not be processed."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.commands.options import (
    Pile,
    Words,
    config_option,
    json_option,
    limit_option,
    number_argument,
    plain_errors,
)
from mailbot.looking import mail_row, mail_view, open_to_look
from mailbot.mending import release as release_mail

STATES = ("kept", "done", "held", "quarantined")
raw_option = click.option("--raw", is_flag=True, help="Print the mail's own bytes and nothing else.")


@click.group(cls=Pile)
def inbox() -> None:
    """Show kept mails: what came, and what became of it.

    \b
    Examples:
      mailbot inbox                       the newest mails
      mailbot inbox --state held          those that wait for a person
      mailbot inbox show 7                one mail (also: mailbot inbox 7)
      mailbot inbox show 7 --raw > 7.eml  its own bytes, for `mailbot try 7.eml`
    """


@inbox.command("list")
@click.option("--state", type=Words(STATES), help="Only mails in this state.")
@limit_option
@config_option
@json_option
def list_(state: str | None, limit: int, folder: Path, as_json: bool) -> None:
    """List kept mails, newest first.

    \b
    Example:
      mailbot inbox list --state held --limit 10
    """
    _list(state or "", limit, folder, as_json=as_json)


@inbox.command()
@number_argument
@raw_option
@config_option
@json_option
def show(number: int, raw: bool, folder: Path, as_json: bool) -> None:
    """Show one kept mail: its state, why, and its header fields.

    \b
    Example:
      mailbot inbox show 7
    """
    _show(number, folder, raw=raw, as_json=as_json)


@click.group(cls=Pile)
def quarantine() -> None:
    """Show and release mails that could not be processed; they wait here, and nothing of them is lost.

    \b
    Examples:
      mailbot quarantine              what waits, and why
      mailbot quarantine show 7       its header fields, safe to look at
      mailbot quarantine release 7    the next pass tries it once more
    """


@quarantine.command("list")
@limit_option
@config_option
@json_option
def list_quarantine(limit: int, folder: Path, as_json: bool) -> None:
    """List the mails in quarantine, newest first.

    \b
    Example:
      mailbot quarantine list
    """
    _list("quarantined", limit, folder, as_json=as_json)


@quarantine.command("show")
@number_argument
@raw_option
@config_option
@json_option
def show_quarantined(number: int, raw: bool, folder: Path, as_json: bool) -> None:
    """Show one mail: why it is here, and its header fields.

    \b
    Example:
      mailbot quarantine show 7
    """
    _show(number, folder, raw=raw, as_json=as_json)


@quarantine.command()
@number_argument
@config_option
@json_option
def release(number: int, folder: Path, as_json: bool) -> None:
    """Put a mail back: the next pass of the daemon, or of `mailbot once`, reads it once more.

    \b
    Example:
      mailbot quarantine release 7
    """
    with plain_errors(), open_to_look(folder) as site:
        console.show_done(release_mail(site, number), {"mail": number, "state": "kept"}, as_json=as_json)


def _list(state: str, limit: int, folder: Path, *, as_json: bool) -> None:
    with plain_errors(), open_to_look(folder) as site:
        rows, total = site.piles.lists.mails(state, limit)
        console.show_inbox(rows, total, ZoneInfo(site.config.settings.mailbot.timezone), as_json=as_json)


def _show(number: int, folder: Path, *, raw: bool, as_json: bool) -> None:
    with plain_errors(), open_to_look(folder) as site:
        if raw:
            mail_row(site, number)
            click.echo(site.piles.store.inbox.raw(number), nl=False)
            return
        zone = ZoneInfo(site.config.settings.mailbot.timezone)
        console.show_mail(mail_view(site, number), zone, as_json=as_json)
