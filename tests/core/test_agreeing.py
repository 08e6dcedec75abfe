"""What counts as an agent's "yes, I wrote that"."""

from __future__ import annotations

import pytest

from mailbot.casework.agreeing import agrees as agrees_of
from mailbot.config.details import packaged_catalogue
from mailbot.model import Address, Part, Segment
from tests.houses import message

CATALOGUE = packaged_catalogue()


def agrees(text: str) -> bool:
    segments = (Segment(Part.NEW, 0, len(text)),)
    sender = Address("mika.sato@desk.example", "Mika Sato")
    return agrees_of(message(sender=sender, text=text, segments=segments), CATALOGUE)


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
        "OKです",
        "ＯＫです。",
        "送りました。",
        "はい、送りました。お手数をおかけします。",
        "わたしです",
        "そうです。",
        "間違いないです",
        "It's me",
        "Correct.",
        "Yes, I wrote this message myself. Thanks!",
        "Yes\n\nMika",
        "Yes.\nBest regards\nMika Sato",
        "はい\n\niPhoneから送信",
        pytest.param("Sent from my iPhone", id="nothing but what the telephone writes"),
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
        "はい、キャンセルしてください",
        "はい、取り消してください。",
        "はい。ただし送信は待ってください",
        "はい、誤送信です",
        "はい、乗っ取られました",
        "はい、不正です",
        "私がやります",
        "私が書いたものと異なります",
        "Yes, but please wait",
        "yes, cancel",
        "Yes\nCancel",
        "Ok, delete it",
        "OK I will check with IT first",
        "Confirm with me by phone first",
        "I did nothing",
        "I sent nobody anything",
        "Yes, this is a fraud",
        "okay, so somebody is impersonating me",
        "Mika",
        "Thanks",
        pytest.param("yes " + "and please tell the customer this, too. " * 9, id="a yes with a letter behind it"),
    ],
)
def test_all_else_leaves_the_mail_as_it_is(text: str) -> None:
    assert not agrees(text)
