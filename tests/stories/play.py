"""Play a story: mails go in through a Maildir, letters come out in a folder, the clock is the story's own.

A story is a folder of numbered files. `1-in.eml`, `1b-in.eml`: mails that arrive together, in this order; then the
quiet period passes. `3-wait.txt` holds a number of hours in which nothing comes. `2-out.txt`: all letters that this
round wrote, as their readers see them. And so on. Mails are kept with LF line ends and UTF-8 bytes where nothing else
is said; `{sent}` in a mail is its time of arrival.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import format_datetime
from pathlib import Path

from mailbot.config.load import load
from mailbot.letters.shown import shown
from mailbot.pipeline import deliver, process, receive
from mailbot.site import Site, open_site
from mailbot.works import Works
from tests.canary import LINE, leaks, marked
from tests.houses import NOW

CONFIG = Path(__file__).parent / "config"
QUIET = timedelta(minutes=4)
HEADERS = ("To", "Subject", "In-Reply-To", "References", "Auto-Submitted")


@dataclass
class Clock:
    """A clock that only the story moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def play(story: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """(file with what is expected, what was written) for each round of the story."""
    clock, numbers = Clock(), itertools.count(1)
    home = folder / "config"
    shutil.copytree(story / "config" if (story / "config").exists() else CONFIG, home)
    for name in ("new", "cur", "tmp"):
        (home / "Maildir" / name).mkdir(parents=True)
    marked(home / "templates")
    with open_site(load(home)) as site:
        works = replace(site.works, clock=clock, fresh=lambda: f"<c.{next(numbers):04}@desk.example>")
        for number, files in _rounds(story):
            for file in files:
                if file.suffix == ".txt":
                    clock.now += timedelta(hours=float(file.read_text()))
                    continue
                _arrive(file, home / "Maildir", clock.now)
                _pass(site, works)
                clock.now += timedelta(seconds=30)
            clock.now += QUIET
            _pass(site, works)
            yield story / f"{number + 1}-out.txt", _letters(home / "letters", works)
            clock.now += timedelta(minutes=30)
        assert leaks(works.store, works.policy.staff) == []


def _rounds(story: Path) -> list[tuple[int, list[Path]]]:
    files = sorted((*story.glob("*-in.eml"), *story.glob("*-wait.txt")), key=lambda file: (_number(file), file.name))
    return [(number, list(group)) for number, group in itertools.groupby(files, key=_number)]


def _number(file: Path) -> int:
    match = re.match(r"\d+", file.name)
    assert match, file
    return int(match[0])


def _arrive(mail: Path, maildir: Path, at: datetime) -> None:
    raw = mail.read_bytes().replace(b"{sent}", format_datetime(at).encode())
    if b"\r\n" not in raw:
        raw = raw.replace(b"\n", b"\r\n")
    target = maildir / "new" / f"{at.timestamp():.0f}.{mail.stem}.desk"
    target.write_bytes(raw)
    os.utime(target, (at.timestamp(), at.timestamp()))


def _pass(site: Site, works: Works) -> None:
    receive(site.sources[0], works)
    process(works)
    deliver(site.delivery, works)


def _letters(folder: Path, works: Works) -> str:
    """All letters since the last call, as text; what did not become a letter is told too."""
    files = sorted(folder.glob("*.eml"), key=lambda file: int(file.name.split("-")[1])) if folder.exists() else []
    texts = [_shown(file.read_bytes()) for file in files]
    for file in files:
        file.unlink()
    ends = [f"mail {row['id']}: {row['state']}: {row['reason']}" for row in works.store.inbox.rows()]
    held = [
        f"letter {r['id']}: {r['state']}: {r['server_text']}" for r in works.store.outbox.rows() if r["state"] != "sent"
    ]
    return "\n".join([*texts, "=" * 20, *ends, *held]) + "\n"


def _shown(data: bytes) -> str:
    letter, mail = shown(data), message_from_bytes(data, policy=policy.compat32)
    words = letter.body.removesuffix(f"\n{LINE}\n")  # what the suite looks for, not what readers see
    heads = [f"{name}: {getattr(letter, name.lower(), None) or mail[name]}" for name in HEADERS if mail[name]]
    heads = [re.sub(r"\s+", " ", head) for head in heads]
    return "\n".join(["=" * 20, *heads, *(f"Attached: {name}" for name in letter.attached), "", words.rstrip(), ""])
