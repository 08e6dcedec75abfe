"""How well details and kinds are read: own cases, and the labelled texts of ../shared/details where they are.

Run `python -m benchmarks.details`; `--errors` lists what went wrong in the sets that may be read, `--set` picks sets.
Figures on dev-en and dev-ja are "seen": patterns were tuned on them, so they are optimistic. Own cases test traps, not
how often they occur.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from benchmarks import missing, strain
from benchmarks.labelled import CORE, ENVIRONMENT, Case, held, labelled_cases, own_cases
from benchmarks.rates import Mark, Tally, interval, tally
from benchmarks.strain import latency
from mailbot.casework.catalogue import Catalogue
from mailbot.casework.classify import classify
from mailbot.casework.details import find
from mailbot.config.details import packaged_catalogue
from mailbot.model import Finding, Kind, Message

LONGEST_SPAN = 200  # characters a proof may always have
KINDS = (Kind.QUESTION, Kind.BUG, Kind.REQUEST)


def measure(cases: Iterable[Case], catalogue: Catalogue) -> dict[str, Tally]:
    """The tallies of all details, or labels, with what went wrong."""
    tallies: dict[str, Tally] = {}
    for case in cases:
        found = held(case, find(case.message, catalogue))
        for mark in _marks(case, found):
            one = tallies.setdefault(mark.label, Tally())
            one.add(mark)
            if mark.told != mark.held:
                one.errors.append(f"{case.id}: {_said(found.get(mark.label))}")
    return tallies


def _said(findings: list[Finding] | None) -> str:
    if not findings:
        return "told, not seen"
    return f"held, not told { ({one.rule: one.quote[:60] for one in findings}) }"


def _marks(case: Case, found: dict[str, list[Finding]]) -> list[Mark]:
    return [Mark(label, told, label in found) for label, told in case.given.items() if told is not None]


def marks_of(cases: Iterable[Case], catalogue: Catalogue) -> list[list[Mark]]:
    """What each case tells and what we hold, case by case."""
    return [_marks(case, held(case, find(case.message, catalogue))) for case in cases]


def spans(cases: Iterable[Case], catalogue: Catalogue) -> dict[str, Tally]:
    """Per label, how many held and told values are proved by the right words; of steps only the place counts."""
    tallies: dict[str, Tally] = {}
    for case in cases:
        found = held(case, find(case.message, catalogue))
        for label in CORE:
            if case.given.get(label) and label in found and label in case.spans:
                right = any(_right(one, case, case.spans[label], label) for one in found[label])
                one = tallies.setdefault(label, Tally())
                one.add(Mark(label, told=True, held=right))
                if not right:
                    one.errors.append(f"{case.id}: {label} {[finding.quote[:50] for finding in found[label]]}")
    return tallies


def _right(finding: Finding, case: Case, span: tuple[int, int], label: str) -> bool:
    shift = len(case.message.subject) + 1 if finding.source == "body" else 0
    start, end = finding.start + shift, finding.end + shift
    words = case.text[span[0] : span[1]]
    places = [one.start() for one in re.finditer(re.escape(words), case.text)] or [span[0]]
    short = label == "steps" or end - start <= max(3 * len(words), LONGEST_SPAN)
    return short and any(start < place + len(words) and place < end for place in places)


def kinds(cases: Iterable[Case], catalogue: Catalogue, *, tags: bool) -> tuple[float, float, int, list[str]]:
    """Macro-F1 over three kinds, share of unsure, n, errors; without tags the subject's brackets are taken out."""
    pairs: Counter[tuple[str, str]] = Counter()
    errors: list[str] = []
    for case in cases:
        if case.kind not in {kind.value for kind in KINDS}:
            continue
        mail = case.message if tags else _untagged(case.message)
        told = classify(mail, catalogue, find(mail, catalogue))
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


def report(name: str, everything: tuple[Case, ...], catalogue: Catalogue, *, errors: bool) -> None:
    """Print one set, language by language."""
    if not everything:
        print(f"\n{name}: skipped (n=0), not found")
    for language in sorted({case.language for case in everything}):
        cases = [case for case in everything if case.language == language]
        print(f"\n{name} [{language}] n={len(cases)}")
        print(
            f"  {'detail':12} {'P':>5} {'R':>5} {'F1':>5} {'95 %':>13} {'false-ask':>10} {'missed-ask':>10}  told/held"
        )
        marks = marks_of(cases, catalogue)
        for label, one in measure(cases, catalogue).items():
            _row(label, one, interval(marks, {label}))
            _list(one.errors if errors else [])
        if cases[0].labels:
            _together(marks)
            _spans(cases, catalogue, errors=errors)
        for tags in (True, False):
            macro, unsure, total, wrong = kinds(cases, catalogue, tags=tags)
            print(f"  kind macro-F1 {'with' if tags else 'without'} tags {macro:.2f}, unsure {unsure:.2f}, n={total}")
            _list(wrong if errors else [])
        median, high = latency((case.message for case in cases), catalogue)
        print(f"  find() p50 {median:.1f} ms, p95 {high:.1f} ms")


def _together(marks: list[list[Mark]]) -> None:
    """The core details as one figure, and what is asked wrongly or not asked."""
    for name, labels in (
        ("core, 9", CORE),
        ("environment", ENVIRONMENT),
        ("steps", ("steps",)),
        ("expected", ("expected",)),
    ):
        _row(name, tally(marks, labels), interval(marks, labels))


def _spans(cases: list[Case], catalogue: Catalogue, *, errors: bool) -> None:
    tallies = spans(cases, catalogue)
    hit, total = sum(one.hit for one in tallies.values()), sum(one.hit + one.missed for one in tallies.values())
    if total:
        print(f"  right words {hit}/{total} = {hit / total:.3f}")
        _list([error for one in tallies.values() for error in one.errors] if errors else [])


def _row(name: str, one: Tally, around: tuple[float, float]) -> None:
    rates = one.rates()
    print(
        f"  {name:12} {rates['P']:5.2f} {rates['R']:5.2f} {rates['F1']:5.2f} {around[0]:6.2f}–{around[1]:.2f}"
        f" {rates['false']:11.3f} {rates['missed']:10.3f}  {one.hit + one.missed}/{one.hit + one.wrong}"
    )


def _list(errors: list[str]) -> None:
    for error in errors:
        print(f"      {error}")


def main() -> None:
    """Print the sets and what else is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    parser.add_argument(
        "--set", default="own,dev-en,dev-ja,missing,hostile", help="own, dev-en, dev-ja, missing, hostile"
    )
    arguments = parser.parse_args()
    catalogue = packaged_catalogue()
    for name in arguments.set.split(","):
        if name == "missing":
            missing.report(catalogue)
        elif name == "hostile":
            strain.report(catalogue)
        else:
            cases = tuple(own_cases() if name == "own" else labelled_cases(name))
            report(f"{name} (seen)", cases, catalogue, errors=arguments.errors)


if __name__ == "__main__":
    main()
