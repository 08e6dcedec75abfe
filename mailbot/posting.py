"""Letters of an outcome into the outbox: written, or held with the reason when they cannot be."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime

from mailbot.letters.compose import LetterError
from mailbot.letters.write import write
from mailbot.model import (
    Address,
    Attachment,
    Case,
    CaseMail,
    Enclosure,
    Event,
    Kind,
    Letter,
    Outcome,
    Party,
    Purpose,
    Question,
    State,
)
from mailbot.store.outbox import NewRow
from mailbot.works import Works

ALERTS_PER_HOUR = 20
# Letters that a person of ours caused: they go out at least once, and their bounces come back to us.
BY_PEOPLE = (Purpose.RELAY, Purpose.ANSWERED)


def post(outcome: Outcome, works: Works) -> None:
    """Write all letters of an outcome, inside the caller's transaction, and note them in the case."""
    case, now = outcome.case, works.clock()
    if case is None:
        return
    works.store.cases.save(case)
    remembered: list[CaseMail] = []
    events: list[Event] = []
    for letter in outcome.letters:
        row, mail = _written(letter, case, outcome.letters, works)
        if works.store.outbox.add(row, now):
            remembered.append(mail)
        if row.problem:
            works.log.warning("letter held", case=case.id, purpose=letter.purpose.value, reason=row.problem)
            events.append(Event(now, "deliver", "letter held", f"{letter.purpose.value}: {row.problem}"))
    works.store.cases.save(replace(case, mails=(*case.mails, *remembered), events=(*case.events, *events)))


def alert(key: str, words: tuple[str, dict[str, str]], case_id: int | None, works: Works) -> None:
    """Tell the agents of trouble, once for each `key`, inside the caller's transaction.

    `words` are the name of the sentence and the values in it. Past the limit of an hour it stands in the log alone:
    a storm of bad mails must not become a storm of alerts.
    """
    now, name = works.clock(), words[0]
    if works.store.outbox.alerts(now) >= ALERTS_PER_HOUR:
        works.log.warning("alert not sent: too many within an hour", alert=name, **words[1])
        return
    case = works.store.cases.load(case_id) if case_id else _no_case(now, works)
    line = works.stationery.word(works.policy.staff_language, f"alert_{name}").format(**words[1])
    for agent in works.policy.agents:
        letter = Letter(
            Purpose.ALERT, Party.AGENT, Address(agent), works.policy.staff_language, works.fresh(), notes=(line,)
        )
        row, mail = _written(letter, case, (), works)
        added = works.store.outbox.add(replace(row, key=f"{key}/{letter.recipient.key}", case_id=case_id), now)
        if added and case_id:  # so that the agent can answer it in the case
            case = replace(case, mails=(*case.mails, mail))
            works.store.cases.save(case)


def rewrite(works: Works) -> int:
    """Try again the letters that were held because their template failed; the number that came right."""
    done = 0
    for row_id, case_id, draft in works.store.outbox.unwritten():
        now = works.clock()
        try:
            case = works.store.cases.load(case_id)
            data, _, _ = write(_undraft(draft), case, works.stationery, now, works.kept())
        except LetterError:
            continue
        with works.store.transaction():
            works.store.outbox.write(row_id, data, now)
        done += 1
    return done


def _no_case(now: datetime, works: Works) -> Case:
    """What an alert about a mail without a case is written upon."""
    language = works.policy.staff_language
    return Case(0, State.NEW, Kind.UNSURE, "", language, None, "", now)


def _written(letter: Letter, case: Case, together: tuple[Letter, ...], works: Works) -> tuple[NewRow, CaseMail]:
    """A letter as a row, and as the case remembers it. `together` are the letters that it may lean on."""
    data, subject, words, problem = b"", "", "", ""
    now = works.clock()
    try:
        data, subject, words = write(letter, case, works.stationery, now, works.kept())
    except LetterError as error:
        problem = str(error)
    automatic = letter.party is Party.CUSTOMER and letter.purpose not in BY_PEOPLE
    row = NewRow(
        key=_key(case, letter),
        after_key=next((_key(case, one) for one in together if one.purpose is letter.after), None),
        case_id=case.id,
        purpose=letter.purpose,
        party=letter.party,
        sender=works.stationery.bounces_to if automatic else works.stationery.support.email,
        recipient=letter.recipient.email,
        message_id=letter.message_id,
        automatic=automatic,
        data=data,
        draft=_draft(letter),
        problem=problem,
    )
    return row, _remembered(letter, subject, words, now)


def _remembered(letter: Letter, subject: str, words: str, now: datetime) -> CaseMail:
    return CaseMail(
        mail=0,
        party=letter.party,
        ours=True,
        message_id=letter.message_id,
        references=(),
        address=letter.recipient.email,
        subject=subject,
        at=now,
        text=words,
        new_text=words,
    )


def _key(case: Case, letter: Letter) -> str:
    return f"{case.id}/{letter.purpose.value}/{letter.serial}/{letter.recipient.key}"


def _draft(letter: Letter) -> str:
    return json.dumps(asdict(letter), ensure_ascii=False)


def _undraft(text: str) -> Letter:
    fields = json.loads(text)
    return Letter(
        purpose=Purpose(fields["purpose"]),
        party=Party(fields["party"]),
        recipient=Address(**fields["recipient"]),
        language=fields["language"],
        message_id=fields["message_id"],
        questions=tuple(Question(**(q | {"details": tuple(q["details"])})) for q in fields["questions"]),
        rule=fields["rule"],
        reason=fields["reason"],
        serial=fields["serial"],
        missing=tuple(fields["missing"]),
        words=fields["words"],
        notes=tuple(fields["notes"]),
        enclosures=tuple(Enclosure(one["mail"], Attachment(**one["attachment"])) for one in fields["enclosures"]),
        after=Purpose(fields["after"]) if fields["after"] else None,
    )
