"""What customers use: the products of a site, and which of them a case is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.casework.catalogue import Lexicon
from mailbot.casework.lexicon import mentions

LONGEST = 20_000  # characters of a mail in which products are looked for


@dataclass(frozen=True, slots=True)
class Product:
    """One product: where it runs, by which words mails name it, and what is asked about it."""

    name: str
    kind: str = "web"  # "web": used in a browser; "native": installed
    label: Mapping[str, str] = field(default_factory=dict)  # language -> text
    called: tuple[str, ...] = ()  # how mails name it
    words: Lexicon | None = None  # the same, to be looked for
    versions: tuple[str, ...] = ()  # supported ones, the newest first
    environments: tuple[str, ...] = ()  # supported ones
    plans: tuple[str, ...] = ()
    add: frozenset[str] = frozenset()  # details asked for at once, whatever they say themselves
    drop: frozenset[str] = frozenset()  # details never asked for
    mailboxes: frozenset[str] = frozenset()  # mail that comes in here is about it


SHIPPED = (Product("webapp"), Product("app", "native"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The product of a case, by what sign and by which words; `sure` when something pointed to it."""

    name: str
    sign: str  # `product_…` in language.toml says it to our own people
    words: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Products:
    """All products of a site; the first is meant where nothing tells."""

    all: tuple[Product, ...] = SHIPPED
    default: str = ""

    def named(self, name: str) -> Product:
        """The product of that name, else the default one."""
        names = {product.name: product for product in self.all}
        return names.get(name) or names.get(self.default) or self.all[0]

    def chosen(self, owned: Sequence[str], text: str, mailbox: str, form: str = "") -> Chosen:
        """Which one a mail is about.

        `owned` is what the directory says its sender has, `form` the product of a form that was filled in. The form,
        the directory, the mail's own words, the mailbox it came to, the default: the first that tells decides. Of
        several owned products, words and mailbox choose.
        """
        if any(product.name == form for product in self.all):
            return Chosen(form, "form")
        has = [product for product in self.all if product.name in owned]
        if len(has) == 1:
            return Chosen(has[0].name, "directory")
        among = has or self.all
        return _spoken_of(among, text) or _came_to(among, mailbox) or self._unsaid(has)

    def _unsaid(self, has: Sequence[Product]) -> Chosen:
        if has:
            return Chosen(has[0].name, "first")
        return Chosen(self.named("").name, "default", sure=False)


def owned_by(details: Mapping[str, str]) -> tuple[str, ...]:
    """The products in a row of the directory: one, or several with ";" between."""
    names = (name.strip() for name in details.get("product", "").split(";"))
    return tuple(name for name in names if name)


def _spoken_of(products: Sequence[Product], text: str) -> Chosen | None:
    """The product that is named first."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    found = [
        (start, -end, product.name, text[start:end])
        for product in products
        if product.words
        for start, end, _ in _first(product.words, text)
    ]
    if not found:
        return None
    _, _, name, words = min(found)
    return Chosen(name, "words", words)


def _first(words: Lexicon, text: str) -> list[tuple[int, int, str]]:
    hit = next(mentions(words, text), None)
    return [hit] if hit else []


def _came_to(products: Sequence[Product], mailbox: str) -> Chosen | None:
    for product in products:
        if mailbox and mailbox in product.mailboxes:
            return Chosen(product.name, "mailbox", mailbox)
    return None
