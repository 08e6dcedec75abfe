"""The files that came with a mail, as a list: name, type, size, hash, whether the text shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mailbot.model import Attachment
from mailbot.parsers.tree.filenames import safe_name, told_apart
from mailbot.parsers.tree.leaves import Leaf, data_of
from mailbot.parsers.tree.office import pictures_in


@dataclass(frozen=True, slots=True)
class Named:
    """A leaf that is a file, and the name it is shown by."""

    leaf: Leaf
    name: str


def named(leaves: Iterable[Leaf]) -> tuple[Named, ...]:
    """The leaves with their names, safe and different from one another."""
    files = tuple(leaves)
    names = told_apart(safe_name(leaf.name, leaf.index, leaf.content_type) for leaf in files)
    return tuple(Named(leaf, name) for leaf, name in zip(files, names, strict=True))


def manifest(files: Iterable[Named], shown: Collection[str]) -> tuple[Attachment, ...]:
    """The list; `shown` holds the content ids that the HTML shows."""
    return tuple(_attachment(one.leaf, one.name, shown) for one in files)


def _attachment(leaf: Leaf, name: str, shown: Collection[str]) -> Attachment:
    data = data_of(leaf)
    return Attachment(
        index=leaf.index,
        name=name,
        content_type=leaf.content_type[:100],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        inline=leaf.disposition == "inline" or (bool(leaf.content_id) and leaf.content_id in shown),
        pictures=pictures_in(name, leaf.content_type, data),
    )
