"""A form, exactly as customers are to get it."""

from __future__ import annotations

from mailbot.console.screen import plain


def show_form(text: str) -> None:
    """The form as it is: a wrapped or cut line would not be its own."""
    print(plain(text.rstrip("\n")))
