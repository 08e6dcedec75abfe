"""What a terminal shows: tables for people, JSON for machines, nothing a stranger wrote that could steer the screen."""

from __future__ import annotations

import difflib
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailbot.config.errors import Problem
from mailbot.letters.shown import Shown, shown
from mailbot.model import Finding, Strength
from mailbot.once import Report
from mailbot.trial import Trial


def plain(text: str) -> str:
    """Any text, safe for a terminal: control and invisible characters are shown as their code."""
    return "".join(
        char
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        else f"<{ord(char):04x}>"
        for char in text
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """A suggestion for a mistyped word, or nothing."""
    near = difflib.get_close_matches(word, list(words), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def show_problems(folder: Path, problems: Sequence[Problem], *, as_json: bool) -> None:
    """What `check` found."""
    if as_json:
        _json([asdict(problem) for problem in problems])
        return
    for problem in problems:
        print(plain(str(problem)))
    count = len(problems)
    print(f"{folder}: {count} problem{'s' if count > 1 else ''}" if count else f"{folder}: sound")


def show_once(report: Report, *, as_json: bool) -> None:
    """What a round did."""
    if as_json:
        fields = asdict(report)
        fields["texts"] = {key: data.decode("ascii", "replace") for key, data in report.texts.items()}
        _json(fields)
        return
    screen = _screen()
    screen.print(f"{report.received} new mail{'' if report.received == 1 else 's'}", highlight=False)
    _rows(screen, "Mails", report.mails, ("id", "sender", "subject", "state", "reason", "case_id"))
    title = "Letters that would go out" if report.dry else "Letters"
    _rows(screen, title, report.letters, ("id", "recipient", "purpose", "state", "case_id", "server_text"))
    for number, data in report.texts.items():
        screen.rule(f"letter {number}")
        letter = shown(data)
        screen.print(Text(plain(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}")))
    if report.waiting and report.waiting_until:
        screen.print(
            f"{report.waiting} in the quiet period, the first until {_clock(report.waiting_until)}", highlight=False
        )
    for line in report.unreachable:
        screen.print(Text(f"not reachable: {plain(line)}", style="red"))


def show_trial(result: Trial, *, as_json: bool) -> None:
    """What one mail is, gives and gets, and why."""
    if as_json:
        _json(_trial_facts(result))
        return
    screen = _screen()
    if result.message is None:
        screen.print(Text(f"This mail cannot be read: {plain(result.unread)}", style="red"))
        return
    _facts(screen, result)
    if result.outcome and result.outcome.case:
        _findings(screen, result, result.outcome.case.findings)
    for recipient, subject, words in result.letters:
        screen.rule(Text(f"to {plain(recipient)}"))
        screen.print(Text(f"Subject: {plain(subject)}\n\n{plain(words)}"))


def show_letters(letters: Sequence[Shown], title: str) -> None:
    """Who received what, in a table."""
    table = Table(title=title, title_justify="left")
    for name in ("at", "to", "subject", "attached"):
        table.add_column(name, overflow="fold")
    for one in letters:
        table.add_row(*(Text(plain(text)) for text in (one.at, one.to, one.subject, ", ".join(one.attached))))
    _screen().print(table)


def show_letter(letter: Shown, title: str) -> None:
    """One letter as its reader sees it."""
    screen = _screen()
    screen.rule(Text(title))
    screen.print(Text(plain(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}")))


def _facts(screen: Console, result: Trial) -> None:
    message, outcome = result.message, result.outcome
    if message is None or outcome is None:
        return
    case = outcome.case
    rows = [
        ("from", message.sender.email if message.sender else "no single valid sender"),
        ("subject", message.subject),
        ("origin", f"{message.origin.value} {message.origin_sign}".strip()),
        ("sender proven", f"{message.authentication.verdict}: {message.authentication.reason}"),
        ("language", message.language or "not told"),
        ("kind", f"{case.kind.value}: {case.kind_reason}" if case else "not read"),
        ("missing", ", ".join(result.labels.get(one, one) for one in result.missing) or "nothing"),
        ("decision", type(outcome.decision).__name__),
        ("by rule", outcome.rule),
        ("because", outcome.decision.reason),
        ("attachments", ", ".join(f"{one.name} ({one.size} bytes)" for one in message.attachments) or "none"),
        ("defects", ", ".join(message.defects) or "none"),
    ]
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, Text(plain(value)))
    screen.print(table)


def _findings(screen: Console, result: Trial, findings: Sequence[Finding]) -> None:
    table = Table(title="Found", title_justify="left")
    for name in ("detail", "value", "words", "where", "rule"):
        table.add_column(name, overflow="fold")
    for one in findings:
        weak = "" if one.strength is Strength.STRONG else " (weak: does not count)"
        place = f"{one.source} {one.start}-{one.end}"
        label = result.labels.get(one.detail, one.detail)
        table.add_row(
            *(Text(plain(t)) for t in (label, one.value + weak, one.quote, place, f"{one.rule} {one.answer.value}"))
        )
    if findings:
        screen.print(table)


def _trial_facts(result: Trial) -> Mapping[str, object]:
    outcome, message = result.outcome, result.message
    if message is None or outcome is None:
        return {"unread": result.unread}
    case = outcome.case
    return {
        "message": {
            name: value for name, value in asdict(message).items() if name not in {"headers", "text", "segments"}
        },
        "new_text": message.new_text,
        "kind": case.kind.value if case else None,
        "kind_reason": case.kind_reason if case else None,
        "findings": [asdict(finding) for finding in case.findings] if case else [],
        "missing": result.missing,
        "decision": type(outcome.decision).__name__,
        "rule": outcome.rule,
        "reason": outcome.decision.reason,
        "letters": [{"to": to, "subject": subject, "text": words} for to, subject, words in result.letters],
    }


def _rows(screen: Console, title: str, rows: Sequence[Mapping[str, object]], names: Sequence[str]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain("" if row[name] is None else str(row[name]))) for name in names))
    screen.print(table)


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M:%S")


def _screen() -> Console:
    """Colours only on terminals; a pipe gets plain text that is wide enough for a line to stay one."""
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 160)


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))
