"""The labelled texts of a site: what its people said of cases, and files that somebody labelled."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mailbot.casework.training import Labelled
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.sheets import text_of
from mailbot.model import Kind
from mailbot.store.lists import Lists

LARGEST = 64 * 1024 * 1024  # bytes of one file
HOW = 'each line needs "text" and "kind" (question, bug or request), and may have "subject" and "language"'


def of_cases(lists: Lists) -> list[Labelled]:
    """The first mail of each case whose kind a person said; what mailbot took a case for teaches it nothing."""
    return [
        Labelled(subject, text, Kind(kind), language, "cases")
        for subject, text, kind, language in lists.labelled()
        if kind != Kind.UNSURE
    ]


def of_file(file: Path) -> list[Labelled]:
    """The texts of a JSONL or CSV file. ConfigError names every line that cannot be used."""
    if file.stat().st_size > LARGEST:
        raise ConfigError((Problem(str(file), 0, "", f"is larger than {LARGEST} bytes"),))
    text, problems = text_of(file.read_bytes(), str(file))
    found: list[Labelled] = []
    wrong: list[Problem] = list(problems)
    for line, row in _rows(text, file):
        one = _labelled(row)
        if one is None:
            wrong.append(Problem(str(file), line, "", HOW))
        else:
            found.append(one)
    if wrong:
        raise ConfigError(tuple(wrong))
    return found


def without_twins(texts: Iterable[Labelled]) -> list[Labelled]:
    """Each text once, the last word on its kind counts; in an order that does not depend on where it came from."""
    last = {(one.subject.strip(), one.text.strip()): one for one in texts}
    return [last[key] for key in sorted(last)]


def sha256_of(texts: Iterable[Labelled]) -> str:
    """What a model was made of, in one number."""
    digest = hashlib.sha256()
    for one in texts:
        digest.update(json.dumps([one.subject, one.text, one.kind.value], ensure_ascii=True).encode())
    return digest.hexdigest()


def _rows(text: str, file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if file.suffix.lower() == ".csv":
        reader = csv.DictReader(text.splitlines(keepends=True))
        try:
            yield from ((reader.line_num, row) for row in reader)
        except csv.Error as error:
            problem = Problem(str(file), reader.reader.line_num, "", f"cannot be read as CSV: {error}")
            raise ConfigError((problem,)) from None
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _json(line)


def _json(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _labelled(row: Mapping[str, Any]) -> Labelled | None:
    text, kind = row.get("text"), row.get("kind")
    if not isinstance(text, str) or not text.strip() or kind not in {"question", "bug", "request"}:
        return None
    subject, language = row.get("subject") or "", row.get("language") or row.get("lang") or ""
    return Labelled(str(subject), text, Kind(kind), str(language), "files")
