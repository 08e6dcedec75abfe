"""Mail that no hand wrote: an absence notice and a bounce, as mail servers build them."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from mailbot.demo.programs import Draft, make_id


def absence_notice(draft: Draft) -> bytes:
    """An automatic reply, marked as RFC 3834 section 5 asks and as office servers do."""
    name, address = draft.sender
    lines = (
        f"From: {name} <{address}>",
        f"To: {draft.to}",
        f"Subject: Automatic reply: {draft.subject}",
        f"Date: {format_datetime(draft.at)}",
        f"Message-ID: {draft.message_id}",
        f"In-Reply-To: {make_id(draft.to, draft.at, 'newsletter')}",
        "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="us-ascii"',
        "",
        *draft.text.splitlines(),
    )
    return _wire(lines)


def bounce(host: str, to: str, failed: str, text: str, at: datetime) -> bytes:
    """A delivery report (RFC 3464): words for people, fields for programs, the headers of what came back."""
    border = make_id(f"x@{host}", at, failed)[1:17]
    lines = (
        f"From: Mail Delivery System <MAILER-DAEMON@{host}>",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {make_id(f'x@{host}', at, 'bounce')}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="{border}"',
        "",
        "This is a MIME-encapsulated message.",
        *_part(border, "text/plain; charset=us-ascii", text.splitlines()),
        *_part(border, "message/delivery-status", _status(host, failed)),
        *_part(border, "text/rfc822-headers", _returned(to, failed, at)),
        f"--{border}--",
    )
    return _wire(lines)


def _part(border: str, content_type: str, lines: list[str]) -> list[str]:
    return ["", f"--{border}", f"Content-Type: {content_type}", "", *lines]


def _status(host: str, failed: str) -> list[str]:
    return [
        f"Reporting-MTA: dns; {host}",
        "",
        f"Final-Recipient: rfc822; {failed}",
        "Action: failed",
        "Status: 5.1.1",
        f"Diagnostic-Code: smtp; 550 5.1.1 <{failed}>: Recipient address rejected: User unknown",
    ]


def _returned(sender: str, failed: str, at: datetime) -> list[str]:
    return [
        f"From: Lantern Support <{sender}>",
        f"To: {failed}",
        "Subject: Your Lantern invoice",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {make_id(sender, at, 'invoice')}",
    ]


def _wire(lines: tuple[str, ...]) -> bytes:
    return "\r\n".join((*lines, "")).encode("ascii")
