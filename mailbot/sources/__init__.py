"""Where mail comes from: one Protocol, and the kinds there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from mailbot.config.settings import ImapMailbox, Mailbox, MaildirMailbox
from mailbot.model import RawMail
from mailbot.sources.imap import ImapSource
from mailbot.sources.maildir import MaildirSource


class Ledger(Protocol):
    """What a source may ask of the inbox: which mails are kept already."""

    def known(self, account: str, folder: str, uidvalidity: int, uids: Sequence[int]) -> frozenset[int]:
        """Those of the UIDs that are kept."""

    def highest(self, account: str, folder: str, uidvalidity: int) -> int:
        """The highest UID kept, 0 when there is none."""


class Source(Protocol):
    """A place that gives mails and hears when they are safe.

    Methods raise `UnreachableError`, never an error of the network itself.
    """

    account: str
    folder: str
    uidvalidity: int  # of the folder as last opened

    def fetch(self, ledger: Ledger) -> Iterator[tuple[RawMail, ...]]:
        """New mails in batches, oldest first; connects when needed.

        The caller keeps each batch before it asks for the next.
        """

    def acknowledge(self, uids: Sequence[int]) -> tuple[int, ...]:
        """Tell the server that these are kept; the UIDs for which nothing more is to be done (gone ones too)."""

    def interrupt(self) -> None:
        """Make a blocked call end now; called from a signal handler."""

    def close(self) -> None:
        """Leave politely; never raises."""


# kind as written in mailbot.toml, its settings, its source: (mailbox, read_only) -> Source
KINDS: tuple[tuple[str, type[Any], Callable[[Any, bool], Source]], ...] = (
    ("imap", ImapMailbox, ImapSource),
    ("maildir", MaildirMailbox, MaildirSource),
)


def open_source(mailbox: Mailbox, read_only: bool = False) -> Source:
    """The source for a `[[mailbox]]` block; nothing is connected yet. `read_only` changes nothing out there."""
    return next(source(mailbox, read_only) for _, settings, source in KINDS if isinstance(mailbox, settings))
