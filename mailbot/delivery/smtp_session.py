"""One conversation with a submission server: smtplib's lines, our TLS and login."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
from dataclasses import dataclass

from mailbot.config import settings
from mailbot.dial import Dial, one_line, plain
from mailbot.model import UnreachableError

QUIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer (RFC 5321 section 4.2): code, -1 when there was none, and its text made harmless."""

    code: int
    text: str

    @property
    def positive(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.code <= 299

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class _Wire(smtplib.SMTP):
    """smtplib on our own socket."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        # A name is given so that smtplib does not look one up: a resolver may take minutes.
        super().__init__(local_hostname="localhost", timeout=dial.login.timeout_seconds)
        self._host = dial.host  # what STARTTLS checks the certificate against

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        return self._dial.connect()


class Session:
    """A connection that is ready for MAIL. Raises UnreachableError with a sentence, or errors of smtplib and OS."""

    def __init__(self, delivery: settings.SmtpDelivery, dial: Dial) -> None:
        self.place = dial.place
        self.mails = 0
        self._dial = dial
        self._wire = _Wire(dial)
        try:
            self._greet(delivery.helo)
            if delivery.security == "starttls":
                self._starttls()
            self._login(delivery.user)
        except BaseException:
            self.drop()
            raise

    @property
    def alive(self) -> bool:
        """Whether the connection is still open on our side."""
        return self._wire.sock is not None

    def offers(self, extension: str) -> bool:
        """Whether EHLO announced an extension, in lower case."""
        return self._wire.has_extn(extension)

    def command(self, line: str) -> Reply:
        """Send one line, read one answer."""
        self._wire.putcmd(line)
        return self.answer()

    def content(self, data: bytes) -> None:
        """All of a letter but the final dot; lines that begin with a dot get a second (RFC 5321 section 4.5.2).

        The first line never does: it is a header.
        """
        self._wire.send(data.replace(b"\r\n.", b"\r\n.."))

    def dot(self) -> None:
        """The line that hands the letter over; an error means that it was not sent."""
        self._wire.send(b".\r\n")

    def answer(self) -> Reply:
        """The next answer."""
        code, text = self._wire.getreply()
        return Reply(code, one_line(text))

    def quit(self) -> None:
        """Say goodbye; never raises and never waits long."""
        with contextlib.suppress(OSError):
            if self._wire.sock is not None:
                self._wire.sock.settimeout(QUIT_SECONDS)
                self._wire.docmd("QUIT")
        self.drop()

    def drop(self) -> None:
        """Hang up without a word."""
        with contextlib.suppress(OSError):
            self._wire.close()

    def _greet(self, helo: str | None) -> None:
        code, text = self._wire.connect(self._dial.host, self._dial.port)
        self._accept(Reply(code, one_line(text)), "does not take mail from us now", "try later or ask its postmaster")
        self._wire.local_hostname = plain(helo or _own_name(self._wire.sock), "helo")
        self._hello()

    def _hello(self) -> None:
        code, text = self._wire.ehlo()
        self._accept(Reply(code, one_line(text)), "refuses EHLO", "set helo to a name it accepts")

    def _starttls(self) -> None:
        if not self.offers("starttls"):
            raise UnreachableError(
                f"{self.place} does not offer STARTTLS: nothing was sent; "
                'use security = "tls" on its TLS port, or find out who removed the offer'
            )
        code, text = self._wire.starttls(context=self._dial.context())
        self._accept(Reply(code, one_line(text)), "refuses STARTTLS", "try later")
        self._hello()

    def _login(self, user: str | None) -> None:
        if not user:
            return
        methods = self._wire.esmtp_features.get("auth", "").upper().split()
        user, secret = plain(user, "user"), self._dial.password()
        try:
            self._accept(self._authenticate(methods, user, secret), "", "")
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            raise UnreachableError(
                f"{self.place} offers no login we know ({one_line(' '.join(methods)) or 'none'}): "
                "it must offer AUTH PLAIN; check port and security"
            ) from None
        except smtplib.SMTPAuthenticationError as error:
            self._accept(Reply(error.smtp_code, one_line(error.smtp_error)), "", "")

    def _authenticate(self, methods: list[str], user: str, secret: str) -> Reply:
        if "PLAIN" not in methods:
            code, text = self._wire.login(user, secret)
            return Reply(code, one_line(text))
        # smtplib's own PLAIN knows ASCII alone; RFC 4616 section 2 says UTF-8.
        token = base64.b64encode(f"\0{user}\0{secret}".encode()).decode("ascii")
        return self.command(f"AUTH PLAIN {token}")

    def _accept(self, reply: Reply, problem: str, remedy: str) -> None:
        if reply.positive:
            return
        problem = problem or f"does not accept user {self._dial.login.user} with this password"
        raise UnreachableError(f"{self.place} {problem} ({reply}): {remedy or 'check user and the password'}")


def _own_name(wire: socket.socket | None) -> str:
    """Our name for EHLO: a full host name, else the address literal of RFC 5321 section 4.1.3."""
    name = socket.gethostname()
    if "." in name or wire is None:
        return name
    address = str(wire.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
