"""How fast is the whole road? Own-written customers' mails in a Dovecot inbox, one daemon with its reader child, SMTP.

Run: `.venv/bin/python -m benchmarks.road [mails]`. Prints mails in and letters accepted per second, from the daemon's
start to the last letter, at synchronous=FULL. Needs Debian's dovecot-imapd and the packages of `make setup`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from mailbot.store import Store
from tests.edges.servers import dovecot_missing, dovecot_server, smtp_sink

TOML = """
[mailbot]
instance = "bench.example"
database = "mailbot.db"
poll_seconds = 0.5
quiet_seconds = 0
[support]
address = "support@bench.example"
team = {{ ja = "ベンチ窓口", en = "Bench Support" }}
hours = {{ ja = "平日 9:00〜18:00", en = "Monday to Friday, 9:00 to 18:00" }}
[people]
agents = ["agent@bench.example"]
engineering = "dev@bench.example"
[[mailbox]]
kind = "imap"
host = "localhost"
port = {imap}
security = "none"
user = "{user}"
password_env = "BENCH_PASSWORD"
[delivery]
kind = "smtp"
host = "localhost"
port = {smtp}
security = "none"
[authentication]
trust = "header"
authserv_id = "mx.bench.example"
[limits]
first_per_domain_per_hour = 1000000
automatic_per_hour = 1000000
"""
KINDS = (
    (
        "請求書が表示されません",
        "お世話になっております。\n昨日から請求書の画面が開けなくなりました。ご確認をお願いします。\n",
    ),
    ("Export does not work", "Hello,\n\nsince this morning the export fails. Could you have a look?\n\nThanks\n"),
    (
        "保存できません",
        "Windows 11、Chrome 129 です。\n"
        "11月10日から、予約画面で「保存」を押すと「エラー 1007」と表示され、保存できません。\n",
    ),
    ("料金プランについて", "お世話になっております。\n年払いへの変更方法を教えていただけますでしょうか。\n"),
    ("Feature request", "Hi,\n\nit would be great if you could add a dark theme.\n\nBest regards\n"),
)


def mail(number: int) -> bytes:
    """One customer's mail, dated now and stamped by the receiving server."""
    subject, text = KINDS[number % len(KINDS)]
    now = format_datetime(datetime.now(UTC))
    head = (
        f"Return-Path: <customer{number}@shop{number % 50}.example>\r\n"
        f"Authentication-Results: mx.bench.example; dmarc=pass header.from=shop{number % 50}.example\r\n"
        f"Message-ID: <{number}.{time.time_ns()}@shop.example>\r\nDate: {now}\r\n"
        f"From: Customer {number} <customer{number}@shop{number % 50}.example>\r\nTo: support@bench.example\r\n"
        f"Subject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + text.replace("\n", "\r\n")).encode()


def main() -> None:
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    if missing := dovecot_missing():
        sys.exit(missing)
    with dovecot_server(fsync="optimized") as dovecot, smtp_sink() as sink, tempfile.TemporaryDirectory() as folder:
        user = dovecot.user()
        dovecot.append(user, [mail(number) for number in range(mails)])
        home = Path(folder)
        (home / "mailbot.toml").write_text(TOML.format(imap=dovecot.port, smtp=sink.port, user=user), encoding="utf-8")
        environment = os.environ | {"BENCH_PASSWORD": dovecot.password}
        command = [sys.executable, "-m", "mailbot", "run", "--config", folder]
        with (home / "log").open("wb") as log:
            started = time.monotonic()
            daemon = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
            settled = wait_until_quiet(lambda: len(sink.taken))
            daemon.send_signal(signal.SIGTERM)
            code = daemon.wait(timeout=20)
        report(mails, sink.taken[-1].at - started if settled else 0.0, len(sink.taken), home, code)


def wait_until_quiet(count: object, patience: float = 4.0) -> int:
    """Wait until nothing more arrives for a while; how much arrived."""
    assert callable(count)
    seen, since = 0, time.monotonic()
    while time.monotonic() - since < (patience if seen else 60):
        time.sleep(0.05)
        if (now := count()) != seen:
            seen, since = now, time.monotonic()
    return seen


def report(mails: int, seconds: float, letters: int, home: Path, code: int) -> None:
    store = Store(home / "mailbot.db")
    customers = len({row["recipient"] for row in store.outbox.rows() if row["purpose"] == "first"})
    print(f"mails {mails}, answered customers {customers}, letters accepted {letters}, daemon exit {code}")
    print(f"seconds from the daemon's start to the last letter: {seconds:.2f} (its start-up included)")
    print(f"mails in per second {mails / seconds:.0f}, letters accepted per second {letters / seconds:.0f}")
    print(f"inbox {store.inbox.states()}, outbox {store.outbox.states()}")
    store.close()


if __name__ == "__main__":
    main()
