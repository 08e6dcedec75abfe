"""What counts as an agent's "yes, I wrote that"."""

from __future__ import annotations

import pytest

from mailbot.casework.agreeing import agrees


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="an empty reply"),
        pytest.param("\n \n", id="blank lines"),
        "yes",
        "Yes.",
        "YES, that was me, I sent it from my phone",
        "ok",
        "confirmed",
        "That was me.",
        "はい",
        "はい、私です。",
        "はい、間違いありません。よろしくお願いいたします。",
        "間違いございません。",
        "「はい」",
    ],
)
def test_a_plain_yes_counts(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "No! I did NOT write this, please stop it.",
        "no",
        "yes and no",
        "Yes? What is this?",
        "I never wrote that",
        "OK, but I didn't write this",
        "ok, I don’t know this mail",
        "Thank you, I am looking into it.",
        "いいえ",
        "はい、ですが送っていません。",
        "はい？覚えがありません",
        "私ではありません。",
        "私が送ったものではない",
        "違います",
        pytest.param("yes " + "and please tell the customer this, too. " * 9, id="a yes with a letter behind it"),
    ],
)
def test_all_else_leaves_the_mail_as_it_is(text: str) -> None:
    assert not agrees(text)
