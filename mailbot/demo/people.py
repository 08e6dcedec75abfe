"""The people of the demo as values: what each one writes first, what on which letter, and what ought to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from mailbot.demo.programs import Draft
from mailbot.demo.replies import Received, questions, reply_draft
from mailbot.model import State

ZONES = {"ja": ZoneInfo("Asia/Tokyo"), "en": UTC}

Program = Callable[[Draft], bytes]


@dataclass(frozen=True, slots=True)
class Step:
    """What a person does on a letter, once: the first letter that has `sees` in its subject or text.

    `asked`: only when the letter has numbered questions. `write` gives the whole text of the answer, its lines ended
    by "\\n", from the letter as read.
    """

    does: str
    write: Callable[[Received], str]
    sees: str = ""
    asked: bool = False

    def fits(self, letter: Received) -> bool:
        """Whether this is the letter."""
        seen = self.sees in letter.subject or self.sees in " ".join("\n".join(letter.lines).split())
        return seen and bool(questions(letter.lines) or not self.asked)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the demo, or a machine that sends mail.

    `mail` names the text in `mails/` that opens the story, "" for who only answers. What ought to come: so many
    `letters` (None: any number), the words of `reads` in one of them each, and a case that `ends` so (None: no case).
    """

    name: str
    address: str
    role: str  # customer, machine, agent, engineer
    language: str
    story: str
    expectation: str
    program: Program
    subject: str = ""
    mail: str = ""
    pictures: tuple[tuple[str, bytes], ...] = ()
    steps: tuple[Step, ...] = ()
    letters: int | None = None
    reads: tuple[str, ...] = ()
    ends: State | None = None
    envelope: str | None = None  # envelope sender where it is not the address: "" for a bounce

    @property
    def envelope_sender(self) -> str:
        """What the program says in MAIL FROM."""
        return self.address if self.envelope is None else self.envelope

    def first(self, support: str, now: datetime) -> bytes:
        """The mail that opens the story: CRLF line ends. `now` is aware."""
        return self.program(self._draft(support, now))

    def answer(self, step: Step, letter: Received, now: datetime) -> bytes:
        """What this person writes on a letter, in its thread."""
        return self.program(reply_draft(self._draft(letter.reply_to, now), letter, step.write(letter)))

    def _draft(self, to: str, now: datetime) -> Draft:
        at = now.astimezone(ZONES[self.language])
        text = words(self.mail) if self.mail else ""
        return Draft((self.name, self.address), to, self.subject, text, at, pictures=self.pictures)


def words(name: str) -> str:
    """A text of `mails/`."""
    return files("mailbot.demo").joinpath("mails", f"{name}.txt").read_text(encoding="utf-8")
