"""Until when somebody is away."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.casework.absence import away_until
from mailbot.config.details import packaged_catalogue
from mailbot.model import Origin
from tests.build import message

CATALOGUE = packaged_catalogue()
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("subject", "text", "until"),
    [
        pytest.param("不在のお知らせ", "11月30日まで不在にしております。", "2026-11-30", id="until a day, in Japanese"),
        pytest.param("【不在】", "11/27～12/3 は休暇です。12/4より出社します。", "2026-12-04", id="of return"),
        pytest.param("不在通知", "2026年12月10日に復帰予定です。", "2026-12-10", id="with the year"),
        pytest.param("年末年始休業のご案内", "12月29日から1月4日まで休業いたします。", "2027-01-04", id="into January"),
        pytest.param("Out of office", "I am away until 30 November.", "2026-11-30", id="until a day, in English"),
        pytest.param("Out of office: back on Dec 1", "Hello", "2026-12-01", id="in the subject"),
        pytest.param("Automatic reply", "I return on December 14th, 2026.", "2026-12-14", id="with th and the year"),
        pytest.param("OOO", "Back 2026-12-07.", "2026-12-07", id="as ISO 8601"),
        pytest.param("Out of office", "I will answer when I am back.", "", id="no day named"),
        pytest.param("Out of office", "Since 3 May 2024 we have a new address.", "", id="a past day"),
        pytest.param("Out of office", "My contract ends on 1 January 2031.", "", id="a day too far ahead"),
    ],
)
def test_a_notice_says_until_when(subject: str, text: str, until: str) -> None:
    mail = message(text, subject, origin=Origin.ABSENCE)
    found = away_until(mail, TODAY, CATALOGUE)
    assert (found.isoformat() if found else "") == until


def test_nobody_else_is_away() -> None:
    assert away_until(message("I am away until 30 November."), TODAY, CATALOGUE) is None
