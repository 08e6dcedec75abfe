"""What the admin decided, as the rules need it: one frozen value, no files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from mailbot.casework.catalogue import Catalogue
from mailbot.model import Address


@dataclass(frozen=True, slots=True)
class Policy:
    """Who we are, how much is asked, and what stops a storm."""

    catalogue: Catalogue
    support: Address
    own: frozenset[str]  # keys of the support address and its aliases
    agents: tuple[str, ...]
    engineering: str
    default_language: str
    staff_language: str
    prefix: str
    product: str
    trust_header: bool  # False: no server of ours stamps mail, first contacts are answered on trust
    questions: int
    rounds: int
    quiet: timedelta
    reply_within: timedelta
    first_per_address: int
    first_per_domain: int
    automatic_per_hour: int
    freemail: frozenset[str] = field(default_factory=frozenset)

    def language(self, found: str) -> str:
        """The language to answer in: the customer's where we have its letters, else the default."""
        return found if found in self.catalogue.languages else self.default_language

    def is_agent(self, key: str) -> bool:
        """Whether this address key is one of our agents'."""
        return key in {agent.casefold() for agent in self.agents}

    def is_engineering(self, key: str) -> bool:
        """Whether this address key is engineering's."""
        return key == self.engineering.casefold()


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of the budgets is used, counted in the transaction that will spend more."""

    address: int = 0  # first letters to this address in 24 hours
    domain: int = 0  # first letters to its domain in an hour
    automatic: int = 0  # all automatic letters in an hour
