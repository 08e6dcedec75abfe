"""The facts a template may name: strings, numbers and lists only, nothing that reaches into the program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailbot.casework.details import given
from mailbot.casework.threading import base_subject_as_written
from mailbot.letters.gate import hv
from mailbot.letters.stationery import Stationery
from mailbot.model import Answer, Case, CaseMail, Finding, Letter, Party, Purpose, Strength, Wait

Facts = Mapping[str, object]


def facts_of(letter: Letter, case: Case, stationery: Stationery) -> Facts:
    """What a letter knows. To the customer goes no text of a mail, only our own words and lexicon (see `known`)."""
    language = letter.language
    common = {
        "case": _case(case, language, stationery),
        "customer": {"name": stationery.word(language, "customer"), "address": _customer(case)},
        "team": {
            "name": stationery.local(stationery.team, language),
            "address": stationery.support.email,
            "hours": stationery.local(stationery.hours, language),
            "contact": stationery.local(stationery.contact, language),
        },
        "questions": [
            {"number": str(q.number), "text": q.text, "help": q.help, "guess": q.guess} for q in letter.questions
        ],
        "known": known(case, language, stationery),
        "escalated": letter.after is Purpose.ESCALATION,
    }
    return common if letter.party is Party.CUSTOMER else common | _inside(letter, case, stationery)


def known(case: Case, language: str, stationery: Stationery) -> list[dict[str, str]]:
    """What the customer told, as far as it can be said in our own words: values of our lexicon."""
    return [
        {"label": _label(finding.detail, language, stationery), "value": hv(finding.value, 60)}
        for finding in _proofs(case)
        if finding.lexical
    ]


def _inside(letter: Letter, case: Case, stationery: Stationery) -> dict[str, object]:
    """What only our own people may read: quotes, the customer's text, reasons."""
    language, fits = letter.language, attachable(case, stationery.escalation_bytes)
    return {
        "decision": stationery.word(language, f"rule_{letter.rule}"),
        "reason": letter.reason,
        "silence": case.silence,
        "details": [_detail(finding, case, language, stationery) for finding in _proofs(case)],
        "unknown": [_label(f.detail, language, stationery) for f in case.findings if f.answer is not Answer.GIVEN],
        "missing": [_label(detail, language, stationery) for detail in case.missing_before],
        "mails": [_mail(number, mail, stationery) | {"attached": number in fits} for number, mail in numbered(case)],
        "timeline": [
            {
                "at": _time(event.at, stationery),
                "rule": event.rule,
                "what": stationery.word(language, f"rule_{event.rule}"),
                "why": event.reason,
            }
            for event in case.events
            if event.decision != Wait.__name__  # waiting a moment is nothing that happened
        ],
        "asked": [
            {"round": str(one.round), "number": str(one.question.number), "text": one.question.text}
            for one in case.asked
        ],
        "newest": _mail(len(case.mails), case.mails[-1], stationery) if case.mails else {},
    }


def _case(case: Case, language: str, stationery: Stationery) -> dict[str, str]:
    return {
        "tag": f"{stationery.prefix}-{case.id}",
        "subject": hv(base_subject_as_written(case.subject, stationery.prefix))
        or stationery.word(language, "no_subject"),
        "kind": case.kind.value,
        "kind_word": stationery.word(language, f"kind_{case.kind.value}"),
        "kind_reason": case.kind_reason,
        "state": case.state.value,
        "state_word": stationery.word(language, f"state_{case.state.value}"),
        "language": case.language,
        "opened": _time(case.created_at, stationery),
    }


def _customer(case: Case) -> str:
    return case.customer.email if case.customer else ""


def _proofs(case: Case) -> list[Finding]:
    sure = given(case.findings)
    return [
        finding
        for finding in case.findings
        if finding.detail in sure and finding.strength is Strength.STRONG and finding.answer is Answer.GIVEN
    ]


def _detail(finding: Finding, case: Case, language: str, stationery: Stationery) -> dict[str, str]:
    numbers = {mail.mail: str(number) for number, mail in numbered(case)}
    return {
        "label": _label(finding.detail, language, stationery),
        "value": hv(finding.value, 300),
        "quote": hv(finding.quote, 300),
        "mail": numbers.get(finding.mail, ""),
        "rule": finding.rule,
    }


def numbered(case: Case) -> list[tuple[int, CaseMail]]:
    """The customer's mails, numbered as their originals are."""
    return list(enumerate((mail for mail in case.mails if not mail.ours and mail.party is Party.CUSTOMER), 1))


def attachable(case: Case, room: int) -> frozenset[int]:
    """The numbers of the originals that fit into `room` bytes, first come first; base64 makes three bytes four."""
    fitting: set[int] = set()
    for number, mail in numbered(case):
        room -= mail.size * 4 // 3
        if room >= 0:
            fitting.add(number)
    return frozenset(fitting)


def _mail(number: int, mail: CaseMail, stationery: Stationery) -> dict[str, object]:
    return {
        "number": str(number),
        "at": _time(mail.at, stationery),
        "sender": mail.address,
        "party": mail.party.value,
        "subject": hv(mail.subject),
        "text": mail.text,
        "new_text": mail.new_text,
        "sha256": mail.sha256,
        "size": str(mail.size),
        "attachments": [
            {"name": hv(one.name, 100), "type": hv(one.content_type, 60), "size": str(one.size), "sha256": one.sha256}
            for one in mail.attachments
        ],
    }


def _label(detail: str, language: str, stationery: Stationery) -> str:
    labels = stationery.catalogue.detail(detail).label
    return stationery.local(labels, language) or detail


def _time(at: datetime, stationery: Stationery) -> str:
    return at.astimezone(stationery.zone).strftime("%Y-%m-%d %H:%M")
