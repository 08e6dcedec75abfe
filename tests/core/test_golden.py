"""Japanese mails are read exactly."""

from __future__ import annotations

import pytest

from mailbot.parsers import read
from tests.core.golden import Golden, cases
from tests.core.letter import READING


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in cases()])
def test_the_text_is_exact(case: Golden) -> None:
    assert case.wrong(read(case.raw, READING)) == ""


def test_there_are_enough_and_each_has_its_own_name() -> None:
    names = [case.id for case in cases()]
    assert len(names) >= 70
    assert len(set(names)) == len(names)
