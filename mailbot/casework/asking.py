"""What must be asked for, in which layer, and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.details import given, settled
from mailbot.casework.patterns import encodable
from mailbot.casework.products import SHIPPED, Product
from mailbot.model import Asked, Case, Finding, Kind, Party, ToldBy

LONGEST = 20_000  # characters of a mail that are looked at


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about, as far as it decides what is asked."""

    kind: Kind
    product: Product = SHIPPED[0]
    disputed: bool = False  # a tag says one kind, the words another
    told: Mapping[str, str] = field(default_factory=dict)  # condition -> the customer's words that say it holds

    def holds(self, condition: str) -> bool:
        """Whether a condition of `when` is met."""
        return condition == self.product.kind or condition in self.told


def matter_of(case: Case, product: Product, catalogue: Catalogue) -> Matter:
    """The matter of a case: its kind, its product, and what the customer's own words say of conditions."""
    theirs = (mail for mail in case.mails if mail.party is Party.CUSTOMER and not mail.ours)
    told = told_in((f"{mail.subject}\n{mail.new_text}" for mail in theirs), catalogue)
    return Matter(case.kind, product, case.kind_by is ToldBy.DISPUTED, told)


def told_in(texts: Iterable[str], catalogue: Catalogue) -> Mapping[str, str]:
    """The conditions that words of `[when]` in language.toml prove, each with the first words that do."""
    found: dict[str, str] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKC", encodable(text[:LONGEST]))
        for language in catalogue.languages.values():
            for name, pattern in language.when.items():
                hit = next(pattern.hits(plain), None) if name not in found else None
                if hit:
                    found[name] = plain[hit.start : hit.end]
    return found


def missing(
    catalogue: Catalogue, matter: Matter, findings: tuple[Finding, ...], asked: tuple[Asked, ...]
) -> tuple[str, ...]:
    """Ids of the details to ask for, in asking order: not given, not unknown or declined, not asked too often."""
    return _open(catalogue, findings, asked, lambda detail: in_first_layer(detail, matter))


def second_layer(
    catalogue: Catalogue, matter: Matter, findings: tuple[Finding, ...], asked: tuple[Asked, ...]
) -> tuple[str, ...]:
    """Ids of what narrows a cause down and is still open. Nothing asks for it by itself: a person must say so."""
    return _open(catalogue, findings, asked, lambda detail: in_second_layer(detail, matter))


def in_first_layer(detail: Detail, matter: Matter) -> bool:
    """Whether a complete report of this matter has it."""
    if detail.id in matter.product.drop:
        return False
    if detail.id in matter.product.add:
        return matter.kind in detail.kinds | {Kind.BUG}
    return not detail.second and (detail.core or not matter.disputed) and _applies(detail, matter)


def in_second_layer(detail: Detail, matter: Matter) -> bool:
    """Whether it is worth knowing once the first layer did not help."""
    named = detail.id in matter.product.drop | matter.product.add
    return detail.second and not named and _applies(detail, matter)


def why(detail: Detail, matter: Matter) -> str:
    """Why a detail is asked for, or is not, as a sentence."""
    product, kind = matter.product, matter.kind.value
    lacking = sorted(one for one in detail.when if not matter.holds(one))
    reasons = (
        (detail.id in product.drop, f"{product.name} drops it"),
        (detail.id in product.add, f"{product.name} adds it"),
        (matter.kind not in detail.kinds, f"not needed for: {kind}"),
        (detail.products and product.name not in detail.products, f"not asked about {product.name}"),
        (lacking, f"only when {', '.join(lacking)}"),
        (matter.disputed and not detail.core, f"not core, and whether this is a {kind} is in doubt"),
    )
    needed = [f"needed for: {kind}", *(_met(one, matter) for one in sorted(detail.when) if not lacking)]
    layer = ["second layer: only when a person says so"] if detail.second else []
    return next((reason for holds, reason in reasons if holds), "; ".join([*needed, *layer]))


def _met(condition: str, matter: Matter) -> str:
    words = matter.told.get(condition)
    return f"{condition}: {words!r}" if words else f"{matter.product.name} is {condition}"


def _applies(detail: Detail, matter: Matter) -> bool:
    of_product = not detail.products or matter.product.name in detail.products
    return matter.kind in detail.kinds and of_product and all(map(matter.holds, detail.when))


def _open(
    catalogue: Catalogue, findings: tuple[Finding, ...], asked: tuple[Asked, ...], wanted: Callable[[Detail], bool]
) -> tuple[str, ...]:
    closed, told = settled(findings), given(findings)
    times = [id_ for one in asked for id_ in one.question.details]
    details = (
        detail
        for detail in catalogue.details
        if wanted(detail)
        and detail.id not in closed
        and not detail.spared_by & told
        and times.count(detail.id) < detail.max_asks
    )
    return tuple(detail.id for detail in sorted(details, key=lambda detail: detail.order))
