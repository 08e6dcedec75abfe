"""Take a mail apart: headers, the text a person reads, attachments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import Message as Tree

from mailbot.model import Attachment, Limits
from mailbot.model.marks import is_forward
from mailbot.parsers.head.fields import grouped
from mailbot.parsers.head.hints import hint_of, listed, said_of
from mailbot.parsers.head.words import Hint, decoded, spoiled, text_of
from mailbot.parsers.page.body import Written, written
from mailbot.parsers.tree.closed import why_closed
from mailbot.parsers.tree.leaves import Leaf, Place, children_of, data_of, leaves_of
from mailbot.parsers.tree.manifest import manifest, named
from mailbot.parsers.tree.mime import CHUNK, tree_of
from mailbot.parsers.tree.texts import INVITATIONS, last_resorts, texts_of
from mailbot.parsers.tree.wrapped import is_file, unwrapped

DEFAULT = Limits()
CLOCK = re.compile(r"\d{1,2}[:：]\d\d|\d時")
SAME = 60  # letters by which two forms of one text are known
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
class _Head:
    """The header fields of a mail, unfolded, decoded, and a sentence for each guess in them."""

    raw: tuple[tuple[str, str], ...]
    decoded: tuple[tuple[str, str], ...]
    guesses: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The first Subject."""
        return next((value for name, value in self.decoded if name == "subject"), "")


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail taken apart. `fields` are unfolded but not decoded: addresses are cut before words are decoded."""

    fields: Mapping[str, Sequence[str]]
    headers: tuple[tuple[str, str], ...]
    hint: Hint
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
    pages: tuple[Leaf, ...]  # the HTML of the letter
    names: Mapping[str, str]  # of the files, by content id
    defects: tuple[str, ...]

    @property
    def enclosed(self) -> Enclosed | None:
        """The first attached mail, read when it is asked for; those attached to it are left where they are."""
        return next((one for leaf in self.mails if (one := _enclosed(leaf))), None)

    @property
    def shown(self) -> str:
        """The text of the HTML, also where the plain form is read: it tells where the pictures stand."""
        return written(self.pages, self.names, self.forwarded, self.hint.carrier).text


def opened(raw: bytes, limits: Limits) -> Opened:
    """Take the bytes of a mail apart; ugliness is listed in `defects`."""
    tree, defects = tree_of(raw, limits)
    hint = hint_of(tree)
    leaves = unwrapped(leaves_of(tree, Place(hint=hint)), defects)
    head = _headers(tree, hint, limits.header_lines)
    forwarded = is_forward(head.subject)
    texts = texts_of(leaves)
    files = named(leaf for leaf in leaves if leaf not in texts and is_file(leaf))
    names = {one.leaf.content_id: one.name for one in files if one.leaf.content_id}
    letter = _letter(leaves, texts, names, forwarded, hint.carrier)
    guesses = listed((*head.guesses, *(guess for leaf in leaves for guess in leaf.guesses)))
    if len(letter.text) > limits.text:
        defects.append(f"a text beyond {limits.text} characters: the rest was not read")
    return Opened(
        fields=grouped(head.raw),
        headers=head.decoded,
        hint=hint,
        subject=head.subject,
        forwarded=forwarded,
        text=letter.text[: limits.text],
        attachments=manifest(files, letter.shown),
        content_ids=tuple(one.leaf.content_id for one in files),
        types=frozenset(leaf.content_type for leaf in leaves),
        status="\n".join(_blocks(leaf.part) for leaf in leaves if leaf.content_type == "message/delivery-status"),
        returned="\n".join(_returned(leaf) for leaf in leaves if leaf.content_type in RETURNED),
        spoiled=frozenset(name.lower() for name, value in tree.raw_items() if spoiled(value)),
        unreadable=letter.unreadable or why_closed(leaves, letter.words),
        # What a report returns was not passed on (RFC 6522 section 3).
        mails=()
        if tree.get_content_type() == "multipart/report"
        else tuple(leaf for leaf in leaves if leaf.content_type in MAILS),
        pages=tuple(leaf for leaf in texts if leaf.content_type == "text/html") if letter.shown else (),
        names=names,
        defects=tuple(dict.fromkeys((*defects, *guesses, *letter.defects))),
    )


def attachment_bytes(raw: bytes, index: str, limits: Limits = DEFAULT) -> bytes | None:
    """The decoded bytes of the part with that number, None when the mail has no such part."""
    tree, _ = tree_of(raw, limits)
    return next((data_of(leaf) for leaf in unwrapped(leaves_of(tree), []) if leaf.index == index), None)


def _headers(tree: Tree, hint: Hint, most: int) -> _Head:
    unfolded = [(name.lower(), text_of(value, hint)) for name, value in tree.raw_items()][:most]
    read = [(name, decoded(words.text, hint) if "=?" in words.text else words) for name, words in unfolded]
    return _Head(
        raw=tuple((name, words.text) for name, words in unfolded),
        decoded=tuple((name, words.text) for name, words in read),
        guesses=listed(
            said for name, words in (*unfolded, *read) if words.guesses for said in said_of(name.title(), words)
        ),
    )


def _enclosed(leaf: Leaf) -> Enclosed | None:
    mails = children_of(leaf.part)
    if not mails:
        return None
    hint = hint_of(mails[0])
    head = _headers(mails[0], hint, DEFAULT.header_lines)
    leaves = unwrapped(leaves_of(mails[0], Place(hint=hint)), [])
    letter = _letter(leaves, texts_of(leaves), {}, is_forward(head.subject), hint.carrier)
    return Enclosed(leaf.index, head.raw, head.subject, letter.text)


def _letter(
    leaves: tuple[Leaf, ...], texts: tuple[Leaf, ...], names: Mapping[str, str], forwarded: bool, carrier: str
) -> Written:
    """The words of the letter itself; when it has none, of what comes next to it."""
    letter = written(texts, names, forwarded, carrier)
    for resort in last_resorts(leaves, texts):
        if letter.words:
            break
        other = written(resort, names, forwarded, carrier)
        letter = other if other.words else letter
    for leaf in leaves:
        if not is_file(leaf) and leaf not in texts:
            letter = _joined(letter, written((leaf,), names, forwarded, carrier))
    return _dated(letter, leaves)


def _dated(letter: Written, leaves: tuple[Leaf, ...]) -> Written:
    """The words of an invitation, below what its calendar says when they themselves name no time of the day."""
    calendar = next((leaf for leaf in leaves if leaf.content_type in INVITATIONS and leaf.group), None)
    if calendar is None or not letter.words or CLOCK.search(letter.text):
        return letter
    told = written((calendar,), {}, False).text.partition("\n\n")[0]
    return replace(letter, text=f"{told}\n\n{letter.text}") if told and told not in letter.text else letter


def _joined(letter: Written, hidden: Written) -> Written:
    """The letter and the words of its winmail.dat, unless they are the same: a list may have added its footer only."""
    begins = "".join(hidden.text.split())[:SAME]
    if not hidden.words or begins in "".join(letter.text.split()):
        return letter
    return replace(letter, text=f"{hidden.text}\n\n{letter.text}".strip("\n"), shown=letter.shown | hidden.shown)


def _blocks(part: Tree) -> str:
    """The fields of a delivery report (RFC 3464 section 2.1), which the standard parser reads as little mails."""
    children = children_of(part)
    if children is not None:
        return "\n\n".join(_lines(block) for block in children)
    return ""


def _lines(part: Tree) -> str:
    return "\n".join(f"{name}: {text_of(value).text}" for name, value in part.raw_items())


def _returned(leaf: Leaf) -> str:
    children = children_of(leaf.part)
    if children is not None:
        return "\n".join(_lines(one) for one in children[:1])
    return data_of(leaf)[:CHUNK].decode("utf-8", "replace").replace("\r\n", "\n")
