"""The products of `mailbot.toml` as values, what is wrong with them, and what their lists let mails be read by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailbot.casework.catalogue import Catalogue, Detail, Rule
from mailbot.casework.lexicon import lexicon_of
from mailbot.casework.patterns import compiled
from mailbot.casework.products import SHIPPED, Product, Products
from mailbot.config.lines import Location
from mailbot.config.settings import ProductTable, Settings
from mailbot.config.tables import meant

Finding = tuple[Location, str]
VERSION = r"(?:[ /]?(?:version|ver\.?|v\.?|バージョン)?[ :]?)(?P<value>\d+(?:\.\d+)+[\w-]{0,20})"


def products_of(settings: Settings) -> Products:
    """The products of a site; the shipped two, "webapp" and "app", where it names none."""
    made = tuple(_product(table, settings) for table in settings.product) or SHIPPED
    return Products(made, settings.asking.product or "")


def names_of(settings: Settings) -> tuple[str, ...]:
    """What its products are called."""
    return tuple(product.name for product in products_of(settings).all)


def wrong_products(settings: Settings, catalogue: Catalogue) -> Iterator[Finding]:
    """Products that are named and not there, details they name and that are not there, names that are there twice."""
    names, details = names_of(settings), [detail.id for detail in catalogue.details]
    for number, table in enumerate(settings.product):
        if names.index(table.name) != number:
            yield ("product", number, "name"), f"{table.name!r} is there twice: give this one another name"
        for key in ("add", "drop"):
            for one in getattr(table, key):
                if one not in details:
                    yield ("product", number, key), f"there is no detail {one!r}; {meant(one, details)}"
        for one in sorted({*table.add} & {*table.drop}):
            yield ("product", number, "drop"), f"{one!r} is added, too: take it out of one of them"
        for language in table.label:
            if language not in catalogue.languages:
                known = ", ".join(sorted(catalogue.languages))
                yield ("product", number, "label"), f"there are no letters in {language!r}; there are: {known}"
    places: list[tuple[Location, str | None]] = [(("asking", "product"), settings.asking.product)]
    places += [(("mailbox", number, "product"), box.product) for number, box in enumerate(settings.mailbox)]
    yield from (
        (place, f"there is no product {name!r}; {meant(name, names)}")
        for place, name in places
        if name and name not in names
    )


def with_products(catalogue: Catalogue, products: Products) -> Catalogue:
    """The catalogue that also knows the versions and plans of the products where they stand in a mail."""
    makers = {"versions": _version_rules, "plans": _plan_rules}
    details = tuple(
        replace(detail, rules=(*makers[detail.of_product](detail, products), *detail.rules))
        if detail.of_product
        else detail
        for detail in catalogue.details
    )
    return replace(catalogue, details=details)


def _version_rules(detail: Detail, products: Products) -> Iterator[Rule]:
    """A supported version is known by its number ("3.2.1"), any other behind the name of its product."""
    for product in products.all:
        for version in product.versions:
            source = rf"(?:^|[^\d.])(?P<value>{re.escape(version)})(?:$|[^\d.]|\.(?:\D|$))"
            if "." in version:  # a bare number may be anything
                yield Rule(f"{detail.id} of {product.name}", compiled(source), value=version)
        for word in product.called:
            source = rf"(?i)(?:^|[^A-Za-z]){re.escape(word)}{VERSION}"
            yield Rule(f"{detail.id} of {product.name}", compiled(source))


def _plan_rules(detail: Detail, products: Products) -> Iterator[Rule]:
    for product in products.all:
        for plan in product.plans:
            word = re.escape(plan)
            source = rf"(?i)(?P<value>{word}) ?(?:プラン|\bplan\b)|(?:プラン|\bplan\b)(?:は|[ :]|is |the ){{0,3}}{word}"
            yield Rule(f"{detail.id} of {product.name}", compiled(source), value=plan)


def _product(table: ProductTable, settings: Settings) -> Product:
    called = tuple(dict.fromkeys((*table.words, *table.label.values())))
    boxes = frozenset(box.name for box in settings.mailbox if box.product == table.name)
    return Product(
        name=table.name,
        kind=table.kind,
        label=table.label,
        called=called,
        words=lexicon_of({table.name: called} if called else {}, versions=False),
        versions=table.versions,
        environments=table.environments,
        plans=table.plans,
        add=frozenset(table.add),
        drop=frozenset(table.drop),
        mailboxes=boxes,
    )
