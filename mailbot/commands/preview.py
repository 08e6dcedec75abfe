"""`mailbot preview`: a letter as its template makes it, before anybody gets it."""

from __future__ import annotations

from pathlib import Path

import click

from mailbot import console
from mailbot.commands.options import EX_CONFIG, Words, config_option, json_option, leave, plain_errors
from mailbot.letters.compose import LetterError
from mailbot.model import Purpose
from mailbot.previewing import preview_of


@click.command()
@click.argument("letter", metavar="LETTER", type=Words(Purpose))
@click.option("--case", "number", metavar="CASE", help="About this case; else about a built-in one.")
@click.option(
    "--mail",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="About the case that this mail would open.",
)
@click.option("--lang", "language", metavar="LANGUAGE", help="ja or en; else as its reader would get it.")
@config_option
@json_option
def preview(letter: str, folder: Path, as_json: bool, **about: str | Path | None) -> None:
    """Show the letter a template makes; nothing is kept or sent.

    LETTER is one of: first, questions, thanks, handover, reminder, answered, closed, relay, agent-note, escalation,
    alert, receipt. What a case does not have yet is made up.

    \b
    Examples:
      mailbot preview first --lang ja
      mailbot preview agent-note --case CASE-12
      mailbot preview first --mail mail.eml
    """
    if about["number"] and about["mail"]:
        raise click.UsageError("--case and --mail contradict each other")
    with plain_errors():
        try:
            subject, body = preview_of(Purpose(letter), folder, **about)  # type: ignore[arg-type]
        except LetterError as error:
            leave(str(error), EX_CONFIG)
    console.show_preview(subject, body, as_json=as_json)
