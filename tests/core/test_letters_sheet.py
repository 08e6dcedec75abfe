"""The sheet in the docs shows every letter as it goes out; `MAILBOT_WRITE_LETTERS=1` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailbot.config.details import packaged_catalogue
from mailbot.letters.filters import FILTERS
from mailbot.letters.names import VALUES
from mailbot.letters.sheet import scenes, sheet
from mailbot.model import Kind, Purpose

SHEET = Path(__file__).resolve().parents[2] / "docs" / "letters.md"
MARK = "<!-- sheet -->\n"
LANGUAGES = sorted(packaged_catalogue().languages)


def test_the_sheet_shows_the_letters_as_they_go_out() -> None:
    written = f"\n{sheet(packaged_catalogue())}"
    introduction, mark, shown = SHEET.read_text(encoding="utf-8").partition(MARK)
    if os.environ.get("MAILBOT_WRITE_LETTERS"):
        SHEET.write_text(introduction + mark + written, encoding="utf-8")
        shown = written
    assert shown == written, "MAILBOT_WRITE_LETTERS=1 writes the sheet anew; read the difference"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_shows_every_letter_and_every_kind(language: str) -> None:
    shown = scenes(language, packaged_catalogue())
    assert {one.letter.purpose for one in shown} == set(Purpose)
    assert {one.case.kind for one in shown if one.letter.purpose is Purpose.FIRST} == set(Kind)


def test_the_introduction_names_all_that_a_letter_may_use() -> None:
    introduction = SHEET.read_text(encoding="utf-8").partition(MARK)[0]
    missing = [
        word
        for word in (*FILTERS, *(value for values in VALUES.values() for value in values))
        if f"`{word}`" not in introduction
    ]
    assert not missing
