"""The guard of slow texts works."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from tests.effort import ending


def test_what_never_ends_fails() -> None:
    with pytest.raises(AssertionError, match="does not come to an end"), ending(0.05):
        for _ in itertools.count():
            pass


def test_a_pattern_that_never_ends_fails_too() -> None:
    with pytest.raises(AssertionError, match="does not come to an end"), ending(0.05):
        re.match("(a+)+$", "a" * 60 + "b")


def test_what_ends_leaves_nothing_ticking() -> None:
    with ending(0.05):
        pass
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert time.process_time() >= until
