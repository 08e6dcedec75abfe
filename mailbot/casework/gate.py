"""May mailbot answer this mail by itself? Denied unless all speaks for it; a denial stops a reply, never a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.casework.lookalikes import likeness, mixed
from mailbot.casework.policy import Policy, Spent
from mailbot.model import Address, Case, Message, Origin

LONGEST_LINE = 998  # characters
QUICKEST = 120  # seconds in which a person reads a letter and answers it


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


def written_by(message: Message, policy: Policy) -> str:
    """Which machine wrote the mail and what told it; of an absence notice also when the writer is back."""
    if message.absence:
        day, words = message.absence.back.isoformat(), message.absence.words
        return policy.say("silence_absence_back", day=day, words=words, sign=message.origin_sign)
    return policy.say(f"silence_{message.origin.name.lower()}", sign=message.origin_sign)


def overspent(customer: Address, spent: Spent, policy: Policy, *, first: bool) -> str:
    """What stops an automatic letter to this customer for now; "" when nothing does.

    Answers that make progress count per case, not here.
    """
    if spent.stopped:
        return policy.say("spent_stopped", why=spent.stopped)
    if spent.automatic >= policy.automatic_per_hour:
        return policy.say("spent_all", count=str(spent.automatic))
    return _first_overspent(customer, spent, policy) if first else ""


def unwanted(spent: Spent, policy: Policy, *, first: bool) -> str:
    """Why nothing automatic should go to this address, however much may be sent; "" when it may.

    Where no server vouches for senders, only an answer shows that somebody wrote at all.
    """
    if spent.gone:
        return policy.say("spent_gone", why=spent.gone)
    return "" if first or policy.trust_header or spent.answered else policy.say("spent_unanswered")


def _first_overspent(customer: Address, spent: Spent, policy: Policy) -> str:
    if spent.address >= policy.first_letters(customer):
        return policy.say("spent_address", count=str(spent.address))
    if customer.domain not in policy.freemail and spent.domain >= policy.first_per_domain:
        return policy.say("spent_domain", count=str(spent.domain), domain=customer.domain)
    return ""


def too_quick(case: Case, message: Message, received_at: datetime, policy: Policy) -> str:
    """Why an answer to a letter of ours is a machine's: nobody vouches for it, and no hand is that fast; "" else."""
    cited = {*message.in_reply_to, *message.references}
    letters = [mail for mail in case.mails if mail.ours and mail.message_id in cited]
    if not letters or message.authentication.verdict == "pass":
        return ""
    seconds = (received_at - letters[-1].at).total_seconds()
    return policy.say("silence_too_quick", seconds=f"{seconds:.0f}") if seconds < QUICKEST else ""


def asked_lately(customer: Address, details: Sequence[str], spent: Spent, policy: Policy) -> bool:
    """Whether a stranger who never answered was asked just this within a week: perhaps nobody reads it there.

    RFC 5230 section 4.1 lets a week pass before the same answer goes to the same address once more.
    """
    return not (spent.answered or policy.directory.of(customer)) and frozenset(details) in spent.asked


def _no_sender(asker: Asker) -> str:
    return "" if asker.message.sender else asker.policy.say("silence_no_sender")


def _not_a_person(asker: Asker) -> str:
    return "" if asker.message.origin is Origin.PERSON else written_by(asker.message, asker.policy)


def _one_of_us(asker: Asker) -> str:
    key = asker.message.sender.key if asker.message.sender else ""
    return asker.policy.say("silence_one_of_us") if asker.policy.is_ours(key) else ""


def _look_alike(asker: Asker) -> str:
    email, policy = asker.message.sender.email if asker.message.sender else "", asker.policy
    if word := mixed(email):
        return policy.say("silence_mixed_scripts", word=word)
    ours = likeness(email, (*sorted(policy.own), *policy.staff)) if email else ""
    return policy.say("silence_look_alike", address=ours) if ours else ""


def _spam(asker: Asker) -> str:
    return asker.policy.say("reason_spam", sign=asker.message.spam) if asker.message.spam else ""


def _not_authenticated(asker: Asker) -> str:
    proof = asker.message.authentication
    if proof.verdict == "pass" or (proof.verdict == "none" and not asker.policy.trust_header):
        return ""
    return asker.policy.say("silence_not_authenticated", why=asker.policy.told(*proof.reasons))


def _not_to_us(asker: Asker) -> str:
    message = asker.message
    addressed = any(asker.policy.is_own(address.key) for address in (*message.to, *message.cc))
    return "" if addressed else asker.policy.say("silence_not_to_us")


def _too_old(asker: Asker) -> str:
    hours = (asker.now - asker.received_at).total_seconds() / 3600
    limit = asker.policy.reply_within.total_seconds() / 3600
    return asker.policy.say("silence_old", hours=f"{hours:.0f}", limit=f"{limit:.0f}") if hours > limit else ""


def _endless_id(asker: Asker) -> str:
    """An id longer than a line may be (RFC 5322 section 2.1.1) cannot be cited, and no mail program writes one."""
    length = len(asker.message.header("message-id"))
    return asker.policy.say("silence_endless_id", count=str(length)) if length > LONGEST_LINE else ""


def _doubtful(asker: Asker) -> str:
    return asker.doubt


OBJECTIONS: tuple[Callable[[Asker], str], ...] = (
    _no_sender,
    _not_a_person,
    _one_of_us,
    _look_alike,
    _spam,
    _not_authenticated,
    _not_to_us,
    _too_old,
    _endless_id,
    _doubtful,
)
