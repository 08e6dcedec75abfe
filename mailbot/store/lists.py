"""What people see of the piles: rows for lists, newest first; nothing here changes anything."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.model import BY_PEOPLE, Kind, State
from mailbot.store.values import moment, moment_or_none, stamp

HEAD_BYTES = 16 * 1024  # enough to see who wrote and about what; a list never reads whole mails
CASES = """
SELECT c.id, c.state, c.kind, c.customer, c.customer_name, c.subject, c.created_at,
       (SELECT max(e.at) FROM events e WHERE e.case_id = c.id),
       (SELECT count(*) FROM mails m WHERE m.case_id = c.id), c.rounds, c.urgent, c.taken
FROM cases c WHERE {} ORDER BY c.id DESC LIMIT ?
"""
MAILS = """
SELECT id, received_at, state, reason, case_id, sender, subject, size, attempts, account, folder, uid, message_id,
       sha256, (SELECT substr(raw, 1, ?) FROM originals WHERE mail = inbox.id AND piece = 0)
FROM inbox WHERE {} ORDER BY id DESC LIMIT ?
"""
LETTERS = """
SELECT id, case_id, purpose, party, recipient, state, attempts, next_at, created_at, sent_at, server_text, message_id,
       key, after_key, automatic, length(data) > 0, returned
FROM outbox WHERE {} ORDER BY id DESC LIMIT ?
"""
LABELLED = """
SELECT m.subject, m.new_text, c.kind, c.language FROM cases c JOIN mails m ON m.case_id = c.id
WHERE c.kind_by IN (SELECT value FROM json_each(?)) AND m.position =
      (SELECT min(position) FROM mails WHERE case_id = c.id AND party = 'customer' AND NOT ours AND NOT secret)
ORDER BY c.id
"""
UNHEARD = """
SELECT id, customer, subject, created_at, unheard, customer != '' AND taken = '' AND state != 'closed'
FROM cases WHERE unheard != '' AND merged = 0 ORDER BY id
"""
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; "" means any."""

    state: str = ""
    kind: str = ""
    customer: str = ""  # a part of the address


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: int
    state: State
    kind: Kind
    customer: str
    customer_name: str
    subject: str
    created_at: datetime
    last_at: datetime | None  # of its newest event
    mails: int
    rounds: int
    urgent: str
    taken: str


@dataclass(frozen=True, slots=True)
class UnheardRow:
    """A case whose customer should have got an automatic letter and did not."""

    id: int
    customer: str
    subject: str
    created_at: datetime
    why: str
    answerable: bool  # mailbot may still write: nobody of ours has it


