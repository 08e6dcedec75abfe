"""Which attachments show what went wrong, and which are the logo of a signature."""

from __future__ import annotations

import re

from mailbot.model import Attachment

LOGO = re.compile(r"logo|icon|banner|signature|spacer|facebook|twitter|linkedin|instagram|ロゴ|署名", re.IGNORECASE)
DOCUMENTS = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".rtf")
SMALLEST = 1_000  # bytes; a tracking pixel has some dozens
SMALLEST_INLINE = 20_000  # bytes; screens pasted into a mail are larger, logos rarely


def is_picture(attachment: Attachment) -> bool:
    """A screenshot, photo or film: large enough, and not named like a logo."""
    if attachment.content_type.startswith("video/"):
        return True
    if not attachment.content_type.startswith("image/") or LOGO.search(attachment.name):
        return False
    return attachment.size >= (SMALLEST_INLINE if attachment.inline else SMALLEST)


def is_document(attachment: Attachment) -> bool:
    """A file into which people paste their screens; whether they did, only the words of the mail tell."""
    return attachment.name.lower().endswith(DOCUMENTS) or attachment.content_type == "application/pdf"
