"""What a person puts right in the piles: a mail out of quarantine, a letter sent again; safe beside the daemon."""

from __future__ import annotations

from datetime import datetime

from mailbot.looking import NotThereError, Site, letter_row, mail_row
from mailbot.model import Event
from mailbot.store.again import AGAIN
from mailbot.store.lists import LetterRow


def release(site: Site, number: int) -> str:
    """A mail back out of quarantine: the next pass runs it once more. What was done; NotThereError."""
    with site.piles.store.transaction():
        row = mail_row(site, number)
        if not site.piles.again.release(number):
            why = f" ({row.reason})" if row.reason else ""
            raise NotThereError(f"mail {number} is not in quarantine: it is {row.state}{why}")
    return f"mail {number} is back in the inbox; the next pass reads it once more (it was quarantined: {row.reason})"


def retry(site: Site, number: int, reason: str, now: datetime) -> str:
    """A letter back into the queue, its reason written into the events of its case. What was done; NotThereError.

    Letters that were held only because this one failed wait for it again.
    """
    with site.piles.store.transaction():
        row = letter_row(site, number)
        if not site.piles.again.requeue(number, now):
            raise NotThereError(_refusal(row))
        was = f"{row.state}: {row.server_text}" if row.server_text else row.state
        followers = site.piles.again.followers(row.key, now)
        because = f" ({reason})" if reason else ""
        said = f"{row.purpose} to {row.recipient}, asked for by a person{because}; it was {was}"
        if row.case_id is not None:  # an alert belongs to no case
            site.piles.store.cases.note(row.case_id, Event(now, "retry", "letter queued again", said))
    return " ".join((f"letter {number} is queued again (it was {was}).", *_remarks(site, row, followers)))


def allow(site: Site, address: str) -> str:
    """An address from which letters came back may be written to again. What was done; NotThereError."""
    with site.piles.store.transaction():
        if not site.piles.store.budgets.allow(address.strip()):
            raise NotThereError(f"no letter to {address} came back for good: nothing stops letters there")
    return f"automatic letters to {address} go out again"


def _refusal(row: LetterRow) -> str:
    if row.state in AGAIN and not row.written:
        return f"letter {row.id} has no words yet ({row.server_text}): mend its template, the next start writes it"
    return f"letter {row.id} is {row.state}: only {', '.join(AGAIN[:-1])} or {AGAIN[-1]} ones can be sent again"


def _remarks(site: Site, row: LetterRow, followers: int) -> list[str]:
    remarks = []
    if row.state == "unknown":
        remarks.append("Perhaps it did arrive; then its reader gets it twice, with the same Message-ID.")
    if followers:
        remarks.append(f"{followers} that waited for it {'go' if followers > 1 else 'goes'} out after it.")
    leader = site.piles.lists.letter_of(row.after_key) if row.after_key else None
    if leader and leader.state != "sent":
        remarks.append(f"It goes out after letter {leader.id}, which is {leader.state}.")
    return remarks
