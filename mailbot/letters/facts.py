"""The facts a template may name: strings, numbers and lists only, nothing that reaches into the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from mailbot.casework.commands import help_lines
from mailbot.casework.support import unlisted
from mailbot.casework.threading import base_subject_as_written
from mailbot.casework.veil import told_in, veil_of, veiled
from mailbot.casework.wishes import SETTLED
from mailbot.letters.about import About, numbered
from mailbot.letters.gate import hv
from mailbot.letters.names import LETTERS, Shape, Sort
from mailbot.letters.stationery import Stationery
from mailbot.letters.told import closed_by, details, happened, known
from mailbot.model import (
    Answer,
    Attachment,
    Case,
    CaseMail,
    EngineeringReply,
    Kind,
    Letter,
    Purpose,
    Wait,
)

Facts = Mapping[str, object]
ROOM = 300_000  # characters of mail text in one letter; the originals hold the rest


def facts_of(letter: Letter, case: Case, stationery: Stationery) -> Facts:
    """What a letter knows: exactly the names of `LETTERS`, so that no letter can name more than its reader may read.

    Whatever customers wrote is veiled before anything is made of it; what people of ours write to them is not altered.
    """
    veil = veil_of(case)
    about = About(veil.letter(letter), veiled(case, veil), stationery, told_in(case))
    return {name: _part(MAKERS[name](about), shape) for name, shape in LETTERS[letter.purpose].items()}


def attachable(case: Case, room: int) -> frozenset[int]:
    """The numbers of the originals that fit into `room` bytes, first come first; base64 makes three bytes four."""
    fitting: set[int] = set()
    for number, mail in numbered(case):
        room -= mail.size * 4 // 3
        if room >= 0:
            fitting.add(number)
    return frozenset(fitting)


def _part(value: object, shape: Shape) -> object:
    """Of a fact with parts only those that this letter may name."""
    if shape.sort is Sort.RECORD and isinstance(value, dict):
        return {part: value[part] for part in shape.fields}
    return value


def _case(about: About) -> dict[str, str]:
    case = about.case
    subject = hv(base_subject_as_written(case.subject, about.stationery.prefix))
    return {
        "tag": _tag(case.id, about),
        "subject": subject or about.word("no_subject"),
        "kind": _kind(about),
        "kind_word": about.word(f"kind_{case.kind.value}"),
        "kind_reason": case.kind_reason,
        "product": _product(about) if case.product else "",
        "product_reason": case.product_reason,
        "also": about.word(f"kind_{case.also.value}") if case.also else "",
        "state": case.state.value,
        "state_word": about.word(f"state_{case.state.value}"),
        "language": case.language,
        "opened": about.time(case.created_at),
    }


def _kind(about: About) -> str:
    """Nobody who calls for help, complains or also reports a malfunction is thanked for a suggestion."""
    case = about.case
    more = case.urgent or case.wish or case.also
    thanked = about.letter.purpose is Purpose.FIRST and case.kind is Kind.REQUEST and more
    return (Kind.UNSURE if thanked else case.kind).value


def _product(about: About) -> str:
    product = about.stationery.products.named(about.case.product)
    return about.stationery.local(product.label, about.language) or product.name


def _unsupported(about: About) -> list[str]:
    """What the customer uses and the product does not list."""
    stationery = about.stationery
    product = stationery.products.named(about.case.product)
    return [hv(one, 60) for one in unlisted(product, about.case.findings, stationery.catalogue)]


def _tag(number: int, about: About) -> str:
    """How people name a case; an alert about a mail without a case has none."""
    return f"{about.stationery.prefix}-{number}" if number else ""


def _customer(about: About) -> dict[str, str]:
    customer = about.case.customer
    return {"name": _salutation(about), "address": customer.email if customer else ""}


def _salutation(about: About) -> str:
    """A name comes from the directory or not at all: what a From says of itself may be anything."""
    customer = about.case.customer
    row = about.stationery.directory.of(customer) if customer else None
    if row is None:
        return about.word("customer")
    form = "customer_named" if row.name else "customer_somebody" if row.company else "customer"
    named = about.word(form).replace("{company}", hv(row.company, 80)).replace("{name}", hv(row.name, 80))
    return named.strip()


def _team(about: About) -> dict[str, str]:
    stationery = about.stationery
    return {
        "name": stationery.local(stationery.team, about.language),
        "address": stationery.support.email,
        "hours": stationery.local(stationery.hours, about.language),
        "contact": stationery.local(stationery.contact, about.language),
    }


def _questions(about: About) -> list[dict[str, str]]:
    return [{"number": str(q.number), "text": q.text, "help": q.help, "guess": q.guess} for q in about.letter.questions]


def _engineering(about: About) -> dict[str, str]:
    said = about.case.engineering or EngineeringReply()
    return {name: getattr(said, name).strip() for name in ("cause", "workaround", "estimate", "need_more")}


def _timeline(about: About) -> list[dict[str, str]]:
    return [
        {
            "at": about.time(event.at),
            "rule": event.rule,
            "what": about.word(f"rule_{event.rule}"),
            "why": event.reason,
        }
        for event in about.case.events
        if event.decision != Wait.__name__  # waiting a moment is nothing that happened
    ]


def _asked(about: About) -> list[dict[str, str]]:
    return [
        {"round": str(one.round), "number": str(one.question.number), "text": one.question.text}
        for one in about.case.asked
    ]


def _mails(about: About) -> list[dict[str, object]]:
    mails = numbered(about.case)
    fits = attachable(about.case, about.stationery.room)
    room = ROOM // max(len(mails), 1)
    return [_mail(number, mail, about, room) | {"attached": number in fits} for number, mail in mails]


def newest_of(case: Case) -> tuple[int, CaseMail] | None:
    """The newest mail that came, and its number in the case; ours say nothing new to an agent."""
    theirs = [(number, mail) for number, mail in enumerate(case.mails, 1) if not (mail.ours or mail.secret)]
    return theirs[-1] if theirs else None


def goes_along(mail: CaseMail, room: int) -> bool:
    """Whether a note brings the mail itself: not all of it was read, and it fits."""
    return bool(mail.unread) and mail.size * 4 // 3 <= room


def _newest(about: About) -> dict[str, object]:
    newest = newest_of(about.case)
    if newest is None:
        return dict.fromkeys(LETTERS[Purpose.AGENT_NOTE]["newest"].fields, "") | {"files": [], "attached": False}
    mail = newest[1]
    attached = goes_along(mail, about.stationery.escalation_bytes)
    return _mail(*newest, about, ROOM) | {"unread": mail.unread, "id": str(mail.mail), "attached": attached}


def _mail(number: int, mail: CaseMail, about: About, room: int) -> dict[str, object]:
    return {
        "number": str(number),
        "at": about.time(mail.at),
        "sender": mail.address,
        "party": mail.party.value,
        "subject": hv(mail.subject),
        "text": _within(mail.text, room, about),
        "new_text": _within(mail.new_text, room, about),
        "sha256": mail.sha256,
        "size": str(mail.size),
        "files": [_file(one, about) for one in mail.attachments],
        "attachments": [
            {"name": hv(one.name, 100), "type": hv(one.content_type, 60), "size": str(one.size), "sha256": one.sha256}
            for one in mail.attachments
        ],
    }


def _file(file: Attachment, about: About) -> str:
    words = {"{type}": hv(file.content_type, 60), "{size}": str(file.size), "{name}": hv(file.name, 100)}
    shown = about.word("file")
    for mark, word in words.items():
        shown = shown.replace(mark, word)
    return shown


def _within(text: str, room: int, about: About) -> str:
    """A text that is too long for a letter, and says so: an agent who gets no note at all is worse off."""
    return text.rstrip() if len(text) <= room else f"{text[:room].rstrip()}\n{about.word('cut')}"


def _sensitive(about: About) -> list[str]:
    """Which of the customer's mails hold what must not be shown."""
    said = []
    for number, mail in numbered(about.case):
        if sorts := about.sensitive.get(mail.mail):
            names = about.listed(about.word(f"sensitive_{sort.value}") for sort in sorts)
            line = about.word("sensitive_mail").replace("{number}", str(number)).replace("{id}", str(mail.mail))
            said.append(line.replace("{kinds}", names))
    return said


