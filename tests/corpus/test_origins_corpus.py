"""No machine is answered, and hardly a person refused as one, on real mail."""

from __future__ import annotations

from benchmarks.origins import gated
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
