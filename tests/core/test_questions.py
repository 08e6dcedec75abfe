"""What a letter asks, and in which words."""

from __future__ import annotations

import pytest

from mailbot.casework.questions import questions
from mailbot.config.details import packaged_catalogue
from mailbot.model import Finding, Strength

CATALOGUE = packaged_catalogue()
ALL = ("steps", "error", "device_os", "browser", "since")
ENVIRONMENT = ("device_os", "browser")


def weak(detail: str, value: str, *, lexical: bool = True) -> Finding:
    return Finding(detail, value, value, 0, len(value), "body", "test", Strength.WEAK, lexical=lexical)


@pytest.mark.parametrize(
    ("missing", "limit", "asked"),
    [
        pytest.param(ALL, 3, [("steps",), ("error",), ENVIRONMENT], id="three at most: what was done and seen lead"),
        pytest.param(
            ALL, 5, [("steps",), ("error",), ENVIRONMENT, ("since",)], id="device and browser are one question"
        ),
        pytest.param(("browser", "since"), 3, [("browser",), ("since",)], id="one of the two has its own question"),
        pytest.param(("device_os",), 3, [("device_os",)], id="a single gap is a single question"),
        pytest.param((), 3, [], id="nothing missing, nothing asked"),
    ],
)
def test_questions(missing: tuple[str, ...], limit: int, asked: list[tuple[str, ...]]) -> None:
    found = questions(CATALOGUE, missing, (), "ja", limit)
    assert [one.details for one in found] == asked
    assert [one.number for one in found] == list(range(1, len(asked) + 1))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_words_of_a_question(language: str) -> None:
    group, alone = (
        questions(CATALOGUE, ENVIRONMENT, (), language, 3),
        questions(CATALOGUE, ("browser",), (), language, 3),
    )
    assert group[0].text != alone[0].text
    assert all(one.text and one.help for one in (*group, *alone))


@pytest.mark.parametrize(
    ("findings", "guess"),
    [
        pytest.param((weak("device_os", "iPhone"),), "iPhone", id="a hint becomes a guess"),
        pytest.param((weak("device_os", "iPhone"), weak("browser", "Safari")), "iPhone / Safari", id="of both"),
        pytest.param((weak("device_os", "<b>mine</b>", lexical=False),), "", id="never in the sender's words"),
        pytest.param((weak("since", "iPhone"),), "", id="only for what is asked"),
    ],
)
def test_guess(findings: tuple[Finding, ...], guess: str) -> None:
    assert questions(CATALOGUE, ENVIRONMENT, findings, "en", 3)[0].guess == guess
