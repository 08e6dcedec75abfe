"""Letters through a submission server, with every end of a try told apart."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

from mailbot.config import settings
from mailbot.delivery.guard import unfit
from mailbot.delivery.smtp_session import Reply, Session
from mailbot.dial import Dial, one_line
from mailbot.model import OutMail, Receipt, UnreachableError, Verdict

PORTS = {"tls": 465, "starttls": 587, "none": 25}
ATTEMPT_SECONDS = 120.0
MAILS_PER_CONNECTION = 100  # servers count too, and close without a word
IDLE_SECONDS = 30.0
LOGIN_WANTED = (530, 534, 535, 538)  # RFC 4954 section 6: our settings are wrong, not the letter

R = TypeVar("R", bound=Receipt | None)


class SmtpDelivery:
    """Delivers over one kept connection; a connection that went stale is replaced before the letter is offered."""

    def __init__(self, delivery: settings.SmtpDelivery, attempt_seconds: float = ATTEMPT_SECONDS) -> None:
        self._settings = delivery
        self._dial = Dial(delivery, PORTS)
        self._attempt_seconds = attempt_seconds
        self._session: Session | None = None
        self._used_at = 0.0

    def deliver(self, mail: OutMail, sending: Callable[[], None]) -> Receipt:
        """One try, at most 120 s. UnreachableError: nobody listened, or our login is not accepted.

        Lost before the final dot is DEFERRED, for no server may take half a letter (RFC 5321 section 4.1.1.4);
        lost after it is UNKNOWN.
        """
        if reason := unfit(mail):
            return Receipt(Verdict.HELD, f"not sent: {reason}")
        with self._dial.deadline(self._attempt_seconds):
            receipt = self._attempt(self._ready(), mail, sending)
        self._used_at = time.monotonic()
        return receipt

    def interrupt(self) -> None:
        """End a blocked call within moments; further calls raise UnreachableError until `close`."""
        self._dial.interrupt()

    def close(self) -> None:
        """Say QUIT where there is someone to hear it."""
        if self._session is not None:
            self._session.quit()
        self._drop()
        self._dial.reset()

    def _attempt(self, session: Session, mail: OutMail, sending: Callable[[], None]) -> Receipt:
        try:
            receipt = self._step(_envelope, session, mail)
            if receipt is None:
                sending()
                receipt = self._step(_letter, session, mail)
        except BaseException:
            self._drop()
            raise
        if not session.alive:
            self._drop()
        return receipt

    def _step(self, step: Callable[[Session, OutMail], R], session: Session, mail: OutMail) -> R | Receipt:
        try:
            return step(session, mail)
        except (OSError, ValueError) as error:  # all errors of smtplib are OSErrors
            session.drop()
            return Receipt(Verdict.DEFERRED, str(self._dial.unreachable(error)))

    def _ready(self) -> Session:
        """A connection that just answered: the kept one after RSET, else a new one."""
        if self._session is not None and not self._fresh(self._session):
            self._session.quit()
            self._drop()
        if self._session is None:
            self._session = self._connect()
        return self._session

    def _fresh(self, session: Session) -> bool:
        if session.mails >= MAILS_PER_CONNECTION or time.monotonic() - self._used_at > IDLE_SECONDS:
            return False
        with contextlib.suppress(OSError):
            return session.command("RSET").positive
        return False

    def _connect(self) -> Session:
        try:
            return Session(self._settings, self._dial)
        except (OSError, ValueError) as error:
            self._dial.release()
            raise self._dial.unreachable(error) from error
        except UnreachableError:
            self._dial.release()
            raise

    def _drop(self) -> None:
        if self._session is not None:
            self._session.drop()
        self._session = None
        self._dial.release()


def _envelope(session: Session, mail: OutMail) -> Receipt | None:
    """MAIL and RCPT; the first answer that is not yes ends the try."""
    session.mails += 1
    size = f" SIZE={len(mail.data)}" if session.offers("size") else ""  # RFC 1870
    for name, command in (
        ("MAIL", f"MAIL FROM:<{mail.sender}>{size}"),
        ("RCPT", f"RCPT TO:<{mail.recipient}>"),
    ):
        reply = session.command(command)
        if not reply.positive:
            return _refused(session, name, reply)
    return None


def _letter(session: Session, mail: OutMail) -> Receipt:
    """DATA, the bytes, the dot. From the dot on silence proves nothing (RFC 1047)."""
    reply = session.command("DATA")
    if reply.code != 354:
        return _refused(session, "DATA", reply)
    session.content(mail.data)
    session.dot()
    try:
        reply = session.answer()
    except OSError as error:
        session.drop()
        return Receipt(Verdict.UNKNOWN, f"the answer after the last byte is missing ({one_line(str(error))})")
    if reply.positive:
        return Receipt(Verdict.SENT, str(reply))
    if 400 <= reply.code <= 599:
        return _refused(session, "the letter", reply)
    session.drop()
    return Receipt(Verdict.UNKNOWN, f"the answer after the last byte makes no sense: {reply}")


def _refused(session: Session, name: str, reply: Reply) -> Receipt:
    if reply.code in LOGIN_WANTED and name != "the letter":
        raise UnreachableError(f"{session.place} wants another login ({reply}): check user and password")
    if reply.code == 421 or not 400 <= reply.code <= 599:
        session.drop()
    verdict = Verdict.FAILED if 500 <= reply.code <= 599 else Verdict.DEFERRED
    return Receipt(verdict, f"{name}: {reply}")
