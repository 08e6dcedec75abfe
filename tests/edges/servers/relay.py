"""A TCP relay that stands before a server and cuts, swallows, changes or stalls what passes."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


class CutError(Exception):
    """End both connections after handing on these last bytes."""

    def __init__(self, last: bytes = b"") -> None:
        super().__init__("cut")
        self.last = last


class Tap:
    """What happens to the bytes of one connection; this one lets everything pass."""

    def up(self, data: bytes) -> bytes:
        """Bytes from client to server."""
        return data

    def down(self, data: bytes) -> bytes:
        """Bytes from server to client."""
        return data


@dataclass
class Cut(Tap):
    """Cut so many bytes after a pattern was first seen from the server (`down`) or the client."""

    pattern: bytes
    extra: int = 0
    direction: str = "down"
    seen: bytes = b""
    done: bool = False

    def up(self, data: bytes) -> bytes:
        return self._pass(data) if self.direction == "up" else data

    def down(self, data: bytes) -> bytes:
        return self._pass(data) if self.direction == "down" else data

    def _pass(self, data: bytes) -> bytes:
        passed = len(self.seen)
        self.seen += data
        match = re.search(self.pattern, self.seen, re.DOTALL)
        if match and len(self.seen) >= match.end() + self.extra:
            raise CutError(self.seen[passed : match.end() + self.extra])
        return data


@dataclass
class Swallow(Tap):
    """Let a client's command pass that matches, keep its answer, and cut: the server did it, nobody hears."""

    pattern: bytes
    until: bytes = b"\r\n"
    armed: bool = False
    tail: bytes = b""
    held: bytes = b""

    def up(self, data: bytes) -> bytes:
        self.armed = self.armed or re.search(self.pattern, self.tail + data) is not None
        self.tail = data[-64:]
        return data

    def down(self, data: bytes) -> bytes:
        if not self.armed:
            return data
        self.held += data
        if re.search(self.until, self.held):
            raise CutError
        return b""


@dataclass
class Replace(Tap):
    """Change what the server says."""

    pattern: bytes
    by: bytes

    def down(self, data: bytes) -> bytes:
        return re.sub(self.pattern, self.by, data)


@dataclass
class Stall(Tap):
    """Say nothing more to the client once the server's words match."""

    pattern: bytes
    seen: bytes = b""

    def down(self, data: bytes) -> bytes:
        self.seen += data
        return b"" if re.search(self.pattern, self.seen) else data


@dataclass
class Relay:
    """Listens on `port`; `tap` makes what new connections get, and may be changed at any time."""

    target: int
    tap: Callable[[], Tap] = Tap
    port: int = 0
    connections: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)
    _open: list[socket.socket] = field(default_factory=list)

    def start(self) -> None:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(50)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def hang_up(self) -> None:
        """End all connections there are, as a server does with idle ones."""
        for wire in self._open:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        self.hang_up()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for wire in (self._listener, *self._open):
            wire.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.connections += 1
            self._open += [client, server]
            tap = self.tap()
            for source, sink, change in ((client, server, tap.up), (server, client, tap.down)):
                threading.Thread(target=_pump, args=(source, sink, change), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, change: Callable[[bytes], bytes]) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(change(data))
    except CutError as cut:
        with contextlib.suppress(OSError):
            sink.sendall(cut.last)
    except OSError:
        pass
    for wire in (source, sink):
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def relay(target: int, tap: Callable[[], Tap] = Tap) -> Iterator[Relay]:
    """A relay on loopback for the time of the block."""
    running = Relay(target, tap)
    running.start()
    try:
        yield running
    finally:
        running.stop()
