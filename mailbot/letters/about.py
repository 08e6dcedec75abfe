"""What the facts of a letter are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from mailbot.casework.catalogue import listed
from mailbot.casework.sensitive import Sort
from mailbot.letters.stationery import Stationery
from mailbot.model import Case, CaseMail, Letter, Party


@dataclass(frozen=True, slots=True)
class About:
    """What a fact is made from."""

    letter: Letter
    case: Case
    stationery: Stationery
    sensitive: Mapping[int, tuple[Sort, ...]] = field(default_factory=dict)  # what customers' mails hold, by inbox id

    @property
    def language(self) -> str:
        """Of the letter; the case may have another."""
        return self.letter.language

    def word(self, key: str) -> str:
        """One of our own words, in the language of the letter."""
        return self.stationery.word(self.language, key)

    def listed(self, names: Iterable[str]) -> str:
        """Names in one line, as the language of the letter puts them behind each other."""
        return listed(names, partial(self.stationery.catalogue.say, self.language))

    def time(self, at: datetime) -> str:
        """A time as people of the site read it: 2026-11-20 19:00."""
        return at.astimezone(self.stationery.zone).strftime("%Y-%m-%d %H:%M")

    def label(self, detail: str) -> str:
        """What a detail is called in the language of the letter."""
        return self.stationery.local(self.stationery.catalogue.detail(detail).label, self.language) or detail


def numbered(case: Case) -> list[tuple[int, CaseMail]]:
    """The customer's mails, numbered as their originals are; passwords go nowhere."""
    theirs = (mail for mail in case.mails if not (mail.ours or mail.secret) and mail.party is Party.CUSTOMER)
    return list(enumerate(theirs, 1))
