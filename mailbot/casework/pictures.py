"""Which attachments show what went wrong, and which are the logo of a signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from mailbot.model import Attachment, Part

LOGO = re.compile(r"logo|icon|banner|signature|spacer|facebook|twitter|linkedin|instagram|ロゴ|署名", re.IGNORECASE)
DOCUMENTS = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".rtf")
DECORATION = (Part.SIGNATURE, Part.QUOTED, Part.DISCLAIMER)  # amid these words a picture shows nothing new
# Files into whose pages people paste their screens; a letter in Word more often has the sender's logo.
PAGES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".pptx", ".pptm", ".ppsx", ".ppt", ".pps")
# Where a mail shows a picture, its text has a line for it: "[image: NAME]", of Outlook "[cid:ID]", of Apple "<NAME>".
MARKER = re.compile(
    r"\[(?:image|cid|inline image|画像)[:：][^\n]{1,300}?\](?=[\s\[<]|$)"
    r"|<[^<>\n]{1,200}\.(?:png|jpe?g|gif|heic|bmp|tiff?)>",
    re.IGNORECASE,
)
SMALLEST = 1_000  # bytes; a tracking pixel has some dozens
MANY = 2  # times in one mail
SMALLEST_INLINE = 20_000  # bytes; screens pasted into a mail are larger, logos rarely


def is_picture(attachment: Attachment) -> bool:
    """A screenshot, photo or film: large and not named like a logo; or Excel or PowerPoint with pictures inside."""
    if attachment.place in DECORATION:
        return False
    if attachment.content_type.startswith("video/") or (attachment.pictures and has_pages(attachment)):
        return True
    if not attachment.content_type.startswith("image/") or LOGO.search(attachment.name):
        return False
    return attachment.size >= (SMALLEST_INLINE if attachment.inline else SMALLEST)


def is_document(attachment: Attachment) -> bool:
    """A file into which people paste their screens; whether they did, only the words of the mail tell."""
    return attachment.name.lower().endswith(DOCUMENTS) or attachment.content_type == "application/pdf"


def fresh(attachments: tuple[Attachment, ...], seen: Collection[str]) -> tuple[Attachment, ...]:
    """The files that this mail brings: a logo comes with every mail of a case, or several times in one.

    `seen` are the sha256 of what came before.
    """
    times = Counter(one.sha256 for one in attachments if one.sha256 and one.inline)
    return tuple(one for one in attachments if one.sha256 not in seen and times[one.sha256] < MANY)


def has_pages(attachment: Attachment) -> bool:
    """A file of Excel or PowerPoint."""
    return attachment.name.lower().endswith(PAGES)


def marks_picture(line: str) -> bool:
    """Whether a line only says where a picture stands: no word of the sender's."""
    rest, count = MARKER.subn("", line[:2000])
    return bool(count) and not rest.strip("> \t\r") and len(line) <= 2000


def without_marks(text: str) -> str:
    """The text without the lines that say where pictures stand; of blank lines around one, those above stay."""
    if "[" not in text and "<" not in text:
        return text
    kept: list[str] = []
    gone = False
    for line in text.split("\n"):
        if marks_picture(line):
            gone = True
        elif not (gone and not line.strip() and not (kept and kept[-1].strip())):
            kept.append(line)
            gone = False
    return "\n".join(kept)
