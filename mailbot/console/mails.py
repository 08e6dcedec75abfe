"""Kept mails: in lists, and one with its header fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo

from rich.text import Text

from mailbot.console.screen import (
    WIDE,
    Column,
    above,
    clock,
    count,
    facts,
    plain,
    screen,
    short,
    show_json,
    state,
    table,
)
from mailbot.looking import MailView, about
from mailbot.store.lists import MailRow

NARROW = (
    Column("id", keep=True, right=True), Column("received", keep=True), Column("state", keep=True),
    Column("case", keep=True, right=True), Column("from"), Column("subject, and why"),
)  # fmt: skip
WIDER = (*NARROW[:-1], Column("subject"), Column("why"))


def show_inbox(rows: Sequence[MailRow], total: int, zone: tzinfo, *, as_json: bool) -> None:
    """Kept mails, newest first, each with the sentence that says why it is where it is."""
    if as_json:
        show_json([mail_facts(row) for row in rows])
        return
    out = screen()
    wide = out.width >= WIDE
    made = table(WIDER if wide else NARROW)
    for row in rows:
        sender, subject = about(row)
        why = (short(subject), short(row.reason, 300)) if wide else (above(short(subject, 60), row.reason, 160),)
        made.add_row(
            str(row.id), clock(row.received_at, zone, year=wide), state(row.state), str(row.case_id or ""),
            short(sender, 60 if wide else 36), *(Text(one) if isinstance(one, str) else one for one in why),
        )  # fmt: skip
    if rows:
        out.print(made)
    out.print(count(len(rows), total, "mails"))


def show_mail(view: MailView, zone: tzinfo, *, as_json: bool) -> None:
    """One kept mail: what became of it and its header fields, with everything that could steer a screen escaped."""
    row = view.mail
    if as_json:
        show_json(mail_facts(row) | {"headers": view.headers})
        return
    out = screen()
    given = [
        ("mail", str(row.id)),
        ("received", clock(row.received_at, zone)),
        ("state", row.state),
        ("why", row.reason),
        ("case", str(row.case_id or "")),
        ("attempts", str(row.attempts)),
        ("size", f"{row.size} bytes"),
        ("place", f"{row.account}, {row.folder}, UID {row.uid}"),
        ("SHA-256", row.sha256),
    ]
    out.print(facts((name, value) for name, value in given if value))
    out.print()
    for name, value in view.headers:
        out.print(Text.assemble((f"{plain(name)}: ", "bold"), plain(value)))


def mail_facts(row: MailRow) -> dict[str, object]:
    """For machines: the row without its bytes."""
    return {name: value for name, value in asdict(row).items() if name != "head"} | dict(
        zip(("sender", "subject"), about(row), strict=True)
    )
