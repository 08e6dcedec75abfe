"""The demo: a post office, a cast of people, and the very daemon that production runs between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot.demo.cast import CAST, INSIDE
from mailbot.demo.hopes import Cases, Disappointment, about_cases, about_letters, cases_of
from mailbot.demo.house import PATIENCE, House, clear, daemon, furnish
from mailbot.demo.pages import clock
from mailbot.demo.play import Carried, Play
from mailbot.demo.servers import DemoServers


@dataclass(frozen=True, slots=True)
class Show:
    """What came of the demo."""

    house: House
    carried: tuple[Carried, ...]  # every mail, oldest first
    cases: Cases
    disappointments: tuple[Disappointment, ...]  # expectations that did not come true
    seconds: float


def perform(folder: Path, say: Callable[[str], None]) -> Show:
    """Play the whole cast against a daemon in a process of its own; `folder` gets letters, config, database and log.

    FolderError when other things lie in the folder, OSError when it cannot be written or no port is free.
    """
    started = time.monotonic()
    house = House(folder.absolute())
    clear(house)
    with DemoServers(folder=house.letters) as servers:
        furnish(house, servers)
        say(
            f"A post office on {servers.imap_host}: IMAP {servers.imap_port}, SMTP {servers.smtp_port}. mailbot starts."
        )
        play = Play(CAST, servers, lambda at, told: say(_line(at, told)))
        with daemon(house) as process:
            play.begin()
            play.go_on(lambda: process.poll() is None, lambda: not _wrong(play, house), PATIENCE)
        play.catch_up(0)
        wrong = [*_died(process.returncode, house), *_wrong(play, house), *_undone(play)]
        seconds = time.monotonic() - started
        return Show(house, tuple(play.carried), cases_of(house.database), tuple(wrong), seconds)


def _wrong(play: Play, house: House) -> list[Disappointment]:
    return about_letters(CAST, play.carried, INSIDE) or about_cases(CAST, cases_of(house.database))


def _died(code: int | None, house: House) -> list[Disappointment]:
    if not code:
        return []
    last = house.log.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
    return [Disappointment("", f"the daemon ended with exit code {code}, see {house.log}: {last[:300]}")]


def _undone(play: Play) -> list[Disappointment]:
    return [Disappointment(person.name, f"never came to this: {step.does}") for person, step in play.waiting]


def _line(at: datetime, told: str) -> str:
    return f"{clock(at)}  {told}"
