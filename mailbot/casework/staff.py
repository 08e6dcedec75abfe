"""What an agent's mail does: its orders are followed, its words go to the customer, its writer gets a receipt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from mailbot.casework.about import lacking
from mailbot.casework.absent import by_program
from mailbot.casework.arrival import Arrival
from mailbot.casework.desk import Desk, Done, StaffMail
from mailbot.casework.detail_orders import ask_details, set_detail
from mailbot.casework.naming import checked
from mailbot.casework.orders import Order, Orders, help_lines, parse
from mailbot.casework.place_orders import place
from mailbot.casework.placing import placeable
from mailbot.casework.policy import Policy
from mailbot.casework.relaying import enclosures, internal_lines, left_behind, relay_text
from mailbot.casework.wishes import SETTLED
from mailbot.model import (
    Address,
    Case,
    EngineeringReply,
    Kind,
    Letter,
    Message,
    Part,
    Party,
    Purpose,
    State,
    ToldBy,
)
from mailbot.model.marks import is_forward

INSIDE_MARK = re.compile(
    r"^[(【\[@\s]*(?:社内|内部|メモ|internal|note)\b|^[(【\[@\s]*(?:社内|内部|メモ)|#(?:メモ|note)", re.IGNORECASE
)
INTERNAL_WORDS = re.compile(r"社内|内線|部外秘|internal|confidential", re.IGNORECASE)
UNREAD = "unread"  # the doubt about a mail of which nobody here knows all words


def staff_mail(arrival: Arrival, case: Case, policy: Policy) -> StaffMail:
    """Read an agent's mail of a case. What of it is quoted, signed or known to be internal never leaves.

    Where nobody here has read all of it, nothing does: half an answer is none.
    """
    message, mail, places = arrival.message, arrival.mail, arrival.places
    notes = [one.text for one in case.mails if one.ours and one.party is not Party.CUSTOMER]
    customers = [one.text for one in case.mails if one.party is Party.CUSTOMER]
    relayed = relay_text(message, internal_lines(notes, customers))
    orders = placeable(checked(parse(relayed.text), case, policy), case, policy, places)
    internal = "internal" if relayed.doubt and relayed.text.strip() else ""
    return StaffMail(
        agent=message.sender or Address(""),
        mail=mail,
        orders=orders,
        words=orders.rest.strip(),
        doubt=(UNREAD if arrival.closed else "") or _audience(message, orders, policy) or internal,
        enclosures=enclosures(message, mail),
        left_behind=tuple(left_behind(message)),
        places=places,
    )


def _audience(message: Message, orders: Orders, policy: Policy) -> str:
    """Why the mail may be meant for others than the customer; "" when nothing says so. In doubt it stays inside."""
    here = f"{message.header('delivered-to')} {message.header('x-original-to')}".casefold()  # our own mailbox's names
    own = {message.sender.key} if message.sender else set()
    others = [one for one in (*message.to, *message.cc) if not policy.is_own(one.key) and one.key not in own]
    strangers = [one for one in others if one.key not in here]
    forwarded = any(segment.part is Part.FORWARDED for segment in message.segments)
    first = orders.rest.lstrip().partition("\n")[0]
    if strangers:
        return "others"
    if forwarded or is_forward(message.subject):
        return "forward"
    if any(one.content_type == "text/calendar" for one in message.attachments):
        return "invitation"
    first = unicodedata.normalize("NFKC", first)
    if by_program(message.subject, first):
        return "by_program"
    return "inside" if INSIDE_MARK.search(first) else ""


def obey(case: Case, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """Carry out an agent's mail on paper. What is unclear does nothing at all; the agent always hears why."""
    staff = desk.staff
    if staff.orders.problems:
        return case, (_receipt(desk, _refusals(desk)),)
    if staff.doubt and not staff.inside and (staff.words or staff.enclosures or staff.doubt == UNREAD):
        return case, (_receipt(desk, (desk.say(staff.doubt), *_help(desk))),)
    if not staff.words and not staff.orders.orders and not staff.enclosures:
        return case, (_receipt(desk, (desk.say("empty"), *_help(desk))),)
    letters: tuple[Letter, ...] = ()
    lines: tuple[str, ...] = ()
    for carry_out, order in _steps(staff):
        case, more, line = carry_out(case, order, desk)
        letters, lines = (*letters, *more), (*lines, line)
    told = next((letter.purpose for letter in letters if letter.party is Party.CUSTOMER), None)
    receipt = replace(_receipt(desk, lines), after=told)  # "sent" is said once it is
    return case, (*letters, receipt, *(replace(note, after=told) for note in _to_colleagues(case, desk)))


