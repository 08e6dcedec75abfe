"""Hear what a spam filter before us said."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Header, what its value begins with when the filter says spam; the SCL of Exchange reaches from -1 to 9, 5 is spam.
SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("x-spam-flag", re.compile(r"yes\b", re.IGNORECASE)),
    ("x-spam-status", re.compile(r"yes\b", re.IGNORECASE)),
    ("x-spam", re.compile(r"(?:yes|true|spam)\b", re.IGNORECASE)),
    ("x-ms-exchange-organization-scl", re.compile(r"[5-9]\b")),
    (
        "x-forefront-antispam-report",
        re.compile(r".{0,500}\bSFV:(?:SPM|SKB|SKS)\b|.{0,500}\bSCL:[5-9]\b", re.IGNORECASE),
    ),
    ("x-microsoft-antispam-mailbox-delivery", re.compile(r".{0,300}\bdest:J\b", re.IGNORECASE)),
    ("x-bogosity", re.compile(r"(?:spam|yes)\b", re.IGNORECASE)),
    ("x-dspam-result", re.compile(r"spam\b", re.IGNORECASE)),
    ("x-gnd-status", re.compile(r"spam\b", re.IGNORECASE)),
    ("x-spamd-result", re.compile(r"[^:]{0,40}:\s{0,5}true\b", re.IGNORECASE)),
    ("x-rspamd-action", re.compile(r"(?:reject|add header|rewrite subject)", re.IGNORECASE)),
    ("x-barracuda-spam-status", re.compile(r"yes\b", re.IGNORECASE)),
    ("x-proofpoint-spam-details", re.compile(r".{0,300}\brule=(?:\w{0,40}_)?spam\b", re.IGNORECASE)),
    ("x-yandex-spam", re.compile(r"[4-9]\b")),
)


def spam_of(headers: Sequence[tuple[str, str]]) -> str:
    """The header that calls the mail spam, as "Name: value", or ""; `headers` are (lower-case name, value)."""
    for name, value in headers:
        if name.startswith("x-"):
            for sign, says in SIGNS:
                if name == sign and says.match(value.strip()):
                    return f"{name.title()}: {value.strip()[:60]}"
    return ""
