"""What hurts parsers, each in a fresh child: its memory stays within bounds, and the parent hardly grows."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model import Message, Reading
from mailbot.reader import Reader
from tests.edges.conftest import Account
from tests.edges.desks import Desk, stop, until
from tests.edges.servers import SmtpSink

MEGABYTE = 1024 * 1024
BOMB_MEGABYTES = 256
LARGE_MEGABYTES = 200
DAEMON_MEGABYTES = 60
HARD_SECONDS = 10
HEAD = b"From: ann@shop.example\r\nTo: help@ours.example\r\nSubject: it crashes\r\nMIME-Version: 1.0\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


def peak(pid: int) -> int:
    """The most memory a process ever had, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def nested(depth: int) -> bytes:
    levels = (b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return HEAD + b"".join(levels) + b"\r\nwords"


def filled(line: bytes, size: int = 50 * MEGABYTE - 1000) -> bytes:
    return line * (size // len(line))


BOMBS = {
    "a thousand nested parts": nested(1000),
    "a hundred thousand parts": MIXED + b"--b\r\n\r\na\r\n" * 100_000,
    "a hundred thousand parts of half a kilobyte": MIXED + (b"--b\r\n\r\n" + b"a" * 500 + b"\r\n") * 100_000,
    "a header of 20 MB in one line": HEAD + b"X: " + b"a" * (20 * MEGABYTE) + b"\r\n\r\nhi",
    "a header of 20 MB in many lines": HEAD + b"X: a\r\n" * (20 * MEGABYTE // 6) + b"\r\nhi",
    "a header of 20 MB, folded": HEAD + b"X: a\r\n" + b" a\r\n" * (5 * MEGABYTE) + b"\r\nhi",
    "ten thousand encoded words": HEAD + b"X: " + b"=?utf-8?q?a?= " * 10_000 + b"\r\n\r\nhi",
    "ten thousand encoded words in the sender": b"From: " + b"=?utf-8?b?44GC?= " * 10_000 + b"<a@b.example>\r\n\r\nhi",
    "ten thousand addresses": HEAD + b"Cc: " + b"a@b.example, " * 10_000 + b"c@d.example\r\n\r\nhi",
    "ten thousand groups of addresses": HEAD + b"Cc: " + b"g:a@b.example;, " * 10_000 + b"\r\n\r\nhi",
    "five thousand parameters": HEAD + b"Content-Type: text/plain" + b"; a*0*=b" * 5000 + b"\r\n\r\nhi",
    "two thousand mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    "21 kB of On On On": HEAD + b"\r\n" + b"On " * 7000,
    "21 kB of On On On wrote:": HEAD + b"\r\n" + b"On " * 7000 + b"wrote:\r\n> hi\r\n",
    "a million empty lines": HEAD + b"\r\n" + b"\r\n" * 1_000_000,
    "a million quote signs": HEAD + b"\r\n" + b"> " * 1_000_000,
    "a thousand texts of 50 kB": MIXED + (b"--b\r\n\r\n" + b"word " * 10_000 + b"\r\n") * 1000,
    "a thousand texts just small enough to stay": MIXED + (b"--b\r\n\r\n" + b"w\n" * 16_000 + b"\r\n") * 1000,
    "a hundred thousand open tags": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000,
    "a table of a hundred thousand cells": HEAD + b"Content-Type: text/html\r\n\r\n<table>" + b"<tr><td>" * 100_000,
    "50 MB of base64 that is none": MIXED
    + b"--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + filled(b"=*=\r\n"),
    "50 MB of line ends": HEAD + b"\r\n" + filled(b"\n"),
    "50 MB of zeros": b"\x00" * (50 * MEGABYTE),
}
LARGE = {
    "one large file": MIXED
    + b"--b\r\nContent-Type: text/plain\r\n\r\nThe app crashes.\r\n--b\r\nContent-Type: application/zip\r\n"
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + filled(b"QUJD" * 19 + b"\r\n")
    + b"--b--\r\n",
    "ten large files": MIXED
    + b"--b\r\nContent-Type: text/plain\r\n\r\nThe app crashes.\r\n"
    + (
        b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + filled(b"QUJD" * 19 + b"\r\n", 5 * MEGABYTE - 2000)
    )
    * 10
    + b"--b--\r\n",
    "one large mail in a mail": MIXED
    + b"--b\r\nContent-Type: text/plain\r\n\r\nThe app crashes.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    + b"From: a@b.example\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + filled(b"QUJD" * 19 + b"\r\n")
    + b"--b--\r\n",
    "one large text": HEAD + b"\r\n" + filled(b"The app crashes.\r\n"),
    "one large text in UTF-8": HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + filled("保存\r\n".encode()),
    "one large page": HEAD + b"Content-Type: text/html\r\n\r\n" + filled(b"<p>The app <b>crashes</b>.</p>\r\n"),
}


@pytest.fixture
def reader() -> Iterator[Reader]:
    one = Reader(Reading(("help@ours.example",), "desk-1", "mx.ours.example"))
    one.read(b"")
    yield one
    one.close()


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in BOMBS.items()])
def test_bombs_cost_little(reader: Reader, raw: bytes) -> None:
    before, own, start = reader.pid, peak(os.getpid()), time.monotonic()
    assert isinstance(reader.read(raw), Message)
    assert time.monotonic() - start < HARD_SECONDS
    assert reader.pid == before
    print(f"{peak(before)} MB, {time.monotonic() - start:.2f} s")
    assert peak(before) <= BOMB_MEGABYTES
    assert peak(os.getpid()) - own < 30


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in LARGE.items()])
def test_fifty_megabytes_cost_little_more_than_themselves(reader: Reader, raw: bytes) -> None:
    before = reader.pid
    found = reader.read(raw)
    assert isinstance(found, Message)
    assert found.text.startswith("The app") or found.text.startswith("保存")
    print(f"{peak(before)} MB")
    assert peak(before) <= LARGE_MEGABYTES


def test_fifty_megabytes_pass_through_the_daemon(account: Account, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, account, smtp_sink)
    account.append(HEAD + b"\r\nhello\r\n")
    daemon = desk.start()
    try:
        until(lambda: states(desk) == {"done": 1})
        before = peak(daemon.pid)
        account.append(LARGE["one large file"])
        until(lambda: states(desk) == {"done": 2}, 60)
        (child,) = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        print(f"daemon {before} + {peak(daemon.pid) - before} MB, child {peak(int(child))} MB")
        assert peak(daemon.pid) - before <= DAEMON_MEGABYTES
        assert peak(int(child)) <= LARGE_MEGABYTES
    finally:
        stop(daemon)


def states(desk: Desk) -> dict[str, int]:
    """How many mails the daemon has where; none before it has made its database."""
    if not (desk.folder / "db" / "mailbot.db").exists():
        return {}
    store = desk.store()
    try:
        return store.inbox.states()
    except sqlite3.OperationalError:
        return {}
    finally:
        store.close()
