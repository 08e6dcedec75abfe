"""Mails made to break readers: bombs, and real mails with bytes changed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.oracles import READING
from mailbot.model import Message
from mailbot.reader import Reader, Unread

HEAD = b"From: ann@shop.example\nSubject: hello\n"
ROW = b"--x\nContent-Type: text/plain\n\na\n"
BOMBS: dict[str, bytes] = {
    "1,000 nested parts": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))
    + b"\nwords",
    "100,000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + ROW * 100_000,
    "a header of 20 MB": HEAD + b"X-Long: " + b"a" * 20_000_000 + b"\n\nwords",
    "a header of 20 MB in short lines": HEAD + b"X-Long: a\n" * 2_000_000 + b"\nwords",
    "10,000 encoded words": HEAD + b"Subject: " + b"=?utf-8?b?44GC?= " * 10_000 + b"\n\nwords",
    "10,000 encoded words in From": b"From: "
    + b"=?iso-2022-jp?b?GyRCJCIbKEI=?=\n " * 10_000
    + b"<a@b.example>\n\nwords",
    "10,000 addresses": HEAD + b"To: " + b"Ann <ann@shop.example>, " * 10_000 + b"\n\nwords",
    "5,000 parameters": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b";\n a*%d*=%%41" % n for n in range(5000))
    + b"\n\nwords",
    "mail in mail × 2,000": HEAD + b"Content-Type: message/rfc822\n\n" * 2000 + b"words",
    "21 kB of On": HEAD + b"\n" + b"On " * 7000,
    "64 kB of quote signs": HEAD + b"\n" + b">" * 64_000,
    "100,000 short quoted lines": HEAD + b"\n" + b"> a\nFrom: b\n" * 50_000,
    "100,000 open tags": HEAD + b"Content-Type: text/html\n\n" + b"<div><b>" * 100_000 + b"words",
    "a table in a table × 5,000": HEAD + b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 5000 + b"words",
    "5,000 brackets": b"From: " + b"(" * 5000 + b"\nSubject: hello\n\nwords",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a bomb did: seconds of the clock, the child's highest memory in MB, and what came of it."""

    seconds: float
    megabytes: float
    outcome: str


def peak(pid: int) -> float:
    """The highest resident memory of a process so far, in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def explode(raw: bytes) -> Run:
    """Read one mail in a fresh child, and an ordinary one after it: the daemon must not feel anything."""
    reader = Reader(READING)
    reader.read(b"")
    start = time.perf_counter()
    read = reader.read(raw)
    seconds = time.perf_counter() - start
    memory = peak(reader.pid) if reader.pid else 0.0
    after = reader.read(HEAD + b"\nwords")
    reader.close()
    said = "read" if isinstance(read, Message) else f"not read: {read.reason}"
    return Run(seconds, memory, said if isinstance(after, Message) else f"{said}; the next mail was lost")


def mutated(raws: Sequence[bytes], count: int, seed: int = 20261125) -> Iterator[bytes]:
    """Real mails with up to eight places changed: cut, doubled, filled with what confuses parsers; always the same."""
    dice = random.Random(seed)
    for _ in range(count):
        mail = bytearray(dice.choice(raws))
        for _ in range(dice.randint(1, 8)):
            at, length = dice.randint(0, len(mail)), dice.choice((0, 0, 1, 2, 40, 400))
            mail[at : at + length] = (
                dice.choice(SPANNERS) if dice.random() < 0.7 else dice.randbytes(dice.randint(1, 6))
            )
        yield bytes(mail)


SPANNERS = (
    *(b"", b"\n", b"\r\n\r\n", b"\r", b"\x00", b"--", b'"', b"(", b"<", b">", b";", b"=", b"=?", b"?=", b"=?utf-8?b?"),
    *(b"\x1b$B", b"\x1b(I", b"\xff\xfe", b"\xe3\x81", b"On " * 30, b"> " * 40, b"begin 644 a\n", b"name*0*="),
    *(b"Content-Type: multipart/mixed; boundary=a\n", b"Content-Type: message/rfc822\n\n", b"charset=x-unknown"),
    *(b"charset=utf-16", b"charset=iso-2022-jp", b"Content-Transfer-Encoding: base64\n\n"),
    *(b"Content-Transfer-Encoding: uuencode\n", b"<blockquote>", b"<table><td>", b"<!--", b"&#x110000;"),
)


def shaken(raws: Sequence[bytes], count: int) -> tuple[int, int, float]:
    """(mutated mails that could not be read, those over 2 seconds, the longest), through one long-lived child."""
    reader = Reader(READING)
    reader.read(b"")
    unread = slow = 0
    longest = 0.0
    for raw in mutated(raws, count):
        start = time.perf_counter()
        unread += isinstance(reader.read(raw), Unread)
        seconds = time.perf_counter() - start
        slow += seconds > 2
        longest = max(longest, seconds)
    reader.close()
    return unread, slow, longest
