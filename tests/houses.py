"""Policies and cases for tests: small, whole, and the same everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.casework.arrival import Arrival
from mailbot.casework.business import Calendar
from mailbot.casework.catalogue import Catalogue
from mailbot.casework.directory import Customer, Directory
from mailbot.casework.policy import Policy
from mailbot.config.details import packaged_catalogue
from mailbot.model import (
    Address,
    Authentication,
    Case,
    CaseMail,
    Kind,
    Message,
    Origin,
    Part,
    Party,
    Segment,
    State,
    said,
)

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CUSTOMER = Address("hanako@customer.example", "Hanako")
SUPPORT = Address("support@desk.example")
AGENT = "mika@desk.example"
ENGINEERING = "dev@desk.example"

POLICY = Policy(
    catalogue=Catalogue(details=(), groups=(), languages={"en": packaged_catalogue().languages["en"]}),
    support=SUPPORT,
    own=frozenset({SUPPORT.key}),
    agents=(AGENT,),
    engineering=ENGINEERING,
    default_language="ja",
    other_language="en",
    staff_language="en",
    prefix="CASE",
    trust_header=True,
    questions=3,
    rounds=2,
    quiet=timedelta(minutes=3),
    reply_within=timedelta(hours=48),
    first_per_address=3,
    first_per_domain=20,
    automatic_per_hour=100,
    freemail=frozenset({"mail.example"}),
    calendar=Calendar(ZoneInfo("Asia/Tokyo"), holidays=frozenset({date(2026, 11, 23)})),
    reminder_hours=16,
    directory=Directory({"taro@known.example": Customer(name="山田 太郎", company="株式会社サンプル", language="ja")}),
    first_per_known_address=10,
)

CASE = Case(
    id=7,
    state=State.NEW,
    kind=Kind.BUG,
    kind_reason="words of a malfunction",
    language="en",
    customer=CUSTOMER,
    subject="Printing fails",
    created_at=NOW,
    mails=(
        CaseMail(1, Party.CUSTOMER, False, "<1@customer.example>", (), CUSTOMER.email, "Printing fails", NOW, "x", "x"),
    ),
)

MESSAGE = Message(
    message_id="<1@customer.example>",
    in_reply_to=(),
    references=(),
    sender=CUSTOMER,
    to=(SUPPORT,),
    cc=(),
    subject="Printing fails",
    date=NOW,
    headers=(),
    text="Nothing comes out.",
    segments=(Segment(Part.NEW, 0, 18),),
    attachments=(),
    language="en",
    origin=Origin.PERSON,
    origin_sign="",
    authentication=Authentication("pass", (said("proof_pass", domain="customer.example"),)),
)


def case(**changes: object) -> Case:
    """The case with changes."""
    return replace(CASE, **changes)  # type: ignore[arg-type]


def message(**changes: object) -> Message:
    """The message with changes."""
    return replace(MESSAGE, **changes)  # type: ignore[arg-type]


def arrival(mail: Message, **changes: object) -> Arrival:
    """A mail at the door of CASE."""
    return replace(Arrival(mail, mail=5, received_at=NOW, fresh_id=8), **changes)  # type: ignore[arg-type]


def policy(**changes: object) -> Policy:
    """The policy with changes."""
    return replace(POLICY, **changes)  # type: ignore[arg-type]
