"""The second pile: cases, what was found and asked, their mails and events."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from mailbot.model import Case, Event, Finding, Kind, Neighbour, Party, Recent, State
from mailbot.store.rows import (
    SCALARS,
    Row,
    asked_of,
    case_of,
    event_of,
    finding_of,
    mail_of,
    row_of_asked,
    row_of_event,
    row_of_mail,
    scalars_of,
)
from mailbot.store.values import moment_or_none, stamp

REMEMBERED = 5  # cases of one customer
MOST_RECENT = 200  # bugs that a new one is held against
RECENT_CHARACTERS = 1500  # of each


@dataclass(frozen=True, slots=True)
class Anchor:
    """A Message-ID by which a mail can be tied to a case."""

    message_id: str
    case_id: int
    party: Party
    ours: bool
    customer: str
    participants: tuple[str, ...]
    address: str  # at the other end of that mail
    copied: tuple[str, ...] = ()  # whom else it went to
    merged: bool = False  # it was written in a case that was put into this one
    closed: bool = False  # the case is


ANCHOR = (
    "t.id, {party}, {ours}, t.customer, t.participants, {address}, {copied}, c.merged != 0, t.state = 'closed'"
    " FROM {table} m JOIN cases c ON c.id = m.case_id"
    " JOIN cases t ON t.id = CASE c.merged WHEN 0 THEN c.id ELSE c.merged END"
    " WHERE m.message_id IN ({marks}) AND m.message_id != ''"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mail with the same Message-ID that came before."""

    mail: int
    text: str
    address: str  # who sent that one
    case_id: int
    unanswered: bool  # that copy could not be answered, and nothing else was


OF_MAILS = {"table": "mails", "party": "m.party", "ours": "m.ours", "address": "m.address", "copied": "m.copied"}
OF_CITED = {"table": "cited", "party": "'customer'", "ours": "0", "address": "''", "copied": "'[]'"}


