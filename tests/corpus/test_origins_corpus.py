"""No machine is answered, and hardly a person refused as one, on real mail."""

from __future__ import annotations

from benchmarks.origins import gated, texts
from mailbot.model import Origin
from tests.shared import shared


def test_no_machine_is_answered_and_hardly_a_person_refused() -> None:
    shared("mails")
    found = list(gated())
    machines, people = ([one for one in found if one.machine is side] for side in (True, False))
    answered, refused = [one for one in machines if not one.why], [one for one in people if one.why]
    print(f"\nmachines answered {len(answered)}/{len(machines)}, people refused {len(refused)}/{len(people)}", end="")
    assert len(machines) >= 430
    assert answered == []
    assert len(people) >= 300
    assert len(refused) <= 0.005 * len(people), refused


def test_no_support_text_of_a_person_reads_as_a_machines() -> None:
    shared("details")
    found = list(texts())
    refused = [subject for subject, origin in found if origin is not Origin.PERSON]
    print(f"\nsupport texts taken for a machine's: {len(refused)}/{len(found)}", end="")
    assert len(found) >= 300
    assert len(refused) <= 0.005 * len(found), refused
