"""Letters of an outcome into the outbox: written, or held with the reason when they cannot be."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import cast

from mailbot.letters.compose import LetterError
from mailbot.letters.stationery import Stationery
from mailbot.letters.write import Raw, write
from mailbot.model import Address, Case, CaseMail, Letter, Outcome, Party, Purpose, Question
from mailbot.store import Store
from mailbot.store.outbox import NewRow


def post(outcome: Outcome, store: Store, stationery: Stationery, now: datetime) -> None:
    """Write all letters of an outcome, inside the caller's transaction, and note them in the case."""
    case = outcome.case
    if case is None:
        return
    store.cases.save(case)
    remembered: list[CaseMail] = []
    for letter in outcome.letters:
        row, mail = _written(letter, outcome, stationery, now, store.inbox.raw)
        if store.outbox.add(row, now):
            remembered.append(mail)
    store.cases.save(replace(case, mails=(*case.mails, *remembered)))


def rewrite(store: Store, stationery: Stationery, now: datetime) -> int:
    """Try again the letters that were held because their template failed; the number that came right."""
    done = 0
    for row_id, case_id, draft in store.outbox.unwritten():
        try:
            data, _, _ = write(_undraft(draft), store.cases.load(case_id), stationery, now, store.inbox.raw)
        except LetterError:
            continue
        with store.transaction():
            store.outbox.write(row_id, data, now)
        done += 1
    return done


def _written(
    letter: Letter, outcome: Outcome, stationery: Stationery, now: datetime, raw: Raw
) -> tuple[NewRow, CaseMail]:
    """A letter as a row, and as the case remembers it."""
    case = cast("Case", outcome.case)
    data, subject, words, problem = b"", "", "", ""
    try:
        data, subject, words = write(letter, case, stationery, now, raw)
    except LetterError as error:
        problem = str(error)
    to_customer = letter.party is Party.CUSTOMER
    row = NewRow(
        key=_key(case, letter),
        after_key=next((_key(case, one) for one in outcome.letters if one.purpose is letter.after), None),
        case_id=case.id,
        purpose=letter.purpose,
        party=letter.party,
        sender=stationery.bounces_to if to_customer else stationery.support.email,
        recipient=letter.recipient.email,
        message_id=letter.message_id,
        automatic=to_customer,
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
        after=Purpose(fields["after"]) if fields["after"] else None,
    )
