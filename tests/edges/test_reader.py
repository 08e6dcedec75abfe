"""The reading child: killed, stopped, fed with bombs, replaced by liars."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model import Message, Reading
from mailbot.parsers import read
from mailbot.reader import Reader, Unread

READING = Reading(("help@ours.example",), "desk-1", "mx.ours.example")
MAIL = b"From: ann@shop.example\r\nSubject: hello\r\n\r\nThe app crashes.\r\n"


@pytest.fixture
def reader() -> Iterator[Reader]:
    one = Reader(READING, seconds=5)
    yield one
    one.close()


def liar(program: str) -> Reader:
    """A reader whose child runs another program."""
    return Reader(READING, seconds=1, command=(sys.executable, "-c", program))


def wait_until_gone(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


def test_it_reads_as_the_parsers_do(reader: Reader) -> None:
    assert reader.read(MAIL) == read(MAIL, READING)


@pytest.mark.parametrize(
    ("sender", "data", "text"),
    [
        pytest.param(b"a@docomo.ne.jp", b"\xf8\x9f\x82\xa0", "☀あ", id="the emoji of a carrier"),
        pytest.param(b"a@shop.example", "Здравствуйте, не работает программа".encode("koi8_r"), None, id="Russian"),
        pytest.param(b"a@shop.example", "Dzień dobry, program wciąż się zamyka.".encode("cp1250"), None, id="Polish"),
        pytest.param(b"a@shop.example", "您好，更新之後程式無法啟動".encode("cp950"), None, id="Chinese"),
    ],
)
def test_no_guess_needs_a_file_that_can_no_longer_be_opened(
    reader: Reader, sender: bytes, data: bytes, text: str | None
) -> None:
    raw = b"From: " + sender + b"\r\nContent-Type: text/plain; charset=x-sjis-docomo\r\n\r\n" + data
    raw = raw if text else raw.replace(b"x-sjis-docomo", b"x-unknown")
    found = reader.read(raw)
    assert found == read(raw, READING)
    assert isinstance(found, Message)
    assert text is None or found.text == text


def test_it_starts_on_the_first_mail_and_keeps_its_child(reader: Reader) -> None:
    assert reader.pid == 0
    reader.read(MAIL)
    first = reader.pid
    reader.read(MAIL)
    assert reader.pid == first > 0


def test_a_killed_child_costs_at_most_one_mail(reader: Reader) -> None:
    reader.read(MAIL)
    os.kill(reader.pid, signal.SIGKILL)
    reader.read(MAIL)
    assert isinstance(reader.read(MAIL), Message)


def test_a_child_killed_at_work_makes_the_mail_unread(reader: Reader) -> None:
    reader.read(MAIL)
    os.kill(reader.pid, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (reader.pid, signal.SIGKILL)).start()
    found = reader.read(MAIL)
    assert isinstance(found, Unread)
    assert "died" in found.reason
    assert isinstance(reader.read(MAIL), Message)


def test_a_hanging_child_is_ended_in_time() -> None:
    reader = Reader(READING, seconds=1)
    reader.read(MAIL)
    os.kill(reader.pid, signal.SIGSTOP)
    start = time.monotonic()
    assert reader.read(MAIL) == Unread("The mail could not be read: it took longer than 1 seconds.")
    assert time.monotonic() - start < 3
    assert isinstance(reader.read(MAIL), Message)
    reader.close()


def test_a_mail_that_takes_too_long_is_given_up() -> None:
    reader = Reader(READING, seconds=0.05)
    slow = b"Content-Type: text/html\n\n" + b"<b>x</b>" * 200_000
    reader.read(MAIL)
    assert isinstance(reader.read(slow), Unread)
    assert isinstance(reader.read(MAIL), Message)
    reader.close()


def test_a_mail_that_needs_too_much_memory_is_given_up() -> None:
    reader = Reader(READING, megabytes=80)
    found = reader.read(MAIL + b"x" * 50_000_000)
    assert isinstance(found, Unread)
    assert isinstance(reader.read(MAIL), Message)
    reader.close()


def test_fifty_megabytes_are_read(reader: Reader) -> None:
    head = b"From: ann@shop.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
    head += b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n"
    found = reader.read(head + (b"QUJD" * 19 + b"\r\n") * 640_000 + b"\n--b--\n")
    assert isinstance(found, Message)
    assert (found.text, found.attachments[0].size) == ("hello", 57 * 640_000)


def test_the_signals_of_a_terminal_are_for_the_parent(reader: Reader) -> None:
    reader.read(MAIL)
    before = reader.pid
    os.kill(before, signal.SIGINT)
    os.kill(before, signal.SIGTERM)
    assert isinstance(reader.read(MAIL), Message)
    assert reader.pid == before
    assert os.getsid(before) != os.getsid(0)


def test_the_child_can_open_neither_files_nor_sockets_and_knows_no_secrets(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", "canary")
    reader.read(MAIL)
    proc = Path(f"/proc/{reader.pid}")
    limits = {line.split("  ")[0]: line.split()[-3] for line in (proc / "limits").read_text().splitlines()[1:]}
    assert (limits["Max open files"], limits["Max core file size"], limits["Max file size"]) == ("3", "0", "0")
    assert len(list((proc / "fd").iterdir())) == 3
    assert b"canary" not in (proc / "environ").read_bytes()


def test_it_ends_with_its_parent() -> None:
    program = (
        "import sys; sys.path[:] = sys.argv[1].split(':'); from mailbot.reader import Reader; "
        "from mailbot.model import Reading; r = Reader(Reading()); r.read(b''); print(r.pid, flush=True); "
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    read_end, write_end = os.pipe()
    arguments = [sys.executable, "-c", program, ":".join(sys.path)]
    parent = os.posix_spawn(sys.executable, arguments, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, write_end, 1)])
    os.close(write_end)
    child = int(os.read(read_end, 100))
    os.close(read_end)
    os.waitpid(parent, 0)
    assert wait_until_gone(child)


def test_an_interrupt_ends_a_running_read(reader: Reader) -> None:
    reader.read(MAIL)
    os.kill(reader.pid, signal.SIGSTOP)
    threading.Timer(0.1, reader.interrupt).start()
    assert reader.read(MAIL) == Unread("Reading was interrupted.")
    assert isinstance(reader.read(MAIL), Message)


def test_close_twice_and_read_again(reader: Reader) -> None:
    reader.read(MAIL)
    reader.close()
    reader.close()
    assert isinstance(reader.read(MAIL), Message)


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("print('hello')", id="one that talks"),
        pytest.param("import sys; sys.exit(3)", id="one that ends"),
        pytest.param(
            "import sys; sys.stdout.buffer.write(b'\\xff' * 99); sys.stdout.flush(); input()", id="a mad length"
        ),
        pytest.param(
            "import sys; sys.stdout.buffer.write((5).to_bytes(8, 'big') + b'm{}[]');"
            "sys.stdout.buffer.write((9).to_bytes(8, 'big') + b'mgarbage!'); sys.stdout.flush(); input()",
            id="garbage in a frame",
        ),
        pytest.param("import time; time.sleep(99)", id="one that says nothing"),
    ],
)
def test_lies_are_unread_mails(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.reader.START_SECONDS", 1.0)
    reader = liar(program)
    assert isinstance(reader.read(MAIL), Unread)
    reader.close()


def test_a_child_that_cannot_be_started_is_the_trouble_of_the_machine_not_of_the_mail() -> None:
    reader = Reader(READING, command=("/nowhere/at/all",))
    with pytest.raises(FileNotFoundError):
        reader.read(MAIL)


def test_the_child_hands_out_attachments(reader: Reader) -> None:
    raw = (
        b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/plain\r\n\r\nsee file\r\n--x\r\nContent-Type: application/octet-stream\r\n"
        b'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="f.bin"\r\n\r\n'
        b"AAEC\r\n--x--\r\n"
    )
    message = reader.read(raw)
    assert isinstance(message, Message)
    assert reader.attachment(raw, message.attachments[0].index) == b"\x00\x01\x02"
    assert isinstance(reader.attachment(raw, "9"), Unread)
    assert isinstance(reader.read(MAIL), Message)
