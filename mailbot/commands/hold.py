"""`mailbot hold`: what stops automatic letters, and letting them go on."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.assembly import wall_clock
from mailbot.commands.options import Pile, config_option, json_option, plain_errors
from mailbot.holding import go_on, stop_letters, view
from mailbot.looking import open_to_look

reason_option = click.option("--reason", default="", metavar="TEXT", help="Why; the notes to agents say it.")


@click.group(cls=Pile)
def hold() -> None:
    """Show, set and end the stop of all automatic letters to customers.

    Relays, escalations and notes always go out. mailbot stops the others itself when more than automatic_per_hour went
    out within an hour, and tells the agents.

    \b
    Examples:
      mailbot hold                              is there a stop, and which customers heard nothing
      mailbot hold on --reason "known outage"   stop them by hand
      mailbot hold off                          let them go on, and answer who heard nothing
    """


@hold.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Show since when and why letters are stopped, and the cases whose customers heard nothing.

    \b
    Example:
      mailbot hold
    """
    with plain_errors(), open_to_look(folder) as site:
        general = site.config.settings.mailbot
        console.show_hold(view(site), general.prefix, ZoneInfo(general.timezone), as_json=as_json)


@hold.command()
@reason_option
@config_option
@json_option
def on(reason: str, folder: Path, as_json: bool) -> None:
    """Stop all automatic letters to customers.

    \b
    Example:
      mailbot hold on --reason "known outage, the web site says so"
    """
    with plain_errors(), open_to_look(folder) as site:
        console.show_done(stop_letters(site, reason, wall_clock()), {"held": True}, as_json=as_json)


@hold.command()
@config_option
@json_option
@click.option("--leave", is_flag=True, help="Answer nobody late: leave the cases to the agents, as after a storm.")
def off(folder: Path, as_json: bool, *, leave: bool) -> None:
    """Let automatic letters go on. Customers who heard nothing are answered, as many as an hour's budget allows.

    \b
    Examples:
      mailbot hold off
      mailbot hold off --leave     after a storm of robots
    """
    with plain_errors(), open_to_look(folder) as site:
        said, answered, waiting = go_on(site, wall_clock(), leave=leave)
        console.show_done(said, {"held": False, "answered": answered, "waiting": waiting}, as_json=as_json)
