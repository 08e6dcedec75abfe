"""A desk with two agents on the real road: Maildir, reading child, database, outbox, letters; and its own clock."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from mailbot.letters.shown import shown
from mailbot.pipeline import deliver, process, receive
from mailbot.site import Site
from mailbot.works import Works
from tests.stories.play import Clock

CUSTOMER, MIKA, JUN = "hanako@customer.example", "mika@desk.example", "jun@desk.example"
LATER = timedelta(minutes=10)  # longer than a quiet period
WORDS = "Please use the button at the top right."


@dataclass
class Road:
    """A desk with two agents and one open case, CASE-1, on a clock of its own."""

    home: Path
    site: Site
    works: Works
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def arrives(
        self, sender: str, *heads: str, text: str = WORDS, proof: str = "pass", number: int = 0, wait: timedelta = LATER
    ) -> list[str]:
        """Whom the letters go to that a mail leads to, as "purpose to address", within the next minutes.

        `proof` is what the mail server says of DMARC, "" for nothing; `number` makes its Message-ID.
        """
        vouched = f"Authentication-Results: mx.desk.example; dmarc={proof} header.from={sender.partition('@')[2]}"
        subject = () if any(one.startswith("Subject:") for one in heads) else ("Subject: Re: [CASE-1] Printing",)
        named = any(one.startswith("Message-ID:") for one in heads)
        name = () if named else (f"Message-ID: <m{number or next(self.numbers)}@{sender}>",)
        lines = (vouched if proof else "X-None: x", *name, f"From: {sender}", "To: support@desk.example", *subject)
        raw = "\r\n".join((*lines, *heads, "", *text.split("\n"), ""))
        (self.home / "Maildir" / "new" / f"{next(self.numbers)}.desk").write_bytes(raw.encode())
        return self.later(wait)

    def later(self, time: timedelta) -> list[str]:
        before = self.works.store.outbox.newest()
        for step in (timedelta(0), time):
            self.clock.now += step
            receive(self.site.sources[0], self.works)
            process(self.works)
            deliver(self.site.delivery, self.works)
        return sorted(f"{row['purpose']} to {row['recipient']}" for row in self.works.store.outbox.rows(before))

    def note(self, agent: str = MIKA, purpose: str = "agent_note") -> str:
        """The Message-ID of the newest letter of this purpose to an agent."""
        rows = [row for row in self.works.store.outbox.rows() if (row["purpose"], row["recipient"]) == (purpose, agent)]
        return str(rows[-1]["message_id"])

    @property
    def last(self) -> tuple[str, str]:
        """(state, reason) of the newest mail."""
        row = self.works.store.inbox.rows()[-1]
        return str(row["state"]), str(row["reason"])

    def shown(self, purpose: str) -> str:
        """The newest letter of this purpose as text."""
        rows = [row for row in self.works.store.outbox.rows() if row["purpose"] == purpose]
        return self.shown_row(rows[-1])

    def shown_row(self, row: Mapping[str, object]) -> str:
        """A letter of the outbox as text."""
        letter = shown(self.works.store.outbox.data(int(str(row["id"]))))
        return f"{letter.subject}\n{letter.body}"
