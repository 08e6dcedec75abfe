"""What `check` found and what a round of `once` did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mailbot.config.errors import Problem
from mailbot.console.screen import Column, plain, screen, show_json, state, table
from mailbot.letters.shown import shown
from mailbot.once import Report

MOST = 50  # rows of a list: after a backlog nobody reads thousands
MAILS = (
    Column("id", keep=True, right=True), Column("sender"), Column("subject"), Column("state", keep=True),
    Column("reason"), Column("case id", keep=True, right=True),
)  # fmt: skip
LETTERS = (
    Column("id", keep=True, right=True), Column("recipient"), Column("purpose"), Column("state", keep=True),
    Column("case id", keep=True, right=True), Column("server text"),
)  # fmt: skip


def show_problems(folder: Path, problems: Sequence[Problem], *, as_json: bool) -> None:
    """What `check` found."""
    if as_json:
        show_json([asdict(problem) for problem in problems])
        return
    for problem in problems:
        print(plain(str(problem)))
    count = sum(not problem.warning for problem in problems)
    print(f"{folder}: {count} problem{'s' if count > 1 else ''}" if count else f"{folder}: sound")


def show_once(report: Report, *, as_json: bool) -> None:
    """What a round did."""
    if as_json:
        fields = asdict(report)
        fields["texts"] = {key: data.decode("ascii", "replace") for key, data in report.texts.items()}
        show_json(fields)
        return
    out = screen()
    out.print(f"{report.received} new mail{'' if report.received == 1 else 's'}", highlight=False)
    _rows(out, "Mails", report.mails, MAILS, "mailbot inbox")
    _rows(out, "Letters that would go out" if report.dry else "Letters", report.letters, LETTERS, "mailbot outbox")
    for number, data in report.texts.items():
        out.rule(f"letter {number}")
        letter = shown(data)
        out.print(Text(plain(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}")))
    if report.waiting and report.waiting_until:
        out.print(f"{report.waiting} in the quiet period, the first until {_clock(report.waiting_until)}")
    for line in report.unreachable:
        out.print(Text(f"not reachable: {plain(line)}", style="red"))


def _rows(out: Console, title: str, rows: Sequence[Mapping[str, object]], columns: Sequence[Column], more: str) -> None:
    if not rows:
        return
    made = table(columns, title)
    for row in rows[-MOST:]:
        values = [("" if (value := row[one.name.replace(" ", "_")]) is None else str(value)) for one in columns]
        made.add_row(*(state(v) if c.name == "state" else Text(plain(v)) for c, v in zip(columns, values, strict=True)))
    out.print(made)
    if len(rows) > MOST:
        out.print(f"and {len(rows) - MOST} before these: {more} --limit 0")


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M:%S")
