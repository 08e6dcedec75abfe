"""A mail as counted features for the site's own model: words up to three in a row, runs of characters, rules, lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.normalise import plain
from mailbot.casework.tags import untagged
from mailbot.casework.votes import Vote
from mailbot.model import Message

LONGEST = 8000  # characters of the text that are read: what a mail is about stands at its beginning
WORDS = 3  # in a row in one feature
RUNS = range(1, 5)  # characters of Japanese in one feature
SPELT = range(2, 6)  # letters of a word of the subject in one feature: its stem, whatever its ending
LONGEST_LINE = 60
# Families beside the words of the whole mail. A whole line tells which form was filled in; how subject and text open
# ("How do I", "Add support for") tells what their writer wants.
RULE, LINE, SUBJECT, SPELLING, OPENING = "rule:", "line:", "subject:", "spelling:", "opening:"
WEIGHTS = {RULE: 0.4, LINE: 0.4, SUBJECT: 0.3, SPELLING: 0.5, OPENING: 0.6, "": 1.0}  # length of each one's vector
LINK = re.compile(r"https?://\S+")
PIECE = re.compile(r"[a-z][a-z'’_]{0,30}|[0-9]+|[?!]|[\u3005\u3040-\u30ff\u3400-\u9fff]+")


def features_of(message: Message, catalogue: Catalogue, votes: Sequence[Vote]) -> Mapping[str, int]:
    """How often each feature stands in the subject, without its tags, and in the sender's own words."""
    text = plain(message.new_text[:LONGEST])
    subject = list(_pieces(untagged(message.subject, catalogue)))
    pieces = list(_pieces(text))
    grams = list(_grams(subject))
    counts = Counter((*grams, *_grams(pieces)))
    counts.update(f"{SUBJECT}{gram}" for gram in grams)
    counts.update(f"{SPELLING}{part}" for part in _spelt(subject))
    counts.update(f"{OPENING}^{words}" for words in _opening(subject))
    counts.update(f"{OPENING}{words}" for words in _opening(pieces))
    counts.update(f"{RULE}{vote.rule}" for vote in votes)
    counts.update(f"{LINE}{line.strip()[:LONGEST_LINE]}" for line in text.splitlines() if line.strip())
    return counts


def family(feature: str) -> str:
    """Whether it is a word of the mail, of its subject, a rule or a line."""
    return next((prefix for prefix in WEIGHTS if prefix and feature.startswith(prefix)), "")


def _pieces(text: str) -> Iterator[str]:
    """Words, one 0 for each number, question marks, and unbroken Japanese."""
    for match in PIECE.finditer(LINK.sub(" link ", text)):
        yield "0" if match[0][0].isdigit() else match[0]


def _grams(pieces: Sequence[str]) -> Iterator[str]:
    before: tuple[str, ...] = ()
    for piece in pieces:
        if _japanese(piece):
            yield from _runs(piece, RUNS)
            before = ()
            continue
        before = (*before, piece)[-WORDS:]
        yield from (" ".join(before[start:]) for start in range(len(before)))


def _spelt(pieces: Sequence[str]) -> Iterator[str]:
    for piece in pieces:
        if not _japanese(piece):
            yield from _runs(f" {piece} ", SPELT)


def _opening(pieces: Sequence[str]) -> Iterator[str]:
    return (" ".join(pieces[:count]) for count in range(1, min(WORDS, len(pieces)) + 1))


def _runs(piece: str, sizes: range) -> Iterator[str]:
    return (piece[start : start + size] for size in sizes for start in range(len(piece) - size + 1))


def _japanese(piece: str) -> bool:
    return piece[0] > "\u3000"
