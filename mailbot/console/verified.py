"""What `verify` found."""

from __future__ import annotations

from dataclasses import asdict
from datetime import tzinfo

from rich.text import Text

from mailbot.console.mails import mail_facts
from mailbot.console.screen import Column, clock, plain, screen, short, show_json, table
from mailbot.looking import about
from mailbot.store.lists import LetterRow, MailRow
from mailbot.verifying import Verified

MEGABYTE = 1024 * 1024
PLACES = (Column("id", keep=True, right=True), Column("MB", keep=True, right=True), Column("where it lies"),
          Column("from, subject"))  # fmt: skip
LETTERS = (Column("id", keep=True, right=True), Column("written", keep=True), Column("to"), Column("what it is"))


def show_verified(found: Verified, zone: tzinfo, *, as_json: bool) -> None:
    """The problems first, then what a person should know."""
    if as_json:
        show_json(
            {
                "mails": found.mails,
                "problems": [asdict(one) for one in found.problems],
                "in_part": [mail_facts(row) for row in found.in_part],
                "unknown": [asdict(row) for row in found.unknown],
            }
        )
        return
    out = screen()
    for one in found.problems:
        row = f" {one.row}" if one.row else ""
        out.print(Text(plain(f"{one.pile}{row}: {one.what}"), style="red"))
    _show_places(found.in_part)
    _show_letters(found.unknown, zone)
    count = len(found.problems)
    what = "all is as it should be" if not count else f"{count} problem{'s' * (count > 1)}"
    out.print(f"{found.mails} mail{'s' * (found.mails != 1)} checked: {what}")


def _show_places(rows: tuple[MailRow, ...]) -> None:
    if not rows:
        return
    made = table(PLACES, "Too large to be kept whole: the rest lies in the mailbox")
    for row in rows:
        place = f"{row.account}, {row.folder}, UID {row.uid}"
        who = Text("\n".join(short(one, 60) for one in about(row)))
        made.add_row(str(row.id), f"{row.size / MEGABYTE:.0f}", Text(short(place, 60)), who)
    screen().print(made)


def _show_letters(rows: tuple[LetterRow, ...], zone: tzinfo) -> None:
    if not rows:
        return
    made = table(LETTERS, "Nobody knows whether these arrived: mailbot outbox retry ID sends one again")
    for row in rows:
        what = f"{row.purpose}, case {row.case_id}" if row.case_id else row.purpose
        made.add_row(str(row.id), clock(row.created_at, zone), Text(short(row.recipient, 60)), Text(short(what, 60)))
    screen().print(made)
