"""Find the evaluation data that stands beside the checkout; without it tests skip, and say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared(name: str) -> Path:
    """The folder of that name in ../shared, or in the folder that MAILBOT_SHARED names.

    Absent: the test is skipped, or fails where MAILBOT_REQUIRE lists "shared".
    """
    folder = Path(os.environ.get("MAILBOT_SHARED") or BESIDE) / name
    if folder.is_dir():
        return folder
    reason = f"../shared/{name} not found"
    if "shared" in os.environ.get("MAILBOT_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)
