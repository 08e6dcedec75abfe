"""A real SMTP server on loopback that takes letters down byte by byte and answers by script."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

USER, PASSWORD = "bot@shop.example", "ひらけ sesame"


@dataclass(frozen=True, slots=True)
class Taken:
    """One accepted mail as the wire brought it, dots unstuffed."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Drop:
    """Close the connection instead of answering."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Answer nothing for so long."""

    seconds: float


Answer = str | Drop | Silence


@dataclass
class SmtpSink:
    """The server. `script[stage, address]` is what is said in place of yes; stages: mail, rcpt, data, dot, dot-kept.

    "mail" goes by sender, the others by recipient; "dot-kept" takes the mail before it answers.
    """

    host: str = "localhost"
    port: int = 0
    script: dict[tuple[str, str], Answer] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    close_after_each: bool = False
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def lines(self, verb: str) -> list[str]:
        """The commands of one verb that clients sent."""
        return [line for line in self.commands if line.upper().startswith(verb)]


class _Handler:
    """Keeps what is accepted."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_DATA(self, server: _Smtp, session: Any, envelope: Envelope) -> str:  # noqa: N802
        first = envelope.rcpt_tos[0]
        if said := self.sink.script.get(("dot", first)):
            return await server.say(said)
        content = envelope.original_content or b""
        sender = (envelope.mail_from or "").replace("<>", "")
        self.sink.taken.append(Taken(sender, tuple(envelope.rcpt_tos), content, time.monotonic()))
        if self.sink.close_after_each:
            self.sink.loop.call_later(0.02, server.transport.close)
        return await server.say(self.sink.script.get(("dot-kept", first), "250 2.0.0 taken"))


class _Smtp(SMTP):
    sink: SmtpSink
    transport: Any
    envelope: Any

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.sink.connections += 1

    async def _scripted(self, verb: str, arg: str | None) -> str | None:
        """The scripted answer to a command, or None."""
        address = _address(arg)
        if verb == "data":
            address = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        said = self.sink.script.get((verb, address))
        self.sink.commands.append(f"{verb.upper()} {arg or ''}".strip())
        return None if said is None else await self.say(said)

    async def push(self, status: str | bytes) -> None:
        """As aiosmtpd does, but any characters go."""
        line = status.encode() if isinstance(status, str) else status
        self._writer.write(line.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n")
        await self._writer.drain()

    async def say(self, said: Answer) -> str:
        if isinstance(said, Silence):
            await asyncio.sleep(said.seconds)
            return "250 late"
        if isinstance(said, Drop):
            self.transport.abort()
            return "421 gone"
        return said

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        said = await self._scripted("mail", arg)
        await (self.push(said) if said else super().smtp_MAIL(arg))

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        said = await self._scripted("rcpt", arg)
        if said and said.startswith("2"):
            self.envelope.rcpt_tos.append(_address(arg))
        await (self.push(said) if said else super().smtp_RCPT(arg))

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        said = await self._scripted("data", arg)
        await (self.push(said) if said else super().smtp_DATA(arg))

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802
        await self._scripted("rset", arg)
        await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        await self._scripted("quit", arg)
        await super().smtp_QUIT(arg)


def _address(arg: str | None) -> str:
    return (arg or "").partition("<")[2].partition(">")[0]


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=right, handled=False)


@contextlib.contextmanager
def smtp_sink(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, auth: bool = False, **options: Any
) -> Iterator[SmtpSink]:
    """A sink for the time of the block; with `auth` it takes mail from USER with PASSWORD only.

    `options` go to aiosmtpd, such as data_size_limit.
    """
    sink = SmtpSink()
    if auth:
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": bool(starttls)}

    def serve() -> SMTP:
        smtp = _Smtp(_Handler(sink), tls_context=starttls, require_starttls=bool(starttls), loop=sink.loop, **options)
        smtp.sink = sink
        return smtp

    server = sink.loop.run_until_complete(sink.loop.create_server(serve, "127.0.0.1", 0, ssl=tls))
    sink.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=sink.loop.run_forever, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.loop.call_soon_threadsafe(sink.loop.stop)
        thread.join()
        server.close()
        _end(sink.loop)


def _end(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks))
    loop.close()
