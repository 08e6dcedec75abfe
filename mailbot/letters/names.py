"""Which facts each letter may name, and what they are: the one list that templates, facts and checks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.model import Kind, Purpose, State


class Sort(StrEnum):
    """What a fact is, in words for people who edit letters."""

    TEXT = "a text"
    NUMBER = "a number"
    FLAG = "yes or no"
    TEXTS = "a list of texts"
    RECORD = "a fact with parts"
    RECORDS = "a list with parts"


@dataclass(frozen=True, slots=True)
class Shape:
    """A fact: what it is and, where it has parts, those of it or of each of its entries."""

    sort: Sort
    fields: Mapping[str, Shape] = field(default_factory=dict)


TEXT, NUMBER, FLAG, TEXTS = Shape(Sort.TEXT), Shape(Sort.NUMBER), Shape(Sort.FLAG), Shape(Sort.TEXTS)
LOOP: Mapping[str, Shape] = {"index": NUMBER, "first": FLAG, "last": FLAG}


def _record(texts: str, **others: Shape) -> Shape:
    return Shape(Sort.RECORD, dict.fromkeys(texts.split(), TEXT) | others)


def _records(texts: str, **others: Shape) -> Shape:
    return Shape(Sort.RECORDS, _record(texts, **others).fields)


CASE = "tag subject kind kind_word state state_word language opened"
MAIL = "number at sender party subject text new_text sha256 size"
EVERY: Mapping[str, Shape] = {
    "case": _record(CASE),
    "customer": _record("name address"),
    "team": _record("name address hours contact"),
}
ASKING: Mapping[str, Shape] = {"questions": _records("number text help guess"), "known": _records("label value")}
INSIDE: Mapping[str, Shape] = {
    **EVERY,
    "case": _record(f"{CASE} kind_reason also product product_reason"),
    "details": _records("label value quote mail rule earlier"),
    "unknown": TEXTS,
    "declined": TEXTS,
    "unsupported": TEXTS,
    "asked": _records("round number text"),
    "timeline": _records("at rule what why"),
    "reason": TEXT,
    "sensitive": TEXTS,
}
LETTERS: Mapping[Purpose, Mapping[str, Shape]] = {
    Purpose.FIRST: {**EVERY, "customer": _record("name"), **ASKING, "escalated": FLAG, "follows": TEXT},
    Purpose.QUESTIONS: {**EVERY, **ASKING},
    Purpose.THANKS: {**EVERY, "known": ASKING["known"]},
    Purpose.HANDOVER: EVERY,
    Purpose.REMINDER: {**EVERY, "questions": ASKING["questions"]},
    Purpose.CLOSED: EVERY,
    Purpose.ANSWERED: {**EVERY, "engineering": _record("cause workaround estimate")},
    Purpose.RELAY: {**EVERY, "words": TEXT},
    Purpose.RECEIPT: {**EVERY, "notes": TEXTS},
    Purpose.ALERT: {**EVERY, "notes": TEXTS},
    Purpose.CONFIRM: {**EVERY, "words": TEXT, "notes": TEXTS},
    Purpose.AGENT_NOTE: {
        **INSIDE,
        "decision": TEXT,
        "silence": TEXT,
        "unheard": FLAG,
        "taken": TEXT,
        "follows": TEXT,
        "cites": TEXT,
        "merged": TEXT,
        "participants": TEXTS,
        "remind_at": TEXT,
        "missing": TEXTS,
        "orders": TEXTS,
        "alarm": TEXT,
        "urgent": TEXT,
        "proposed": _records("number text"),
        "engineering": _record("cause workaround estimate need_more"),
        "newest": _record(f"{MAIL} unread id", files=TEXTS, attached=FLAG),
    },
    Purpose.ESCALATION: {
        **INSIDE,
        "withheld": FLAG,
        "occurrences": _records("at quote mail"),
        "alarm": TEXT,
        "urgent": TEXT,
        "missing": TEXTS,
        "mails": _records(MAIL, files=TEXTS, attached=FLAG),
    },
}
# What a sender wrote may come back in the subject line of the first letter and nowhere else in it: a first contact that
# repeats a stranger's words is how support desks are made to send spam.
SUBJECT_ONLY: Mapping[Purpose, frozenset[str]] = {Purpose.FIRST: frozenset({"case.subject"})}
VALUES: Mapping[str, frozenset[str]] = {"case.kind": frozenset(Kind), "case.state": frozenset(State)}


def shown(names: Mapping[str, Shape]) -> str:
    """The names of a letter as a template writes them: "case.tag, case.subject, questions (a list with parts …)"."""
    return ", ".join(part for name, shape in names.items() for part in _parts(name, shape))


def _parts(name: str, shape: Shape) -> list[str]:
    if shape.sort is Sort.RECORD:
        return [f"{name}.{part}" for part in shape.fields]
    if shape.sort is Sort.RECORDS:
        return [f"{name} (a list; each with {', '.join(shape.fields)})"]
    return [f"{name} ({shape.sort.value})" if shape.sort is Sort.TEXTS else name]
