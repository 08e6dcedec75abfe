"""Which parts of a mail are the letter itself, and which speak for it when it has no words."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.parsers.tables import words
from mailbot.parsers.tree.leaves import Leaf

BODY_TYPES = frozenset(
    ("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown", "application/pgp")
)
INVITATIONS = frozenset(("text/calendar", "application/ics"))
REPORTS = frozenset(("message/delivery-status", "message/disposition-notification"))
# Text that no person wrote, or another form of what stands beside it.
MACHINE = words("""
    text/calendar text/x-amp-html text/rfc822-headers text/css text/javascript text/vcard text/x-vcard
    text/directory text/x-moz-deleted text/rtf
""")
TEXT_NAMES = (".txt", ".log", ".text")


def texts_of(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The leaves that are the letter itself; a named text part is a file, unless the mail begins with it."""
    texts = [leaf for leaf in leaves if leaf.content_type in BODY_TYPES and leaf.disposition != "attachment"]
    body = tuple(leaf for leaf in texts if not leaf.beside and (not leaf.name or _begins(leaf, leaves[0])))
    return body or tuple(leaf for leaf in texts if leaf.beside)[:1]


def _begins(leaf: Leaf, first: Leaf) -> bool:
    """Some programs give the letter a name, and its HTML form too."""
    return leaf is first or (leaf.content_type == "text/html" and bool(leaf.group) and leaf.group == first.group)


def last_resorts(leaves: tuple[Leaf, ...], texts: tuple[Leaf, ...]) -> Iterator[tuple[Leaf, ...]]:
    """What is read, in this order, until something has words, when the letter itself has none.

    Texts shown inside the letter though they have a name; texts sent as attachments without one; any other text; a text
    that is the whole mail; an invitation; a delivery report.
    """
    other = [leaf for leaf in leaves if leaf not in texts]
    text = [leaf for leaf in other if leaf.content_type.startswith("text/") and leaf.content_type not in MACHINE]
    yield tuple(leaf for leaf in text if leaf.disposition != "attachment" and leaf.content_type in BODY_TYPES)
    yield tuple(leaf for leaf in text if not leaf.name and leaf.content_type in BODY_TYPES)
    yield tuple(leaf for leaf in text if not leaf.name)
    yield (
        tuple(leaf for leaf in other if leaf in text or leaf.name.lower().endswith(TEXT_NAMES))
        if len(leaves) == 1
        else ()
    )
    yield tuple(leaf for leaf in other if leaf.content_type in INVITATIONS)[:1]
    yield tuple(leaf for leaf in other if leaf.content_type in REPORTS)
