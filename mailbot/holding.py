"""The stop of automatic letters as a person sees, sets and ends it; safe beside the daemon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.assembly import policy_of
from mailbot.casework.wishes import SETTLED
from mailbot.looking import Site
from mailbot.model import Address, Event, State
from mailbot.store.budgets import Stop
from mailbot.store.lists import UnheardRow


@dataclass(frozen=True, slots=True)
class HoldView:
    """Whether letters are stopped, and the cases whose customers heard nothing, oldest first."""

    stop: Stop | None
    unheard: tuple[UnheardRow, ...]


def view(site: Site) -> HoldView:
    """What there is."""
    return HoldView(site.piles.store.budgets.stop(), site.piles.lists.unheard())


def stop_letters(site: Site, reason: str, now: datetime) -> str:
    """Stop them; "" for no reason given. What was done."""
    why = reason or policy_of(site.config).say("stop_by_hand")
    with site.piles.store.transaction():
        new = site.piles.store.budgets.hold(why, now)
    return "automatic letters are stopped" if new else "automatic letters were stopped before; nothing changed"


def go_on(site: Site, now: datetime, *, leave: bool = False) -> tuple[str, int, int]:
    """(what was done, how many cases are answered now, how many wait for the next hour).

    `leave`: nobody is answered late; after a storm most who wrote are robots, and the cases are the agents' anyway.
    """
    store, limit = site.piles.store, site.config.settings.limits.automatic_per_hour
    with store.transaction():
        ended = store.budgets.go_on()
        if leave:
            _leave(site, now)
        due = _answerable(site, now)
        chosen = due[: max(limit - store.budgets.automatic(now), 0)]
        for case_id in chosen:
            _give_back(site, case_id, now)
    first = "automatic letters go out again" if ended else "automatic letters were not stopped"
    lines = [first]
    if chosen:
        lines.append(f"{counted(len(chosen), 'customer')} who heard nothing will be answered by the next pass")
    if left := len(due) - len(chosen):
        lines.append(f"{counted(left, 'more')} must wait, for this hour's budget is used up: run this again in an hour")
    return "; ".join(lines), len(chosen), left


def counted(count: int, what: str) -> str:
    """ "1 customer", "2 customers"; "more" stays."""
    return f"{count} {what}" if count == 1 or what == "more" else f"{count} {what}s"


def _answerable(site: Site, now: datetime) -> list[int]:
    """Those who may be answered, oldest first: of one address no more than its day has letters, whoever else waits."""
    budgets, policy = site.piles.store.budgets, policy_of(site.config)
    left: dict[str, int] = {}
    due = []
    for row in site.piles.lists.unheard():
        address = Address(row.customer)
        if row.answerable and address.key not in left:
            left[address.key] = policy.first_letters(address) - budgets.first_contacts(row.customer, now)
        if row.answerable and left[address.key] > 0:
            left[address.key] -= 1
            due.append(row.id)
    return due


def _leave(site: Site, now: datetime) -> None:
    """Nobody is listed any more as one who is still to hear something: the agents have the cases."""
    for row in site.piles.lists.unheard():
        case = site.piles.store.cases.load(row.id)
        event = Event(now, "leave", "left to the agents by a person", case.unheard)
        site.piles.store.cases.save(replace(case, unheard="", events=(*case.events, event)))


def _give_back(site: Site, case_id: int, now: datetime) -> None:
    """The next pass decides it anew, as after an agent's #resume; what engineering has stays there."""
    case = site.piles.store.cases.load(case_id)
    alarm = case.alarm if case.alarm != SETTLED else ""
    event = Event(now, "resume", "given back by a person", case.unheard)
    given = replace(case, handed_over=False, alarm=alarm, wake_at=now)
    if not case.escalated:
        given = replace(given, state=State.NEW, unheard="")
    site.piles.store.cases.save(replace(given, events=(*case.events, event)))
