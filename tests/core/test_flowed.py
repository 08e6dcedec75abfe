"""RFC 3676, section by section."""

from __future__ import annotations

import pytest

from mailbot.parsers.page.flowed import unflowed


@pytest.mark.parametrize(
    ("text", "delsp", "lines"),
    [
        pytest.param("one \ntwo\nthree", False, "one two\nthree", id="4.1: a blank at the end goes on"),
        pytest.param("日本 \n語 \nです", True, "日本語です", id="4.1: DelSp takes the blank away"),
        pytest.param("one \n\ntwo", False, "one\n\ntwo", id="4.2: an empty line parts paragraphs"),
        pytest.param("one\n two\n  three", False, "one\ntwo\n three", id="4.4: one stuffed blank goes"),
        pytest.param(" >no quote\n From me", False, ">no quote\nFrom me", id="4.4: stuffed signs are words"),
        pytest.param("one \n-- \nAnn \nDesk", False, "one\n-- \nAnn Desk", id="4.3: the signature line never flows"),
        pytest.param("> one \n> two\n>> three \n>> four", False, "> one two\n>> three four", id="4.5: quotes flow"),
        pytest.param("> one \ntwo", False, "> one\ntwo", id="4.5: not into another depth"),
        pytest.param(">> one \n> two", True, ">> one\n> two", id="4.5: nor into a lesser one"),
        pytest.param("> -- \n> Ann", False, "> -- \n> Ann", id="4.3: a quoted signature line"),
        pytest.param(">\n> a", False, ">\n> a", id="an empty quoted line"),
        pytest.param("", False, "", id="nothing"),
        pytest.param("last ", False, "last ", id="the end"),
    ],
)
def test_unflowed(text: str, delsp: bool, lines: str) -> None:
    assert unflowed(text, delsp) == lines
