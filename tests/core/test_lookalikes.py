"""Addresses made to be taken for another; the letters stand as escapes, for an eye cannot tell them."""

from __future__ import annotations

import pytest

from mailbot.casework.gate import Asker, silence
from mailbot.casework.lookalikes import likeness, mixed
from mailbot.model import Address
from tests.houses import AGENT, NOW, POLICY, SUPPORT, message

OURS = (SUPPORT.email, AGENT)
IE_IN_DOMAIN = "d\u0435sk".encode("punycode").decode()


@pytest.mark.parametrize(
    ("email", "like"),
    [
        pytest.param("mik\u0430@desk.example", AGENT, id="a Cyrillic a in an agent's name"),
        pytest.param("rnika@desk.example", AGENT, id="r and n for m"),
        pytest.param("m\u0131ka@desk.example", AGENT, id="an i without its dot"),
        pytest.param("supp0rt@desk.example", SUPPORT.email, id="zero for o"),
        pytest.param("s\u03c5pport@desk.example", SUPPORT.email, id="a Greek upsilon"),
        pytest.param("m\u00edka@desk.example", AGENT, id="an accent"),
        pytest.param(f"mika@xn--{IE_IN_DOMAIN}.example", AGENT, id="a Cyrillic ie in the domain"),
        pytest.param("anybody@clesk.example", SUPPORT.email, id="c and l for d in the domain"),
    ],
)
def test_a_likeness_of_ours(email: str, like: str) -> None:
    assert likeness(email, OURS) == like


@pytest.mark.parametrize(
    "email",
    [
        pytest.param(AGENT, id="the agent"),
        pytest.param(AGENT.upper(), id="the agent in capitals"),
        pytest.param("taro@desk.example", id="a colleague of the agent"),
        pytest.param("mlka@desk.example", id="l for i: other names differ no more"),
        pytest.param("mika@customer.example", id="the same name elsewhere"),
        pytest.param("hanako@customer.example", id="a customer"),
        pytest.param("info@xn--r8jz45g.example", id="a Japanese domain"),
    ],
)
def test_no_likeness(email: str) -> None:
    assert likeness(email, OURS) == ""


@pytest.mark.parametrize(
    ("email", "word"),
    [
        pytest.param("p\u0430ul@shop.example", "p\u0430ul", id="Latin and Cyrillic"),
        pytest.param("alph\u03b1@shop.example", "alph\u03b1", id="Latin and Greek"),
        pytest.param("ann@xn--pypal-4ve.example", "p\u0430ypal", id="Latin and Cyrillic in the domain"),
        pytest.param("\u043f\u0430\u0443\u043b@shop.example", "", id="a Cyrillic name"),
        pytest.param("\u043f\u0430\u0443\u043b.smith@shop.example", "", id="two words, each in its script"),
        pytest.param("\u5c71\u7530taro@shop.example", "", id="Japanese and Latin, which look like nothing else"),
        pytest.param("ann@xn--r8jz45g.example", "", id="a Japanese domain"),
        pytest.param("ann@xn--99999999.example", "", id="a domain that is no punycode"),
    ],
)
def test_scripts_mixed_in_one_word(email: str, word: str) -> None:
    assert mixed(email) == word


def test_neither_is_answered() -> None:
    alike = silence(Asker(message(sender=Address("rnika@desk.example")), NOW, NOW, POLICY))
    assert alike == f"the sender's address looks like {AGENT} and is another"
    two = silence(Asker(message(sender=Address("p\u0430ul@shop.example")), NOW, NOW, POLICY))
    assert two == "letters of several scripts in one word of the sender's address: p\u0430ul"
