"""Real threads: whose mail belongs together, whole and with headers taken away."""

from __future__ import annotations

from benchmarks.threads import figures
from tests.houses import POLICY
from tests.shared import shared


def test_mails_of_one_thread_come_together_and_others_never() -> None:
    shared("threads")
    for name, ours, most in figures(POLICY):
        assert ours.precision >= 0.999, name
        assert ours.recall >= most.recall - 0.08, name
        assert ours.recall >= (0.99 if name == "whole" else 0.85), name
