"""Every path to a letter in a person's name: there is one, past the rule that says who has proven himself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import mailbot
from mailbot.casework.automatic import wait_for_more
from mailbot.casework.decide import RULES, hold_strangers, hold_unproven_staff, obey_agents

HOUSE = Path(mailbot.__file__).parent


def places(wanted: str) -> Iterator[str]:
    """`module.function` of each place where an expression of this shape stands, in the house's own words."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield from (f"{path.stem}.{node.name}" for part in ast.walk(node) if ast.unparse(part) == wanted)


def callers(name: str) -> set[str]:
    """`module.function` of each function that calls this one by its name."""
    found = set()
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
                found |= {f"{path.stem}.{node.name}" for call in calls if ast.unparse(call.func) == name}
    return found


def test_a_relay_is_written_in_one_place() -> None:
    makes = {
        one for one in places("Purpose.RELAY") if one.split(".")[0] not in {"write", "samples", "preview", "canary"}
    }
    assert makes == {"staff._relay"}
    released = {one for one in places("Purpose.ANSWERED") if one.split(".")[0] == "staff"}
    assert released == {"staff._release"}


def test_one_road_leads_there() -> None:
    assert callers("obey") == {"act._obey"}
    assert callers("Obey") == {"decide.obey_agents"}
    assert callers("_relay") == set()  # only by the table of what is carried out, inside of `obey`


def test_nobody_passes_who_has_not_proven_himself() -> None:
    order = [RULES.index(rule) for rule in (hold_strangers, hold_unproven_staff, obey_agents, wait_for_more)]
    assert order == sorted(order)


def test_who_is_proven_is_said_by_one_function() -> None:
    assert callers("speaks") == {"advance.advance"}
