"""What was spent of the budgets for automatic letters, what stops them, and which addresses sent mail back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model import Party, Purpose
from mailbot.store.values import moment, stamp

ASKED = """
SELECT draft FROM outbox
WHERE purpose = ? AND recipient = ? AND created_at > ? AND json_array_length(draft, '$.questions') > 0
"""
ANSWERED = """
SELECT 1 FROM cases k JOIN cited c ON c.case_id = k.id JOIN mails o ON o.message_id = c.message_id AND o.ours = 1
WHERE k.customer = ? LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Since when no automatic letter goes to any customer, and why."""

    since: datetime
    reason: str


class Budgets:
    """Counts for the transaction that will spend more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def first_contacts(self, recipient: str, now: datetime) -> int:
        """First letters to this address in the last 24 hours."""
        return self._count("purpose = 'first' AND recipient = ?", recipient, now - timedelta(days=1))

    def first_contacts_of_domain(self, domain: str, now: datetime) -> int:
        """First letters to addresses of this domain in the last hour."""
        return self._count(
            "purpose = 'first' AND substr(recipient, instr(recipient, '@') + 1) = ? COLLATE NOCASE",
            domain,
            now - timedelta(hours=1),
        )

    def automatic(self, now: datetime) -> int:
        """All automatic letters to customers in the last hour."""
        return self._count("party = ?", Party.CUSTOMER, now - timedelta(hours=1))

    def asked(self, recipient: str, since: datetime) -> tuple[frozenset[str], ...]:
        """What first letters to this address have asked for since then, letter by letter."""
        drafts = self._db.execute(ASKED, (Purpose.FIRST, recipient, stamp(since)))
        questions = (json.loads(draft)["questions"] for (draft,) in drafts)
        return tuple(frozenset(id_ for one in asked for id_ in one["details"]) for asked in questions)

    def answered(self, customer: str) -> bool:
        """Whether this address has ever answered a letter of ours: then somebody reads what is sent there."""
        return self._db.execute(ANSWERED, (customer,)).fetchone() is not None

    def gone(self, recipient: str) -> str:
        """Why letters to this address came back for good, "" when none did."""
        row = self._db.execute(
            "SELECT returned FROM outbox WHERE recipient = ? AND gone = 1 ORDER BY id DESC LIMIT 1", (recipient,)
        ).fetchone()
        return row[0] if row else ""

    def came_back(self, message_id: str, why: str, *, for_good: bool) -> None:
        """A bounce of this letter of ours."""
        self._db.execute(
            "UPDATE outbox SET returned = ?, gone = max(gone, ?) WHERE message_id = ?", (why, for_good, message_id)
        )

    def allow(self, recipient: str) -> int:
        """The address works again, says a person; how many letters had come back."""
        return self._db.execute("UPDATE outbox SET gone = 0 WHERE recipient = ? AND gone = 1", (recipient,)).rowcount

    def stop(self) -> Stop | None:
        """What stops automatic letters, until a person lets them go on."""
        row = self._db.execute("SELECT since, reason FROM hold").fetchone()
        return Stop(moment(row[0]), row[1]) if row else None

    def hold(self, reason: str, now: datetime) -> bool:
        """Stop automatic letters; False when they are stopped already."""
        row = self._db.execute("INSERT INTO hold VALUES (1, ?, ?) ON CONFLICT DO NOTHING", (stamp(now), reason))
        return row.rowcount == 1

    def go_on(self) -> bool:
        """Let automatic letters go out again; False when nothing stops them."""
        return self._db.execute("DELETE FROM hold").rowcount == 1

    def _count(self, condition: str, value: str, since: datetime) -> int:
        row = self._db.execute(
            f"SELECT count(*) FROM outbox WHERE automatic = 1 AND created_at > ? AND {condition}",  # noqa: S608
            (stamp(since), value),
        ).fetchone()
        return int(row[0])
