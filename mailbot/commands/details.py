"""`mailbot details`: what is asked for, and what a sentence would tell."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mailbot import console
from mailbot.casework.details import find, plain_message
from mailbot.commands.options import config_option, json_option, plain_errors
from mailbot.looking import catalogue_of


@click.command()
@click.argument("words", nargs=-1, metavar="[TEXT]...")
@click.option("--text", "text", metavar="TEXT", help="The same as TEXT; `-` reads it from standard input.")
@config_option
@json_option
def details(words: tuple[str, ...], text: str | None, folder: Path, as_json: bool) -> None:
    """List what a complete report needs, or show what would be found in a sentence.

    Without a configuration the shipped details are used.

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
