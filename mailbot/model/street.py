"""What the edges of the house say to its inside."""

from __future__ import annotations


class UnreachableError(Exception):
    """A server cannot be reached or refuses us: nothing was lost, try again later. Its text is for people."""
