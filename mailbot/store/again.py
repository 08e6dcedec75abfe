"""Second chances: what a person frees from quarantine or sends again; for the caller's transaction."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from mailbot.store.values import stamp

AGAIN = ("failed", "unknown", "held")  # states out of which a letter may be sent again


class Again:
    """Changes a person asks for while the daemon works: each checks what it finds, for both may act at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def release(self, mail: int) -> bool:
        """A quarantined mail back to the kept ones, with all its attempts; False when it is not there."""
        return self._changed(
            "UPDATE inbox SET state = 'kept', reason = '', attempts = 0 WHERE id = ? AND state = 'quarantined'", (mail,)
        )

    def requeue(self, letter: int, now: datetime) -> bool:
        """A letter out of `AGAIN` back into the queue, the same bytes; False when it is elsewhere or has no words."""
        return self._changed(
            "UPDATE outbox SET state = 'queued', attempts = 0, next_at = ?, server_text = '', sent_at = NULL"
            " WHERE id = ? AND state IN ('failed', 'unknown', 'held') AND length(data) > 0",
            (stamp(now), letter),
        )

    def followers(self, key: str, now: datetime) -> int:
        """Letters held only because the one they lean on failed: they wait for it again. How many."""
        return self._db.execute(
            "UPDATE outbox SET state = 'queued', next_at = ?, server_text = ''"
            " WHERE after_key = ? AND state = 'held' AND length(data) > 0 AND server_text LIKE 'waits for a letter%'",
            (stamp(now), key),
        ).rowcount

    def _changed(self, statement: str, values: tuple[object, ...]) -> bool:
        return self._db.execute(statement, values).rowcount == 1
