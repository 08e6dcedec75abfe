"""Small built-in cases on which every letter is tried, shown and previewed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from mailbot.casework.asking import Matter, missing
from mailbot.casework.catalogue import Catalogue, Detail, listed
from mailbot.casework.directory import Customer, Directory
from mailbot.casework.questions import questions
from mailbot.letters.render import Templates
from mailbot.letters.sample_words import words_of
from mailbot.letters.stationery import Stationery
from mailbot.model import (
    Address,
    Answer,
    Asked,
    Attachment,
    Case,
    CaseMail,
    EngineeringReply,
    Event,
    Finding,
    Kind,
    Letter,
    Party,
    Purpose,
    Question,
    State,
    Strength,
)

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CUSTOMER = Address("hanako@customer.example")
NAMED = {"ja": Address("suzuki@customer.example"), "en": Address("miller@customer.example")}
AGENT, ENGINEERING = Address("agent@desk.example"), Address("engineering@desk.example")
TO_AGENT = (Purpose.AGENT_NOTE, Purpose.RECEIPT, Purpose.ALERT, Purpose.CONFIRM)
INSIDE = dict.fromkeys(TO_AGENT, AGENT) | {Purpose.ESCALATION: ENGINEERING}
FILE = Attachment("2", "screen.png", "image/png", 48_213, "0" * 64)
ASKED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter and the case it is about; `title` says when it goes out."""

    title: str
    letter: Letter
    case: Case


def party_of(purpose: Purpose) -> Party:
    """Who gets a letter."""
    if purpose is Purpose.ESCALATION:
        return Party.ENGINEERING
    return Party.AGENT if purpose in INSIDE else Party.CUSTOMER


def sample_case(language: str, kind: Kind, catalogue: Catalogue, state: State = State.NEW) -> Case:
    """A case with all that a case may have."""
    words = words_of(language)
    first = CaseMail(
        1, Party.CUSTOMER, False, "<1@customer.example>", (), CUSTOMER.email, words.subjects[kind], AT,
        words.texts[kind], words.texts[kind], (FILE,), "1" * 64, 50_412,
    )  # fmt: skip
    second = replace(
        first, mail=2, at=AT + timedelta(hours=2), text=words.reply, new_text=words.reply, attachments=(), size=412
    )
    asked = _questions(catalogue, language, _gaps(catalogue))
    return Case(
        id=12,
        state=state,
        kind=kind,
        kind_reason=words.reasons[kind],
        language=language,
        customer=CUSTOMER,
        subject=words.subjects[kind],
        created_at=AT,
        rounds=1,
        findings=_findings(language, catalogue) if kind is Kind.BUG else (),
        asked=tuple(Asked(1, "<c.1@desk.example>", one) for one in asked) if kind is Kind.BUG else (),
        mails=(first, second) if kind is Kind.BUG else (first,),
        events=(Event(AT + timedelta(minutes=3), _rule(kind), "", _reason(kind, language, catalogue), 1),),
    )


def sample_letter(purpose: Purpose, language: str, case: Case, catalogue: Catalogue) -> Letter:
    """A letter of this purpose with all that such a letter may have."""
    words = words_of(language)
    gaps = _gaps(catalogue)
    asking = {Purpose.FIRST, Purpose.QUESTIONS, Purpose.REMINDER, Purpose.AGENT_NOTE}
    asks = (
        purpose in asking
        and (purpose is not Purpose.AGENT_NOTE or case.state is State.WITH_ENGINEERING)
        and case.kind is Kind.BUG
    )
    open_gaps = gaps[1:] or gaps if purpose is Purpose.QUESTIONS else gaps
    return Letter(
        purpose=purpose,
        party=party_of(purpose),
        recipient=INSIDE.get(purpose) or case.customer or CUSTOMER,
        language=language,
        message_id="<c.2@desk.example>",
        questions=_questions(catalogue, language, open_gaps) if asks else (),
        rule=_rule(case.kind),
        reason=_reason(case.kind, language, catalogue),
        words=words.relay if purpose in {Purpose.RELAY, Purpose.CONFIRM} else "",
        notes=_notes(purpose, language, case, catalogue),
        missing=gaps if case.kind is Kind.BUG else (),
    )


def _notes(purpose: Purpose, language: str, case: Case, catalogue: Catalogue) -> tuple[str, ...]:
    words = words_of(language)
    if purpose is Purpose.CONFIRM:
        return (catalogue.say(language, "confirm_about", mail="42", at="2026-11-20 10:00", subject=case.subject),)
    return (words.alert,) if purpose is Purpose.ALERT else words.notes if purpose is Purpose.RECEIPT else ()


