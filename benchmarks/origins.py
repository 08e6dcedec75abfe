"""Is a machine ever answered, and is a person ever refused as one? All other conditions of the gate are held true.

Run: `.venv/bin/python -m benchmarks.origins [--list]`. Machines: the bounces, automatic replies and provider reports of
two sources; people: all the others that are not judged a machine's, a list's or undeliverable in `judged.toml`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.data import mails, shared
from benchmarks.judged import judgement
from benchmarks.oracles import READING
from mailbot.casework.gate import Asker, silence
from mailbot.model import Address, Authentication, Message, Origin
from mailbot.parsers import read
from mailbot.parsers.head.origin import Signs, origin_of
from tests.houses import NOW, POLICY, SUPPORT

MACHINES = ("sisimai", "parsedmarc")
SOMEBODY = Address("somebody@person.example")


@dataclass(frozen=True, slots=True)
class Answered:
    """A mail, what it was taken for, and why it got no answer; "" when it got one."""

    source: str
    name: str
    key: str
    origin: Origin
    why: str

    @property
    def machine(self) -> bool:
        """By its source and our judgement: what no person waits for an answer to."""
        judged = judgement(self.key, "origin")
        return judged != "person" if self.source in MACHINES else bool(judged)


def gated() -> Iterator[Answered]:
    """Every mail, as if it had come to us just now from an address that our server vouches for."""
    for mail in mails():
        message = read(mail.raw, READING)
        yield Answered(mail.source, mail.name, mail.key, message.origin, silence(_ideal(message)))


def texts() -> Iterator[tuple[str, Origin]]:
    """The first line of each labelled support text as a subject, and what text and subject alone are taken for."""
    for path in sorted(shared("details").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            subject, _, text = json.loads(line)["text"].partition("\n")
            yield subject, origin_of(Signs((), SOMEBODY, subject, READING, text=text)).origin


def _ideal(message: Message) -> Asker:
    sender = message.sender if message.sender and message.sender.key not in POLICY.own else SOMEBODY
    passed = Authentication("pass")
    return Asker(
        replace(message, sender=sender, to=(SUPPORT,), cc=(), spam="", authentication=passed), NOW, NOW, POLICY
    )


def main() -> None:
    """Print the figures; with --list, every mail on the wrong side and every judged one."""
    found = list(gated())
    machines, people = ([one for one in found if one.machine is side] for side in (True, False))
    answered, refused = [one for one in machines if not one.why], [one for one in people if one.why]
    print(f"machine mail answered: {len(answered)} of {len(machines)}")
    print(f"people's mail refused as a machine's: {len(refused)} of {len(people)} = {len(refused) / len(people):.2%}")
    for source in sorted({one.source for one in found}):
        here = [[one for one in some if one.source == source] for some in (answered, machines, refused, people)]
        print("  {}: machines answered {} of {}, people refused {} of {}".format(source, *map(len, here)))
    told = [origin for _, origin in texts()]
    print(f"support texts taken for a machine's: {sum(one is not Origin.PERSON for one in told)} of {len(told)}")
    print("taken for:", dict(Counter(one.origin.value for one in found)))
    if "--list" in sys.argv:
        for one in (*answered, *refused):
            print(one.source, one.name, one.key, one.origin.value, one.why)


if __name__ == "__main__":
    main()
