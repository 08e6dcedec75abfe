"""The reply gate: one objection is enough."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.casework.gate import Asker, asked_lately, overspent, silence, too_quick, unwanted
from mailbot.casework.policy import Policy, Spent
from mailbot.model import Address, Authentication, CaseMail, Message, Origin, Party, said
from tests.houses import AGENT, CUSTOMER, ENGINEERING, NOW, POLICY, SUPPORT, case, message, policy

NOBODY = Authentication("none", (said("proof_no_results", server="mx.desk.example"),))
FORGED = Authentication("fail", (said("proof_forged", domain="x.example"),))


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        pytest.param(message(), "", id="a person, authenticated, to us, just now: may be answered"),
        pytest.param(message(to=(), cc=(SUPPORT,)), "", id="in Cc is to us"),
        pytest.param(message(sender=None), "no single valid sender", id="nobody to answer"),
        pytest.param(message(origin=Origin.LIST, origin_sign="List-Id"), "list: List-Id", id="a list"),
        pytest.param(message(origin=Origin.DOUBTFUL, origin_sign="noreply@"), "noreply@", id="perhaps a machine"),
        pytest.param(
            message(origin=Origin.MAILBOX, origin_sign="From: bugs@"),
            "another of our mailboxes",
            id="our other mailbox",
        ),
        pytest.param(message(origin=Origin.INVITATION, origin_sign="text/calendar"), "calendar", id="an invitation"),
        pytest.param(message(origin=Origin.HELPDESK, origin_sign="X-RT-Ticket"), "another helpdesk", id="a helpdesk"),
        pytest.param(
            message(origin=Origin.ABSENCE, origin_sign="Subject: OOO", guessed=True), "out of office", id="by a subject"
        ),
        pytest.param(message(headers=(("message-id", "x" * 999),)), "999 characters", id="an id longer than a line"),
        pytest.param(message(headers=(("message-id", "x" * 998),)), "", id="an id as long as a line"),
        pytest.param(message(sender=SUPPORT), "one of us", id="our own address"),
        pytest.param(message(sender=Address(AGENT.upper())), "one of us", id="an agent, whatever the case of letters"),
        pytest.param(message(sender=Address(ENGINEERING)), "one of us", id="engineering"),
        pytest.param(message(spam="X-Spam-Flag: YES"), "spam", id="spam"),
        pytest.param(message(authentication=FORGED), "dmarc=fail for x.example", id="forged"),
        pytest.param(message(authentication=NOBODY), "not authenticated", id="nobody vouches for the sender"),
        pytest.param(message(to=(Address("x@y.example"),)), "neither in To nor in Cc", id="only in Bcc"),
    ],
)
def test_one_objection_is_enough(mail: Message, reason: str) -> None:
    why = silence(Asker(mail, NOW, NOW, POLICY))
    assert reason in why
    assert bool(why) == bool(reason)


def test_old_mail_is_for_people() -> None:
    assert "50 hours old" in silence(Asker(message(), NOW - timedelta(hours=50), NOW, POLICY))


def test_a_doubt_of_the_caller_counts() -> None:
    assert silence(Asker(message(), NOW, NOW, POLICY, doubt="too large")) == "too large"


def test_where_no_server_stamps_the_sender_is_trusted_but_never_against_a_failure() -> None:
    trusting = policy(trust_header=False)
    assert silence(Asker(message(authentication=NOBODY), NOW, NOW, trusting)) == ""
    assert silence(Asker(message(authentication=FORGED), NOW, NOW, trusting))


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
        pytest.param(CUSTOMER, Spent(stopped="an outage"), False, "an outage", id="a stop by hand"),
    ],
)
def test_budgets(customer: Address, spent: Spent, first: bool, reason: str) -> None:
    said = overspent(customer, spent, POLICY, first=first)
    assert reason in said
    assert bool(said) == bool(reason)


@pytest.mark.parametrize(
    ("trusting", "answered", "first", "stops"),
    [
        pytest.param(True, False, False, True, id="a second letter to who never answered"),
        pytest.param(True, False, True, False, id="a first letter"),
        pytest.param(True, True, False, False, id="a second letter to who has answered"),
        pytest.param(False, False, False, False, id="a second letter to who is vouched for"),
    ],
)
def test_where_nobody_vouches_only_an_answer_opens_the_way(
    trusting: bool, answered: bool, first: bool, stops: bool
) -> None:
    said = unwanted(Spent(answered=answered), policy(trust_header=not trusting), first=first)
    assert bool(said) is stops


def test_an_address_that_sends_mail_back_is_not_written_to() -> None:
    assert "5.1.1" in unwanted(Spent(gone="5.1.1 2026-11-20"), POLICY, first=True)


@pytest.mark.parametrize(
    ("customer", "details", "spent", "held"),
    [
        pytest.param(CUSTOMER, ["os", "steps"], Spent(asked=(frozenset({"steps", "os"}),)), True, id="just the same"),
        pytest.param(CUSTOMER, ["os"], Spent(asked=(frozenset({"steps", "os"}),)), False, id="something else"),
        pytest.param(CUSTOMER, ["os"], Spent(asked=(frozenset({"os"}),), answered=True), False, id="who has answered"),
        pytest.param(
            Address("taro@known.example"),
            ["os"],
            Spent(asked=(frozenset({"os"}),)),
            False,
            id="who is in the directory",
        ),
        pytest.param(CUSTOMER, ["os"], Spent(), False, id="never asked"),
    ],
)
def test_who_is_asked_the_same_twice(customer: Address, details: list[str], spent: Spent, held: bool) -> None:
    assert asked_lately(customer, details, spent, POLICY) is held


LETTER = CaseMail(0, Party.CUSTOMER, True, "<c.1@desk.example>", (), CUSTOMER.email, "Re:", NOW, "x", "x")


@pytest.mark.parametrize(
    ("cites", "verdict", "after", "quick"),
    [
        pytest.param("<c.1@desk.example>", "none", 30, True, id="half a minute after our letter"),
        pytest.param("<c.1@desk.example>", "none", 119, True, id="just under two minutes"),
        pytest.param("<c.1@desk.example>", "none", 120, False, id="two minutes"),
        pytest.param("<c.1@desk.example>", "pass", 30, False, id="a sender who is vouched for types fast"),
        pytest.param("<other@x.example>", "none", 30, False, id="it cites no letter of ours"),
    ],
)
def test_no_hand_answers_that_fast(cites: str, verdict: str, after: int, quick: bool) -> None:
    mail = message(in_reply_to=(cites,), authentication=Authentication(verdict))
    said = too_quick(case(mails=(LETTER,)), mail, NOW + timedelta(seconds=after), POLICY)
    assert bool(said) is quick


def test_the_policy_of_tests_is_a_policy() -> None:
    assert isinstance(POLICY, Policy)
