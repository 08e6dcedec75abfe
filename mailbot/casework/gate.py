"""May mailbot answer this mail by itself? Denied unless all speaks for it; a denial stops a reply, never a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.casework.policy import Policy, Spent
from mailbot.model import Address, Message, Origin


@dataclass(frozen=True, slots=True)
class Asker:
    """Who would be answered, and when."""

    message: Message
    received_at: datetime
    now: datetime
    policy: Policy
    doubt: str = ""  # what else speaks against an answer, known to the caller


def silence(asker: Asker) -> str:
    """Why no automatic letter may go to the sender; "" when one may (RFC 3834 section 2)."""
    return next((reason for objection in OBJECTIONS if (reason := objection(asker))), "")


def overspent(customer: Address, spent: Spent, policy: Policy, *, first: bool) -> str:
    """Which budget is used up; "" when none is. Answers that make progress count per case, not here."""
    if spent.automatic >= policy.automatic_per_hour:
        return policy.say("spent_all", count=str(spent.automatic))
    if first and spent.address >= policy.first_letters(customer):
        return policy.say("spent_address", count=str(spent.address))
    if first and customer.domain not in policy.freemail and spent.domain >= policy.first_per_domain:
        return policy.say("spent_domain", count=str(spent.domain), domain=customer.domain)
    return ""


def _no_sender(asker: Asker) -> str:
    return "" if asker.message.sender else asker.policy.say("silence_no_sender")


def _not_a_person(asker: Asker) -> str:
    message = asker.message
    if message.origin is Origin.PERSON:
        return ""
    return asker.policy.say(f"silence_{message.origin.name.lower()}", sign=message.origin_sign)


def _one_of_us(asker: Asker) -> str:
    key = asker.message.sender.key if asker.message.sender else ""
    ours = asker.policy.is_own(key) or asker.policy.is_agent(key) or asker.policy.is_engineering(key)
    return asker.policy.say("silence_one_of_us") if ours else ""


def _spam(asker: Asker) -> str:
    return asker.policy.say("reason_spam", sign=asker.message.spam) if asker.message.spam else ""


def _not_authenticated(asker: Asker) -> str:
    proof = asker.message.authentication
    if proof.verdict == "pass" or (proof.verdict == "none" and not asker.policy.trust_header):
        return ""
    return asker.policy.say("silence_not_authenticated", why=proof.reason)


def _not_to_us(asker: Asker) -> str:
    message = asker.message
    addressed = any(asker.policy.is_own(address.key) for address in (*message.to, *message.cc))
    return "" if addressed else asker.policy.say("silence_not_to_us")


def _too_old(asker: Asker) -> str:
    hours = (asker.now - asker.received_at).total_seconds() / 3600
    limit = asker.policy.reply_within.total_seconds() / 3600
    return asker.policy.say("silence_old", hours=f"{hours:.0f}", limit=f"{limit:.0f}") if hours > limit else ""


def _doubtful(asker: Asker) -> str:
    return asker.doubt


OBJECTIONS: tuple[Callable[[Asker], str], ...] = (
    _no_sender,
    _not_a_person,
    _one_of_us,
    _spam,
    _not_authenticated,
    _not_to_us,
    _too_old,
    _doubtful,
)
