"""Does an agent say yes when he is asked whether he wrote a mail? In doubt he does not."""

from __future__ import annotations

import re
import unicodedata

from mailbot.casework.catalogue import Catalogue, Language
from mailbot.model import Message

LONGEST = 200  # characters; who writes more has something else to say
CLAUSES = re.compile(r"[\n,.!;:、。「」『』()\"]+|\s[-–—]\s")
SHORTENED = (("’", "'"), ("it's", "it is"), ("that's", "that is"))


def agrees(message: Message, catalogue: Catalogue) -> bool:
    """Whether an agent's new words, without quotes and signature, are a yes and nothing else; no words at all are one.

    A yes with more behind it ("yes, but please wait") may take it back: then he is asked again.
    """
    languages, names = tuple(catalogue.languages.values()), _names(message)
    clauses = _clauses(message.new_text, languages)
    if not clauses:
        return True
    sure = [any(one.agreed.found(clause) for one in languages if one.agreed) for clause in clauses]
    beside = [_beside(clause, languages) or set(clause.split()) <= names for clause in clauses]
    short = len(message.new_text.strip()) <= LONGEST
    return short and any(sure) and all(yes or polite for yes, polite in zip(sure, beside, strict=True))


def _clauses(text: str, languages: tuple[Language, ...]) -> list[str]:
    """What is said, clause by clause, without what a telephone writes under a mail."""
    lines = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).split("\n")
    own = [line for line in lines if not any(one.sent_from.found(line) for one in languages if one.sent_from)]
    said = "\n".join(own).casefold()
    for short, long in SHORTENED:
        said = said.replace(short, long)
    return [words for clause in CLAUSES.split(said) if (words := " ".join(clause.split()))]


def _beside(clause: str, languages: tuple[Language, ...]) -> bool:
    return any(one.beside_agreed.found(clause) for one in languages if one.beside_agreed)


def _names(message: Message) -> frozenset[str]:
    """The words of his own name and address, as they stand under a mail."""
    if message.sender is None:
        return frozenset()
    words = unicodedata.normalize("NFKC", f"{message.sender.name} {message.sender.email.partition('@')[0]}").casefold()
    return frozenset(re.split(r"[\s._,-]+", words)) - {""}
