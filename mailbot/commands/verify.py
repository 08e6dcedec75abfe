"""`mailbot verify`: is all that was kept still as it came?"""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailbot import console
from mailbot.commands.options import EX_PROBLEM, config_option, json_option, plain_errors
from mailbot.looking import open_to_look
from mailbot.verifying import verify as verify_site


@click.command()
@config_option
@json_option
def verify(folder: Path, as_json: bool) -> None:
    """Check what is kept: the database, every mail's bytes, where each ended; exit 0 when all is well, 1 when not.

    Also lists what a person should know: mails too large to be kept whole, and where they lie; letters of which nobody
    knows whether they arrived. Changes nothing, and may run beside the daemon.

    \b
    Example:
      mailbot verify --config ~/mailbot-config
    """
    with plain_errors(), open_to_look(folder) as site:
        with console.progress() as tell:
            found = verify_site(site, tell)
        zone = ZoneInfo(site.config.settings.mailbot.timezone)
        console.show_verified(found, zone, as_json=as_json)
    if found.problems:
        sys.exit(EX_PROBLEM)
