"""Hostile strings in every header that takes strangers' words; `python -m benchmarks.gatefuzz` tries 30,000."""

from __future__ import annotations

from email import message_from_bytes
from typing import Any

import pytest

from benchmarks import gatefuzz
from mailbot.letters import gate
from mailbot.letters.compose import LetterError


@pytest.mark.parametrize("seed", range(4))
def test_no_string_changes_what_stands_in_a_letter(seed: int) -> None:
    assert [one for text in gatefuzz.strings(100, seed) for one in gatefuzz.broken(text)] == []


def test_the_strings_are_the_same_everywhere_and_hostile() -> None:
    made = list(gatefuzz.strings(2000, 1))
    assert made == list(gatefuzz.strings(2000, 1))
    signs = ("\r\n", "\x00", "\u2028", "\u202e", "\u200b", "\ud800", "Bcc:", "filename*0*=", "?= =?", "@x.example>")
    assert [sign for sign in signs if not any(sign in one for one in made)] == []
    assert max(map(len, made)) >= 10_000


def test_a_gate_that_lets_an_encoded_word_through_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    hv: Any = gate.hv
    monkeypatch.setattr(gate, "hv", lambda text, limit=gate.LIMIT: hv(text, limit).replace("= ?", "=?"))
    with pytest.raises(LetterError, match="Subject is not as we write it"):
        gatefuzz.broken("=?utf-8?q?x=0D=0ABcc:_evil=40x.example?=")


def test_a_header_too_many_is_noticed() -> None:
    mail = message_from_bytes(b"From: a@x.example\r\nBcc: evil@x.example\r\n\r\nx")
    assert list(gatefuzz._wrong(mail, ["From"], "x")) == ["headers ['From', 'Bcc']", "other parts"]
