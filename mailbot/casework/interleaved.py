"""Find answers typed inside our quoted letter without a sign of their own: lines that the letter did not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mailbot.casework.normalise import plain
from mailbot.casework.replies import LONGEST_LINE, Block, Row, question_in
from mailbot.casework.subtraction import ALIKE, SHORTEST, bare, likeness, repeats
from mailbot.model import Question

FARTHEST = 25  # rows between two questions of one letter
MOST_LINES = 12  # of one answer
ENDING = 4  # last characters of a text by which its end is known
# What our letters say below their questions, and the headers of an older mail below them.
OURS = re.compile(
    r"[:：]\s*$|返信|ございません|自動でお送り|お手数|よろしくお願い|reply to this|written automatically|our team"
    r"|^\s*(?:from|差出人)\s*[:：]",
    re.IGNORECASE,
)


def inside_quotes(rows: Sequence[Row], questions: Sequence[Question]) -> tuple[Block, ...]:
    """The foreign lines under each of our quoted questions; programs like Outlook mark neither quote nor answer.

    Between two questions of a letter stands nothing but their help, so all else is an answer. Behind the last question
    the letter goes on: only what stands as close to it as the other answers did is taken.
    """
    found = _question_rows(rows, questions)
    if len(found) < min(2, len(questions)):
        return ()
    blocks: list[tuple[Question, list[Row]]] = []
    apart = False  # answers stand behind a blank line
    for place, (index, question) in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        inner = following is not None and following[1].number > question.number and following[0] - index <= FARTHEST
        end = following[0] if following and inner else len(rows)
        foreign, spaced = _foreign(rows[index:end], question, inner=inner, apart=apart)
        apart = apart or (inner and spaced)
        if foreign:
            blocks.append((question, foreign))
    return _told_once(blocks)


def _question_rows(rows: Sequence[Row], questions: Sequence[Question]) -> list[tuple[int, Question]]:
    """The quoted rows in which a question begins; the wrapped rest of one is not counted again."""
    found: list[tuple[int, Question]] = []
    for index, row in enumerate(rows):
        question = question_in(row.text[:LONGEST_LINE], questions, found[-1][1] if found else None)
        if row.quoted and question and not (found and found[-1][1] == question and index - found[-1][0] <= 3):
            found.append((index, question))
    return found


def _foreign(rows: Sequence[Row], question: Question, *, inner: bool, apart: bool) -> tuple[list[Row], bool]:
    """The quoted rows that are not of the letter, and whether a blank line stands above the first of them."""
    found: list[Row] = []
    blank, spaced = False, False
    above = rows[0].text
    for row in rows[1:]:
        text = row.text[:LONGEST_LINE]
        if not row.text.strip():
            if not inner and (found or not apart) and (found or blank):
                break
            blank = True
            continue
        if _is_ours(text, above, question):
            above, blank = text, False
            continue
        if not row.quoted or len(found) == MOST_LINES:
            break
        if not inner and ((blank and not (apart and not found)) or OURS.search(text)):
            break
        spaced = spaced or (blank and not found)
        found.append(row)
        blank = False
    return found, spaced


def _is_ours(text: str, above: str, question: Question) -> bool:
    """A line of the question, its guess or its help, or the rest of one that was wrapped."""
    told = (question.text, question.help)
    if question.guess and question.guess in text and text.strip()[:1] in ("(", "（"):
        return True
    words, help_ = bare(text), bare(question.help)
    if len(words) >= SHORTEST:  # a help holds examples, which look like answers: only its very words are ours
        return likeness(text, bare(question.text)) >= ALIKE or words in help_ or bool(help_ and repeats(text, help_))
    rest = plain(text).strip()
    torn = not any(one and plain(above).rstrip().endswith(plain(one).rstrip()[-ENDING:]) for one in told)
    return not rest or (torn and any(plain(one).rstrip().endswith(rest) for one in told if one))


def _told_once(blocks: Sequence[tuple[Question, list[Row]]]) -> tuple[Block, ...]:
    """A long line that stands under several questions comes from an edited letter."""
    counts = Counter(row.text.strip() for _, rows in blocks for row in rows if len(row.text.strip()) > SHORTEST)
    found: list[Block] = []
    for question, rows in blocks:
        own = [row for row in rows if counts[row.text.strip()] < 2]
        if own:
            found.append(Block(question, own[0].start, own[-1].end, "answer inside our quoted letter"))
    return tuple(found)
