"""What the passes work with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from mailbot.casework.policy import Policy
from mailbot.kinds import Kinds
from mailbot.letters.compose import LetterError
from mailbot.letters.stationery import Stationery
from mailbot.letters.write import Kept
from mailbot.model import Enclosure
from mailbot.reader import Reader, Unread
from mailbot.store import Store


@dataclass(frozen=True, slots=True)
class Works:
    """The store, the reader and the rules. `clock` and `fresh` (new Message-IDs) are arguments: tests own them."""

    store: Store
    reader: Reader
    policy: Policy
    stationery: Stationery
    clock: Callable[[], datetime]
    fresh: Callable[[], str]
    kinds: Kinds = field(default_factory=Kinds)
    sent_folders: frozenset[str] = frozenset()  # accounts that are our own Sent folders
    stop: threading.Event = field(default_factory=threading.Event)
    log: structlog.typing.FilteringBoundLogger = field(default_factory=structlog.get_logger)

    def kept(self) -> Kept:
        """What letters may take from the inbox; files are taken out of a mail by the reading child."""
        return Kept(self.store.inbox.raw, self._file)

    def _file(self, enclosure: Enclosure) -> bytes:
        data = self.reader.attachment(self.store.inbox.original(enclosure.mail), enclosure.attachment.index)
        if isinstance(data, Unread):
            raise LetterError(f"the file {enclosure.attachment.name} cannot be enclosed: {data.reason}")
        return data
