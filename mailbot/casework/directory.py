"""Who the customers are: what the site knows of a sender before he has said anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mailbot.casework.catalogue import Catalogue
from mailbot.model import Address, Finding, Strength

SOURCE = "directory"
FILE = "customers.csv"


@dataclass(frozen=True, slots=True)
class Customer:
    """One row: how to address somebody, in which language, and what is known; "" where the row says nothing."""

    name: str = ""
    company: str = ""
    language: str = ""
    details: Mapping[str, str] = field(default_factory=dict)  # ids of details and "product" -> value, never ""
    care: str = ""  # any word here: people answer this customer, mailbot asks nothing


class KnownFacts(Protocol):
    """Where facts about customers come from. `customers.csv` is one; whoever writes another keeps it without I/O."""

    def of(self, address: Address) -> Customer | None:
        """What is known of an address; None for nothing."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Customers by address key; a key "@customer.example" stands for everybody at that very domain."""

    customers: Mapping[str, Customer] = field(default_factory=dict)

    def of(self, address: Address) -> Customer | None:
        """The row of an address, else that of its domain, else None. Rows are not mixed: the closer one counts alone.

        This says nothing of who really wrote: a From can be forged, and the gate is asked first.
        """
        domain = f"@{address.domain.casefold()}"
        return self.customers.get(address.key) or self.customers.get(domain)


def known(customer: Customer, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What the directory says about details of the catalogue, in its order, so that none of it is asked."""
    return tuple(
        Finding(
            detail=detail.id,
            value=customer.details[detail.id],
            quote=customer.details[detail.id],
            start=0,
            end=0,
            source=SOURCE,
            rule=FILE,
            strength=Strength.STRONG,
            lexical=True,  # our own words: a letter may show them
        )
        for detail in catalogue.details
        if customer.details.get(detail.id)
    )
