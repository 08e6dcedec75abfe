"""The story of the program on one page: receive, process, deliver; each goes on from the piles after any crash."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from mailbot.casework import threading as keys
from mailbot.casework.advance import Arrival, Step, advance, wake
from mailbot.casework.policy import Policy, Spent
from mailbot.delivery import Delivery
from mailbot.letters.stationery import Stationery
from mailbot.model import (
    Ask,
    Case,
    Decision,
    Escalate,
    Event,
    HandOver,
    Hold,
    Ignore,
    Message,
    Note,
    Outcome,
    OutMail,
    OutState,
    Verdict,
    Wait,
)
from mailbot.posting import post
from mailbot.reader import Reader, Unread
from mailbot.sources import Source
from mailbot.store import Store
from mailbot.store.inbox import InboxRow

ATTEMPTS = 3
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 480))
GIVE_UP = timedelta(days=3)
WORDS: dict[type[Decision], str] = {
    Ignore: "ignored",
    Hold: "held",
    Note: "noted",
    Wait: "waiting",
    Ask: "asked",
    Escalate: "escalated",
    HandOver: "handed over",
}


@dataclass(frozen=True, slots=True)
class Works:
    """What the passes work with. `clock` and `fresh` (new Message-IDs) are arguments, so that tests can own them."""

    store: Store
    reader: Reader
    policy: Policy
    stationery: Stationery
    clock: Callable[[], datetime]
    fresh: Callable[[], str]
    stop: threading.Event = field(default_factory=threading.Event)
    log: structlog.typing.FilteringBoundLogger = field(default_factory=structlog.get_logger)


def receive(source: Source, works: Works) -> int:
    """Keep all new mails, then tell the server; the number of new mails. Raises UnreachableError."""
    inbox, kept = works.store.inbox, 0
    for batch in source.fetch(inbox):
        with works.store.transaction():
            kept += inbox.keep(batch, works.clock())
        if works.stop.is_set():
            return kept
    place = (source.account, source.folder, source.uidvalidity)
    uids = source.acknowledge(inbox.unacknowledged(*place))
    with works.store.transaction():
        inbox.acknowledged(*place, uids, works.clock())
    return kept


def process(works: Works) -> Counter[str]:
    """Every kept mail one step on, then every case whose quiet period is over; how often each decision was taken."""
    seen: Counter[str] = Counter()
    for row_id in _each(works, works.store.inbox.todo):
        seen[_guarded(row_id, works)] += 1
    for case_id in _each(works, lambda after: works.store.cases.due(works.clock(), after)):
        seen[_wake(case_id, works)] += 1
    return seen


def deliver(delivery: Delivery, works: Works) -> Counter[str]:
    """Every letter whose time has come; how often each verdict came. Raises UnreachableError."""
    seen: Counter[str] = Counter()
    while not works.stop.is_set() and (ready := works.store.outbox.ready(works.clock())):
        for mail in ready:
            if works.stop.is_set():
                break
            seen[_deliver(mail, delivery, works).value] += 1
    return seen


def _each(works: Works, following: Callable[[int], int | None]) -> Iterator[int]:
    number = following(0)
    while number is not None and not works.stop.is_set():
        yield number
        number = following(number)


def _guarded(row_id: int, works: Works) -> str:
    """One mail, whatever it holds: what breaks over it is quarantined with it, and the next goes on.

    Only what says "try later" (disk, lock) passes through: there the mail is not at fault.
    """
    row = works.store.inbox.begin(row_id)
    if row.attempts > ATTEMPTS:
        return _quarantine(row, f"the program ended {ATTEMPTS} times over this mail", works)
    try:
        read = works.reader.read(row.raw)
        if isinstance(read, Unread) and not works.stop.is_set():
            read = works.reader.read(row.raw)  # a child can die of something else than this mail
        if isinstance(read, Unread):
            return "kept" if works.stop.is_set() else _quarantine(row, read.reason, works)
        return _process(row, read, works)
    except (sqlite3.OperationalError, OSError):
        raise
    except Exception as error:  # the one broad guard; the quarantine behind it shows what happened
        works.log.exception("mail failed", mail=row.id)
        return _quarantine(row, f"{type(error).__name__}: {error}", works)


def _quarantine(row: InboxRow, reason: str, works: Works) -> str:
    works.store.inbox.finish(row.id, "quarantined", reason)
    works.log.warning("quarantined", mail=row.id, reason=reason)
    return "quarantined"


def _process(row: InboxRow, message: Message, works: Works) -> str:
    with works.store.transaction():
        case, arrival = _place(row, message, works)
        step = _step(case.customer.email if case and case.customer else _sender(message), works)
        outcome = advance(case, arrival, step)
        works.store.inbox.describe(row.id, message)
        _commit(outcome, row.id, works)
    works.log.info(
        "processed", mail=row.id, case=outcome.case.id if outcome.case else None, rule=outcome.rule,
        decision=type(outcome.decision).__name__, reason=outcome.decision.reason,
    )  # fmt: skip
    return type(outcome.decision).__name__


def _place(row: InboxRow, message: Message, works: Works) -> tuple[Case | None, Arrival]:
    """Find the case of a mail and what the store knows of the mail."""
    cases, policy = works.store.cases, works.policy
    found = keys.place(message, cases.anchors(keys.cited(message)), policy)
    number = keys.tag_number(message.subject, policy.prefix)
    if found is None and number is not None:
        found = keys.by_tag(message, cases.anchor_of_case(number), policy)
    if found is None and message.sender is not None:
        found = keys.by_quiet(message, cases.in_quiet(message.sender.email), policy)
    join = found if isinstance(found, keys.Join) else None
    earlier = cases.earlier(message.message_id)
    same = earlier is not None and earlier[1] == message.text
    arrival = Arrival(
        message=message,
        mail=row.id,
        received_at=row.received_at,
        case_id=join.case_id if join else cases.next_id(),
        join=join,
        stranger=found.reason if isinstance(found, keys.Stranger) else "",
        twin=earlier[0] if earlier and same else 0,
        doubt=_doubt(row, collision=earlier is not None and not same),
        sha256=row.sha256,
        size=row.size,
    )
    return (cases.load(join.case_id) if join else None), arrival


def _doubt(row: InboxRow, *, collision: bool) -> str:
    if row.truncated:
        return f"the mail is too large to be read ({row.size} bytes)"
    return "another mail with this Message-ID says something else" if collision else ""


def _wake(case_id: int, works: Works) -> str:
    with works.store.transaction():
        case = works.store.cases.load(case_id)
        outcome = wake(case, _step(case.customer.email if case.customer else "", works))
        _commit(outcome, None, works)
    works.log.info(
        "quiet period over", case=case_id, rule=outcome.rule, decision=type(outcome.decision).__name__,
        reason=outcome.decision.reason,
    )  # fmt: skip
    return type(outcome.decision).__name__


def _step(customer: str, works: Works) -> Step:
    now, outbox = works.clock(), works.store.outbox
    spent = Spent(
        address=outbox.first_contacts(customer, now),
        domain=outbox.first_contacts_of_domain(customer.rpartition("@")[2], now),
        automatic=outbox.automatic(now),
    )
    return Step(works.policy, now, spent, works.fresh)


def _commit(outcome: Outcome, row_id: int | None, works: Works) -> None:
    """Write down all of an outcome, inside the caller's transaction."""
    post(outcome, works.store, works.stationery, works.clock())
    case_id = outcome.case.id if outcome.case else None
    reason = f"{WORDS[type(outcome.decision)]}: {outcome.decision.reason}"
    if row_id is not None:
        works.store.inbox.finish(row_id, "held" if isinstance(outcome.decision, Hold) else "done", reason, case_id)
    if case_id is not None and not isinstance(outcome.decision, Wait | Note):
        works.store.inbox.finish_waiting(case_id, reason)


