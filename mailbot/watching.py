"""How far a pass is, seen from beside: it is told by the piles, so the passes need not know that somebody watches."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mailbot.store import Store
from mailbot.store.lists import Lists
from mailbot.store.look import look, path_of

Tell = Callable[[str, int, int], None]  # what is done, how many are done, of how many; 0 when nobody knows
Left = Callable[[Lists], int]  # how many are left to do; below 0: how many are done, of an unknown number
SECONDS = 0.2


@contextmanager
def watching(store: Store, what: str, left: Left, tell: Tell | None) -> Iterator[None]:
    """Tell how far it is while the block runs, and once at its end. Nobody to tell: nothing happens."""
    if tell is None:
        yield
        return
    end = threading.Event()
    watcher = threading.Thread(target=_watch, args=(path_of(store), what, left, tell, end), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        end.set()
        watcher.join()


def _watch(path: Path, what: str, left: Left, tell: Tell, end: threading.Event) -> None:
    """In a thread of its own, over a connection of its own; a number that cannot be had is not worth an error."""
    most, over = 0, False
    try:
        with look(path) as piles:
            while True:
                rest = left(piles.lists)
                most = max(most, rest)
                if rest < 0:
                    tell(what, -rest, -rest if over else 0)
                elif most:
                    tell(what, most - rest, most)
                if over:
                    return
                over = end.wait(SECONDS)
    except (sqlite3.Error, OSError):
        return
