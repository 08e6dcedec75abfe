"""Amid which words a mail shows its pictures: by the marker lines that stand in its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from mailbot.model import Attachment, Part, Segment

# "[image: NAME]" is ours and Gmail's, "[cid:ID]" Outlook's, "<NAME>" Apple's, each for the plain form of a mail.
MARKER = re.compile(
    r"\[(?:image|cid|inline image|画像)[:：] {0,2}([^\n]{1,300}?)\](?=\s|\[|$)|<([^<>\n]{1,200}\.[A-Za-z0-9]{2,5})>",
    re.MULTILINE,
)


def placed(
    attachments: tuple[Attachment, ...], text: str, segments: Sequence[Segment], ids: Sequence[str]
) -> tuple[Attachment, ...]:
    """The attachments with the part of the text in which the first marker of each stands.

    `ids` are their content ids, in the same order; the names of files are compared without regard to case.
    """
    if not attachments or ("[" not in text and "<" not in text):
        return attachments
    starts = [one.start for one in segments]
    found: dict[str, Part] = {}
    for marker in MARKER.finditer(text):
        part = segments[bisect_right(starts, marker.start()) - 1].part
        found.setdefault((marker[1] or marker[2]).strip().casefold(), part)
    return tuple(
        replace(one, place=place) if (place := found.get(id_.casefold()) or found.get(one.name.casefold())) else one
        for one, id_ in zip(attachments, ids, strict=True)
    )