def _deliver(mail: OutMail, delivery: Delivery, works: Works) -> Verdict:
    outbox, now = works.store.outbox, works.clock()
    outbox.attempt(mail.id, now + BACKOFF[min(mail.attempts, len(BACKOFF) - 1)])
    receipt = delivery.deliver(mail, lambda: outbox.sending(mail.id))
    state = _state(mail, receipt.verdict, now)
    with works.store.transaction():
        outbox.settle(mail.id, state, receipt.text, works.clock())
        if state in {OutState.FAILED, OutState.UNKNOWN}:
            _tell_case(mail, state, receipt.text, works)
    works.log.info("delivered", letter=mail.id, recipient=mail.recipient, state=state.value, server=receipt.text)
    return receipt.verdict


def _state(mail: OutMail, verdict: Verdict, now: datetime) -> OutState:
    """Lost after the final dot: a robot's letter at most once, an escalation at least once, with the same bytes."""
    if verdict is Verdict.UNKNOWN:
        return OutState.UNKNOWN if mail.automatic else OutState.DEFERRED
    if verdict is Verdict.DEFERRED and now - mail.created_at > GIVE_UP:
        return OutState.FAILED
    return OutState(verdict.value)


def _tell_case(mail: OutMail, state: OutState, text: str, works: Works) -> None:
    case_id, purpose = works.store.outbox.case_and_purpose(mail.id)
    reason = f"{purpose} to {mail.recipient}: {text}"
    works.store.cases.note(case_id, Event(works.clock(), "deliver", f"letter {state.value}", reason))
    works.store.outbox.hold_followers(mail.key, f"waits for a letter that is {state.value}: {reason}")


def _sender(message: Message) -> str:
    return message.sender.email if message.sender else ""
