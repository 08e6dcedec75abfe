"""Forms for customers: a text to fill in, or a link that opens a mail with it (RFC 6068)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from mailbot.casework.asking import Matter, missing
from mailbot.casework.catalogue import Catalogue
from mailbot.casework.forms import heading, hint, marker
from mailbot.casework.products import Product
from mailbot.model import Kind

LONGEST_LINK = 1900  # characters; some mail programs and browsers cut what is longer


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its subject, its text, and the details it has fields for."""

    kind: Kind
    language: str
    product: str
    subject: str
    text: str  # lines end in "\n"
    details: tuple[str, ...]


def form(catalogue: Catalogue, kind: Kind, language: str, product: Product, *, hints: bool = True) -> Form:
    """The form for what a complete mail of this kind needs; `language` must be one of the catalogue's."""
    spoken = catalogue.languages[language]
    details = missing(catalogue, Matter(kind, product), (), ())
    lines = [spoken.words[f"form_tag_{kind.value}"], *([spoken.words["form_intro"]] if hints else []), ""]
    lines += [heading(spoken.words[f"form_what_{kind.value}"], spoken), "", ""]
    for detail in map(catalogue.detail, details):
        lines += [heading(detail.label[language], spoken), *([hint(detail, spoken)] if hints else []), "", ""]
    lines += [*([spoken.words["form_end"]] if hints else []), marker(kind, language, product.name), ""]
    subject = spoken.words[f"form_subject_{kind.value}"]
    return Form(kind, language, product.name, subject, "\n".join(lines), details)


def mailto(address: str, made: Form) -> str:
    """The link that opens a mail with this form: UTF-8, percent-encoded, lines as %0D%0A (RFC 6068 section 5)."""
    body = quote(made.text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={quote(made.subject, safe='')}&body={body}"


def anchor(address: str, made: Form, words: str) -> str:
    """That link as a piece of HTML."""
    return f'<a href="{escape(mailto(address, made))}">{escape(words)}</a>'
