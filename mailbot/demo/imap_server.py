"""A small IMAP server that keeps its mail in memory; the only module that knows pymap."""

from __future__ import annotations

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.hashing import Cleartext

from mailbot.demo.listening import listen


class _LoopbackConfig(Config):
    """Settings for a server that no other machine can reach: no TLS, no look-ups in the DNS."""

    def __init__(self, args: Namespace, **settings: Any) -> None:
        super().__init__(args, **settings)
        self._mechanisms = SASLAuth.defaults()  # pymap would search the installed packages for them per connection

    @property
    def tls_auth(self) -> SASLAuth:
        return self._mechanisms

    @property
    def greeting(self) -> bytes:
        return b"demo ready"

    @classmethod
    def _load_certs(cls, extra: Mapping[str, Any]) -> ssl.SSLContext:
        # pymap would read certificates that the environment names; this one never offers STARTTLS.
        del extra
        return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


class _WholeResponses(asyncio.StreamWriter):
    """Sends a response at once instead of word by word: imapclient takes half a line in IDLE for a broken server."""

    def __init__(
        self,
        transport: asyncio.WriteTransport,
        protocol: asyncio.BaseProtocol,
        reader: asyncio.StreamReader,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(transport, protocol, reader, loop)
        self._pending = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._pending += data

    async def drain(self) -> None:
        super().write(bytes(self._pending))
        self._pending.clear()
        await super().drain()


class ImapServer:
    """Mailboxes by address, all with one password; use it inside one event loop."""

    def __init__(self, host: str, password: str) -> None:
        self._host = host
        self._password = password
        self._config = _config(host)
        self._login = Login(self._config)
        self._talk = IMAPServer(self._login, self._config)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, wanted: int = 0) -> int:
        """Listen on this port, or on a free one when it is taken, and name it; OSError when there is none."""
        self._config.apply_context()
        self._server, port = await listen(lambda port: asyncio.start_server(self._connected, self._host, port), wanted)
        return port

    async def stop(self) -> None:
        """Stop listening and say goodbye to who is still connected."""
        if self._server:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def append(self, user: str, raw: bytes, at: datetime) -> None:
        """Put a mail into somebody's INBOX, straight into memory; the mailbox is made when it is new."""
        identity = await self.open_mailbox(user)
        async with identity.new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(raw, at)])

    async def forget_oldest(self, user: str) -> None:
        """Take the oldest mail of somebody's folders out of memory; nothing when there is none."""
        if user not in self._login.users_dict:
            return
        async with Identity(user, self._login, None, frozenset()).new_session() as session:
            folders = session.mailbox_set
            names = [entry.name for entry in (await folders.list_mailboxes()).list() if entry.exists]
            boxes = [await folders.get_mailbox(name) for name in names]
            mails = [(mail.internal_date.timestamp(), mail.uid, box) for box in boxes async for mail in box.messages()]
            if mails:
                _, uid, box = min(mails, key=lambda one: one[:2])
                await box.delete([uid])

    async def open_mailbox(self, user: str) -> Identity:
        """Make sure that somebody can log in."""
        identity = Identity(user, self._login, None, frozenset())
        if user not in self._login.users_dict:
            await identity.set(UserMetadata(self._config, user, password=self._password))
        return identity

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        # `writer` stays in this frame: from Python 3.13 on a forgotten writer closes its connection.
        whole = _WholeResponses(writer.transport, writer.transport.get_protocol(), reader, asyncio.get_running_loop())
        await self._talk(reader, whole, SocketInfo.get(whole, None, unique_id=uuid4().bytes))


def _config(host: str) -> Config:
    # Clear text and no thread pool: pymap's own way hashes with 500,000 rounds in threads that outlive the server.
    return _LoopbackConfig(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=host,
        port=0,
        demo_data=False,
        demo_user="",
        demo_password="",
        tls_enabled=False,
        hash_context=Cleartext(),
        cpu_subsystem=Subsystem.for_asyncio(),
    )
