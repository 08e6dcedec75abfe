"""A mail that lies in a file while it is taken over: only a piece of it is in memory at any time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

PIECE = 1 << 20


class Spool:
    """The first `size` bytes of an open file, which belongs to it."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size

    def __len__(self) -> int:
        """How many bytes there are."""
        return self._size

    def pieces(self) -> Iterator[bytes]:
        """All of them, in order."""
        self._file.seek(0)
        left = self._size
        while left and (piece := self._file.read(min(left, PIECE))):
            left -= len(piece)
            yield piece
