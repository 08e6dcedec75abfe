"""A certificate authority of our own, made by openssl for one run."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30")


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM: the authority, and a server certificate by it for one name."""

    ca_file: Path
    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_certificates(folder: Path, name: str = "localhost") -> Certificates:
    """A fresh authority and a certificate for the DNS name, not for any IP address."""
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    cert, key = folder / "cert.pem", folder / "key.pem"
    constraints = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    _openssl("-subj", "/CN=test authority", *constraints, "-keyout", ca_key, "-out", ca)
    names = ("-addext", f"subjectAltName=DNS:{name}", "-addext", "basicConstraints=critical,CA:FALSE")
    _openssl("-subj", f"/CN={name}", *names, "-CA", ca, "-CAkey", ca_key, "-keyout", key, "-out", cert)
    return Certificates(ca, cert, key)


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", "req", "-x509", *KEY, *map(str, arguments)], check=True, capture_output=True)
