"""A small IMAP server that tells the truth until a test makes it lie."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

FULL = "IMAP4rev1 LITERAL+ UIDPLUS MOVE"
DATE = '"17-Mar-2026 09:30:00 +0900"'


@dataclass
class Mail:
    """A mail on the server. `size` is what the server claims."""

    raw: bytes
    size: int = -1
    flags: set[str] = field(default_factory=set)

    @property
    def claimed(self) -> int:
        return len(self.raw) if self.size < 0 else self.size


# (command without tag, honest answer without the tagged line, tagged line without tag) -> the two again; None: hang up
Lie = Callable[[str, bytes, str], tuple[bytes, str] | None]


def honest(command: str, answer: bytes, tagged: str) -> tuple[bytes, str] | None:
    return answer, tagged


@dataclass
class LyingImap:
    """Folders of mails by UID, one user, any password."""

    port: int = 0
    capabilities: str = FULL
    permanent: str = r"\Deleted \Seen \*"
    uidvalidity: int = 1
    exists: int | None = None
    lie: Lie = honest
    folders: dict[str, dict[int, Mail]] = field(default_factory=lambda: {"INBOX": {}})
    commands: list[str] = field(default_factory=list)
    _listener: socket.socket = field(default_factory=socket.socket)
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def inbox(self) -> dict[int, Mail]:
        return self.folders["INBOX"]

    def add(self, *mails: bytes) -> None:
        for raw in mails:
            self.inbox[max(self.inbox, default=0) + 1] = Mail(raw)

    def said(self, verb: str) -> list[str]:
        """The commands with this word in them that clients sent."""
        return [command for command in self.commands if verb in command]

    def start(self) -> None:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(20)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        for wire in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                wire, _ = self._listener.accept()
                self._open.append(wire)
                threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire: socket.socket) -> None:
        with contextlib.suppress(OSError), wire, wire.makefile("rb") as lines:
            wire.sendall(f"* OK [CAPABILITY {self.capabilities}] ready\r\n".encode())
            for line in lines:
                tag, _, command = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
                self.commands.append(command)
                said = self.lie(command, *self._answer(command))
                if said is None:
                    return
                wire.sendall(said[0] + f"{tag} {said[1]}\r\n".encode())

    def _answer(self, command: str) -> tuple[bytes, str]:
        for pattern, method in COMMANDS:
            if match := re.fullmatch(pattern, command, re.IGNORECASE):
                return method(self, *match.groups())
        return b"", "BAD what?"

    def _capability(self) -> tuple[bytes, str]:
        return f"* CAPABILITY {self.capabilities}\r\n".encode(), "OK done"

    def _fine(self, *_: str) -> tuple[bytes, str]:
        return b"", "OK done"

    def _logout(self) -> tuple[bytes, str]:
        return b"* BYE see you\r\n", "OK done"

    def _select(self, verb: str, name: str) -> tuple[bytes, str]:
        mails = self.folders.get(name)
        if mails is None:
            return b"", "NO no such folder"
        lines = [
            r"* FLAGS (\Deleted \Seen)",
            f"* {len(mails) if self.exists is None else self.exists} EXISTS",
            f"* OK [UIDVALIDITY {self.uidvalidity}] fixed",
            f"* OK [UIDNEXT {max(mails, default=0) + 1}] next",
        ]
        if self.permanent:
            lines.append(f"* OK [PERMANENTFLAGS ({self.permanent})] kept")
        return "".join(line + "\r\n" for line in lines).encode(), "OK [READ-WRITE] open"

    def _list(self, pattern: str) -> tuple[bytes, str]:
        names = [name for name in self.folders if pattern in ("*", name)]
        return "".join(f'* LIST () "/" "{name}"\r\n' for name in names).encode(), "OK done"

    def _create(self, name: str) -> tuple[bytes, str]:
        self.folders[name] = {}
        return b"", "OK made"

    def _search(self, wanted: str) -> tuple[bytes, str]:
        found = " ".join(str(uid) for uid in self._uids(wanted))
        return f"* SEARCH {found}".rstrip().encode() + b"\r\n", "OK done"

    def _fetch(self, uids: str, items: str) -> tuple[bytes, str]:
        order = sorted(self.inbox)
        answer = b""
        for uid in self._uids(uids):
            parts = [f"UID {uid}".encode(), *self._items(self.inbox[uid], items)]
            answer += b"* %d FETCH (%s)\r\n" % (order.index(uid) + 1, b" ".join(parts))
        return answer, "OK done"

    def _items(self, mail: Mail, items: str) -> Iterator[bytes]:
        if "RFC822.SIZE" in items:
            yield f"RFC822.SIZE {mail.claimed} INTERNALDATE {DATE}".encode()
        if match := re.search(r"BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?", items):
            start, count = int(match[1] or 0), int(match[2] or len(mail.raw))
            piece = mail.raw[start : start + count]
            yield b"BODY[]%s {%d}\r\n%s" % (b"<%d>" % start if match[1] else b"", len(piece), piece)

    def _copy(self, verb: str, uids: str, name: str) -> tuple[bytes, str]:
        if name not in self.folders:
            return b"", "NO [TRYCREATE] no such folder"
        for uid in self._uids(uids):
            target = self.folders[name]
            target[max(target, default=0) + 1] = Mail(self.inbox[uid].raw)
            if verb.upper() == "MOVE":
                del self.inbox[uid]
        return b"", "OK done"

    def _store(self, uids: str, flags: str) -> tuple[bytes, str]:
        for uid in self._uids(uids):
            self.inbox[uid].flags |= set(flags.split())
        return b"", "OK done"

    def _expunge(self, uids: str) -> tuple[bytes, str]:
        for uid in self._uids(uids):
            if r"\Deleted" in self.inbox[uid].flags:
                del self.inbox[uid]
        return b"", "OK done"

    def _uids(self, wanted: str) -> list[int]:
        top = max(self.inbox, default=0)
        found: set[int] = set()
        for piece in wanted.split(","):
            low, _, high = piece.partition(":")
            ends = sorted(top if end == "*" else int(end) for end in (low, high or low))
            found |= {uid for uid in self.inbox if ends[0] <= uid <= ends[1]}
        return sorted(found)


COMMANDS: tuple[tuple[str, Callable[..., tuple[bytes, str]]], ...] = (
    (r"CAPABILITY", LyingImap._capability),
    (r"(?:LOGIN|SUBSCRIBE) .*|NOOP", LyingImap._fine),
    (r"LOGOUT", LyingImap._logout),
    (r'(SELECT|EXAMINE) "?([^"]+)"?', LyingImap._select),
    (r'LIST "" "([^"]+)"', LyingImap._list),
    (r'CREATE "([^"]+)"', LyingImap._create),
    (r"UID SEARCH UID ([\d:,*]+)", LyingImap._search),
    (r"UID FETCH ([\d:,*]+) \((.*)\)", LyingImap._fetch),
    (r'UID (COPY|MOVE) ([\d,]+) "([^"]+)"', LyingImap._copy),
    (r"UID STORE ([\d,]+) \+FLAGS.SILENT \((.*)\)", LyingImap._store),
    (r"UID EXPUNGE ([\d,]+)", LyingImap._expunge),
)


@contextlib.contextmanager
def lying_imap(*mails: bytes, **settings: object) -> Iterator[LyingImap]:
    """A server on loopback for the time of the block."""
    server = LyingImap(**settings)  # type: ignore[arg-type]
    server.add(*mails)
    server.start()
    try:
        yield server
    finally:
        server.stop()
