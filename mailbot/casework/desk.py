"""An agent's mail as it was read, and what carrying out its orders needs and gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.casework.orders import Orders
from mailbot.casework.policy import Policy
from mailbot.model import Address, Case, Enclosure, Letter, Places


@dataclass(frozen=True, slots=True)
class StaffMail:
    """An agent's mail as read: who wrote, what is ordered, what would go out, and what speaks against it."""

    agent: Address
    mail: int  # inbox id
    orders: Orders
    words: str
    doubt: str  # why nothing of it may leave: the name of the receipt's sentence
    enclosures: tuple[Enclosure, ...]
    left_behind: tuple[str, ...]  # names of files that do not go along
    places: Places = field(default_factory=Places)  # what lies around the case

    @property
    def inside(self) -> bool:
        """Whether the agent said that it stays inside."""
        return any(order.name == "note" for order in self.orders.orders)


@dataclass(frozen=True, slots=True)
class Desk:
    """What carrying out an order needs beside the case."""

    staff: StaffMail
    policy: Policy
    now: datetime
    fresh: Callable[[], str]
    gone: str = ""  # what came back for good from the customer's address

    def say(self, key: str, **values: str) -> str:
        """A line of the receipt in the language of our people."""
        return self.policy.say(f"receipt_{key}", **values)

    def by_agent(self, key: str) -> str:
        """What the agent did, as a reason."""
        return self.policy.say(key, who=self.staff.agent.email)


Done = tuple[Case, tuple[Letter, ...], str]  # the case, letters to write, the line for the receipt
