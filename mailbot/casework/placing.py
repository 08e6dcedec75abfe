"""Orders that put mails and cases where they belong: accept a sender, merge cases, split or move a mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mailbot.casework.engineering import told_further
from mailbot.casework.naming import problem
from mailbot.casework.orders import Order, Orders
from mailbot.casework.policy import Policy
from mailbot.model import Address, Case, CaseMail, Move, Neighbour, Party, Places, State

NUMBER = re.compile(r"[0-9]{1,9}")
ADDRESS = re.compile(r"[^@\s<>\",;:()\[\]\x00-\x20]{1,64}@[A-Za-z0-9.-]{1,255}")
ELSEWHERE = ("merge", "move", "split")  # of these a mail can follow only one
MACHINES = re.compile(r"mailer-daemon|postmaster|(?:no|do-?not)[._-]?reply", re.IGNORECASE)  # nobody there to write to
NOTED_OF_MACHINES = frozenset({"never_answer_machines", "note_returned_letters"})  # rules of casework/decide.py
MOST_SHOWN = 10  # mails or addresses in one sentence


def numbers_in(argument: str, prefix: str) -> tuple[int, ...]:
    """The numbers of an argument: "CASE-12", "12", "2 to 12"."""
    return tuple(int(one) for one in NUMBER.findall(argument.upper().replace(f"{prefix}-", " ")))


def named_cases(orders: Orders, prefix: str) -> tuple[int, ...]:
    """The cases that orders name: what must be looked up before they are checked."""
    placing = [order for order in orders.orders if order.name in {"merge", "move"}]
    return tuple(dict.fromkeys(numbers[-1] for one in placing if (numbers := numbers_in(one.argument, prefix))))


def placeable(orders: Orders, case: Case, policy: Policy, places: Places) -> Orders:
    """The orders, with a problem for each that would put something where it cannot be."""
    found = [
        (order, key, values)
        for order in orders.orders
        if order.name in CHECKS
        for key, values in CHECKS[order.name](case, order, policy, places)
    ]
    several = [order for order in orders.orders if order.name in ELSEWHERE]
    problems = [problem(order, policy, key, **values) for order, key, values in found]
    problems += [problem(order, policy, "place_once") for order in several[1:]]
    return replace(orders, problems=(*orders.problems, *problems))


def placed(case: Case, order: Order, policy: Policy, places: Places) -> tuple[Case, dict[str, str]]:
    """(the case after an order that `placeable` found good, what the sentence about it names)."""
    if order.name == "accept":
        key = _accepted(order, places)
        return replace(case, participants=tuple(dict.fromkeys((*case.participants, key)))), {"who": key}
    tag = "" if order.name == "split" else policy.tag(_target(order, policy))
    if order.name == "merge":
        left = replace(_without(case, _mails(case)), merged=_target(order, policy))
        return replace(left, state=State.CLOSED, wake_at=None, remind_at=None), {"tag": tag}
    mails = [mail for mail in [_mail(case, order, policy)] if mail]
    return _without(case, mails), {"tag": tag, "subject": mails[0].subject if mails else ""}


def moves(before: Case, after: Case, orders: Orders, places: Places, policy: Policy) -> tuple[Move, ...]:
    """What becomes of kept mails by the orders that changed a case: those that left it, those let in."""
    kept = {mail.mail for mail in after.mails}
    gone = [mail.mail for mail in before.mails if mail.mail and mail.mail not in kept]
    # Of an order that was not carried out nothing comes, and it may name no case at all.
    to = next((_target(order, policy) for order in orders.orders if gone and order.name in ELSEWHERE), 0)
    left = tuple(Move(mail, to) for mail in gone)
    asked = {_accepted(order, places) for order in orders.orders if order.name == "accept"}
    welcome = asked & set(after.participants)
    return (*left, *(Move(held.mail, None) for held in places.held if Address(held.sender).key in welcome))


def carried(there: Case, case: Case) -> Case:
    """The case into which `case` was put: what people, letters and engineering did in that one, they did here."""
    with_engineering = case.escalated and not there.escalated and there.state is not State.CLOSED
    state = State.WITH_AGENT if case.engineering else State.WITH_ENGINEERING
    there = _asked_as(there, case)
    older, newer = sorted((there.engineering, case.engineering), key=lambda one: one.mail if one else 0)
    return replace(
        there,
        state=state if with_engineering else there.state,
        remind_at=None if case.taken or case.handed_over or case.escalated else there.remind_at,
        taken=there.taken or case.taken,
        handed_over=there.handed_over or case.handed_over,
        agent_told=there.agent_told or case.agent_told,
        greeted=there.greeted or case.greeted,
        escalated=there.escalated or case.escalated,
        engineering=told_further(older, newer),
        rounds=max(there.rounds, case.rounds),
    )


def _asked_as(there: Case, case: Case) -> Case:
    """The customer was asked in the case that came here and has not answered yet: she is not asked for it once more."""
    same = case.customer is not None and there.customer is not None and case.customer.key == there.customer.key
    open_there = there.state in (State.NEW, State.WAITING_CUSTOMER)
    if not (same and open_there and case.state is State.WAITING_CUSTOMER):
        return there
    reminders = [one for one in (there.remind_at, case.remind_at) if one]
    return replace(
        there,
        state=State.WAITING_CUSTOMER,
        wake_at=None,
        remind_at=max(reminders, default=None),
        reminded=there.reminded and case.reminded if there.rounds else case.reminded,
        missing_before=there.missing_before if there.rounds else case.missing_before,
        asked=(*case.asked, *there.asked),
    )


def _accepted(order: Order, places: Places) -> str:
    """Whom an order lets in; "" when it names nobody and nobody waits."""
    return Address(order.argument or next((one.sender for one in places.held), "")).key


def _target(order: Order, policy: Policy) -> int:
    return 0 if order.name == "split" else numbers_in(order.argument, policy.prefix)[-1]


def _mails(case: Case) -> list[CaseMail]:
    """The mails from outside, in the order in which originals are numbered."""
    return [mail for mail in case.mails if not mail.ours and mail.party is Party.CUSTOMER]


def _by_machines(case: Case) -> frozenset[int]:
    """The mails that no person wrote: bounces, notices of absence."""
    return frozenset(event.mail for event in case.events if event.rule in NOTED_OF_MACHINES)


def _mail(case: Case, order: Order, policy: Policy) -> CaseMail | None:
    """The mail that an order names by its number, the newest when it names none."""
    numbers = numbers_in(order.argument, policy.prefix)
    place = numbers[0] if len(numbers) > (order.name == "move") else len(_mails(case))
    return _mails(case)[place - 1] if 0 < place <= len(_mails(case)) else None


def _without(case: Case, mails: Sequence[CaseMail]) -> Case:
    gone = {mail.mail for mail in mails}
    return replace(
        case,
        mails=tuple(one for one in case.mails if one.ours or one.mail not in gone),
        findings=tuple(one for one in case.findings if one.mail not in gone),
    )


Flaw = tuple[str, dict[str, str]]


def _check_accept(case: Case, order: Order, policy: Policy, places: Places) -> Iterator[Flaw]:
    senders = list(dict.fromkeys(Address(one.sender).key for one in places.held))
    key = Address(order.argument).key if order.argument else senders[0] if len(senders) == 1 else ""
    if not order.argument and len(senders) != 1:
        yield ("accept_which", {"names": _listed(senders, policy)}) if senders else ("accept_nobody", {})
    elif not ADDRESS.fullmatch(key):
        yield "accept_how", {}
    elif policy.is_ours(key):
        yield "accept_staff", {"who": key}
    elif MACHINES.fullmatch(key.partition("@")[0]):
        yield "accept_machine", {"who": key}
    elif key not in senders and (key in case.participants or (case.customer and key == case.customer.key)):
        yield "accept_known", {"who": key}


def _check_merge(case: Case, order: Order, policy: Policy, places: Places) -> Iterator[Flaw]:
    numbers = numbers_in(order.argument, policy.prefix)
    if len(numbers) != 1:
        yield "merge_how", {"prefix": policy.prefix}
    else:
        owner = [case.customer.email] if case.customer else []
        written = [mail.address for mail in _mails(case) if mail.mail not in _by_machines(case)]
        yield from _cannot_go(case, numbers[0], [*owner, *case.participants, *written], policy, places)


def _check_move(case: Case, order: Order, policy: Policy, places: Places) -> Iterator[Flaw]:
    numbers, mail = numbers_in(order.argument, policy.prefix), _mail(case, order, policy)
    if not 1 <= len(numbers) <= 2:
        yield "move_how", {"prefix": policy.prefix}
    elif mail is None or len(_mails(case)) == 1:
        yield from _check_split(case, order, policy, places)
    else:
        yield from _cannot_go(case, numbers[-1], [mail.address], policy, places)


def _check_split(case: Case, order: Order, policy: Policy, _places: Places) -> Iterator[Flaw]:
    if len(numbers_in(order.argument, policy.prefix)) > (1 if order.name == "split" else 2):
        yield "split_how", {}
    elif len(_mails(case)) < 2:
        yield f"{order.name}_only", {}
    elif _mail(case, order, policy) is None:
        shown = [f"{number} ({mail.subject[:60]})" for number, mail in enumerate(_mails(case)[:MOST_SHOWN], 1)]
        yield "mail_unknown", {"names": policy.listed(shown)}


def _cannot_go(case: Case, to: int, writers: Sequence[str], policy: Policy, places: Places) -> Iterator[Flaw]:
    """One customer's words never come into another's case, unless an agent accepted him there."""
    there, tag = places.case(to), policy.tag(to)
    if to == case.id:
        yield "place_same", {"tag": tag}
    elif there is None:
        yield "place_unknown", {"tag": tag}
    elif there.merged:
        yield "place_merged", {"tag": tag, "to": policy.tag(there.merged)}
    elif strangers := [key for one in writers if not _known(key := Address(one).key, there)]:
        yield "place_stranger", {"tag": tag, "who": _listed(dict.fromkeys(strangers), policy)}


def _known(key: str, there: Neighbour) -> bool:
    return key == there.customer or key in there.participants


def _listed(keys: Sequence[str] | dict[str, None], policy: Policy) -> str:
    return policy.listed(list(keys)[:MOST_SHOWN])


CHECKS: dict[str, Callable[[Case, Order, Policy, Places], Iterator[Flaw]]] = {
    "accept": _check_accept,
    "merge": _check_merge,
    "move": _check_move,
    "split": _check_split,
}
