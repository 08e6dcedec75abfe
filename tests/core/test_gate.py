"""The reply gate: one objection is enough."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.casework.gate import Asker, overspent, silence
from mailbot.casework.policy import Policy, Spent
from mailbot.model import Address, Authentication, Message, Origin
from tests.houses import AGENT, CUSTOMER, ENGINEERING, NOW, POLICY, SUPPORT, message, policy

NOBODY = Authentication("none", "no header of mx.desk.example")


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        pytest.param(message(), "", id="a person, authenticated, to us, just now: may be answered"),
        pytest.param(message(to=(), cc=(SUPPORT,)), "", id="in Cc is to us"),
        pytest.param(message(sender=None), "no single valid sender", id="nobody to answer"),
        pytest.param(message(origin=Origin.LIST, origin_sign="List-Id"), "list: List-Id", id="a list"),
        pytest.param(message(origin=Origin.DOUBTFUL, origin_sign="noreply@"), "noreply@", id="perhaps a machine"),
        pytest.param(message(sender=SUPPORT), "one of us", id="our own address"),
        pytest.param(message(sender=Address(AGENT.upper())), "one of us", id="an agent, whatever the case of letters"),
        pytest.param(message(sender=Address(ENGINEERING)), "one of us", id="engineering"),
        pytest.param(message(spam="X-Spam-Flag: YES"), "spam", id="spam"),
        pytest.param(message(authentication=Authentication("fail", "dmarc=fail")), "dmarc=fail", id="forged"),
        pytest.param(message(authentication=NOBODY), "not authenticated", id="nobody vouches for the sender"),
        pytest.param(message(to=(Address("x@y.example"),)), "neither in To nor in Cc", id="only in Bcc"),
    ],
)
def test_one_objection_is_enough(mail: Message, reason: str) -> None:
    said = silence(Asker(mail, NOW, NOW, POLICY))
    assert reason in said
    assert bool(said) == bool(reason)


def test_old_mail_is_for_people() -> None:
    assert "50 hours old" in silence(Asker(message(), NOW - timedelta(hours=50), NOW, POLICY))


def test_a_doubt_of_the_caller_counts() -> None:
    assert silence(Asker(message(), NOW, NOW, POLICY, doubt="too large")) == "too large"


def test_where_no_server_stamps_the_sender_is_trusted_but_never_against_a_failure() -> None:
    trusting = policy(trust_header=False)
    assert silence(Asker(message(authentication=NOBODY), NOW, NOW, trusting)) == ""
    assert silence(Asker(message(authentication=Authentication("fail", "dmarc=fail")), NOW, NOW, trusting))


@pytest.mark.parametrize(
    ("customer", "spent", "first", "reason"),
    [
        pytest.param(CUSTOMER, Spent(), True, "", id="nothing spent"),
        pytest.param(CUSTOMER, Spent(address=3), True, "to this address", id="three first letters to one address"),
        pytest.param(CUSTOMER, Spent(address=3), False, "", id="an answer in a case does not count per address"),
        pytest.param(CUSTOMER, Spent(domain=20), True, "customer.example", id="twenty to one domain"),
        pytest.param(Address("a@mail.example"), Spent(domain=20), True, "", id="freemail domains are exempt"),
        pytest.param(
            CUSTOMER, Spent(automatic=100), False, "within an hour", id="a hundred letters in an hour stop all"
        ),
    ],
)
def test_budgets(customer: Address, spent: Spent, first: bool, reason: str) -> None:
    said = overspent(customer, spent, POLICY, first=first)
    assert reason in said
    assert bool(said) == bool(reason)


def test_the_policy_of_tests_is_a_policy() -> None:
    assert isinstance(POLICY, Policy)
