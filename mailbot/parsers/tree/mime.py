"""The tree of a mail's parts, by mail-parser or by the standard library below it. The only module that knows either."""

from __future__ import annotations

import logging
import re
from email.errors import MissingHeaderBodySeparatorDefect
from email.feedparser import BytesFeedParser
from email.message import Message as Tree
from email.parser import BytesParser
from email.policy import compat32

import mailparser

from mailbot.model import Limits
from mailbot.parsers.tree.hollow import filled
from mailbot.parsers.tree.limits import BLANK, Bounded, bounded

# It logs a warning for each part it does not know; a reader has nothing to say.
logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)

CHUNK = 256 * 1024
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
}
# What the standard library raises on parts that lie about themselves.
LIES = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
# The first delimiter of a body whose boundary the header does not name, or names wrongly.
DELIMITER = re.compile(
    rb"(?:^|[\r\n])--([^\s-][^\r\n]{0,69}|-[^\r\n]{0,68}\w[^\r\n]{0,20})[ \t]*\r?[\n\r]content-", re.I
)

FIELD_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]{0,20}:|[ \t]|From ")
TELLING_FIELD = re.compile(rb"(?:from|to|subject|date|message-id|mime-version|content-[a-z-]{1,40})[ \t]{0,20}:", re.I)


class _Structure(mailparser.MailParser):  # type: ignore[misc]  # it has no types
    """mail-parser's tree alone: it would also decode all headers and bodies, which we do ourselves."""

    def parse(self) -> _Structure:
        """Leave the tree as it is."""
        return self


def tree_of(raw: bytes, limits: Limits) -> tuple[Tree, list[str]]:
    """The tree of parts and what is wrong with it: by mail-parser where the mail is ordinary; never raises."""
    mail = bounded(raw, limits)
    defects = list(mail.defects)
    if mail.ordinary:
        try:
            tree: Tree = filled(_Structure.from_bytes(mail.raw).message, mail.bodies)
            if any(isinstance(one, MissingHeaderBodySeparatorDefect) for one in tree.defects) and (
                mended := _mended(mail.raw)
            ):
                tree = filled(_Structure.from_bytes(mended).message, mail.bodies)
                defects.append("a line amid the header is no field: left out")
            return tree, defects + _said_of(tree)
        except Exception as error:  # whatever it raises, the mail must still be read
            defects.append(f"mail-parser failed: {type(error).__name__}")
    return _plainly(mail, defects)


def subtree(content_type: str, body: bytes) -> Tree | None:
    """Parts that stood inside of a part: a multipart in base64, the inside of an opaque signature."""
    head = b"Content-Type: " + content_type.encode("utf-8", "replace") + b"\r\n\r\n" if content_type else b""
    tree, _ = _plainly(bounded(head + body, Limits()), [])
    return tree


def recovered(body: bytes) -> Tree | None:
    """The parts of a multipart that names no boundary or a wrong one, by the first line that must be one."""
    found = DELIMITER.search(body, 0, CHUNK)
    if not found:
        return None
    boundary = found[1].decode("ascii", "replace").rstrip().replace("\\", "").replace('"', "")
    tree = subtree(f'multipart/mixed; boundary="{boundary}"', body)
    return tree if tree is not None and tree.is_multipart() else None


def _mended(raw: bytes) -> bytes | None:
    """The mail without a line of its header that is no field, when only fields, and such as matter, stand around it."""
    end = BLANK.search(raw)
    lines = raw[: end.start()].splitlines(keepends=True) if end else []
    bad = [index for index, line in enumerate(lines) if not FIELD_LINE.match(line)]
    if end is None or len(bad) != 1 or not bad[0] or not any(map(TELLING_FIELD.match, lines[bad[0] :])):
        return None
    return b"".join(lines[: bad[0]] + lines[bad[0] + 1 :]) + raw[end.start() :]


def _plainly(mail: Bounded, defects: list[str]) -> tuple[Tree, list[str]]:
    # Fed in pieces, the standard library needs a third of the memory; mail-parser would also decode all attachments.
    try:
        feed = BytesFeedParser(policy=compat32)
        for start in range(0, len(mail.raw), CHUNK):
            feed.feed(mail.raw[start : start + CHUNK])
        tree = filled(feed.close(), mail.bodies)
    except (RecursionError, *LIES) as error:
        defects.append(f"the structure cannot be read ({type(error).__name__}): only the header was")
        return BytesParser(policy=compat32).parsebytes(mail.raw, headersonly=True), defects
    return tree, defects + _said_of(tree)


def _said_of(tree: Tree) -> list[str]:
    names = {type(one).__name__ for part in tree.walk() for one in part.defects}
    return [DEFECTS.get(name, name) for name in sorted(names)]
