"""Which attachments show what went wrong, and which are the logo of a signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from mailbot.model import Attachment, Part

LOGO = re.compile(r"logo|icon|banner|signature|spacer|facebook|twitter|linkedin|instagram|ロゴ|署名", re.IGNORECASE)
DOCUMENTS = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".rtf")
DECORATION = (Part.SIGNATURE, Part.QUOTED, Part.DISCLAIMER)  # amid these words a picture shows nothing new
SMALLEST = 1_000  # bytes; a tracking pixel has some dozens
MANY = 2  # times in one mail
SMALLEST_INLINE = 20_000  # bytes; screens pasted into a mail are larger, logos rarely


def is_picture(attachment: Attachment) -> bool:
    """A screenshot, photo or film: large enough, and not named like a logo."""
    if attachment.place in DECORATION:
        return False
    if attachment.content_type.startswith("video/"):
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
