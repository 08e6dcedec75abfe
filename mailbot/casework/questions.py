"""Missing details as the few numbered questions of a letter."""

from __future__ import annotations

from mailbot.casework.catalogue import Catalogue, Detail, Group
from mailbot.model import Finding, Question, Strength

MOST_GUESSED = 2  # names of one guess


def questions(
    catalogue: Catalogue, missing: tuple[str, ...], findings: tuple[Finding, ...], language: str, limit: int
) -> tuple[Question, ...]:
    """At most `limit` questions, numbered from 1, in the order of `missing`; a group with two gaps is one question.

    `language` must be one of the catalogue's. Weak evidence becomes the guess, in our own words only.
    """
    asked: list[Question] = []
    done: set[str] = set()
    for id_ in missing:
        if id_ in done or len(asked) == limit:
            continue
        about, details = _about(catalogue, id_, missing)
        done.update(details)
        asked.append(
            Question(
                number=len(asked) + 1,
                details=details,
                text=about.question[language],
                help=_help(about, findings, language),
                guess=_guess(details, findings),
            )
        )
    return tuple(asked)


def _about(catalogue: Catalogue, id_: str, missing: tuple[str, ...]) -> tuple[Detail | Group, tuple[str, ...]]:
    group = catalogue.group_of(id_)
    together = tuple(other for other in group.details if other in missing) if group else ()
    if group and len(together) > 1:
        return group, together
    return catalogue.detail(id_), (id_,)


def _help(about: Detail | Group, findings: tuple[Finding, ...], language: str) -> str:
    """How to find the answer; where we know or guess the customer's system or browser, how to find it there."""
    if isinstance(about, Detail):
        for name, texts in about.how.items():
            if any(finding.lexical and f"{finding.value} ".startswith(f"{name} ") for finding in findings):
                return texts.get(language, "")
    return about.help.get(language, "")


def _guess(details: tuple[str, ...], findings: tuple[Finding, ...]) -> str:
    """Weak findings of these details, if all their words are ours: what a sender wrote never comes back in a letter."""
    values = [
        finding.value
        for id_ in details
        for finding in findings
        if finding.detail == id_ and finding.strength is Strength.WEAK and finding.lexical
    ]
    return " / ".join(dict.fromkeys(values[:MOST_GUESSED]))
