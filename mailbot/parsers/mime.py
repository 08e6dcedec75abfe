"""Take a mail apart: headers, the text a person reads, attachments. The only module that knows mail-parser."""

from __future__ import annotations

import binascii
import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.feedparser import BytesFeedParser
from email.generator import BytesGenerator
from email.message import Message as Tree
from email.parser import BytesParser
from email.policy import compat32
from io import BytesIO

import mailparser

from mailbot.model import Attachment
from mailbot.parsers.body import Piece, choose
from mailbot.parsers.hints import hint_of, listed, said_of
from mailbot.parsers.limits import MAX_DEPTH, bounded
from mailbot.parsers.parameters import Parameters, parameters
from mailbot.parsers.subjects import is_forward
from mailbot.parsers.words import NO_HINT, Hint, Words, decoded, spoiled, text_of

# It logs a warning for each part it does not know; a reader has nothing to say.
logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)

CHUNK = 256 * 1024
MAX_HEADERS = 1000
WIRE = compat32.clone(linesep="\r\n")
DEFECTS = {
    "CloseBoundaryNotFoundDefect": "a multipart does not end with its boundary",
    "StartBoundaryNotFoundDefect": "a multipart does not contain its boundary",
    "NoBoundaryInMultipartDefect": "a multipart names no boundary",
    "MultipartInvariantViolationDefect": "a multipart holds no parts",
    "MisplacedEnvelopeHeaderDefect": "a From_ line stands inside the header",
    "MissingHeaderBodySeparatorDefect": "no blank line between header and body",
    "FirstHeaderLineIsContinuationDefect": "the header begins with a continuation line",
    "InvalidMultipartContentTransferEncodingDefect": "a multipart claims a transfer encoding",
    "InvalidBase64CharactersDefect": "base64 with foreign characters",
    "InvalidBase64PaddingDefect": "base64 with wrong padding",
    "InvalidBase64LengthDefect": "base64 of an impossible length",
    "AddressHeaderDefect": "an address header that breaks RFC 5322",
    "ReceivedHeaderDefect": "a Received header that breaks RFC 5321",
    "DateHeaderDefect": "a Date header that breaks RFC 5322",
    "MimeHeaderDefect": "a MIME header that breaks RFC 2045",
}
RETURNED = frozenset(("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"))
EXTENSIONS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/ms-tnef": ".dat",
    "application/pgp-signature": ".asc",
    "application/pkcs7-signature": ".p7s",
    "video/mp4": ".mp4",
}


BODY_TYPES = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext"))
# What the standard library raises on parts that lie about themselves.
LIES = (ValueError, LookupError, TypeError, AttributeError, AssertionError)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part without parts of its own, or an attached mail: its RFC 3501 number, what it is, where it hangs."""

    index: str
    part: Tree
    content_type: str
    parameters: dict[str, str]
    disposition: str
    name: str
    group: str  # the number of the outermost multipart/alternative around it, "" for none
    beside: bool  # stands in a multipart/related, but is not its root
    guesses: tuple[str, ...] = ()  # what was guessed of its name


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail taken apart. `raw_headers` are unfolded but not decoded: addresses are cut before words are decoded."""

    raw_headers: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    hint: Hint
    subject: str
    forwarded: bool  # the subject says so
    text: str
    attachments: tuple[Attachment, ...]
    types: frozenset[str]
    status: str  # the fields of message/delivery-status parts
    returned: str  # the header of a mail that came back
    spoiled: frozenset[str]  # names of headers with control characters in them
    defects: tuple[str, ...]


