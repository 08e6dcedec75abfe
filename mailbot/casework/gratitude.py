"""Does a mail say only thanks, or only that the matter is solved? Judged by all of it, not by its first line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.patterns import Pattern
from mailbot.casework.pictures import is_picture
from mailbot.casework.thankful import (
    INTRODUCED,
    MORE,
    NAME,
    NOTED,
    POLITE,
    QUESTION,
    SMILE,
    SOLVED,
    SOLVED_BEHIND,
    THANKS,
    THANKS_BEFORE,
    THANKS_BEHIND,
    TOLD,
)
from mailbot.model import Message, Part

LONGEST = 1500  # characters; nobody needs more to say thanks
MAX_SENTENCES = 30
MAX_CLAUSE = 60  # characters of a line of politeness
MAX_BEFORE = 80  # characters that lead to "… solved it"
MAX_OPENING = 3  # sentences among which the sender says who he is
SENTENCE = re.compile(r"(?<=[。!])|(?<=\.)\s|\n")
CLAUSE = re.compile(r"[、,;]|\s(?=and\s)", re.IGNORECASE)
# What is understood is replaced by a sign of one letter; letters that are left over then say something more.
IS_SOLVED, IS_THANKS, IS_NOTED, IS_POLITE = "\ue001", "\ue002", "\ue003", "\ue004"
SIGNS = re.compile("[\ue001-\ue004]")
LETTERS = re.compile("[^\\W_\ue001-\ue004]")
OPEN = re.compile(r"(?:です|ます|した|[。.!?、,:：])$")


def gratitude(message: Message, catalogue: Catalogue) -> str:
    """ "solved", "thanks", or "" when the mail says anything more, or anything that is not understood.

    "ご返信ありがとうございます" opens most Japanese answers: it counts only when nothing else follows.
    """
    text = SIGNS.sub("", unicodedata.normalize("NFKC", message.new_text[: LONGEST + 1]))
    if not text.strip() or len(text) > LONGEST or _brings_more(message):
        return ""
    for pattern, sign in (
        (SMILE, " "),
        (SOLVED, IS_SOLVED),
        (NOTED, IS_NOTED),
        (THANKS, IS_THANKS),
        (POLITE, IS_POLITE),
    ):
        text = pattern.sub(sign, text)
    if MORE.search(text):
        return ""
    return _verdict(list(_sentences(text)), catalogue)


def _verdict(sentences: list[str], catalogue: Catalogue) -> str:
    signs = ""
    for number, sentence in enumerate(sentences):
        read = _read(sentence, catalogue)
        clauses = [_read(clause, catalogue) for clause in CLAUSE.split(sentence)]
        opening = number < MAX_OPENING and INTRODUCED.fullmatch(sentence.strip())
        name = signs and NAME.fullmatch(sentence)
        if number == MAX_SENTENCES or not (_understood(read) or all(map(_understood, clauses)) or opening or name):
            return ""
        signs += "".join(SIGNS.findall(read + "".join(clauses)))
    return "solved" if IS_SOLVED in signs else "thanks" if IS_THANKS in signs or IS_NOTED in signs else ""


def _brings_more(message: Message) -> bool:
    """A file, a picture of the screen or a mail passed on says something that words do not."""
    files = any(not one.inline or is_picture(one) for one in message.attachments)
    return files or any(segment.part is Part.FORWARDED for segment in message.segments)


def _sentences(text: str) -> Iterator[str]:
    """Sentences; a line that a program wrapped goes on with the next."""
    lines = [""]
    for line in map(str.strip, text.split("\n")):
        before = lines[-1]
        wrapped = len(before) > MAX_CLAUSE - 10 if line[:1].islower() else len(before) > 25 and not OPEN.search(before)
        if before and line and (wrapped or before[-1] in "、,") and not SIGNS.search(before[-1:]):
            lines[-1] = f"{before} {line}" if line[:1].isascii() else before + line
        else:
            lines.append(line)
    yield from (one for one in SENTENCE.split("\n".join(lines)) if one.strip())


def _read(text: str, catalogue: Catalogue) -> str:
    """The text with a sign for everything that a language knows as good news, thanks or politeness."""
    languages = tuple(catalogue.languages.values())
    for language in languages:
        text = _signed(language.thanks, _signed(language.solved, text, IS_SOLVED), IS_THANKS)
    polite = (pattern for one in languages for pattern in (one.greetings, one.closings) if pattern)
    if len(text) <= MAX_CLAUSE and any(pattern.found(text.strip()) for pattern in polite):
        return IS_POLITE + "".join(SIGNS.findall(text))
    return text


def _signed(pattern: Pattern | None, text: str, sign: str) -> str:
    pieces: list[str] = []
    done = 0
    for hit in pattern.hits(text) if pattern else ():
        pieces += [text[done : hit.start], sign]
        done = hit.end
    return "".join(pieces) + text[done:]


def _understood(read: str) -> bool:
    """Whether a sentence says nothing but good news, thanks and politeness.

    What leads to good news is free ("再起動したところ、直りました"): what could turn it was looked for before.
    """
    if not LETTERS.search(read):
        return True
    if QUESTION.match(read) or TOLD.search(read):
        return False
    before, solved, behind = read.partition(IS_SOLVED)
    if solved:
        return len(before) <= MAX_BEFORE and _nothing_or(SOLVED_BEHIND, behind)
    before, thanks, behind = read.partition(IS_THANKS)
    return bool(thanks) and _nothing_or(THANKS_BEFORE, before) and _nothing_or(THANKS_BEHIND, behind)


def _nothing_or(pattern: re.Pattern[str], text: str) -> bool:
    text = SIGNS.sub("", text)
    return not LETTERS.search(text) or bool(pattern.fullmatch(text))
