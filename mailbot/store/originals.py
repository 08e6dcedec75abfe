"""The bytes of kept mails, in pieces: a large mail is never whole in memory, and no change of its row copies it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.model import Original, pieces_of

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of one kept mail, read from the disk each time they are asked for."""

    size: int
    _db: sqlite3.Connection
    _mail: int

    def __len__(self) -> int:
        """How many there are."""
        return self.size

    def pieces(self) -> Iterator[bytes]:
        """All of them, in order."""
        rows = self._db.execute("SELECT raw FROM originals WHERE mail = ? ORDER BY piece", (self._mail,))
        return (row[0] for row in rows)


def keep(connection: sqlite3.Connection, mail: int, raw: bytes | Original) -> None:
    """Write the bytes of a new mail; inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO originals VALUES (?, ?, ?)", ((mail, number, piece) for number, piece in enumerate(_cut(raw)))
    )


def original(connection: sqlite3.Connection, mail: int) -> Kept:
    """The bytes of a kept mail; KeyError when there is none of that number."""
    size = connection.execute("SELECT sum(length(raw)) FROM originals WHERE mail = ?", (mail,)).fetchone()[0]
    if size is None:
        raise KeyError(mail)
    return Kept(size, connection, mail)


def _cut(raw: bytes | Original) -> Iterator[bytes]:
    some = False
    for piece in pieces_of(raw):
        for start in range(0, len(piece), PIECE):
            some = True
            yield piece[start : start + PIECE]
    if not some:
        yield b""
