"""The only SQL: three durable piles in one SQLite file."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from mailbot.store.budgets import Budgets
from mailbot.store.cases import Cases
from mailbot.store.inbox import Inbox
from mailbot.store.outbox import Outbox
from mailbot.store.schema import migrations


class BusyError(Exception):
    """Another mailbot works on this database."""


class Store:
    """The database: `inbox`, `cases`, `outbox`, and the transaction that binds them.

    `exclusive` is for the one who works on it; others may look, and find the tables as they are.
    WAL with synchronous=FULL: what is committed survives a power loss, because the mail server is told right after.
    Raises sqlite3.Error when the file is damaged or full, BusyError when it is taken.
    """

    def __init__(self, path: Path, *, exclusive: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(path) if exclusive else None
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        path.chmod(0o600)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        if exclusive:  # who only looks changes nothing, and does not race with the one who works
            migrations.apply(Database(self._connection))
        self.inbox = Inbox(self._connection)
        self.cases = Cases(self._connection)
        self.outbox = Outbox(self._connection)
        self.budgets = Budgets(self._connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. IMMEDIATE: a deferred one that reads and then writes can fail when somebody else writes."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def copy_to(self, path: Path) -> None:
        """A consistent copy, also while others write (SQLite's Backup API)."""
        with sqlite3.connect(path) as target:
            self._connection.backup(target)
        target.close()

    def close(self) -> None:
        """Close the file and give up the lock."""
        self._connection.close()
        if self._lock is not None:
            os.close(self._lock)


def _lock(path: Path) -> int:
    """Take the lock beside the database, or say who has it. The kernel drops it when its holder dies."""
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
        os.close(handle)
        raise BusyError(f"another mailbot (pid {holder}) works on {path}; stop it first") from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return handle
