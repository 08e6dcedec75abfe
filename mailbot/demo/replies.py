"""How people answer a letter: read it, find the numbered questions, write where their mail programs let them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from mailbot.demo.programs import Draft

QUESTION = re.compile(r"[ \t]*(\d{1,2})[.．)）][ \t　]*\S")


@dataclass(frozen=True, slots=True)
class Received:
    """A letter as a mail program shows it."""

    sender: str  # address
    reply_to: str
    subject: str
    message_id: str
    references: tuple[str, ...]  # the last one is the mail that this one answers
    date: str
    automatic: bool  # says of itself that no hand wrote it (RFC 3834 section 5)
    lines: tuple[str, ...]  # of the text


@dataclass(frozen=True, slots=True)
class Memory:
    """What a customer can answer: words of a question, and the answer; the first that fits is given."""

    answers: tuple[tuple[tuple[str, ...], str], ...]
    unknown: str  # said to any other question

    def answer(self, question: str) -> str:
        """The answer to one question, its help included."""
        asked = question.casefold()
        return next((said for words, said in self.answers if any(word in asked for word in words)), self.unknown)


def read_letter(raw: bytes) -> Received:
    """Any mail of the demo; the first plain text is what its reader sees."""
    mail = message_from_bytes(raw)
    sender = parseaddr(str(mail["From"] or ""))[1]
    return Received(
        sender=sender,
        reply_to=parseaddr(str(mail["Reply-To"] or ""))[1] or sender,
        subject=" ".join(str(make_header(decode_header(str(mail["Subject"] or "")))).split()),
        message_id=" ".join(str(mail["Message-ID"] or "").split()),
        references=tuple(str(mail["References"] or "").split()),
        date=" ".join(str(mail["Date"] or "").split()),
        automatic=str(mail["Auto-Submitted"] or "no").strip().lower() != "no",
        lines=tuple(_text(mail).splitlines()),
    )


def questions(lines: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where the numbered questions stand, each as [start, end) in lines: the number and what follows up to a gap."""
    starts = [i for i, line in enumerate(lines) if QUESTION.match(line)]
    return tuple((start, _end_of(lines, start)) for start in starts)


def in_between(letter: Received, memory: Memory, greeting: str) -> str:
    """The whole letter quoted with "> ", each answer typed under its question."""
    answers = {end - 1: memory.answer("\n".join(letter.lines[start:end])) for start, end in questions(letter.lines)}
    said = [greeting, "", f"On {letter.date}", f"{letter.reply_to} wrote:", ""]
    for i, line in enumerate(letter.lines):
        said.append(f"> {line}".rstrip())
        said += ["", answers[i], ""] if i in answers else []
    return "\n".join(said) + "\n"


def on_top(letter: Received, memory: Memory, greeting: str) -> str:
    """Numbered answers above, the letter unquoted below a line, as office programs do."""
    blocks = ["\n".join(letter.lines[start:end]) for start, end in questions(letter.lines)]
    answers = [f"{number}. {memory.answer(block)}" for number, block in enumerate(blocks, 1)]
    return above("\n".join([greeting, "", *answers]), letter)


def above(text: str, letter: Received) -> str:
    """A text above the letter, which stands unquoted below a line, as office programs do."""
    below = [
        "-----Original Message-----",
        f"From: {letter.reply_to}",
        f"Sent: {letter.date}",
        f"Subject: {letter.subject}",
    ]
    return "\n".join([text.rstrip("\n"), "", *below, "", *letter.lines]) + "\n"


def before_quote(text: str, letter: Received) -> str:
    """A text, its signature included, above the whole letter quoted with "> "."""
    quoted = [f"> {line}".rstrip() for line in letter.lines]
    return "\n".join([text.rstrip("\n"), "", f"On {letter.date}, {letter.reply_to} wrote:", *quoted]) + "\n"


def reply_draft(first: Draft, letter: Received, text: str) -> Draft:
    """An answer in the letter's thread (RFC 5322 section 3.6.4) from the writer of the first mail."""
    subject = letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"
    references = (*letter.references, letter.message_id)
    return replace(first, to=letter.reply_to, subject=subject, text=text, references=references, pictures=())


def _end_of(lines: tuple[str, ...], start: int) -> int:
    return next(
        (i for i in range(start + 1, len(lines)) if not lines[i].strip() or QUESTION.match(lines[i])), len(lines)
    )


def _text(mail: Message) -> str:
    part = next((part for part in mail.walk() if part.get_content_type() == "text/plain"), mail)
    data = part.get_payload(decode=True)
    return data.decode(part.get_content_charset() or "utf-8", errors="replace") if isinstance(data, bytes) else ""
