"""The wire under an IMAP conversation: imapclient on a socket of ours, with limits to what it swallows."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import socket

from imapclient import IMAPClient, SocketTimeout

from mailbot.dial import Dial
from mailbot.model import UnreachableError

ANSWER_BYTES = 16 << 20  # all that one command may be answered with, beside the mails it asks for

# Its log lines repeat what strangers wrote; ours are made elsewhere.
logging.getLogger("imapclient").addHandler(logging.NullHandler())
logging.getLogger("imapclient").propagate = False

# imapclient reads an answer with the trust of a friend: a server that lies makes it raise any of these.
BROKEN = (
    imaplib.IMAP4.error,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    MemoryError,
)


class OversizeError(UnreachableError):
    """The server answers with far more bytes than it announced; the connection is dead."""


class Wire(imaplib.IMAP4):
    """imaplib on our own socket, with a limit to what one command is answered."""

    def __init__(self, dial: Dial) -> None:
        self.dial = dial
        self.budget = ANSWER_BYTES
        super().__init__(dial.host, dial.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:  # noqa: ARG002
        return self.dial.connect()

    def read(self, size: int) -> bytes:
        """A literal whole, or an error: half a mail must never look like a mail."""
        self._spend(size)
        data = super().read(size)
        if len(data) != size:
            raise self.abort(f"the connection ended after {len(data)} of {size} bytes of a mail")
        return data

    def readline(self) -> bytes:
        """A line; endless answers end here."""
        line = super().readline()
        self._spend(len(line))
        return line

    def _spend(self, size: int) -> None:
        if size > self.budget:
            raise OversizeError(f"{self.dial.place} answers with far more bytes than it announced: nothing was taken")
        self.budget -= size


class Client(IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """imapclient on that wire, quiet and with dates that keep their zone."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        seconds = dial.login.timeout_seconds
        super().__init__(
            dial.host, dial.port, ssl=dial.login.security == "tls", timeout=SocketTimeout(seconds, seconds)
        )
        # imapclient sets imaplib's debug to 5: each line is then formatted, and fetching takes twice as long.
        with contextlib.suppress(AttributeError):
            self._imap.debug = 0
        self.normalise_times = False  # the default makes INTERNALDATE naive and local

    def _create_IMAP4(self) -> Wire:  # noqa: N802
        return Wire(self._dial)
