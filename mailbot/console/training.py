"""What `train` learnt, and whether it is worth anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from mailbot.casework.learning import Figures
from mailbot.casework.linear import CONFIDENT, KINDS
from mailbot.console.screen import Column, facts, screen, show_json, table
from mailbot.training import Training

COLUMNS = (Column("", keep=True), Column("macro-F1", keep=True, right=True),
           Column(f"sure ({CONFIDENT})", keep=True, right=True),
           Column("right where sure", keep=True, right=True))  # fmt: skip


def show_training(result: Training, installed: Path | None, *, as_json: bool) -> None:
    """The figures, what changed, and what became of the model."""
    if as_json:
        show_json(_facts(result, installed))
        return
    out, lesson = screen(), result.lesson
    kinds = [kind.value for kind in KINDS]
    for source in sorted({source for source, _ in result.texts}):
        counts = ", ".join(f"{kind} {result.texts.get((source, kind), 0)}" for kind in kinds)
        out.print(facts([(f"learnt from {source}", counts)]))
    shown = table(COLUMNS)
    shown.add_row("new model, on texts it has not seen", *_row(lesson.learnt))
    if lesson.before:
        shown.add_row("model before, which may have seen them", *_row(lesson.before))
    shown.add_row("rules alone", f"{lesson.rules_f1:.3f}", "", "")
    believed = f"both: the model from {lesson.model.limit:.2f} on, else the rules"
    shown.add_row(believed, f"{lesson.joint_f1:.3f}", "", "")
    out.print(shown)
    if lesson.before:
        out.print(f"{lesson.changed} of {lesson.learnt.texts} texts are told otherwise than by the model before")
    out.print(Text(_end(result, installed)))


def _end(result: Training, installed: Path | None) -> str:
    if installed:
        return f"Installed: {installed}. A running daemon takes it over within seconds; to go back, delete the file."
    if result.lesson.better:
        return "Not installed (--dry-run)."
    return (
        "Not installed: with it kinds are told no better than by the rules alone. More labelled texts help; --force"
        " installs it all the same."
    )


def _row(one: Figures) -> tuple[str, str, str]:
    return f"{one.macro_f1:.3f}", f"{one.coverage:.0%}", f"{one.accuracy:.3f}"


def _facts(result: Training, installed: Path | None) -> Mapping[str, object]:
    lesson = result.lesson
    return {
        "installed": str(installed) if installed else None,
        "texts": [{"source": s, "kind": kind, "count": count} for (s, kind), count in sorted(result.texts.items())],
        "confidence": CONFIDENT,
        "model": asdict(lesson.learnt),
        "believed_from": lesson.model.limit,
        "both": {"macro_f1": lesson.joint_f1},
        "rules": {"macro_f1": lesson.rules_f1},
        "before": asdict(lesson.before) if lesson.before else None,
        "changed": lesson.changed,
        "sha256": lesson.model.origin.sha256,
        "features": len(lesson.model.places),
    }
