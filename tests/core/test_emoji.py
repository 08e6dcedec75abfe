"""Carriers are told by their domains, and their emoji by their carriers."""

from __future__ import annotations

import pytest

from mailbot.parsers.charset.emoji import AU, CARRIERS, DOCOMO, MEANT, SOFTBANK, carrier_of, shown, table


@pytest.mark.parametrize(
    ("domain", "carrier"),
    [
        ("docomo.ne.jp", DOCOMO),
        ("EZWEB.NE.JP", AU),
        ("nx01.ezweb.ne.jp", AU),
        ("au.com", AU),
        ("i.softbank.jp", SOFTBANK),
        ("t.vodafone.ne.jp", SOFTBANK),
        ("shop.example", ""),
        ("notdocomo.ne.jp", ""),
        ("docomo.ne.jp.shop.example", ""),
        ("", ""),
    ],
)
def test_the_carrier_of_a_domain(domain: str, carrier: str) -> None:
    assert carrier_of(domain) == carrier


@pytest.mark.parametrize(
    ("text", "carrier", "seen"),
    [
        pytest.param("a\ue63e", DOCOMO, ("a☀", 0), id="docomo"),
        pytest.param("\ue488", AU, ("☀", 0), id="KDDI"),
        pytest.param("\ue04a", SOFTBANK, ("☀", 0), id="SoftBank"),
        pytest.param("\ue63e", "", ("〓", 1), id="docomo's code point from anybody else"),
        pytest.param("\U000fe000", "", ("☀", 0), id="Google's from anybody"),
        pytest.param("\uf8ff〓", DOCOMO, ("〓〓", 1), id="a written 〓 is not counted"),
    ],
)
def test_private_code_points(text: str, carrier: str, seen: tuple[str, int]) -> None:
    assert shown(text, carrier) == seen


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_the_meant_emoji_are_in_the_table(carrier: str) -> None:
    assert MEANT[carrier] <= set(table(carrier).values())
