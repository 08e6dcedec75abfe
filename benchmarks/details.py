"""How well details and kinds are read: own cases, and the labelled texts of ../shared/details where they are.

Run `python benchmarks/details.py`; `--errors` lists what went wrong in our own cases, `--set` picks sets.
Figures on dev-en and dev-ja are "seen": patterns were tuned on them, so they are optimistic. Own cases test traps, not
how often they occur.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.classify import classify
from mailbot.casework.details import find, given, plain_message
from mailbot.config.details import packaged_catalogue
from mailbot.model import Attachment, Kind, Message

HERE = Path(__file__).resolve().parent
DETAILS = ("steps", "error", "device_os", "browser", "app_version", "since", "frequency", "expected")
KINDS = (Kind.QUESTION, Kind.BUG, Kind.REQUEST)


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled text: what it gives (None: the labeller was unsure) and its kind."""

    id: str
    language: str
    message: Message
    given: dict[str, bool | None]
    kind: str | None


@dataclass(slots=True)
class Tally:
    """Counts of one detail: told and held, told and missed, held and not told, neither."""

    hit: int = 0
    missed: int = 0
    wrong: int = 0
    rest: int = 0
    errors: list[str] = field(default_factory=list)

    def rates(self) -> dict[str, float]:
        """Precision, recall, F1, false-ask (told but asked), missed-ask (held though not told), counts."""
        precision = self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0
        recall = self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {"P": precision, "R": recall, "F1": f1, "false": 1 - recall, "missed": 1 - precision}


def shared() -> Path:
    """Where the labelled texts are; the folder may be absent."""
    return Path(os.environ.get("MAILBOT_SHARED", HERE.parent.parent / "shared")) / "details"


