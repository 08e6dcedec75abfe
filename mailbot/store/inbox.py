"""The first pile: every mail as it came, kept before anything is read."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.model import Confirmation, Held, Message, RawMail, pieces_of
from mailbot.store import originals
from mailbot.store.values import moment, stamp

WAITING = "waiting: "
OWN_LETTER = "ignored: mailbot's own letter"
RENUMBERED = "the folder was renumbered: "
LIST_COLUMNS = "id, account, folder, uid, received_at, state, reason, case_id, sender, subject, size, attempts"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A kept mail that waits to be processed."""

    id: int
    account: str
    folder: str
    uid: int
    raw: originals.Kept
    received_at: datetime
    attempts: int
    sha256: str
    size: int
    truncated: bool
    confirmed: bool  # its agent said that he wrote it, or let its sender into the case
    put: int | None  # where a person put it: a case, 0 for one of its own; None while nobody did


class Inbox:
    """Rows of kept mails. States: kept, done, held, quarantined."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, mails: Sequence[RawMail], now: datetime) -> int:
        """Keep a batch of one folder (inside the caller's transaction); the number of mails that were new.

        A folder that was renumbered (new UIDVALIDITY, RFC 3501 section 2.3.1.1) shows the same bytes under new UIDs:
        such a mail is written down as done, once for every row of the old numbering that had these bytes.
        """
        before = self._numbering_before(mails[0]) if mails else None
        return sum(self._keep_one(mail, before, now) for mail in mails)

    def _keep_one(self, mail: RawMail, before: int | None, now: datetime) -> int:
        digest = _digest(mail)
        old = self._renumbered(mail, digest, before) if before is not None else 0
        state, reason = ("done", f"{RENUMBERED}this is mail {old}") if old else ("kept", "")
        cursor = self._db.execute(
            "INSERT INTO inbox (account, folder, uidvalidity, uid, sha256, size, truncated, received_at, kept_at,"
            " state, reason) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
            (mail.account, mail.folder, mail.uidvalidity, mail.uid, digest, mail.size, mail.truncated,
             stamp(mail.received_at), stamp(now), state, reason),
        )  # fmt: skip
        if cursor.rowcount:
            originals.keep(self._db, cursor.lastrowid or 0, b"" if old else mail.raw)
        return cursor.rowcount if not old else 0

    def _numbering_before(self, mail: RawMail) -> int | None:
        """The UIDVALIDITY under which this folder was read last, before the present one."""
        row = self._db.execute(
            "SELECT uidvalidity, id FROM inbox WHERE account = :account AND folder = :folder"
            " AND uidvalidity < :present UNION ALL"  # not "other than": that would look at every mail of the folder
            " SELECT uidvalidity, id FROM inbox WHERE account = :account AND folder = :folder"
            " AND uidvalidity > :present"
            " ORDER BY 2 DESC LIMIT 1",
            {"account": mail.account, "folder": mail.folder, "present": mail.uidvalidity},
        ).fetchone()
        return row[0] if row else None

    def _renumbered(self, mail: RawMail, digest: str, before: int) -> int:
        """The id of this mail under the numbering before, 0 when it is a new one."""
        same = "SELECT id FROM inbox WHERE account = ? AND folder = ? AND sha256 = ? AND uidvalidity = ? ORDER BY id"
        there = self._db.execute(same, (mail.account, mail.folder, digest, before)).fetchall()
        taken = self._db.execute(same, (mail.account, mail.folder, digest, mail.uidvalidity)).fetchall()
        return there[len(taken)][0] if len(taken) < len(there) else 0

    def known(self, account: str, folder: str, uidvalidity: int, uids: Sequence[int]) -> frozenset[int]:
        """Those of the UIDs that are kept."""
        if not uids:
            return frozenset()
        rows = self._db.execute(
            "SELECT uid FROM inbox WHERE account = ? AND folder = ? AND uidvalidity = ? AND uid BETWEEN ? AND ?",
            (account, folder, uidvalidity, min(uids), max(uids)),
        )
        return frozenset(uid for (uid,) in rows) & frozenset(uids)

    def highest(self, account: str, folder: str, uidvalidity: int) -> int:
        """The highest UID kept, 0 when there is none."""
        row = self._db.execute(
            "SELECT max(uid) FROM inbox WHERE account = ? AND folder = ? AND uidvalidity = ?",
            (account, folder, uidvalidity),
        ).fetchone()
        return row[0] or 0

    def unacknowledged(self, account: str, folder: str, uidvalidity: int) -> tuple[int, ...]:
        """UIDs of kept mails of which the server has not heard; one that was too large to be kept whole stays there."""
        rows = self._db.execute(
            "SELECT uid FROM inbox WHERE account = ? AND folder = ? AND uidvalidity = ? AND acknowledged_at IS NULL"
            " AND truncated = 0"
            " ORDER BY uid",
            (account, folder, uidvalidity),
        )
        return tuple(uid for (uid,) in rows)

    def acknowledged(self, account: str, folder: str, uidvalidity: int, uids: Sequence[int], now: datetime) -> None:
        """The server has heard of these."""
        self._db.executemany(
            "UPDATE inbox SET acknowledged_at = ? WHERE account = ? AND folder = ? AND uidvalidity = ? AND uid = ?",
            [(stamp(now), account, folder, uidvalidity, uid) for uid in uids],
        )

    def todo(self, after: int = 0) -> int | None:
        """The id of the next kept mail behind `after`, in order of keeping."""
        row = self._db.execute("SELECT min(id) FROM inbox WHERE state = 'kept' AND id > ?", (after,)).fetchone()
        return row[0] if row else None

    def begin(self, row_id: int) -> InboxRow:
        """Count an attempt before the mail is touched, so that one which kills the process counts too."""
        self._db.execute("UPDATE inbox SET attempts = attempts + 1 WHERE id = ?", (row_id,))
        row = self._db.execute(
            "SELECT id, account, folder, uid, received_at, attempts, sha256, size, truncated, confirmed, put FROM inbox"
            " WHERE id = ?",
            (row_id,),
        ).fetchone()
        number, account, folder, uid, received_at, attempts, digest, size, truncated, confirmed, put = row
        raw = originals.original(self._db, row_id)
        at = moment(received_at)
        flags = bool(truncated), bool(confirmed)
        return InboxRow(number, account, folder, uid, raw, at, attempts, digest, size, *flags, put)

    def own_letters(self, account: str, since: datetime) -> int:
        """How many letters of mailbot itself came into this mailbox since then."""
        row = self._db.execute(
            "SELECT count(*) FROM inbox WHERE account = ? AND kept_at > ? AND reason LIKE ?",
            (account, stamp(since), f"{OWN_LETTER}%"),
        ).fetchone()
        return int(row[0])

    def put(self, row_id: int, case: int | None) -> None:
        """Read a mail again: in this case, in one of its own (0), or where its evidence leads now that one of our
        people vouched for it (None)."""
        self._db.execute(
            "UPDATE inbox SET state = 'kept', reason = '', attempts = 0, put = ?, confirmed = max(confirmed, ?)"
            " WHERE id = ?",
            (case, case is None, row_id),
        )

    def redirect(self, case_id: int, to: int) -> None:
        """What waits for an agent's word in a case that was put into another one waits there."""
        self._db.execute("UPDATE inbox SET case_id = ? WHERE case_id = ? AND state = 'held'", (to, case_id))

    def asked_about(self, message_id: str, mail: int, now: datetime) -> None:
        """This letter asks an agent whether he wrote that mail."""
        self._db.execute("INSERT INTO confirmations (message_id, mail, asked_at) VALUES (?, ?, ?)",
                         (message_id, mail, stamp(now)))  # fmt: skip

    def confirmation(self, message_ids: Sequence[str], since: datetime) -> Confirmation | None:
        """The mail about which one of these letters asked; what was asked before `since` is late."""
        marks = ",".join("?" * len(message_ids))
        row = self._db.execute(
            "SELECT c.mail, m.address, c.done, c.asked_at <= ? FROM confirmations c"  # noqa: S608
            f" JOIN mails m ON m.message_id = c.message_id AND m.ours = 1 WHERE c.message_id IN ({marks}) LIMIT 1",
            (stamp(since), *message_ids),
        ).fetchone()
        return Confirmation(row[0], row[1].casefold(), bool(row[2]), bool(row[3])) if row else None

    def confirm(self, mail: int) -> None:
        """An agent said that he wrote it, which counts once."""
        self._db.execute("UPDATE confirmations SET done = 1 WHERE mail = ?", (mail,))

    def held(self, case_id: int) -> tuple[Held, ...]:
        """The mails that wait for an agent to let their senders into a case, oldest first."""
        rows = self._db.execute(
            "SELECT id, sender FROM inbox WHERE state = 'held' AND case_id = ? AND sender != ''"
            " AND id NOT IN (SELECT mail FROM confirmations) ORDER BY id",
            (case_id,),
        )
        return tuple(Held(*row) for row in rows)

    def retract(self, row_id: int) -> None:
        """An attempt that the mail is not at fault for does not count: the disk was full, the program was stopped."""
        self._db.execute("UPDATE inbox SET attempts = attempts - 1 WHERE id = ? AND attempts > 0", (row_id,))

    def describe(self, row_id: int, message: Message) -> None:
        """Write down what people look for a mail by."""
        self._db.execute(
            "UPDATE inbox SET message_id = ?, sender = ?, subject = ? WHERE id = ?",
            (message.message_id, message.sender.email if message.sender else "", message.subject[:500], row_id),
        )

    def finish(self, row_id: int, state: str, reason: str, case_id: int | None = None) -> None:
        """The end of a mail's way, with the sentence that says why."""
        self._db.execute(
            "UPDATE inbox SET state = ?, reason = ?, case_id = ? WHERE id = ?", (state, reason, case_id, row_id)
        )

    def finish_waiting(self, case_id: int, reason: str) -> None:
        """What became of the mails of a case that waited for the end of its quiet period."""
        self._db.execute(
            "UPDATE inbox SET reason = ? WHERE case_id = ? AND state = 'done' AND reason LIKE ?",
            (reason, case_id, f"{WAITING}%"),
        )

    def about(self, row_id: int) -> dict[str, str]:
        """Number, sender and subject of a mail, for a sentence about it."""
        row = self._db.execute("SELECT sender, subject FROM inbox WHERE id = ?", (row_id,)).fetchone()
        return {"mail": str(row_id), "sender": row[0][:200], "subject": row[1][:200]}

    def raw(self, row_id: int) -> bytes:
        """The original bytes of a mail; KeyError when there is none of that number."""
        return b"".join(self.original(row_id).pieces())

    def original(self, row_id: int) -> originals.Kept:
        """The same, too many perhaps to be held at once."""
        return originals.original(self._db, row_id)

    def newest(self) -> int:
        """The highest id, 0 when there is none."""
        return self._db.execute("SELECT coalesce(max(id), 0) FROM inbox").fetchone()[0]  # type: ignore[no-any-return]

    def states(self) -> dict[str, int]:
        """How many mails are in each state."""
        return dict(self._db.execute("SELECT state, count(*) FROM inbox GROUP BY state ORDER BY state").fetchall())

    def rows(self, since: int = 0) -> list[dict[str, object]]:
        """What people see of the mails behind `since`, oldest first."""
        cursor = self._db.execute(f"SELECT {LIST_COLUMNS} FROM inbox WHERE id > ? ORDER BY id", (since,))  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _digest(mail: RawMail) -> str:
    digest = hashlib.sha256()
    for piece in pieces_of(mail.raw):
        digest.update(piece)
    return digest.hexdigest()
