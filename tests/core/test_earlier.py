"""What a customer told in earlier cases is guessed in the next one, and only that."""

from __future__ import annotations

import pytest

from mailbot.casework.about import lacking
from mailbot.casework.advance import advance
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.earlier import guesses
from mailbot.casework.policy import Spent
from mailbot.casework.questions import questions
from mailbot.config.details import packaged_catalogue
from mailbot.model import Answer, Finding, Strength
from tests.houses import NOW, case, message, policy

CATALOGUE = packaged_catalogue()
HOUSE = policy(catalogue=CATALOGUE)


def finding(detail: str, value: str, **changes: object) -> Finding:
    fields: dict[str, object] = {"lexical": True, "mail": 3} | changes
    return Finding(detail, value, value, 4, 4 + len(value), "body", "test", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "guessed"),
    [
        pytest.param((finding("device_os", "Windows 11"),), ["Windows 11"], id="what lasts"),
        pytest.param(
            (finding("browser", "Edge"), finding("browser", "Chrome 120")), ["Edge"], id="the newest of two cases"
        ),
        pytest.param((finding("steps", "x"), finding("since", "x")), [], id="not what belongs to one case"),
        pytest.param((finding("device_os", "<b>mine</b>", lexical=False),), [], id="never in the sender's words"),
        pytest.param((finding("device_os", "Mac", strength=Strength.WEAK),), [], id="no guess from a guess"),
        pytest.param((finding("device_os", "?", answer=Answer.UNKNOWN),), [], id="nor from a non-answer"),
    ],
)
def test_guesses(told: tuple[Finding, ...], guessed: list[str]) -> None:
    found = guesses(told, CATALOGUE)
    assert [one.value for one in found] == guessed
    assert all((one.strength, one.mail, one.source) == (Strength.WEAK, 0, "earlier case") for one in found)


def opened(text: str, *earlier: Finding) -> tuple[Finding, ...]:
    """What a new case knows at the beginning."""
    arrival = Arrival(message(text=text, segments=()), mail=5, received_at=NOW, fresh_id=8, earlier=earlier)
    new = advance(None, arrival, Step(HOUSE, NOW, Spent(), lambda: "<c.1@desk.example>")).case
    assert new is not None
    return new.findings


def test_a_guess_is_asked_about_and_shown() -> None:
    found = opened("x", finding("device_os", "iPhone 15"), finding("browser", "Safari"))
    assert {"device_os", "browser"} <= set(lacking(case(findings=found), HOUSE))
    (asked,) = questions(CATALOGUE, ("device_os", "browser"), found, "ja", 3)
    assert asked.guess == "iPhone 15 / Safari"


def test_a_guess_brings_the_way_to_find_the_answer() -> None:
    found = guesses((finding("device_os", "iPhone 15"),), CATALOGUE)
    (asked,) = questions(CATALOGUE, ("device_os",), found, "en", 3)
    (plain,) = questions(CATALOGUE, ("device_os",), (), "en", 3)
    assert asked.help == "It stands under Settings, General, About."
    assert plain.help != asked.help
