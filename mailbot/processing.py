"""One kept mail, or one case whose time has come: decided and written down in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

from mailbot import trouble
from mailbot.casework.advance import advance, wake
from mailbot.casework.arrival import Step
from mailbot.casework.policy import Spent
from mailbot.model import (
    Ask,
    Close,
    Confirm,
    Confirmed,
    Decision,
    Escalate,
    Event,
    HandOver,
    Hold,
    Ignore,
    Message,
    Note,
    Obey,
    Outcome,
    Remind,
    Report,
    State,
    StepBack,
    TakeIn,
    Wait,
)
from mailbot.placement import leave, place
from mailbot.posting import alert, post
from mailbot.reader import Unread, header_of
from mailbot.store.inbox import InboxRow
from mailbot.works import Works

ATTEMPTS = 3
A_WEEK = timedelta(days=7)
MEGABYTE = 1024 * 1024
MOST_QUOTED = 1500  # characters of a held mail that its alert shows
WORDS: dict[type[Decision], str] = {
    Ignore: "ignored",
    Hold: "held",
    Note: "noted",
    Wait: "waiting",
    Ask: "asked",
    Escalate: "escalated",
    HandOver: "handed over",
    Remind: "reminded",
    Report: "reported",
    Close: "closed",
    StepBack: "answered by a person",
    Obey: "obeyed",
    TakeIn: "taken in",
    Confirm: "agent asked back",
    Confirmed: "confirmed",
}


def process_mail(row_id: int, works: Works) -> str:
    """One mail, whatever it holds: what breaks over it is quarantined with it, and the next goes on.

    Only what says "try later" (disk, lock, no process) passes through: there the mail is not at fault, and the attempt
    does not count.
    """
    works.reader.ready()
    row = works.store.inbox.begin(row_id)
    if row.attempts > ATTEMPTS:
        return _quarantine(row, works.policy.say("quarantine_ended", times=str(ATTEMPTS)), works)
    try:
        read = works.reader.read(row.raw)
        if isinstance(read, Unread) and not works.stop.is_set():
            read = works.reader.read(row.raw)  # a child can die of something else than this mail
        if isinstance(read, Message):
            return _decide(row, read, works)
        if works.stop.is_set():
            works.store.inbox.retract(row.id)
            return "kept"
        return _quarantine(row, read.reason, works, works.reader.read(header_of(row.raw)))
    except (sqlite3.OperationalError, OSError):
        works.store.inbox.retract(row.id)
        raise
    except Exception as error:  # the one broad guard; the quarantine behind it shows what happened
        works.log.exception("mail failed", mail=row.id)
        return _quarantine(row, f"{type(error).__name__}: {error}", works)


def process_case(case_id: int, works: Works) -> str:
    """A case whose quiet period, or whose customer's time to answer, is over. What breaks gives it to people."""
    try:
        with works.store.transaction():
            case = works.store.cases.load(case_id)
            step = _step(case.customer.email if case.customer else "", works)
            recent = works.store.cases.recent_bugs(step.now - works.policy.surge_within)
            outcome = wake(case, replace(step, recent=recent))
            _commit(outcome, None, works)
            trouble.told(outcome, None, step.spent, works)
    except (sqlite3.OperationalError, OSError):
        raise
    except Exception as error:  # the same guard as for a mail: the case waits for a person, the next goes on
        works.log.exception("case failed", case=case_id)
        _give_up(case_id, f"{type(error).__name__}: {error}", works)
        return "failed"
    _log("time came", outcome, works)
    return type(outcome.decision).__name__


def _quarantine(row: InboxRow, reason: str, works: Works, header: Message | Unread | None = None) -> str:
    """`header` is the mail without its body, by which people know it, when that much could be read."""
    with works.store.transaction():
        if isinstance(header, Message):
            works.store.inbox.describe(row.id, header)
        works.store.inbox.finish(row.id, "quarantined", reason)
        told = works.store.inbox.about(row.id)
        alert(f"quarantined/{row.id}", ("quarantined", {"why": reason} | told), None, works)
    works.log.warning("quarantined", mail=row.id, reason=reason)
    return "quarantined"


def _give_up(case_id: int, reason: str, works: Works) -> None:
    with works.store.transaction():
        works.store.cases.park(case_id, State.WITH_AGENT)
        works.store.cases.note(case_id, Event(works.clock(), "process", "failed", reason))
        works.store.inbox.finish_waiting(case_id, f"failed: {reason}")
        alert(f"failed/{case_id}", ("failed", {"why": reason}), case_id, works)


