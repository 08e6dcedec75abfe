"""What a reply answers: under our questions, by number, by label, in free words, or with one short line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.details import best, found_in
from mailbot.casework.forms import filled
from mailbot.casework.interleaved import inside_quotes
from mailbot.casework.nonanswers import answer_in, is_none
from mailbot.casework.normalise import plain
from mailbot.casework.patterns import Pattern
from mailbot.casework.pictures import is_document, is_picture
from mailbot.casework.reading import told, view
from mailbot.casework.replies import Block, Row, courtesy, listed, numbered, rows_of, under_questions
from mailbot.model import Answer, Asked, Finding, Message, Question, Strength

LETTERS = re.compile(r"\w")
ASKS_BACK = re.compile(r"(?:でしょうか|ますか|ですか|ませんか|のか|\?)[。.\s]*$")
PIECES = re.compile(r"(?<=[、，,/／・;\n])")  # parts of an answer, each with the sign behind it
SHORT_PIECE = 30  # characters
SHORT = 600  # characters of a reply that is one answer as a whole
LEAD = re.compile(
    r"[\s→⇒:：=>＞・*\-–—、,.．]*(?:(?:回答|答え|答|A|Ａ|Ans|Answer)\s?\d{0,2}\s?[:：.．)）]\s*)?[→⇒:：=>＞\s]*"
)


def answers(message: Message, asked: tuple[Asked, ...], catalogue: Catalogue) -> tuple[Finding, ...]:
    """All that a reply tells: answers to our questions and what `find` sees, the best of both."""
    questions = _last_round(message, asked)
    own = tuple(one.question for one in asked)
    expected = frozenset(id_ for question in questions for id_ in question.details)
    own_words = replace(message, subject="") if message.in_reply_to else message  # "Re: …" says nothing again
    free = found_in(own_words, catalogue, own, expected)
    placed = [
        finding
        for block in _blocks(message, questions, own, catalogue)
        for finding in _answered(message, block, catalogue)
    ]
    told_by_place = {finding.detail for finding in placed if finding.answer is Answer.GIVEN}
    rest = [
        finding
        for finding in free
        if finding.detail not in told_by_place or finding.source == "attachment" or finding.rule == "heading"
    ]
    return best([*placed, *rest], catalogue)


def _last_round(message: Message, asked: tuple[Asked, ...]) -> tuple[Question, ...]:
    """The questions of the letter that is answered: the one cited, else the newest."""
    cited = [one.round for one in asked if one.message_id and one.message_id in message.in_reply_to]
    newest = max(cited or [one.round for one in asked], default=0)
    return tuple(one.question for one in asked if one.round == newest)


def _blocks(
    message: Message, questions: tuple[Question, ...], own: tuple[Question, ...], catalogue: Catalogue
) -> tuple[Block, ...]:
    if filled(message, catalogue, quoted=False):
        return ()  # its fields say themselves what they answer
    rows = rows_of(message)
    under = under_questions(rows, own, catalogue)
    done = {block.question for block in under}
    under = (*under, *(block for block in inside_quotes(rows, own) if block.question not in done))
    by_number = numbered(rows, questions, catalogue) if len(questions) > 1 else ()
    by_number = by_number if _plausible(message, by_number, catalogue) else ()
    if not under and len(questions) > 1:
        in_list = listed(rows, questions, catalogue)
        if len(in_list) > len(by_number) and _plausible(message, in_list, catalogue, unproved=False):
            by_number = in_list
    more = len({block.question for block in by_number}) > len({block.question for block in under})
    if under or by_number:
        return by_number if more else under
    return _whole(message, rows, questions, catalogue)


def _plausible(message: Message, blocks: Sequence[Block], catalogue: Catalogue, *, unproved: bool = True) -> bool:
    """Numbers may count steps: then what should name a browser tells what was done. `unproved` where none should."""
    for block in blocks:
        if any(catalogue.detail(id_).lexicon for id_ in block.question.details):
            found = list(_answered(message, block, catalogue))
            named = any(one.rule != block.rule or one.answer is not Answer.GIVEN for one in found)
            return named or bool(found and not _is_action(message, block, catalogue))
    return unproved


def _is_action(message: Message, block: Block, catalogue: Catalogue) -> bool:
    """Whether a block reads like a step of a list."""
    steps = tuple(detail.id for detail in catalogue.details if detail.steps)
    found = told(view(message.text, ((block.start, block.end),), catalogue, ()), catalogue, steps)
    return any(finding.detail in steps and finding.answer is Answer.GIVEN for finding in found)


def _whole(
    message: Message, rows: Sequence[Row], questions: tuple[Question, ...], catalogue: Catalogue
) -> tuple[Block, ...]:
    """A short reply to a single question is its answer; "I don't know" alone answers all of them."""
    lines = [row for row in rows if not row.quoted and row.text.strip() and not courtesy(row.text, catalogue)]
    if not lines:
        return ()
    start, end = lines[0].start, lines[-1].end
    text = message.text[start:end]
    if len(questions) == 1 and len(text) <= SHORT:
        return (Block(questions[0], start, end, "answer to the only question"),)
    if answer_in(plain(text), catalogue):
        return tuple(Block(question, start, end, "answer to all questions") for question in questions)
    return ()


def _answered(message: Message, block: Block, catalogue: Catalogue) -> Iterator[Finding]:
    """What a block says about the details of its question."""
    start, end = _trim(message.text, block.start, block.end)
    text = message.text[start:end]
    words = plain(text)
    if not LETTERS.search(words) or _only_thanks(words, catalogue):
        return
    seen = _seen(message, start, end, block.question, catalogue)
    answer = answer_in(words, catalogue)
    whole = Finding(block.question.details[0], text, text, start, end, "body", block.rule)
    alone = len(block.question.details) == 1 or not seen  # words that name none of its parts answer all of them
    rest = None if alone or answer else _rest(message, (start, end), seen, catalogue)
    for id_ in block.question.details:
        detail = catalogue.detail(id_)
        mine = [finding for finding in seen if finding.detail == id_]
        if mine and (detail.lexicon or len(block.question.details) > 1):
            yield from (replace(finding, rule=f"{block.rule}: {finding.rule}") for finding in mine)
        elif answer:
            yield replace(whole, detail=id_, answer=answer)
        elif alone and _is_answer(words, mine, message, catalogue):
            yield replace(whole, detail=id_)
        elif rest:
            yield replace(whole, detail=id_, value=message.text[slice(*rest)], quote=message.text[slice(*rest)],
                          start=rest[0], end=rest[1])  # fmt: skip


def _rest(
    message: Message, span: tuple[int, int], seen: Sequence[Finding], catalogue: Catalogue
) -> tuple[int, int] | None:
    """The short piece of an answer in parts that names what nobody here knows: "iPhone, the usual one"."""
    start = span[0]
    for piece in PIECES.split(message.text[start : span[1]]):
        here = (start, start + len(piece))
        start = here[1]
        named = any(one.start < here[1] and here[0] < one.end for one in seen)
        if named or not 1 < len(piece.strip()) <= SHORT_PIECE or not LETTERS.search(piece):
            continue
        if courtesy(piece, catalogue) or _only_thanks(piece, catalogue) or ASKS_BACK.search(piece):
            continue
        if not any(True for _ in told(view(message.text, (here,), catalogue, ()), catalogue, ())):
            return _trim(message.text, *here)
    return None


def _is_answer(words: str, seen: Sequence[Finding], message: Message, catalogue: Catalogue) -> bool:
    """Not a question back, not a picture that was forgotten."""
    if seen or is_none(words, catalogue):
        return True
    if ASKS_BACK.search(words):
        return False
    if any(_found(language.attached, words) for language in catalogue.languages.values()) and len(words) < 60:
        return any(is_picture(one) or is_document(one) for one in message.attachments)
    return True


def _seen(message: Message, start: int, end: int, question: Question, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What words and patterns find inside a block; a bare name is enough here."""
    inside = view(message.text, ((start, end),), catalogue, ())
    found = told(inside, catalogue, question.details)
    return tuple(
        finding
        for finding in best(found, catalogue)
        if finding.detail in question.details
        and (finding.strength is Strength.STRONG or finding.answer is not Answer.GIVEN)
    )


def _only_thanks(words: str, catalogue: Catalogue) -> bool:
    return len(words) <= 40 and any(_found(language.thanks, words) for language in catalogue.languages.values())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    lead = LEAD.match(text, start, end)
    start = lead.end() if lead else start
    return start, max(start, start + len(text[start:end].rstrip(" \t\r\n\u3000、，,/／・;")))


def _found(pattern: Pattern | None, text: str) -> bool:
    return pattern is not None and pattern.found(text)