def _alarm(about: About) -> str:
    alarm = about.case.alarm if about.case.alarm != SETTLED else ""
    words = [f"alarm_{one}" for one in (alarm, "held" if about.case.unheard else "") if one]
    return about.listed(about.word(word) for word in words)


def _time_or_none(at: datetime | None, about: About) -> str:
    return about.time(at) if at else ""


MAKERS: Mapping[str, Callable[[About], object]] = {
    "case": _case,
    "customer": _customer,
    "team": _team,
    "questions": _questions,
    "known": known,
    "escalated": lambda about: about.letter.after is Purpose.ESCALATION,
    "follows": lambda about: _tag(about.case.follows, about),
    "cites": lambda about: _tag(about.case.cites, about),
    "merged": lambda about: _tag(about.case.merged, about),
    "participants": lambda about: list(about.case.participants),
    "engineering": _engineering,
    "words": lambda about: about.letter.words.strip("\n"),
    "notes": lambda about: list(about.letter.notes),
    "orders": lambda about: list(help_lines(about.language)),
    "decision": lambda about: about.word(f"rule_{about.letter.rule}"),
    "reason": lambda about: about.letter.reason,
    "silence": lambda about: about.case.silence or about.case.unheard,
    "unheard": lambda about: bool(about.case.unheard),
    "taken": lambda about: about.case.taken,
    "remind_at": lambda about: _time_or_none(about.case.remind_at, about),
    "details": details,
    "occurrences": happened,
    "unknown": closed_by(Answer.UNKNOWN),
    "declined": closed_by(Answer.DECLINED),
    "unsupported": _unsupported,
    "missing": lambda about: [about.label(detail) for detail in about.letter.missing],
    "proposed": lambda about: [{"number": str(q.number), "text": q.text} for q in about.letter.questions],
    "sensitive": _sensitive,
    "withheld": lambda about: not about.stationery.originals,
    "alarm": _alarm,
    "urgent": lambda about: about.case.urgent,
    "asked": _asked,
    "timeline": _timeline,
    "mails": _mails,
    "newest": _newest,
}
