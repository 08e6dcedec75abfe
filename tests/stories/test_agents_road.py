"""Mails in the name of agents, on the real road: Maildir, reading child, database, outbox, letters.

Whatever is not an agent's beyond doubt sends the customer nothing, changes nothing in the case, and is seen with a
reason.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.assembly import policy_of
from mailbot.config.load import load
from tests.stories.play import CONFIG
from tests.stories.road import CUSTOMER, JUN, MIKA, WORDS, Road

CONFIRM, TOKEN, EXCHANGE = (f'agents = "{one}"' for one in ("confirm", "token", "exchange"))
INTERNAL = "X-MS-Exchange-Organization-AuthAs: Internal"
with_settings = pytest.mark.parametrize("open_road", [CONFIRM], indirect=True, ids=["agents are asked back"])


def test_the_true_agent_is_believed_once_however_often_the_mail_comes(open_road: Road) -> None:
    note = open_road.note()
    told = open_road.arrives(MIKA, f"In-Reply-To: {note}", number=90)
    assert f"relay to {CUSTOMER}" in told
    for days in (0, 7, 300):
        open_road.later(timedelta(days=days))
        assert open_road.arrives(MIKA, f"In-Reply-To: {note}", number=90) == []
        assert open_road.last == ("done", "ignored: the same mail as 2, delivered again")


HELD = ["alert to jun@desk.example", "alert to mika@desk.example"]
OTHERS_LETTER = "that letter was not sent to this address"
NO_LETTER = "in answer to no letter of mailbot"
NOT_PROVEN = "not authenticated"
FORWARD = "Subject: Fwd: [CASE-1] Printing"


@dataclass(frozen=True)
class Forged:
    """A mail that does not count: who it says wrote it, what the server says, whose letter it answers, more headers."""

    sender: str
    proof: str
    cites: str
    heads: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("open_road", "forged", "why"),
    [
        pytest.param("", Forged(MIKA, "fail", MIKA), NOT_PROVEN, id="forged with the right id: DMARC fails (C01)"),
        pytest.param("", Forged(MIKA, "", MIKA), NOT_PROVEN, id="forged with the right id: nothing vouches (C01)"),
        pytest.param("", Forged(MIKA, "fail", ""), NO_LETTER, id="From and tag alone (GHSA-rxqh-5572-8m77)"),
        pytest.param("", Forged(MIKA, "pass", ""), NO_LETTER, id="a true agent without an id is no customer"),
        pytest.param("", Forged(MIKA, "pass", CUSTOMER), OTHERS_LETTER, id="a true agent cites the customer's letter"),
        pytest.param("", Forged(JUN, "pass", MIKA), OTHERS_LETTER, id="a true agent with a colleague's id (C07)"),
        pytest.param(
            "", Forged(JUN, "pass", MIKA, (FORWARD,)), OTHERS_LETTER, id="the same as a forward with orders (C07)"
        ),
        pytest.param(
            "", Forged(JUN, "pass", CUSTOMER, (FORWARD,)), OTHERS_LETTER, id="a forward of the customer's letter"
        ),
        pytest.param(
            "", Forged(JUN, "fail", MIKA, (FORWARD,)), OTHERS_LETTER, id="a forged forward with a colleague's id"
        ),
        pytest.param("", Forged("left@desk.example", "pass", MIKA), OTHERS_LETTER, id="a colleague who is no agent"),
        pytest.param(
            "", Forged("eve@evil.example", "pass", MIKA, (f"Reply-To: {MIKA}",)), OTHERS_LETTER, id="Reply-To (C14)"
        ),
        pytest.param("", Forged("eve@evil.example", "pass", MIKA, (f"Sender: {MIKA}",)), OTHERS_LETTER, id="Sender"),
        pytest.param(
            "",
            Forged("eve@evil.example", "pass", MIKA, (f"X-Mailbot-Agent: {MIKA}",)),
            OTHERS_LETTER,
            id="our headers (C21)",
        ),
        pytest.param("", Forged(MIKA, "fail", MIKA, (INTERNAL,)), NOT_PROVEN, id="AuthAs where nobody asked for it"),
        pytest.param(TOKEN, Forged(MIKA, "fail", MIKA), NOT_PROVEN, id="token: DMARC fails"),
        pytest.param(TOKEN, Forged(JUN, "", MIKA), OTHERS_LETTER, id="token: a colleague's id"),
        pytest.param(TOKEN, Forged(MIKA, "", ""), NO_LETTER, id="token: without one"),
        pytest.param(EXCHANGE, Forged(MIKA, "", MIKA), NOT_PROVEN, id="exchange: without the header"),
        pytest.param(EXCHANGE, Forged(MIKA, "fail", MIKA, (INTERNAL,)), NOT_PROVEN, id="exchange: DMARC fails"),
        pytest.param(
            EXCHANGE, Forged(MIKA, "", MIKA, (INTERNAL, INTERNAL)), NOT_PROVEN, id="exchange: the header twice"
        ),
        pytest.param(
            EXCHANGE,
            Forged(MIKA, "", MIKA, (INTERNAL.replace("Internal", "Anonymous"),)),
            NOT_PROVEN,
            id="exchange: anonymous",
        ),
        pytest.param(EXCHANGE, Forged(JUN, "", MIKA, (INTERNAL,)), OTHERS_LETTER, id="exchange: a colleague's id"),
        pytest.param(CONFIRM, Forged(MIKA, "fail", MIKA), NOT_PROVEN, id="confirm: DMARC fails, and nobody is asked"),
        pytest.param(
            CONFIRM, Forged(JUN, "", MIKA), OTHERS_LETTER, id="confirm: a colleague's id, and nobody is asked"
        ),
        pytest.param(
            CONFIRM, Forged(MIKA, "", "", (FORWARD,)), NO_LETTER, id="confirm: a forward that nobody vouches for"
        ),
    ],
    indirect=["open_road"],
)
def test_nothing_happens_and_the_agents_see_it(open_road: Road, forged: Forged, why: str) -> None:
    before = open_road.works.store.cases.load(1)
    purpose = "first" if forged.cites == CUSTOMER else "agent_note"
    cites = (f"In-Reply-To: {open_road.note(forged.cites, purpose)}",) if forged.cites else ()
    for orders in ("#close", "#release", "#resume", WORDS, f"#close\n\n{WORDS}"):
        told = open_road.arrives(forged.sender, *cites, *forged.heads, proof=forged.proof, text=orders)
        assert told == HELD, orders
        state, reason = open_road.last
        assert state == "held"
        assert why in reason
    after = open_road.works.store.cases.load(1)
    assert (after.state, after.taken, after.events) == (before.state, before.taken, before.events)


def test_an_agent_whose_mail_does_not_count_hears_what_does_and_is_not_told_to_accept_himself(open_road: Road) -> None:
    open_road.arrives(JUN, f"In-Reply-To: {open_road.note(MIKA)}")
    said = open_road.shown("alert")
    assert "reply to the newest note" in said
    assert "#accept" not in said


@with_settings
def test_only_the_agent_who_was_asked_confirms(open_road: Road) -> None:
    mine, others = open_road.note(MIKA), open_road.note(JUN)
    assert open_road.arrives(MIKA, f"In-Reply-To: {mine}", proof="") == [f"confirm to {MIKA}"]
    asked = open_road.note(MIKA, "confirm")
    both = f"References: {others} {asked}"
    assert open_road.arrives(JUN, f"In-Reply-To: {asked}", both, proof="", text="Yes.") == [f"confirm to {JUN}"]
    assert open_road.arrives(MIKA, f"In-Reply-To: {asked}", "Auto-Submitted: auto-replied", proof="") == []
    assert open_road.arrives(MIKA, f"In-Reply-To: {asked}", proof="fail", text="Yes.") == HELD
    assert open_road.arrives("eve@evil.example", f"In-Reply-To: {asked}", text="Yes.") == HELD
    assert f"relay to {CUSTOMER}" in open_road.arrives(MIKA, f"In-Reply-To: {asked}", proof="", text="Yes.")
    assert WORDS in open_road.shown("relay")
    assert "Yes." not in open_road.shown("relay")


@with_settings
def test_a_program_that_writes_only_references_confirms_too(open_road: Road) -> None:
    note = open_road.note()
    open_road.arrives(MIKA, f"References: {note}", proof="")
    asked = open_road.note(MIKA, "confirm")
    told = open_road.arrives(MIKA, f"References: {note} {asked}", proof="", text="Yes.")
    assert f"relay to {CUSTOMER}" in told
    assert "Yes." not in open_road.shown("relay")


@with_settings
@pytest.mark.parametrize(("days", "counts"), [(6, True), (8, False)], ids=["within seven days", "too late"])
def test_a_question_is_answered_within_a_week(open_road: Road, days: int, counts: bool) -> None:
    open_road.arrives(MIKA, f"In-Reply-To: {open_road.note()}", proof="")
    open_road.later(timedelta(days=days))
    told = open_road.arrives(MIKA, f"In-Reply-To: {open_road.note(MIKA, 'confirm')}", proof="", text="That was me.")
    assert (f"relay to {CUSTOMER}" in told) is counts
    if not counts:
        assert told == [f"receipt to {MIKA}"]
        assert "after more than seven days" in open_road.shown("receipt")


@with_settings
def test_who_confirms_twice_hears_that_it_was_done(open_road: Road) -> None:
    open_road.arrives(MIKA, f"In-Reply-To: {open_road.note()}", proof="")
    asked = open_road.note(MIKA, "confirm")
    assert f"relay to {CUSTOMER}" in open_road.arrives(MIKA, f"In-Reply-To: {asked}", proof="", text="yes")
    assert open_road.arrives(MIKA, f"In-Reply-To: {asked}", proof="", text="Really.") == [f"receipt to {MIKA}"]
    assert "carried out before" in open_road.shown("receipt")


@with_settings
def test_of_two_copies_that_are_both_confirmed_one_is_carried_out(open_road: Road) -> None:
    asked = []
    for _ in range(2):
        open_road.arrives(MIKA, f"In-Reply-To: {open_road.note()}", proof="", number=90)
        asked.append(open_road.note(MIKA, "confirm"))
    told = [open_road.arrives(MIKA, f"In-Reply-To: {one}", proof="", text="yes") for one in asked]
    assert [f"relay to {CUSTOMER}" in one for one in told] == [True, False]


@with_settings
def test_a_question_says_what_came_and_when(open_road: Road) -> None:
    open_road.arrives(MIKA, f"In-Reply-To: {open_road.note()}", proof="")
    said = open_road.shown("confirm")
    assert said.startswith("[CASE-1]")
    assert "Mail 2, received 2026-11-20 19:10: Re: [CASE-1] Printing" in said
    assert f"> {WORDS}" in said


def test_without_a_server_that_vouches_agents_are_asked_and_customers_are_not(tmp_path: Path) -> None:
    home = tmp_path / "config"
    shutil.copytree(CONFIG, home)
    settings = (home / "mailbot.toml").read_text().partition("[authentication]")[0]
    (home / "mailbot.toml").write_text(f'{settings}[authentication]\ntrust = "none"\n')
    assert policy_of(load(home)).agents_by == "confirm"


def test_agents_hear_at_once_when_a_customer_asks_something_amid_his_answers(open_road: Road) -> None:
    open_road.arrives(CUSTOMER, "Subject: Import", text="The import crashes.")
    letter = open_road.note(CUSTOMER, "first")
    told = open_road.arrives(CUSTOMER, f"In-Reply-To: {letter}", text="Windows 11, Chrome 131.\nWhen will it be fixed?")
    assert told == ["agent_note to jun@desk.example", f"agent_note to {MIKA}", f"questions to {CUSTOMER}"]
    assert 'the customer asks something, too: "When will it be fixed?"' in open_road.shown("agent_note")
