"""What a customer's earlier cases let guess in the next one: never given, only shown in the question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.details import certain
from mailbot.model import Finding, Strength

SOURCE = "earlier case"


def guesses(told: Iterable[Finding], catalogue: Catalogue) -> tuple[Finding, ...]:
    """The newest certain value of each detail that lasts, in our own words alone; `told` begins with the newest."""
    lasting = {detail.id for detail in catalogue.details if detail.lasting}
    newest: dict[str, Finding] = {}
    for finding in told:
        if finding.detail in lasting and finding.lexical and certain(finding):
            newest.setdefault(finding.detail, finding)
    return tuple(
        replace(one, quote=one.value, start=0, end=0, source=SOURCE, rule=SOURCE, strength=Strength.WEAK, mail=0)
        for one in newest.values()
    )
