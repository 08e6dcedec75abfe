"""`mailbot train`: learn the kinds of this site's mail from what its people said."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mailbot import console
from mailbot.commands.options import EX_PROBLEM, config_option, json_option, leave, plain_errors
from mailbot.config.kinds import load_model, save_model
from mailbot.labelled import of_cases, of_file, sha256_of, without_twins
from mailbot.looking import config_of
from mailbot.store.look import NoDatabaseError, look
from mailbot.training import Training, train_on


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...")
@config_option
@json_option
@click.option("--force", is_flag=True, help="Install the model though it is no better than the rules.")
@click.option("--dry-run", "dry", is_flag=True, help="Only show the figures; install nothing.")
def train(files: tuple[Path, ...], folder: Path, as_json: bool, *, force: bool, dry: bool) -> None:
    """Learn to tell questions, bugs and requests from this site's own history.

    Learns from cases whose kind a person said (an agent's #kind, a field of your form, a tag in the subject; never what
    mailbot itself took a case for) and from FILEs of labelled texts: JSONL or CSV with "text" and "kind", and if you
    like "subject" and "language". How sure the model must be before it is believed is learnt along. Writes kinds.json
    beside mailbot.toml when kinds of texts it has not seen are told better with it than by the rules alone (exit 1 when
    they are not); a running daemon takes it over.

    \b
    Examples:
      mailbot train --config ~/mailbot-config
      mailbot train labelled.csv --dry-run
    """
    with plain_errors(), console.progress() as tell:
        config = config_of(folder)
        texts = [one for file in files for one in of_file(file)]
        try:
            with look(config.settings.mailbot.database) as piles:
                texts += of_cases(piles.lists)
        except NoDatabaseError:
            if not files:
                raise
        texts = without_twins(texts)
        result = train_on(texts, config.catalogue, load_model(folder)[0], sha256_of(texts), tell)
        if isinstance(result, str):
            leave(result, EX_PROBLEM)
        installed = save_model(folder, result.lesson.model) if _wanted(result, force=force) and not dry else None
    console.show_training(result, installed, as_json=as_json)
    if not installed and not dry:
        sys.exit(EX_PROBLEM)


def _wanted(result: Training, *, force: bool) -> bool:
    return force or result.lesson.better
