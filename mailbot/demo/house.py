"""The demo's mailbot: a configuration of its own in a folder, and the very daemon that production runs."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailbot.demo.servers import AGENT, ENGINEERING, SUPPORT, DemoServers

PATIENCE = 30.0  # seconds that one step may take on a slow machine
MADE_BY = "# Made by `mailbot demo`"
TOML = """{made_by}; a real one is commented: see config/mailbot.toml.
[mailbot]
instance = "lantern.example"
database = "../mailbot.db"
default_language = "en"
timezone = "Asia/Tokyo"
poll_seconds = {poll}
quiet_seconds = {quiet}

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
host = "{servers.imap_host}"
port = {servers.imap_port}
security = "none"
user = "{support}"
password_file = "password"

[delivery]
kind = "smtp"
host = "{servers.smtp_host}"
port = {servers.smtp_port}
security = "none"

[authentication]
trust = "header"
authserv_id = "{servers.authserv_id}"

[limits]
# Whoever plays with the demo writes more first mails a day than a customer does.
first_per_address_per_day = 1000
first_per_known_address_per_day = 1000
first_per_domain_per_hour = 1000
automatic_per_hour = 10000
"""
DIRECTORY = """# The customers that are known: letters greet them by name, and what stands here is not asked.
email,name,company,language,plan,product
naoko.takahashi@aoba-shoji.example,高橋 直子,株式会社あおば商会,ja,ビジネス,webapp
@brightleaf.example,,Brightleaf Ltd,en,Standard,webapp
"""


class FolderError(Exception):
    """The folder cannot be the demo's. Its text is for people."""


@dataclass(frozen=True, slots=True)
class House:
    """Where everything of one demo lies."""

    folder: Path

    @property
    def config(self) -> Path:
        """The configuration, as `--config` takes it."""
        return self.folder / "config"

    @property
    def letters(self) -> Path:
        """One .eml per letter."""
        return self.folder / "letters"

    @property
    def database(self) -> Path:
        """What mailbot knows."""
        return self.folder / "mailbot.db"

    @property
    def log(self) -> Path:
        """What the daemon said."""
        return self.folder / "daemon.log"


def clear(house: House) -> None:
    """Make room in the folder: what an earlier demo left goes. FolderError when anything else lies there."""
    house.folder.mkdir(parents=True, exist_ok=True)
    if not any(house.folder.iterdir()):
        return
    try:
        ours = (house.config / "mailbot.toml").read_text(encoding="utf-8").startswith(MADE_BY)
    except (OSError, UnicodeDecodeError):
        ours = False
    if not ours:
        raise FolderError(f"{house.folder} is not empty and holds no earlier demo: please name another folder")
    for file in (*house.folder.glob("mailbot.db*"), *house.letters.glob("[0-9]*.eml")):
        file.unlink()


def furnish(house: House, servers: DemoServers, *, poll: float = 0.2, quiet: float = 1) -> None:
    """Write the configuration; `poll` and `quiet` are its seconds. OSError where the folder cannot be written."""
    house.config.mkdir(parents=True, exist_ok=True)
    people = {"support": SUPPORT, "agent": AGENT, "engineering": ENGINEERING}
    text = TOML.format(made_by=MADE_BY, servers=servers, poll=poll, quiet=quiet, **people)
    (house.config / "mailbot.toml").write_text(text, encoding="utf-8")
    (house.config / "customers.csv").write_text(DIRECTORY, encoding="utf-8")
    secret = house.config / "password"
    secret.touch(mode=0o600)
    secret.write_text(servers.password, encoding="utf-8")


@contextmanager
def daemon(house: House) -> Iterator[subprocess.Popen[bytes]]:
    """The daemon in a process of its own; it is asked to stop at the end, and its exit code is there then."""
    command = [sys.executable, "-m", "mailbot", "run", "--config", str(house.config)]
    # A process group of its own: Ctrl-C is for the demo, which then asks the daemon to stop.
    with house.log.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
