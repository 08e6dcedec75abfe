"""The second pile: cases, what was found and asked, their mails and events."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

from mailbot.model import (
    Address,
    Answer,
    Asked,
    Attachment,
    Case,
    CaseMail,
    Event,
    Finding,
    Kind,
    Party,
    Question,
    State,
    Strength,
)
from mailbot.store.values import moment, moment_or_none, stamp, stamp_or_none

SCALARS = (
    "id, state, kind, kind_reason, language, customer, customer_name, subject, created_at, wake_at, wish, urgent,"
    " silence, rounds, greeted, agent_told, escalated, handed_over, missing_before"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A Message-ID by which a mail can be tied to a case."""

    message_id: str
    case_id: int
    party: Party
    ours: bool
    customer: str


class Cases:
    """Whole cases in and out; mails and events only ever grow."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def next_id(self) -> int:
        """The number of the next new case; unique inside a transaction."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM cases").fetchone()[0])

    def load(self, case_id: int) -> Case:
        """A case as it stands; KeyError when there is none of that number."""
        row = self._db.execute(f"SELECT {SCALARS} FROM cases WHERE id = ?", (case_id,)).fetchone()  # noqa: S608
        if row is None:
            raise KeyError(case_id)
        return Case(
            id=row[0], state=State(row[1]), kind=Kind(row[2]), kind_reason=row[3], language=row[4],
            customer=Address(row[5], row[6]) if row[5] else None, subject=row[7], created_at=moment(row[8]),
            wake_at=moment_or_none(row[9]), wish=row[10], urgent=row[11], silence=row[12], rounds=row[13],
            greeted=bool(row[14]), agent_told=bool(row[15]), escalated=bool(row[16]), handed_over=bool(row[17]),
            missing_before=tuple(json.loads(row[18])), findings=self._findings(case_id), asked=self._asked(case_id),
            mails=self._mails(case_id), events=self._events(case_id),
        )  # fmt: skip

    def save(self, case: Case) -> None:
        """Write a case; inside the caller's transaction."""
        customer = case.customer or Address("")
        values = (
            case.id, case.state, case.kind, case.kind_reason, case.language, customer.email, customer.name,
            case.subject, stamp(case.created_at), stamp_or_none(case.wake_at), case.wish, case.urgent,
            case.silence, case.rounds, case.greeted, case.agent_told, case.escalated, case.handed_over, json.dumps(case.missing_before),
        )  # fmt: skip
        self._upsert(values)
        self._replace("findings", case.id, (_finding_row(finding) for finding in case.findings))
        self._replace("asked", case.id, (_asked_row(asked) for asked in case.asked))
        self._grow("mails", case.id, [_mail_row(mail) for mail in case.mails])
        self._grow("events", case.id, [(stamp(e.at), e.rule, e.decision, e.reason, e.mail) for e in case.events])

    def note(self, case_id: int, event: Event) -> None:
        """One more event of a case."""
        there = self._db.execute("SELECT count(*) FROM events WHERE case_id = ?", (case_id,)).fetchone()[0]
        self._insert(
            "events", case_id, there, [(stamp(event.at), event.rule, event.decision, event.reason, event.mail)]
        )

    def _upsert(self, values: tuple[object, ...]) -> None:
        columns = SCALARS.split(",")
        changes = ", ".join(f"{name.strip()} = excluded.{name.strip()}" for name in columns[1:])
        self._db.execute(
            f"INSERT INTO cases ({SCALARS}) VALUES ({_marks(len(values))})"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {changes}",
            values,
        )

    def _replace(self, table: str, case_id: int, rows: Iterable[tuple[object, ...]]) -> None:
        self._db.execute(f"DELETE FROM {table} WHERE case_id = ?", (case_id,))  # noqa: S608
        self._insert(table, case_id, 0, list(rows))

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

    def _findings(self, case_id: int) -> tuple[Finding, ...]:
        return tuple(
            Finding(d, v, q, s, e, src, rule, Strength(strength), Answer(answer), bool(lexical), mail)  # type: ignore[arg-type]
            for d, v, q, s, e, src, rule, strength, answer, lexical, mail in self._rows("findings", case_id)
        )

    def _asked(self, case_id: int) -> tuple[Asked, ...]:
        return tuple(
            Asked(round_, message_id, Question(number, tuple(json.loads(details)), text, help_, guess))  # type: ignore[arg-type]
            for round_, message_id, number, details, text, help_, guess in self._rows("asked", case_id)
        )

    def _mails(self, case_id: int) -> tuple[CaseMail, ...]:
        return tuple(_mail(row) for row in self._rows("mails", case_id))

    def _events(self, case_id: int) -> tuple[Event, ...]:
        return tuple(Event(moment(str(at)), *rest) for at, *rest in self._rows("events", case_id))  # type: ignore[arg-type]

    def anchors(self, message_ids: Iterable[str]) -> tuple[Anchor, ...]:
        """The mails of cases that carry one of these Message-IDs."""
        ids = tuple(dict.fromkeys(message_ids))
        rows = self._db.execute(
            f"SELECT m.message_id, m.case_id, m.party, m.ours, c.customer FROM mails m JOIN cases c ON c.id = m.case_id"  # noqa: S608
            f" WHERE m.message_id IN ({_marks(len(ids))}) AND m.message_id != ''",
            ids,
        )
        return tuple(Anchor(mid, case_id, Party(party), bool(ours), who) for mid, case_id, party, ours, who in rows)

    def anchor_of_case(self, case_id: int) -> Anchor | None:
        """The case of a tag, as an anchor that proves nothing by itself."""
        row = self._db.execute("SELECT customer FROM cases WHERE id = ?", (case_id,)).fetchone()
        return Anchor("", case_id, Party.CUSTOMER, False, row[0]) if row else None

    def in_quiet(self, customer: str) -> tuple[tuple[int, str], ...]:
        """Cases of this customer (id, subject) in which we have said nothing yet."""
        rows = self._db.execute(
            "SELECT id, subject FROM cases WHERE customer = ? AND wake_at IS NOT NULL AND greeted = 0 ORDER BY id DESC",
            (customer,),
        )
        return tuple(rows.fetchall())

    def earlier(self, message_id: str) -> tuple[int, str] | None:
        """An earlier mail from outside with this Message-ID: its inbox id and text."""
        row = self._db.execute(
            "SELECT mail, text FROM mails WHERE message_id = ? AND message_id != '' AND ours = 0 LIMIT 1", (message_id,)
        ).fetchone()
        return (row[0], row[1]) if row else None

    def due(self, now: datetime, after: int = 0) -> int | None:
        """The next case behind `after` whose quiet period is over."""
        row = self._db.execute(
            "SELECT min(id) FROM cases WHERE wake_at IS NOT NULL AND wake_at <= ? AND id > ?", (stamp(now), after)
        ).fetchone()
        return int(row[0]) if row[0] is not None else None

    def waiting(self) -> tuple[int, datetime | None]:
        """How many cases are in their quiet period, and when the first one ends."""
        count, first = self._db.execute("SELECT count(*), min(wake_at) FROM cases WHERE wake_at IS NOT NULL").fetchone()
        return count, moment_or_none(first)


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _finding_row(finding: Finding) -> tuple[object, ...]:
    return astuple(finding)


def _asked_row(asked: Asked) -> tuple[object, ...]:
    q = asked.question
    return (asked.round, asked.message_id, q.number, json.dumps(q.details), q.text, q.help, q.guess)


def _mail_row(mail: CaseMail) -> tuple[object, ...]:
    return (
        mail.mail, mail.party, mail.ours, mail.message_id, json.dumps(mail.references), mail.address, mail.subject,
        stamp(mail.at), mail.text, mail.new_text, json.dumps([asdict(a) for a in mail.attachments]), mail.sha256,
        mail.size,
    )  # fmt: skip


def _mail(row: tuple[object, ...]) -> CaseMail:
    mail, party, ours, message_id, references, address, subject, at, text, new_text, attachments, sha256, size = row
    return CaseMail(
        mail, Party(party), bool(ours), message_id, tuple(json.loads(str(references))), address, subject,  # type: ignore[arg-type]
        moment(str(at)), text, new_text,  # type: ignore[arg-type]
        tuple(Attachment(**one) for one in json.loads(str(attachments))), sha256, size,  # type: ignore[arg-type]
    )  # fmt: skip