@dataclass(frozen=True, slots=True)
class MailRow:
    """A kept mail in a list."""

    id: int
    received_at: datetime
    state: str
    reason: str
    case_id: int | None
    sender: str  # "" when the mail was never read
    subject: str
    size: int  # bytes
    attempts: int
    account: str
    folder: str
    uid: int
    message_id: str
    sha256: str
    head: bytes = b""  # its first bytes, for one that was never read


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter of the outbox in a list."""

    id: int
    case_id: int | None
    purpose: str
    party: str
    recipient: str
    state: str
    attempts: int
    next_at: datetime
    created_at: datetime
    sent_at: datetime | None
    server_text: str
    message_id: str
    key: str
    after_key: str | None
    automatic: bool
    written: bool  # False while a template fails
    returned: str  # status and day of its bounce, "" when none came


class Lists:
    """Rows for people; `limit` 0 means all. Every method also tells how many there are in all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def cases(self, wanted: Wanted, limit: int = 0) -> tuple[tuple[CaseRow, ...], int]:
        """Cases by state, kind and customer."""
        given = [
            ("c.state = ?", wanted.state),
            ("c.kind = ?", wanted.kind),
            ("instr(lower(c.customer), lower(?)) > 0", wanted.customer),
        ]
        where = (" AND ".join(condition for condition, value in given if value), tuple(v for _, v in given if v))
        rows, count = self._rows(CASES, "cases c", where, limit)
        return tuple(_case(row) for row in rows), count

    def mails(self, state: str = "", limit: int = 0) -> tuple[tuple[MailRow, ...], int]:
        """Kept mails, in one state or in all."""
        rows, count = self._rows(MAILS, "inbox", _equal("state", state), limit, (HEAD_BYTES,))
        return tuple(_mail(row) for row in rows), count

    def mail(self, number: int) -> MailRow | None:
        """One kept mail."""
        rows, _ = self._rows(MAILS, "inbox", _equal("id", number), 1, (HEAD_BYTES,))
        return _mail(rows[0]) if rows else None

    def letters(self, state: str = "", limit: int = 0) -> tuple[tuple[LetterRow, ...], int]:
        """Letters, in one state or in all."""
        rows, count = self._rows(LETTERS, "outbox", _equal("state", state), limit)
        return tuple(_letter(row) for row in rows), count

    def letters_of(self, case_id: int) -> tuple[LetterRow, ...]:
        """The letters of one case, oldest first."""
        rows, _ = self._rows(LETTERS, "outbox", _equal("case_id", case_id), 0)
        return tuple(_letter(row) for row in reversed(rows))

    def letter(self, number: int) -> LetterRow | None:
        """One letter."""
        rows, _ = self._rows(LETTERS, "outbox", _equal("id", number), 1)
        return _letter(rows[0]) if rows else None

    def letter_of(self, key: str) -> LetterRow | None:
        """The letter of an idempotency key: the one another leans on."""
        rows, _ = self._rows(LETTERS, "outbox", _equal("key", key), 1)
        return _letter(rows[0]) if rows else None

    def labelled(self) -> Iterator[tuple[str, str, str, str]]:
        """(subject, new words, kind, language) of the first mail of each case whose kind a person said."""
        yield from self._db.execute(LABELLED, (json.dumps(sorted(BY_PEOPLE)),))

    def unheard(self) -> tuple[UnheardRow, ...]:
        """Cases whose customers heard nothing because letters were stopped or a budget was used up, oldest first."""
        rows = self._db.execute(UNHEARD)
        return tuple(UnheardRow(a, b, c, moment(at), why, bool(open_)) for a, b, c, at, why, open_ in rows)

    def kept(self) -> int:
        """How many mails wait to be processed."""
        return int(self._db.execute("SELECT count(*) FROM inbox WHERE state = 'kept'").fetchone()[0])

    def due(self, now: datetime) -> int:
        """How many letters wait to be delivered now."""
        condition = "state IN ('queued', 'deferred') AND next_at <= ?"
        return int(self._db.execute(f"SELECT count(*) FROM outbox WHERE {condition}", (stamp(now),)).fetchone()[0])  # noqa: S608

    def newest(self, table: str) -> int:
        """The highest number in `cases`, `inbox` or `outbox`; 0 when it is empty."""
        return int(self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608

    def _rows(
        self, query: str, table: str, where: tuple[str, Row], limit: int, before: Row = ()
    ) -> tuple[list[Row], int]:
        condition, values = where[0] or "1", where[1]
        rows = self._db.execute(query.format(condition), (*before, *values, limit or -1)).fetchall()
        count = self._db.execute(f"SELECT count(*) FROM {table} WHERE {condition}", values).fetchone()[0]  # noqa: S608
        return rows, int(count)


def _equal(column: str, value: object) -> tuple[str, Row]:
    return (f"{column} = ?", (value,)) if value != "" else ("", ())


def _case(row: Row) -> CaseRow:
    number, state, kind, customer, name, subject, created, last, *rest = row
    return CaseRow(
        number, State(state), Kind(kind), customer, name, subject, moment(created), moment_or_none(last), *rest
    )


def _mail(row: Row) -> MailRow:
    values = list(row)
    values[1], values[-1] = moment(row[1]), bytes(row[-1])
    return MailRow(*values)


def _letter(row: Row) -> LetterRow:
    values = list(row)
    values[7:10] = moment(row[7]), moment(row[8]), moment_or_none(row[9])
    values[-3:-1] = bool(row[-3]), bool(row[-2])
    return LetterRow(*values)
