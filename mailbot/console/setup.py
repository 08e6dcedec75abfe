"""What `init` says: how logins went, what was written, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from shlex import quote

from rich.text import Text

from mailbot.console.screen import plain, screen, show_json
from mailbot.initial import SETTINGS, First
from mailbot.logins import Attempt

EXPLAINED = {
    SETTINGS: "the settings; every key is explained there",
    "details.toml": "what a complete report needs and how it is asked for",
    "holidays.toml": "days without people",
    "customers.csv": "customers you know: what stands there is not asked",
    "imap-password": "readable for you alone",
    "smtp-password": "readable for you alone",
}


def show_attempt(attempt: Attempt) -> None:
    """How a login went."""
    word = Text("ok    ", style="green") if attempt.good else Text("failed", style="red")
    screen().print(Text.assemble(f"{attempt.server}  ", word, f"  {plain(attempt.said)}"), soft_wrap=True)


def show_first(first: First, attempts: Sequence[Attempt], *, as_json: bool) -> None:
    """What a first configuration came to, and what comes next."""
    if as_json:
        show_json(asdict(first) | {"logins": [asdict(one) for one in attempts]})
        return
    for attempt in attempts:
        show_attempt(attempt)
    voucher = first.authserv_id or "nobody: first letters go out on trust, agents are asked back; see [authentication]"
    print(f"Senders are vouched for by {plain(voucher)}.\n\nIn {first.folder}:")
    for name in first.written:
        print(f"  {name:<14} {EXPLAINED.get(name, '')}".rstrip())
    for name in first.kept:
        print(f"  {name:<14} was there and stayed as it is")
    for line in (*_still(first), *_next(first)):
        print(line)


def _still(first: First) -> list[str]:
    lines = [f"Still to fill in: {key}, {first.folder / SETTINGS}:{number}" for number, key in first.to_do]
    lines += [f"Still to set where mailbot starts: export {name}=..." for name in first.unset]
    lines += [f"Not sound yet: {plain(str(problem))}" for problem in first.problems]
    return ["", *lines] if lines else []


def _next(first: First) -> list[str]:
    folder = quote(str(first.folder))
    return [
        "",
        "Next:",
        f"  mailbot check --config {folder}",
        f"  mailbot once --dry-run --config {folder}    reads the mailbox, changes and sends nothing",
        f"  mailbot run --config {folder}",
    ]
