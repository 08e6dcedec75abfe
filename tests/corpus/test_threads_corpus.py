"""Real threads: whose mail belongs together, whole and with headers taken away."""

from __future__ import annotations

import pytest

from benchmarks.data import shared
from benchmarks.threads import figures
from tests.houses import POLICY

FILE = shared("threads") / "dev.tsv"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"the evaluation data is not here: {FILE}")


def test_mails_of_one_thread_come_together_and_others_never() -> None:
    for name, ours, most in figures(POLICY):
        assert ours.precision >= 0.999, name
        assert ours.recall >= most.recall - 0.08, name
        assert ours.recall >= (0.99 if name == "whole" else 0.85), name
