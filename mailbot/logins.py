"""Try the logins of a configuration: what the servers say, without changing or sending anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.config import settings
from mailbot.delivery import smtp, smtp_session
from mailbot.dial import Dial
from mailbot.looking import fields
from mailbot.model import UnreachableError
from mailbot.sources import imap, imap_session

NEWEST = 20  # mails whose headers are looked at
HEAD_BYTES = 32 * 1024
SECONDS = 60.0  # for a whole conversation
LEAST, SHARE = 3, 0.8  # from so many mails, and of so many of them, a name is sure enough to be taken without asking
NAME = re.compile(r"\s*(?:\([^()]*\)\s*)*([^\s;()=]+)\s*(?:\([^()]*\)\s*)*(?:1\s*)?(?:;|$)")  # RFC 8601 section 2.2


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a login went."""

    server: str  # "IMAP" or "SMTP"
    good: bool
    said: str


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What an IMAP login showed: the first bytes of the newest mails."""

    attempt: Attempt
    heads: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class WayOut:
    """What an SMTP login showed: whether the empty return path of RFC 5321 section 4.5.5 is taken."""

    attempt: Attempt
    null_sender: bool = True


@dataclass(frozen=True, slots=True)
class Voucher:
    """Which server stands topmost in Authentication-Results of how many of the newest mails."""

    authserv_id: str  # "" when there is none
    seen: int
    of: int

    @property
    def sure(self) -> bool:
        """Whether it may be taken without asking: a stranger's own header stands in few mails only."""
        return bool(self.authserv_id) and self.seen >= LEAST and self.seen >= SHARE * self.of

    def __str__(self) -> str:
        if not self.of:
            return "the mailbox is empty: nobody can be seen to vouch for senders"
        if not self.authserv_id:
            return f"none of the newest {self.of} mails names a server in Authentication-Results"
        return f"{self.authserv_id} stands in Authentication-Results of {self.seen} of the newest {self.of} mails"


def try_imap(box: settings.Mailbox) -> Mailbox:
    """Log in, open the folder read-only (RFC 3501 section 6.3.2), look at the newest mails' headers."""
    if not isinstance(box, settings.ImapMailbox):
        return Mailbox(Attempt("Maildir", box.path.is_dir(), f"{box.path}: a folder on this machine"))
    dial = Dial(box, imap.PORTS)
    try:
        session = imap_session.Session(box, dial)
    except UnreachableError as error:
        return Mailbox(Attempt("IMAP", False, str(error)))
    try:
        folder = session.select(box.folder, True)
        heads = _heads(session) if folder.exists else ()
    except imap_session.RefusedError as error:
        there = ", ".join(f'"{name}"' for name in session.folders()[:10])
        return Mailbox(Attempt("IMAP", False, f"{error}; the folders there are {there or 'none'}"))
    except UnreachableError as error:
        return Mailbox(Attempt("IMAP", False, str(error)))
    finally:
        session.close()
    count = f"{folder.exists} mail{'' if folder.exists == 1 else 's'}"
    return Mailbox(Attempt("IMAP", True, f"{dial.place}: logged in as {box.user}; {box.folder} has {count}"), heads)


def try_smtp(delivery: settings.Delivery) -> WayOut:
    """Log in, and ask whether the empty return path is taken; no recipient is named, so nothing can be sent."""
    if not isinstance(delivery, settings.SmtpDelivery):
        return WayOut(Attempt("folder", True, f"{delivery.path}: letters become files there"))
    dial = Dial(delivery, smtp.PORTS)
    try:
        with dial.deadline(SECONDS):
            session = smtp_session.Session(delivery, dial)
            null = session.command("MAIL FROM:<>")
            session.quit()
    except UnreachableError as error:
        return WayOut(Attempt("SMTP", False, str(error)))
    except (OSError, ValueError) as error:  # all errors of smtplib are OSErrors
        return WayOut(Attempt("SMTP", False, str(dial.unreachable(error))))
    finally:
        dial.release()
    login = f"logged in as {delivery.user}" if delivery.user else "takes mail without a login"
    refused = "" if null.positive else f"; it refuses the empty return path ({null}), so null_sender = false"
    return WayOut(Attempt("SMTP", True, f"{dial.place}: {login}{refused}"), null.positive)


def voucher(heads: Iterable[bytes]) -> Voucher:
    """Who vouches for senders in these mails. Only the topmost header counts: what lies below came from outside."""
    names = [_topmost(head) for head in heads]
    best = Counter(name for name in names if name).most_common(1)
    return Voucher(*(best[0] if best else ("", 0)), len(names))


def _heads(session: imap_session.Session) -> tuple[bytes, ...]:
    top, span = session.top(), NEWEST
    uids = session.search(max(1, top - span + 1), top)
    while len(uids) < NEWEST and span < top:  # UIDs have gaps
        span *= 4
        uids = session.search(max(1, top - span + 1), top)
    parts = (session.part(uid, 0, HEAD_BYTES) for uid in uids[-NEWEST:])
    return tuple(part for part in parts if part)


def _topmost(head: bytes) -> str:
    value = next((value for name, value in fields(head) if name.lower() == "authentication-results"), "")
    match = NAME.match(value)
    return match[1].strip('"').lower() if match else ""
