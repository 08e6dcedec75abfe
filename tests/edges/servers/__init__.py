"""Real servers on loopback, and two that misbehave on purpose; for tests and benchmarks."""

from tests.edges.servers.certificates import Certificates, make_certificates
from tests.edges.servers.dovecot import Dovecot, dovecot_missing, dovecot_server
from tests.edges.servers.lying import LyingImap, Mail, lying_imap
from tests.edges.servers.relay import Cut, Relay, Tap, relay
from tests.edges.servers.sink import Drop, Silence, SmtpSink, Taken, smtp_sink

__all__ = [
    "Certificates",
    "Cut",
    "Dovecot",
    "Drop",
    "LyingImap",
    "Mail",
    "Relay",
    "Silence",
    "SmtpSink",
    "Taken",
    "Tap",
    "dovecot_missing",
    "dovecot_server",
    "lying_imap",
    "make_certificates",
    "relay",
    "smtp_sink",
]
