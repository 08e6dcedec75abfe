"""How the demo goes on: everybody acts on the letters that come, until all came true or nothing comes any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.demo.people import Person, Step
from mailbot.demo.replies import Received, questions, read_letter
from mailbot.demo.servers import Delivered, DemoServers

Say = Callable[[datetime, str], None]  # when, and what somebody does


@dataclass(frozen=True, slots=True)
class Carried:
    """A mail that went through the post office, as its reader sees it."""

    at: datetime
    recipient: str
    raw: bytes
    letter: Received


class Play:
    """The cast on the stage; `carried` holds every mail so far, `waiting` every step that nobody took yet."""

    def __init__(self, cast: Sequence[Person], servers: DemoServers, say: Say) -> None:
        self.carried: list[Carried] = []
        self.waiting: list[tuple[Person, Step]] = [(person, step) for person in cast for step in person.steps]
        self._seen = 0
        self._people = {person.address.casefold(): person for person in cast}
        self._servers = servers
        self._say = say

    def begin(self) -> None:
        """Everybody who has something to say writes a first mail."""
        for person in self._people.values():
            if person.mail:
                now = datetime.now(UTC)
                self._say(now, f"{person.name} {person.story}")
                self._servers.send(person.first(self._servers.support, now), person.envelope_sender, self._support)

    def go_on(self, alive: Callable[[], bool], content: Callable[[], bool], patience: float) -> None:
        """Until all steps are taken and `content` says that all came true; or the daemon is no longer alive, or
        nothing came for `patience` seconds."""
        end = time.monotonic() + patience
        while alive() and time.monotonic() < end and (self.waiting or not content()):
            if self.catch_up(0.2):
                end = time.monotonic() + patience

    def catch_up(self, timeout: float) -> int:
        """Take what came since the last time, waiting so many seconds for something; how many mails it was."""
        self._seen, news = self._servers.news(self._seen, timeout)
        for mail in news:
            self._take(mail)
        return len(news)

    @property
    def _support(self) -> list[str]:
        return [self._servers.support]

    def _take(self, mail: Delivered) -> None:
        one = Carried(mail.at, mail.recipient.casefold(), mail.raw, read_letter(mail.raw))
        self.carried.append(one)
        person = self._people.get(one.recipient)
        if person is None:
            return
        told = _told(person, one.letter)
        if told:
            self._say(one.at, told)
        step = next((step for who, step in self.waiting if who is person and step.fits(one.letter)), None)
        if step:
            self._act(person, step, one.letter)

    def _act(self, person: Person, step: Step, letter: Received) -> None:
        self.waiting.remove((person, step))
        now = datetime.now(UTC)
        self._say(now, f"{person.name} {step.does}")
        self._servers.send(person.answer(step, letter, now), person.envelope_sender, self._support)


def _told(person: Person, letter: Received) -> str:
    """What mailbot did, for the one who watches; the many notes to the agent are told at the end."""
    if person.role == "agent":
        return ""
    if person.role == "engineer":
        return f"mailbot hands a complete report to {person.name}"
    if not letter.automatic:
        return f"mailbot passes the agent's words on to {person.name}"
    asked = len(questions(letter.lines))
    plural = "s" if asked > 1 else ""
    return f"mailbot asks {person.name} {asked} question{plural}" if asked else f"mailbot writes to {person.name}"
