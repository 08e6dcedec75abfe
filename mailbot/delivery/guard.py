"""The last look at a letter before it leaves: only what every server reads the same way, to its one reader."""

from __future__ import annotations

import re

from mailbot.letters.gate import faults, header_names
from mailbot.model import OutMail

ADDRESS = re.compile(r"[!-;=?-~]{1,64}@[A-Za-z0-9.-]{1,255}")  # printable ASCII but < and >
# All that a letter may have, in this order, each once; a Bcc, a Cc or a header of anybody else's is none of them.
ALLOWED = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Mailbot-Loop",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
NEEDED = frozenset(("From", "To", "Subject", "Date", "Message-ID"))


def unfit(mail: OutMail) -> str:
    """Why a letter must not go out as it stands, "" when it may."""
    if not ADDRESS.fullmatch(mail.recipient):
        return "the recipient is no plain ASCII address"
    if mail.sender and not ADDRESS.fullmatch(mail.sender):
        return "the envelope sender is no plain ASCII address"
    if not mail.data.endswith(b"\r\n"):
        return "the letter does not end with a line end"
    names = header_names(mail.data)
    lacking = [f"the letter lacks {name}" for name in ALLOWED if name in NEEDED and name not in names]
    return "; ".join((*faults(mail.data, tuple(name for name in ALLOWED if name in names), mail.recipient), *lacking))
