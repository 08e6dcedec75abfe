"""Patterns in linear time: admins write them and strangers write the mail, so RE2 alone, which never backtracks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

import re2

MAX_MATCHES = 100  # per pattern and text: the wrapper spends microseconds on each, a hostile text has thousands
NEAR = 10  # characters around a match in which an `unless` is looked for
MAX_SOURCE = 4000  # characters of one pattern
LOOK_AROUND = re.compile(r"\(\?(?:=|!|<=|<!)")
BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")
SURROGATES = re.compile("[\ud800-\udfff]")


class PatternError(ValueError):
    """A pattern that cannot be used; its text is a sentence for the admin."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A match `[start, end)`, its group `value` (the whole match without one) and its group `version`."""

    start: int
    end: int
    value_start: int
    value_end: int
    version: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; it sees one line at a time, even inside a text of many."""

    source: str
    _regex: Any = field(compare=False, repr=False)

    def found(self, text: str) -> bool:
        """Whether it matches anywhere."""
        return self._regex.search(encodable(text)) is not None

    def hits(self, text: str) -> Iterator[Hit]:
        """At most `MAX_MATCHES` matches from left to right; offsets count characters."""
        for match in islice(self._regex.finditer(encodable(text)), MAX_MATCHES):
            groups = self._regex.groupindex
            start, end = match.span()
            first, last = match.span(groups["value"]) if "value" in groups else (start, end)
            if first < 0:  # the group took no part
                first, last = start, end
            version = match.group(groups["version"]) if "version" in groups else ""
            yield Hit(start, end, first, last, version or "")


def compiled(source: str) -> Pattern:
    """The pattern, or PatternError. `.` and every class stop at a line end, `^` and `$` mean the line's."""
    if len(source) > MAX_SOURCE:
        raise PatternError(f"the pattern has {len(source)} characters, at most {MAX_SOURCE} are allowed: split it")
    if LOOK_AROUND.search(source):
        raise PatternError(
            "the pattern looks ahead or behind, (?=…) (?!…) (?<=…) (?<!…), which RE2 cannot do in linear time: "
            "write the words around it and put the part you want into (?P<value>…)"
        )
    if BACK_REFERENCE.search(source):
        raise PatternError(r"the pattern refers back to a group (\1), which RE2 cannot do: write the words out")
    pattern = Pattern(source, _compile(source))
    if pattern.found(""):
        raise PatternError(
            "the pattern matches the empty text, so it would match everywhere: ask for at least one word"
        )
    return pattern


@lru_cache(maxsize=2048)  # a pattern is tried when its file is checked and taken when the catalogue is made
def _compile(source: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.never_nl = True  # a text holds one sentence a line: nothing may reach over
    try:
        return re2.compile("(?m)" + encodable(source), options)
    except re2.error as error:
        reason = error.args[0]
        raise PatternError(f"RE2 does not understand it: {_text(reason)}") from None


def any_of(sources: tuple[str, ...]) -> Pattern | None:
    """One pattern that matches where any of them does; None for none at all. Each must have passed `compiled`."""
    whole = "|".join(f"(?:{source})" for source in sources)
    return Pattern(whole, _compile(whole)) if sources else None


def voided(unless: Pattern | None, text: str, hit: Hit) -> bool:
    """Whether `unless` speaks in or close around a hit, on its own line."""
    if unless is None:
        return False
    left = text[max(0, hit.start - NEAR) : hit.start].rpartition("\n")[2]
    right = text[hit.end : hit.end + NEAR].partition("\n")[0]
    return unless.found(left + text[hit.start : hit.end] + right)


@lru_cache(maxsize=8)  # hundreds of patterns see the same text, one after the other
def encodable(text: str) -> str:
    """The text with lone surrogates replaced, one for one: RE2 reads UTF-8, which has no room for them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATES.sub("\ufffd", text)
    return text


def _text(reason: object) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
