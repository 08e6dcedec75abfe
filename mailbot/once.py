"""One round of the three passes, and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mailbot.model import UnreachableError
from mailbot.pipeline import deliver, process, receive
from mailbot.site import Site
from mailbot.watching import Tell, watching

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Report:
    """What a round did: new mails, letters, servers that did not answer, and what waits."""

    received: int
    mails: tuple[Row, ...]  # rows of the inbox that came in this round
    letters: tuple[Row, ...]  # rows of the outbox that this round touched
    texts: Mapping[int, bytes]  # outbox id -> bytes, in a dry run only
    unreachable: tuple[str, ...]
    inbox: Mapping[str, int]
    outbox: Mapping[str, int]
    waiting: int
    waiting_until: datetime | None
    dry: bool


def once(site: Site, *, dry: bool = False, tell: Tell | None = None) -> Report:
    """Receive, process and, unless `dry`, deliver. A server that is down is named in the report; the rest goes on.

    `tell` hears how far a backlog is: what is done, how many of how many.
    """
    store, clock = site.works.store, site.works.clock
    before_mails, before_letters = store.inbox.newest(), store.outbox.newest()
    with watching(store, "received", lambda lists: before_mails - lists.newest("inbox"), tell):
        received, unreachable = _receive(site)
    with watching(store, "processed", lambda lists: lists.kept(), tell):
        process(site.works)
    if not dry:
        with watching(store, "delivered", lambda lists: lists.due(clock()), tell):
            unreachable += _deliver(site)
    letters = tuple(store.outbox.rows(before_letters))
    waiting, until = store.cases.waiting()
    return Report(
        received=received,
        mails=tuple(store.inbox.rows(before_mails)),
        letters=letters,
        texts={int(str(row["id"])): store.outbox.data(int(str(row["id"]))) for row in letters} if dry else {},
        unreachable=tuple(unreachable),
        inbox=store.inbox.states(),
        outbox=store.outbox.states(),
        waiting=waiting,
        waiting_until=until,
        dry=dry,
    )


def _receive(site: Site) -> tuple[int, list[str]]:
    received, unreachable = 0, []
    for source in site.sources:
        try:
            received += receive(source, site.works)
        except UnreachableError as error:
            unreachable.append(str(error))
    return received, unreachable


def _deliver(site: Site) -> list[str]:
    try:
        deliver(site.delivery, site.works)
    except UnreachableError as error:
        return [str(error)]
    return []