def _steps(staff: StaffMail) -> list[tuple[Callable[[Case, Order, Desk], Done], Order]]:
    """The words first: whoever writes and closes has answered. A note stays inside, whatever else is ordered."""
    speaks = (staff.words or staff.enclosures) and not staff.inside
    relay = [(_relay, Order("relay", "", ""))] if speaks else []
    last = sorted(staff.orders.orders, key=lambda order: order.name == "close")
    return [*relay, *((CARRY_OUT[order.name], order) for order in last)]


def _relay(case: Case, _order: Order, desk: Desk) -> Done:
    staff = desk.staff
    if case.customer is None:
        return case, (), desk.say("no_customer")
    people = (case.customer, *(Address(key) for key in case.participants))
    letters = tuple(
        replace(_to_customer(case, one, Purpose.RELAY, desk), words=staff.words, enclosures=staff.enclosures)
        for one in people
    )
    line = desk.say("relayed", to=desk.policy.listed(one.email for one in people))
    if desk.gone:  # a person's words go out all the same
        line += " " + desk.say("gone", to=case.customer.email, why=desk.gone)
    if staff.enclosures:
        line += " " + desk.say("enclosed", names=desk.policy.listed(one.attachment.name for one in staff.enclosures))
    if staff.left_behind:
        line += " " + desk.say("left_behind", names=desk.policy.listed(staff.left_behind))
    state = case.state if case.state is State.WITH_ENGINEERING else State.ANSWERED
    return _held_by(replace(case, state=state), desk.by_agent("taken_wrote_to_customer")), letters, line


def _note(case: Case, _order: Order, desk: Desk) -> Done:
    return case, (), desk.say("note")


def _take(case: Case, _order: Order, desk: Desk) -> Done:
    state = case.state if case.escalated else State.WITH_AGENT
    taken = _held_by(replace(case, state=state), desk.by_agent("taken_took"))
    return taken, (), desk.say("take")


def _resume(case: Case, _order: Order, desk: Desk) -> Done:
    """The case is mailbot's again: what called for a person is settled, and it goes on at once where it can."""
    given_back = replace(case, taken="", handed_over=False, wish="", urgent="", closed="", alarm=SETTLED)
    if case.escalated or case.state is State.CLOSED:
        return given_back, (), desk.say("resume")
    if case.asked and not _customer_wrote_last(case):
        waiting = replace(given_back, state=State.WAITING_CUSTOMER, remind_at=desk.policy.reminder(desk.now))
        return waiting, (), desk.say("resume")
    return replace(given_back, state=State.NEW, wake_at=desk.now), (), desk.say("resume")


def _customer_wrote_last(case: Case) -> bool:
    exchanged = [mail for mail in case.mails if mail.party is Party.CUSTOMER]
    return bool(exchanged) and not exchanged[-1].ours


def _release(case: Case, _order: Order, desk: Desk) -> Done:
    if case.customer is None:
        return case, (), desk.say("no_customer")
    if not _tells(case.engineering):
        return case, (), desk.say("nothing_to_release")
    if _sounds_internal(case.engineering, desk.policy):
        return case, (), desk.say("release_internal")
    letter = _to_customer(case, case.customer, Purpose.ANSWERED, desk)
    answered = _held_by(replace(case, state=State.ANSWERED), desk.by_agent("taken_released"))
    return answered, (letter,), desk.say("released", to=case.customer.email)


def _sounds_internal(reply: EngineeringReply | None, policy: Policy) -> bool:
    """What names our own addresses, extensions or calls itself internal was not written for a customer."""
    text = f"{reply.cause}\n{reply.workaround}\n{reply.estimate}" if reply else ""
    domain = policy.engineering.rpartition("@")[2]
    return f"@{domain}" in text.casefold() or INTERNAL_WORDS.search(unicodedata.normalize("NFKC", text)) is not None


