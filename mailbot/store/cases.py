"""The second pile: cases, what was found and asked, their mails and events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from mailbot.model import Case, Event, Finding, Kind, Party, Recent, State
from mailbot.store.rows import (
    SCALARS,
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
    address: str  # at the other end of that mail


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mail with the same Message-ID that came before."""

    mail: int
    text: str
    case_id: int
    unanswered: bool  # that copy could not be answered, and nothing else was


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
        self._grow("mails", case.id, [row_of_mail(mail) for mail in case.mails])
        self._grow("events", case.id, [row_of_event(event) for event in case.events])

    def note(self, case_id: int, event: Event) -> None:
        """One more event of a case."""
        there = self._db.execute("SELECT count(*) FROM events WHERE case_id = ?", (case_id,)).fetchone()[0]
        self._insert("events", case_id, there, [row_of_event(event)])

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

    def _grow(self, table: str, case_id: int, rows: list[tuple[object, ...]]) -> None:
        there = self._db.execute(f"SELECT count(*) FROM {table} WHERE case_id = ?", (case_id,)).fetchone()[0]  # noqa: S608
        self._insert(table, case_id, there, rows[there:])

    def _insert(self, table: str, case_id: int, first: int, rows: list[tuple[object, ...]]) -> None:
        if rows:
            marks = _marks(len(rows[0]) + 2)
            self._db.executemany(
                f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
                [(case_id, position, *row) for position, row in enumerate(rows, first)],
            )

    def _rows(self, table: str, case_id: int) -> list[tuple[object, ...]]:
        rows = self._db.execute(f"SELECT * FROM {table} WHERE case_id = ? ORDER BY position", (case_id,))  # noqa: S608
        return [row[2:] for row in rows]

    def anchors(self, message_ids: Iterable[str]) -> tuple[Anchor, ...]:
        """The mails of cases that carry one of these Message-IDs."""
        ids = tuple(dict.fromkeys(message_ids))
        rows = self._db.execute(
            "SELECT m.message_id, m.case_id, m.party, m.ours, c.customer, m.address"  # noqa: S608
            " FROM mails m JOIN cases c ON c.id = m.case_id"
            f" WHERE m.message_id IN ({_marks(len(ids))}) AND m.message_id != ''",
            ids,
        )
        return tuple(Anchor(row[0], row[1], Party(row[2]), bool(row[3]), row[4], row[5]) for row in rows)

    def anchor_of_case(self, case_id: int) -> Anchor | None:
        """The case of a tag, as an anchor that proves nothing by itself."""
        row = self._db.execute("SELECT customer FROM cases WHERE id = ?", (case_id,)).fetchone()
        return Anchor("", case_id, Party.CUSTOMER, False, row[0], row[0]) if row else None

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
            "SELECT m.mail, m.text, m.case_id, c.silence != '' AND c.greeted = 0 FROM mails m"
            " JOIN cases c ON c.id = m.case_id WHERE m.message_id = ? AND m.message_id != '' AND m.ours = 0 LIMIT 1",
            (message_id,),
        ).fetchone()
        return Earlier(row[0], row[1], row[2], bool(row[3])) if row else None

    def is_ours(self, message_id: str) -> bool:
        """Whether mailbot itself wrote the mail with this Message-ID."""
        row = self._db.execute(
            "SELECT 1 FROM mails WHERE message_id = ? AND ours = 1 LIMIT 1", (message_id,)
        ).fetchone()
        return row is not None

    def due(self, now: datetime, after: int = 0) -> int | None:
        """The next case behind `after` whose quiet period, or whose time for a reminder, is over."""
        row = self._db.execute(
            "SELECT min(id) FROM cases WHERE id > :after AND"
            " ((wake_at IS NOT NULL AND wake_at <= :now) OR (remind_at IS NOT NULL AND remind_at <= :now))",
            {"after": after, "now": stamp(now)},
        ).fetchone()
        return int(row[0]) if row[0] is not None else None

    def waiting(self) -> tuple[int, datetime | None]:
        """How many cases are in their quiet period, and when the first one ends."""
        count, first = self._db.execute("SELECT count(*), min(wake_at) FROM cases WHERE wake_at IS NOT NULL").fetchone()
        return count, moment_or_none(first)


def _marks(count: int) -> str:
    return ",".join("?" * count)