def opened(raw: bytes) -> Opened:
    """Take the bytes of a mail apart; ugliness is listed in `defects`."""
    tree, defects = _tree(raw)
    hint = hint_of(tree)
    leaves = tuple(_hinted(leaf, hint) for leaf in _leaves(tree, "", "", False, 0))
    unfolded = [(name.lower(), text_of(value, hint)) for name, value in tree.raw_items()][:MAX_HEADERS]
    raw_headers = tuple((name, words.text) for name, words in unfolded)
    read = [(name, decoded(value, hint)) for name, value in raw_headers]
    headers = tuple((name, words.text) for name, words in read)
    guesses = [guess for name, words in (*unfolded, *read) if words.guesses for guess in said_of(name.title(), words)]
    guesses += [guess for leaf in leaves for guess in leaf.guesses]
    subject = next((value for name, value in headers if name == "subject"), "")
    forwarded = is_forward(subject)
    texts = _texts(leaves)
    pieces = [_piece(leaf, hint) for leaf in texts]
    text, said = choose(pieces, forwarded)
    shown = b" ".join(piece.data for piece in pieces if piece.content_type == "text/html")
    return Opened(
        raw_headers=raw_headers,
        headers=headers,
        hint=hint,
        subject=subject,
        forwarded=forwarded,
        text=text,
        attachments=tuple(_attachment(leaf, shown) for leaf in leaves if leaf not in texts),
        types=frozenset(leaf.content_type for leaf in leaves),
        status="\n".join(_blocks(leaf.part) for leaf in leaves if leaf.content_type == "message/delivery-status"),
        returned="\n".join(_returned(leaf) for leaf in leaves if leaf.content_type in RETURNED),
        spoiled=frozenset(name.lower() for name, value in tree.raw_items() if spoiled(value)),
        defects=tuple(dict.fromkeys((*defects, *listed(guesses), *said))),
    )


def attachment_bytes(raw: bytes, index: str) -> bytes | None:
    """The decoded bytes of the part with that RFC 3501 number, None when the mail has no such part."""
    tree, _ = _tree(raw)
    return next((_data(leaf) for leaf in _leaves(tree, "", "", False, 0) if leaf.index == index), None)


def _tree(raw: bytes) -> tuple[Tree, list[str]]:
    """The tree of parts, by mail-parser where the mail is ordinary, else by the standard library alone."""
    mail = bounded(raw)
    defects = list(mail.defects)
    if mail.ordinary:
        try:
            parser = mailparser.parse_from_bytes(mail.raw)
            return parser.message, defects + _sentences(parser.defects_categories)
        except Exception as error:  # whatever it raises, the mail must still be read
            defects.append(f"mail-parser failed: {type(error).__name__}")
    # Fed in pieces, the standard library needs a third of the memory; mail-parser would also decode all attachments.
    try:
        feed = BytesFeedParser(policy=compat32)
        for start in range(0, len(mail.raw), CHUNK):
            feed.feed(mail.raw[start : start + CHUNK])
        tree = feed.close()
    except (RecursionError, *LIES) as error:
        defects.append(f"the structure cannot be read ({type(error).__name__}): only the header was")
        return BytesParser(policy=compat32).parsebytes(mail.raw, headersonly=True), defects
    return tree, defects + _sentences({type(one).__name__ for part in tree.walk() for one in part.defects})


def _sentences(names: Iterable[str]) -> list[str]:
    # It speaks of the parser's own decoding, which is not ours.
    return [DEFECTS.get(name, name) for name in sorted(names) if name != "CharsetDecodeDefect"]


def _leaves(part: Tree, index: str, group: str, beside: bool, depth: int) -> Iterator[Leaf]:
    """All leaves from the first to the last, numbered as in RFC 3501 section 6.4.5."""
    children = _children(part)
    if part.get_content_maintype() != "multipart" or children is None:
        yield _leaf(part, index or "1", group, beside, NO_HINT)
        return
    subtype = part.get_content_subtype()
    group = group or ((index or "0") if subtype == "alternative" else "")
    for number, child in enumerate(children, 1):
        if depth <= MAX_DEPTH:
            below = f"{index}.{number}" if index else str(number)
            yield from _leaves(child, below, group, beside or (subtype == "related" and number > 1), depth + 1)


def _children(part: Tree) -> list[Tree] | None:
    """The parts of a part. Asked for anything else, get_payload() would decode by a charset that may be a lie."""
    payload = part.get_payload() if part.is_multipart() else None
    return [child for child in payload if isinstance(child, Tree)] if isinstance(payload, list) else None


