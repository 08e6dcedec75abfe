"""What can be checked in the piles without changing anything, beside a daemon at work."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.store.inbox import RENUMBERED, WAITING
from mailbot.store.originals import original

ENDS = ("kept", "done", "held", "quarantined")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not be: in which row of which pile, and what."""

    pile: str  # "database", "inbox"
    row: int
    what: str


class Audit:
    """Questions to the database; every mail is read on its own, so that nobody waits for the end of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def damage(self) -> Iterator[Finding]:
        """What SQLite itself finds: broken pages and indices, rows that name others that are not there."""
        for (said,) in self._db.execute("PRAGMA integrity_check").fetchall():
            if said != "ok":
                yield Finding("database", 0, said)
        for table, row, parent, _ in self._db.execute("PRAGMA foreign_key_check").fetchall():
            yield Finding("database", row or 0, f"a row of {table} names a row of {parent} that is not there")

    def mails(self) -> int:
        """How many are kept."""
        return int(self._db.execute("SELECT count(*) FROM inbox").fetchone()[0])

    def changed(self) -> Iterator[Finding | None]:
        """For each kept mail None, or that its bytes are not those that came (their SHA-256)."""
        last = 0
        while found := self._db.execute(
            "SELECT id, sha256, reason FROM inbox WHERE id > ? ORDER BY id LIMIT 1", (last,)
        ).fetchone():
            last, digest, reason = found
            yield None if reason.startswith(RENUMBERED) else self._compared(last, digest)

    def lost(self) -> Iterator[Finding]:
        """Mails that neither came to an end nor will be looked at again."""
        marks = ",".join("?" * len(ENDS))
        rows = self._db.execute(f"SELECT id, state FROM inbox WHERE state NOT IN ({marks})", ENDS)  # noqa: S608
        yield from (Finding("inbox", row, f"is in no known state: {state}") for row, state in rows.fetchall())
        waiting = self._db.execute(
            "SELECT i.id FROM inbox i LEFT JOIN cases c ON c.id = i.case_id"
            " WHERE i.state = 'done' AND i.reason LIKE ? AND c.wake_at IS NULL",
            (f"{WAITING}%",),
        )
        yield from (Finding("inbox", row, "waits for a time that its case does not have") for (row,) in waiting)

    def in_part(self) -> tuple[int, ...]:
        """The mails of which only the beginning is kept: the rest lies in the mailbox."""
        return tuple(row for (row,) in self._db.execute("SELECT id FROM inbox WHERE truncated = 1 ORDER BY id"))

    def _compared(self, row: int, digest: str) -> Finding | None:
        try:
            seen = hashlib.sha256()
            for piece in original(self._db, row).pieces():
                seen.update(piece)
        except KeyError:
            return Finding("inbox", row, "has lost its bytes")
        return None if seen.hexdigest() == digest else Finding("inbox", row, "is not as it came: its bytes changed")
