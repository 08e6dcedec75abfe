"""Turn UIDs into bytes: in batches bounded by count and size, large mails in pieces, giants by their head."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime

from mailbot.config.settings import ImapMailbox
from mailbot.model import Original
from mailbot.sources.head import HEAD_BYTES, head
from mailbot.sources.imap_session import Entry, RefusedError, Session
from mailbot.sources.imap_wire import OversizeError
from mailbot.sources.spool import Spool

PIECE_BYTES = 4 << 20  # a literal fetched at once costs three times its size in memory
MEGABYTE = 1 << 20

# The last fields of RawMail: uid, received_at, raw, size, truncated.
Body = tuple[int, datetime, bytes | Original, int, bool]


class Fetcher:
    """Fetches mails of one folder; remembers when the server's sizes cannot be trusted."""

    def __init__(self, box: ImapMailbox) -> None:
        self._mails = box.batch_mails
        self._bytes = box.batch_megabytes * MEGABYTE
        self._limit = box.max_mail_megabytes * MEGABYTE
        self._alone_over = min(PIECE_BYTES, self._limit)
        self._careful = False  # after an answer far beyond its announced size: one mail at a time, in pieces

    def fetch(self, session: Session, uids: Sequence[int], refused: list[int]) -> Iterator[list[Body]]:
        """The mails in batches, ascending; UIDs the server says no to are added to `refused`."""
        mails = 1 if self._careful else self._mails
        for batch in batches(session.entries(uids), mails, self._bytes, self._alone_over):
            if found := self._batch(session, batch, refused):
                yield found

    def _batch(self, session: Session, batch: Sequence[Entry], refused: list[int]) -> list[Body]:
        try:
            if len(batch) == 1 and (self._careful or batch[0].size > self._alone_over):
                return self._alone(session, batch[0])
            return self._whole(session, batch)
        except OversizeError:
            self._careful = True
            raise
        except RefusedError:
            if len(batch) == 1:
                refused += [entry.uid for entry in session.entries([batch[0].uid])]  # gone meanwhile: no error
                return []
        # One bad mail makes the whole command fail: find it, and take the others.
        return [body for entry in batch for body in self._batch(session, (entry,), refused)]

    def _whole(self, session: Session, batch: Sequence[Entry]) -> list[Body]:
        expected = max(self._limit, 2 * sum(entry.size for entry in batch))
        bodies = session.bodies([entry.uid for entry in batch], expected)
        return [_body(entry, bodies[entry.uid]) for entry in batch if entry.uid in bodies]

    def _alone(self, session: Session, entry: Entry) -> list[Body]:
        raw = b"" if entry.size > self._limit else _pieces(session, entry, self._limit)
        if raw is None:
            return []
        if entry.size > self._limit or len(raw) > self._limit:
            start = session.part(entry.uid, 0, HEAD_BYTES)
            size = max(entry.size, len(raw))
            return [] if start is None else [(entry.uid, entry.received_at, head(start), size, True)]
        if len(raw) != entry.size and not self._careful:
            return self._whole(session, (entry,))  # piece and promise differ: the literal decides
        return [_body(entry, raw)]


def batches(entries: Sequence[Entry], mails: int, size: int, alone_over: int) -> Iterator[tuple[Entry, ...]]:
    """Split in order: at most so many mails and bytes each; a mail of more than `alone_over` bytes alone."""
    batch: list[Entry] = []
    total = 0
    for entry in entries:
        alone = entry.size > alone_over
        if batch and (alone or len(batch) >= mails or total + entry.size > size):
            yield tuple(batch)
            batch, total = [], 0
        if alone:
            yield (entry,)
            continue
        batch.append(entry)
        total += entry.size
    if batch:
        yield tuple(batch)


def _body(entry: Entry, raw: bytes | Original) -> Body:
    # A server's RFC822.SIZE may be an estimate; the literal is what the mail is.
    return entry.uid, entry.received_at, raw, len(raw), False


def _pieces(session: Session, entry: Entry, limit: int) -> bytes | Original | None:
    """A mail by partial fetch (RFC 3501 section 6.4.5), up to a little beyond the limit; None when it is gone."""
    first = session.part(entry.uid, 0, PIECE_BYTES)
    if first is None or len(first) < PIECE_BYTES:
        return first
    file, size = tempfile.TemporaryFile(), 0  # noqa: SIM115 - the spool closes it
    piece: bytes | None = first
    while piece:
        file.write(piece)
        size += len(piece)
        if len(piece) < PIECE_BYTES or size > limit:
            break
        piece = session.part(entry.uid, size, PIECE_BYTES)
        if piece is None and size < entry.size:
            return None
    return Spool(file, size)
