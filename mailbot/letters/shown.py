"""A letter of ours as its reader sees it: only for bytes that we made, never for a stranger's."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy


@dataclass(frozen=True, slots=True)
class Shown:
    """What a mail program shows of a letter."""

    at: str
    to: str
    subject: str
    body: str
    attached: tuple[str, ...]  # file names


def shown(data: bytes) -> Shown:
    """Decode a letter that mailbot made."""
    mail = message_from_bytes(data, policy=policy.default)
    text = mail.get_body(("plain",))
    return Shown(
        at=str(mail["Date"] or ""),
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        body=str(text.get_content()).replace("\r\n", "\n") if text else "",
        attached=tuple(part.get_filename() or part.get_content_type() for part in mail.iter_attachments()),
    )
