"""The stop of automatic letters, and who heard nothing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import tzinfo

from rich.text import Text

from mailbot.console.screen import Column, above, clock, count, line, plain, screen, show_json, table
from mailbot.holding import HoldView

MOST = 50  # rows; --json has all
COLUMNS = (
    Column("case", keep=True, right=True),
    Column("since", keep=True),
    Column("customer"),
    Column("subject, and why nothing went out"),
)


def show_hold(view: HoldView, prefix: str, zone: tzinfo, *, as_json: bool) -> None:
    """Since when and why, and the cases to look at first."""
    if as_json:
        show_json(asdict(view))
        return
    out = screen()
    stop = view.stop
    said = (
        f"automatic letters are stopped since {clock(stop.since, zone)}: {stop.reason}"
        if stop
        else "nothing is stopped"
    )
    out.print(Text(plain(said), style="bold"))
    if view.unheard:
        made = table(COLUMNS, "Customers who heard nothing")
        for row in view.unheard[:MOST]:
            tag = Text(f"{prefix}-{row.id}")
            made.add_row(
                tag,
                clock(row.created_at, zone),
                Text(plain(line(row.customer))),
                above(row.subject, row.why if row.answerable else f"{row.why}; a person has it: please write"),
            )
        out.print(made)
        out.print(count(min(len(view.unheard), MOST), len(view.unheard), "cases"))
    if stop or any(row.answerable for row in view.unheard):
        out.print("mailbot hold off lets letters go on and answers them")
