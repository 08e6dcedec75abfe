"""Which letters of ours a bounce speaks of, and whether it says that their reader cannot be reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from mailbot.casework.threading import Anchored
from mailbot.model import Bounce, Message, Origin

A = TypeVar("A", bound=Anchored)


def returned(message: Message, anchors: Sequence[A]) -> tuple[A, ...]:
    """The mails that a message leans on; of a bounce only letters of ours: those of others do not come back to us."""
    return tuple(one for one in anchors if one.ours or message.origin is not Origin.BOUNCE)


def for_good(bounce: Bounce, letter: Anchored) -> bool:
    """Whether nothing reaches the reader of this letter any more.

    A report may name another address, to which he forwards his mail: that one failed, and he hears us perhaps. One that
    names nobody (many systems know no RFC 3464) speaks of the one to whom the letter went.
    """
    failed = {one.casefold() for one in bounce.recipients}
    return bounce.permanent and (not failed or letter.address.casefold() in failed)
