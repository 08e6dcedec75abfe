"""Read the mail that somebody passed on inline: who wrote it, when, about what, and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.model import Address, Forwarded, Part, Segment
from mailbot.model.marks import is_forward, is_reply
from mailbot.parsers.head.address import strict_address
from mailbot.parsers.whose.attributions import attribution
from mailbot.parsers.whose.headerblocks import QUOTE, Block, block_at
from mailbot.parsers.whose.quotemarks import marker
from mailbot.parsers.whose.quotes import segments_of
from mailbot.parsers.whose.saiddates import said_date
from mailbot.parsers.whose.signatures import RULE

MAX_DEPTH = 3  # mails passed on in mails passed on
MAX_LEAD = 12  # lines of dividers and blanks above a header block
MAX_SUBJECT = 500
LEVEL = re.compile(r"\s{0,3}[>＞] ?")
MAILTO = re.compile(r"[\[<(]\s?mailto:", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:、，；：]{1,64}@[^\s<>()\[\]\"',;:、，；：@]{1,253}")
AROUND = " \t<>()[]\"'“”「」;,、，；"


def nested(found: Forwarded, depth: int = MAX_DEPTH) -> Forwarded:
    """A mail that was passed on, with what it passed on itself."""
    inner = inline_forward(found.text, segments_of(found.text, True), found.subject) if depth else None
    return replace(found, inner=nested(inner, depth - 1)) if inner and inner.text != found.text else found


def inline_forward(text: str, segments: Sequence[Segment], subject: str) -> Forwarded | None:
    """The mail passed on in a text, the outermost one; None for a letter or an ordinary reply.

    A subject or a divider calls it a forward; a bare header block with no words above is one but in a reply.
    """
    called = is_forward(subject)
    stretch = next((one for one in segments if one.part is Part.FORWARDED), None)
    if stretch is None and called:
        stretch = next((one for one in segments if one.part is Part.QUOTED), None)
    if stretch is None:
        return None
    lines = _unquoted(text[stretch.start :].split("\n"))
    start, announced = _lead(lines)
    if not (called or announced or not is_reply(subject)):
        return None
    block = block_at(lines, start, 1 if announced else 2) or _attributed(lines, start)
    if block is None:
        return Forwarded(None, None, "", _words(lines[start:])) if announced else None
    values = block.values
    return Forwarded(
        sender_in(values.get("from", "")),
        said_date(values.get("sent", "")),
        " ".join(values.get("subject", "").split())[:MAX_SUBJECT],
        _words(lines[block.end :]),
    )


def sender_in(value: str) -> Address | None:
    """The mailbox in a From line of a header block: `Name <a@b>`, `Name [mailto:a@b]`, `a@b`; None in any doubt."""
    value = MAILTO.sub("<", value[:1000]).replace("[", "<").replace("]", ">")
    found = list(dict.fromkeys(ADDRESS.findall(value)))
    if len({one.casefold() for one in found}) != 1:
        return None
    address = strict_address(found[0].rstrip("."))
    if address is None:
        return None
    name = ADDRESS.split(value, maxsplit=1)[0].strip(AROUND)
    return Address(address.email, " ".join(name.split())[:300])


def _unquoted(lines: list[str]) -> list[str]:
    """Take the quote sign off where the whole mail stands behind it, as Apple Mail writes."""
    told = [line for line in lines if line.strip()]
    while told and marker(told[0].lstrip(" >＞")) and not LEVEL.match(told[0]):
        told = told[1:]
    if told and LEVEL.match(told[0]):
        return [LEVEL.sub("", line, count=1) for line in lines]
    return lines


def _lead(lines: Sequence[str]) -> tuple[int, bool]:
    """The first line behind blanks, rules and dividers, and whether a divider said that a mail is passed on."""
    announced = False
    for index, line in enumerate(lines[:MAX_LEAD]):
        said = marker(line)
        announced = announced or said == "forwarded"
        if not said and line.strip() and not RULE.fullmatch(line):
            return index, announced
    return min(MAX_LEAD, len(lines)), announced


def _attributed(lines: Sequence[str], start: int) -> Block | None:
    """A mail passed on below "On …, … wrote:"."""
    for index in range(start, min(start + 4, len(lines))):
        found = attribution(lines, index, start)
        if found:
            joined = " ".join(line.strip() for line in lines[found.start : index + 1])
            address = ADDRESS.search(joined)
            return Block({"from": address[0] if address else "", "sent": ADDRESS.sub(" ", joined)}, index + 1)
    return None


def _words(lines: Sequence[str]) -> str:
    lines = list(lines)
    told = [line for line in lines if line.strip()]
    if told and all(QUOTE.match(line) for line in told):
        lines = [LEVEL.sub("", line, count=1) for line in lines]
    return "\n".join(line.rstrip() for line in lines).strip("\n")
