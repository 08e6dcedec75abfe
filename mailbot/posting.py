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

ALERTS_PER_HOUR = 20  # of one sort: a burst of spam must not silence what was not delivered
TO_AGENTS = (Purpose.AGENT_NOTE, Purpose.RECEIPT, Purpose.ALERT, Purpose.CONFIRM)
# Letters that a person of ours caused: they go out at least once, and their bounces come back to us.
BY_PEOPLE = (Purpose.RELAY, Purpose.ANSWERED)


def post(outcome: Outcome, works: Works) -> None:
    """Write all letters of an outcome, inside the caller's transaction, and note them in the case."""
    case, now = outcome.case, works.clock()
    if case is None:
        return
    works.store.cases.save(case)
    remembered: list[CaseMail] = []
    held: list[tuple[Letter, str]] = []
    for letter in outcome.letters:
        row, mail = _written(letter, case, outcome.letters, works)
        if works.store.outbox.add(row, now):
            remembered.append(mail)
        if row.problem:
            held.append((letter, row.problem))
    case = replace(case, mails=(*case.mails, *remembered))
    if any(mail.party is Party.CUSTOMER for mail in remembered):
        case = replace(case, unheard="")
    works.store.cases.save(_with_held(case, held, works) if held else case)
    for letter, problem in held:
        if letter.purpose not in TO_AGENTS:
            values = {"purpose": letter.purpose.value, "to": letter.recipient.email, "state": "held", "why": problem}
            alert(f"held-letter/{_key(case, letter)}", ("undelivered", values), case.id, works)


def _with_held(case: Case, held: list[tuple[Letter, str]], works: Works) -> Case:
    """A letter that nobody got is waited upon by nobody: the case is the agents' then."""
    events = tuple(Event(works.clock(), "deliver", "letter held", f"{one.purpose.value}: {why}") for one, why in held)
    for letter, why in held:
        works.log.warning("letter held", case=case.id, purpose=letter.purpose.value, reason=why)
    noted = replace(case, events=(*case.events, *events))
    to_customer = any(letter.party is Party.CUSTOMER for letter, _ in held)
    return replace(noted, state=State.WITH_AGENT, handed_over=True, remind_at=None) if to_customer else noted


def alert(key: str, words: tuple[str, dict[str, str]], case_id: int | None, works: Works) -> None:
    """Tell the agents of trouble, once for each `key`, inside the caller's transaction.

    `words` are the name of the sentence and the values in it. Past the limit of an hour it stands in the log alone:
    a storm of bad mails must not become a storm of alerts.
    """
    now, name = works.clock(), words[0]
    if works.store.outbox.alerts(key.partition("/")[0], now) >= ALERTS_PER_HOUR:
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
            letter = _undraft(draft)
            data, subject, words = write(letter, case, works.stationery, now, works.kept())
        except LetterError:
            continue
        with works.store.transaction():
            works.store.outbox.write(row_id, data, now)
            works.store.cases.remember(letter.message_id, subject, words)
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
    """A question to an agent shows his own words: they are not internal ones, and may go to the customer."""
    words = "" if letter.purpose is Purpose.CONFIRM else words
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
