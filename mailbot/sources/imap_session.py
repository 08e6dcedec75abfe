"""One conversation with an IMAP server: imapclient with its traps fenced in."""

from __future__ import annotations

import contextlib
import imaplib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from mailbot.config.settings import ImapMailbox
from mailbot.dial import Dial, one_line, plain
from mailbot.model import UnreachableError
from mailbot.sources.imap_wire import ANSWER_BYTES, BROKEN, Client

COMMAND_UIDS = 200  # keeps a command line under 8192 octets (RFC 7162 section 4) whatever the UIDs
COMMAND_SECONDS = 600.0  # one command, also when the answer comes byte by byte
LOGOUT_SECONDS = 2.0
ANSWERED_NO = re.compile(r"^\w+ (failed:|command error: BAD)")


class RefusedError(UnreachableError):
    """The server answered NO or BAD (RFC 3501 section 7.1); the connection itself is still good."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What SELECT or EXAMINE said (RFC 3501 section 6.3.1)."""

    uidvalidity: int
    exists: int
    uidnext: int  # 0 when the server does not tell
    keywords: frozenset[bytes]  # PERMANENTFLAGS in lower case; b"\\*" means: any


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail in the folder before its bytes are fetched."""

    uid: int
    size: int  # RFC822.SIZE, a promise
    received_at: datetime  # INTERNALDATE in UTC


class Session:
    """A logged-in connection. Methods raise RefusedError for NO, and UnreachableError after which it is dead."""

    def __init__(self, box: ImapMailbox, dial: Dial) -> None:
        self._box = box
        self._dial = dial
        self._client: Any = None
        with self._wire():
            self._client = Client(dial)
            if box.security == "starttls":
                self._starttls()
            self._login()

    @property
    def alive(self) -> bool:
        """Whether nothing has gone wrong on this connection yet."""
        return self._client is not None

    def has(self, capability: str) -> bool:
        """Whether the server announced a capability (RFC 3501 section 7.2.1)."""
        with self._wire():
            return bool(self._client.has_capability(capability))

    def select(self, name: str, read_only: bool) -> Folder:
        """Open a folder, again if need be: only then must the server show new mail and a new UIDVALIDITY."""
        with self._wire():
            said = self._select(plain(name, "the folder name"), read_only)
            if not said.get(b"UIDVALIDITY"):
                raise UnreachableError(f"{self._dial.place} gives no UIDVALIDITY for {name!r}: mails have no identity")
            return Folder(
                int(said[b"UIDVALIDITY"]),
                int(said.get(b"EXISTS") or 0),
                int(said.get(b"UIDNEXT") or 0),
                frozenset(bytes(flag).lower() for flag in said.get(b"PERMANENTFLAGS") or ()),
            )

    def search(self, low: int, high: int | None = None) -> list[int]:
        """The UIDs in `[low, high]`, ascending; without `high` up to the end."""
        with self._wire():
            found = self._client.search(["UID", f"{low}:{high or '*'}"])
        # "*" is the highest UID even when it is below `low` (RFC 3501 section 9, seq-range).
        return sorted({uid for uid in found if uid >= low and (high is None or uid <= high)})

    def top(self) -> int:
        """The highest UID, 0 when the folder is empty or the server does not tell."""
        with self._wire():
            return max(self._client.search(["UID", "*"]), default=0)

    def entries(self, uids: Sequence[int]) -> list[Entry]:
        """Sizes and dates by UID, ascending; those that are gone are left out."""
        found: list[Entry] = []
        for some in slices(uids):
            with self._wire():
                said = self._client.fetch(some, ["RFC822.SIZE", "INTERNALDATE"])
            found += [Entry(uid, _size(item), _utc(item.get(b"INTERNALDATE"))) for uid, item in said.items()]
        return sorted(found, key=lambda entry: entry.uid)

    def bodies(self, uids: Sequence[int], limit: int) -> dict[int, bytes]:
        """The literals as the server gave them, `limit` bytes in all; those that are gone are left out."""
        with self._wire(limit):
            said = self._client.fetch(list(uids), ["BODY.PEEK[]"])
        return {uid: item[b"BODY[]"] for uid, item in said.items() if isinstance(item.get(b"BODY[]"), bytes)}

    def part(self, uid: int, offset: int, count: int) -> bytes | None:
        """`count` bytes of a mail from `offset` on, fewer at its end; None when it is gone."""
        with self._wire(count):
            said = self._client.fetch([uid], [f"BODY.PEEK[]<{offset}.{count}>"])
        found = said.get(uid, {}).get(f"BODY[]<{offset}>".encode())
        return found[:count] if isinstance(found, bytes) else None

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move (RFC 6851); UIDs that are gone are no error."""
        with self._wire():
            self._client.move(list(uids), plain(folder, "the folder name"))

    def copy(self, uids: Sequence[int], folder: str) -> None:
        """Copy (RFC 3501 section 6.4.7)."""
        with self._wire():
            self._client.copy(list(uids), plain(folder, "the folder name"))

    def flag(self, uids: Sequence[int], flag: bytes) -> None:
        """Add a flag or keyword."""
        with self._wire():
            self._client.add_flags(list(uids), [flag], silent=True)

    def expunge(self, uids: Sequence[int]) -> None:
        """Expunge these and no others (RFC 4315 section 2.1)."""
        with self._wire():
            self._client.uid_expunge(list(uids))

    def folders(self, pattern: str = "*") -> list[str]:
        """The names of folders, decoded from modified UTF-7 (RFC 3501 section 5.1.3)."""
        with self._wire():
            return [str(name) for _, _, name in self._client.list_folders("", plain(pattern, "the folder name"))]

    def create(self, folder: str) -> None:
        """Make a folder that mail programs show."""
        with self._wire():
            self._client.create_folder(plain(folder, "the folder name"))
        with contextlib.suppress(RefusedError), self._wire():  # a folder nobody subscribed to is a folder
            self._client.subscribe_folder(folder)

    def close(self) -> None:
        """Log out; never raises and never waits long."""
        with contextlib.suppress(*BROKEN):
            if self._client is not None:
                self._client.socket().settimeout(LOGOUT_SECONDS)
                self._client.logout()
        self.drop()

    def drop(self) -> None:
        """Hang up without a word."""
        client, self._client = self._client, None
        with contextlib.suppress(*BROKEN):
            if client is not None:
                client.shutdown()
        self._dial.release()

    @contextlib.contextmanager
    def _wire(self, literals: int = 0) -> Iterator[None]:
        if self._client is not None:
            self._client._imap.budget = ANSWER_BYTES + literals
        try:
            with self._dial.deadline(COMMAND_SECONDS):
                yield
        except RefusedError:
            raise
        except UnreachableError:
            self.drop()
            raise
        except BROKEN as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> NoReturn:
        said = str(error)
        if type(error) is imaplib.IMAP4.error and ANSWERED_NO.match(said):
            raise RefusedError(f"{self._dial.place} said no: {_text(error)}") from error
        if self._client is None and isinstance(error, AttributeError):
            error = ConnectionAbortedError("it was dropped before")
        self.drop()
        raise self._dial.unreachable(error) from error

    def _select(self, name: str, read_only: bool) -> Mapping[bytes, Any]:
        try:
            said: Mapping[bytes, Any] = self._client.select_folder(name, readonly=read_only)
        except imaplib.IMAP4.readonly:
            raise UnreachableError(
                f'{self._dial.place} lets us only read {name!r}: get the right to write, or set acknowledge = "none"'
            ) from None
        return said

    def _starttls(self) -> None:
        if not self._client.has_capability("STARTTLS"):
            raise UnreachableError(
                f"{self._dial.place} does not offer STARTTLS: no password was sent; "
                'use security = "tls" on its TLS port, or find out who removed the offer'
            )
        self._client.starttls(self._dial.context())

    def _login(self) -> None:
        if not self._box.user:
            return
        user, password = plain(self._box.user, "user"), self._dial.password()
        try:
            # RFC 3501 section 6.2.3 knows ASCII alone; SASL PLAIN is UTF-8 (RFC 4616 section 2).
            if (user + password).isascii() and not self._client.has_capability("LOGINDISABLED"):
                self._client.login(user, password)
            else:
                self._client.plain_login(user, password)
        except imaplib.IMAP4.error as error:
            if str(error).startswith("command:") or isinstance(error, imaplib.IMAP4.abort):
                raise ConnectionAbortedError(one_line(str(error))) from None
            raise UnreachableError(
                f"{self._dial.place} does not accept user {self._box.user} with this password "
                f"({_text(error)}): check user and the password's place"
            ) from None


def slices(uids: Sequence[int]) -> Iterator[list[int]]:
    """The UIDs in pieces that fit one command."""
    for start in range(0, len(uids), COMMAND_UIDS):
        yield list(uids[start : start + COMMAND_UIDS])


def _text(error: BaseException) -> str:
    """What the server said; imaplib puts it into some errors as the repr of bytes."""
    return one_line(re.sub(r"""^(?:\w+ failed: )?(?:b(['"])(.*)\1)$""", r"\2", str(error)))


def _size(item: Mapping[bytes, Any]) -> int:
    size = item.get(b"RFC822.SIZE")
    return size if isinstance(size, int) else 0


def _utc(date: datetime | None) -> datetime:
    """INTERNALDATE in UTC; the time of looking when the server gives none that a calendar knows."""
    try:
        return date.astimezone(UTC) if date and date.tzinfo else datetime.now(UTC)
    except (ValueError, OverflowError):
        return datetime.now(UTC)
