"""Take a mail apart: headers, the text a person reads, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message as Tree

from mailbot.model import Attachment, Limits
from mailbot.parsers.body import Written, written
from mailbot.parsers.closed import why_closed
from mailbot.parsers.leaves import Leaf, children_of, data_of, leaves_of
from mailbot.parsers.manifest import Named, manifest, named
from mailbot.parsers.mime import CHUNK, tree_of
from mailbot.parsers.subjects import is_forward
from mailbot.parsers.texts import last_resorts, texts_of
from mailbot.parsers.words import SPOILED, decoded, text_of
from mailbot.parsers.wrapped import unwrapped

DEFAULT = Limits()
MAILS = frozenset(("message/rfc822", "message/global"))
RETURNED = MAILS | frozenset(("text/rfc822-headers", "message/rfc822-headers"))


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An attached mail: its part number, its unfolded headers, its subject decoded, its text."""

    index: str
    raw_headers: tuple[tuple[str, str], ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail taken apart. `raw_headers` are unfolded but not decoded: addresses are cut before words are decoded."""

    raw_headers: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    subject: str
    forwarded: bool  # the subject says so
    text: str
    attachments: tuple[Attachment, ...]
    content_ids: tuple[str, ...]  # of the attachments, in the same order
    types: frozenset[str]
    status: str  # the fields of message/delivery-status parts
    returned: str  # the header of a mail that came back
    spoiled: frozenset[str]  # names of headers with control characters in them
    unreadable: str  # why the words are closed to us
    mails: tuple[Leaf, ...]  # the attached mails
    defects: tuple[str, ...]

    @property
    def enclosed(self) -> Enclosed | None:
        """The first attached mail, read when it is asked for; those attached to it are left where they are."""
        return next((one for leaf in self.mails if (one := _enclosed(leaf))), None)


def opened(raw: bytes, limits: Limits) -> Opened:
    """Take the bytes of a mail apart; ugliness is listed in `defects`."""
    tree, defects = tree_of(raw, limits)
    leaves = unwrapped(leaves_of(tree), defects)
    raw_headers, subject = _headers(tree, limits.header_lines)
    forwarded = is_forward(subject)
    texts = texts_of(leaves)
    files = named(leaf for leaf in leaves if leaf not in texts)
    letter = _letter(leaves, texts, files, forwarded)
    if len(letter.text) > limits.text:
        defects.append(f"a text beyond {limits.text} characters: the rest was not read")
    return Opened(
        raw_headers=raw_headers,
        headers=tuple((name, decoded(value)) for name, value in raw_headers),
        subject=subject,
        forwarded=forwarded,
        text=letter.text[: limits.text],
        attachments=manifest(files, letter.shown),
        content_ids=tuple(one.leaf.content_id for one in files),
        types=frozenset(leaf.content_type for leaf in leaves),
        status="\n".join(_blocks(leaf.part) for leaf in leaves if leaf.content_type == "message/delivery-status"),
        returned="\n".join(_returned(leaf) for leaf in leaves if leaf.content_type in RETURNED),
        spoiled=frozenset(name.lower() for name, value in tree.raw_items() if SPOILED.search(value)),
        unreadable=letter.unreadable or why_closed(leaves),
        mails=tuple(leaf for leaf in leaves if leaf.content_type in MAILS),
        defects=tuple(dict.fromkeys((*defects, *letter.defects))),
    )


def attachment_bytes(raw: bytes, index: str, limits: Limits = DEFAULT) -> bytes | None:
    """The decoded bytes of the part with that number, None when the mail has no such part."""
    tree, _ = tree_of(raw, limits)
    return next((data_of(leaf) for leaf in unwrapped(leaves_of(tree), []) if leaf.index == index), None)


def _headers(tree: Tree, most: int) -> tuple[tuple[tuple[str, str], ...], str]:
    headers = tuple((name.lower(), text_of(value)) for name, value in tree.raw_items())[:most]
    return headers, next((decoded(value) for name, value in headers if name == "subject"), "")


def _enclosed(leaf: Leaf) -> Enclosed | None:
    mails = children_of(leaf.part)
    if not mails:
        return None
    headers, subject = _headers(mails[0], DEFAULT.header_lines)
    leaves = unwrapped(leaves_of(mails[0]), [])
    letter = _letter(leaves, texts_of(leaves), (), is_forward(subject))
    return Enclosed(leaf.index, headers, subject, letter.text)


def _letter(leaves: tuple[Leaf, ...], texts: tuple[Leaf, ...], files: tuple[Named, ...], forwarded: bool) -> Written:
    """The words of the letter itself; when it has none, of what comes next to it."""
    names = {one.leaf.content_id: one.name for one in files if one.leaf.content_id}
    letter = written(texts, names, forwarded)
    for resort in last_resorts(leaves, texts):
        if letter.words:
            break
        other = written(resort, names, forwarded)
        letter = other if other.words else letter
    return letter


def _blocks(part: Tree) -> str:
    """The fields of a delivery report (RFC 3464 section 2.1), which the standard parser reads as little mails."""
    children = children_of(part)
    if children is not None:
        return "\n\n".join(_lines(block) for block in children)
    return ""


def _lines(part: Tree) -> str:
    return "\n".join(f"{name}: {text_of(value)}" for name, value in part.raw_items())


def _returned(leaf: Leaf) -> str:
    children = children_of(leaf.part)
    if children is not None:
        return "\n".join(_lines(one) for one in children[:1])
    return data_of(leaf)[:CHUNK].decode("utf-8", "replace").replace("\r\n", "\n")
