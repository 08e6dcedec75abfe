"""The last look at a letter before it leaves: only bytes that every server reads the same way."""

from __future__ import annotations

import re

from mailbot.model import OutMail

# Each of these is read differently by some server, which is how mails are smuggled (RFC 5321 sections 2.3.8, 4.5.3.1).
FLAWS = (
    (re.compile(rb"\x00"), "a NUL byte"),
    (re.compile(rb"[\x80-\xff]"), "an 8-bit byte"),
    (re.compile(rb"\r(?!\n)"), "a bare CR"),
    (re.compile(rb"(?<!\r)\n"), "a bare LF"),
    (re.compile(rb"[^\r\n]{999}"), "a line over 998 bytes"),
)
ADDRESS = re.compile(r"[!-;=?-~]{1,64}@[A-Za-z0-9.-]{1,255}")  # printable ASCII but < and >


def unfit(mail: OutMail) -> str:
    """Why a letter must not go out as it stands, "" when it may."""
    if not ADDRESS.fullmatch(mail.recipient):
        return "the recipient is no plain ASCII address"
    if mail.sender and not ADDRESS.fullmatch(mail.sender):
        return "the envelope sender is no plain ASCII address"
    if not mail.data.endswith(b"\r\n"):
        return "the letter does not end with a line end"
    return next((f"the letter contains {name}" for flaw, name in FLAWS if flaw.search(mail.data)), "")
