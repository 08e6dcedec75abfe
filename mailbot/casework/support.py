"""Which of the things a customer uses a product does not list as supported."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.details import certain
from mailbot.casework.products import Product
from mailbot.model import Finding


def unlisted(product: Product, findings: Iterable[Finding], catalogue: Catalogue) -> tuple[str, ...]:
    """Systems, browsers and versions in our own words that the product's lists leave out.

    A list speaks only about what it is a list of: one of browsers says nothing of systems. A name without a version
    may be any version, in the list as in the mail.
    """
    details = {detail.id: detail for detail in catalogue.details}
    return tuple(
        finding.value
        for finding in findings
        if certain(finding) and (listed := _listed(details.get(finding.detail), product))
        if (finding.lexical or details[finding.detail].of_product)
        and not any(_same(finding.value, one) for one in listed)
    )


def _listed(detail: Detail | None, product: Product) -> tuple[str, ...]:
    if detail is None:
        return ()
    if detail.of_product == "versions":
        return product.versions
    names = set(detail.lexicon.names.values()) if detail.lexicon else set()
    return tuple(one for one in product.environments if any(_same(one, name) for name in names))


def _same(one: str, other: str) -> bool:
    """Whether one says the other less exactly: "Windows" and "Windows 11", "3.1" and "3.1.4"; not "3.1" and "3.12"."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return long == short or (long.startswith(short) and not long[len(short)].isalnum())
