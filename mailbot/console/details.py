"""What is asked for, and what was found in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.console.screen import WIDE, Column, above, plain, screen, show_json, table
from mailbot.model import Answer, Finding, Strength


def show_details(catalogue: Catalogue, *, as_json: bool) -> None:
    """Every detail: how it is called, for which kinds, in which layer and when it is asked for, and in which words."""
    details = sorted(catalogue.details, key=lambda detail: (not detail.kinds, detail.second, detail.order))
    if as_json:
        show_json([_facts(detail, catalogue) for detail in details])
        return
    out = screen()
    made = table((Column("id", keep=True), Column("asked for", keep=True), Column("label and question")))
    for detail in details:
        for number, language in enumerate(sorted(detail.label)):
            first = number == 0
            made.add_row(
                plain(detail.id) if first else "",
                _asked_for(detail) if first else "",
                above(detail.label[language], detail.question[language]),
            )
    out.print(made)


def show_found(text: str, findings: Sequence[Finding], labels: Mapping[str, str], *, as_json: bool) -> None:
    """What a sentence tells."""
    if as_json:
        show_json({"text": text, "findings": [asdict(finding) for finding in findings]})
        return
    screen().print(found(findings, labels) if findings else "nothing is found in it")


def found(findings: Sequence[Finding], labels: Mapping[str, str], title: str = "Found") -> Table:
    """Findings with the words that prove them."""
    wide = screen().width >= WIDE
    columns = (Column("detail"), Column("value"), Column("words"), *((Column("where"), Column("rule")) if wide else ()))
    made = table(columns, title)
    for one in findings:
        place = (f"{one.source} {one.start}-{one.end}", f"{one.rule} {one.answer.value}")
        cells = (labels.get(one.detail, one.detail), _value(one), one.quote, *(place if wide else ()))
        made.add_row(*(Text(plain(cell)) for cell in cells))
    return made


def _value(one: Finding) -> str:
    if one.answer is not Answer.GIVEN:
        return f"({one.answer.value})"
    return one.value + ("" if one.strength is Strength.STRONG else " (weak: does not count)")


def _asked_for(detail: Detail) -> str:
    """Kinds, layer and conditions: "bug, second layer, when slow"."""
    if not detail.kinds:
        return "never by itself"
    parts = [*sorted(detail.kinds), *(["second layer"] if detail.second else [])]
    parts += [f"when {one}" for one in sorted(detail.when)]
    return ", ".join(parts) + (f" ({', '.join(sorted(detail.products))})" if detail.products else "")


def _facts(detail: Detail, catalogue: Catalogue) -> dict[str, object]:
    group = catalogue.group_of(detail.id)
    return {
        "id": detail.id,
        "label": dict(detail.label),
        "required": sorted(detail.kinds),
        "layer": "second" if detail.second else "first",
        "when": sorted(detail.when),
        "products": sorted(detail.products),
        "question": dict(detail.question),
        "help": dict(detail.help),
        "order": detail.order,
        "max_asks": detail.max_asks,
        "group": group.id if group else None,
    }
