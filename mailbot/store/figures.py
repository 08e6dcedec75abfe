"""How asking goes, counted from the cases: how often each detail was told at once, asked, answered, never answered."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.model import Kind
from mailbot.store.values import stamp

# `replied`: whether the customer wrote after the letter that asked; one that is not among the mails never went out.
# Everything about a case is looked up by its number: hence the + before columns whose index would mislead.
LETTERS = """
WITH letters AS MATERIALIZED (
  SELECT a.case_id, a.round, a.details, EXISTS (
           SELECT 1 FROM mails ours JOIN mails theirs ON theirs.case_id = ours.case_id
           WHERE ours.case_id = a.case_id AND +ours.message_id = a.message_id AND ours.ours = 1
             AND theirs.party = 'customer' AND theirs.ours = 0 AND theirs.position > ours.position
         ) AS replied
  FROM cases c CROSS JOIN asked a ON a.case_id = c.id WHERE c.kind = :kind AND c.created_at >= :since
)
"""
# Here and below a bare column beside max() is of the row with the maximum (sqlite.org/lang_select.html, section 2.5);
# `reminded` is of the newest letter with questions.
ASKED = """,
questions AS MATERIALIZED (
  SELECT l.case_id, d.value AS detail, count(*) AS times, max(l.round) AS round, l.replied
  FROM letters l, json_each(l.details) d GROUP BY l.case_id, d.value
),
known AS MATERIALIZED (
  SELECT q.*, c.reminded, (
           SELECT max(CASE WHEN f.answer = 'declined' THEN 1 WHEN f.answer = 'unknown' THEN 2
                           WHEN f.strength = 'strong' THEN 3 ELSE 0 END)
           FROM findings f WHERE f.case_id = q.case_id AND f.detail = q.detail) AS told
  FROM questions q CROSS JOIN cases c ON c.id = q.case_id
),
ends AS MATERIALIZED (
  SELECT detail, times, CASE
      WHEN told = 3 THEN 'answered' WHEN told = 2 THEN 'unknown' WHEN told = 1 THEN 'refused'
      WHEN replied THEN 'unanswered' WHEN reminded THEN 'silent' ELSE 'waiting' END AS become
  FROM known
)
SELECT detail, count(*), total(become = 'answered'), total(become = 'unknown'), total(become = 'refused'),
       total(become = 'unanswered'), total(become = 'silent'), total(become = 'waiting'),
       avg(CASE WHEN become = 'answered' THEN times END)
FROM ends GROUP BY detail
"""
FIRST_MAIL = """
WITH mine AS MATERIALIZED (
  SELECT c.id, (SELECT m.mail FROM mails m WHERE m.case_id = c.id AND m.party = 'customer' AND m.ours = 0
                ORDER BY m.position LIMIT 1) AS first
  FROM cases c WHERE c.kind = :kind AND c.created_at >= :since
)
SELECT f.detail, count(DISTINCT CASE WHEN f.answer = 'given' AND f.strength = 'strong' AND f.mail = mine.first
                                     THEN f.case_id END)
FROM mine CROSS JOIN findings f ON f.case_id = mine.id GROUP BY f.detail
"""
SILENT = """,
newest AS MATERIALIZED (SELECT l.case_id, max(l.round) AS round, l.replied FROM letters l GROUP BY l.case_id)
SELECT count(*), total(NOT replied AND reminded), total(NOT replied AND NOT reminded)
FROM newest CROSS JOIN cases c ON c.id = newest.case_id
"""
COMPLETE = """
SELECT count(*), total(escalated), avg(CASE WHEN escalated THEN rounds END)
FROM cases WHERE kind = :kind AND created_at >= :since
"""


@dataclass(frozen=True, slots=True)
class DetailFigures:
    """In how many cases a detail was told or asked for; `asked` is the sum of the six that follow it."""

    detail: str
    first_mail: int  # told in the first mail
    asked: int
    answered: int
    unknown: int
    refused: int
    unanswered: int  # the customer wrote again, but not about this
    silent: int  # the customer wrote nothing more, not even after the reminder went out
    waiting: int  # not reminded yet
    rounds: float | None  # letters that asked for it until it was answered, on average


@dataclass(frozen=True, slots=True)
class AskingFigures:
    """All cases of one kind since a time: how many were asked, fell silent, became complete."""

    cases: int
    asked: int
    silent: int  # after the newest letter with questions, not even after the reminder
    waiting: int
    complete: int  # handed to engineering
    rounds: float | None  # letters with questions until then, on average
    details: tuple[DetailFigures, ...]


class Figures:
    """Counting for people, all in one snapshot; nothing here changes anything."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def asking(self, since: datetime, kind: Kind) -> AskingFigures:
        """How asking went in the cases of a kind that were opened since then."""
        values = {"since": stamp(since), "kind": kind.value}
        self._db.execute("BEGIN")
        try:
            first = dict(self._db.execute(FIRST_MAIL, values).fetchall())
            asked = {row[0]: row[1:] for row in self._db.execute(LETTERS + ASKED, values)}
            written, silent, waiting = self._db.execute(LETTERS + SILENT, values).fetchone()
            cases, complete, rounds = self._db.execute(COMPLETE, values).fetchone()
        finally:
            self._db.rollback()
        details = tuple(_detail(id_, first.get(id_, 0), asked.get(id_)) for id_ in sorted({*first, *asked}))
        return AskingFigures(cases, written, int(silent), int(waiting), int(complete), rounds, details)


def _detail(id_: str, first: int, asked: tuple[Any, ...] | None) -> DetailFigures:
    *counts, rounds = asked or (*[0] * 7, None)
    all_, answered, unknown, refused, unanswered, silent, waiting = (int(count) for count in counts)
    return DetailFigures(id_, first, all_, answered, unknown, refused, unanswered, silent, waiting, rounds)
