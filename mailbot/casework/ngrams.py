"""A mail as counted features for the site's own model: words alone and in pairs, runs of Japanese characters, rules."""

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
RUNS = range(1, 5)  # characters of Japanese in one feature
LONGEST_LINE = 60
# Families beside the words of the whole mail; a whole line tells which form was filled in.
RULE, LINE, SUBJECT = "rule:", "line:", "subject:"
WEIGHTS = {RULE: 0.5, LINE: 0.4, SUBJECT: 0.3, "": 1.0}  # the length of each family's vector
LINK = re.compile(r"https?://\S+")
PIECE = re.compile(r"[a-z][a-z'’_]{0,30}|[0-9]+|[?!]|[\u3005\u3040-\u30ff\u3400-\u9fff]+")


def features_of(message: Message, catalogue: Catalogue, votes: Sequence[Vote]) -> Mapping[str, int]:
    """How often each feature stands in the subject, without its tags, and in the sender's own words."""
    text = plain(message.new_text[:LONGEST])
    subject = list(_grams(untagged(message.subject, catalogue)))
    counts = Counter((*subject, *_grams(text)))
    counts.update(f"{SUBJECT}{gram}" for gram in subject)
    counts.update(f"{RULE}{vote.rule}" for vote in votes)
    counts.update(f"{LINE}{line.strip()[:LONGEST_LINE]}" for line in text.splitlines() if line.strip())
    return counts


def family(feature: str) -> str:
    """Whether it is a word of the mail, of its subject, a rule or a line."""
    return next((prefix for prefix in (RULE, LINE, SUBJECT) if feature.startswith(prefix)), "")


def _grams(text: str) -> Iterator[str]:
    before = ""
    for match in PIECE.finditer(LINK.sub(" link ", text)):
        piece = "0" if match[0][0].isdigit() else match[0]
        if piece[0] > "\u3000":
            yield from (piece[start : start + size] for size in RUNS for start in range(len(piece) - size + 1))
            before = ""
            continue
        yield piece
        if before:
            yield f"{before} {piece}"
        before = piece
