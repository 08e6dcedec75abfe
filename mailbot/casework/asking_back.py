"""Does a customer ask something while he answers? People should see that before the case is complete."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 20_000  # characters of a mail that are looked at
LONGEST_SAID = 80  # characters of the question that are told
SENTENCE = re.compile(r"(?<=[。!?\n])")
ASKS = re.compile(r"(?:\w\s?\?|(?:です|ます|でしょう|ません|の)か)$")
# Our own question repeated before the answer, and politeness, ask nothing.
OURS = re.compile(r"[>＞]|\(?\d{1,2}[.):、]|q\d{0,2}\b", re.IGNORECASE)
POLITE = re.compile("(?:よろしい|宜しい|いただけ|頂け|もらえ)[^。]{0,12}$")


def asked_back(text: str) -> str:
    """The first question among a customer's new words, shortened; "" for none."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    said = (sentence.strip(" \u3000\n。") for sentence in SENTENCE.split(plain))
    return next((one[-LONGEST_SAID:] for one in said if _is_his(one)), "")


def _is_his(sentence: str) -> bool:
    ending = sentence[-LONGEST_SAID:]
    return bool(ASKS.search(ending)) and not (OURS.match(sentence) or POLITE.search(ending))
