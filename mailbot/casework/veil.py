"""A case and its letters as they are shown: what customers should not have mailed is covered, the kept mail is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.casework.sensitive import COVER, Sort, covered, masked, sensitive
from mailbot.model import Case, CaseMail, EngineeringReply, Finding, Letter, Party, Purpose

MOST_VALUES = 100  # of a case, looked for in other places; where they were mailed, all are covered
LONG_ENOUGH = 6  # characters of a value that stands elsewhere by no chance
REST = re.compile(f"{COVER}(?:[ .-]*{COVER})*")
Texts = Mapping[tuple[int, str], tuple[str, str]]  # (mail, "subject" or "body") -> the text, and covered in place


@dataclass(frozen=True, slots=True)
class Veil:
    """Covers the text of a customer's: what is sensitive in itself, and values mailed elsewhere in the case.

    `in_place` keeps the length of every text, so that the places of findings stay what they are.
    """

    values: tuple[str, ...]
    in_place: bool

    def __call__(self, text: str) -> str:
        """A text of the customer's, or one that may quote him."""
        return self.known(covered(text) if self.in_place else masked(text))

    def known(self, text: str) -> str:
        """A text of our own people: they may send a password on purpose, but not the customer's."""
        for value in self.values:
            text = text.replace(value, COVER * (len(value) if self.in_place else 4))
        return text

    def finding(self, one: Finding, texts: Texts) -> Finding:
        """The label of a password may stand before the words of a finding: where they stand tells."""
        text, shown = texts.get((one.mail, one.source), ("", ""))
        if text[one.start : one.end] != one.quote:
            return replace(one, value=self(one.value), quote=self(one.quote))
        seen = shown[one.start : one.end]
        quote = self.known(seen if self.in_place else REST.sub(COVER * 4, seen) if seen != one.quote else seen)
        return replace(one, value=one.value if one.lexical or quote == one.quote else quote, quote=quote)

    def mail(self, mail: CaseMail) -> CaseMail:
        """A mail of the case; ours stay as they were sent."""
        if mail.ours:
            return mail
        cover = self if mail.party is Party.CUSTOMER else self.known
        files = tuple(replace(one, name=cover(one.name)) for one in mail.attachments)
        text = cover(mail.text)
        new_text = text if mail.new_text == mail.text else cover(mail.new_text)
        return replace(mail, subject=cover(mail.subject), text=text, new_text=new_text, attachments=files)

    def letter(self, letter: Letter) -> Letter:
        """What a letter brings along besides its case; what a person of ours wrote to the customer stays."""
        asked = tuple(replace(one, text=self(one.text), guess=self(one.guess)) for one in letter.questions)
        notes = tuple((self.known if letter.purpose is Purpose.RECEIPT else self)(note) for note in letter.notes)
        return replace(letter, reason=self(letter.reason), notes=notes, questions=asked)


def veil_of(case: Case, *, in_place: bool = False) -> Veil:
    """The veil for a case and all that is said of it."""
    found = (text[start:end] for mail in _theirs(case) for text, start, end, _ in _in(mail))
    values = dict.fromkeys(value for value in found if len(value) >= LONG_ENOUGH)
    return Veil(tuple(sorted(islice(values, MOST_VALUES), key=len, reverse=True)), in_place)


def veiled(case: Case, veil: Veil) -> Case:
    """The case without what must not be repeated."""
    texts = {
        (mail.mail, source): (text, covered(text))
        for mail in _theirs(case)
        for source, text in (("subject", mail.subject), ("body", mail.text))
    }
    return replace(
        case,
        findings=tuple(veil.finding(one, texts) for one in case.findings),
        asked=tuple(
            replace(one, question=replace(one.question, text=veil(one.question.text), guess=veil(one.question.guess)))
            for one in case.asked
        ),
        mails=tuple(veil.mail(mail) for mail in case.mails),
        events=tuple(replace(event, reason=veil(event.reason)) for event in case.events),
        engineering=_engineering(case.engineering, veil.known) if case.engineering else None,
        subject=veil(case.subject),
        kind_reason=veil(case.kind_reason),
        product_reason=veil(case.product_reason),
        urgent=veil(case.urgent),
        wish=veil(case.wish),
        closed=veil(case.closed),
        silence=veil(case.silence),
        taken=veil(case.taken),
    )


def told_in(case: Case) -> Mapping[int, tuple[Sort, ...]]:
    """What each of the customer's mails holds, by inbox id; what we sent and the customer quotes is not counted."""
    sent = [mail.text for mail in case.mails if mail.ours]
    found: dict[int, tuple[Sort, ...]] = {}
    for mail in _theirs(case):
        new = (sort for text, start, end, sort in _in(mail) if not any(text[start:end] in ours for ours in sent))
        if sorts := tuple(dict.fromkeys(islice(new, MOST_VALUES))):
            found[mail.mail] = sorts
    return found


def _theirs(case: Case) -> list[CaseMail]:
    return [mail for mail in case.mails if not mail.ours and mail.party is Party.CUSTOMER]


def _in(mail: CaseMail) -> Iterator[tuple[str, int, int, Sort]]:
    for text in (mail.subject, mail.text):
        for one in sensitive(text):
            yield text, one.start, one.end, one.sort


def _engineering(said: EngineeringReply, cover: Callable[[str], str]) -> EngineeringReply:
    return replace(
        said,
        cause=cover(said.cause),
        workaround=cover(said.workaround),
        estimate=cover(said.estimate),
        need_more=cover(said.need_more),
    )
