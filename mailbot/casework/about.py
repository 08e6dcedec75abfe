"""What a case is about, and what it lacks, under the policy of a site."""

from __future__ import annotations

from dataclasses import replace

from mailbot.casework.asking import Matter, matter_of, missing, second_layer
from mailbot.casework.forms import product_in
from mailbot.casework.policy import Policy
from mailbot.casework.products import owned_by
from mailbot.model import Case, Message


def with_product(case: Case, message: Message, mailbox: str, policy: Policy) -> Case:
    """The case with its product: the first sign decides, and stays."""
    if case.product:
        return case
    customer = policy.directory.of(case.customer) if case.customer else None
    owned = owned_by(customer.details) if customer else ()
    chosen = policy.products.chosen(owned, f"{message.subject}\n{message.new_text}", mailbox, product_in(message.text))
    reason = policy.say(f"product_{chosen.sign}", words=chosen.words)
    return replace(case, product=chosen.name if chosen.sure else "", product_reason=reason)


def matter(case: Case, policy: Policy) -> Matter:
    """What decides which details are asked for in this case."""
    return matter_of(case, policy.products.named(case.product), policy.catalogue)


def askable(case: Case, policy: Policy) -> tuple[str, ...]:
    """The details that mailbot itself may still ask for, in asking order."""
    return missing(policy.catalogue, matter(case, policy), case.findings, case.asked)


def lacking(case: Case, policy: Policy) -> tuple[str, ...]:
    """The required details that are not told, however often they were asked for."""
    return askable(replace(case, asked=()), policy)


def open_in_second_layer(case: Case, policy: Policy) -> tuple[str, ...]:
    """The details to ask for when a person says that the first layer did not help."""
    return second_layer(policy.catalogue, matter(case, policy), case.findings, case.asked)
