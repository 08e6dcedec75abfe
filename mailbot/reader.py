"""Run the parsers in one long-lived child with limits: what hurts them is the trouble of one mail, not of the queue."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from mailbot.model import Message, Original, Reading, pieces_of
from mailbot.parsers.wire import GarbledError, dump_reading, load_message

LENGTH = 8
MAX_ANSWER = 256 * 1024 * 1024
CHUNK = 1024 * 1024
HEADER = 64 * 1024
BLANK = re.compile(rb"\r?\n\r?\n")
START_SECONDS = 30.0
# The parent's path and nothing else of it: neither its environment, where a password may stand, nor its options.
PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from mailbot.parsers.child import main; "
    "main(float(sys.argv[2]), int(sys.argv[3]))"
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that could not be read, and the sentence that says why."""

    reason: str


def header_of(raw: bytes | Original) -> bytes:
    """A mail without its body, for when the whole of it could not be read; a header beyond a piece is cut."""
    start = next(iter(pieces_of(raw)), b"")[:HEADER]
    found = BLANK.search(start)
    return start[: found.start()] if found else start


class _LostError(Exception):
    """The child died, took too long or wrote nonsense."""


class Reader:
    """Reads mails in a child process that is started on the first one and again whenever it dies.

    `seconds` bounds one mail by processor time and by the clock, `megabytes` the child's address space. `command`
    replaces the program of the child.
    """

    def __init__(
        self, reading: Reading, seconds: float = 10.0, megabytes: int = 256, command: tuple[str, ...] = ()
    ) -> None:
        self._reading = reading
        self._seconds = seconds
        self._command = command or (
            *(sys.executable, "-I", "-c", PROGRAM, json.dumps(sys.path)),
            *(str(seconds), str(megabytes)),
        )
        self._child: subprocess.Popen[bytes] | None = None
        self._fresh = False  # a child that has not proved yet that it is up
        self._interrupted = False

    @property
    def pid(self) -> int:
        """The process id of the child, 0 when none runs."""
        return self._child.pid if self._child and self._child.poll() is None else 0

    def ready(self) -> None:
        """Start the child where none runs, so that its start is part of no mail; OSError when there can be none."""
        with suppress(_LostError):  # the mail that comes next hears of it
            self._up()

    def read(self, raw: bytes | Original) -> Message | Unread:
        """The mail as read, or why it could not be; after a failure the next mail meets a fresh child."""
        answer = self._asked(b"m", raw)
        if isinstance(answer, Unread):
            return answer
        try:
            return load_message(answer)
        except GarbledError as error:
            return Unread(f"The mail could not be read: {error}{self._stop()}.")

    def attachment(self, raw: bytes | Original, index: str) -> bytes | Unread:
        """The decoded bytes of one attachment of a mail, by its part number."""
        return self._asked(b"a" + index.encode("ascii", "replace") + b"\n", raw)

    def _asked(self, question: bytes, raw: bytes | Original) -> bytes | Unread:
        """The child's answer. OSError when no child can be started: that is the machine's trouble, not the mail's."""
        self._interrupted = False
        try:
            self._up()
        except _LostError as error:
            return self._unread(error)
        try:
            return self._answer(question[:1], self._exchange(question, raw, time.monotonic() + self._seconds))
        except (_LostError, OSError) as error:
            return self._unread(error)

    def _unread(self, error: Exception) -> Unread:
        ended = self._stop()
        if self._interrupted:
            return Unread("Reading was interrupted.")
        return Unread(f"The mail could not be read: {error}{ended}.")

    def _up(self) -> None:
        """Have a child that has proved to be up."""
        if not self.pid:
            self._stop()
            self._child = self._spawned()
        if self._fresh:
            self._greet()

    def close(self) -> None:
        """End the child; never raises."""
        self._stop()

    def interrupt(self) -> None:
        """Make a running `read` end now; called from a signal handler."""
        self._interrupted = True
        if self._child is not None:
            self._child.kill()

    def _spawned(self) -> subprocess.Popen[bytes]:
        self._fresh = True
        return subprocess.Popen(  # noqa: S603 - our own program
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
        )

    def _greet(self) -> None:
        try:
            self._exchange_greetings()
        except OSError as error:  # a pipe to a child that died at once
            raise _LostError(str(error)) from error

    def _exchange_greetings(self) -> None:
        for number in (0, 1):
            os.set_blocking(self._pipe(number), False)
        # An empty mail proves that the child is up: the time to start is not charged to the first mail.
        deadline = time.monotonic() + max(START_SECONDS, self._seconds)
        self._send(dump_reading(self._reading), b"", deadline)
        self._exchange(b"m", b"", deadline)
        self._fresh = False

    def _exchange(self, question: bytes, raw: bytes | Original, deadline: float) -> bytes:
        self._send(question, raw, deadline)
        size = int.from_bytes(self._receive(LENGTH, deadline), "big")
        if not 0 < size <= MAX_ANSWER:
            raise _LostError("the reader wrote nonsense")
        return self._receive(size, deadline)

    def _answer(self, kind: bytes, frame: bytes) -> bytes | Unread:
        if frame[:1] == kind:
            return frame[1:]
        if frame[:1] == b"e":
            return Unread(f"The mail could not be read: {frame[1:201].decode('ascii', 'replace')}.")
        raise _LostError("the reader wrote nonsense")

    def _send(self, question: bytes, raw: bytes | Original, deadline: float) -> None:
        """Write a frame; the child reads all of it before it answers, so there is nothing to read meanwhile."""
        self._write((len(question) + len(raw)).to_bytes(LENGTH, "big") + question, deadline)
        for piece in pieces_of(raw):
            self._write(piece, deadline)

    def _write(self, data: bytes, deadline: float) -> None:
        pipe = self._pipe(0)
        rest = memoryview(data)
        while rest:
            self._wait(pipe, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(pipe, rest[:CHUNK]) :]
            except BlockingIOError:
                continue

    def _receive(self, size: int, deadline: float) -> bytes:
        pipe = self._pipe(1)
        pieces: list[bytes] = []
        while size:
            self._wait(pipe, select.POLLIN, deadline)
            piece = os.read(pipe, min(size, CHUNK))
            if not piece:
                raise _LostError("the reader died")
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _pipe(self, number: int) -> int:
        child = self._child
        pipe = (child.stdin, child.stdout)[number] if child else None
        if pipe is None:
            raise _LostError("the reader is gone")
        return pipe.fileno()

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        left = deadline - time.monotonic()
        if self._interrupted:  # before there was a child to kill
            raise _LostError("interrupted")
        if left <= 0 or not poll.poll(left * 1000):
            raise _LostError(f"it took longer than {self._seconds:g} seconds")

    def _stop(self) -> str:
        """End the child and close its pipes; how it ended, for people."""
        child, self._child = self._child, None
        if child is None:
            return ""
        died = child.poll()
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        child.wait()
        return f" (signal {-died})" if died and died < 0 else ""
