"""A case and its parts as rows, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mailbot.model import (
    Address,
    Answer,
    Asked,
    Attachment,
    Case,
    CaseMail,
    EngineeringReply,
    Event,
    Finding,
    Kind,
    Part,
    Party,
    Question,
    State,
    Strength,
    ToldBy,
)
from mailbot.store.values import moment, moment_or_none, stamp, stamp_or_none

Row = tuple[Any, ...]
SCALARS = (
    "id", "state", "kind", "kind_reason", "language", "customer", "customer_name", "subject", "created_at", "wake_at",
    "wish", "urgent", "silence", "rounds", "greeted", "agent_told", "escalated", "handed_over", "missing_before",
    "taken", "remind_at", "reminded", "follows", "engineering", "closed", "product", "product_reason",
    "alarm", "also", "kind_by", "cites", "merged", "participants", "unheard",
)  # fmt: skip
SAME = (
    "id", "kind_reason", "language", "subject", "wish", "urgent", "alarm", "closed", "silence", "rounds", "taken",
    "follows", "product", "product_reason", "cites", "merged", "unheard",
)  # fmt: skip
FLAGS = ("greeted", "agent_told", "escalated", "handed_over", "reminded")


def scalars_of(case: Case) -> dict[str, object]:
    """The columns of the table `cases`."""
    customer = case.customer or Address("")
    return {name: getattr(case, name) for name in (*SAME, *FLAGS)} | {
        "state": case.state.value,
        "kind": case.kind.value,
        "kind_by": case.kind_by.value,
        "also": case.also.value if case.also else "",
        "customer": customer.email,
        "customer_name": customer.name,
        "created_at": stamp(case.created_at),
        "wake_at": stamp_or_none(case.wake_at),
        "remind_at": stamp_or_none(case.remind_at),
        "missing_before": json.dumps(case.missing_before),
        "participants": json.dumps(case.participants),
        "engineering": json.dumps(asdict(case.engineering)) if case.engineering else "",
    }


def case_of(row: Mapping[str, Any]) -> Case:
    """A case without its findings, questions, mails and events."""
    same: dict[str, Any] = {name: row[name] for name in SAME} | {name: bool(row[name]) for name in FLAGS}
    return Case(
        **same,
        state=State(row["state"]),
        kind=Kind(row["kind"]),
        kind_by=ToldBy(row["kind_by"]),
        also=Kind(row["also"]) if row["also"] else None,
        customer=Address(row["customer"], row["customer_name"]) if row["customer"] else None,
        created_at=moment(row["created_at"]),
        wake_at=moment_or_none(row["wake_at"]),
        remind_at=moment_or_none(row["remind_at"]),
        missing_before=tuple(json.loads(row["missing_before"])),
        participants=tuple(json.loads(row["participants"])),
        engineering=EngineeringReply(**json.loads(row["engineering"])) if row["engineering"] else None,
    )


def finding_of(row: Row) -> Finding:
    """A finding from its row; the way there is `astuple`."""
    detail, value, quote, start, end, source, rule, strength, answer, lexical, mail = row
    return Finding(
        detail, value, quote, start, end, source, rule, Strength(strength), Answer(answer), bool(lexical), mail
    )


def row_of_asked(asked: Asked) -> Row:
    """A question that went out."""
    q = asked.question
    return (asked.round, asked.message_id, q.number, json.dumps(q.details), q.text, q.help, q.guess)


def asked_of(row: Row) -> Asked:
    """And back."""
    round_, message_id, number, details, text, help_, guess = row
    return Asked(round_, message_id, Question(number, tuple(json.loads(details)), text, help_, guess))


def row_of_event(event: Event) -> Row:
    """Something that happened."""
    return (stamp(event.at), event.rule, event.decision, event.reason, event.mail)


def event_of(row: Row) -> Event:
    """And back."""
    at, *rest = row
    return Event(moment(at), *rest)


def row_of_mail(mail: CaseMail) -> Row:
    """A mail of a case."""
    return (
        mail.mail, mail.party, mail.ours, mail.message_id, json.dumps(mail.references), mail.address, mail.subject,
        stamp(mail.at), mail.text, mail.new_text, json.dumps([asdict(a) for a in mail.attachments]), mail.sha256,
        mail.size, mail.secret, mail.unread, mail.joined, json.dumps(mail.copied),
    )  # fmt: skip


def mail_of(row: Row) -> CaseMail:
    """And back."""
    mail, party, ours, message_id, references, address, subject, at, text, new_text, files, sha256, size, *rest = row
    secret, unread, joined, copied = rest
    return CaseMail(
        mail, Party(party), bool(ours), message_id, tuple(json.loads(references)), address, subject, moment(at), text,
        new_text, tuple(_attachment(one) for one in json.loads(files)), sha256, size, bool(secret),
        unread, joined, tuple(json.loads(copied)),
    )  # fmt: skip


def _attachment(found: dict[str, Any]) -> Attachment:
    place = found.pop("place", None)
    return Attachment(place=Part(place) if place else None, **found)
