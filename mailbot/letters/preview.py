"""The mail that a template makes from a case, without sending or keeping anything."""

from __future__ import annotations

from dataclasses import replace

from mailbot.letters.facts import facts_of
from mailbot.letters.samples import Sample, answered, sample_case, sample_letter
from mailbot.letters.stationery import Stationery
from mailbot.model import Case, Kind, Letter, Party, Purpose


def preview(purpose: Purpose, language: str, about: Case | Sample | None, stationery: Stationery) -> tuple[str, str]:
    """(subject, body) of a letter in a language that has letters. LetterError when the template gives none.

    `about` is a case, a built-in sample, or None for the usual sample. What a case does not have yet (an answer of
    engineering's, an agent's words) is taken from the sample, so that every letter can be looked at.
    """
    if isinstance(about, Sample):
        letter, case = replace(about.letter, purpose=purpose, language=language), about.case
    else:
        case = about or sample_case(language, Kind.BUG, stationery.catalogue)
        letter = _letter(purpose, language, case, stationery)
    if purpose is Purpose.ANSWERED and case.engineering is None:
        case = answered(case)
    return stationery.templates.render(purpose, language, facts_of(letter, case, stationery))


def _letter(purpose: Purpose, language: str, case: Case, stationery: Stationery) -> Letter:
    letter = sample_letter(purpose, language, case, stationery.catalogue)
    last = tuple(one.question for one in case.asked if one.round == case.rounds)
    return replace(
        letter,
        questions=(last or letter.questions) if letter.questions else (),
        missing=case.missing_before or letter.missing,
        words=_words(case) or letter.words if purpose is Purpose.RELAY else "",
        rule=case.events[-1].rule if case.events else letter.rule,
        reason=case.events[-1].reason if case.events else letter.reason,
    )


def _words(case: Case) -> str:
    """What an agent wrote last."""
    return next((mail.new_text for mail in reversed(case.mails) if mail.party is Party.AGENT and not mail.ours), "")
