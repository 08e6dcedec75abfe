"""A whole mailbot, opened from its configuration and closed again: what `run`, `once` and the demo have in common."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailbot.assembly import fresh_ids, policy_of, reader_of, sent_folders, stationery_of, tokens_of, wall_clock
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.load import Config
from mailbot.delivery import Delivery, open_delivery
from mailbot.keyfile import key_of
from mailbot.kinds import Kinds
from mailbot.posting import rewrite
from mailbot.sources import Source, open_source
from mailbot.store import Store
from mailbot.works import Works


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of a running mailbot."""

    works: Works
    sources: tuple[Source, ...]
    delivery: Delivery


@contextmanager
def open_site(config: Config, *, dry: bool = False) -> Iterator[Site]:
    """Everything ready to work; nothing is dialled yet. BusyError when another mailbot has the database.

    `dry` works on a copy of the database that is thrown away, opens the mailbox read-only, and must not deliver.
    """
    with ExitStack() as stack:
        path = config.settings.mailbot.database
        tokens = tokens_of(config, key_of(path, make=not dry))
        if dry:
            path = _copy(path, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailbot-"))))
        store = Store(path, exclusive=True)
        stack.callback(store.close)
        works = Works(
            store=store,
            reader=reader_of(config),
            policy=policy_of(config, tokens),
            stationery=stationery_of(config, tokens),
            clock=wall_clock,
            fresh=fresh_ids(tokens),
            kinds=Kinds(config.folder),
            sent_folders=frozenset(mailbox.name for mailbox in sent_folders(config.settings)),
        )
        stack.callback(works.reader.close)
        if problems := works.stationery.templates.problems:
            raise ConfigError(tuple(Problem(one.file, one.line, one.key, one.message) for one in problems))
        site = Site(
            works,
            (
                *(open_source(mailbox, read_only=dry) for mailbox in config.settings.mailbox),
                *(open_source(mailbox, read_only=True) for mailbox in sent_folders(config.settings)),
            ),
            open_delivery(config.settings.delivery),
        )
        for source in site.sources:
            stack.callback(source.close)
        stack.callback(site.delivery.close)
        _go_on(works)
        yield site


def _go_on(works: Works) -> None:
    """What the last end left behind: letters that were on the wire, letters whose template failed."""
    with works.store.transaction():
        unknown, again = works.store.outbox.recover()
    if unknown or again:
        works.log.warning("the last run ended while sending", unknown=unknown, sent_again=again)
    written = rewrite(works)
    if written:
        works.log.info("held letters written", letters=written)


def _copy(path: Path, folder: Path) -> Path:
    target = folder / "mailbot.db"
    if path.exists():
        store = Store(path)
        store.copy_to(target)
        store.close()
    return target
