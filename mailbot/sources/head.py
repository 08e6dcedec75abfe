"""The beginning of a mail that is too large to take whole: its headers and the first words."""

from __future__ import annotations

import re

HEADER_BYTES = 256 << 10  # longer headers are an attack, not a letter
BODY_BYTES = 256 << 10
HEAD_BYTES = HEADER_BYTES + BODY_BYTES  # what must be read so that `head` can cut

_BLANK = re.compile(rb"\r?\n\r?\n")


def head(start: bytes) -> bytes:
    """The headers and 256 KB after them, out of the first `HEAD_BYTES` bytes of a mail."""
    blank = _BLANK.search(start, 0, HEADER_BYTES)
    return start[: (blank.end() if blank else HEADER_BYTES) + BODY_BYTES]