def own_cases() -> Iterator[Case]:
    """The mails of `benchmarks/cases`, written for this project."""
    for path in sorted((HERE / "cases").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            told = set(record["given"])
            yield Case(
                record["id"],
                record["lang"],
                _message(record),
                {detail: detail in told if detail not in record.get("unsure", ()) else None for detail in DETAILS},
                record.get("kind"),
            )


def labelled_cases(name: str) -> Iterator[Case]:
    """A set of ../shared/details; nothing when it is not there."""
    path = shared() / f"{name}.jsonl"
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        subject, _, text = record["text"].partition("\n")
        message = replace(plain_message(text, subject), language=record["lang"])
        yield Case(record["id"], record["lang"], message, _told(record["given"]), record["kind"])


def _told(labels: dict[str, Any]) -> dict[str, bool | None]:
    """Our details from theirs: a device without its system is left out, an error is told by words or by picture."""
    machine = labels["os"] if labels["os"] is not False or not labels.get("device") else None
    shown = True if True in (both := (labels["error"], labels["screenshot"])) else None if None in both else False
    same = {name: labels[name] for name in ("browser", "app_version", "since", "frequency", "steps", "expected")}
    return {"device_os": machine, "error": shown, **same}


def _message(record: dict[str, Any]) -> Message:
    files = tuple(
        Attachment(str(i + 2), name, kind, size, f"{i:064x}", inline)
        for i, (name, kind, size, inline) in enumerate(record.get("attachments", ()))
    )
    message = plain_message(record["text"], record.get("subject", ""))
    return replace(message, language=record["lang"], attachments=files)


def measure(cases: Iterable[Case], catalogue: Catalogue) -> dict[str, Tally]:
    """The tallies of all details."""
    tallies = {detail: Tally() for detail in DETAILS}
    for case in cases:
        held = given(find(case.message, catalogue))
        for detail, truth in case.given.items():
            tally = tallies[detail]
            if truth is None:
                continue
            if truth and detail not in held:
                tally.errors.append(f"{case.id}: told, not seen")
            elif not truth and detail in held:
                rules = {f.rule: f.quote[:60] for f in find(case.message, catalogue) if f.detail == detail}
                tally.errors.append(f"{case.id}: held, not told {rules}")
            name = ("hit" if detail in held else "missed") if truth else ("wrong" if detail in held else "rest")
            setattr(tally, name, getattr(tally, name) + 1)
    return tallies


def kinds(cases: Iterable[Case], catalogue: Catalogue, *, tags: bool) -> tuple[float, float, int, list[str]]:
    """Macro-F1 over three kinds, share of unsure, n, errors; without tags the subject's brackets are taken out."""
    pairs: Counter[tuple[str, str]] = Counter()
    errors: list[str] = []
    for case in cases:
        if case.kind not in {kind.value for kind in KINDS}:
            continue
        told = classify(case.message if tags else _untagged(case.message), catalogue)
        pairs[case.kind, told.kind.value] += 1
        if told.kind.value != case.kind:
            errors.append(f"{case.id}: {case.kind}, read as {told.kind.value}: {told.reason}")
    total = sum(pairs.values())
    unsure = sum(count for (_, seen), count in pairs.items() if seen == "unsure") / total if total else 0.0
    return statistics.fmean(_f1(pairs, kind.value) for kind in KINDS), unsure, total, errors


def _untagged(message: Message) -> Message:
    subject = message.subject
    for tag in ("不具合", "質問", "要望"):
        subject = subject.replace(f"【{tag}】", "").replace(f"【{tag}", "")
    return replace(message, subject="" if subject.strip() == "不具合" else subject)


def _f1(pairs: Counter[tuple[str, str]], kind: str) -> float:
    hit = pairs[kind, kind]
    told = sum(count for (true, _), count in pairs.items() if true == kind)
    seen = sum(count for (_, read), count in pairs.items() if read == kind)
    return 2 * hit / (told + seen) if told + seen else 1.0


def latency(cases: Iterable[Case], catalogue: Catalogue) -> tuple[float, float]:
    """Median and 95th percentile of find(), in milliseconds."""
    times = []
    for case in cases:
        start = time.perf_counter()
        find(case.message, catalogue)
        times.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(times, n=20)
    return statistics.median(times), cuts[-1]


def report(name: str, everything: tuple[Case, ...], catalogue: Catalogue, *, errors: bool) -> None:
    """Print one set, language by language."""
    if not everything:
        print(f"\n{name}: skipped (n=0), not found")
    for language in sorted({case.language for case in everything}):
        cases = [case for case in everything if case.language == language]
        print(f"\n{name} [{language}] n={len(cases)}")
        print(f"  {'detail':12} {'P':>5} {'R':>5} {'F1':>5} {'false-ask':>10} {'missed-ask':>10}  told/held")
        for detail, tally in measure(cases, catalogue).items():
            print(_row(detail, tally))
            _list(tally.errors if errors else [])
        for tags in (True, False):
            macro, unsure, total, wrong = kinds(cases, catalogue, tags=tags)
            print(f"  kind macro-F1 {'with' if tags else 'without'} tags {macro:.2f}, unsure {unsure:.2f}, n={total}")
            _list(wrong if errors else [])
        median, high = latency(cases, catalogue)
        print(f"  find() p50 {median:.1f} ms, p95 {high:.1f} ms")


def _row(detail: str, tally: Tally) -> str:
    rates = tally.rates()
    return (
        f"  {detail:12} {rates['P']:5.2f} {rates['R']:5.2f} {rates['F1']:5.2f} {rates['false']:10.2f}"
        f" {rates['missed']:10.2f}  {tally.hit + tally.missed}/{tally.hit + tally.wrong}"
    )


def _list(errors: list[str]) -> None:
    for error in errors:
        print(f"      {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    parser.add_argument("--set", default="own,dev-en,dev-ja", help="own, dev-en, dev-ja")
    arguments = parser.parse_args()
    catalogue = packaged_catalogue()
    for name in arguments.set.split(","):
        cases = tuple(own_cases() if name == "own" else labelled_cases(name))
        report(f"{name} (seen)", cases, catalogue, errors=arguments.errors)


if __name__ == "__main__":
    main()
