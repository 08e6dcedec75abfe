"""A small SMTP server that takes a mail for anybody; the only module that knows aiosmtpd."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from aiosmtpd import smtp

from mailbot.demo.listening import listen
from mailbot.demo.stamping import Envelope

Deliver = Callable[[bytes, Envelope], Awaitable[None]]


class SmtpServer:
    """Hands every mail to `deliver`, once per recipient and as it came, before it says 250; use it inside one loop."""

    def __init__(self, host: str, name: str, password: str, deliver: Deliver) -> None:
        self._host = host
        self._name = name
        self._password = password
        self._handler = _Handler(deliver)
        self._server: asyncio.Server | None = None
        self._protocols: list[smtp.SMTP] = []

    async def start(self, wanted: int = 0) -> int:
        """Listen on this port, or on a free one when it is taken, and name it; OSError when there is none."""
        loop = asyncio.get_running_loop()
        self._server, port = await listen(lambda port: loop.create_server(self._protocol, self._host, port), wanted)
        return port

    async def stop(self) -> None:
        """Stop listening and hang up on who is still connected."""
        if self._server:
            self._server.close()
        for protocol in self._protocols:
            if protocol.transport:
                protocol.transport.close()
        await asyncio.sleep(0)

    def _protocol(self) -> smtp.SMTP:
        self._protocols = [protocol for protocol in self._protocols if protocol.transport]
        # A host name keeps aiosmtpd from asking the DNS for its own. Who does not log in is served as well: many mail
        # programs insist on a login, and loopback needs none.
        protocol = smtp.SMTP(
            self._handler,
            hostname=self._name,
            ident="demo",
            enable_SMTPUTF8=True,
            authenticator=self._authenticate,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )
        self._protocols.append(protocol)
        return protocol

    def _authenticate(
        self, server: smtp.SMTP, session: smtp.Session, envelope: smtp.Envelope, mechanism: str, given: object
    ) -> smtp.AuthResult:
        del server, session, envelope, mechanism
        known = isinstance(given, smtp.LoginPassword) and given.password == self._password.encode()
        return smtp.AuthResult(success=known, handled=False)


class _Handler:
    """The hook that aiosmtpd calls when a mail is complete; it takes every recipient by itself."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: smtp.SMTP, session: smtp.Session, envelope: smtp.Envelope
    ) -> str:
        del server
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        sender = (envelope.mail_from or "").removeprefix("<>")  # aiosmtpd keeps the brackets of the null path
        for recipient in envelope.rcpt_tos:
            await self._deliver(raw, Envelope(sender, recipient, session.host_name or "", datetime.now(UTC)))
        return "250 2.0.0 OK"
