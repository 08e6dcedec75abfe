"""Letters as files in a folder: the twin of SMTP, for dry runs, demo and tests."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mailbot.config import settings
from mailbot.delivery.guard import unfit
from mailbot.model import OutMail, Receipt, UnreachableError, Verdict

UNSAFE = re.compile(r"[^A-Za-z0-9@._+-]+")
NAME_LENGTH = 120


def _now() -> datetime:
    return datetime.now(UTC)


class FolderDelivery:
    """One `.eml` file per letter, named `<UTC time>-<outbox id>-<key>.eml`: sorted by time, telling the purpose."""

    def __init__(self, delivery: settings.FolderDelivery, now: Callable[[], datetime] = _now) -> None:
        self._path = delivery.path
        self._now = now

    def deliver(self, mail: OutMail, sending: Callable[[], None]) -> Receipt:
        """Write the letter; it appears whole or not at all. UnreachableError when the disk says no."""
        if reason := unfit(mail):
            return Receipt(Verdict.HELD, f"not sent: {reason}")
        name = self._name(mail)
        temporary = self._path / f".{name}.tmp"
        try:
            self._disk(lambda: self._write(temporary, mail.data))
            sending()
            self._disk(lambda: temporary.rename(self._path / name))
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        return Receipt(Verdict.SENT, f"written as {name}")

    def interrupt(self) -> None:
        """Nothing here blocks."""

    def close(self) -> None:
        """Nothing is open."""

    def _write(self, file: Path, data: bytes) -> None:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(file, "wb", opener=_private) as handle:  # Path.open has no opener
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())

    def _disk(self, step: Callable[[], object]) -> None:
        try:
            step()
        except OSError as error:
            raise UnreachableError(
                f"folder {self._path} cannot be written ({error.strerror or error}): check space and rights"
            ) from error

    def _name(self, mail: OutMail) -> str:
        told = UNSAFE.sub("-", mail.key).strip(".-")[:NAME_LENGTH]
        return f"{self._now():%Y%m%dT%H%M%S.%fZ}-{mail.id:06d}-{told or 'letter'}.eml"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
