"""The same servers as the edges."""

from tests.edges.conftest import _password, account, certificates, dovecot, smtp_sink

__all__ = ["_password", "account", "certificates", "dovecot", "smtp_sink"]
