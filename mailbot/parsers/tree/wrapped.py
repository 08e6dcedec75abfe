"""Parts inside of parts: winmail.dat, opaque signatures, uuencoded files in the text, pictures written into HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise, zip_longest

from mailbot.parsers.charset.charsets import decode
from mailbot.parsers.tree.closed import SMIME
from mailbot.parsers.tree.leaves import Leaf, Place, data_of, leaves_of
from mailbot.parsers.tree.mime import subtree
from mailbot.parsers.tree.signed import content_of
from mailbot.parsers.tree.tnef import TYPES as TNEF_TYPES
from mailbot.parsers.tree.tnef import unpacked
from mailbot.parsers.tree.transfer import from_base64, uuencoded

WORDS = ".tnef.0"  # the words of a winmail.dat
ROOTS = ("1", "1.p7m")
PICTURE = re.compile(rb"data:(image/[a-z0-9.+-]{1,30});base64,([A-Za-z0-9+/=\r\n\t]{40,})", re.IGNORECASE)
MAX_PICTURES = 50
MAX_OPENED = 20  # containers opened in one mail
GUESSED = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "log": "text/plain",
    "zip": "application/zip",
}


def unwrapped(leaves: Iterable[Leaf], defects: list[str]) -> tuple[Leaf, ...]:
    """The leaves, and in the place of a container what it holds; one that cannot be read stays as it is."""
    found: list[Leaf] = []
    waiting = list(leaves)[::-1]
    opened = 0
    while waiting:
        leaf = waiting.pop()
        inside = list(_inside(leaf, defects)) if opened < MAX_OPENED and _closed(leaf) else []
        opened += bool(inside)
        if inside:
            waiting += inside[::-1]
        else:
            found.append(leaf)
    return tuple(found)


def _closed(leaf: Leaf) -> bool:
    """Not yet opened: an attached winmail.dat inside of one stays a file, words stay words."""
    return leaf.data is None


def _inside(leaf: Leaf, defects: list[str]) -> Iterable[Leaf]:
    if leaf.content_type == "text/plain" and leaf.disposition != "attachment":
        return _uuencoded(leaf)
    if leaf.content_type == "text/html" and leaf.disposition != "attachment":
        return _written_in(leaf)
    name = leaf.name.lower()
    if leaf.content_type in TNEF_TYPES or name == "winmail.dat":
        return _tnef(leaf, defects)
    if leaf.content_type in SMIME or (name.endswith(".p7m") and leaf.index in ROOTS):
        return _signed(leaf)
    return ()


def _uuencoded(leaf: Leaf) -> Iterator[Leaf]:
    data = data_of(leaf)
    if b"begin " not in data:
        return
    words, files = uuencoded(data)
    if not files:
        return
    yield replace(leaf, data=words)
    for number, (raw_name, content) in enumerate(files, 1):
        name = decode(raw_name, leaf.parameters.get("charset", ""))[0]
        yield Leaf(f"{leaf.index}.uu.{number}", guessed(name), name=name, disposition="attachment", data=content)


def _written_in(leaf: Leaf) -> Iterator[Leaf]:
    """Pictures that stand in the HTML itself (RFC 2397): they become files, and the HTML shows them by content id."""
    data = data_of(leaf)
    found = list(islice(PICTURE.finditer(data), MAX_PICTURES)) if b"data:image/" in data else []
    if not found:
        return
    ids = [f"{leaf.index}.data.{number}" for number in range(1, len(found) + 1)]
    edges = pairwise([0, *(edge for one in found for edge in one.span()), len(data)])
    kept = [data[start:end] for start, end in islice(edges, 0, None, 2)]
    shown = [f"cid:{id_}".encode() for id_ in ids]
    yield replace(leaf, data=b"".join(piece for pair in zip_longest(kept, shown, fillvalue=b"") for piece in pair))
    for id_, one in zip(ids, found, strict=True):
        kind = one[1].decode("ascii").lower()
        yield Leaf(id_, kind, content_id=id_, disposition="inline", data=from_base64(one[2]))


def _tnef(leaf: Leaf, defects: list[str]) -> Iterator[Leaf]:
    letter = unpacked(data_of(leaf))
    if letter is None:
        defects.append("winmail.dat cannot be read")
        return
    if letter.damaged:
        defects.append("winmail.dat is damaged: what could be read was")
    if letter.body:
        kind, charset, body = letter.body
        about = {"charset": charset}
        # Beside the other parts: most often one of them holds the same words.
        yield Leaf(f"{leaf.index}{WORDS}", kind, parameters=about, beside=True, data=body)
    for number, one in enumerate(letter.files, 1):
        yield Leaf(
            f"{leaf.index}.tnef.{number}",
            one.content_type or guessed(one.name),
            name=one.name,
            content_id=one.content_id,
            disposition="attachment",
            data=one.data,
        )


def _signed(leaf: Leaf) -> Iterator[Leaf]:
    content = content_of(data_of(leaf))
    tree = subtree("", content) if content else None
    if tree is not None:
        yield from leaves_of(tree, Place(f"{leaf.index}.p7m", leaf.group, leaf.beside, 1))


def is_file(leaf: Leaf) -> bool:
    """Whether a leaf that is not read is a file; the words of a winmail.dat are none."""
    return not leaf.index.endswith(WORDS)


def guessed(name: str) -> str:
    """The type of a file that only its name tells."""
    return GUESSED.get(name.rpartition(".")[2].lower(), "application/octet-stream")
