"""Whether all that was kept is as it came and came somewhere; looks only, beside a daemon at work."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.looking import Site
from mailbot.store.audit import Finding
from mailbot.store.lists import LetterRow, MailRow
from mailbot.watching import Tell


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, what is wrong, and what a person should know of though it is as it should be."""

    mails: int
    problems: tuple[Finding, ...]
    in_part: tuple[MailRow, ...]  # too large: the rest of them lies in the mailbox
    unknown: tuple[LetterRow, ...]  # letters of which nobody knows whether they arrived


def verify(site: Site, tell: Tell | None = None) -> Verified:
    """Check the database, the bytes of every mail, and where every mail ended. sqlite3.Error."""
    audit, lists = site.piles.audit, site.piles.lists
    total, problems, done = audit.mails(), list(audit.damage()), 0
    for done, found in enumerate(audit.changed(), 1):
        if found is not None:
            problems.append(found)
        if tell is not None:
            tell("mails checked", done, max(total, done))
    problems += audit.lost()
    in_part = (lists.mail(row) for row in audit.in_part())
    unknown, _ = lists.letters("unknown")
    return Verified(done, tuple(problems), tuple(row for row in in_part if row is not None), unknown)
