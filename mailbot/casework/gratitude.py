"""Does a mail say only thanks, or only that the matter is solved? Judged by all of it, not by its first line."""

from __future__ import annotations

import re
import unicodedata

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.lexicon import mentions
from mailbot.casework.normalise import plain
from mailbot.casework.patterns import Pattern
from mailbot.casework.pictures import is_picture, without_marks
from mailbot.casework.thankful import (
    COMPANY,
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
    WORSE,
)
from mailbot.model import Message, Part

LONGEST = 1500  # characters; nobody needs more to say thanks
MAX_SENTENCES = 30
MAX_CLAUSE = 60  # characters of a line of politeness
MAX_BEFORE = 80  # characters that lead to "… solved it"
SENTENCE = re.compile(r"(?<=[。!])|(?<=\.)\s|\n")
CLAUSE = re.compile(r"[、,;]|\s(?=and\s)", re.IGNORECASE)
# What is understood is replaced by a sign of one letter; letters that are left over then say something more.
IS_SOLVED, IS_THANKS, IS_NOTED, IS_POLITE = "\ue001", "\ue002", "\ue003", "\ue004"
SIGNS = re.compile("[\ue001-\ue004]")
LETTERS = re.compile("[^\\W_\ue001-\ue004]")
REWRITTEN = ((SMILE, ""), (SOLVED, IS_SOLVED), (NOTED, IS_NOTED), (THANKS, IS_THANKS), (POLITE, IS_POLITE))
ENDED = re.compile(r"(?:です|ます|した|[。.!?,:])$")
WRAPPED = 50  # characters from which on a line may have been wrapped; of Japanese half of it


def gratitude(message: Message, catalogue: Catalogue) -> str:
    """ "solved", "thanks", or "" when the mail says anything more, or anything that is not understood.

    "ご返信ありがとうございます" opens most Japanese answers: it counts only when nothing else follows.
    """
    text = SIGNS.sub("", unicodedata.normalize("NFKC", without_marks(message.new_text)[: LONGEST + 1]))
    if not text.strip() or len(text) > LONGEST or _brings_more(message) or _names_a_value(text, catalogue):
        return ""
    if WORSE.search(text):
        return ""
    text = _unwrapped(text)
    for pattern, sign in REWRITTEN:
        text = pattern.sub(sign, text)
    if MORE.search(text):
        return ""
    sentences = [one for one in SENTENCE.split(text) if one.strip()]
    return _verdict(sentences, _own_names(message), catalogue)


def _verdict(sentences: list[str], names: frozenset[str], catalogue: Catalogue) -> str:
    if len(sentences) > MAX_SENTENCES:
        return ""
    signs, last = "", ""
    for sentence in sentences:
        read = _read(sentence, catalogue)
        clauses = [_read(clause, catalogue) for clause in CLAUSE.split(sentence)]
        if _understood(read) or all(map(_understood, clauses)):
            last = "".join(SIGNS.findall(read + "".join(clauses))) + sentence.rstrip()[-1:]
            signs += last
        elif not _who(sentence.strip(), last, names):
            return ""
        else:
            last = IS_POLITE
    return "solved" if IS_SOLVED in signs else "thanks" if IS_THANKS in signs or IS_NOTED in signs else ""


def _who(line: str, last: str, names: frozenset[str]) -> bool:
    """Whether a line says only who writes: behind a greeting, a closing or a company, or by the sender's own name."""
    if not last:
        return bool(COMPANY.fullmatch(line) and INTRODUCED.fullmatch(line))
    if IS_POLITE in last and (INTRODUCED.fullmatch(line) or NAME.fullmatch(line)):
        return True
    known = any(word in names for word in plain(line).split()) or plain(line).replace(" ", "") in names
    return bool(COMPANY.fullmatch(line) or (NAME.fullmatch(line) and (known or last.endswith(","))))


def _own_names(message: Message) -> frozenset[str]:
    """The words of the sender's name and address, and the name without blanks."""
    if message.sender is None:
        return frozenset()
    name, local = plain(message.sender.name), plain(message.sender.email.partition("@")[0])
    return frozenset((*re.split(r"[\s,._-]+", name), name.replace(" ", ""), *re.split(r"[._-]", local))) - {""}


def _names_a_value(text: str, catalogue: Catalogue) -> bool:
    """ "Thanks, Chrome" answers a question."""
    lexicons = (detail.lexicon for detail in catalogue.details if detail.lexicon)
    return any(next(mentions(lexicon, text), None) for lexicon in lexicons)


def _brings_more(message: Message) -> bool:
    """A file, a picture of the screen or a mail passed on says something that words do not."""
    files = any(not one.inline or is_picture(one) for one in message.attachments)
    return files or any(segment.part is Part.FORWARDED for segment in message.segments)


def _unwrapped(text: str) -> str:
    """The text with lines joined that a program wrapped: long ones without an end, before small letters or kana."""
    lines = [""]
    for line in map(str.strip, text.split("\n")):
        before = lines[-1]
        small = line[:1].islower()
        wrapped = len(before) > WRAPPED if small else len(before) > WRAPPED // 2 and not ENDED.search(before)
        if before and line and (wrapped or before[-1] == "、"):
            lines[-1] = before + " " * small + line
        else:
            lines.append(line)
    return "\n".join(lines)


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
