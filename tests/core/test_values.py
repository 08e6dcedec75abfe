"""Values in one form: days counted from the mail's own date, versions, how often, telephones; times as a timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.casework.details import find, plain_message
from mailbot.casework.timeline import occurrences
from mailbot.casework.values import normal
from mailbot.config.details import packaged_catalogue

CATALOGUE = packaged_catalogue()
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "language", "words", "value"),
    [
        ("since", "ja", "昨日の夕方から", "2026-11-25 evening"),
        ("since", "ja", "昨日の18時半から", "2026-11-25 18:30"),
        ("since", "ja", "先週の月曜", "2026-11-16"),
        ("since", "ja", "月曜日から", "2026-11-23"),
        ("since", "ja", "金曜日から", "2026-11-20"),
        ("since", "ja", "先週から", "2026-11-16/2026-11-22"),
        ("since", "ja", "先月から", "2026-10-01/2026-10-31"),
        ("since", "ja", "１０月３日から", "2026-10-03"),
        ("since", "ja", "12月3日から", "2025-12-03"),
        ("since", "ja", "2026/10/3 9:05から", "2026-10-03 09:05"),
        ("since", "ja", "3日前から", "2026-11-23"),
        ("since", "ja", "二週間ほど前から", "2026-11-12"),
        ("since", "ja", "2月30日から", ""),
        ("since", "ja", "11月3日に契約しましたが、昨日から", "2026-11-25"),
        ("since", "ja", "アップデート後から", ""),
        ("since", "en", "since yesterday morning", "2026-11-25 morning"),
        ("since", "en", "since yesterday at 9 am", "2026-11-25 09:00"),
        ("since", "en", "3 days ago", "2026-11-23"),
        ("since", "en", "a couple of weeks ago", "2026-11-12"),
        ("since", "en", "last week", "2026-11-16/2026-11-22"),
        ("since", "en", "began on 3 March", "2026-03-03"),
        ("since", "en", "October 3rd, 2025", "2025-10-03"),
        ("since", "en", "since 25/10", "2026-10-25"),
        ("since", "en", "since 10/3", ""),
        ("since", "en", "since 5.2", ""),
        ("frequency", "ja", "毎回", "always"),
        ("frequency", "ja", "3日に1回", "1/3d"),
        ("frequency", "ja", "たまに", "sometimes"),
        ("frequency", "en", "3 times in 2 days", "3/2d"),
        ("frequency", "en", "2 out of 5", "2/5"),
        ("phone", "ja", "日中は０９０−１２３４−５６７８へ", "+819012345678"),
        ("phone", "en", "+44 20 7946 0958", "+442079460958"),
        ("phone", "en", "020 7946 0958", ""),
        ("version", "ja", "Ver.3.10", "3.10"),
        ("version", "en", "Windows 10 Pro 64-bit 22H2", "Windows 10 22H2"),
    ],
)
def test_words_have_one_form(kind: str, language: str, words: str, value: str) -> None:
    assert normal(kind, words, CATALOGUE, language, THURSDAY) == value


def test_without_a_date_of_the_mail_a_day_stays_as_it_was_written() -> None:
    assert normal("since", "昨日から", CATALOGUE, "ja", None) == ""


def test_a_finding_keeps_the_customers_words_beside_the_value() -> None:
    message = replace(plain_message("昨日から保存できません。"), language="ja", date=THURSDAY)
    (since,) = [one for one in find(message, CATALOGUE) if one.detail == "since"]
    assert (since.value, since.quote) == ("2026-11-25", "昨日から保存できません。")
    assert message.text[since.start : since.end] == since.quote


@pytest.mark.parametrize(
    ("language", "text", "times"),
    [
        (
            "ja",
            "11/3 10:15に1回目、11/5 14:02に2回目、昨日の夕方にまた落ちました。",
            ["2026-11-03 10:15", "2026-11-05 14:02", "2026-11-25 evening"],
        ),
        ("en", "It crashed first on Monday at 9, again today at 10:30.", ["2026-11-23 09:00", "2026-11-26 10:30"]),
        ("ja", "昨日の9:15に落ちました。", []),
        ("ja", "11月3日までにご回答ください。11月5日に伺います。", []),
        ("en", "We met on Monday. Please answer by Friday.", []),
        ("de", "Gestern um 9 und heute um 10.", []),
        ("ja", "", []),
    ],
)
def test_occurrences_are_told_with_their_times(language: str, text: str, times: list[str]) -> None:
    found = occurrences(text, THURSDAY, language, CATALOGUE)
    assert [one.at for one in found] == times
    assert all(text[one.start : one.end] == one.quote for one in found)
