"""Does a mail call for a person: by asking for one, by anger, by urgency?"""

from __future__ import annotations

import re
import unicodedata

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.patterns import Pattern
from mailbot.model import Message

LONGEST = 20_000  # characters of a mail that are looked at
SENTENCE_ENDS = re.compile(r"[\n。！？!?]|\. ")
SAID = {"person": "asks for a person", "upset": "is upset", "urgent": "is urgent"}


def wishes_of(message: Message, catalogue: Catalogue) -> tuple[str, str]:
    """(why a person is wished for, why it is urgent), as sentences with the words that say so; "" when neither."""
    text = unicodedata.normalize("NFKC", f"{message.subject}\n{message.new_text}"[:LONGEST])
    sentences = [sentence for sentence in SENTENCE_ENDS.split(text) if sentence.strip()]
    found = {name: _found(name, sentences, catalogue) for name in SAID}
    return found["person"] or found["upset"], found["urgent"]


def _found(name: str, sentences: list[str], catalogue: Catalogue) -> str:
    for language in catalogue.languages.values():
        pattern, calm = language.wishes.get(name), language.wishes.get("calm")
        for sentence in sentences:
            words = _words(pattern, sentence) if pattern else ""
            if words and not (calm and calm.found(sentence)):
                return f"{SAID[name]}: {words!r}"
    return ""


def _words(pattern: Pattern, sentence: str) -> str:
    return next((sentence[hit.start : hit.end] for hit in pattern.hits(sentence)), "")
