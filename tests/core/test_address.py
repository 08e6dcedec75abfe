from __future__ import annotations

import pytest

from mailbot.model import Address
from mailbot.parsers.head.address import addresses, strict_address

WORD = "=?utf-8?B?5bGx55Sw?="


@pytest.mark.parametrize(
    ("value", "email", "name"),
    [
        pytest.param("ann@shop.example", "ann@shop.example", "", id="bare"),
        pytest.param("<ann@shop.example>", "ann@shop.example", "", id="in brackets"),
        pytest.param("Ann Lee <ann@Shop.EXAMPLE>", "ann@shop.example", "Ann Lee", id="the domain in lower case"),
        pytest.param("Ann@shop.example", "Ann@shop.example", "", id="the local part as written"),
        pytest.param('"Lee, Ann" <ann@shop.example>', "ann@shop.example", "Lee, Ann", id="a quoted comma"),
        pytest.param("ann@shop.example (Ann Lee)", "ann@shop.example", "Ann Lee", id="the name in a comment"),
        pytest.param(f"{WORD} <ann@shop.example>", "ann@shop.example", "山田", id="an encoded name"),
        pytest.param("山田　太郎 <ann@shop.example>", "ann@shop.example", "山田 太郎", id="a raw name"),
        pytest.param("ann@shop.example <ann@shop.example>", "ann@shop.example", "", id="its own address as name"),
        pytest.param("ann..lee.@carrier.example", "ann..lee.@carrier.example", "", id="dots of Japanese carriers"),
        pytest.param('"ann..lee"@carrier.example', '"ann..lee"@carrier.example', "", id="the same in quotes"),
        pytest.param("ann@例え.example", "ann@xn--r8jz45g.example", "", id="a Japanese domain becomes A-labels"),
        pytest.param("ann@xn--r8jz45g.example", "ann@xn--r8jz45g.example", "", id="A-labels stay"),
        pytest.param("u\u0308ser@shop.example", "\u00fcser@shop.example", "", id="the local part in NFC"),
        pytest.param("Ann (of (the) shop) <ann@shop.example>", "ann@shop.example", "Ann", id="nested comments"),
        pytest.param("Ann <ann@shop.example> (home)", "ann@shop.example", "Ann", id="a comment behind"),
    ],
)
def test_one_reading(value: str, email: str, name: str) -> None:
    assert strict_address(value) == Address(email, name)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            "ann@good.example<evil@bad.example>", id="two readings in one: the standard library takes the first"
        ),
        pytest.param('"ann@good.example" <evil@bad.example>', id="another address in the display name"),
        pytest.param("=?utf-8?q?ann=40good.example?= <evil@bad.example>", id="the same, encoded"),
        pytest.param("ann@good.example (evil@bad.example)", id="another address in the comment"),
        pytest.param("ann@a.example, bob@a.example", id="two addresses"),
        pytest.param("Lee, Ann <ann@a.example>", id="a comma without quotes"),
        pytest.param("undisclosed:;", id="an empty group"),
        pytest.param("people: ann@a.example;", id="a group of one"),
        pytest.param("<>", id="the null path"),
        pytest.param("", id="nothing"),
        pytest.param("ann", id="no domain"),
        pytest.param("ann@", id="an empty domain"),
        pytest.param("@a.example", id="an empty local part"),
        pytest.param("ann@a.example.", id="a trailing dot"),
        pytest.param("ann@a..example", id="an empty label"),
        pytest.param("ann@-a.example", id="a label that begins with a hyphen"),
        pytest.param("ann%b.example@a.example", id="percent routing"),
        pytest.param("b!ann@a.example", id="bang routing"),
        pytest.param("<@b.example:ann@a.example>", id="a source route"),
        pytest.param("ann@[192.0.2.1]", id="an address literal"),
        pytest.param("ann@b@a.example", id="two at signs"),
        pytest.param('"ann@b"@a.example', id="an at sign in quotes"),
        pytest.param('"ann lee"@a.example', id="a blank in quotes"),
        pytest.param("<ann(x)@a.example>", id="a comment inside"),
        pytest.param("ann(x)@a.example", id="a comment before the at sign"),
        pytest.param("Ann <ann@a.example> Lee", id="words behind"),
        pytest.param("Ann <ann@a.example", id="an open bracket"),
        pytest.param('"Ann <ann@a.example>', id="an open quote"),
        pytest.param("(Ann <ann@a.example>", id="an open comment"),
        pytest.param("<<ann@a.example>>", id="double brackets"),
        pytest.param("ann@ａ.example", id="a full-width letter in the domain"),
        pytest.param("ann@a。example", id="an ideographic full stop"),
        pytest.param("ann@straße.example", id="ß: two standards, two domains"),
        pytest.param("ann@a.exam\u200bple", id="a zero-width space in the domain"),
        pytest.param("an\u202en@a.example", id="a direction sign in the local part"),
        pytest.param("ann@a.example\u3000", id="an ideographic space"),
        pytest.param("x" * 65 + "@a.example", id="a local part of 65"),
        pytest.param("ann@" + ".".join(["a" * 60] * 5), id="a domain of 300"),
        pytest.param("(" * 5000, id="five thousand brackets"),
    ],
)
def test_no_reading_or_two(value: str) -> None:
    assert strict_address(value) is None


@pytest.mark.parametrize(
    ("value", "emails"),
    [
        pytest.param('Ann <ann@a.example>, "Lee, Bob" <bob@a.example>', ["ann@a.example", "bob@a.example"], id="two"),
        pytest.param(
            "team: ann@a.example, bob@a.example; cid@a.example",
            ["ann@a.example", "bob@a.example", "cid@a.example"],
            id="a group",
        ),
        pytest.param("ann@x@y, broken, bob@a.example", ["bob@a.example"], id="what cannot be read is left out"),
        pytest.param("ann@b.example <bob@a.example>", ["bob@a.example"], id="the brackets count"),
        pytest.param(", ".join(["ann@a.example"] * 300), ["ann@a.example"] * 200, id="at most two hundred"),
        pytest.param("", [], id="none"),
        pytest.param(
            "Bob <@a.example,@b.example:bob@c.example>, ann@a.example",
            ["bob@c.example", "ann@a.example"],
            id="a route is dropped",
        ),
        pytest.param(
            "all: bob(B)@a.example, ann@a.example;", ["bob@a.example", "ann@a.example"], id="comments inside an address"
        ),
        pytest.param("<@a.example>, ann@a.example", ["ann@a.example"], id="a route that leads nowhere"),
        pytest.param("bob@b . example, ann@a. example", ["bob@b.example", "ann@a.example"], id="blanks around dots"),
        pytest.param("bob@b.example ann", [], id="a word behind an address"),
    ],
)
def test_addresses(value: str, emails: list[str]) -> None:
    assert [address.email for address in addresses(value)] == emails
