"""Logs: one JSON object a line, whatever strangers write; no secret of a customer's, nothing that steers a screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.logs import log_to_stderr

EVIL = ("a\r\nb", '"}\n{"event": "forged"', "\x1b[31mred", "\x9b2J", "\u202eevil", "\u2028", "\u200b", "\x00", "\ud800")


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Logging belongs to the process, and the screen of this test ends with it."""
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("text", EVIL)
def test_a_log_line_stays_one_and_steers_nothing(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(colours=False)
    structlog.get_logger().info("processed", reason=text, subject=text, sender=text)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert json.loads(said)["event"] == "processed"
    assert said.rstrip("\n").isprintable()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_any_text_can_be_logged(text: str) -> None:
    with redirect_stderr(StringIO()) as said:
        log_to_stderr(colours=False)
        structlog.get_logger().info("processed", reason=text)
    assert said.getvalue().count("\n") == 1
    assert json.loads(said.getvalue())["event"] == "processed"


def test_secrets_of_customers_stay_out_of_logs(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(colours=False)
    structlog.get_logger().info("processed", reason="asks: 'password: hunter2, 4111 1111 1111 1111'")
    said = capsys.readouterr().err
    assert "hunter2" not in said
    assert "4111 1111" not in said
    assert "•••• 1111" in said
