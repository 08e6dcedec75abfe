"""The last look at a letter before it leaves: it is exactly as we write them, and its envelope says what it says."""

from __future__ import annotations

from mailbot.letters.gate import is_address
from mailbot.letters.strict import faults, fields_of
from mailbot.model import OutMail


def unfit(mail: OutMail) -> str:
    """Why a letter must not go out as it stands, "" when it may."""
    if not is_address(mail.recipient):
        return "the recipient is no plain ASCII address"
    if found := faults(mail.data, mail.recipient, mail.message_id):
        return "; ".join(found)
    head = dict(fields_of(mail.data.partition(b"\r\n\r\n")[0]) or ())
    if mail.sender not in {"", head["From"].rpartition(" ")[2].strip("<>")}:
        return "the envelope sender is neither empty nor the address in From"
    return _unmarked(head) if mail.automatic else ""


def _unmarked(head: dict[str, str]) -> str:
    """RFC 3834 section 5: a machine's answer says so, and ours is words alone."""
    if head.get("Auto-Submitted") != "auto-replied" or head.get("X-Auto-Response-Suppress") != "All":
        return "an automatic letter does not say that it is one"
    return "" if head["Content-Type"].startswith("text/plain;") else "an automatic letter has something attached"
