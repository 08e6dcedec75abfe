"""Letters: who received what, the outbox, and one as its reader sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo

from rich.table import Table
from rich.text import Text

from mailbot.console.screen import (
    WIDE,
    Column,
    above,
    clock,
    count,
    escaped,
    facts,
    line,
    plain,
    screen,
    short,
    show_json,
    state,
    table,
)
from mailbot.looking import LetterView
from mailbot.store.lists import LetterRow

NARROW = (
    Column("id", keep=True, right=True), Column("case", keep=True, right=True), Column("state", keep=True),
    Column("since", keep=True), Column("letter", keep=True), Column("to, and the server's words"),
)  # fmt: skip
WIDER = (*NARROW[:-1], Column("to"), Column("tries", keep=True, right=True), Column("the server's words"))


def show_preview(subject: str, body: str, *, as_json: bool) -> None:
    """What a template makes."""
    if as_json:
        show_json({"subject": subject, "text": body})
        return
    print(plain(f"Subject: {subject}\n\n{body}".rstrip("\n")))


def show_outbox(rows: Sequence[LetterRow], total: int, zone: tzinfo, *, as_json: bool) -> None:
    """Letters, newest first, each with its state and what the server said."""
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    out = screen()
    if rows:
        out.print(letter_table(rows, zone))
    out.print(count(len(rows), total, "letters"))


def letter_table(rows: Sequence[LetterRow], zone: tzinfo, title: str = "") -> Table:
    """Letters as a table."""
    wide = screen().width >= WIDE
    made = table(WIDER if wide else NARROW, title)
    for row in rows:
        server = f"came back: {row.returned}" if row.returned else row.server_text
        end = (
            (Text(line(row.recipient)), str(row.attempts), Text(short(server, 300)))
            if wide
            else (above(row.recipient, "" if row.state == "sent" and not row.returned else server, 160),)
        )
        since = clock(row.sent_at or row.created_at, zone, year=wide)
        made.add_row(str(row.id), str(row.case_id or ""), state(row.state), since, row.purpose.replace("_", " "), *end)
    return made


def show_letter_of(view: LetterView, zone: tzinfo, *, as_json: bool) -> None:
    """One letter of the outbox: where it stands, and as its reader sees it."""
    row, letter = view.letter, view.shown
    if as_json:
        show_json(asdict(row) | {"shown": asdict(letter) if letter else None}, as_sent=True)
        return
    given = [
        ("letter", f"{row.id}: {row.purpose.replace('_', ' ')}, case {row.case_id or 'none'}"),
        ("state", row.state),
        ("server", row.server_text),
        ("came back", row.returned),
        ("tries", str(row.attempts)),
        ("written", clock(row.created_at, zone)),
        ("sent", clock(row.sent_at, zone)),
        ("next try", clock(row.next_at, zone) if row.state in {"queued", "deferred"} else ""),
        ("after", row.after_key or ""),
        ("Message-ID", row.message_id),
        ("to", letter.to if letter else row.recipient),
        ("subject", letter.subject if letter else ""),
        ("attached", ", ".join(letter.attached) if letter else ""),
    ]
    screen().print(facts((name, value) for name, value in given if value))
    print("\n" + escaped(letter.body).rstrip("\n") if letter else "\nIt has no words yet: its template failed.")
