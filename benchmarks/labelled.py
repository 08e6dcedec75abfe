"""Labelled texts: our own cases, and those of ../shared/details in the words of their labels."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.casework.details import plain_message
from mailbot.model import Answer, Attachment, Finding, Message, Strength

HERE = Path(__file__).resolve().parent
DETAILS = ("steps", "error", "device_os", "browser", "app_version", "since", "frequency", "expected")
CORE = ("os", "browser", "device", "app_version", "steps", "error", "screenshot", "since", "frequency")
LABELS = (*CORE, "expected")
ENVIRONMENT = ("os", "browser", "device", "app_version")
SYSTEMS = re.compile(r"(?i)\b(?:windows|mac ?os|ios|ipados|android|\w*linux|\w*buntu|debian|fedora|centos|os)\b")
PICTURE = re.compile(r"(?i)!\[|<img|\.(?:png|jpe?g|gif|webp|mp4|mov)\b|https?://\S*(?:image|attachment|screen)")


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled text: what it gives (None: the labeller was unsure), where, and its kind."""

    id: str
    language: str
    message: Message
    given: Mapping[str, bool | None]
    kind: str | None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # characters of subject, line end and text
    values: Mapping[str, str] = field(default_factory=dict)  # normal forms
    labels: bool = False  # `given` speaks of their labels, not of our details

    @property
    def text(self) -> str:
        """Subject and words, as spans count them."""
        return f"{self.message.subject}\n{self.message.text}"


def shared() -> Path:
    """Where the labelled texts are; the folder may be absent."""
    return Path(os.environ.get("MAILBOT_SHARED", HERE.parent.parent / "shared")) / "details"


def own_cases() -> Iterator[Case]:
    """The mails of `benchmarks/cases`, written for this project."""
    for path in sorted((HERE / "cases").glob("*.jsonl")):
        for record in _records(path):
            told, unsure = set(record["given"]), record.get("unsure", ())
            given = {detail: detail in told if detail not in unsure else None for detail in DETAILS}
            message = _message(record)
            values = record.get("values", {})
            yield Case(record["id"], record["lang"], message, given, record.get("kind"), values=values)


def labelled_cases(name: str) -> Iterator[Case]:
    """A set of ../shared/details; nothing when it is not there."""
    for record in _records(shared() / f"{name}.jsonl"):
        subject, _, text = record["text"].partition("\n")
        message = replace(plain_message(text, subject), language=record["lang"])
        given = {label: record["given"].get(label) for label in LABELS}
        spans = {label: (start, end) for label, (start, end) in record.get("spans", {}).items()}
        yield Case(record["id"], record["lang"], message, given, record.get("kind"), spans, labels=True)


def held(case: Case, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What is certainly told, by our details, or by the labels of the set the case comes from."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if one.strength is Strength.STRONG and one.answer is Answer.GIVEN:
            for name in labels_of(one) if case.labels else (one.detail,):
                found.setdefault(name, []).append(one)
    return found


def labels_of(finding: Finding) -> tuple[str, ...]:
    """Which of their labels a finding of ours is: a picture is no message, a telephone no system."""
    if finding.detail == "error":
        return _of_screen(finding)
    if finding.detail == "device_os":
        return _of_machine(finding)
    return (finding.detail,)


def _of_screen(finding: Finding) -> tuple[str, ...]:
    if finding.source == "attachment" or finding.value == "picture" or finding.quote.startswith("http"):
        return ("screenshot",)
    return ("screenshot",) if finding.rule == "heading" and PICTURE.search(finding.quote) else ("error",)


def _of_machine(finding: Finding) -> tuple[str, ...]:
    names = finding.value.split(" / ")
    system = any(SYSTEMS.search(name) for name in names)
    device = any(not SYSTEMS.search(name) for name in names)
    return tuple(name for name, there in (("os", system), ("device", device)) if there)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _message(record: dict[str, Any]) -> Message:
    files = tuple(
        Attachment(str(i + 2), name, kind, size, f"{i:064x}", inline)
        for i, (name, kind, size, inline) in enumerate(record.get("attachments", ()))
    )
    message = plain_message(record["text"], record.get("subject", ""))
    date = datetime.fromisoformat(record["date"]) if record.get("date") else None
    return replace(message, language=record["lang"], attachments=files, date=date)
