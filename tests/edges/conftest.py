"""Servers for the edges, started once, with a fresh user or a fresh sink per test."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mailbot.config.settings import ImapMailbox
from mailbot.store import Store
from tests.canary import leaks
from tests.edges.letters import PASSWORD_ENV
from tests.edges.servers import Certificates, Dovecot, SmtpSink, dovecot_missing, dovecot_server, make_certificates
from tests.edges.servers import smtp_sink as open_sink
from tests.edges.servers.dovecot import PASSWORD


@dataclass(frozen=True, slots=True)
class Account:
    """One fresh user of the shared server."""

    server: Dovecot
    user: str

    def box(self, **changes: Any) -> ImapMailbox:
        """Settings that reach it, in clear on loopback unless changed."""
        values: dict[str, Any] = {
            "host": self.server.host,
            "port": self.server.port,
            "security": "none",
            "user": self.user,
            "password_env": PASSWORD_ENV,
            "timeout_seconds": 10,
        }
        return ImapMailbox(**(values | changes))

    def append(self, *mails: bytes, **where: Any) -> None:
        self.server.append(self.user, mails, **where)

    def mails(self, folder: str = "INBOX") -> dict[int, bytes]:
        return self.server.mails(self.user, folder)


def require_dovecot() -> None:
    """Skip, or fail where the run demands it, when there is no Dovecot."""
    if reason := dovecot_missing():
        if "dovecot" in os.environ.get("MAILBOT_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    require_dovecot()
    with dovecot_server() as server:
        yield server


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return Account(dovecot, dovecot.user())


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    with open_sink() as sink:
        yield sink


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_ENV, PASSWORD)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    return tmp_path / "Maildir"


@pytest.fixture
def nothing_leaks(tmp_path: Path) -> Iterator[None]:
    """After the test: nothing in any database of it went where it must not."""
    yield
    for database in tmp_path.rglob("mailbot.db"):
        with contextlib.closing(sqlite3.connect(database)) as there:
            if not there.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
                continue  # a daemon that died before it began
        store = Store(database)
        settings = tomllib.loads(next(database.parent.parent.rglob("mailbot.toml")).read_text(encoding="utf-8"))
        people = settings["people"]
        found = leaks(store, {one.casefold() for one in (*people["agents"], people["engineering"])})
        store.close()
        assert found == []