def answered(case: Case) -> Case:
    """The case with an answer of engineering's."""
    words = words_of(case.language)
    return replace(case, engineering=EngineeringReply(words.cause, words.workaround, words.estimate, words.need_more))


def unread(case: Case) -> Case:
    """The case with a newest mail that nobody could read."""
    *before, newest = case.mails
    return replace(case, mails=(*before, replace(newest, text="", new_text="", unread=words_of(case.language).closed)))


def connected(case: Case) -> Case:
    """The case with others around it, and with somebody who takes part beside the customer."""
    return replace(case, follows=3, cites=5, participants=("boss@customer.example",))


def grid(language: str, catalogue: Catalogue) -> Iterator[Sample]:
    """Every letter for every kind and state, once with all there can be and once with almost nothing."""
    for purpose, kind, state in itertools.product(Purpose, Kind, State):
        full = unread(answered(connected(sample_case(language, kind, catalogue, state))))
        title = f"{purpose.value}, {kind.value}, {state.value}"
        yield Sample(title, sample_letter(purpose, language, full, catalogue), full)
        bare = Case(1, state, kind, "", language, None, "", AT)
        letter = Letter(purpose, party_of(purpose), CUSTOMER, language, "<c.3@desk.example>")
        yield Sample(f"{title}, with almost nothing known", letter, bare)


def stand_in(catalogue: Catalogue) -> Stationery:
    """A team that exists only in samples."""
    people = {NAMED[language].key: Customer(words_of(language).name, words_of(language).company) for language in NAMED}
    return Stationery(
        support=Address("support@desk.example"),
        team={"ja": "ひかりデスク", "en": "Hikari Desk"},
        hours={"ja": "平日 9:00〜18:00", "en": "Monday to Friday, 9:00 to 18:00 (JST)"},
        contact={"ja": "電話：03-0000-0000", "en": "Phone: +81 3 0000 0000"},
        prefix="CASE",
        instance="desk.example",
        zone=ZoneInfo("Asia/Tokyo"),
        catalogue=catalogue,
        templates=Templates(),
        default_language="en",
        escalation_bytes=20 * 1024 * 1024,
        directory=Directory(people),
    )


def _questions(catalogue: Catalogue, language: str, gaps: tuple[str, ...]) -> tuple[Question, ...]:
    return questions(catalogue, gaps, _findings(language, catalogue), language, ASKED_AT_ONCE)


def _required(catalogue: Catalogue) -> list[Detail]:
    """What a bug of a product in the browser needs."""
    wanted = missing(catalogue, Matter(Kind.BUG), (), ())
    return [catalogue.detail(id_) for id_ in wanted]


def _gaps(catalogue: Catalogue) -> tuple[str, ...]:
    told = {finding.detail for finding in _findings("en", catalogue) if finding.strength is Strength.STRONG}
    return tuple(detail.id for detail in _required(catalogue) if detail.id not in told)


def _findings(language: str, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The first detail with words of our own is known, the second guessed, the last quoted."""
    lexical = [detail for detail in _required(catalogue) if detail.lexicon and detail.lexicon.names]
    free = [detail for detail in _required(catalogue) if detail not in lexical]
    found = [
        _finding(detail.id, next(iter(detail.lexicon.names.values())), strength)
        for detail, strength in zip(lexical, (Strength.STRONG, Strength.WEAK), strict=False)
        if detail.lexicon
    ]
    if len(free) > 2:
        found.append(replace(_finding(free[-1].id, words_of(language).when, Strength.STRONG), lexical=False))
    if len(free) > 3:
        found.append(replace(_finding(free[-2].id, "", Strength.STRONG), answer=Answer.UNKNOWN, lexical=False))
    return tuple(found)


def _finding(detail: str, value: str, strength: Strength) -> Finding:
    return Finding(detail, value, value, 0, len(value), "body", f"{detail}.patterns[0]", strength, lexical=True, mail=1)


def _reason(kind: Kind, language: str, catalogue: Catalogue) -> str:
    if kind is not Kind.BUG:
        return catalogue.say(language, f"reason_answer_{kind.value}", why=words_of(language).reasons[kind])
    labels = [catalogue.detail(gap).label for gap in _gaps(catalogue)]
    say = partial(catalogue.say, language)
    return say("reason_missing", names=listed((label.get(language, "") for label in labels), say))


def _rule(kind: Kind) -> str:
    return "ask_for_missing" if kind is Kind.BUG else "people_answer_all_but_bugs"
