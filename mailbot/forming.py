"""Whom a form for customers is for: the site's catalogue, language, product and address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.products import Product, Products
from mailbot.config.products import products_of
from mailbot.looking import NotThereError, catalogue_of, config_of


@dataclass(frozen=True, slots=True)
class Site:
    """What a form must know of a site."""

    catalogue: Catalogue
    address: str
    language: str
    product: Product
    real: bool = True  # False: there is no configuration, the address is an example


def form_site(folder: Path, language: str | None, product: str | None) -> Site:
    """The site of a folder, or one with the shipped details. ConfigError, NotThereError."""
    if (folder / "mailbot.toml").exists():
        config = config_of(folder)
        products, spoken = products_of(config.settings), config.settings.mailbot.default_language
        site = Site(config.catalogue, config.settings.support.address, spoken, products.named(""))
    else:
        products = Products()
        site = Site(catalogue_of(folder), "support@example.com", "ja", products.named(""), real=False)
    return _chosen(site, language or site.language, products, product or site.product.name)


def _chosen(site: Site, language: str, products: Products, product: str) -> Site:
    languages = site.catalogue.languages
    if language not in languages or "form_intro" not in languages[language].words:
        raise NotThereError(f"there are no forms in {language!r}; there are: {', '.join(languages)}")
    known = sorted(one.name for one in products.all)
    if product not in known:
        raise NotThereError(f"there is no product {product!r}; products are: {', '.join(known)}")
    return replace(site, language=language, product=products.named(product))