def _decide(row: InboxRow, message: Message, works: Works) -> str:
    with works.store.transaction():
        case, arrival = place(row, message, works)
        step = _step(case.customer.email if case and case.customer else _sender(message), works)
        outcome = advance(case, arrival, step)
        works.store.inbox.describe(row.id, message)
        _commit(outcome, row.id, works, _quoted(message.new_text))
        trouble.told(outcome, message, step.spent, works)
        if outcome.rule == "never_answer_ourselves" and row.account not in works.sent_folders:
            trouble.circling(row.account, works)
        if row.truncated:
            _tell_too_large(row, outcome, works)
    _log("processed", outcome, works, mail=row.id)
    return type(outcome.decision).__name__


def _tell_too_large(row: InboxRow, outcome: Outcome, works: Works) -> None:
    """Only the mailbox has all of it: the agents hear how large it is and where it lies."""
    told = works.store.inbox.about(row.id)
    size = f"{row.size / MEGABYTE:.0f}"
    place = {"size": size, "account": row.account, "folder": row.folder, "uid": str(row.uid)}
    case_id = outcome.case.id if outcome.case else None
    alert(f"too_large/{row.id}", ("too_large", told | place), case_id, works)


def _step(customer: str, works: Works) -> Step:
    now, budgets = works.clock(), works.store.budgets
    stop = budgets.stop()
    spent = Spent(
        address=budgets.first_contacts(customer, now),
        domain=budgets.first_contacts_of_domain(customer.rpartition("@")[2], now),
        automatic=budgets.automatic(now),
        stopped=stop.reason if stop else "",
        gone=budgets.gone(customer),
        answered=budgets.answered(customer),
        asked=budgets.asked(customer, now - A_WEEK),
    )
    return Step(replace(works.policy, model=works.kinds.model), now, spent, works.fresh)


def _commit(outcome: Outcome, row_id: int | None, works: Works, words: str = "") -> None:
    """Write down all of an outcome, inside the caller's transaction."""
    if outcome.case is not None:
        leave(outcome.case, outcome.moves, works.store)
    post(outcome, works)
    case_id = outcome.case.id if outcome.case else None
    reason = f"{WORDS[type(outcome.decision)]}: {outcome.decision.reason}"
    if row_id is not None:
        held = outcome.decision if isinstance(outcome.decision, Hold) else None
        case_id = held.case or None if held else case_id
        waits = isinstance(outcome.decision, Hold | Confirm)
        works.store.inbox.finish(row_id, "held" if waits else "done", reason, case_id)
        if held:
            told = works.store.inbox.about(row_id)
            alert(f"held/{row_id}", (held.told, {"why": held.reason, "words": words} | told), case_id, works)
    if isinstance(outcome.decision, Confirm):
        works.store.inbox.asked_about(outcome.letters[0].message_id, row_id or 0, works.clock())
    if isinstance(outcome.decision, Confirmed) and outcome.decision.mail:
        works.store.inbox.confirm(outcome.decision.mail)
    if isinstance(outcome.decision, HandOver) and outcome.decision.surge:
        _tell_surge(outcome.decision.surge, outcome.decision.reason, works)
    if (
        outcome.case is not None
        and outcome.case.wake_at is None
        and not isinstance(outcome.decision, Wait | Note | Confirm | Confirmed)
    ):
        works.store.inbox.finish_waiting(outcome.case.id, reason)


def _tell_surge(cases: tuple[int, ...], reason: str, works: Works) -> None:
    """One alert for all of them, which no reply to a customer hangs on."""
    alert(f"surge/{cases[-1]}", ("surge", {"why": reason}), None, works)


def _log(event: str, outcome: Outcome, works: Works, **more: object) -> None:
    works.log.info(
        event, **more, case=outcome.case.id if outcome.case else None, rule=outcome.rule,
        decision=type(outcome.decision).__name__, reason=outcome.decision.reason,
    )  # fmt: skip


def _quoted(text: str) -> str:
    """The beginning of a text, marked as somebody else's."""
    lines = text[:MOST_QUOTED].rstrip().split("\n")
    return "\n".join(f"> {line}".rstrip() for line in (*lines, *(["…"] if len(text) > MOST_QUOTED else [])))


def _sender(message: Message) -> str:
    return message.sender.email if message.sender else ""
