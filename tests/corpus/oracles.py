"""What other parsers made of the mails in ../shared, brought to a few comparable fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Expected:
    """One mail and another parser's view of it; None where it says nothing."""

    raw: bytes
    subject: str | None = None
    sender: str | None = None
    text: str | None = None
    parts: int | None = None


def folded(text: str) -> str:
    """The text with all white space as single blanks."""
    return " ".join(text.split())


def pairs(mails: Path, source: str) -> Iterator[tuple[Path, Path]]:
    """The mails of a source that have an expectation file, by INDEX.tsv."""
    lines = (mails / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    for line in lines[1:]:
        row = dict(zip(names, line.split("\t"), strict=False))
        expect = row.get("expect", "").split(";")[0].split(",")[0].strip()
        if row["source"] == source and expect:
            found = mails / source / expect
            yield mails / source / row["file"], found if found.exists() else mails / source / "expect" / expect


def stalwart(mails: Path) -> Iterator[Expected]:
    for mail, expect in pairs(mails, "stalwart"):
        parts = json.loads(expect.read_text(encoding="utf-8"))
        headers: dict[str, Any] = {}
        for header in parts["parts"][0]["headers"]:
            if isinstance(header["name"], str):
                headers[header["name"]] = header["value"]
        yield Expected(
            mail.read_bytes(),
            subject=_text(headers.get("subject")),
            sender=_only_address(headers.get("from")),
            text=_plain([parts["parts"][number]["body"] for number in parts["text_body"]]),
        )


def _text(value: Any) -> str | None:
    text = value.get("Text") if isinstance(value, dict) else None
    return None if not isinstance(text, str) or "\ufffd" in text else text


def _only_address(value: Any) -> str | None:
    found = value.get("Address", {}).get("List", []) if isinstance(value, dict) else []
    return str(found[0].get("address") or "") or None if len(found) == 1 else None


def _plain(bodies: list[Any]) -> str | None:
    texts = [body.get("Text") if isinstance(body, dict) else None for body in bodies]
    known = [text for text in texts if isinstance(text, str)]
    return None if len(known) != len(bodies) or "\ufffd" in "".join(known) else "\n".join(known)


def imap_tools(mails: Path) -> Iterator[Expected]:
    for mail, expect in pairs(mails, "imap-tools"):
        found = json.loads(expect.read_text(encoding="utf-8"))
        plain = found["text"] if found["text"].strip() else None
        yield Expected(
            mail.read_bytes(), found["subject"], found["from_"] or None, plain, len(found["attachments"]) or None
        )
