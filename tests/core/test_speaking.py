"""What proves that an agent or engineering wrote, by the setting `agents` of a site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.casework.policy import Policy
from mailbot.casework.threading import is_staff, may_confirm, speaks
from mailbot.model import Address, Authentication, Message, Origin, Party
from tests.houses import AGENT, POLICY, message

INTERNAL = (("x-ms-exchange-organization-authas", "Internal"),)


def by(agents: str, *, header: bool = True) -> Policy:
    return replace(POLICY, agents_by=agents, trust_header=header)


def mail(verdict: str, **changes: object) -> Message:
    return message(sender=Address(AGENT), authentication=Authentication(verdict), **changes)


@pytest.mark.parametrize(
    ("agents", "written", "believed"),
    [
        pytest.param("header", mail("pass"), True, id="header, vouched for"),
        pytest.param("header", mail("none"), False, id="header, nothing said"),
        pytest.param("header", mail("fail"), False, id="header, failed"),
        pytest.param("header", mail("none", headers=INTERNAL), False, id="header, though Exchange says internal"),
        pytest.param("confirm", mail("pass"), True, id="confirm, vouched for"),
        pytest.param("confirm", mail("none"), False, id="confirm, nothing said"),
        pytest.param("token", mail("none"), True, id="token, nothing said"),
        pytest.param("token", mail("fail"), False, id="token, failed"),
        pytest.param("exchange", mail("none", headers=INTERNAL), True, id="exchange, internal"),
        pytest.param(
            "exchange", mail("none", headers=((INTERNAL[0][0], "internal "),)), True, id="exchange, internal in small"
        ),
        pytest.param("exchange", mail("none", headers=INTERNAL * 2), False, id="exchange, said twice"),
        pytest.param("exchange", mail("fail", headers=INTERNAL), False, id="exchange, internal but failed"),
        pytest.param(
            "exchange", mail("none", headers=((INTERNAL[0][0], "Anonymous"),)), False, id="exchange, anonymous"
        ),
        pytest.param("exchange", mail("none"), False, id="exchange, nothing said"),
    ],
)
def test_what_proves_an_agent(agents: str, written: Message, believed: bool) -> None:
    assert speaks(written, Party.AGENT, by(agents)) is believed


@pytest.mark.parametrize("agents", ["header", "confirm", "token", "exchange"])
def test_without_a_letter_of_ours_an_id_proves_nothing(agents: str) -> None:
    assert is_staff(mail("pass"), by(agents))
    assert not is_staff(mail("none"), by(agents, header=False))


@pytest.mark.parametrize(
    ("agents", "written", "asked"),
    [
        pytest.param("confirm", mail("none"), True, id="nothing said"),
        pytest.param("confirm", mail("fail"), False, id="failed: a forgery is not asked about"),
        pytest.param("confirm", mail("none", origin=Origin.ABSENCE), False, id="an absence notice"),
        pytest.param("header", mail("none"), False, id="where the server vouches"),
        pytest.param("token", mail("none"), False, id="where the id suffices"),
    ],
)
def test_who_is_asked_whether_he_wrote(agents: str, written: Message, asked: bool) -> None:
    assert may_confirm(written, by(agents)) is asked


def test_engineering_needs_our_servers_word_where_there_is_one() -> None:
    assert speaks(mail("pass"), Party.ENGINEERING, by("header"))
    assert not speaks(mail("none"), Party.ENGINEERING, by("header"))
    assert speaks(mail("none"), Party.ENGINEERING, by("confirm", header=False))
    assert not speaks(mail("fail"), Party.ENGINEERING, by("confirm", header=False))


def test_exchange_speaks_for_engineering_too() -> None:
    assert speaks(mail("none", headers=INTERNAL), Party.ENGINEERING, by("exchange"))
    assert not speaks(mail("none", headers=INTERNAL), Party.ENGINEERING, by("header"))
    assert not speaks(mail("fail", headers=INTERNAL), Party.ENGINEERING, by("exchange"))
