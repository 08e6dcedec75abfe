"""Read delivery reports: whose mail did not arrive, which mail it was, and whether that is final."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.model import Bounce
from mailbot.parsers.head.fields import ids

MAX_TEXT = 64 * 1024
MAX_RECIPIENTS = 50
# RFC 3464 section 2.3: fields of one recipient. "rfc822;" before an address is its type (section 2.1.2).
FIELD = re.compile(
    r"^(final-recipient|original-recipient|action|status|x-failed-recipients)[ \t]{0,10}:(.{0,1000})$",
    re.IGNORECASE | re.MULTILINE,
)
ADDRESS = re.compile(r"[^\s<>()\"',;:@]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,250}[a-zA-Z0-9])")
IN_ANGLES = re.compile(r"<([^\s<>()\"',;@]{1,64}@[a-zA-Z0-9.-]{1,250})>")
ORIGINAL = re.compile(r"\noriginal message|\n-{3,}|\n={3,}|\nreceived:", re.IGNORECASE)
DAEMONS = re.compile(r"mailer-daemon|postmaster|no-?reply", re.IGNORECASE)
STATUS = re.compile(r"([245](?<![\d.].)\.[0-7]\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.\-])([45])\d\d(?:[ -]|$)", re.MULTILINE)
MESSAGE_ID = re.compile(
    r"^[ \t>]{0,10}message-id[ \t]{0,10}:[ \t]{0,10}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
# For lower-case text: that way they are several times as fast as those that ignore case.
DELAYED = re.compile(
    r"delayed|will (?:keep|continue) (?:to )?(?:try|retry)|still (?:being )?(?:retried|trying)"
    r"|not yet been delivered|再送を?試み|遅延"
)
FOR_GOOD = re.compile(
    r"permanent|fatal error|giv(?:en|ing) up|unknown user|user unknown|no such user|does not exist|恒久"
    r"|存在しません|見つかりません"
)


@dataclass(frozen=True, slots=True)
class Report:
    """The pieces of a report: machine-readable fields, the header of the mail that came back, and words for people."""

    status: str
    returned: str
    text: str


def bounce_of(report: Report, failed: Iterable[str] = (), references: Iterable[str] = ()) -> Bounce:
    """What the report says; `failed` are values of X-Failed-Recipients, `references` ids its own header cites.

    Without machine-readable fields the words for people are searched: many systems know no RFC 3464.
    """
    status, returned, text = (piece[:MAX_TEXT] for piece in (report.status, report.returned, report.text))
    fields = [(match[1].lower(), match[2].strip()) for match in FIELD.finditer(status)]
    code = next((found[1] for name, value in fields if name == "status" and (found := STATUS.search(value))), "")
    code = code or next((match[1] for match in STATUS.finditer(text)), "")
    ids_of_it = MESSAGE_ID.findall(returned) or MESSAGE_ID.findall(text) or list(references)
    return Bounce(
        recipients=_recipients(fields, failed, returned, text),
        message_ids=ids(ids_of_it),
        permanent=_permanent(fields, code, text),
        status=code,
    )


def _recipients(fields: list[tuple[str, str]], failed: Iterable[str], returned: str, text: str) -> tuple[str, ...]:
    """The addresses that failed, lower case in the domain, at most 50; the surest source that names any."""
    sources = (
        [value.partition(";")[2] or value for name, value in fields if name == "original-recipient"],
        [value.partition(";")[2] or value for name, value in fields if name == "final-recipient"],
        list(failed),
        IN_ANGLES.findall(MESSAGE_ID.sub("", ORIGINAL.split(text, maxsplit=1)[0]))[:3],
        re.findall(r"^to[ \t]{0,9}:(.{0,500})$", returned, re.IGNORECASE | re.MULTILINE)[:1],
    )
    for source in sources:
        found = dict.fromkeys(_lower(one) for value in source for one in ADDRESS.findall(value))
        if found:
            return tuple(found)[:MAX_RECIPIENTS]
    head = ORIGINAL.split(text[:4000], maxsplit=1)[0]
    alone = dict.fromkeys(_lower(one) for one in ADDRESS.findall(head) if not DAEMONS.match(one))
    return tuple(alone) if len(alone) == 1 else ()  # two addresses, and nobody can say which of them failed


def _lower(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _permanent(fields: list[tuple[str, str]], code: str, text: str) -> bool:
    """RFC 3464 section 2.3.3: "failed" is final and "delayed" is not; else RFC 3463's class, else the words."""
    actions = {value.lower().split()[0] for name, value in fields if name == "action" and value}
    if actions:
        return "failed" in actions
    if code:
        return code.startswith("5")
    low = text.lower()
    if FOR_GOOD.search(low):
        return True
    reply = REPLY.search(text)
    return reply[1] == "5" if reply else not DELAYED.search(low)
