"""The evaluation data that stands beside the checkout: read in place, never copied."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the evaluation data; `key` (the beginning of its SHA-1) is how judgements name it."""

    source: str
    name: str
    key: str
    raw: bytes
    expect: Path | None


def shared(name: str) -> Path:
    """A folder of the evaluation data, also when it is not there: `../shared`, or what MAILBOT_SHARED names."""
    return Path(os.environ.get("MAILBOT_SHARED") or BESIDE) / name


def mails(*sources: str) -> Iterator[Mail]:
    """All mails, or those of some sources, in the order of INDEX.tsv; nothing when the data is not there."""
    folder = shared("mails")
    index = folder / "INDEX.tsv"
    rows = index.read_text(encoding="utf-8").splitlines() if index.is_file() else []
    names = rows[0].split("\t") if rows else []
    for line in rows[1:]:
        row = dict(zip(names, line.split("\t"), strict=False))
        if sources and row["source"] not in sources:
            continue
        raw = (folder / row["source"] / row["file"]).read_bytes()
        key = hashlib.sha1(raw, usedforsecurity=False).hexdigest()[:8]
        yield Mail(row["source"], row["file"], key, raw, _expectation(folder / row["source"], row.get("expect", "")))


def _expectation(folder: Path, names: str) -> Path | None:
    first = names.split(";", maxsplit=1)[0].split(",", maxsplit=1)[0].strip()
    found = [path for path in (folder / first, folder / "expect" / first) if first and path.is_file()]
    return found[0] if found else None
