"""Tell an IMAP folder that mails are safe: move them, mark them, or leave them be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mailbot.config.settings import ImapMailbox
from mailbot.model import UnreachableError
from mailbot.sources.imap_session import Folder, RefusedError, Session, slices

DELETED = rb"\Deleted"

Way = Literal["move", "copy", "keyword", "none"]


class Acknowledger:
    """Acknowledges mails of one folder under one UIDVALIDITY; doing it again is harmless."""

    def __init__(self, box: ImapMailbox) -> None:
        self._box = box
        self._copied: set[int] = set()  # copied but not yet expunged: never copied twice

    def acknowledge(self, session: Session, folder: Folder, uids: Sequence[int]) -> tuple[int, ...]:
        """The UIDs for which nothing is left to do; RefusedError when the server let nothing at all be done."""
        chosen = way(self._box, session, folder)
        if chosen == "none":
            return tuple(uids)
        done: list[int] = []
        problem: RefusedError | None = None
        for some in slices(uids):
            try:
                self._do(session, chosen, some)
                done += some
            except RefusedError as error:
                problem = error
        if problem and not done:
            raise problem
        return tuple(done)

    def _do(self, session: Session, chosen: Way, uids: list[int]) -> None:
        if chosen == "keyword":
            session.flag(uids, self._box.keyword.encode())
            return
        try:
            self._file(session, chosen, uids)
        except RefusedError:
            if not self._make_folder(session):
                raise
            self._file(session, chosen, uids)

    def _file(self, session: Session, chosen: Way, uids: list[int]) -> None:
        target = self._box.processed_folder
        if target.casefold() == self._box.folder.casefold():
            raise UnreachableError(f"processed_folder {target!r} is the folder that mail comes from: set another")
        if chosen == "move":
            session.move(uids, target)
            return
        # Never a plain EXPUNGE: it would remove what other clients marked as deleted (RFC 3501 section 6.4.3).
        if fresh := [uid for uid in uids if uid not in self._copied]:
            session.copy(fresh, target)
            self._copied.update(fresh)
        session.flag(uids, DELETED)
        session.expunge(uids)
        self._copied.difference_update(uids)

    def _make_folder(self, session: Session) -> bool:
        """Make the processed folder; False when it is there and the refusal has another cause."""
        target = self._box.processed_folder
        if target in session.folders(target):
            return False
        try:
            session.create(target)
        except RefusedError as error:
            names = ", ".join(f'"{name}"' for name in session.folders()[:5])
            raise RefusedError(
                f'{error}: folder "{target}" could not be made; set processed_folder (there are: {names})'
            ) from error
        return True


def way(box: ImapMailbox, session: Session, folder: Folder) -> Way:
    """How this server lets us do what the settings want, or the next best."""
    wanted = box.acknowledge
    if wanted == "move" and session.has("MOVE"):  # RFC 6851
        return "move"
    if wanted == "move" and session.has("UIDPLUS") and DELETED.lower() in folder.keywords:  # RFC 4315
        return "copy"
    # Some servers take a keyword and forget it at once: PERMANENTFLAGS tells (RFC 3501 section 7.1).
    keeps = folder.keywords & {rb"\*", box.keyword.lower().encode()}
    return "keyword" if wanted != "none" and keeps else "none"
