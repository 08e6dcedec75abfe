"""What a mail of 50 MB costs: memory of the daemon and of its reading child, fetched from a real Dovecot."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile import peak
from benchmarks.road import TOML, mail
from mailbot.store import Store
from tests.edges.servers import dovecot_server, smtp_sink

MEGABYTE = 1_000_000
HEAD = mail(2).partition(b"MIME-Version")[0]


@dataclass(frozen=True, slots=True)
class Cost:
    """Highest resident memory in MB: the daemon before and after the mail, its child, and what became of the mail."""

    before: float
    after: float
    child: float
    outcome: str


def attached(size: int) -> bytes:
    """A short mail with one big file, `size` bytes in all."""
    data = base64.encodebytes(os.urandom(size * 3 // 4 * 76 // 78)).replace(b"\n", b"\r\n")
    return (
        HEAD + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello\r\n--x\r\n"
        b"Content-Type: application/octet-stream; name=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + data
        + b"\r\n--x--\r\n"
    )


def wordy(size: int) -> bytes:
    """A mail that is one long text."""
    line = "保存できません。It does not work.\r\n".encode()
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + line * (size // len(line))


def cost(raw: bytes) -> Cost:
    """Run a daemon, let it read ordinary mails, then this one."""
    with dovecot_server() as dovecot, smtp_sink() as sink, tempfile.TemporaryDirectory() as folder:
        user, home = dovecot.user(), Path(folder)
        dovecot.append(user, [mail(number) for number in range(10)])
        (home / "mailbot.toml").write_text(TOML.format(imap=dovecot.port, smtp=sink.port, user=user), encoding="utf-8")
        environment = os.environ | {"BENCH_PASSWORD": dovecot.password}
        with (home / "log").open("wb") as log:
            command = [sys.executable, "-m", "mailbot", "run", "--config", folder]
            daemon = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
            try:
                _wait(home, 10)
                before = peak(daemon.pid)
                dovecot.append(user, [raw])
                outcome = _wait(home, 11)
                time.sleep(1)
                return Cost(before, peak(daemon.pid), max(map(peak, _children(daemon.pid)), default=0.0), outcome)
            finally:
                daemon.send_signal(signal.SIGTERM)
                daemon.wait(timeout=20)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(one) for one in found]


def _wait(home: Path, count: int) -> str:
    """Until so many mails are done with; the reason of the last one."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        time.sleep(0.2)
        if (home / "mailbot.db").exists():
            store = Store(home / "mailbot.db")
            states = store.inbox.states()
            store.close()
            if sum(number for state, number in states.items() if state != "kept") >= count:
                return ", ".join(f"{state} {number}" for state, number in states.items())
    return "not done within two minutes"


if __name__ == "__main__":
    for name, raw in (("one big file", attached(50 * MEGABYTE)), ("one long text", wordy(50 * MEGABYTE))):
        print(name, cost(raw))
