"""The whole demo as a process, as somebody sees it who types `make demo` or `make demo-server`."""

from __future__ import annotations

import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from imapclient import IMAPClient

from mailbot.demo.cast import CAST
from mailbot.demo.customers import NAOKO
from mailbot.demo.pages import cells
from mailbot.demo.replies import read_letter
from mailbot.demo.servers import AGENT, ENGINEERING, PASSWORD, SUPPORT

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
DEMO = [sys.executable, "-m", "mailbot", "demo"]
VISITOR = "you@visitor.example"
QUESTION = f"From: {VISITOR}\r\nTo: {SUPPORT}\r\nMessage-ID: <v1@visitor.example>\r\nSubject: A question\r\n\r\n" + (
    "Hello,\r\n\r\nhow do I change my password?\r\n"
)

pytestmark = pytest.mark.usefixtures("nothing_leaks")


@dataclass(frozen=True)
class Ran:
    """A demo that ended."""

    code: int
    out: str
    error: str
    folder: Path
    seconds: float


def env(columns: int) -> dict[str, str]:
    return os.environ | {"COLUMNS": str(columns), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}


def run(folder: Path, columns: int = 80) -> Ran:
    began = time.monotonic()
    ran = subprocess.run(
        [*DEMO, "--folder", str(folder)], cwd=ROOT, env=env(columns), capture_output=True, timeout=200, check=False
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode(), folder, time.monotonic() - began)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run(tmp_path_factory.mktemp("demo") / "demo")


def commands(told: str, heading: str) -> list[str]:
    """The lines below a heading that are there to be typed."""
    below = told.partition(f"\n{heading}\n")[2].partition("\n\n")[0]
    return [line.strip() for line in below.split("\n") if re.match(r"  \S", line)]


def test_everything_comes_true_in_less_than_a_minute(show: Ran) -> None:
    assert (show.code, show.error) == (0, ""), show.out[-2000:]
    assert show.out.rstrip().endswith("Everything came true as expected.")
    assert "NOT" not in show.out
    assert show.seconds < 60


def test_it_fits_a_small_terminal(show: Ran) -> None:
    typed = [*commands(show.out, "Everything is kept:"), *commands(show.out, "Look further:")]
    assert [line for line in show.out.split("\n") if cells(line) > 80 and line.strip() not in typed] == []


def test_everybody_and_the_letters_are_shown(show: Ran) -> None:
    for person in CAST:
        assert re.search(rf"^{person.name}, {person.role}", show.out, re.M)
    for words in (
        "高橋 直子 様",
        "Thank you for writing to Lantern Support.",
        "case.json, original-1.eml",
        "write #note on its first line",
        "一覧を読み込む処理が、請求書の多い月に時間切れになっておりました。",
    ):
        assert words in show.out


def test_letters_database_and_log_lie_where_it_says(show: Ran) -> None:
    letters, database, log = map(Path, commands(show.out, "Everything is kept:"))
    found = re.search(r"(\d+) mails, (\d+) cases", show.out)
    assert found
    assert len(list(letters.glob("*.eml"))) == int(found[1])
    assert database.read_bytes().startswith(b"SQLite format 3")
    assert '"stopped"' in log.read_text()


def test_the_commands_work_as_typed(show: Ran) -> None:
    typed = commands(show.out, "Look further:")
    assert len(typed) == 4
    for command in (*typed, f"{sys.executable} -m mailbot check --config {show.folder}/config"):
        ran = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert (ran.returncode, ran.stderr) == (0, b""), command
        assert ran.stdout
    for command in (*commands(show.out, "On to a real mailbox (see the README):"), *typed):
        words = command.split()[0], *command.split()[1:2], "--help"
        assert subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode == 0


@contextmanager
def started(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*DEMO, "--folder", str(folder), *options],
        cwd=ROOT,
        env=env(80),
        stdout=(folder.parent / "told").open("w"),
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)


def told(folder: Path) -> str:
    return (folder.parent / "told").read_text(encoding="utf-8")


def until(found: Callable[[], T | None], seconds: float = 60) -> T:
    end = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.05)
    assert value
    return value


def daemon_of(folder: Path) -> int:
    """The process id that the daemon wrote beside its database."""
    lock = folder / "mailbot.db.lock"
    return int(until(lambda: lock.read_text().strip() if lock.exists() else ""))


def test_a_daemon_that_dies_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with started(folder) as process:
        os.kill(daemon_of(folder), signal.SIGKILL)
        assert process.wait(timeout=60) == 1
    last = told(folder).partition("NOT as expected:")[2]
    assert "the daemon ended with exit code -9" in last
    assert f"{NAOKO.name} got" in last


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_show_that_is_stopped_leaves_no_daemon(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "demo"
    with started(folder) as process:
        daemon = daemon_of(folder)
        process.send_signal(number)
        assert process.wait(timeout=60) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(daemon, 0)


def port(folder: Path, name: str) -> int:
    found = until(lambda: re.search(rf"^  {name} .*port (\d+)", told(folder), re.M))
    return int(found[1])


def inbox(folder: Path, user: str, at_least: int) -> list[bytes]:
    with IMAPClient("127.0.0.1", port(folder, "IMAP"), ssl=False, timeout=30) as client:
        client.login(user, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        until(lambda: len(client.search()) >= at_least or client.noop() is None)
        mails = client.fetch(client.search(), ["BODY.PEEK[]"])
    return [mails[uid][b"BODY[]"] for uid in sorted(mails)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_the_servers_stay_up_until_they_are_stopped(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "demo"
    with started(folder, "--serve") as process:
        assert read_letter(inbox(folder, NAOKO.address, 1)[0]).subject == f"Re: [CASE-1] {NAOKO.subject}"
        assert len(inbox(folder, AGENT, 9)) >= 9
        assert inbox(folder, ENGINEERING, 1)
        assert inbox(folder, VISITOR, 0) == []
        with smtplib.SMTP("127.0.0.1", port(folder, "SMTP"), local_hostname="visitor.example", timeout=30) as client:
            client.sendmail(VISITOR, [SUPPORT], QUESTION.encode())
        assert b"In-Reply-To: <v1@visitor.example>" in inbox(folder, VISITOR, 1)[0]
        daemon = daemon_of(folder)
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
    assert told(folder).endswith("Closed. Everything is kept.\n")
    assert "Traceback" not in told(folder)
    for name in ("IMAP", "SMTP"):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port(folder, name)), timeout=5)
    with pytest.raises(ProcessLookupError):
        os.kill(daemon, 0)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.eml").write_text("mine")
    ran = run(tmp_path)
    assert ran.code == 2
    assert "is not empty and holds no earlier demo" in ran.error
    assert [path.name for path in tmp_path.iterdir()] == ["letter.eml"]


def test_a_folder_of_an_earlier_demo_is_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):
        with started(folder, "--serve") as process:
            until(lambda: "[CASE-1] bug" in told(folder))
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