def _kind(case: Case, order: Order, desk: Desk) -> Done:
    kind = Kind(order.argument)
    line = desk.say("kind", kind=desk.policy.say(f"kind_{kind.value}"))
    why = desk.policy.say("kind_because_person", who=desk.staff.agent.email)
    also = None if case.also is kind else case.also
    named = replace(case, kind=kind, kind_reason=why, kind_by=ToldBy.PERSON, also=also)
    if kind is not Kind.BUG and case.state is State.WAITING_CUSTOMER:
        return replace(named, state=State.WITH_AGENT, handed_over=True, remind_at=None), (), line
    if kind is not Kind.BUG or case.kind is Kind.BUG or case.escalated or case.taken or case.state is State.CLOSED:
        return named, (), line
    return replace(named, handed_over=False, state=State.NEW, wake_at=desk.now), (), line


def _escalate(case: Case, _order: Order, desk: Desk) -> Done:
    report = Letter(
        Purpose.ESCALATION,
        Party.ENGINEERING,
        Address(desk.policy.engineering),
        desk.policy.staff_language,
        desk.fresh(),
        reason=desk.by_agent("reason_ordered"),
        serial=desk.staff.mail if case.escalated else 0,
        missing=lacking(case, desk.policy),
    )
    sent = replace(case, state=State.WITH_ENGINEERING, escalated=True, remind_at=None)
    return sent, (report,), desk.say("escalate", to=desk.policy.engineering)


def _close(case: Case, _order: Order, desk: Desk) -> Done:
    closed = replace(case, state=State.CLOSED, remind_at=None)
    spoken = desk.staff.words or any(order.name == "release" for order in desk.staff.orders.orders)
    if spoken or case.customer is None or case.silence or case.state is State.CLOSED:
        return closed, (), desk.say("close")
    letter = _to_customer(case, case.customer, Purpose.CLOSED, desk)
    return closed, (letter,), desk.say("close_told", to=case.customer.email)


CARRY_OUT: dict[str, Callable[[Case, Order, Desk], Done]] = {
    "note": _note,
    "take": _take,
    "resume": _resume,
    "release": _release,
    "kind": _kind,
    "ask": ask_details,
    "set": set_detail,
    "escalate": _escalate,
    "close": _close,
    "accept": place,
    "merge": place,
    "move": place,
    "split": place,
}


def _held_by(case: Case, reason: str) -> Case:
    """People first: whoever of ours has written or taken the case, mailbot is quiet in it.

    A mail that waits for the end of its quiet period goes on waiting: the agents have not heard of it yet.
    """
    return replace(case, taken=reason, remind_at=None)


def _tells(reply: EngineeringReply | None) -> bool:
    return reply is not None and bool(reply.cause or reply.workaround or reply.estimate)


def _to_customer(case: Case, recipient: Address, purpose: Purpose, desk: Desk) -> Letter:
    return Letter(purpose, Party.CUSTOMER, recipient, case.language, desk.fresh(), serial=desk.staff.mail)


def _receipt(desk: Desk, lines: tuple[str, ...]) -> Letter:
    language = desk.policy.staff_language
    return Letter(
        Purpose.RECEIPT, Party.AGENT, desk.staff.agent, language, desk.fresh(), notes=lines, serial=desk.staff.mail
    )


def _to_colleagues(case: Case, desk: Desk) -> tuple[Letter, ...]:
    """The other agents hear of it too, so that two do not answer one customer; not of a note for inside."""
    staff, policy = desk.staff, desk.policy
    if staff.inside:
        return ()
    return tuple(
        Letter(
            Purpose.AGENT_NOTE,
            Party.AGENT,
            Address(agent),
            policy.staff_language,
            desk.fresh(),
            reason=case.taken or desk.by_agent("taken_wrote"),
            serial=len(case.events),
        )
        for agent in policy.agents
        if agent.casefold() != staff.agent.key
    )


def _refusals(desk: Desk) -> tuple[str, ...]:
    language = desk.policy.staff_language
    told = tuple(
        desk.say("problem", line=problem.line, why=problem.words.get(language, ""))
        for problem in desk.staff.orders.problems
    )
    return (*told, desk.say("nothing_left"), *_help(desk))


def _help(desk: Desk) -> tuple[str, ...]:
    return ("", *help_lines(desk.policy.staff_language))
