"""How asking goes: a row per detail, and who fell silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from rich.text import Text

from mailbot.console.screen import WIDE, Column, plain, screen, show_json, table
from mailbot.model import Kind
from mailbot.store.figures import AskingFigures, DetailFigures

NAMES = ("first mail", "asked", "told", "unknown", "refused", "no word", "silent", "open", "letters")
LEGEND = (
    "Cases in which a detail was told in the first mail; asked for; then told, not known, refused; not told though the "
    "customer wrote again; nothing more came, not even after the reminder; still open. letters: asked for it until it "
    "was told, on average."
)


def show_asking(
    told: AskingFigures, labels: Mapping[str, str], kind: Kind, since: datetime | None, *, as_json: bool
) -> None:
    """The table in the order of the catalogue, and what it says in all."""
    order = {id_: position for position, id_ in enumerate(labels)}
    rows = sorted(told.details, key=lambda one: (order.get(one.detail, len(order)), one.detail))
    if as_json:
        show_json({"kind": kind.value, "since": since} | asdict(told) | {"details": [asdict(one) for one in rows]})
        return
    out = screen()
    wide = out.width >= WIDE
    made = table((Column("detail", keep=not wide), *(Column(name, right=True) for name in NAMES)))
    for one in rows:
        name = labels.get(one.detail, one.detail) if wide else one.detail
        made.add_row(Text(plain(name)), *_cells(one))
    if rows:
        out.print(made)
        out.print(Text(LEGEND, style="dim"))
    out.print(Text(_in_all(told, kind, since)))


def _cells(one: DetailFigures) -> tuple[str, ...]:
    counts = (
        one.first_mail, one.asked, one.answered, one.unknown, one.refused, one.unanswered, one.silent, one.waiting
    )  # fmt: skip
    return (*(str(count) for count in counts), _mean(one.rounds))


def _in_all(told: AskingFigures, kind: Kind, since: datetime | None) -> str:
    span = f" since {since:%Y-%m-%d}" if since else ""
    if not told.cases:
        return f"no {kind.value} cases{span}"
    said = [f"{told.cases} {kind.value} cases{span}", f"{told.asked} were asked"]
    if told.asked:
        share = f"{100 * told.silent / told.asked:.0f} %"
        said.append(f"{told.silent} of these fell silent ({share}), {told.waiting} have time left")
    said.append(f"{told.complete} became complete" + (f" after {_mean(told.rounds)} letters" if told.complete else ""))
    return "; ".join(said)


def _mean(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
