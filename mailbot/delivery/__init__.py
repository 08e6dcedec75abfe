"""Where letters go: one Protocol, and the kinds there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from mailbot.config import settings
from mailbot.delivery.folder import FolderDelivery
from mailbot.delivery.smtp import SmtpDelivery
from mailbot.model import OutMail, Receipt


class Delivery(Protocol):
    """A way out. `deliver` raises `UnreachableError` when the server could not be asked at all."""

    def deliver(self, mail: OutMail, sending: Callable[[], None]) -> Receipt:
        """Hand over one mail. `sending` is called after the recipient is accepted and just before the bytes go."""

    def interrupt(self) -> None:
        """Make a blocked call end now; called from a signal handler."""

    def close(self) -> None:
        """Leave politely; never raises."""


# kind as written in mailbot.toml, its settings, its delivery
KINDS: tuple[tuple[str, type[Any], Callable[[Any], Delivery]], ...] = (
    ("smtp", settings.SmtpDelivery, SmtpDelivery),
    ("folder", settings.FolderDelivery, FolderDelivery),
)


def open_delivery(delivery: settings.Delivery) -> Delivery:
    """The way out for the `[delivery]` block; nothing is connected yet."""
    return next(way(delivery) for _, kind, way in KINDS if isinstance(delivery, kind))
