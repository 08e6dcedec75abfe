"""Many customers who write about the same in a short time: one outage, and nobody needs to be asked a hundred times."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.patterns import Pattern
from mailbot.casework.policy import Policy
from mailbot.casework.replies import is_polite, polite
from mailbot.casework.wishes import SETTLED
from mailbot.model import Case, Kind, Recent

SURGE = "surge"  # the alarm of a case that is one of many
WORD = re.compile(r"[a-z][a-z0-9]{2,}|[ァ-ヶー]{2,}|[一-龥々]{2,}")  # the words that carry a meaning
LONGEST = 400  # characters of a mail that are compared
MOST_LINES = 12
ALIKE = 75  # of 100


@dataclass(frozen=True, slots=True)
class Idle:
    """What makes no two mails alike: lines of politeness, and words that stand in every report."""

    lines: tuple[Pattern, ...]
    words: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Surge:
    """The cases of a surge; `told` when the agents have heard of it already."""

    cases: tuple[int, ...]
    said: str  # the sentence for our own people
    told: bool

    @property
    def news(self) -> tuple[int, ...]:
        """The cases, unless the agents have heard of the surge."""
        return () if self.told else self.cases


def surge_of(case: Case, recent: tuple[Recent, ...], policy: Policy) -> Surge | None:
    """The surge that a new bug belongs to, if any. `recent` are the bugs that came within the time of `policy`."""
    if not policy.surge_customers or case.kind is not Kind.BUG or case.rounds or case.alarm == SETTLED:
        return None
    idle = _idle(policy.catalogue)
    mine = _words(case.subject, _first_words(case), idle)
    others = [one for one in recent if one.case != case.id and _alike(mine, _words(one.subject, one.text, idle))]
    customers = {one.customer.casefold() for one in others} | {case.customer.key if case.customer else ""}
    told = any(one.alarm == SURGE for one in others)
    if not told and len(customers) < policy.surge_customers:
        return None
    cases = tuple(sorted({case.id, *(one.case for one in others)}))
    return Surge(cases, policy.surge_said(cases, len(customers)), told)


def _first_words(case: Case) -> str:
    return next((mail.new_text for mail in case.mails if not mail.ours), "")


def _idle(catalogue: Catalogue) -> Idle:
    common = tuple(one.common for one in catalogue.languages.values() if one.common)
    return Idle(polite(catalogue), common)


@lru_cache(maxsize=1024)  # the same mails are compared with each new one
def _words(subject: str, text: str, idle: Idle) -> tuple[str, str]:
    """(words of the subject, words of subject and beginning), without politeness and what stands in every report."""
    lines = [line for line in text[: 3 * LONGEST].split("\n")[:MOST_LINES] if not is_polite(line, idle.lines)]
    return _content(subject, idle), _content("\n".join((subject, *lines))[:LONGEST], idle)


def _content(text: str, idle: Idle) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    for pattern in idle.words:
        for hit in reversed(tuple(pattern.hits(text))):
            text = f"{text[: hit.start]} {text[hit.end :]}"
    return " ".join(dict.fromkeys(WORD.findall(text)))


def _alike(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    pairs = [(one, other) for one, other in zip(mine, theirs, strict=True) if one and other]
    return any(fuzz.token_set_ratio(one, other) >= ALIKE for one, other in pairs)
