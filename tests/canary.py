"""What must never happen, looked for in all that a store has kept and written: run at the end of suites with mails.

A customer's words reach nobody who has no part in the case; words of our own inside reach nobody outside; every letter
has just the headers that it should, and an automatic one says so (RFC 3834 section 3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from mailbot.delivery.guard import unfit
from mailbot.letters.shown import shown
from mailbot.model import Case, OutMail, Party, Purpose
from mailbot.store import Store

TEMPLATES = Path(__file__).resolve().parents[1] / "mailbot" / "templates"
INTERNAL = (Purpose.AGENT_NOTE, Purpose.RECEIPT, Purpose.ALERT, Purpose.ESCALATION, Purpose.CONFIRM)
LINE = "KANARIA-INTERNAL"  # stands in every internal letter where suites say `marked`
TECHNICAL = ("received", "x-originating-ip", "user-agent", "x-mailer")  # what a mail says of its sender's machine
LONG = 24  # characters of a line that is nobody else's by chance
BY_PEOPLE = {Purpose.RELAY, Purpose.ANSWERED}
MOST_AUTOMATIC = 8 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as its reader sees it, and its case."""

    number: int
    purpose: Purpose
    mail: OutMail
    case: Case | None
    body: str


def leaks(store: Store, staff: Collection[str]) -> list[str]:
    """A sentence for each thing that went where it must not; empty when all is well. `staff` are our own addresses."""
    letters = list(_letters(store))
    numbers = filter(store.cases.neighbour, range(1, store.cases.next_id()))
    cases = [store.cases.load(number) for number in numbers]
    outside = [one for one in letters if one.mail.recipient.casefold() not in staff]
    return [
        *_strangers(outside, cases),
        *_inside(letters, outside),
        *_technical(store, outside, staff),
        *_misshapen(letters),
        *_misdirected(outside),
    ]


def marked(templates: Path) -> None:
    """Let all internal letters of a site end with the canary's line, by templates as a site may have of its own."""
    for language in ("en", "ja"):
        for purpose in INTERNAL:
            own, packaged = (folder / language / f"{purpose}.txt.j2" for folder in (templates, TEMPLATES))
            own.parent.mkdir(parents=True, exist_ok=True)
            text = (own if own.exists() else packaged).read_text(encoding="utf-8")
            own.write_text(f"{text}\n{LINE}\n", encoding="utf-8")


def _letters(store: Store) -> Iterator[Written]:
    for row in store.outbox.rows():
        number = int(str(row["id"]))
        mail = store.outbox.load(number)
        case = store.cases.load(int(str(row["case_id"]))) if row["case_id"] else None
        if mail.data:
            yield Written(number, Purpose(str(row["purpose"])), mail, case, shown(mail.data).body)


def _strangers(outside: list[Written], cases: list[Case]) -> Iterator[str]:
    """Lines of customers in letters to those who have no part in their case."""
    for letter in outside:
        to = letter.mail.recipient.casefold()
        theirs = {line for case in cases if to in _people(case) for line in _lines(_texts(case))}
        others = {line for case in cases if to not in _people(case) for line in _lines(_texts(case))}
        for line in others - theirs:
            if line in letter.body:
                yield f"letter {letter.number} shows {to} what another customer wrote: {line[:60]}"


def _inside(letters: list[Written], outside: list[Written]) -> Iterator[str]:
    """Lines that stand in our letters to our own people and in no mail, in letters to others."""
    for letter in outside:
        if LINE in letter.body or LINE.encode() in letter.mail.data:
            yield f"letter {letter.number} shows {letter.mail.recipient} the line of internal letters"
        inside = [one for one in letters if one not in outside and one.case == letter.case and one.case]
        ours = {line for one in inside for line in _lines([one.body])}
        mails = "\n".join(mail.text for mail in letter.case.mails if not mail.ours) if letter.case else ""
        also = "\n".join(one.body for one in outside if one.purpose not in BY_PEOPLE)
        for line in ours:
            if line in letter.body and line not in mails and (letter.purpose in BY_PEOPLE and line not in also):
                yield f"letter {letter.number} shows the customer a line from inside: {line[:60]}"


def _technical(store: Store, outside: list[Written], staff: Collection[str]) -> Iterator[str]:
    """What the programs and servers of our own people say of themselves."""
    for row in store.inbox.rows():
        head = message_from_bytes(store.inbox.raw(int(str(row["id"]))).partition(b"\r\n\r\n")[0])
        ours = any(one in str(head["From"]).casefold() for one in staff)
        said = [str(value).strip() for name, value in head.items() if ours and name.lower() in TECHNICAL]
        for letter in outside:
            for value in said:
                if len(value) > 6 and value in letter.body:
                    yield f"letter {letter.number} shows {value!r} of an agent's mail"


def _misshapen(letters: list[Written]) -> Iterator[str]:
    for letter in letters:
        if reason := unfit(letter.mail):
            yield f"letter {letter.number} could not leave: {reason}"
        head = message_from_bytes(letter.mail.data, policy=policy.compat32)
        automatic = letter.purpose is not Purpose.RELAY
        if automatic and (not head["Auto-Submitted"] or head["X-Auto-Response-Suppress"] != "All"):
            yield f"letter {letter.number} does not say that it is automatic"
        if not head["X-Mailbot-Loop"] or len(str(head["References"] or "")) > 1600:
            yield f"letter {letter.number} lacks its loop mark, or cites too much"


def _misdirected(outside: list[Written]) -> Iterator[str]:
    """Letters to the outside go to who takes part; automatic ones are short, with nothing attached."""
    for letter in outside:
        if letter.case is None or letter.mail.recipient.casefold() not in _people(letter.case):
            yield f"letter {letter.number} goes to {letter.mail.recipient}, who takes no part"
        if letter.purpose in BY_PEOPLE:
            continue
        if len(letter.mail.data) > 2 * MOST_AUTOMATIC or message_from_bytes(letter.mail.data).is_multipart():
            yield f"letter {letter.number} is automatic, and too long or with something attached"
        if letter.mail.sender:
            yield f"letter {letter.number} is automatic, but a bounce of it would come back"


def _people(case: Case) -> set[str]:
    customer = {case.customer.key} if case.customer else set()
    return customer | set(case.participants)


def _texts(case: Case) -> list[str]:
    return [mail.text for mail in case.mails if not mail.ours and mail.party is Party.CUSTOMER]


def _lines(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for line in text.split("\n"):
            if len(line.strip()) >= LONG:
                yield line.strip()
