"""Mail from an IMAP folder: every UID once, whatever happens on the way."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from mailbot.config.settings import ImapMailbox
from mailbot.dial import Dial
from mailbot.model import RawMail, UnreachableError
from mailbot.sources.imap_acknowledge import Acknowledger
from mailbot.sources.imap_fetch import Fetcher
from mailbot.sources.imap_session import Folder, RefusedError, Session, slices

if TYPE_CHECKING:
    from mailbot.sources import Ledger

PORTS = {"tls": 993, "starttls": 143, "none": 143}
WINDOW = 50_000  # UIDs per SEARCH: its answer is one line, and imaplib reads lines up to 1,000,000 bytes
RECONCILE_SECONDS = 3600.0


class ImapSource:
    """A folder on an IMAP server. New is what the ledger does not know: flags, dates and UNSEEN are never asked.

    `read_only` is for dry runs: the folder is opened with EXAMINE and nothing is acknowledged.
    """

    def __init__(self, box: ImapMailbox, read_only: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.account = box.name
        self.folder = box.folder
        self.uidvalidity = 0
        self._box = box
        self._silent = read_only or box.acknowledge == "none"
        self._clock = clock
        self._dial = Dial(box, PORTS)
        self._session: Session | None = None
        self._opened: Folder | None = None
        self._reconciled_at: float | None = None  # None: compare the whole folder with the ledger
        self._fetcher = Fetcher(box)
        self._acknowledger = Acknowledger(box)

    def fetch(self, ledger: Ledger) -> Iterator[tuple[RawMail, ...]]:
        """New mails in batches, by ascending UID. A mail that is gone by the time we ask for it is no error.

        Mails the server refuses to hand out never hold up the others: UnreachableError names them at the end.
        """
        try:
            yield from self._fetch(ledger)
        except UnreachableError:
            self._drop()
            raise

    def acknowledge(self, uids: Sequence[int]) -> tuple[int, ...]:
        """Move or mark mails, named by UIDs under `self.uidvalidity`; those for which nothing is left to do.

        Doing it twice is harmless. Nothing is done, and () returned, when the folder got another UIDVALIDITY
        meanwhile: the numbers may then name other mails.
        """
        if self._silent:
            return tuple(uids)
        try:
            return self._acknowledge(uids)
        except RefusedError:
            raise  # the folder said no, a quota perhaps; the connection is good
        except UnreachableError:
            self._drop()
            raise

    def interrupt(self) -> None:
        """End a blocked call within moments; further calls raise UnreachableError until `close`."""
        self._dial.interrupt()

    def close(self) -> None:
        """Log out; the next call connects anew."""
        if self._session is not None:
            self._session.close()
        self._drop()
        self._dial.reset()

    def _fetch(self, ledger: Ledger) -> Iterator[tuple[RawMail, ...]]:
        session, folder = self._open()
        now = self._clock()
        whole = self._reconciled_at is None or now - self._reconciled_at >= RECONCILE_SECONDS
        low = 1 if whole else ledger.highest(self.account, self.folder, folder.uidvalidity) + 1
        refused: list[int] = []
        for uids in self._new(session, folder, ledger, low):
            for bodies in self._fetcher.fetch(session, uids, refused):
                yield tuple(RawMail(self.account, self.folder, folder.uidvalidity, *body) for body in bodies)
        if refused:
            raise UnreachableError(
                f"{self._dial.place} refuses to hand out UID {', '.join(map(str, refused[:10]))} of {self.folder!r}: "
                "all other mails were taken; move these away or repair the folder"
            )
        if whole:
            self._reconciled_at = now

    def _new(self, session: Session, folder: Folder, ledger: Ledger, low: int) -> Iterator[list[int]]:
        for start, stop in _windows(session, folder, low):
            uids = session.search(start, stop)
            known = ledger.known(self.account, self.folder, folder.uidvalidity, uids)
            yield from slices([uid for uid in uids if uid not in known])

    def _acknowledge(self, uids: Sequence[int]) -> tuple[int, ...]:
        expected = self.uidvalidity
        if self._session is None or not self._session.alive or self._opened is None:
            self._open()
        if self._session is None or self._opened is None or self._opened.uidvalidity != expected:
            return ()
        return self._acknowledger.acknowledge(self._session, self._opened, uids)

    def _open(self) -> tuple[Session, Folder]:
        """The kept connection where it still answers, else a new one; the folder opened afresh."""
        if self._session is not None and self._session.alive:
            try:
                return self._session, self._select(self._session)
            except RefusedError:
                raise
            except UnreachableError:
                if self._dial.stopped:
                    raise
        self._session = Session(self._box, self._dial)
        self._reconciled_at = None
        return self._session, self._select(self._session)

    def _select(self, session: Session) -> Folder:
        try:
            folder = session.select(self.folder, self._silent)
        except RefusedError as error:
            raise UnreachableError(f"{error}; {_did_you_mean(self.folder, session.folders())}") from error
        if folder.uidvalidity != self.uidvalidity:
            self.uidvalidity = folder.uidvalidity
            self._reconciled_at = None
            self._acknowledger = Acknowledger(self._box)
        self._opened = folder
        return folder

    def _drop(self) -> None:
        if self._session is not None:
            self._session.drop()
        self._session = self._opened = None


def _windows(session: Session, folder: Folder, low: int) -> Iterator[tuple[int, int | None]]:
    """Ranges of UIDs to search, each with an answer that fits one line."""
    if folder.exists <= WINDOW:
        yield low, None
        return
    top = session.top() or folder.uidnext - 1
    for start in range(low, top + 1, WINDOW):
        yield start, min(start + WINDOW - 1, top)


def _did_you_mean(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=5, cutoff=0.3) or list(names[:5])
    listed = ", ".join(f'"{other}"' for other in near)
    return f'is there a folder "{name}"? Names near it: {listed or "none"}; set folder'
