"""How the demo's people send: the standard library's SMTP client, as in any program of theirs."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence


def post(server: tuple[str, int], raw: bytes, sender: str, recipients: Sequence[str]) -> None:
    """Send one mail; smtplib.SMTPException or OSError when that fails.

    `server` is (host, port), `raw` has CRLF line ends, `sender` is the envelope's: "" is the null path
    (RFC 5321 section 4.5.5).
    """
    # A name of its own keeps smtplib from asking the DNS for this machine's.
    with smtplib.SMTP(*server, local_hostname="customer.example", timeout=30) as client:
        client.sendmail(sender, list(recipients), raw)
