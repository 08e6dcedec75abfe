"""A post office on loopback for the demo and the tests: SMTP in, stamped, into mailboxes that IMAP shows."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType

from mailbot.demo.imap_server import ImapServer
from mailbot.demo.post import post
from mailbot.demo.smtp_server import SmtpServer
from mailbot.demo.stamping import Envelope, stamp

LOOPBACK = "127.0.0.1"
AUTHSERV_ID = "mx.demo.example"
PASSWORD = "demo"  # noqa: S105 - of mailboxes that live in memory, on loopback, for a minute
SUPPORT = "support@lantern.example"
AGENT = "mika@lantern.example"
ENGINEERING = "engineering@lantern.example"
MAX_MAILS, MAX_BYTES = 2000, 256 * 1024 * 1024  # kept in memory; older ones are forgotten, in the mailboxes too
NOISY = ("mail.log", "mail.debug", "pymap")  # loggers of the two libraries: clients that hang up, unknown commands
UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail that reached a mailbox."""

    at: datetime
    sender: str  # envelope, "" for the null path
    recipient: str
    raw: bytes  # as it lies in the mailbox, stamped


@dataclass(frozen=True, slots=True)
class Ports:
    """Where to listen; 0, or a port that is taken: any that is free."""

    imap: int = 0
    smtp: int = 0


class DemoServers:
    """Both servers in one thread with its own loop; `with` starts and stops them.

    Everybody has a mailbox: log in on `imap_host:imap_port` with the whole address in lower case and `password`.
    Starting raises OSError when no port is free. Of what was delivered the newest mails are kept, see `MAX_MAILS`.
    """

    imap_host = smtp_host = LOOPBACK
    authserv_id = AUTHSERV_ID
    password = PASSWORD

    def __init__(
        self,
        *,
        support: str = SUPPORT,
        users: Sequence[str] = (AGENT, ENGINEERING),
        folder: Path | None = None,
        ports: Ports = Ports(),
        keep: int = MAX_MAILS,
    ) -> None:
        self.support = support
        self.users = (support, *users)
        self.imap_port = self.smtp_port = 0
        self._folder = folder
        self._ports = ports
        self._keep = keep
        self._delivered: deque[Delivered] = deque()
        self._count = self._bytes = 0  # ever delivered; kept
        self._news = threading.Condition()
        self._imap = ImapServer(LOOPBACK, PASSWORD)
        self._smtp = SmtpServer(LOOPBACK, AUTHSERV_ID, PASSWORD, self._deliver)
        self._ready: Future[tuple[int, int]] = Future()
        self._end: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="demo-servers", daemon=True)

    def __enter__(self) -> DemoServers:
        self._thread.start()
        self.imap_port, self.smtp_port = self._ready.result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set_result(None)
        self._thread.join()

    def send(self, raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Send a mail as a customer's program does, over a real socket: see `post` for shapes and errors."""
        post((self.smtp_host, self.smtp_port), raw, sender, recipients)

    def letters(self, recipient: str | None = None) -> tuple[Delivered, ...]:
        """What reached people so far, oldest first: everybody but the support address, or one of them."""
        with self._news:
            return tuple(mail for mail in self._delivered if self._is_for(mail, recipient))

    def wait_for_letter(self, recipient: str, number: int = 1, timeout: float = 10) -> Delivered | None:
        """The `number`-th letter to somebody, as soon as it is there; None after `timeout` seconds."""
        with self._news:
            if self._news.wait_for(lambda: len(self.letters(recipient)) >= number, timeout):
                return self.letters(recipient)[number - 1]
        return None

    def news(self, after: int, timeout: float) -> tuple[int, tuple[Delivered, ...]]:
        """How many mails were ever delivered, and those to anybody after the first `after`, oldest first.

        Waits `timeout` seconds for one. Who asks too seldom misses mails that are forgotten by then.
        """
        with self._news:
            self._news.wait_for(lambda: self._count > after, timeout)
            kept = len(self._delivered)
            fresh = max(0, min(self._count - after, kept))
            return self._count, tuple(islice(self._delivered, kept - fresh, None))

    def _is_for(self, mail: Delivered, recipient: str | None) -> bool:
        to = mail.recipient.casefold()
        return to == recipient.casefold() if recipient else to != self.support.casefold()

    async def _deliver(self, raw: bytes, envelope: Envelope) -> None:
        stamped = stamp(raw, envelope, AUTHSERV_ID)
        mail = Delivered(envelope.at, envelope.sender, envelope.recipient, stamped)
        await self._imap.append(envelope.recipient.casefold(), stamped, envelope.at)
        with self._news:
            self._delivered.append(mail)
            self._count, self._bytes = self._count + 1, self._bytes + len(stamped)
            self._write(mail, self._count)
            self._news.notify_all()
        await self._forget()

    async def _forget(self) -> None:
        """Let the oldest mails go, so that a server that runs for weeks does not grow."""
        while len(self._delivered) > self._keep or (self._bytes > MAX_BYTES and len(self._delivered) > 1):
            with self._news:
                oldest = self._delivered.popleft()
                self._bytes -= len(oldest.raw)
            await self._imap.forget_oldest(oldest.recipient.casefold())

    def _write(self, mail: Delivered, number: int) -> None:
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = UNSAFE.sub("_", mail.recipient)[:100]
            (self._folder / f"{number:04}-{name}.eml").write_bytes(mail.raw)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            if not self._ready.done():  # nobody shall wait for what will never be ready
                self._ready.set_exception(RuntimeError("the demo's servers did not start"))

    async def _serve(self) -> None:
        _silence()
        # What breaks after a client left is nobody's business here.
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        try:
            if await self._open():
                await asyncio.wrap_future(self._end)
        finally:
            await self._smtp.stop()
            await self._imap.stop()

    async def _open(self) -> bool:
        try:
            ports = await self._imap.start(self._ports.imap), await self._smtp.start(self._ports.smtp)
            for user in self.users:
                await self._imap.open_mailbox(user.casefold())
        except OSError as error:
            self._ready.set_exception(error)
            return False
        self._ready.set_result(ports)
        return True


def _silence() -> None:
    # Without a handler of its own a logger's warnings go to the terminal, which belongs to the demo's story.
    for name in NOISY:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
