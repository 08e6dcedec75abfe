"""Judgements of single evaluation mails: why a field is read otherwise than by another parser, or no text comes out."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("judged.toml")


@cache
def _judged() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def judgement(key: str, field: str) -> str:
    """The sentence for a mail (by the beginning of its SHA-1) and a field, "" when nobody has judged it."""
    return _judged().get(key, {}).get(field, "")
