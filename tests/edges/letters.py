"""Own-written mails and an inbox in memory, for the edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from mailbot.config import settings
from mailbot.delivery.smtp import SmtpDelivery
from mailbot.model import OutMail, RawMail, pieces_of
from mailbot.sources import Source

PASSWORD_ENV = "MAILBOT_TEST_PASSWORD"

Key = tuple[str, str, int, int]


@dataclass
class MemoryLedger:
    """What the store would remember."""

    kept: dict[Key, RawMail] = field(default_factory=dict)

    def keep(self, mails: Sequence[RawMail]) -> None:
        for mail in mails:
            key = (mail.account, mail.folder, mail.uidvalidity, mail.uid)
            assert key not in self.kept, f"fetched twice: {key}"
            self.kept[key] = mail

    def known(self, account: str, folder: str, uidvalidity: int, uids: Sequence[int]) -> frozenset[int]:
        return frozenset(uid for uid in uids if (account, folder, uidvalidity, uid) in self.kept)

    def highest(self, account: str, folder: str, uidvalidity: int) -> int:
        return max((key[3] for key in self.kept if key[:3] == (account, folder, uidvalidity)), default=0)

    @property
    def raws(self) -> list[bytes]:
        return [b"".join(pieces_of(mail.raw)) for mail in self.kept.values()]


def receive(source: Source, ledger: MemoryLedger) -> list[RawMail]:
    """One pass as the pipeline makes it: keep each batch before asking for the next."""
    taken: list[RawMail] = []
    for batch in source.fetch(ledger):
        ledger.keep(batch)
        taken += [replace(mail, raw=b"".join(pieces_of(mail.raw))) for mail in batch]
    return taken


def letter(number: int = 1, size: int = 0, words: str = "The export button does nothing.") -> bytes:
    """A mail with CRLF line ends of at least `size` bytes."""
    head = (
        f"From: customer{number}@mail.example\r\nTo: support@shop.example\r\nSubject: report {number}\r\n"
        f"Message-ID: <report-{number}@mail.example>\r\n\r\n{words}\r\n"
    ).encode()
    line = b"." + b"x" * 75 + b"\r\n"
    return head + line * max(0, -(-(size - len(head)) // len(line)))


WORDS = b"Thank you.\r\n.a line with a dot\r\n..\r\n"


def out(recipient: str = "customer@mail.example", number: int = 1, words: bytes = WORDS, **changes: object) -> OutMail:
    """A letter of ours, ready to go; `words` stand in it as they are."""
    head = (
        f"From: support@shop.example\r\nTo: {recipient}\r\nSubject: Re: report\r\n"
        f"Date: Tue, 17 Mar 2026 00:00:00 +0000\r\nMessage-ID: <o{number}@shop.example>\r\n"
        "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nX-Mailbot-Loop: shop.example\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
    )
    values: dict[str, object] = {
        "id": number,
        "key": f"{number}/first/{recipient}",
        "sender": "",
        "recipient": recipient,
        "message_id": f"<o{number}@shop.example>",
        "data": head.encode() + words,
        "automatic": True,
        "attempts": 0,
        "created_at": datetime(2026, 3, 17, tzinfo=UTC),
    }
    return OutMail(**(values | changes))  # type: ignore[arg-type]


def smtp(port: int, attempt_seconds: float = 20, **changes: Any) -> SmtpDelivery:
    """A delivery to a port on loopback, in clear unless changed."""
    values: dict[str, Any] = {"host": "localhost", "port": port, "security": "none", "timeout_seconds": 10}
    return SmtpDelivery(settings.SmtpDelivery(**(values | changes)), attempt_seconds)


class Calls:
    """Counts how often `sending` was called."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
