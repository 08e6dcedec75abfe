"""Mail from a Maildir on this machine: the twin of the IMAP source, for local delivery, demo and tests."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.config.settings import MaildirMailbox
from mailbot.model import Original, RawMail, UnreachableError
from mailbot.sources import maildir_uids
from mailbot.sources.head import HEAD_BYTES, head
from mailbot.sources.spool import PIECE, Spool

if TYPE_CHECKING:
    from mailbot.sources import Ledger

MEGABYTE = 1 << 20
BATCH_MAILS = 50
BATCH_BYTES = 16 * MEGABYTE
PROCESSED = ".Processed"  # a Maildir++ subfolder: mail programs show it as "Processed"


class MaildirSource:
    """The mails in `new` and `cur`, numbered by a list beside them (`maildir_uids`).

    A file is known by its base name, the part before ":2,", which Maildir promises never to use twice and which
    stays when a reader moves the file from `new` to `cur` or sets flags. Read-only use numbers in memory alone.
    """

    def __init__(self, box: MaildirMailbox, read_only: bool = False) -> None:
        self.account = box.name
        self.folder = "INBOX"
        self.uidvalidity = 0
        self._path = box.path
        self._limit = box.max_mail_megabytes * MEGABYTE
        self._read_only = read_only
        self._move = box.acknowledge == "move" and not read_only
        self._uids: maildir_uids.Uids | None = None
        self._stopped = False

    def fetch(self, ledger: Ledger) -> Iterator[tuple[RawMail, ...]]:
        """New mails in batches of at most 50 mails and about 16 MB, oldest first."""
        try:
            files = self._scan()
            uids = self._numbers()
            known = ledger.known(self.account, self.folder, uids.uidvalidity, list(uids.by_name.values()))
            fresh = sorted((uid, files[name]) for name, uid in uids.by_name.items() if uid not in known)
            yield from self._batches(fresh)
        except OSError as error:
            raise self._unreachable(error) from error

    def acknowledge(self, uids: Sequence[int]) -> tuple[int, ...]:
        """Move mails to `.Processed/cur` as read ones; what is gone needs nothing more."""
        if not self._move or self._uids is None:
            return tuple(uids) if not self._move else ()
        try:
            return self._file(set(uids))
        except OSError as error:
            raise self._unreachable(error) from error

    def interrupt(self) -> None:
        """End `fetch` before its next batch."""
        self._stopped = True

    def close(self) -> None:
        """Forget the list; it is read again at the next fetch."""
        self._stopped = False
        self._uids = None

    def _numbers(self) -> maildir_uids.Uids:
        assert self._uids is not None
        return self._uids

    def _scan(self) -> dict[str, Path]:
        """All mails by base name, numbered and the numbers safe on disk before anybody hears them."""
        uids = maildir_uids.load(self._path) if self._uids is None else self._uids
        new = not (self._path / maildir_uids.NAME).exists()
        files = _listed(self._path)
        if uids.by_name.keys() - files.keys():
            files |= _listed(self._path)  # a file renamed while we looked may be missed once, hardly twice
        changed = uids.add(sorted(files, key=lambda name: (_mtime(files[name]), name)))
        changed = uids.keep(files) or changed or new
        if changed and not self._read_only:
            maildir_uids.save(self._path, uids)
        self._uids, self.uidvalidity = uids, uids.uidvalidity
        return files

    def _batches(self, files: Sequence[tuple[int, Path]]) -> Iterator[tuple[RawMail, ...]]:
        batch: list[RawMail] = []
        for uid, path in files:
            if self._stopped:
                raise UnreachableError(f"Maildir {self._path} was left in the middle because mailbot stops")
            if mail := self._read(uid, path):
                batch.append(mail)
            if len(batch) >= BATCH_MAILS or sum(len(mail.raw) for mail in batch) >= BATCH_BYTES:
                yield tuple(batch)
                batch = []
        if batch:
            yield tuple(batch)

    def _read(self, uid: int, path: Path) -> RawMail | None:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None  # moved or deleted since we looked: the next look tells
        file = os.fdopen(handle, "rb")
        about = os.fstat(file.fileno())
        large = about.st_size > self._limit
        raw: bytes | Original
        if about.st_size > PIECE and not large:
            raw = Spool(file, about.st_size)
        else:
            with file:
                raw = head(file.read(HEAD_BYTES)) if large else file.read(PIECE + 1)
        at = datetime.fromtimestamp(about.st_mtime, UTC)
        return RawMail(self.account, self.folder, self.uidvalidity, uid, at, raw, about.st_size, large)

    def _file(self, wanted: set[int]) -> tuple[int, ...]:
        target = self._path / PROCESSED
        for name in ("cur", "new", "tmp"):
            (target / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        (target / "maildirfolder").touch()
        files = _listed(self._path)
        for name, uid in self._numbers().by_name.items():
            if uid in wanted and name in files:
                _move(files[name], target / "cur")
        maildir_uids.sync(target / "cur")
        return tuple(wanted)

    def _unreachable(self, error: OSError) -> UnreachableError:
        return UnreachableError(
            f"Maildir {self._path} cannot be used ({error.strerror or error}): "
            "it needs the folders new, cur and tmp, writable for mailbot"
        )


def _listed(folder: Path) -> dict[str, Path]:
    """Regular files by base name. `new` first: files go from there to `cur`, so none slips through between."""
    found: dict[str, Path] = {}
    for name in ("new", "cur"):
        with os.scandir(folder / name) as entries:
            for entry in entries:
                # A line end in a name would forge a line of the list.
                if not entry.name.startswith(".") and "\n" not in entry.name and _regular(entry):
                    found[entry.name.partition(":2,")[0]] = Path(entry.path)
    return found


def _regular(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _mtime(path: Path) -> int:
    try:
        about = path.lstat()
    except FileNotFoundError:
        return 0
    return about.st_mtime_ns if stat.S_ISREG(about.st_mode) else 0


def _move(file: Path, target: Path) -> None:
    """Rename into a `cur` folder with the flag S, seen, added in alphabetical place (Maildir info ":2,")."""
    base, _, flags = file.name.partition(":2,")
    try:
        file.rename(target / f"{base}:2,{''.join(sorted({*flags, 'S'}))}")
    except FileNotFoundError:
        return  # gone: nothing more to do
