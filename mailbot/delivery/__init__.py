"""Where letters go: one Protocol, and the kinds there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from mailbot.model import OutMail, Receipt


class Delivery(Protocol):
    """A way out. `deliver` raises `UnreachableError` when the server could not be asked at all."""

    def deliver(self, mail: OutMail, sending: Callable[[], None]) -> Receipt:
        """Hand over one mail. `sending` is called after the recipient is accepted and just before the bytes go."""

    def interrupt(self) -> None:
        """Make a blocked call end now; called from a signal handler."""

    def close(self) -> None:
        """Leave politely; never raises."""
