"""The story of the program on one page: receive, process, deliver; each goes on from the piles after any crash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from mailbot.delivery import Delivery
from mailbot.model import Event, OutMail, OutState, Purpose, State, UnreachableError, Verdict
from mailbot.posting import alert
from mailbot.processing import process_case, process_mail
from mailbot.sources import Source
from mailbot.works import Works

BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 480))
GIVE_UP = timedelta(days=3)
QUIET_ABOUT = ("agent_note", "receipt", "alert")  # who hears of trouble with these is the one whom they do not reach


def receive(source: Source, works: Works) -> int:
    """Keep all new mails, then tell the server; the number of new mails. Raises UnreachableError."""
    inbox, kept = works.store.inbox, 0
    try:
        for batch in source.fetch(inbox):
            with works.store.transaction():
                kept += inbox.keep(batch, works.clock())
            if works.stop.is_set():
                return kept
    except UnreachableError:
        _acknowledge(source, works)  # one mail that the server will not give up must not keep the others
        raise
    _acknowledge(source, works)
    return kept


def process(works: Works) -> Counter[str]:
    """Every kept mail one step on, then every case whose time has come; how often each decision was taken."""
    seen: Counter[str] = Counter()
    for row_id in _each(works, works.store.inbox.todo):
        seen[process_mail(row_id, works)] += 1
    for case_id in _each(works, lambda after: works.store.cases.due(works.clock(), after)):
        seen[process_case(case_id, works)] += 1
    return seen


def deliver(delivery: Delivery, works: Works) -> Counter[str]:
    """Every letter whose time has come; how often each verdict came. Raises UnreachableError."""
    seen: Counter[str] = Counter()
    while not works.stop.is_set() and (ready := works.store.outbox.ready(works.clock())):
        for row_id in ready:
            if works.stop.is_set():
                break
            seen[_deliver(works.store.outbox.load(row_id), delivery, works).value] += 1
    return seen


def _acknowledge(source: Source, works: Works) -> None:
    place = (source.account, source.folder, source.uidvalidity)
    waiting = works.store.inbox.unacknowledged(*place)
    uids = source.acknowledge(waiting) if waiting else ()
    with works.store.transaction():
        works.store.inbox.acknowledged(*place, uids, works.clock())


def _each(works: Works, following: Callable[[int], int | None]) -> Iterator[int]:
    number = following(0)
    while number is not None and not works.stop.is_set():
        yield number
        number = following(number)


def _deliver(mail: OutMail, delivery: Delivery, works: Works) -> Verdict:
    outbox, now = works.store.outbox, works.clock()
    outbox.attempt(mail.id, now + BACKOFF[min(mail.attempts, len(BACKOFF) - 1)])
    try:
        receipt = delivery.deliver(mail, lambda: outbox.sending(mail.id))
    except UnreachableError:
        outbox.untried(mail.id, now)
        raise
    state = _state(mail, receipt.verdict, now)
    with works.store.transaction():
        outbox.settle(mail.id, state, receipt.text, works.clock())
        if state in {OutState.FAILED, OutState.UNKNOWN, OutState.HELD}:
            _tell(mail, state, receipt.text, works)
    works.log.info("delivered", letter=mail.id, recipient=mail.recipient, state=state.value, server=receipt.text)
    return receipt.verdict


def _state(mail: OutMail, verdict: Verdict, now: datetime) -> OutState:
    """Lost after the final dot: a robot's letter at most once, an escalation at least once, with the same bytes."""
    if verdict is Verdict.UNKNOWN:
        return OutState.UNKNOWN if mail.automatic else OutState.DEFERRED
    if verdict is Verdict.DEFERRED and now - mail.created_at > GIVE_UP:
        return OutState.FAILED
    return OutState(verdict.value)


def _tell(mail: OutMail, state: OutState, text: str, works: Works) -> None:
    """The case shows it, letters that lean on this one are held, and the agents hear of it."""
    case_id, purpose = works.store.outbox.case_and_purpose(mail.id)
    reason = f"{purpose} to {mail.recipient}: {text}"
    works.store.outbox.hold_followers(mail.key, f"waits for a letter that is {state.value}: {reason}")
    if case_id is None:
        return
    works.store.cases.note(case_id, Event(works.clock(), "deliver", f"letter {state.value}", reason))
    if mail.automatic:
        works.store.cases.park(case_id, State.WITH_AGENT)
        works.store.inbox.finish_waiting(case_id, f"left to people: a letter is {state.value}")
    if purpose not in QUIET_ABOUT or (state is OutState.HELD and purpose != Purpose.ALERT):
        words = ("undelivered", {"purpose": purpose, "to": mail.recipient, "state": state.value, "why": text})
        alert(f"undelivered/{mail.id}", words, case_id, works)
