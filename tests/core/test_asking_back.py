"""A question of the customer's own amid his answers."""

from __future__ import annotations

import pytest

from mailbot.casework.asking_back import asked_back


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("端末はiPhone15です。いつ直りますか？", "いつ直りますか?"),
        ("エラーはE-100です。\nいつごろ直るのでしょうか。\nよろしくお願いします。", "いつごろ直るのでしょうか"),
        ("It is Chrome. When will it be fixed?", "It is Chrome. When will it be fixed?"),
        ("Why do you need that?\nChrome.", "Why do you need that?"),
    ],
)
def test_his_question_is_seen(text: str, words: str) -> None:
    assert asked_back(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Windows 11、Chromeです。",
        "1. Which browser do you use? Chrome",
        "> いつごろから起きていますか。\n昨日からです。",
        "これでよろしいでしょうか。",
        "ご確認いただけますか。",
        "?",
        "",
    ],
)
def test_our_own_question_and_politeness_are_none(text: str) -> None:
    assert asked_back(text) == ""
