"""What ought to come of the demo, held against what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailbot.demo.people import Person
from mailbot.demo.play import Carried
from mailbot.store.lists import CaseRow, Wanted
from mailbot.store.look import NoDatabaseError, look


@dataclass(frozen=True, slots=True)
class Disappointment:
    """What did not come true, and for whom; `who` is "" when it is nobody's own."""

    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.who} {self.what}".strip()


Cases = Mapping[str, CaseRow]  # by the customer's address in lower case


def cases_of(database: Path) -> Cases:
    """The newest case of each customer; empty while there is no database."""
    try:
        with look(database) as piles:
            rows, _ = piles.lists.cases(Wanted())
    except NoDatabaseError:
        return {}
    return {row.customer.casefold(): row for row in reversed(rows)}


def about_letters(cast: Sequence[Person], carried: Sequence[Carried], inside: Sequence[str]) -> list[Disappointment]:
    """What is wrong with the letters; `inside` are words that no customer may read."""
    wrong = [
        Disappointment(person.name, what)
        for person in cast
        for what in _wrong(person, [one for one in carried if one.recipient == person.address.casefold()], carried)
    ]
    outside = {person.address.casefold(): person.name for person in cast if person.role in ("customer", "machine")}
    leaks = [
        (outside[one.recipient], word) for one in carried if one.recipient in outside for word in _leaks(one, inside)
    ]
    return wrong + [Disappointment(name, f"was shown what is meant for inside: {word}") for name, word in leaks]


def about_cases(cast: Sequence[Person], cases: Cases) -> list[Disappointment]:
    """What is wrong with the ends of the cases."""
    found = [(person, cases.get(person.address.casefold())) for person in cast]
    return [
        Disappointment(one.name, f"has a case that is {case.state if case else 'not there'} instead of {one.ends}")
        for one, case in found
        if (case.state if case else None) is not one.ends
    ]


def _wrong(person: Person, letters: Sequence[Carried], carried: Sequence[Carried]) -> Iterator[str]:
    if person.letters is not None and len(letters) != person.letters:
        yield f"got {len(letters)} letters instead of {person.letters}"
    texts = ["\n".join((one.letter.subject, *one.letter.lines)) for one in letters]
    yield from (f"never read: {words}" for words in person.reads if not any(words in text for text in texts))
    if person.role == "agent":
        answered = {one.letter.references[-1] for one in letters if one.letter.references}
        wrote = [one for one in carried if one.letter.sender == person.address]
        yield from (
            f"got no receipt for: {one.letter.subject}" for one in wrote if one.letter.message_id not in answered
        )


def _leaks(one: Carried, inside: Sequence[str]) -> list[str]:
    text = "\n".join((one.letter.sender, one.letter.subject, *one.letter.lines))
    return [word for word in inside if word in text or word.encode() in one.raw]
