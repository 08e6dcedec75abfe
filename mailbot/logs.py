"""What mailbot says while it works: JSON lines for machines, short coloured lines on a terminal."""

from __future__ import annotations

import sys

import structlog

from mailbot.console.screen import plain


def harmless(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """No card number and no password of a customer's in a log, and nothing that steers the screen of who reads it."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in event.items()}


def log_to_stderr(*, colours: bool) -> None:
    """JSON lines for machines: no stranger's text can forge a line; short coloured lines on a terminal."""
    shape = structlog.dev.ConsoleRenderer() if colours else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            harmless,
            shape,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
