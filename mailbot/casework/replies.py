"""Where in a reply the answer to which question stands: under our quoted words, or behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.lexicon import mentions
from mailbot.casework.normalise import plain
from mailbot.casework.page import lines_of
from mailbot.casework.patterns import Pattern
from mailbot.casework.pictures import marks_picture
from mailbot.casework.subtraction import ALIKE, SHORTEST, bare, likeness, repeats
from mailbot.model import Message, Part, Question

QUOTE = re.compile(r"[\s>|＞｜]*")
NUMBER = r"(?P<n>[0-9０-９]{1,2}|[①-⑳])"
CIRCLED = r"(?<=[①-⑳])"
ITEM = re.compile(
    rf"[ \t\u3000]*(?P<mark>[(（【\[]?[ \t]*(?:Q|Ｑ|A|Ａ|No\.?|質問|回答|問)?[.．]?[ \t]?){NUMBER}"
    r"(?P<stop>[ \t]*(?:[.．)）】\]:：、，,]|番目?[はの]?[:：、.]?|について[はも]?[:：、]?|[-－ー][ \t])"
    rf"|[ \t\u3000]+|{CIRCLED})",
    re.IGNORECASE,
)
INLINE = re.compile(
    rf"(?<=[\s。、.!?）)])(?P<mark>[(（]?){NUMBER}(?P<stop>[.．)）:：、]|番[はの:：]|[ \u3000]|{CIRCLED})"
)
BULLET = re.compile(r"[ \t\u3000]{0,8}([-*・●○■□◆◇▪•➢→⇒])[ \t\u3000]{0,3}(?=\S)")
LONGEST_MARK = 40  # characters in which a number must have come
LONGEST_LINE = 400  # characters compared with a question
STRAY = 3  # quoted lines that are no question, after which a quotation has moved on
LEAD = re.compile(r"[\s→⇒:：=>＞・*\-–—]*(?:回答|答え|答|A)?[\s→⇒:：=>＞]*(?<![A-Za-z])")
TAIL = 6  # last characters of a question by which its end is found in a line


@dataclass(frozen=True, slots=True)
class Block:
    """`[start, end)` of the mail's text answers a question."""

    question: Question
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a reply: new or quoted, without its quote signs and line end."""

    start: int
    end: int
    text: str
    quoted: bool


def rows_of(message: Message) -> tuple[Row, ...]:
    """The lines a customer sees, quoted ones included; signatures left out.

    A reply with nothing above our letter looks as if it passed the letter on: what was forwarded counts as quoted.
    """
    rows: list[Row] = []
    for segment in message.segments:
        if segment.part in {Part.NEW, Part.QUOTED, Part.FORWARDED}:
            for line in lines_of(message.text, ((segment.start, segment.end),)):
                raw = message.text[line.start : line.end]
                if marks_picture(raw):
                    continue
                skip = QUOTE.match(raw)
                indent = skip.end() if skip else 0
                quoted = segment.part is not Part.NEW
                rows.append(Row(line.start + indent, line.end, raw[indent:], quoted))
    return tuple(rows)


def under_questions(rows: Sequence[Row], questions: Sequence[Question], catalogue: Catalogue) -> tuple[Block, ...]:
    """What was typed under, or behind, our own quoted questions."""
    blocks: list[Block] = []
    current: Question | None = None
    stray = 0
    for row in rows:
        asked = question_in(row.text[:LONGEST_LINE], questions, current)
        if asked:
            current, stray = asked, 0
            behind = _behind(row, asked)
            if behind:
                blocks.append(Block(asked, *behind, "answer under our question"))
        elif row.quoted:
            stray += (
                bool(row.text.strip())
                and len(bare(row.text[:LONGEST_LINE])) >= SHORTEST
                and not _helps(row.text[:LONGEST_LINE], current)
            )
            current = current if stray <= STRAY else None
        elif current and row.text.strip():
            if courtesy(row.text, catalogue):
                current = None
            else:
                blocks = _grown(blocks, Block(current, row.start, row.end, "answer under our question"))
    return tuple(blocks)


def numbered(rows: Sequence[Row], questions: Sequence[Question], catalogue: Catalogue) -> tuple[Block, ...]:
    """Answers behind the numbers of our questions; nothing when the numbers do not fit.

    A list that goes on behind our last number is one of its own, unless a question's own words stand behind its number.
    """
    by_number = {question.number: question for question in questions}
    blocks: list[Block] = []
    mark = ""
    last = 0
    for row in rows:
        if row.quoted or courtesy(row.text, catalogue):
            continue
        pieces = list(_pieces(row, last))
        for number, style, start, end in pieces:
            if number and (not mark or style == mark) and number > last:
                mark, last = style, number
                if number in by_number:
                    blocks.append(Block(by_number[number], start, end, f"answer {number}"))
            elif blocks and last in by_number and row.text.strip():
                blocks[-1] = replace(blocks[-1], end=end)
    told = tuple(block for block in blocks if block.end > block.start)
    return told if last in by_number or any(_named(block, rows, catalogue) for block in told) else ()


def _named(block: Block, rows: Sequence[Row], catalogue: Catalogue) -> bool:
    """Whether words of a lexicon stand in it that its question asks for: "3) Windows 11, Chrome"."""
    words = [row.text[max(0, block.start - row.start) :] for row in rows if block.start <= row.end <= block.end]
    lexicons = [one.lexicon for one in catalogue.details if one.id in block.question.details and one.lexicon]
    return any(next(mentions(lexicon, text), None) for lexicon in lexicons for text in words)


def listed(rows: Sequence[Row], questions: Sequence[Question], catalogue: Catalogue) -> tuple[Block, ...]:
    """Answers in a list of its own order: behind our numbers in any order, or behind as many bullets as questions."""
    new = [row for row in rows if not row.quoted and not courtesy(row.text, catalogue)]
    found = [(row, match) for row in new if (match := ITEM.match(row.text[:LONGEST_MARK]))]
    numbers = [_value(match["n"]) for _, match in found]
    by_number = {question.number: question for question in questions}
    if len(found) > 1 and len(set(numbers)) == len(found) and by_number.keys() >= set(numbers):
        return tuple(Block(by_number[_value(m["n"])], r.start + m.end(), r.end, f"answer {m['n']}") for r, m in found)
    bullets = [(row, match) for row in new if (match := BULLET.match(row.text))]
    if found or len({match[1] for _, match in bullets}) != 1 or len(bullets) != len(questions):
        return ()
    inside = [index for index, row in enumerate(new) if row.text.strip()]
    first, last = new.index(bullets[0][0]), new.index(bullets[-1][0])
    if sum(first <= index <= last for index in inside) != len(bullets):
        return ()  # something else stands between: a list of steps
    pairs = zip(questions, bullets, strict=True)
    return tuple(Block(question, r.start + m.end(), r.end, "answer in a list") for question, (r, m) in pairs)


def _pieces(row: Row, last: int) -> Iterator[tuple[int, str, int, int]]:
    """(number or 0, style, start, end) of a line: one item, several in a row, or a line that goes on."""
    found: list[tuple[int, str, int, int]] = []
    first = ITEM.match(row.text[:LONGEST_MARK])
    if first:
        found.append((_value(first["n"]), _style(first), row.start + first.start(), row.start + first.end()))
    expected = (found[0][0] if found else last) + 1
    for match in INLINE.finditer(row.text, first.end() if first else 0):
        if _value(match["n"]) == expected and (found or last):
            found.append((expected, _style(match), row.start + match.start(), row.start + match.end()))
            expected += 1
    if not found:
        yield 0, "", row.start, row.end
        return
    if found[0][2] > row.start:
        yield 0, "", row.start, found[0][2]
    for here, after in pairwise([*found, (0, "", row.end, row.end)]):
        yield here[0], here[1], here[3], after[2]


def _style(match: re.Match[str]) -> str:
    circled = "①" <= match["n"] <= "⑳"
    return "①" if circled else plain(match["mark"] + match["stop"]).replace(" ", "").replace("[", "(")[:2]


def _value(number: str) -> int:
    return ord(number) - ord("①") + 1 if "①" <= number <= "⑳" else int(number)


def question_in(text: str, questions: Sequence[Question], current: Question | None) -> Question | None:
    """The question that a line repeats; of two alike the one that is being answered."""
    if len(bare(text)) < SHORTEST:
        return None
    scored = [(likeness(text, bare(question.text)), question) for question in questions]
    best = max((score for score, _ in scored), default=0.0)
    if best < ALIKE:
        return None
    same = [question for score, question in scored if score == best]
    return current if current in same else same[0]


def _helps(text: str, current: Question | None) -> bool:
    return current is not None and bool(current.help) and likeness(text, bare(current.help)) >= ALIKE


def _behind(row: Row, question: Question) -> tuple[int, int] | None:
    """What follows the question on its own line."""
    at = row.text.rfind(question.text[-TAIL:])
    if at < 0:
        return None
    start = at + len(question.text[-TAIL:])
    lead = LEAD.match(row.text, start)
    start = lead.end() if lead else start
    rest = row.text[start:].strip()
    if not rest or rest[0] in "(（" or (question.help and repeats(rest, bare(question.help))):
        return None
    return row.start + start, row.end


def _grown(blocks: list[Block], block: Block) -> list[Block]:
    """Lines under one question are one answer."""
    if blocks and blocks[-1].question == block.question:
        return [*blocks[:-1], replace(blocks[-1], end=block.end)]
    return [*blocks, block]


def courtesy(text: str, catalogue: Catalogue) -> bool:
    """A line of politeness, or what a telephone writes under a mail."""
    return is_polite(text, polite(catalogue))


def polite(catalogue: Catalogue) -> tuple[Pattern, ...]:
    """The patterns of such lines in all languages."""
    spoken = catalogue.languages.values()
    return tuple(one for each in spoken for one in (each.closings, each.greetings, each.sent_from) if one)


def is_polite(text: str, patterns: tuple[Pattern, ...]) -> bool:
    """Whether one of them is found in a line."""
    words = plain(text)
    return any(pattern.found(words) for pattern in patterns)
