"""The third pile: letters as fixed bytes, each with the state it is in."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model import OutMail, OutState, Party, Purpose
from mailbot.store.values import moment, stamp

LIST_COLUMNS = (
    "id, case_id, purpose, recipient, state, attempts, next_at, created_at, sent_at, server_text, message_id, after_key"
)
READY = (
    "state IN ('queued', 'deferred') AND next_at <= ? AND"
    " (after_key IS NULL OR EXISTS (SELECT 1 FROM outbox f WHERE f.key = outbox.after_key AND f.state = 'sent'))"
)


@dataclass(frozen=True, slots=True)
class NewRow:
    """A letter on its way into the outbox; without bytes it is held, and `draft` says what to write again."""

    key: str
    after_key: str | None
    case_id: int | None
    purpose: Purpose
    party: Party
    sender: str
    recipient: str
    message_id: str
    automatic: bool
    data: bytes
    draft: str
    problem: str = ""


class Outbox:
    """Rows in the states of `OutState`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, row: NewRow, now: datetime) -> bool:
        """Write a row inside the caller's transaction; False when its key is there: done twice is written once."""
        state = OutState.QUEUED if row.data else OutState.HELD
        cursor = self._db.execute(
            "INSERT INTO outbox (key, after_key, case_id, purpose, party, sender, recipient, message_id, automatic,"
            " state, next_at, created_at, server_text, draft, data) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT (key) DO NOTHING",
            (row.key, row.after_key, row.case_id, row.purpose, row.party, row.sender, row.recipient, row.message_id,
             row.automatic, state, stamp(now), stamp(now), row.problem, row.draft, row.data),
        )  # fmt: skip
        return cursor.rowcount == 1

    def ready(self, now: datetime, limit: int = 50) -> tuple[int, ...]:
        """Rows whose time has come, oldest first; a letter that leans on another waits until that one is accepted."""
        rows = self._db.execute(
            f"SELECT id FROM outbox WHERE {READY} ORDER BY next_at, id LIMIT ?",  # noqa: S608
            (stamp(now), limit),
        )
        return tuple(row_id for (row_id,) in rows)

    def load(self, row_id: int) -> OutMail:
        """One letter with its bytes."""
        i, k, s, r, m, d, a, n, c = self._db.execute(
            "SELECT id, key, sender, recipient, message_id, data, automatic, attempts, created_at FROM outbox"
            " WHERE id = ?",
            (row_id,),
        ).fetchone()
        return OutMail(i, k, s, r, m, bytes(d), bool(a), n, moment(c))

    def untried(self, row_id: int, now: datetime) -> None:
        """The server could not be asked at all: that is no attempt of this letter, and it does not wait for it."""
        self._db.execute(
            "UPDATE outbox SET attempts = attempts - 1, state = 'queued', next_at = ? WHERE id = ?",
            (stamp(now), row_id),
        )

    def attempt(self, row_id: int, next_at: datetime) -> None:
        """Count an attempt and set the next one before dialling: a crash then never hammers the server."""
        self._db.execute(
            "UPDATE outbox SET attempts = attempts + 1, state = 'deferred', next_at = ? WHERE id = ?",
            (stamp(next_at), row_id),
        )

    def sending(self, row_id: int) -> None:
        """The wire is about to see it."""
        self._db.execute("UPDATE outbox SET state = 'sending' WHERE id = ?", (row_id,))

    def settle(self, row_id: int, state: OutState, text: str, now: datetime) -> None:
        """What came of it."""
        sent_at = stamp(now) if state == OutState.SENT else None
        self._db.execute(
            "UPDATE outbox SET state = ?, server_text = ?, sent_at = ? WHERE id = ?", (state, text, sent_at, row_id)
        )

    def hold_followers(self, key: str, reason: str) -> None:
        """A letter that leaned on one that failed would say what is not true."""
        self._db.execute(
            "UPDATE outbox SET state = 'held', server_text = ? WHERE after_key = ? AND state IN ('queued', 'deferred')",
            (reason, key),
        )

    def recover(self) -> tuple[int, int]:
        """After a crash: rows found in `sending` are unknown when automatic, else sent again (same bytes, same id)."""
        unknown = self._db.execute(
            "UPDATE outbox SET state = 'unknown', server_text = 'the program ended while this was being sent'"
            " WHERE state = 'sending' AND automatic = 1"
        ).rowcount
        again = self._db.execute("UPDATE outbox SET state = 'deferred' WHERE state = 'sending'").rowcount
        return unknown, again

    def unwritten(self) -> tuple[tuple[int, int, str], ...]:
        """Held letters that have no bytes yet, because their template failed: (id, case, draft)."""
        rows = self._db.execute(
            "SELECT id, case_id, draft FROM outbox WHERE state = 'held' AND data = x'' AND case_id > 0"
        )
        return tuple(rows.fetchall())

    def write(self, row_id: int, data: bytes, now: datetime) -> None:
        """The bytes of a letter that could not be written before."""
        self._db.execute(
            "UPDATE outbox SET data = ?, state = 'queued', server_text = '', next_at = ? WHERE id = ?",
            (data, stamp(now), row_id),
        )

    def case_and_purpose(self, row_id: int) -> tuple[int | None, str]:
        """To which case a row belongs, and why it was written."""
        row = self._db.execute("SELECT case_id, purpose FROM outbox WHERE id = ?", (row_id,)).fetchone()
        return row[0], row[1]

    def alerts(self, sort: str, now: datetime) -> int:
        """Occasions of one sort of which the agents were told in the last hour, however many agents there are."""
        row = self._db.execute(
            "SELECT count(DISTINCT substr(key, 1, length(key) - length(recipient))) FROM outbox"
            " WHERE purpose = 'alert' AND created_at > ? AND key LIKE ?",
            (stamp(now - timedelta(hours=1)), f"{sort}/%"),
        ).fetchone()
        return int(row[0])

    def newest(self) -> int:
        """The highest id, 0 when there is none."""
        return self._db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]  # type: ignore[no-any-return]

    def states(self) -> dict[str, int]:
        """How many letters are in each state."""
        return dict(self._db.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state").fetchall())

    def data(self, row_id: int) -> bytes:
        """The bytes of a letter; KeyError when there is none of that number."""
        row = self._db.execute("SELECT data FROM outbox WHERE id = ?", (row_id,)).fetchone()
        if row is None:
            raise KeyError(row_id)
        return bytes(row[0])

    def rows(self, since: int = 0) -> list[dict[str, object]]:
        """What people see of the letters behind `since`, oldest first."""
        cursor = self._db.execute(f"SELECT {LIST_COLUMNS} FROM outbox WHERE id > ? ORDER BY id", (since,))  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
