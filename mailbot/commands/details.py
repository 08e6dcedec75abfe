"""`mailbot details`: what is asked for, what a sentence would tell, and how asking goes."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.assembly import wall_clock
from mailbot.casework.details import find, plain_message
from mailbot.casework.forms import KINDS
from mailbot.commands.options import Commands, Words, config_option, json_option, plain_errors
from mailbot.looking import catalogue_of, open_to_look
from mailbot.model import Kind

DAYS = re.compile(r"([1-9]\d{0,4})\s*d(?:ays?)?")
EVER = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))


class Details(Commands):
    """What is no command is a text in which details are looked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the word that was left out."""
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            args = ["find", *args]
        return super().parse_args(ctx, args)


class Since(click.ParamType[str]):
    """A day, or a number of days before now."""

    name = "since"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it is, if it is one of both."""
        if not DAYS.fullmatch(value.strip()):
            try:
                datetime.strptime(value.strip(), "%Y-%m-%d")  # noqa: DTZ007 - the site's zone is not known yet
            except ValueError:
                self.fail(f"{value!r} is no day: write 2026-11-01, or 30d for the last 30 days", param, ctx)
        return value.strip()


@click.group(cls=Details)
def details() -> None:
    """List what a complete report needs, show what would be found in a sentence, or how asking goes.

    \b
    Examples:
      mailbot details                  what is asked for
      mailbot details "It fails in Chrome 129 on Windows 11"
      mailbot details stats            how often each is asked, answered, never answered
    """


@details.command("find")
@click.argument("words", nargs=-1, metavar="[TEXT]...")
@click.option("--text", "text", metavar="TEXT", help="The same as TEXT; `-` reads it from standard input.")
@config_option
@json_option
def find_(words: tuple[str, ...], text: str | None, folder: Path, as_json: bool) -> None:
    """List what a complete report needs, or show what would be found in a sentence.

    The word `find` may be left out. Without a configuration the shipped details are used.

    \b
    Examples:
      mailbot details
      mailbot details "It fails in Chrome 129 on Windows 11"
      mailbot details --text - < words.txt
    """
    said = sys.stdin.read() if text == "-" else " ".join((*words, *([text] if text else [])))
    with plain_errors():
        catalogue = catalogue_of(folder)
    if not said.strip():
        console.show_details(catalogue, as_json=as_json)
        return
    labels = {detail.id: detail.label.get("en", detail.id) for detail in catalogue.details}
    console.show_found(said, find(plain_message(said), catalogue), labels, as_json=as_json)


@details.command()
@click.option("--since", type=Since(), metavar="DAY", help="Only cases opened since 2026-11-01, or in the last 30d.")
@click.option("--kind", type=Words(KINDS), default="bug", show_default=True, help="Only cases of this kind.")
@config_option
@json_option
def stats(since: str | None, kind: str, folder: Path, as_json: bool) -> None:
    """Count per detail how often it was told at once, asked for, answered, and by how many letters.

    Works while the daemon runs. A customer who wrote nothing after the reminder has fallen silent.

    \b
    Examples:
      mailbot details stats
      mailbot details stats --since 30d
      mailbot details stats --since 2026-11-01 --json
    """
    with plain_errors(), open_to_look(folder) as site:
        general, people = site.config.settings.mailbot, site.config.settings.people
        begin = _begin(since, ZoneInfo(general.timezone)) if since else None
        language = people.language or general.default_language
        labels = {one.id: one.label.get(language, one.id) for one in site.config.catalogue.details}
        told = site.piles.figures.asking(begin or EVER, Kind(kind))
        console.show_asking(told, labels, Kind(kind), begin, as_json=as_json)


def _begin(since: str, zone: ZoneInfo) -> datetime:
    """The first moment of that day, where the site is."""
    days = DAYS.fullmatch(since)
    if days:
        return wall_clock().astimezone(zone) - timedelta(days=int(days[1]))
    return datetime.strptime(since, "%Y-%m-%d").replace(tzinfo=zone)
