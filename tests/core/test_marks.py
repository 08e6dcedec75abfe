"""The marks before a subject, as mail programs of many languages write them."""

from __future__ import annotations

import pytest

from mailbot.model.marks import is_forward, is_reply

FORWARDS = (
    *("Fwd: x", "FW: x", "Ｆｗ： x", "転送: x", "WG: x", "TR: x", "I: x", "RV: x", "ENC: x", "VL: x", "PD: x"),
    *("转发：x", "轉寄: x", "전달: x", "[CASE-12] Fwd: x", "Fwd: [CASE-12] x"),
)
REPLIES = (
    *("Re: x", "RE[2]: x", "AW: x", "SV: x", "VS: x", "返信: x", "回复：x", "답장: x", "[CASE-12] Re: x", "Re: Fwd: x"),
)
NEITHER = ("x", "", "Forwarding fails: help", "Export: fails", "転送できません", "1: x")


@pytest.mark.parametrize("subject", FORWARDS)
def test_a_forward(subject: str) -> None:
    assert (is_forward(subject), is_reply(subject)) == (True, False)


@pytest.mark.parametrize("subject", REPLIES)
def test_a_reply(subject: str) -> None:
    assert (is_forward(subject), is_reply(subject)) == (False, True)


@pytest.mark.parametrize("subject", NEITHER)
def test_neither(subject: str) -> None:
    assert (is_forward(subject), is_reply(subject)) == (False, False)
