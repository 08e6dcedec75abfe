"""A user agent pasted into a mail tells device, system and browser with versions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ua_parser import parse

AGENT = re.compile(r"Mozilla/\d\.\d \([^()\n]{3,200}\)[^\n]{0,300}")


@dataclass(frozen=True, slots=True)
class Agent:
    """`[start, end)` of the text, and what it names; "" where it does not tell."""

    start: int
    end: int
    system: str
    browser: str


def agents_in(text: str) -> tuple[Agent, ...]:
    """At most three user agents of a text."""
    if "Mozilla/" not in text:
        return ()
    return tuple(_agent(match) for match, _ in zip(AGENT.finditer(text), range(3), strict=False))


def _agent(match: re.Match[str]) -> Agent:
    words = match[0].rstrip(" .。、」\"'")
    result = parse(words)
    system = result.os
    browser = result.user_agent
    return Agent(
        match.start(),
        match.start() + len(words),
        _named(system.family, system.major, system.minor) if system else "",
        _named(browser.family, browser.major, None) if browser else "",
    )


def _named(family: str, major: str | None, minor: str | None) -> str:
    if not family or family == "Other":
        return ""
    return " ".join(filter(None, (family, ".".join(filter(None, (major, minor))))))
