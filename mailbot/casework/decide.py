"""What is done about a mail or a case: an ordered table of one-question rules, the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.casework.policy import Policy
from mailbot.model import (
    Ask,
    Case,
    Decision,
    Escalate,
    HandOver,
    Hold,
    Ignore,
    Kind,
    Message,
    Note,
    Origin,
    Party,
    Wait,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All a rule may look at. `case` holds the message already; `message` is None when a quiet period ended."""

    policy: Policy
    now: datetime
    case: Case
    known: bool = True  # False: no case yet, `case` is what would be opened
    message: Message | None = None
    party: Party = Party.CUSTOMER
    stranger: str = ""  # why the mail may not join the case it cites
    twin: int = 0  # inbox id of an earlier mail with the same id and words
    missing: tuple[str, ...] = ()
    overspent: str = ""
    wake_at: datetime | None = None  # when the quiet period of the newest mail ends


Rule = Callable[[Facts], Decision | None]


def never_answer_ourselves(facts: Facts) -> Decision | None:
    """A mail that came from this very mailbot is no customer's."""
    if facts.message and facts.message.origin is Origin.OURSELVES:
        return Ignore(f"our own mail: {facts.message.origin_sign}")
    return None


def answer_once(facts: Facts) -> Decision | None:
    """The same mail delivered twice, by an alias and a list, is one mail."""
    return Ignore(f"the same mail as {facts.twin}, delivered again") if facts.twin else None


def note_returned_letters(facts: Facts) -> Decision | None:
    """A bounce belongs to the letter that came back, and nobody answers it (RFC 3834 section 2)."""
    message = facts.message
    if message is None or message.origin is not Origin.BOUNCE:
        return None
    if not facts.known:
        return Ignore(f"a bounce of a mail that is not ours: {message.origin_sign}")
    if message.bounce and not message.bounce.permanent:
        return Note(f"a letter is late: {_failed(message)}")
    return HandOver(f"a letter came back: {_failed(message)}", tell=False)


def never_answer_machines(facts: Facts) -> Decision | None:
    """Two robots writing to each other never stop."""
    message = facts.message
    if message is None or message.origin is not Origin.AUTO_REPLY:
        return None
    reason = f"written by a machine: {message.origin_sign}"
    return Note(reason) if facts.known else Ignore(reason)


def hold_spam(facts: Facts) -> Decision | None:
    """What a filter before us calls spam waits for a person."""
    if facts.message and facts.message.spam:
        return Hold(f"marked as spam: {facts.message.spam}")
    return None


def hold_strangers(facts: Facts) -> Decision | None:
    """Who cites a letter that went to somebody else gets no history and no answer."""
    return Hold(facts.stranger) if facts.stranger else None


def staff_never_becomes_a_customer(facts: Facts) -> Decision | None:
    """A mail of our own people outside a case waits for a person; inside one it goes to the agents."""
    message = facts.message
    if message is None or message.sender is None:
        return None
    staff = facts.policy.is_agent(message.sender.key) or facts.policy.is_engineering(message.sender.key)
    if not staff:
        return None
    if not facts.known:
        return Hold("written by one of us outside of any case")
    if facts.party is Party.AGENT:
        return Note("an agent wrote in this case; nothing goes to the customer")
    return HandOver("engineering wrote in this case", tell=False)


def wait_for_more(facts: Facts) -> Decision | None:
    """People remember the attachment right after sending: one letter, never two."""
    if facts.message and facts.wake_at and facts.wake_at > facts.now:
        return Wait(facts.wake_at, "more may come right after")
    return None


def leave_to_people(facts: Facts) -> Decision | None:
    """Once a person has the case, or when no automatic letter may go out, mailbot only reports."""
    case = facts.case
    if case.handed_over or case.escalated:
        return HandOver("the customer wrote again", tell=False)
    if case.silence:
        return HandOver(f"no automatic answer: {case.silence}", tell=False)
    if facts.overspent:
        return HandOver(f"no automatic answer: {facts.overspent}", tell=False)
    return None


def leave_to_people_when_asked(facts: Facts) -> Decision | None:
    """Who asks for a person, or is past patience, gets a person and no questions."""
    return HandOver(facts.case.wish, tell=True) if facts.case.wish else None


def people_answer_all_but_bugs(facts: Facts) -> Decision | None:
    """Questions, requests and what cannot be told go to a person; the customer gets a receipt."""
    case = facts.case
    if case.kind is not Kind.BUG:
        return HandOver(f"{case.kind.value}: {case.kind_reason}", tell=True)
    return None


def escalate_once(facts: Facts) -> Decision | None:
    """A complete report goes to engineering."""
    return None if facts.missing else Escalate("all required details are there")


def leave_urgent_to_people(facts: Facts) -> Decision | None:
    """What cannot wait for an exchange of letters goes to a person, incomplete as it is."""
    return HandOver(facts.case.urgent, tell=True) if facts.case.urgent else None


def ask_only_with_progress(facts: Facts) -> Decision | None:
    """An automatic letter needs progress: it is the first, or the set of missing details got strictly smaller."""
    case = facts.case
    if case.greeted and not set(facts.missing) < set(case.missing_before):
        return HandOver(f"the answer told nothing of what is missing: {_named(facts)}", tell=True)
    return None


def stop_asking(facts: Facts) -> Decision | None:
    """After the last round a person takes over."""
    if facts.case.rounds >= facts.policy.rounds:
        return HandOver(f"asked {facts.case.rounds} times, still missing: {_named(facts)}", tell=True)
    return None


def ask_for_missing(facts: Facts) -> Decision | None:
    """Ask for what is missing and nothing else."""
    return Ask(facts.missing, f"missing: {_named(facts)}")


RULES: tuple[Rule, ...] = (
    never_answer_ourselves,
    answer_once,
    note_returned_letters,
    never_answer_machines,
    hold_spam,
    hold_strangers,
    staff_never_becomes_a_customer,
    wait_for_more,
    leave_to_people,
    leave_to_people_when_asked,
    people_answer_all_but_bugs,
    escalate_once,
    leave_urgent_to_people,
    ask_only_with_progress,
    stop_asking,
    ask_for_missing,
)


def decide(facts: Facts, rules: tuple[Rule, ...] = RULES) -> tuple[str, Decision]:
    """The name of the first rule that answers, and its decision; the last rule always answers."""
    return next((rule.__name__, decision) for rule in rules if (decision := rule(facts)) is not None)


def _named(facts: Facts) -> str:
    """The missing details in the words of our own people."""
    labels = {detail.id: detail.label for detail in facts.policy.catalogue.details}
    language = facts.policy.staff_language
    return ", ".join(labels.get(one, {}).get(language, one) for one in facts.missing)


def _failed(message: Message) -> str:
    bounce = message.bounce
    if bounce is None:
        return message.origin_sign
    return f"{', '.join(bounce.recipients) or 'unknown recipient'} {bounce.status}".strip()
