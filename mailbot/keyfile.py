"""The secret key of one mailbot: a file of its own beside the database, made at the first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SIZE = 32  # bytes


def key_file(database: Path) -> Path:
    """Where the key of this database lies."""
    return database.with_name(f"{database.name}.key")


def key_of(database: Path, *, make: bool = True) -> bytes:
    """The key; a new one, readable by its owner alone, when there is none. Not kept when `make` is false."""
    file = key_file(database)
    if file.exists():
        return _read(file)
    key = secrets.token_bytes(SIZE)
    if make:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(f"{key.hex()}\n")
            opened.flush()
            os.fsync(handle)
    return key


def _read(file: Path) -> bytes:
    """The key; OSError says what to do where the file does not hold one."""
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (UnicodeDecodeError, ValueError):
        key = b""
    if len(key) != SIZE:
        raise OSError(f"{file} holds no key: restore it from your backup, or move it away to get a new one")
    return key
