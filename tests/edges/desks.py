"""A whole mailbot on real servers: its configuration, and the commands a person would type, as processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from mailbot.store import Store
from tests.canary import marked
from tests.edges.conftest import Account
from tests.edges.letters import PASSWORD_ENV
from tests.edges.servers import SmtpSink

TOML = """
[mailbot]
instance = "desk.example"
database = "db/mailbot.db"
default_language = "en"
poll_seconds = 0.2
quiet_seconds = {quiet}
[support]
address = "support@desk.example"
team = {{ ja = "ひかりデスク", en = "Hikari Desk" }}
hours = {{ ja = "平日 9:00〜18:00", en = "Monday to Friday, 9:00 to 18:00" }}
[people]
agents = ["mika@desk.example"]
engineering = "dev@desk.example"
[[mailbox]]
kind = "imap"
host = "localhost"
port = {imap}
security = "{security}"
{ca}
user = "{user}"
password_env = "{env}"
acknowledge = "{acknowledge}"
processed_folder = "処理済み"
{sent}
timeout_seconds = 20
[delivery]
kind = "smtp"
host = "localhost"
port = {smtp}
security = "none"
timeout_seconds = 20
[authentication]
trust = "{trust}"
{authserv}
[limits]
first_per_domain_per_hour = 100000
automatic_per_hour = 100000
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A configuration folder and what can be done with it."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, account: Account, sink: SmtpSink, **changes: Any) -> Desk:
        """A desk on these servers; `tls=True` uses TLS with the server's own CA."""
        tls = changes.pop("tls", False)
        values: dict[str, Any] = {
            "quiet": 0, "imap": account.server.tls_port if tls else account.server.port, "smtp": sink.port,
            "security": "tls" if tls else "none", "user": account.user, "env": PASSWORD_ENV, "acknowledge": "move",
            "ca": f'ca_file = "{account.server.certificates.ca_file}"' if tls else "",
            "sent": "", "trust": "header", "authserv": 'authserv_id = "mx.desk.example"',
        }  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mailbot.toml").write_text(TOML.format(**(values | changes)), encoding="utf-8")
        marked(folder / "templates")
        return cls(folder)

    def mailbot(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """What a person types, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "mailbot", *words, "--config", str(self.folder)],
            capture_output=True, text=True, timeout=timeout, check=False, env=os.environ | {"NO_COLOR": "1"},
        )  # fmt: skip

    def once(self, *words: str) -> dict[str, Any]:
        """`once --json`, which must not show a traceback."""
        done = self.mailbot("once", "--json", *words)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def start(self) -> subprocess.Popen[str]:
        """The daemon."""
        return subprocess.Popen(
            [sys.executable, "-m", "mailbot", "run", "--config", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def store(self) -> Store:
        """The piles, to look at."""
        return Store(self.folder / "db" / "mailbot.db")


def stop(daemon: subprocess.Popen[str]) -> tuple[int, float, list[dict[str, Any]]]:
    """SIGTERM: (exit code, seconds until the end, log lines)."""
    started = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    _, log = daemon.communicate(timeout=30)
    return daemon.returncode, time.monotonic() - started, [json.loads(line) for line in log.splitlines()]


def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def customer_mail(
    body: bytes,
    *,
    number: int = 1,
    sender: str = "hanako@customer.example",
    subject: bytes = b"Export is broken",
    heads: bytes = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n",
    stamped: bool = True,
) -> bytes:
    """A customer's mail, dated now, as the receiving server put it into the mailbox."""
    domain = sender.partition("@")[2]
    stamp = f"Authentication-Results: mx.desk.example; dmarc=pass header.from={domain}\r\n" if stamped else ""
    top = (
        f"Return-Path: <{sender}>\r\n{stamp}Message-ID: <{number}.{time.time_ns()}@{domain}>\r\n"
        f"Date: {format_datetime(datetime.now(UTC))}\r\nFrom: {sender}\r\nTo: support@desk.example\r\n"
    )
    return top.encode() + b"Subject: " + subject + b"\r\nMIME-Version: 1.0\r\n" + heads + b"\r\n" + body
