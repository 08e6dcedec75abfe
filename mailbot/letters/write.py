"""A letter, from its draft to the bytes that go out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.letters.about import numbered
from mailbot.letters.compose import Envelope, File, LetterError, Original, compose
from mailbot.letters.facts import attachable, facts_of, goes_along, newest_of
from mailbot.letters.stationery import Stationery
from mailbot.model import Address, Case, CaseMail, Enclosure, Letter, Party, Purpose

CUSTOMER_LIMIT = 8 * 1024  # bytes of an automatic letter
OWN_WORDS = (Purpose.RELAY, Purpose.ANSWERED)  # what people wrote is as long as it is
NOT_IN_JSON = ("customer", "team", "questions", "known", "escalated")


@dataclass(frozen=True, slots=True)
class Kept:
    """What letters may take from the inbox: a mail's original bytes by its id, and the bytes of an enclosure.

    `file` raises LetterError when they cannot be had.
    """

    raw: Callable[[int], bytes]
    file: Callable[[Enclosure], bytes]


def write(letter: Letter, case: Case, stationery: Stationery, now: datetime, kept: Kept) -> tuple[bytes, str, str]:
    """(bytes, subject, body) of a letter; LetterError when it cannot be written as meant."""
    facts = facts_of(letter, case, stationery)
    subject, words = stationery.templates.render(letter.purpose, letter.language, facts)
    if letter.party is Party.CUSTOMER and letter.purpose not in OWN_WORDS and len(words.encode()) > CUSTOMER_LIMIT:
        raise LetterError(f"the letter to the customer is over {CUSTOMER_LIMIT} bytes")
    envelope = _envelope(letter, case, stationery, now)
    if letter.purpose is not Purpose.ESCALATION:
        files = [File(one.attachment.name, one.attachment.content_type, kept.file(one)) for one in letter.enclosures]
        unread = _unread(letter, case, stationery.escalation_bytes, kept.raw)
        return compose(envelope, subject, words, unread, files), subject, words
    originals = _originals(case, stationery.room, kept.raw)
    machine = json.dumps({k: v for k, v in facts.items() if k not in NOT_IN_JSON}, ensure_ascii=False, indent=1)
    files = [File("case.json", "application/json", machine.encode())]
    return compose(envelope, subject, words, originals, files), subject, words


def _originals(case: Case, room: int, raw: Callable[[int], bytes]) -> tuple[Original, ...]:
    """The customer's mails, in order; what does not fit is named in the text by its sha256."""
    fits = attachable(case, room)
    return tuple(Original(number, raw(mail.mail)) for number, mail in numbered(case) if number in fits)


def _unread(letter: Letter, case: Case, room: int, raw: Callable[[int], bytes]) -> tuple[Original, ...]:
    """The mail of which a note can show only a part: whoever gets it can open what we could not."""
    newest = newest_of(case) if letter.purpose is Purpose.AGENT_NOTE else None
    if newest is None or not goes_along(newest[1], room):
        return ()
    return (Original(newest[0], raw(newest[1].mail)),)


def _envelope(letter: Letter, case: Case, stationery: Stationery, now: datetime) -> Envelope:
    thread = [mail for mail in case.mails if mail.message_id and _in_thread(mail, letter)]
    customer = letter.party is Party.CUSTOMER
    return Envelope(
        sender=Address(stationery.support.email, stationery.local(stationery.team, letter.language)),
        recipient=letter.recipient,
        message_id=letter.message_id,
        in_reply_to=_answered(thread, customer),
        references=tuple(dict.fromkeys(ref for mail in thread for ref in (*mail.references, mail.message_id))),
        at=now.astimezone(stationery.zone),
        auto_submitted=_origin(letter),
        reply_to=_reply_to(letter, case, stationery, now),
        instance=stationery.instance,
    )


def _reply_to(letter: Letter, case: Case, stationery: Stationery, now: datetime) -> Address | None:
    """The support address with a mark of this case and reader; a letter about no case has nothing to tie answers to."""
    mark = stationery.tokens.mark(case.id, letter.party, letter.recipient, now.date()) if case.id else ""
    local, _, domain = stationery.support.email.rpartition("@")
    return Address(f"{local}+{mark}@{domain}") if mark else None


def _answered(thread: list[CaseMail], customer: bool) -> str:
    """The customer's newest mail is what we answer; among ourselves the newest of either side keeps the thread."""
    fitting = [mail for mail in thread if not (customer and mail.ours)]
    return fitting[-1].message_id if fitting else ""


def _in_thread(mail: CaseMail, letter: Letter) -> bool:
    """Each of our people has a thread of their own; the customer's is one, whoever of them writes in it."""
    if letter.party is Party.CUSTOMER:
        return mail.party is Party.CUSTOMER
    return mail.party is letter.party and mail.address.casefold() == letter.recipient.key


def _origin(letter: Letter) -> str:
    """RFC 3834 section 5: what a person wrote is not automatic, though mailbot carries it."""
    if letter.purpose is Purpose.RELAY:
        return ""
    return "auto-replied" if letter.party is Party.CUSTOMER else "auto-generated"
