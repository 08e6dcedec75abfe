"""Which pictures show what went wrong, and which decorate a mail; and that a disclaimer says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.casework.advance import advance
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.details import find
from mailbot.casework.pictures import fresh, is_picture
from mailbot.casework.policy import Spent
from mailbot.casework.relaying import enclosures, relay_text
from mailbot.config.details import packaged_catalogue
from mailbot.model import Attachment, Part, Segment
from tests.houses import NOW, case, message, policy

CATALOGUE = packaged_catalogue()
SCREEN = Attachment("2", "image001.png", "image/png", 90_000, "s", inline=True)
LOGO = Attachment("3", "image002.png", "image/png", 40_000, "l", inline=True)
WORDS = "Hello,\n\nplease see below.\n"
LEGAL = "This mail was sent from Firefox 99 on Windows 11. The app crashes when you press save.\n"
MAIL = message(
    text=WORDS + LEGAL,
    segments=(Segment(Part.NEW, 0, len(WORDS)), Segment(Part.DISCLAIMER, len(WORDS), len(WORDS + LEGAL))),
)


@pytest.mark.parametrize(
    ("place", "shows"),
    [
        pytest.param(None, True, id="below the words"),
        pytest.param(Part.NEW, True, id="amid new words"),
        pytest.param(Part.FORWARDED, True, id="in a mail passed on"),
        pytest.param(Part.SIGNATURE, False, id="in a signature"),
        pytest.param(Part.QUOTED, False, id="in a quote"),
        pytest.param(Part.DISCLAIMER, False, id="in a disclaimer"),
    ],
)
def test_the_place_of_a_picture(place: Part | None, shows: bool) -> None:
    assert is_picture(replace(SCREEN, place=place)) is shows


@pytest.mark.parametrize(
    ("attachments", "seen", "kept"),
    [
        pytest.param((SCREEN, LOGO), set(), (SCREEN, LOGO), id="all new"),
        pytest.param((SCREEN, LOGO), {"l"}, (SCREEN,), id="one came before"),
        pytest.param((SCREEN, LOGO, replace(LOGO, index="4")), set(), (SCREEN,), id="one stands there twice"),
        pytest.param((replace(SCREEN, sha256=""), replace(LOGO, sha256="")), set(), 2, id="unknown bytes"),
    ],
)
def test_a_picture_that_repeats_is_a_logo(
    attachments: tuple[Attachment, ...], seen: set[str], kept: tuple[Attachment, ...] | int
) -> None:
    found = fresh(attachments, seen)
    assert (len(found) if isinstance(kept, int) else found) == kept


def test_a_logo_of_an_earlier_mail_answers_nothing() -> None:
    first = replace(case().mails[0], attachments=(LOGO,))
    old = case(mails=(first,), kind=case().kind)
    step = Step(policy(catalogue=CATALOGUE), NOW, Spent(), lambda: "<c@desk.example>")
    for attachments, proofs in (((LOGO,), 0), ((LOGO, SCREEN), 1)):
        mail = message(text="Here.", segments=(Segment(Part.NEW, 0, 5),), attachments=attachments)
        grown = advance(old, Arrival(mail, mail=2, received_at=NOW, fresh_id=9), step).case
        assert grown
        assert len([one for one in grown.findings if one.source == "attachment"]) == proofs


def test_a_logo_in_an_agents_signature_stays_here() -> None:
    mail = replace(MAIL, attachments=(replace(LOGO, place=Part.SIGNATURE), SCREEN))
    assert [one.attachment for one in enclosures(mail, 1)] == [SCREEN]


def test_a_disclaimer_is_neither_evidence_nor_a_hint_nor_relayed() -> None:
    assert not [one for one in find(MAIL, CATALOGUE) if one.quote in LEGAL]
    assert relay_text(MAIL, ()).text == WORDS.strip()
