"""Signed marks on letters: believed only for whom, for what and as long as they were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from mailbot.casework.threading import Join, Stranger, by_token, from_elsewhere
from mailbot.casework.tokens import LIFETIME, Tokens
from mailbot.model import Address, Authentication, Party
from mailbot.store.cases import Anchor
from tests.houses import AGENT, CUSTOMER, ENGINEERING, POLICY, message

TODAY = date(2026, 11, 20)
TOKENS = Tokens("desk.example", b"k" * 32, in_addresses=True)
OTHER = "jun@desk.example"
HOUSE = replace(POLICY, tokens=TOKENS, agents=(AGENT, OTHER))
ANCHOR = Anchor("", 7, Party.CUSTOMER, False, CUSTOMER.email, ("boss@customer.example",), CUSTOMER.email)
RANDOM = "0123456789abcdef" * 2


def written_to(party: Party, reader: str, tokens: Tokens = TOKENS, case: int = 7) -> Address:
    return Address(f"support+{tokens.mark(case, party, Address(reader), TODAY)}@desk.example")


def answered(sender: str, to: Address, *, on: date = TODAY, verdict: str = "pass") -> Join | Stranger | None:
    mail = message(sender=Address(sender), to=(to,), authentication=Authentication(verdict))
    found = [by_token(mail, claim, ANCHOR if claim.case == 7 else None, HOUSE) for claim in TOKENS.claims(mail.to, on)]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("party", "reader"),
    [
        pytest.param(Party.CUSTOMER, CUSTOMER.email, id="the customer"),
        pytest.param(Party.CUSTOMER, "boss@customer.example", id="who was accepted"),
        pytest.param(Party.AGENT, AGENT, id="an agent"),
        pytest.param(Party.ENGINEERING, ENGINEERING, id="engineering"),
    ],
)
def test_who_got_the_letter_joins(party: Party, reader: str) -> None:
    to = written_to(party, reader)
    found = answered(reader, to)
    assert isinstance(found, Join)
    assert (found.case_id, found.party) == (7, party)
    assert answered(reader.upper(), Address(to.email.upper())) is not None
    assert len(to.email.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    ("sender", "party", "reader"),
    [
        pytest.param("eve@other.example", Party.CUSTOMER, CUSTOMER.email, id="a stranger with the customer's address"),
        pytest.param("no-reply@shop.example", Party.CUSTOMER, CUSTOMER.email, id="a verification mail of a service"),
        pytest.param("eve@other.example", Party.AGENT, AGENT, id="a stranger with an agent's address"),
        pytest.param(OTHER, Party.AGENT, AGENT, id="an agent with another agent's address"),
        pytest.param(CUSTOMER.email, Party.AGENT, AGENT, id="the customer with an agent's address"),
        pytest.param(AGENT, Party.CUSTOMER, CUSTOMER.email, id="an agent with the customer's address"),
        pytest.param(AGENT, Party.ENGINEERING, ENGINEERING, id="an agent with engineering's address"),
    ],
)
def test_anybody_else_waits(sender: str, party: Party, reader: str) -> None:
    assert isinstance(answered(sender, written_to(party, reader)), Stranger)


def changed(mark: str) -> list[str]:
    """Marks near a good one."""
    case, _, mac = mark.partition("-")
    swapped = [f"{case}-{mac[:at]}{'a' if mac[at] != 'a' else 'b'}{mac[at + 1 :]}" for at in range(len(mac))]
    raised = f"{case[:-1]}{(int(case[-1]) + 1) % 10}-{mac}"
    return [
        *swapped,
        mark[:-1],
        f"{mark}a",
        f"8{mark[1:]}",
        mark.replace("c", "a", 1),
        raised,
        f"{case}-",
        case,
        "",
        "-",
    ]


def test_no_mark_near_a_good_one_is_believed() -> None:
    good = TOKENS.mark(7, Party.CUSTOMER, CUSTOMER, TODAY)
    for mark in changed(good):
        found = answered(CUSTOMER.email, Address(f"support+{mark}@desk.example"))
        assert found is None, mark


@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param(replace(TOKENS, key=b"x" * 32), id="another key"),
        pytest.param(replace(TOKENS, instance="other.example"), id="another mailbot"),
    ],
)
def test_the_marks_of_others_are_not_believed(tokens: Tokens) -> None:
    assert answered(CUSTOMER.email, written_to(Party.CUSTOMER, CUSTOMER.email, tokens)) is None
    assert not TOKENS.issued(tokens.message_id(RANDOM))


def test_a_mark_for_a_case_that_is_not_there_leads_nowhere() -> None:
    assert answered(CUSTOMER.email, written_to(Party.CUSTOMER, CUSTOMER.email, case=9)) is None


def test_an_old_mark_is_only_the_support_address() -> None:
    to = written_to(Party.CUSTOMER, CUSTOMER.email)
    assert answered(CUSTOMER.email, to, on=TODAY + LIFETIME) is not None
    assert answered(CUSTOMER.email, to, on=TODAY + LIFETIME + timedelta(days=1)) is None


def test_ten_thousand_guesses_open_nothing() -> None:
    draw, signs = Random(7), "abcdefghijklmnopqrstuvwxyz234567"
    days = TOKENS.mark(7, Party.CUSTOMER, CUSTOMER, TODAY).partition("-")[0]
    for _ in range(10_000):
        mac = "".join(draw.choices(signs, k=16))
        assert answered(CUSTOMER.email, Address(f"support+{days}-{mac}@desk.example")) is None


@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param(replace(TOKENS, in_addresses=False), id="not wanted"),
        pytest.param(Tokens("x", b"", True), id="no key"),
    ],
)
def test_without_plus_addresses_none_are_made_or_believed(tokens: Tokens) -> None:
    assert tokens.mark(7, Party.CUSTOMER, CUSTOMER, TODAY) == ""
    assert tokens.claims([written_to(Party.CUSTOMER, CUSTOMER.email)], TODAY) == ()


def test_ids_that_only_this_mailbot_makes_are_known_without_the_database() -> None:
    ours = TOKENS.message_id(RANDOM)
    assert TOKENS.issued(ours)
    mail = message(in_reply_to=("<a@x.example>",), references=(ours,))
    assert from_elsewhere(mail, HOUSE) == Stranger(
        0, "answers a letter of ours that this database does not know; perhaps a backup was put back"
    )
    for forged in (ours.replace("0", "1", 1), ours.replace("desk.", "disk."), ours[:-1], f"<c.{RANDOM}@desk.example>"):
        assert not TOKENS.issued(forged)
        assert from_elsewhere(message(in_reply_to=(forged,)), HOUSE) is None


def test_the_key_is_never_shown() -> None:
    assert "kkkk" not in repr(TOKENS)
    assert "kkkk" not in repr(HOUSE)
