"""The reading child: reads mails from its standard input, writes messages to its output, and is not trusted.

A frame is a length in eight bytes, big endian, and as many bytes. The first frame is the reading. Then come "m" and a
raw mail, answered by "m" and the message as JSON, or "a", a part number, a line end and a raw mail, answered by "a" and
the bytes of that attachment. "e" and a sentence answer what failed.
"""

from __future__ import annotations

import codecs
import encodings
import os
import pkgutil
import resource
import signal
import sys
from typing import BinaryIO

LENGTH = 8
MAX_FRAME = 256 * 1024 * 1024
MAX_INDEX = 200  # bytes of a part number


def main(seconds: float, megabytes: int) -> None:
    """Serve until the input ends, as it does when the parent dies."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _alone()
    # Imported late, so that the limits below see all modules loaded and the parent never loads this module's needs.
    from mailbot.parsers import attachment_bytes, read  # noqa: PLC0415
    from mailbot.parsers.charset.charsets import load  # noqa: PLC0415
    from mailbot.parsers.wire import dump_message, load_reading  # noqa: PLC0415

    reading = load_reading(source.read(_size(source) or 0))
    _load_codecs()
    load()
    read(b"From: a@b.example\nDate: 1 Jan 2000 00:00:00 +0000\n\n", reading)
    _limit(megabytes)

    def answered(kind: bytes, index: bytes, raw: bytes) -> bytes:
        if kind == b"m":
            return b"m" + dump_message(read(raw, reading))
        found = attachment_bytes(raw, index.decode("ascii"), reading.limits)
        return b"e" + b"there is no such attachment" if found is None else b"a" + found

    while (size := _size(source)) is not None:
        kind = source.read(1)
        index = source.readline(MAX_INDEX) if kind == b"a" else b""
        raw = source.read(size - 1 - len(index))  # whole at once: of 50 MB there is never a second copy
        _alarms(seconds)
        try:
            answer = answered(kind, index.strip(), raw)
        except MemoryError:
            answer = b"e" + b"reading needs more memory than allowed"
        except Exception as error:  # the parent keeps the mail and says why
            answer = b"e" + f"reading failed: {type(error).__name__}".encode()
        _alarms(0)
        raw = b""
        sink.write(len(answer).to_bytes(LENGTH, "big") + answer)
        sink.flush()


def _size(source: BinaryIO) -> int | None:
    """How long the next frame is; None when there is none, as when the parent has died."""
    head = source.read(LENGTH)
    size = int.from_bytes(head, "big")
    return size if len(head) == LENGTH and size <= MAX_FRAME else None


def _load_codecs() -> None:
    """Load every codec now: Python looks for their files when a mail names them, and then no file may be opened."""
    for module in pkgutil.iter_modules(encodings.__path__):
        encodings.search_function(module.name)
    codecs.unregister(encodings.search_function)
    codecs.register(_known_codec)


def _known_codec(name: str) -> codecs.CodecInfo | None:
    try:
        return encodings.search_function(name)
    except OSError:  # it looked for a file
        return None


def _alone() -> None:
    """Only the parent decides when to stop: the signals of a terminal or of a service manager are not for us."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit(megabytes: int) -> None:
    """No more memory than said, no file written, and no further file or socket opened: what is open is 0, 1 and 2."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _alarms(seconds: float) -> None:
    """End ourselves when one mail takes too long, by processor time or by the clock, should the parent not do it."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * 2)
