"""`mailbot init`: from nothing to a configuration that works."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mailbot import console
from mailbot.checking import check
from mailbot.commands.asking import NOBODY, Asker, collect, imap_server, smtp_server
from mailbot.commands.options import EX_CONFIG, EX_TEMPFAIL, EX_USAGE, json_option, leave, plain_errors
from mailbot.config.errors import ConfigError
from mailbot.initial import Answers, ThereAlreadyError, look_before, outcome, settings_of, staged, write
from mailbot.logins import Attempt, Mailbox, Voucher, WayOut, try_imap, try_smtp, voucher

FLAGS = (
    click.option("--address", help="Support address, to which customers write."),
    click.option(
        "--agent", multiple=True, default=None, help="Who gets the notes about cases; may stand several times."
    ),
    click.option("--engineering", help="Who gets complete bug reports."),
    click.option("--language", help="Where a mail's own has no letters: ja or en."),
    click.option("--team", help="How the team signs, in that language."),
    click.option("--imap-host", help="IMAP server, HOST or HOST:PORT."),
    click.option("--imap-port", type=click.IntRange(1, 65535)),
    click.option("--imap-security", type=click.Choice(["tls", "starttls", "none"])),
    click.option("--imap-user", help="Default: the support address."),
    click.option("--imap-folder", help="Default: INBOX."),
    click.option("--password-file", type=click.Path(exists=True, dir_okay=False), help="File with the IMAP password."),
    click.option("--password-env", help="Variable with the IMAP password. Default: MAILBOT_IMAP_PASSWORD."),
    click.option("--acknowledge", type=click.Choice(["move", "keyword", "none"]), help="What becomes of mails taken."),
    click.option("--smtp-host", help="SMTP server, HOST or HOST:PORT."),
    click.option("--smtp-port", type=click.IntRange(1, 65535)),
    click.option("--smtp-security", type=click.Choice(["tls", "starttls", "none"])),
    click.option("--smtp-user", help='Default: as for IMAP; "" where the server asks for no login.'),
    click.option("--smtp-password-file", type=click.Path(exists=True, dir_okay=False), help="Default: as for IMAP."),
    click.option("--smtp-password-env", help="Default: as for IMAP, else MAILBOT_SMTP_PASSWORD."),
    click.option("--ca-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Your own authority."),
    click.option("--authserv-id", help="The server that vouches for senders in Authentication-Results."),
    click.option("--trust", type=click.Choice(["header", "none"]), help='"none": no server vouches for senders.'),
    click.option("--instance", help="Stands in Message-IDs; made of the address when absent."),
    click.option("--timezone", help="For the times in letters. Default: Asia/Tokyo."),
    click.option("--database", help="Where everything is kept; counts from DIR. Default: ../db/mailbot.db."),
)


def _with_flags(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(FLAGS):
        command = option(command)
    return command


@click.command()
@click.argument("folder", metavar="[DIR]", default=Path("config"), type=click.Path(file_okay=False, path_type=Path))
@_with_flags
@click.option("--test/--no-test", default=True, show_default=True, help="Try the logins; nothing is changed or sent.")
@click.option("--yes", is_flag=True, help="Ask nothing: flags, else defaults.")
@click.option("--force", is_flag=True, help="Overwrite; what was there stays beside as NAME.old.")
@json_option
def init(folder: Path, test: bool, as_json: bool, **flags: Any) -> None:
    """Write a commented configuration into DIR: asks what it must know, or takes it from flags.

    Passwords are never taken from the command line: type them when asked, or name a file or a variable.

    \b
    Examples:
      mailbot init ~/mailbot-config
      mailbot init ~/mailbot-config --yes --trust none \\
        --address support@example.com --agent mika@example.com \\
        --engineering dev@example.com --imap-host imap.example.com \\
        --password-file ~/imap-password
    """
    force, yes = flags.pop("force"), flags.pop("yes")
    ask = Asker(_said(flags), interactive=not (yes or as_json) and sys.stdin.isatty())
    with plain_errors():
        try:
            if not force:
                look_before(folder)
            answers, attempts = _settled(ask, folder, test=test)
            written = write(folder, answers, force=force)
        except ThereAlreadyError as error:
            leave(str(error), EX_USAGE)
        except ConfigError as error:
            leave("\nmailbot: ".join(f"{one.key}: {one.message}" for one in error.problems), EX_USAGE)
        result = outcome(folder, written, answers, tuple(one for one in check(folder) if not one.warning))
        console.show_first(result, [] if ask.interactive else attempts, as_json=as_json)
    if result.problems:
        sys.exit(EX_CONFIG)


def _said(flags: dict[str, Any]) -> dict[str, Any]:
    if flags["trust"] == "header" and not flags["authserv_id"]:
        flags["trust"] = None  # then who it is must be found out
    if flags["trust"] == "none" and flags["authserv_id"]:
        raise click.UsageError("--trust none and --authserv-id contradict each other")
    return {name: value for name, value in flags.items() if value is not None and value != ()}


def _settled(ask: Asker, folder: Path, *, test: bool) -> tuple[Answers, tuple[Attempt, ...]]:
    """Answers that were tried where that is wanted, and how the logins went."""
    answers = collect(ask, folder)
    if not ask.interactive:
        answers = replace(answers, smtp=smtp_server(ask, answers.imap, folder))
        _all_said(ask, test=test)
    settings_of(answers, folder)  # what is wrong with the answers is said before anybody is dialled
    mailbox = None
    if test:
        answers, mailbox = _tried_imap(ask, answers, folder)
    if ask.interactive:
        answers = replace(answers, smtp=smtp_server(ask, answers.imap, folder))
    if mailbox is None:
        return replace(answers, authserv_id=_vouching(ask, None)), ()
    answers, way_out = _tried_smtp(ask, answers, folder)
    attempts = (mailbox.attempt, way_out.attempt)
    if not ask.interactive and not all(attempt.good for attempt in attempts):
        leave("\nmailbot: ".join(f"{one.server}: {one.said}" for one in attempts if not one.good), EX_TEMPFAIL)
    authserv_id = _vouching(ask, voucher(mailbox.heads))
    return replace(answers, null_sender=way_out.null_sender, authserv_id=authserv_id), attempts


def _all_said(ask: Asker, *, test: bool) -> None:
    """Everything that is missing, at once."""
    missing = [*ask.unsaid, *([] if _known(ask) or test else ["--authserv-id or --trust none"])]
    if missing:
        raise click.UsageError(f"nobody can be asked here: say {', '.join(missing)}")


def _known(ask: Asker) -> bool:
    return ask.said("trust") or ask.said("authserv_id")


def _vouching(ask: Asker, seen: Voucher | None) -> str:
    """Who vouches for senders: as said, as seen, or as a person decides."""
    if _known(ask):
        return str(ask.flags.get("authserv_id") or "")
    if ask.interactive:
        if seen:
            click.echo(console.plain(f"Senders: {seen}."))
        click.echo(f"Who vouches for senders? {NOBODY} for nobody: first letters then go out on trust.")
        said = click.prompt("  name in Authentication-Results", default=seen.authserv_id if seen else NOBODY)
        return "" if said.strip() == NOBODY else str(said).strip()
    if seen is None or not seen.sure:
        raise click.UsageError(f"{seen}: say --authserv-id NAME, or --trust none (first letters then go out on trust)")
    return seen.authserv_id


def _tried_imap(ask: Asker, answers: Answers, folder: Path) -> tuple[Answers, Mailbox]:
    """Log in until it works, or until the person gives up."""
    while True:
        with staged(answers) as settings:
            found = try_imap(settings.mailbox[0])
        if not _again(ask, found.attempt):
            return answers, found
        ask = ask.without("imap_").without("password_")
        answers = replace(answers, imap=imap_server(ask, answers.address, folder, answers.imap))


def _tried_smtp(ask: Asker, answers: Answers, folder: Path) -> tuple[Answers, WayOut]:
    """The same for the way out."""
    while True:
        with staged(answers) as settings:
            found = try_smtp(settings.delivery)
        if not _again(ask, found.attempt):
            return answers, found
        ask = ask.without("smtp_")
        answers = replace(answers, smtp=smtp_server(ask, answers.imap, folder, answers.smtp))


def _again(ask: Asker, attempt: Attempt) -> bool:
    if not ask.interactive:
        return False
    console.show_attempt(attempt)
    return not attempt.good and click.confirm("  Ask again for this server?", default=True)
