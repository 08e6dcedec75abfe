"""What could be asked next in a case, by mailbot or on a person's word, and the letter that asks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from mailbot.casework.about import askable, lacking, matter, open_in_second_layer
from mailbot.casework.asking import in_first_layer, in_second_layer
from mailbot.casework.catalogue import Detail
from mailbot.casework.details import settled
from mailbot.casework.headings import within_words
from mailbot.casework.policy import Policy
from mailbot.casework.questions import questions
from mailbot.model import Asked, Case, Kind, Letter, Party, Purpose, Question, State


def proposable(case: Case, policy: Policy) -> tuple[str, ...]:
    """Ids of all that a person may have asked here: what nobody told or closed, first layer, second, the rest."""
    closed = settled(case.findings)
    about = matter(case, policy)
    fitting = (
        detail
        for detail in policy.catalogue.details
        if detail.id not in closed and (not detail.products or about.product.name in detail.products)
    )

    def rank(detail: Detail) -> tuple[bool, bool, int]:
        return not in_first_layer(detail, about), not in_second_layer(detail, about), detail.order

    return tuple(one.id for one in sorted(fitting, key=rank))


def proposal(case: Case, policy: Policy) -> tuple[Question, ...]:
    """What mailbot would ask now if a person let it: what engineering wants to know, else what is missing."""
    need = case.engineering.need_more if case.engineering else ""
    wanted = _targeted(need, case, policy) if need else askable(case, policy) if case.kind is Kind.BUG else ()
    return questions(policy.catalogue, wanted, case.findings, case.language, policy.questions)


def _targeted(need: str, case: Case, policy: Policy) -> tuple[str, ...]:
    """The details that engineering names; where it names none, what was never asked, the second layer included."""
    named = within_words(need, policy.catalogue, ending=None)
    asked = {id_ for one in case.asked for id_ in one.question.details}
    fresh = (id_ for id_ in (*lacking(case, policy), *open_in_second_layer(case, policy)) if id_ not in asked)
    return tuple(id_ for id_ in proposable(case, policy) if id_ in named) or tuple(fresh)


def ask(
    case: Case, asking: tuple[Question, ...], policy: Policy, now: datetime, fresh: Callable[[], str]
) -> tuple[Case, Letter]:
    """The case that waits for the customer, and the letter; the first one is the receipt, too. It needs a customer."""
    if case.customer is None:
        raise ValueError(f"case {case.id} has no customer to write to")
    round_ = case.rounds + 1
    purpose = Purpose.QUESTIONS if case.greeted else Purpose.FIRST
    letter = Letter(
        purpose,
        Party.CUSTOMER,
        case.customer,
        case.language,
        fresh(),
        questions=asking,
        serial=round_ if case.greeted else 0,
    )
    waiting = replace(
        case,
        state=State.WAITING_CUSTOMER,
        wake_at=None,
        remind_at=policy.reminder(now),
        reminded=False,
        rounds=round_,
        greeted=True,
        asked=(*case.asked, *(Asked(round_, letter.message_id, question) for question in asking)),
    )
    return waiting, letter
