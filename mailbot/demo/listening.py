"""Where a server of the demo listens: the port that is asked for, or any that is free when that one is taken."""

from __future__ import annotations

from asyncio import Server
from collections.abc import Awaitable, Callable


async def listen(open_on: Callable[[int], Awaitable[Server]], wanted: int) -> tuple[Server, int]:
    """The open server and its port; OSError when no port is free."""
    try:
        server = await open_on(wanted)
    except OSError:
        if not wanted:
            raise
        server = await open_on(0)
    return server, int(server.sockets[0].getsockname()[1])
