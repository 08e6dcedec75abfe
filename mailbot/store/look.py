"""The piles for people: opened beside the daemon, without its lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailbot.store import Store
from mailbot.store.again import Again
from mailbot.store.audit import Audit
from mailbot.store.figures import Figures
from mailbot.store.lists import Lists


class NoDatabaseError(OSError):
    """There is nothing to look at yet. Its text is for people."""


@dataclass(frozen=True, slots=True)
class Piles:
    """The piles, their lists, second chances, what can be checked and counted."""

    store: Store
    lists: Lists
    again: Again
    audit: Audit
    figures: Figures


@contextmanager
def look(path: Path) -> Iterator[Piles]:
    """Open the database while others may work on it. NoDatabaseError when there is none: looking makes no files."""
    if not path.is_file():
        raise NoDatabaseError(f"there is no database at {path} yet: `mailbot once` or `mailbot run` makes it")
    store = Store(path)
    try:
        connection = store._connection
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'originals'").fetchone() is None:
            raise NoDatabaseError(
                f"the database at {path} is empty or of an older mailbot: `mailbot once` or `mailbot run` sets it up"
            )
        yield Piles(store, Lists(connection), Again(connection), Audit(connection), Figures(connection))
    finally:
        store.close()


def path_of(store: Store) -> Path:
    """Where a store lies: a dry run works on a copy elsewhere."""
    return Path(store._connection.execute("PRAGMA database_list").fetchone()[2])
