"""What the demo shows on a terminal, as lines that fit its width: timelines, letters, and folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.demo.hopes import Cases, Disappointment
from mailbot.demo.people import Person
from mailbot.demo.play import Carried
from mailbot.demo.replies import questions
from mailbot.letters.shown import shown

TOKYO = ZoneInfo("Asia/Tokyo")  # the desk's own zone: letters name times in it, too
# Latin words stay whole; what ends a phrase or a bracket begins no line, what opens one ends none.
PIECE = re.compile(
    r"[ \t]+|[!-~\u00a0-\u024f]+|[「『（【〔]*[^ \t!-~\u00a0-\u024f][、。，．）」』】〕！？…ー]*|.", re.DOTALL
)
BULLET = re.compile(r"\s*(?:[-*・] ?|\d{1,2}[.．] ?)?\s*")


def cells(text: str) -> int:
    """Columns of a terminal that a text takes: an East Asian wide character takes two (UAX 11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """The text with blanks up to so many columns."""
    return text + " " * (width - cells(text))


def clock(at: datetime) -> str:
    """HH:MM:SS at the desk."""
    return at.astimezone(TOKYO).strftime("%H:%M:%S")


def folded(line: str, width: int, indent: int | None = None) -> list[str]:
    """One line as several of at most so many columns; further ones are indented like the first, or by `indent`."""
    start = BULLET.match(line)
    deep = min(cells(start[0]) if start and indent is None else indent or 0, width // 2)
    rows, row = list[str](), ""
    for piece in PIECE.findall(line):
        if cells(row) + cells(piece) > width and row.strip():
            rows.append(row.rstrip())
            row = " " * deep + piece.strip()
        else:
            row += piece
    return [*rows, row.rstrip()]


def letter_page(one: Carried, width: int) -> list[str]:
    """A letter of mailbot's as its reader sees it."""
    letter = shown(one.raw)
    attached = [f"Attached: {', '.join(letter.attached)}"] if letter.attached else []
    text = [f"To: {letter.to}", f"Subject: {letter.subject}", *attached, "", *letter.body.rstrip().split("\n")]
    return [row for line in text for row in folded(line, width)]


def headline(person: Person, cases: Cases) -> str:
    """Who it is, and where the case stands."""
    case = cases.get(person.address.casefold())
    where = f": CASE-{case.id}, {case.kind}, {case.state.replace('_', ' ')}" if case else ""
    return f"{person.name}, {person.role}{where}"


def verdict(person: Person, wrong: Sequence[Disappointment], width: int) -> list[str]:
    """What was expected of a person's story, and whether it came true."""
    mine = [one.what for one in wrong if one.who == person.name]
    told = [f"[ok] {person.expectation}"] if not mine else [f"[NOT ok] {what}" for what in mine]
    return [row for line in told for row in folded(f"  {line}", width, 2 + len("[ok] "))]


def timeline(person: Person, carried: Sequence[Carried], names: Mapping[str, str], width: int) -> list[str]:
    """What somebody wrote and got: time, from -> to, subject. Of an agent's letters those that she acted on."""
    mine = [one for one in carried if person.address in (one.letter.sender, one.recipient)]
    told = [one for one in mine if person.role != "agent" or _acted_on(one, person, mine)]
    roads = [_road(one, names) for one in told]
    room = max(map(cells, roads), default=0)
    rows = [f"  {clock(one.at)}  {padded(road, room)}  " for one, road in zip(told, roads, strict=True)]
    lines = [row + _about(one, person, width - cells(row)) for row, one in zip(rows, told, strict=True)]
    rest = len(mine) - len(told)
    return [*lines, f"  ... and notes that were only read: {rest}"] if rest else lines


def _about(one: Carried, person: Person, width: int) -> str:
    """The subject, and how much a customer is asked: the letters of one case are called alike."""
    received = one.letter.automatic and person.role == "customer" and not _wrote(one, person)
    asked = len(questions(one.letter.lines)) if received else 0
    more = f" ({asked} question{'s' if asked > 1 else ''})" if asked else ""
    return cut(one.letter.subject, width - cells(more)) + more


def _acted_on(one: Carried, person: Person, mine: Sequence[Carried]) -> bool:
    answered = {mail.letter.references[-1] for mail in mine if mail.letter.references and _wrote(mail, person)}
    wrote = {mail.letter.message_id for mail in mine if _wrote(mail, person)}
    return _wrote(one, person) or one.letter.message_id in answered or bool(wrote & set(one.letter.references[-1:]))


def _wrote(one: Carried, person: Person) -> bool:
    return one.letter.sender == person.address


def _road(one: Carried, names: Mapping[str, str]) -> str:
    ends = (names.get(address.casefold(), address) for address in (one.letter.sender, one.recipient))
    return " -> ".join(ends)


def cut(text: str, width: int) -> str:
    """One line of at most so many columns."""
    if cells(text) <= width:
        return text
    return "".join(_fitting(text, width - 1)).rstrip() + "…"


def _fitting(text: str, width: int) -> Iterator[str]:
    for char in text:
        width -= cells(char)
        if width < 0:
            return
        yield char
