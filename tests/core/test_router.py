"""Every path to a letter in a person's name: there is one, past the rule that says who has proven himself."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mailbot
from mailbot.casework.automatic import wait_for_more
from mailbot.casework.decide import RULES, decide, hold_strangers, hold_unproven_staff, obey_agents
from mailbot.casework.facts import Facts
from mailbot.casework.threading import Stranger
from mailbot.model import Address, Authentication, Confirmation, Obey, Origin, Party
from tests.houses import AGENT, CUSTOMER, ENGINEERING, NOW, POLICY, case, message

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


WHOSE = (Address(AGENT), CUSTOMER, Address(ENGINEERING), Address("eve@evil.example"), None)
ANSWERED = Confirmation(5, AGENT, done=False)


def may_be_known() -> Iterator[Facts]:
    """Whatever can be known of who wrote a mail, also what never goes together."""
    either = (True, False)
    for sender, origin, verdict in itertools.product(WHOSE, Origin, ("pass", "none", "fail")):
        mail = message(sender=sender, origin=origin, authentication=Authentication(verdict))
        for party, known, proven, may in itertools.product(Party, either, either, either):
            facts = Facts(POLICY, NOW, case(), known, mail, party, proven=proven, may_confirm=may)
            yield facts
            yield replace(facts, passed_on=True)
            yield replace(facts, stranger=Stranger(7, "x"))
            yield replace(facts, confirms=ANSWERED)
            yield replace(facts, stranger=Stranger(7, "x"), passed_on=True)


def test_only_a_proven_agent_in_his_case_is_obeyed() -> None:
    obeyed = [facts for facts in may_be_known() if isinstance(decide(facts)[1], Obey)]
    assert obeyed
    for facts in obeyed:
        assert (facts.party, facts.known, facts.proven) == (Party.AGENT, True, True)
        assert (facts.stranger, facts.confirms) == (None, None)
        assert facts.message
        assert facts.message.origin is Origin.PERSON
