"""Does a mail call for a person: business stopped, data lost, anger, a wish to speak to somebody?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.patterns import Pattern
from mailbot.casework.policy import Policy
from mailbot.model import Case, Message

LONGEST = 20_000  # characters of a mail that are looked at
LONGEST_SAID = 80  # characters of the words that are told
SENTENCE_ENDS = re.compile(r"[\n。！？!?]|\. ")
URGENT = ("stopped", "security", "loss", "urgent")  # the worst first; each is a list of language.toml
WISHES = ("person", "upset", "billing", "again")
SETTLED = "settled"  # an agent gave the case back: what called for a person before does so no more


@dataclass(frozen=True, slots=True)
class Call:
    """What calls for a person: the name of the list that says so, and the words of the mail."""

    sort: str
    words: str

    def said(self, policy: Policy) -> str:
        """The sentence for our own people."""
        return policy.say(f"call_{self.sort}", words=self.words)


def wishes_of(message: Message, catalogue: Catalogue) -> tuple[Call | None, Call | None]:
    """(why a person is wished for, why it cannot wait); None where the mail does not say so."""
    text = unicodedata.normalize("NFKC", f"{message.subject}\n{message.new_text}"[:LONGEST])
    return _first(WISHES, text, catalogue), _first(URGENT, text, catalogue)


def with_calls(case: Case, message: Message, policy: Policy) -> Case:
    """The case with what of the mail calls for a person: the worst of it is what the agents see first."""
    wish, urgent = wishes_of(message, policy.catalogue)
    if wish and wish.sort == "again" and len(case.mails) > 1:
        wish = None  # what it goes on from lies in this case
    worst = urgent or wish
    graver = worst is not None and (urgent is not None or not case.urgent)
    return replace(
        case,
        wish=wish.said(policy) if wish else case.wish,
        urgent=urgent.said(policy) if urgent else case.urgent,
        alarm=worst.sort if worst and graver else case.alarm,
    )


def care_of(case: Case, policy: Policy) -> str:
    """Why the directory leaves the customer to people; an agent's #resume settles it for this case."""
    customer = policy.directory.of(case.customer) if case.customer else None
    settled = case.alarm == SETTLED
    return policy.say("call_care", words=customer.care) if customer and customer.care and not settled else ""


def _first(sorts: tuple[str, ...], text: str, catalogue: Catalogue) -> Call | None:
    calls = (Call(sort, words) for sort in sorts if (words := _found(sort, text, catalogue)))
    return next(calls, None)


def _found(sort: str, text: str, catalogue: Catalogue) -> str:
    for language in catalogue.languages.values():
        pattern, calm = language.wishes.get(sort), language.wishes.get("calm")
        if pattern is None or not pattern.found(text):  # most mails: one look instead of one for each sentence
            continue
        for sentence in SENTENCE_ENDS.split(text):
            words = _words(pattern, sentence)
            if words and not (calm and calm.found(sentence)):
                return words
    return ""


def _words(pattern: Pattern, sentence: str) -> str:
    """The sentence, where it is short; else the words that matched."""
    whole = sentence.strip()
    found = next((sentence[hit.start : hit.end] for hit in pattern.hits(sentence)), "")
    return (whole if len(whole) <= LONGEST_SAID else found[:LONGEST_SAID]) if found else ""
