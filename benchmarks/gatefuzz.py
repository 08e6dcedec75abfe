"""Can a stranger's string add a header, a recipient or a line? Strings made to, through every header they reach.

Runs on a bare Python of every supported version, without anything installed:
`python3.13 -m benchmarks.gatefuzz [strings]`. The finished bytes are read again by both policies of the standard
library.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header

from mailbot.letters.compose import Envelope, File, LetterError, compose
from mailbot.letters.gate import hv
from mailbot.model import Address

SEED = 20261126
STRINGS = 30_000
HELD = "held"
RECIPIENT = "hanako@customer.example"
# What ends a line, hides, turns round or is decoded later: alone harmless to a reader, together an attack.
PIECES = (
    "\r\n", "\r", "\n", "\n\n", "\r\n\r\n", "\0", "\x0b", "\x0c", "\x1b[31m", "\x1c", "\x1d", "\x1e", "\x7f", "\x85",
    "\u2028", "\u2029", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad", "\ud800", "\udfff", "\U000e0041",
    "Bcc: evil@evil.example", "\r\nBcc: evil@evil.example\r\n", "To: evil@evil.example", "Content-Type: text/html",
    "=?utf-8?q?x=0D=0ABcc:_evil@evil.example?=", "=?utf-8?b?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=", "=?utf-8?q?=00?=",
    "=?utf-8?q?a?= =?utf-8?q?=0A?=", "=?utf-7?q?+AA0ACg-Bcc:?=", "=?x?y?z?=", "=?", "?=", "=?=?utf-8?q?x?=?=",
    '"', "\\", '\\"', "<", ">", "<evil@evil.example>", ",", ";", ":", "@", "(", ")", "%0d%0aBcc:",
    "*=utf-8''a%0D%0Ab", " ", "\t", "\u3000", " \r\n ", "印刷できません", "①㈱髙", "é", "🙂", "x" * 300, "あ" * 200,
    "-- \r\n", "--=_boundary", "\r\n.\r\n", ".\r\n", "MAIL FROM:<x@y>", "Re: ", "[CASE-1] ", "report", "a.png",
    "../../etc/passwd", "C:\\x",
)  # fmt: skip


def strings(count: int) -> Iterator[str]:
    """So many, the same in every run."""
    draw = random.Random(SEED)
    for _ in range(count):
        pieces = draw.choices(PIECES, k=draw.randint(1, 7))
        if draw.random() < 0.2:
            pieces.insert(draw.randrange(len(pieces) + 1), chr(draw.randrange(0x110000)))
        yield "".join(pieces)


def letter(text: str) -> bytes:
    """A letter in which the string stands wherever a stranger's string can stand."""
    envelope = Envelope(
        sender=Address("support@desk.example", text),
        recipient=Address(RECIPIENT),
        message_id="<c.1@desk.example>",
        in_reply_to=text,
        references=(text, "<a@x.example>", f"<{text}@x.example>"),
        at=datetime(2026, 11, 20, tzinfo=UTC),
        auto_submitted="auto-replied",
        instance="desk.example",
    )
    return compose(envelope, f"Re: {text}", text, (), (File(text, text, text.encode("utf-8", "replace")),))


def injected(text: str) -> str:
    """What the string did to a letter that it must not do; "" for nothing, "held" where no letter was made of it."""
    try:
        data = letter(text)
    except LetterError:
        return HELD
    wanted = {"From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
              "X-Auto-Response-Suppress", "X-Mailbot-Loop", "MIME-Version", "Content-Type"}  # fmt: skip
    for rules in (policy.compat32, policy.default):
        mail = message_from_bytes(data, policy=rules)
        names = mail.keys()
        if not set(names) <= wanted or len(set(names)) != len(names):
            return f"headers {names}"
        if str(mail["To"]) != RECIPIENT:
            return f"To {mail['To']}"
        if [part.get_content_type() for part in mail.walk()][:2] != ["multipart/mixed", "text/plain"]:
            return "parts"
    subject = str(make_header(decode_header(str(message_from_bytes(data)["Subject"]))))
    return "" if subject.split() == hv(f"Re: {text}").split() else f"subject {subject!r}"


def main() -> None:
    """Count; exit 1 where one came through."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else STRINGS
    began = time.monotonic()
    seen = [(text, what) for text in strings(count) if (what := injected(text))]
    found = [(text, what) for text, what in seen if what != HELD]
    for text, what in found[:10]:
        print(f"{text!r}: {what}")
    version, held = ".".join(map(str, sys.version_info[:3])), len(seen) - len(found)
    seconds = time.monotonic() - began
    print(f"Python {version}: {len(found)} injections by {count} strings, {held} letters held, {seconds:.0f} s")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
