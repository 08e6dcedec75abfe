"""Dial a mail server: address, certificate, time-outs, and an end on demand."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import unicodedata
from collections.abc import Iterator, Mapping

from mailbot.config.settings import Login
from mailbot.model import UnreachableError

CONNECT_SECONDS = 30.0  # a server that does not even pick up is given less time than one that thinks
WRONG_NAME = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL


def one_line(text: str | bytes, limit: int = 200) -> str:
    """A stranger's text made fit for a log or a screen: printable, one line, at most `limit` characters."""
    if isinstance(text, bytes):
        text = text[: limit * 8].decode("utf-8", "replace")
    head = text[: limit * 4]
    return " ".join("".join(c if c.isprintable() else " " for c in head).split())[:limit]


def plain(value: str, what: str) -> str:
    """The value itself, or UnreachableError: a control character in an argument could become a second command.

    imaplib before Python 3.15 hands such bytes to the server (CVE-2025-15366).
    """
    if any(unicodedata.category(c) == "Cc" for c in value):
        raise UnreachableError(f"{what} contains a control character: nothing was sent; write it again without")
    return value


class Dial:
    """The way to one server. One connection at a time; every one of them ends when `interrupt` is called."""

    def __init__(self, login: Login, ports: Mapping[str, int]) -> None:
        self.login = login
        self.host = login.host
        self.port = login.port or ports[login.security]
        self.stopped = False
        self.late = False
        self._handle: socket.socket | None = None

    @property
    def place(self) -> str:
        """How sentences name the server."""
        return f"{self.host} port {self.port}"

    def context(self) -> ssl.SSLContext:
        """TLS that checks certificate and host name, against `ca_file` alone where that is given."""
        path = self.login.ca_file
        try:
            return ssl.create_default_context(cafile=str(path) if path else None)
        except (OSError, ssl.SSLError) as error:
            raise UnreachableError(f"{self.place}: ca_file {path} cannot be used ({one_line(str(error))})") from error

    def connect(self) -> socket.socket:
        """A new connection, inside TLS when security is "tls"; OSError when there is none."""
        self.late = False
        wire = self._call()
        wire.settimeout(self.login.timeout_seconds)
        # Commands and bytes go out in small writes; Nagle and delayed answers would cost 40 ms each (RFC 896).
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.login.security != "tls":
            return wire
        try:
            return self.context().wrap_socket(wire, server_hostname=self.host)
        except BaseException:
            wire.close()
            raise

    def password(self) -> str:
        """The password, read now so that a changed one counts at the next connection."""
        try:
            secret = self.login.password()
        except (KeyError, OSError, UnicodeDecodeError):
            raise UnreachableError(f"{self.place}: the password is not there: {self._secret_place()}") from None
        return plain(secret, f"the password for {self.place}")

    def interrupt(self) -> None:
        """End a blocked call now, and refuse new ones until `reset`; safe in a signal handler and in threads."""
        self.stopped = True
        self._cut()

    def reset(self) -> None:
        """Forget the connection; dialling is allowed again."""
        self.release()
        self.stopped = False

    def release(self) -> None:
        """Let go of the handle by which the last connection can be ended."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()

    @contextlib.contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Whatever happens inside ends after so many seconds, also when the server feeds us byte by byte."""
        self.late = False
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def unreachable(self, error: BaseException) -> UnreachableError:
        """The sentence for people: which server, what happened, what to do."""
        return UnreachableError(f"{self.place} {self._why(error)}")

    def _call(self) -> socket.socket:
        problem = OSError("no address")
        for family, kind, proto, _, address in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            wire = socket.socket(family, kind, proto)
            self._hold(wire)
            wire.settimeout(min(CONNECT_SECONDS, self.login.timeout_seconds))
            try:
                if self.stopped:
                    raise ConnectionAbortedError("stopping")
                wire.connect(address)
            except OSError as error:
                wire.close()
                problem = error
            else:
                return wire
        raise problem

    def _hold(self, wire: socket.socket) -> None:
        # A duplicate survives the wrapping into TLS, and shutdown() on it ends the one connection both stand for.
        self.release()
        self._handle = wire.dup()

    def _expire(self) -> None:
        self.late = True
        self._cut()

    def _cut(self) -> None:
        handle = self._handle
        if handle is not None:
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def _secret_place(self) -> str:
        if self.login.password_env:
            return f"set the environment variable {self.login.password_env}"
        return f"write it into {self.login.password_file}, readable for mailbot alone"

    def _why(self, error: BaseException) -> str:
        if self.stopped:
            return "was left in the middle because mailbot stops"
        if isinstance(error, ssl.SSLError):
            return _why_tls(error)
        if isinstance(error, socket.gaierror):
            return "is no name the network knows: check host"
        if isinstance(error, ConnectionRefusedError):
            return "refuses the connection: check host and port, and whether the server runs"
        # smtplib tells a time-out as a lost connection.
        if self.late or isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return (
                "did not answer in time: check host, port and firewall, "
                f"or raise timeout_seconds (now {self.login.timeout_seconds:g})"
            )
        return f"broke the connection ({one_line(str(error)) or type(error).__name__}): nothing was lost"


def _why_tls(error: ssl.SSLError) -> str:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"does not speak TLS as expected ({one_line(error.reason or str(error))}): "
            'check port and security, "tls" or "starttls"'
        )
    said = one_line(error.verify_message)
    if error.verify_code in WRONG_NAME:
        return f"shows a certificate for another name ({said}): set host to the name in the certificate"
    return f"shows a certificate that is not trusted ({said}): set ca_file to its authority's certificate"
