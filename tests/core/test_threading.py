"""Which case a mail belongs to, and who may speak there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from mailbot.casework.threading import (
    Hint,
    Join,
    Stranger,
    base_subject,
    base_subject_as_written,
    by_password,
    by_quiet,
    by_sent,
    by_tag,
    cited,
    copied,
    place,
    tag_number,
)
from mailbot.model import Address, Authentication, Bounce, Message, Origin, Party
from tests.houses import AGENT, CUSTOMER, ENGINEERING, POLICY, SUPPORT, message


@dataclass(frozen=True)
class Anchor:
    case_id: int
    party: Party
    ours: bool
    customer: str = CUSTOMER.email
    address: str = CUSTOMER.email
    participants: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    message_id: str = ""
    merged: bool = False
    closed: bool = False


TO_CUSTOMER = Anchor(7, Party.CUSTOMER, ours=True)
TO_AGENT = Anchor(7, Party.AGENT, ours=True, address=AGENT)
TO_OTHER = Anchor(7, Party.AGENT, ours=True, address="jun@desk.example")
TO_LEFT = Anchor(7, Party.AGENT, ours=True, address="left@desk.example")
TO_ENGINEERING = Anchor(7, Party.ENGINEERING, ours=True)
BY_CUSTOMER = Anchor(7, Party.CUSTOMER, ours=False)
BY_AGENT = Anchor(7, Party.AGENT, ours=False, address=AGENT)
BOSS = "boss@customer.example"
UNPROVEN = Authentication("none")


@pytest.mark.parametrize(
    ("mail", "anchors", "party"),
    [
        pytest.param(message(), (TO_CUSTOMER,), Party.CUSTOMER, id="the customer answers our letter"),
        pytest.param(message(sender=Address("Hanako@CUSTOMER.example")), (TO_CUSTOMER,), Party.CUSTOMER, id="any case"),
        pytest.param(message(sender=Address(AGENT)), (TO_AGENT,), Party.AGENT, id="an agent answers a note"),
        pytest.param(
            message(sender=Address(ENGINEERING)), (TO_ENGINEERING,), Party.ENGINEERING, id="engineering answers"
        ),
        pytest.param(message(), (BY_CUSTOMER,), Party.CUSTOMER, id="the customer goes on from his own mail"),
        pytest.param(
            message(sender=None, origin=Origin.BOUNCE), (TO_CUSTOMER,), Party.CUSTOMER, id="a bounce of our letter"
        ),
        pytest.param(
            message(sender=Address("boss@other.example"), origin=Origin.ABSENCE),
            (TO_CUSTOMER,),
            Party.CUSTOMER,
            id="the absence notice of whom our letter was passed on to",
        ),
        pytest.param(
            message(authentication=UNPROVEN), (TO_CUSTOMER,), Party.CUSTOMER, id="an unguessable id is proof of receipt"
        ),
    ],
)
def test_who_may_speak_joins(mail: Message, anchors: tuple[Anchor, ...], party: Party) -> None:
    found = place(mail, anchors, POLICY)
    assert isinstance(found, Join)
    assert (found.case_id, found.party) == (7, party)


@pytest.mark.parametrize(
    ("mail", "anchors"),
    [
        pytest.param(message(sender=Address("eve@other.example")), (TO_CUSTOMER,), id="somebody else got our letter"),
        pytest.param(message(), (TO_AGENT,), id="the customer cites a note to an agent"),
        pytest.param(message(sender=Address("mika@other.example")), (TO_AGENT,), id="a look-alike of an agent"),
        pytest.param(message(sender=Address(AGENT)), (TO_CUSTOMER,), id="an agent cites the customer's letter"),
        pytest.param(message(sender=Address(AGENT)), (TO_OTHER,), id="an agent uses the token of another agent"),
        pytest.param(message(sender=Address("left@desk.example")), (TO_LEFT,), id="somebody who is no agent any more"),
    ],
)
def test_who_cites_a_letter_that_went_to_others_is_a_stranger(mail: Message, anchors: tuple[Anchor, ...]) -> None:
    assert isinstance(place(mail, anchors, POLICY), Stranger)


@pytest.mark.parametrize(
    ("mail", "anchors"),
    [
        pytest.param(message(), (), id="cites nothing we know"),
        pytest.param(message(sender=Address(ENGINEERING)), (BY_AGENT,), id="cites what an agent wrote inside"),
    ],
)
def test_everybody_else_opens_a_new_case(mail: Message, anchors: tuple[Anchor, ...]) -> None:
    assert place(mail, anchors, POLICY) is None


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(message(sender=Address("eve@other.example")), id="somebody who knows the id of a customer's mail"),
        pytest.param(message(authentication=UNPROVEN), id="the customer's name without a proof"),
    ],
)
def test_who_cites_what_others_wrote_opens_a_case_with_a_hint(mail: Message) -> None:
    assert place(mail, (BY_CUSTOMER,), POLICY) == Hint(7)


def test_who_was_copied_on_the_customers_mail_waits_to_be_accepted() -> None:
    found = place(message(sender=Address("Boss@customer.example")), (replace(BY_CUSTOMER, copied=(BOSS,)),), POLICY)
    assert isinstance(found, Stranger)
    assert found.case_id == 7


@pytest.mark.parametrize("anchor", [pytest.param(TO_CUSTOMER, id="our letter"), pytest.param(BY_CUSTOMER, id="theirs")])
def test_who_was_accepted_takes_part(anchor: Anchor) -> None:
    found = place(message(sender=Address(BOSS)), (replace(anchor, participants=(BOSS,)),), POLICY)
    assert isinstance(found, Join)
    assert found.party is Party.CUSTOMER


def test_who_was_accepted_needs_a_proof_for_ids_that_others_made() -> None:
    forged = message(sender=Address(BOSS), authentication=UNPROVEN)
    assert place(forged, (replace(BY_CUSTOMER, participants=(BOSS,)),), POLICY) == Hint(7)


def test_the_letter_that_is_answered_counts_more_than_those_before_it() -> None:
    mail = message(in_reply_to=("<late@x>",), references=("<early@x>", "<late@x>"))
    early, late = (replace(TO_CUSTOMER, case_id=n, message_id=f"<{id_}@x>") for n, id_ in ((5, "early"), (9, "late")))
    found = place(mail, (early, late), POLICY)
    assert isinstance(found, Join)
    assert found.case_id == 9


@pytest.mark.parametrize(
    ("closed", "case_id"), [pytest.param(False, 5, id="the older one"), pytest.param(True, 9, id="the open one")]
)
def test_of_two_cases_that_their_own_mails_lead_to_it_is(closed: bool, case_id: int) -> None:
    found = place(message(), (replace(BY_CUSTOMER, case_id=9), replace(BY_CUSTOMER, case_id=5, closed=closed)), POLICY)
    assert isinstance(found, Join)
    assert found.case_id == case_id


def test_whom_a_mail_was_copied_to() -> None:
    mail = message(to=(SUPPORT, Address("BOSS@customer.example")), cc=(CUSTOMER, Address(BOSS)))
    assert copied(mail, POLICY) == (BOSS,)


def test_a_tag_joins_only_for_the_customer_of_that_case() -> None:
    assert by_tag(message(), BY_CUSTOMER, POLICY)
    assert by_tag(message(sender=Address("eve@other.example")), BY_CUSTOMER, POLICY) is None
    assert by_tag(message(authentication=UNPROVEN), BY_CUSTOMER, POLICY) is None
    assert by_tag(message(), None, POLICY) is None


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        pytest.param("Re: [CASE-12] Printing", 12, id="a tag"),
        pytest.param("Ｒｅ：［ＣＡＳＥ－１２］印刷", 12, id="a tag in full width"),
        pytest.param("CASE-12", None, id="no brackets"),
        pytest.param("[OTHER-12]", None, id="somebody else's tag"),
        pytest.param("[CASE-12345678901]", None, id="a number beyond all cases"),
    ],
)
def test_tags(subject: str, number: int | None) -> None:
    assert tag_number(subject, "CASE") == number


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        pytest.param("Re: FW: Printing", "printing", id="marks"),
        pytest.param("Re[2]: Printing", "printing", id="a counted mark"),
        pytest.param("返信：印刷", "印刷", id="Japanese mark"),
        pytest.param("【再送】印刷", "印刷", id="sent again"),
        pytest.param("Report", "report", id="a word that begins like a mark stays"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_subjects_without_marks(subject: str, base: str) -> None:
    assert base_subject(subject) == base


def test_a_shown_subject_loses_marks_and_tags_only() -> None:
    assert base_subject_as_written("Re: [CASE-3] Re: ＰＤＦ が Report", "CASE") == "ＰＤＦ が Report"


def test_the_second_mail_in_the_quiet_period_joins_by_subject() -> None:
    waiting = ((9, "Printing fails"), (8, "Other"))
    assert by_quiet(message(subject="Re: Printing fails"), waiting, POLICY) == Join(
        9, Party.CUSTOMER, "came right after a mail of the same subject"
    )
    assert by_quiet(message(subject="Something else"), waiting, POLICY) is None
    unproven = message(subject="Printing fails", authentication=UNPROVEN)
    assert by_quiet(unproven, waiting, POLICY) is None


def test_a_bounce_cites_what_came_back() -> None:
    bounce = Bounce((), ("<ours@desk.example>",), permanent=True, status="")
    assert cited(message(in_reply_to=("<a@x>",), references=("<b@x>", "<a@x>"), bounce=bounce)) == (
        "<a@x>",
        "<b@x>",
        "<ours@desk.example>",
    )


def test_a_letter_in_our_sent_folder_belongs_to_the_case_of_the_customer_it_went_to() -> None:
    assert by_sent(message(to=(CUSTOMER,)), (BY_CUSTOMER,), POLICY) == Join(
        7, Party.AGENT, "was written to the customer by one of us"
    )
    assert by_sent(message(to=(Address("x@other.example"),)), (BY_CUSTOMER,), POLICY) is None


@pytest.mark.parametrize(
    ("verdict", "case_id", "joined"),
    [
        pytest.param("pass", 7, True, id="a proven sender"),
        pytest.param("fail", 7, False, id="a forged one"),
        pytest.param("none", 7, False, id="one that nobody vouches for"),
        pytest.param("pass", None, False, id="no case of a moment ago"),
    ],
)
def test_a_password_joins_only_for_its_proven_sender(verdict: str, case_id: int | None, joined: bool) -> None:
    found = by_password(message(authentication=Authentication(verdict)), case_id, POLICY)
    assert (found is not None) is joined
    assert found is None or (found.case_id, found.party) == (7, Party.CUSTOMER)