class Cases:
    """Whole cases in and out; mails and events only ever grow."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def next_id(self) -> int:
        """The number of the next new case; unique inside a transaction."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM cases").fetchone()[0])

    def load(self, case_id: int) -> Case:
        """A case as it stands; KeyError when there is none of that number."""
        cursor = self._db.execute(f"SELECT {', '.join(SCALARS)} FROM cases WHERE id = ?", (case_id,))  # noqa: S608
        row = cursor.fetchone()
        if row is None:
            raise KeyError(case_id)
        return replace(
            case_of(dict(zip(SCALARS, row, strict=True))),
            findings=tuple(finding_of(row) for row in self._rows("findings", case_id)),
            asked=tuple(asked_of(row) for row in self._rows("asked", case_id)),
            mails=tuple(mail_of(row) for row in self._rows("mails", case_id)),
            events=tuple(event_of(row) for row in self._rows("events", case_id)),
        )

    def save(self, case: Case) -> None:
        """Write a case; inside the caller's transaction."""
        self._upsert(scalars_of(case))
        self._replace("findings", case.id, [astuple(finding) for finding in case.findings])
        self._replace("asked", case.id, [row_of_asked(asked) for asked in case.asked])
        known = self._grow("mails", case.id, [row_of_mail(mail) for mail in case.mails])
        theirs = (mail for mail in case.mails[known:] if not mail.ours and mail.party is Party.CUSTOMER)
        cited = [(message_id, case.id) for mail in theirs for message_id in mail.references]
        self._db.executemany("INSERT OR IGNORE INTO cited VALUES (?, ?)", cited)
        self._grow("events", case.id, [row_of_event(event) for event in case.events])

    def note(self, case_id: int, event: Event) -> None:
        """One more event of a case."""
        self._insert("events", case_id, self._next_position("events", case_id), [row_of_event(event)])

    def take_out(self, case_id: int, mail: int) -> None:
        """A mail that a person put elsewhere is no longer of this case; inside the caller's transaction."""
        self._db.execute("DELETE FROM mails WHERE case_id = ? AND mail = ?", (case_id, mail))
        self._db.execute("DELETE FROM cited WHERE case_id = ?", (case_id,))
        self._db.execute(
            'INSERT OR IGNORE INTO cited SELECT j.value, m.case_id FROM mails m, json_each(m."references") j'
            " WHERE m.case_id = ? AND m.ours = 0 AND m.party = ?",
            (case_id, Party.CUSTOMER),
        )

    def redirect(self, case_id: int, to: int) -> None:
        """Cases that were put into this one belong to where it went itself."""
        self._db.execute("UPDATE cases SET merged = ? WHERE merged = ?", (to, case_id))

    def neighbour(self, case_id: int) -> Neighbour | None:
        """What an order that names a case must know of it."""
        row = self._db.execute("SELECT customer, participants, merged FROM cases WHERE id = ?", (case_id,)).fetchone()
        return Neighbour(case_id, row[0].casefold(), tuple(json.loads(row[1])), row[2]) if row else None

    def remember(self, message_id: str, subject: str, words: str) -> None:
        """What a letter says that could not be written at first: the guard of relays must know every internal line."""
        self._db.execute(
            "UPDATE mails SET subject = ?, text = ?, new_text = ? WHERE message_id = ? AND ours = 1",
            (subject, words, words, message_id),
        )

    def park(self, case_id: int, state: State) -> None:
        """Leave a case to people, with no time at which mailbot looks at it again."""
        self._db.execute(
            "UPDATE cases SET state = ?, handed_over = 1, wake_at = NULL, remind_at = NULL WHERE id = ?",
            (state.value, case_id),
        )

    def _upsert(self, values: dict[str, object]) -> None:
        changes = ", ".join(f"{name} = excluded.{name}" for name in SCALARS[1:])
        self._db.execute(
            f"INSERT INTO cases ({', '.join(SCALARS)}) VALUES ({_marks(len(SCALARS))})"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {changes}",
            [values[name] for name in SCALARS],
        )

    def _replace(self, table: str, case_id: int, rows: list[tuple[object, ...]]) -> None:
        self._db.execute(f"DELETE FROM {table} WHERE case_id = ?", (case_id,))  # noqa: S608
        self._insert(table, case_id, 0, rows)

    def _grow(self, table: str, case_id: int, rows: Sequence[Row]) -> int:
        """Write down what is new, behind what is there; how many were there."""
        there = int(self._db.execute(f"SELECT count(*) FROM {table} WHERE case_id = ?", (case_id,)).fetchone()[0])  # noqa: S608
        if rows[there:]:
            self._insert(table, case_id, self._next_position(table, case_id), rows[there:])
        return there

    def _next_position(self, table: str, case_id: int) -> int:
        position = f"SELECT coalesce(max(position) + 1, 0) FROM {table} WHERE case_id = ?"  # noqa: S608
        return int(self._db.execute(position, (case_id,)).fetchone()[0])

    def _insert(self, table: str, case_id: int, first: int, rows: Sequence[Row]) -> None:
        if rows:
            marks = _marks(len(rows[0]) + 2)
            self._db.executemany(
                f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
                [(case_id, position, *row) for position, row in enumerate(rows, first)],
            )

    def _rows(self, table: str, case_id: int) -> list[tuple[object, ...]]:
        rows = self._db.execute(f"SELECT * FROM {table} WHERE case_id = ? ORDER BY position", (case_id,))  # noqa: S608
        return [row[2:] for row in rows]

    def anchors(self, message_ids: Iterable[str], own_id: str = "") -> tuple[Anchor, ...]:
        """What these Message-IDs lead to: mails of cases, and what customers' mails of cases cite.

        `own_id` is that of the mail itself: it may come after those that answer it.
        """
        ids = tuple(dict.fromkeys(message_ids))
        seen = tuple(dict.fromkeys((*ids, own_id)))
        mails = ANCHOR.format(**OF_MAILS, marks=_marks(len(ids)))
        cited = ANCHOR.format(**OF_CITED, marks=_marks(len(seen)))
        rows = self._db.execute(f"SELECT m.message_id, {mails} UNION ALL SELECT m.message_id, {cited}", (*ids, *seen))
        return tuple(_anchor(row) for row in rows)

    def anchor_of_case(self, case_id: int) -> Anchor | None:
        """The case of a tag, as an anchor that proves nothing by itself."""
        row = self._db.execute(
            "SELECT '', t.id, ?, 0, t.customer, t.participants, t.customer, '[]', c.merged != 0, t.state = 'closed'"
            " FROM cases c JOIN cases t ON t.id = CASE c.merged WHEN 0 THEN c.id ELSE c.merged END WHERE c.id = ?",
            (Party.CUSTOMER, case_id),
        ).fetchone()
        return _anchor(row) if row else None

    def in_quiet(self, customer: str) -> tuple[tuple[int, str], ...]:
        """Cases of this customer (id, subject) in which we have said nothing yet."""
        rows = self._db.execute(
            "SELECT id, subject FROM cases WHERE customer = ? AND wake_at IS NOT NULL AND greeted = 0 ORDER BY id DESC",
            (customer,),
        )
        return tuple(rows.fetchall())

    def newest_open(self, customer: str, since: datetime) -> int | None:
        """The open case in which this customer wrote last, with files rather than without, and not before `since`."""
        row = self._db.execute(
            "SELECT m.case_id FROM mails m JOIN cases c ON c.id = m.case_id"
            " WHERE c.customer = ? AND c.state != ? AND m.party = ? AND m.ours = 0 AND m.at >= ?"
            " ORDER BY m.attachments != '[]' DESC, m.at DESC LIMIT 1",
            (customer, State.CLOSED, Party.CUSTOMER, stamp(since)),
        ).fetchone()
        return int(row[0]) if row else None

    def told_by(self, customer: str) -> tuple[Finding, ...]:
        """What the newest cases of this customer know, the newest first."""
        rows = self._db.execute(
            "SELECT f.* FROM findings f JOIN cases c ON c.id = f.case_id WHERE c.customer = ? AND c.id IN"
            " (SELECT id FROM cases WHERE customer = ? ORDER BY id DESC LIMIT ?) ORDER BY c.id DESC, f.position",
            (customer, customer, REMEMBERED),
        )
        return tuple(finding_of(row[2:]) for row in rows)

    def recent_bugs(self, since: datetime) -> tuple[Recent, ...]:
        """The newest bugs opened since then, each with the first words that came."""
        rows = self._db.execute(
            "SELECT c.id, c.customer, c.subject, substr(m.new_text, 1, ?), c.alarm FROM cases c"
            " JOIN mails m ON m.case_id = c.id AND m.position = (SELECT min(position) FROM mails"
            " WHERE case_id = c.id AND ours = 0 AND party = ?)"
            " WHERE c.kind = ? AND c.created_at >= ? ORDER BY c.id DESC LIMIT ?",
            (RECENT_CHARACTERS, Party.CUSTOMER, Kind.BUG, stamp(since), MOST_RECENT),
        )
        return tuple(Recent(*row) for row in rows)

    def earlier(self, message_id: str) -> Earlier | None:
        """An earlier mail from outside with this Message-ID."""
        row = self._db.execute(
            "SELECT m.mail, m.text, m.address, m.case_id, c.silence != '' AND c.greeted = 0 FROM mails m"
            " JOIN cases c ON c.id = m.case_id WHERE m.message_id = ? AND m.message_id != '' AND m.ours = 0 LIMIT 1",
            (message_id,),
        ).fetchone()
        return Earlier(row[0], row[1], row[2], row[3], bool(row[4])) if row else None

    def is_ours(self, message_id: str) -> bool:
        """Whether mailbot itself wrote the mail with this Message-ID."""
        row = self._db.execute(
            "SELECT 1 FROM mails WHERE message_id = ? AND ours = 1 LIMIT 1", (message_id,)
        ).fetchone()
        return row is not None

    def due(self, now: datetime, after: int = 0) -> int | None:
        """The next case behind `after` whose quiet period, or whose time for a reminder, is over."""
        row = self._db.execute(
            "SELECT min(id) FROM (SELECT id FROM cases WHERE wake_at <= :now AND +id > :after"  # +: by time, not by id
            " UNION ALL SELECT id FROM cases WHERE remind_at <= :now AND +id > :after)",
            {"after": after, "now": stamp(now)},
        ).fetchone()
        return int(row[0]) if row[0] is not None else None

    def waiting(self) -> tuple[int, datetime | None]:
        """How many cases are in their quiet period, and when the first one ends."""
        count, first = self._db.execute("SELECT count(*), min(wake_at) FROM cases WHERE wake_at IS NOT NULL").fetchone()
        return count, moment_or_none(first)


def _anchor(row: Row) -> Anchor:
    message_id, case_id, party, ours, customer, participants, address, copied, *flags = row
    people, others = tuple(json.loads(participants)), tuple(json.loads(copied))
    return Anchor(message_id, case_id, Party(party), bool(ours), customer, people, address, others, *map(bool, flags))


def _marks(count: int) -> str:
    return ",".join("?" * count)
