"""What agents order by mail about where things belong, ordered by a person at the machine; safe beside the daemon."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailbot.assembly import policy_of
from mailbot.casework.orders import parse
from mailbot.casework.placing import moves, named_cases, placeable, placed
from mailbot.looking import NotThereError, Site, number_of
from mailbot.model import Event, Places
from mailbot.placement import leave


def rehouse(site: Site, number: str, line: str, now: datetime) -> str:
    """Carry out one order such as "#merge 12" in a case. What was done; NotThereError where it cannot be done."""
    policy = replace(policy_of(site.config), staff_language="en")
    store, orders = site.piles.store, parse(line)
    if len(orders.orders) != 1:
        raise NotThereError(f"this names no case, mail or address that could be meant: {line}")
    with store.transaction():
        case = _case(site, number_of(number, policy.prefix))
        named = (store.cases.neighbour(one) for one in named_cases(orders, policy.prefix))
        places = Places(tuple(one for one in named if one), store.inbox.held(case))
        before = store.cases.load(case)
        if before.merged:
            raise NotThereError(f"{policy.tag(case)} was put into {policy.tag(before.merged)}: please name that one")
        checked = placeable(orders, before, policy, places)
        if checked.problems:
            raise NotThereError(" ".join(problem.words["en"] for problem in checked.problems))
        (order,) = checked.orders
        after, values = placed(before, order, policy, places)
        said = policy.say(f"receipt_{order.name}", **values)
        leave(after, moves(before, after, checked, places, policy), store)
        store.cases.save(replace(after, events=(*after.events, Event(now, "place", "placed by a person", said))))
    return f"{policy.tag(case)}: {said}"


def _case(site: Site, number: int) -> int:
    if site.piles.store.cases.neighbour(number) is None:
        raise NotThereError(f"there is no case {number}; the newest is {site.piles.lists.newest('cases')}")
    return number
