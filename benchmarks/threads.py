"""Putting mails to the right case: pairs of messages of real threads, whole and with headers taken away.

Each message goes through the real placing and a real database as it arrives; its sender takes part in every case.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.data import shared
from mailbot.casework.arrival import Arrival, case_mail
from mailbot.casework.details import plain_message
from mailbot.casework.policy import Policy
from mailbot.casework.threading import Join, cited, place
from mailbot.model import Address, Authentication, Case, Kind, Message, State
from mailbot.store import Store

SOMEBODY = Address("somebody@person.example")
WHEN = datetime(2026, 11, 20, tzinfo=UTC)
SEED = 20261120


@dataclass(frozen=True, slots=True)
class Row:
    """One message of the set, with the thread it is part of in truth."""

    message: Message
    thread: str


@dataclass(frozen=True, slots=True)
class Score:
    """Over all pairs of messages; the number of cases beside that of threads."""

    precision: float
    recall: float
    cases: int
    threads: int

    def __str__(self) -> str:
        return f"precision {self.precision:.4f}, recall {self.recall:.4f}, {self.cases} cases of {self.threads} threads"


def rows() -> list[Row]:
    """The messages in their order of arrival."""
    with (shared("threads") / "dev.tsv").open(encoding="utf-8", newline="") as lines:
        return [Row(_message(one), one["true_thread_id"]) for one in csv.DictReader(lines, delimiter="\t")]


def _message(row: dict[str, str]) -> Message:
    return replace(
        plain_message("text", row["subject"]),
        message_id=row["message_id"],
        in_reply_to=tuple(row["in_reply_to"].split()),
        references=tuple(row["references"].split()),
        sender=SOMEBODY,
        authentication=Authentication("pass"),
    )


def masked(found: Sequence[Row]) -> dict[str, list[Row]]:
    """What README.md of the set prescribes: headers and messages taken away at random, each with its own seed."""
    no_references = _changed(found, 0.20, lambda one: replace(one, references=()))
    neither = _changed(found, 0.05, lambda one: replace(one, references=(), in_reply_to=()))
    fewer = [row for row, kept in zip(found, _drawn(len(found), 0.05), strict=True) if not kept]
    everything = _changed(no_references, 0.05, lambda one: replace(one, references=(), in_reply_to=()))
    gone = _drawn(len(found), 0.05)
    return {
        "whole": list(found),
        "References gone in 20 %": no_references,
        "both headers gone in 5 %": neither,
        "5 % of the messages gone": fewer,
        "all three together": [row for row, one in zip(everything, gone, strict=True) if not one],
    }


def _drawn(count: int, share: float) -> list[bool]:
    draw = random.Random(f"{SEED}/{share}")
    return [draw.random() < share for _ in range(count)]


def _changed(found: Sequence[Row], share: float, change: Callable[[Message], Message]) -> list[Row]:
    drawn = _drawn(len(found), share)
    return [replace(row, message=change(row.message)) if one else row for row, one in zip(found, drawn, strict=True)]


def cases_of(found: Iterable[Row], policy: Policy) -> list[int]:
    """The case of each message, by the real placing over a real database."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "threads.db", exclusive=True)
        try:
            return [_arrive(row.message, number, store, policy) for number, row in enumerate(found, 1)]
        finally:
            store.close()


def _arrive(message: Message, number: int, store: Store, policy: Policy) -> int:
    with store.transaction():
        join = place(message, store.cases.anchors(cited(message), message.message_id), policy)
        joined = join if isinstance(join, Join) else None
        arrival = Arrival(message, number, WHEN, store.cases.next_id(), joined)
        case = store.cases.load(joined.case_id) if joined else _opened(arrival)
        store.cases.save(replace(case, mails=(*case.mails, case_mail(arrival, policy))))
    return case.id


def _opened(arrival: Arrival) -> Case:
    subject = arrival.message.subject
    return Case(arrival.fresh_id, State.NEW, Kind.UNSURE, "", "en", arrival.message.sender, subject, WHEN)


def score(found: Sequence[Row], cases: Sequence[int]) -> Score:
    """Precision and recall over pairs."""
    threads = [row.thread for row in found]
    together = _pairs(Counter(zip(cases, threads, strict=True)).values())
    put, true = _pairs(Counter(cases).values()), _pairs(Counter(threads).values())
    return Score(together / put, together / true, len(set(cases)), len(set(threads)))


def best(found: Sequence[Row]) -> list[int]:
    """The most that the remaining headers allow: all messages that any chain of ids connects, looking ahead too."""
    root: dict[str, str] = {}

    def top(id_: str) -> str:
        while root.setdefault(id_, id_) != id_:
            root[id_] = root[root[id_]]
            id_ = root[id_]
        return id_

    for number, row in enumerate(found):
        own = row.message.message_id or f"<{number}>"
        for id_ in cited(row.message):
            root[top(id_)] = top(own)
    names: dict[str, int] = {}
    return [names.setdefault(top(row.message.message_id or f"<{n}>"), n) for n, row in enumerate(found)]


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def figures(policy: Policy) -> Iterator[tuple[str, Score, Score]]:
    """(what was taken away, the score, the best that is left to have)."""
    for name, found in masked(rows()).items():
        yield name, score(found, cases_of(found, policy)), score(found, best(found))


def main() -> None:
    """Print the table."""
    from tests.houses import POLICY  # noqa: PLC0415 - a whole policy, with nobody of the set in it

    for name, ours, most in figures(POLICY):
        print(f"{name}: {ours}; best with what is left: recall {most.recall:.4f}, {most.cases} cases")


if __name__ == "__main__":
    main()
