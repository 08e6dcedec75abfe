"""Which details an agent's order names, and what is wrong with it: mistyped names, things that are known already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from mailbot.casework.details import settled
from mailbot.casework.headings import exactly, name_of
from mailbot.casework.orders import Order, Orders, Problem
from mailbot.casework.policy import Policy
from mailbot.casework.proposing import proposable, proposal
from mailbot.casework.questions import questions
from mailbot.model import Case, Question

BETWEEN = re.compile(r"\s*[,、;/・]\s*|\s+(?:and|と)\s+")
EQUALS = re.compile(r"\s*[=:]\s*|\s*→\s*")
ALIKE = 60  # of 100: a name worth proposing
MOST_NAMES = 10
LONGEST_NAME = 60


def checked(orders: Orders, case: Case, policy: Policy) -> Orders:
    """The orders, with a problem for each `ask` and `set` that cannot be followed."""
    found = [problem for order in orders.orders for problem in _problems(order, orders, case, policy)]
    return replace(orders, problems=(*orders.problems, *found))


def to_ask(order: Order, case: Case, policy: Policy) -> tuple[Question, ...]:
    """The questions of an `ask`: exactly those it names; what mailbot proposes when it names none."""
    if not order.argument:
        return proposal(case, policy)
    ids = tuple(id_ for name in names_in(order.argument, policy) for id_ in named(name, policy))
    return questions(policy.catalogue, tuple(dict.fromkeys(ids)), case.findings, case.language, len(ids))


def to_set(order: Order) -> tuple[str, str]:
    """(name of a detail, its value) of a `set`; "" for what is not there."""
    name, *value = EQUALS.split(order.argument, maxsplit=1)
    return name.strip(), "".join(value).strip()


def named(name: str, policy: Policy) -> tuple[str, ...]:
    """The details of a name: an id, a label or an alias of any language; () when nothing is called so."""
    word = name.strip().casefold()
    if any(detail.id == word for detail in policy.catalogue.details):
        return (word,)
    return exactly(name_of(name), policy.catalogue)


def names_in(argument: str, policy: Policy) -> list[str]:
    """The names in a list, with commas or without."""
    if named(argument, policy):
        return [argument]
    names = [name for name in BETWEEN.split(argument) if name.strip()]
    words = argument.split()
    return words if len(names) == 1 and all(named(word, policy) for word in words) else names


def _problems(order: Order, orders: Orders, case: Case, policy: Policy) -> Iterator[Problem]:
    if order.name == "ask":
        yield from _not_asked(order, orders, case, policy)
    if order.name == "set":
        yield from _not_set(order, policy)


def _not_asked(order: Order, orders: Orders, case: Case, policy: Policy) -> Iterator[Problem]:
    names = names_in(order.argument, policy)[:MOST_NAMES]
    unknown = [name for name in names if not named(name, policy)]
    told = settled(case.findings) & {id_ for name in names for id_ in named(name, policy)}
    many = len(to_ask(order, case, policy)) > policy.questions
    inside = any(one.name == "note" for one in orders.orders)
    yield from (_unknown(order, name, policy) for name in unknown)
    if told:
        labels = policy.named([one.id for one in policy.catalogue.details if one.id in told])
        yield problem(order, policy, "ask_told", names=labels)
    elif many and not unknown:
        yield problem(order, policy, "ask_many", most=str(policy.questions))
    elif not unknown and not to_ask(order, case, policy):
        free = proposable(case, policy)
        yield problem(order, policy, "ask_nothing" if free else "ask_all_told", names=policy.named(free))
    if orders.rest.strip() and not inside:
        yield problem(order, policy, "ask_words")


def _not_set(order: Order, policy: Policy) -> Iterator[Problem]:
    name, value = to_set(order)
    ids = named(name, policy)
    if not name or not value:
        yield problem(order, policy, "set_how")
    elif not ids:
        yield _unknown(order, name, policy)
    elif len(ids) > 1:
        yield problem(order, policy, "set_several", names=policy.named(ids))


def _unknown(order: Order, name: str, policy: Policy) -> Problem:
    near = _near(name, policy) or [detail.id for detail in policy.catalogue.details]
    return problem(order, policy, "detail_unknown", name=name[:LONGEST_NAME], names=policy.named(near))


def _near(name: str, policy: Policy) -> Sequence[str]:
    """Details whose names are like this one, the nearest first."""
    names = {name: ids for name, ids in policy.catalogue.headings.items() if len(ids) == 1}
    found = process.extract(name_of(name)[:LONGEST_NAME], list(names), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=4)
    return tuple(dict.fromkeys(names[one][0] for one, *_ in found))[:3]


def problem(order: Order, policy: Policy, key: str, **values: str) -> Problem:
    """Why an order cannot be followed, in the language of our people."""
    return Problem(order.line, {policy.staff_language: policy.say(f"order_{key}", **values)})
