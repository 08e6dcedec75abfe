"""The leaves of a mail's tree: parts without parts of their own, and attached mails, which are never looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message as Tree
from email.policy import Compat32
from io import BytesIO

from mailbot.parsers.head.hints import said_of
from mailbot.parsers.head.parameters import Parameters, parameters
from mailbot.parsers.head.words import NO_HINT, Hint, Words, text_of
from mailbot.parsers.tree.hollow import Body, decoded, flat, payload_of
from mailbot.parsers.tree.limits import MAX_DEPTH
from mailbot.parsers.tree.mime import LIES, recovered, subtree
from mailbot.parsers.tree.transfer import NAMES, name_of, undone

LINE_END = re.compile(r"\r\n|\r|\n")
TYPE = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80})", re.IGNORECASE)
ENCODED = "content-transfer-encoding"


class _AsItStands(Compat32):
    """Writes headers as they came; the standard policy folds them anew."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header field with its own line breaks."""
        value = LINE_END.sub("\r\n", value) if "\n" in value or "\r" in value else value
        return f"{name}: {value}\r\n".encode("ascii", "surrogateescape")


WIRE = _AsItStands(linesep="\r\n", max_line_length=0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part without parts of its own, or an attached mail: its RFC 3501 number, what it is, where it hangs."""

    index: str
    content_type: str
    part: Tree = field(default_factory=Tree)
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    name: str = ""
    content_id: str = ""
    group: str = ""  # the number of the outermost multipart/alternative around it, "" for none
    beside: bool = False  # stands in a multipart/related, but is not its root
    data: bytes | None = None  # its bytes when they were taken out of something else
    guesses: tuple[str, ...] = ()  # what was guessed of its name


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree the walk is, and what the mail as a whole says of raw bytes in names."""

    index: str = ""
    group: str = ""
    beside: bool = False
    depth: int = 0
    hint: Hint = NO_HINT

    def below(self, number: int, group: str, beside: bool) -> Place:
        """The place of the part with that number."""
        index = f"{self.index}.{number}" if self.index else str(number)
        return Place(index, group, self.beside or beside, self.depth + 1, self.hint)


def leaves_of(part: Tree, place: Place = Place()) -> Iterator[Leaf]:
    """All leaves from the first to the last, numbered as in RFC 3501 section 6.4.5."""
    content_type = part.get_content_type()
    maintype, _, subtype = content_type.partition("/")
    children = _parts(part, place) if maintype == "multipart" else None
    if children is None:
        yield _leaf(part, content_type, place)
        return
    group = place.group or ((place.index or "0") if subtype == "alternative" else "")
    root = _root(part, children) if subtype == "related" else None
    for number, child in enumerate(children, 1):
        if place.depth <= MAX_DEPTH:
            yield from leaves_of(child, place.below(number, group, root is not None and child is not root))


def children_of(part: Tree) -> list[Tree] | None:
    """The parts of a part. Asked for anything else, get_payload() would decode by a charset that may be a lie."""
    payload = part.get_payload() if part.is_multipart() else None
    return [child for child in payload if isinstance(child, Tree)] if isinstance(payload, list) else None


def field_of(part: Tree, name: str) -> str:
    """The first value of a header, "" when there is none."""
    for key, value in part.raw_items():
        if key.lower() == name:
            return str(value)
    return ""


def beginning_of(leaf: Leaf, most: int) -> bytes:
    """The decoded bytes, of a large body about `most`."""
    body = payload_of(leaf.part)
    if leaf.data is not None or not isinstance(body, Body):
        return data_of(leaf)
    found = b""
    for piece in decoded(body, text_of(field_of(leaf.part, ENCODED)).text):
        found += piece
        if len(found) > most:
            break
    return found


def data_of(leaf: Leaf) -> bytes:
    """The decoded bytes; an attached mail is written down again, equal to the original but for odd line ends."""
    if leaf.data is not None:
        return leaf.data
    children = children_of(leaf.part)
    encoding = text_of(field_of(leaf.part, ENCODED)).text
    if children is None and not encoding:
        return _raw(leaf.part)
    try:
        if name_of(encoding) and isinstance(body := payload_of(leaf.part), Body):
            return b"".join(decoded(body, encoding))
        if children is None:
            return undone(_raw(leaf.part), encoding)
        data = b"\r\n".join(_flat(child) for child in children)
    except (RecursionError, *LIES):
        return b""
    # RFC 2046 section 5.2.1 forbids it, yet attached mails come in base64.
    return undone(data.lstrip(b"\r\n"), encoding) if encoding.strip().lower() in NAMES else data


def _parts(part: Tree, place: Place) -> list[Tree] | None:
    """The parts of a multipart, also of one that hides them in base64 or does not name their boundary."""
    children = children_of(part)
    if children is None and place.depth < MAX_DEPTH:
        raw = _raw(part)
        body = undone(raw, text_of(field_of(part, ENCODED)).text)
        tree = subtree(text_of(field_of(part, "content-type")).text, body) if body != raw else None
        children = (children_of(tree) if tree is not None else None) or (
            children_of(found) if (found := recovered(body)) is not None else None
        )
    return children


def _root(part: Tree, children: list[Tree]) -> Tree | None:
    """RFC 2387 section 3.2: the part that `start` names, else the first."""
    start = parameters(field_of(part, "content-type")).values.get("start", "").strip(" <>")
    named = (child for child in children if start and _content_id(child) == start)
    return next(named, children[0] if children else None)


def _leaf(part: Tree, content_type: str, place: Place) -> Leaf:
    about = parameters(field_of(part, "content-type"), place.hint)
    placed = parameters(field_of(part, "content-disposition"), place.hint)
    if content_type.startswith("multipart/"):
        content_type = "text/plain"  # it promised parts and has none
    elif found := TYPE.match(content_type):
        content_type = found[1]
    index = place.index or "1"
    name = _name(placed, about, index)
    return Leaf(
        index=index,
        content_type=content_type,
        part=part,
        parameters=about.values,
        disposition=placed.main,
        name=name.text,
        content_id=_content_id(part),
        group=place.group,
        beside=place.beside,
        guesses=name.guesses,
    )


def _name(placed: Parameters, about: Parameters, index: str) -> Words:
    """The field that should hold it first, then where else programs write it."""
    places = ((placed, "filename"), (placed, "name"), (about, "name"), (about, "filename"))
    for one, key in places:
        if name := one.values.get(key):
            words = Words(name.strip(), one.guesses.get(key, ()))
            return Words(words.text, said_of(f"name of part {index}", words))
    return Words("")


def _content_id(part: Tree) -> str:
    return text_of(field_of(part, "content-id")).text.strip(" <>")


def _raw(part: Tree) -> bytes:
    """The bytes as they stand in the mail."""
    if isinstance(body := payload_of(part), Body):
        return bytes(body.raw)
    return body.encode("ascii", "surrogateescape") if isinstance(body, str) else b""


def _flat(part: Tree) -> bytes:
    stream = BytesIO()
    BytesGenerator(stream, mangle_from_=False, policy=WIRE).flatten(part)
    return flat(stream.getvalue(), part)
