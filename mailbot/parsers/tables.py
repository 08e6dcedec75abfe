"""Write long tables of words as text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, divided by blanks and line ends."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a text, divided by "|", in case-folded form."""
    return frozenset(phrase.strip().casefold() for phrase in text.split("|"))
