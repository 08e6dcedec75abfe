"""What strangers say, made fit for logs and screens; what we say, kept from becoming commands."""

from __future__ import annotations

import pytest

from mailbot.dial import one_line, plain
from mailbot.model import UnreachableError


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("fine", "fine", id="plain text stays"),
        pytest.param("日本語も", "日本語も", id="Japanese stays"),
        pytest.param("two\r\nlines\n", "two lines", id="lines become one"),
        pytest.param("\x1b[31mred\x07", "[31mred", id="terminal codes are disarmed"),
        pytest.param("a\u202eb\u2028c\u200bd", "a b c d", id="invisible and turning characters go"),
        pytest.param(b"raw \xff\xe3\x81\x82", "raw \ufffdあ", id="bytes that are no UTF-8 are marked"),
        pytest.param("x" * 10_000_000, "x" * 200, id="length is bounded"),
        pytest.param(" \n" * 1000, "", id="nothing stays nothing"),
    ],
)
def test_one_line(text: str | bytes, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("value", ["a\r\nb", "a\x00", "\x7f", "\x85", "\t"])
def test_control_characters_are_refused(value: str) -> None:
    with pytest.raises(UnreachableError, match="the folder contains a control character: nothing was sent"):
        plain(value, "the folder")


def test_other_characters_pass() -> None:
    assert plain('処理済み "x" \\ &', "the folder") == '処理済み "x" \\ &'
