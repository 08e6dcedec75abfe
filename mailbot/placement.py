"""Where a mail belongs, with all that the store knows of it; and where a person put it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mailbot.casework import threading as keys
from mailbot.casework.arrival import Arrival
from mailbot.casework.bounces import returned
from mailbot.casework.orders import parse
from mailbot.casework.passing_on import customer_of, passed_on
from mailbot.casework.passwords import WITHIN as PASSWORD_WITHIN
from mailbot.casework.passwords import is_password_mail
from mailbot.casework.placing import carried, named_cases
from mailbot.casework.policy import Policy
from mailbot.model import Address, Case, Confirmation, Message, Move, Origin, Party, Places
from mailbot.store import Store
from mailbot.store.cases import Earlier
from mailbot.store.inbox import InboxRow
from mailbot.works import Works

MEGABYTE = 1024 * 1024
TO_CONFIRM = timedelta(days=7)  # that an agent has to say that he wrote a mail
MOST_NAMED = 10  # cases in one mail of an agent


def place(row: InboxRow, message: Message, works: Works) -> tuple[Case | None, Arrival]:
    """(the case of a mail, the mail with what the store knows of it), inside the caller's transaction."""
    cases = works.store.cases
    earlier = None if row.put is not None else cases.earlier(message.message_id)  # what was put here was read before
    same = earlier is not None and _is_copy(message, earlier)
    found, by_us = _found(row, message, earlier if same else None, works)
    join = found if isinstance(found, keys.Join) else None
    arrival = Arrival(
        message=message,
        mail=row.id,
        received_at=min(row.received_at, works.clock()),  # a server's clock that is ahead must not delay an answer
        fresh_id=cases.next_id(),
        join=join,
        by_us=by_us,
        ours=cases.is_ours(message.message_id),
        stranger=found if isinstance(found, keys.Stranger) else None,
        cites=found.case_id if isinstance(found, keys.Hint) else 0,
        confirmed=row.confirmed,
        confirms=_confirms(join, message, works),
        moved=bool(row.put),
        split=row.put == 0,
        places=_around(join, message, works),
        twin=earlier.mail if earlier and same and not earlier.unanswered else 0,
        doubt=works.policy.say("silence_same_id") if earlier is not None and not same else "",
        closed=_closed(row, message, works.policy),
        sha256=row.sha256,
        size=row.size,
        mailbox=row.account,
        earlier=cases.told_by(_sender(message)) if join is None and _sender(message) else (),
    )
    return (cases.load(join.case_id) if join else None), arrival


def leave(case: Case, moves: Sequence[Move], store: Store) -> None:
    """What a person put elsewhere goes there, before the case itself is saved; inside the caller's transaction."""
    for move in moves:
        if move.to is not None:
            store.cases.take_out(case.id, move.mail)
        store.inbox.put(move.mail, move.to)
    if case.merged:
        store.cases.redirect(case.id, case.merged)
        store.inbox.redirect(case.id, case.merged)
        store.cases.save(carried(store.cases.load(case.merged), store.cases.load(case.id)))


def _found(row: InboxRow, message: Message, copy: Earlier | None, works: Works) -> tuple[keys.Placed, bool]:
    """(where the mail belongs, whether a person of ours wrote it to the customer from a mail program)."""
    cases, policy = works.store.cases, works.policy
    if row.put is not None:
        return keys.by_hand(row.put, policy), False
    anchors = returned(message, cases.anchors(keys.cited(message), message.message_id))
    if row.account in works.sent_folders:
        return keys.by_sent(message, anchors, policy), True
    if keys.is_staff(message, policy) and (joined := keys.by_sent(message, anchors, policy)):
        return joined, True
    if copy and copy.unanswered:
        return keys.again(copy.case_id, policy), False
    found = keys.place(message, anchors, policy)
    if not isinstance(found, keys.Join):
        found = _by_token(message, works) or found or keys.from_elsewhere(message, policy)
    if row.confirmed and isinstance(found, keys.Stranger):
        found = keys.by_accept(message, found, cases.anchor_of_case(found.case_id), policy)
    if found and _hands_in(message, policy):
        return keys.Hint(found.case_id), False
    return (found if isinstance(found, keys.Join | keys.Stranger) else _by_less(row, message, works) or found), False


def _hands_in(message: Message, policy: Policy) -> bool:
    """An agent passes on what a customer wrote to him, and orders nothing: it opens a case, whatever else it cites."""
    if not (passed_on(message, policy) and customer_of(message, policy)):
        return False
    return not parse(message.new_text).orders


def _by_token(message: Message, works: Works) -> keys.Join | keys.Stranger | None:
    """By the mark in the address that it was sent to."""
    claims = works.policy.tokens.claims((*message.to, *message.cc), works.clock().date())
    found = [keys.by_token(message, one, works.store.cases.anchor_of_case(one.case), works.policy) for one in claims]
    joins = [one for one in found if isinstance(one, keys.Join)]
    return next((one for one in (*joins, *found) if one), None)


def _by_less(row: InboxRow, message: Message, works: Works) -> keys.Join | None:
    """By what proves less than an id, and so only for a sender who is vouched for."""
    cases, policy = works.store.cases, works.policy
    number = keys.tag_number(message.subject, policy.prefix)
    if number is not None and (found := keys.by_tag(message, cases.anchor_of_case(number), policy)):
        return found
    if message.sender is None:
        return None
    if found := keys.by_quiet(message, cases.in_quiet(message.sender.email), policy):
        return found
    if not is_password_mail(message):
        return None
    before = cases.newest_open(message.sender.email, row.received_at - PASSWORD_WITHIN)
    return keys.by_password(message, before, policy)


def _around(join: keys.Join | None, message: Message, works: Works) -> Places:
    """What an agent's orders about places need to know."""
    if join is None or join.party is not Party.AGENT:
        return Places()
    numbers = named_cases(parse(message.new_text), works.policy.prefix)[:MOST_NAMED]
    named = (works.store.cases.neighbour(number) for number in numbers)
    return Places(tuple(one for one in named if one), works.store.inbox.held(join.case_id))


def _confirms(join: keys.Join | None, message: Message, works: Works) -> Confirmation | None:
    """The mail about which this one answers our question: by the hand of the agent who was asked, and not forged."""
    if join is None or join.party is not Party.AGENT or message.origin is not Origin.PERSON:
        return None
    asked = works.store.inbox.confirmation(keys.answered(message), works.clock() - TO_CONFIRM)
    return asked if asked and keys.may_answer(message, asked) else None


def _is_copy(message: Message, earlier: Earlier) -> bool:
    """The same words under the same id, of the same sender: whoever copies somebody else's mail has sent his own."""
    return earlier.text == message.text and Address(earlier.address).key == Address(_sender(message)).key


def _closed(row: InboxRow, message: Message, policy: Policy) -> str:
    """Why nobody here knows all words of the mail; "" when they are known."""
    if not row.truncated:
        return policy.closed(message)
    size = f"{row.size / MEGABYTE:.0f}"
    return policy.say("closed_too_large", size=size, account=row.account, folder=row.folder, uid=str(row.uid))


def _sender(message: Message) -> str:
    return message.sender.email if message.sender else ""
