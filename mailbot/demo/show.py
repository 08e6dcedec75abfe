"""The demo: a post office, a cast of customers, and the very daemon that production runs between them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mailbot.console import show_letter, show_letters
from mailbot.demo.cast import CAST, Customer
from mailbot.demo.servers import AGENT, ENGINEERING, SUPPORT, Delivered, DemoServers
from mailbot.letters.shown import shown

PATIENCE = 20.0  # seconds for one step; the whole demo takes about half of that
TOML = """# Made by `mailbot demo`; a real one is commented: see config/mailbot.toml.
[mailbot]
instance = "lantern.example"
database = "mailbot.db"
default_language = "en"
timezone = "Asia/Tokyo"
poll_seconds = 0.2
quiet_seconds = 1

[support]
address = "{support}"
team = {{ ja = "ランタン サポート窓口", en = "Lantern Support" }}
hours = {{ ja = "平日 9:00〜18:00", en = "Monday to Friday, 9:00 to 18:00 (JST)" }}
contact = {{ ja = "電話：03-0000-0000", en = "Phone: +81 3 0000 0000" }}

[people]
agents = ["{agent}"]
engineering = "{engineering}"

[[mailbox]]
kind = "imap"
host = "{imap_host}"
port = {imap_port}
security = "none"
user = "{support}"
password_file = "password"

[delivery]
kind = "smtp"
host = "{smtp_host}"
port = {smtp_port}
security = "none"

[authentication]
trust = "header"
authserv_id = "{authserv_id}"
"""


@dataclass(frozen=True, slots=True)
class Show:
    """What came of the demo."""

    folder: Path
    letters: tuple[Delivered, ...]
    disappointments: tuple[str, ...]  # expectations that did not come true
    seconds: float


def perform(folder: Path, say: Callable[[str], None]) -> Show:
    """Play the whole cast against a daemon in a process of its own; `folder` gets the letters, config and database."""
    started = time.monotonic()
    letters = folder / "letters"
    with DemoServers(folder=letters) as servers:
        _configure(folder, servers)
        say(f"A post office on {servers.imap_host}: IMAP {servers.imap_port}, SMTP {servers.smtp_port}.")
        for customer in CAST:
            servers.send(customer.first(SUPPORT, datetime.now(UTC)), customer.envelope_sender, [SUPPORT])
            say(f"{customer.name}: {customer.story}")
        daemon = _start(folder)
        try:
            wrong = [one for customer in CAST for one in _play(customer, servers)]
            wrong += _count(servers, ENGINEERING, sum(customer.escalates for customer in CAST), "reports")
        finally:
            code = _stop(daemon)
        if code:
            wrong.append(f"the daemon ended with exit code {code}; its log is {folder / 'daemon.log'}")
        wrong += [f"{c.name} was written to" for c in CAST if not c.letters and servers.letters(c.address)]
        return Show(folder, servers.letters(), tuple(wrong), time.monotonic() - started)


def tell(show: Show) -> None:
    """Who received what, two letters in full, and where to go from here."""
    letters = [shown(letter.raw) for letter in show.letters]
    print()
    show_letters(letters, "Who received what")
    for customer in CAST:
        verb = "disappointed" if any(customer.name in wrong for wrong in show.disappointments) else "as expected"
        print(f"  {customer.name}: {customer.expectation} ({verb})")
    for language in ("ja", "en"):
        first = next((c for c in CAST if c.language == language and c.questions), None)
        mine = [letter for letter in letters if first and letter.to == first.address]
        if first and mine:
            show_letter(mine[0], f"The first letter to {first.name}")
    report = next((letter for letter in letters if letter.to == ENGINEERING), None)
    if report:
        show_letter(report, "The first report to engineering")
    print(f"\nDone in {show.seconds:.0f} s. Look further:")
    print(f"  letters   {show.folder / 'letters'}  (one .eml per letter; any mail program opens them)")
    print(f"  database  {show.folder / 'mailbot.db'}  (sqlite-utils rows {show.folder / 'mailbot.db'} cases)")
    print(f"  log       {show.folder / 'daemon.log'}")
    print("On to a real mailbox: copy config/, fill in mailbot.toml, then `mailbot check` and")
    print("`mailbot once --dry-run`, which shows what would be sent and sends nothing. See the README.")
    for wrong in show.disappointments:
        print(f"NOT as expected: {wrong}")


def _configure(folder: Path, servers: DemoServers) -> None:
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    values = {
        name: getattr(servers, name) for name in ("imap_host", "imap_port", "smtp_host", "smtp_port", "authserv_id")
    }
    text = TOML.format(support=SUPPORT, agent=AGENT, engineering=ENGINEERING, **values)
    (config / "mailbot.toml").write_text(text, encoding="utf-8")
    secret = config / "password"
    secret.touch(mode=0o600)
    secret.write_text(servers.password, encoding="utf-8")


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mailbot", "run", "--config", str(folder / "config")]
    with (folder / "daemon.log").open("wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603


def _stop(daemon: subprocess.Popen[bytes]) -> int:
    daemon.send_signal(signal.SIGTERM)
    try:
        return daemon.wait(timeout=10)
    except subprocess.TimeoutExpired:
        daemon.kill()
        return daemon.wait()


def _play(customer: Customer, servers: DemoServers) -> list[str]:
    """Answer the letter to this customer; what should have come and did not."""
    if not customer.letters:
        return []
    letter = servers.wait_for_letter(customer.address, 1, PATIENCE)
    if letter is None:
        return [f"{customer.name} got no letter"]
    answer = customer.reply(letter.raw, datetime.now(UTC)) if customer.reply else None
    if answer is None:
        return [f"{customer.name} was asked nothing"] if customer.questions else []
    servers.send(answer, customer.address, [SUPPORT])
    return _count(servers, customer.address, 2, "letters")


def _count(servers: DemoServers, who: str, number: int, what: str) -> list[str]:
    if number and servers.wait_for_letter(who, number, PATIENCE) is None:
        return [f"{who} got {len(servers.letters(who))} {what} instead of {number}"]
    return []
