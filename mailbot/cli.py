"""The words a person types; each is one call and a printed answer."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

import click

from mailbot import __version__, console
from mailbot.checking import check as check_folder
from mailbot.commands.case import case
from mailbot.commands.details import details
from mailbot.commands.form import form_
from mailbot.commands.hold import hold
from mailbot.commands.inbox import inbox, quarantine
from mailbot.commands.init import init
from mailbot.commands.options import EX_CONFIG, EX_TEMPFAIL, Commands, config_option, json_option, plain_errors
from mailbot.commands.outbox import outbox
from mailbot.commands.preview import preview
from mailbot.commands.train import train
from mailbot.commands.verify import verify
from mailbot.config.load import load
from mailbot.daemon import Daemon
from mailbot.logs import log_to_stderr
from mailbot.looking import config_of
from mailbot.once import once as run_once
from mailbot.site import open_site
from mailbot.trial import trial


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mailbot")
def cli() -> None:
    """Answers a support mailbox: asks for what is missing, hands engineering complete reports.

    \b
    Examples:
      mailbot check                 is the configuration sound?
      mailbot try mail.eml          what would be read, decided and written, and why
      mailbot once --dry-run        one round on the live mailbox that changes and sends nothing
      mailbot run                   the daemon
      mailbot case                  the newest cases
      mailbot outbox --state held   letters that wait for a person
    """


@cli.command()
@config_option
def run(folder: Path) -> None:
    """Watch the mailbox until stopped (SIGTERM ends it cleanly).

    \b
    Example:
      mailbot run --config ~/mailbot-config
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # nothing is open yet; the daemon takes over
    log_to_stderr(colours=sys.stderr.isatty())
    with plain_errors():
        config = load(folder)
        with open_site(config) as site:
            Daemon(site.sources, site.delivery, site.works, config.settings.mailbot.poll_seconds).run()


@cli.command()
@config_option
@json_option
@click.option(
    "--dry-run", "dry", is_flag=True, help="Change nothing on the server, send nothing; show what would go out."
)
def once(folder: Path, as_json: bool, dry: bool) -> None:
    """Receive, process and deliver one time, and say what happened.

    \b
    Examples:
      mailbot once
      mailbot once --dry-run     changes and sends nothing
    """
    with plain_errors(), console.progress() as tell:
        log_to_stderr(colours=sys.stderr.isatty())  # after the bar is there, so that lines pass above it
        with open_site(load(folder), dry=dry) as site:
            # Whoever stops a round gets it stopped between two mails or letters, never in the middle of one.
            signal.signal(signal.SIGTERM, lambda *_: site.works.stop.set())
            report = run_once(site, dry=dry, tell=tell)
    console.show_once(report, as_json=as_json)
    if report.unreachable:
        sys.exit(EX_TEMPFAIL)


@cli.command()
@config_option
@json_option
def check(folder: Path, as_json: bool) -> None:
    """Find every mistake in the configuration: exit 0 when it is sound, 78 when it is not. Warnings change nothing.

    \b
    Example:
      mailbot check --config ~/mailbot-config
    """
    problems = check_folder(folder)
    console.show_problems(folder, problems, as_json=as_json)
    if not all(problem.warning for problem in problems):
        sys.exit(EX_CONFIG)


@cli.command("try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
@json_option
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.html",
    help="Write it as one page for a browser.",
)
def try_(file: Path, folder: Path, as_json: bool, page: Path | None) -> None:
    """Explain one mail: what is read, found with which words, missing, decided, and the letter it would get.

    Every finding is marked in the mail: in colour on a terminal, in brackets elsewhere. Needs no mailbox: without a
    configuration the shipped details are used.

    \b
    Examples:
      mailbot try mail.eml
      mailbot try mail.eml --html mail.html     to read it in a browser
      mailbot try mail.eml --json               its keys stand in docs/try.md
    """
    with plain_errors():
        config = config_of(folder) if (folder / "mailbot.toml").exists() else None
        result = trial(file.read_bytes(), config)
        if page:
            page.write_text(console.trial_page(result), encoding="utf-8")
    if as_json or not page:
        console.show_trial(result, as_json=as_json)


@cli.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where letters, database and log go; a new temporary folder when absent.",
)
@click.option("--serve", "serving", is_flag=True, help="Keep servers and daemon up until Ctrl-C, for mail programs.")
def demo(folder: Path | None, *, serving: bool) -> None:
    """Show mailbot at work: people, servers on this machine only, and the real daemon between them.

    \b
    Examples:
      mailbot demo --folder /tmp/demo
      mailbot demo --serve             log in with a mail program, as customer, agent or engineer
    """
    try:
        from mailbot.demo import stage  # noqa: PLC0415 - the servers are an extra, not needed in production
    except ImportError as error:
        raise click.ClickException(f"the demo needs its servers: pip install 'mailbot[demo]' ({error})") from None
    with plain_errors():
        sys.exit(stage.run(folder or Path(tempfile.mkdtemp(prefix="mailbot-demo-")), serving=serving))


for command in (case, inbox, outbox, quarantine, hold, details, form_, preview, init, train, verify):
    cli.add_command(command)


def main() -> None:
    """The entry point."""
    cli()