def _hinted(leaf: Leaf, hint: Hint) -> Leaf:
    return leaf if hint == NO_HINT else _leaf(leaf.part, leaf.index, leaf.group, leaf.beside, hint)


def _leaf(part: Tree, index: str, group: str, beside: bool, hint: Hint) -> Leaf:
    content_type = part.get_content_type()
    about = parameters(_field(part, "content-type"), hint)
    placed = parameters(_field(part, "content-disposition"), hint)
    if content_type.startswith("multipart/"):
        content_type = "text/plain"  # it promised parts and has none
    name = _name(placed, "filename", index) if placed.values.get("filename") else _name(about, "name", index)
    return Leaf(index, part, content_type, about.values, placed.main, name.text, group, beside, name.guesses)


def _name(found: Parameters, key: str, index: str) -> Words:
    words = Words(found.values.get(key, "").strip()[:255], found.guesses.get(key, ()))
    return Words(words.text, said_of(f"name of part {index}", words))


def _field(part: Tree, name: str) -> str:
    return next((value for key, value in part.raw_items() if key.lower() == name), "")


def _texts(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The leaves that are the letter itself; a named text part is a file, unless the mail begins with it."""
    texts = [leaf for leaf in leaves if leaf.content_type in BODY_TYPES and leaf.disposition != "attachment"]
    body = tuple(leaf for leaf in texts if not leaf.beside and (not leaf.name or leaf is leaves[0]))
    return body or tuple(leaf for leaf in texts if leaf.beside)[:1]


def _piece(leaf: Leaf, hint: Hint) -> Piece:
    about = leaf.parameters
    flowed = leaf.content_type == "text/plain" and about.get("format", "").lower() == "flowed"
    delsp = about.get("delsp", "").lower() == "yes"
    return Piece(_data(leaf), leaf.content_type, about.get("charset", ""), flowed, delsp, leaf.group, hint.carrier)


def _data(leaf: Leaf) -> bytes:
    """The decoded bytes; an attached mail is written down again, equal to the original but for odd line ends."""
    children = _children(leaf.part)
    try:
        if children is not None:
            return b"\r\n".join(_flat(child) for child in children)
        encoding = text_of(_field(leaf.part, "content-transfer-encoding")).text.lower()
        payload = leaf.part.get_payload() if encoding == "base64" else None
        if isinstance(payload, str) and payload.isascii():
            with suppress(binascii.Error):  # the standard library forgives more, but copies the text four times
                return binascii.a2b_base64(payload)
        data = leaf.part.get_payload(decode=True)
    except (RecursionError, *LIES):
        return b""
    return data if isinstance(data, bytes) else b""


def _flat(part: Tree) -> bytes:
    stream = BytesIO()
    BytesGenerator(stream, mangle_from_=False, maxheaderlen=0, policy=WIRE).flatten(part)
    return stream.getvalue()


def _attachment(leaf: Leaf, shown: bytes) -> Attachment:
    data = _data(leaf)
    extension = EXTENSIONS.get(leaf.content_type, ".bin")
    cid = text_of(_field(leaf.part, "content-id")).text.strip(" <>").encode("utf-8", "replace")
    return Attachment(
        index=leaf.index,
        name=leaf.name or f"part-{leaf.index}{extension}",
        content_type=leaf.content_type[:100],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        inline=leaf.disposition == "inline" or bool(cid and b"cid:" + cid in shown),
    )


def _blocks(part: Tree) -> str:
    """The fields of a delivery report (RFC 3464 section 2.1), which the standard parser reads as little mails."""
    children = _children(part)
    if children is not None:
        return "\n\n".join(_lines(block) for block in children)
    return ""


def _lines(part: Tree) -> str:
    return "\n".join(f"{name}: {text_of(value).text}" for name, value in part.raw_items())


def _returned(leaf: Leaf) -> str:
    children = _children(leaf.part)
    if children is not None:
        return "\n".join(_lines(one) for one in children[:1])
    return _data(leaf)[:CHUNK].decode("utf-8", "replace").replace("\r\n", "\n")
