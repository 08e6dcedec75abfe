"""Numbers for the files of a Maildir, kept beside them: a name keeps its UID and no UID is given twice."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NAME = "mailbot-uids"
MAGIC = "mailbot-uids 1"


@dataclass(slots=True)
class Uids:
    """UIDs by base name, as in RFC 3501 section 2.3.1.1: ascending, never used again under one UIDVALIDITY."""

    uidvalidity: int
    next: int = 1
    by_name: dict[str, int] = field(default_factory=dict)

    def add(self, names: Sequence[str]) -> bool:
        """Number the names that have no number, in the order given; whether there were any."""
        fresh = [name for name in names if name not in self.by_name]
        for name in fresh:
            self.by_name[name] = self.next
            self.next += 1
        return bool(fresh)

    def keep(self, names: Collection[str]) -> bool:
        """Forget all other names; whether there were any. Their numbers stay used."""
        gone = self.by_name.keys() - set(names)
        for name in gone:
            del self.by_name[name]
        return bool(gone)


def load(folder: Path) -> Uids:
    """The list of a Maildir; a new one under a new UIDVALIDITY when there is none that can be read.

    A lost list costs nothing: under another UIDVALIDITY mails are recognised by their content.
    """
    try:
        lines = (folder / NAME).read_text(encoding="utf-8", errors="surrogateescape").split("\n")
        magic, head, *rest = lines
        uidvalidity, following = map(int, head.split(" "))
        by_name = {name: int(uid) for uid, _, name in (line.partition(" ") for line in rest if line)}
    except (FileNotFoundError, ValueError):
        return Uids(time.time_ns() // 1_000_000)
    if magic != MAGIC or max(by_name.values(), default=0) >= following or lines[-1]:
        return Uids(time.time_ns() // 1_000_000)
    return Uids(uidvalidity, following, by_name)


def save(folder: Path, uids: Uids) -> None:
    """Write the list so that after a power cut there is the old one or the new one; OSError when it cannot be."""
    lines = [MAGIC, f"{uids.uidvalidity} {uids.next}", *(f"{uid} {name}" for name, uid in uids.by_name.items()), ""]
    temporary = folder / f"{NAME}.tmp"
    with temporary.open("wb") as file:
        file.write("\n".join(lines).encode("utf-8", "surrogateescape"))
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(folder / NAME)
    sync(folder)


def sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
