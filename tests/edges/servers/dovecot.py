"""A real Dovecot on free loopback ports, as root or as an ordinary user."""

from __future__ import annotations

import contextlib
import getpass
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from tests.edges.servers.certificates import Certificates, make_certificates

PASSWORD = "open-sesame"
WIDE_USER, WIDE_PASSWORD = "wide", "ひらけごま"
MAIL_UID = 5000  # Dovecot never serves mail as root
INSTALL = "dovecot not installed: apt-get install dovecot-imapd dovecot-lmtpd"

CONFIG = """
protocols = imap{lmtp}
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
default_client_limit = 1000
default_process_limit = 100
shutdown_clients = yes
ssl = yes
ssl_min_protocol = TLSv1.2
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%n/Maildir:UTF-8
mail_home = {folder}/mail/%n
mail_fsync = {fsync}
first_valid_uid = {uid}
mail_uid = {uid}
mail_gid = {gid}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/users
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
protocol imap {{
  mail_max_userip_connections = 100
  {capability}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  vsz_limit = 512 M
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  chroot =
}}
"""
LMTP = """
service lmtp {{
  chroot =
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
"""


@dataclass
class Dovecot:
    """A running server. Every user name is an account with the same password; `user()` gives one not used before."""

    folder: Path
    port: int
    tls_port: int
    lmtp_port: int
    certificates: Certificates
    password: str = PASSWORD
    host: str = "localhost"
    _users: Iterator[int] = field(default_factory=itertools.count)

    def user(self) -> str:
        return f"user{next(self._users)}"

    def maildir(self, user: str) -> Path:
        return self.folder / "mail" / user / "Maildir"

    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text(errors="replace")

    @contextlib.contextmanager
    def client(self, user: str, folder: str | None = "INBOX") -> Iterator[Any]:
        """A person's mail program: a logged-in imapclient, with a folder open."""
        with IMAPClient(self.host, self.port, ssl=False, timeout=20) as client:
            client.login(user, self.password)
            if folder:
                client.select_folder(folder)
            yield client

    def append(self, user: str, mails: Sequence[bytes], folder: str = "INBOX", at: datetime | None = None) -> None:
        """Put mails into a folder byte by byte as given, by one command."""
        with self.client(user, None) as client:
            if folder != "INBOX" and not client.folder_exists(folder):
                client.create_folder(folder)
            if mails and at is None and client.has_capability("MULTIAPPEND"):
                client.multiappend(folder, list(mails))
            else:
                for mail in mails:
                    client.append(folder, mail, msg_time=at)

    def mails(self, user: str, folder: str = "INBOX") -> dict[int, bytes]:
        """What a folder holds now, by UID."""
        with self.client(user, folder) as client:
            return {uid: item[b"BODY[]"] for uid, item in client.fetch(client.search(), ["BODY.PEEK[]"]).items()}

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, set[bytes]]:
        with self.client(user, folder) as client:
            return {uid: set(flags) - {rb"\Recent"} for uid, flags in client.get_flags(client.search()).items()}


def dovecot_missing() -> str:
    """Why there can be no Dovecot here, "" when there can."""
    return "" if _binary() and shutil.which("openssl") else INSTALL


@contextlib.contextmanager
def dovecot_server(
    *, fsync: str = "never", capability: str = "", lmtp: bool = False, extra: str = ""
) -> Iterator[Dovecot]:
    """A server for the time of the block. `capability` replaces what IMAP announces; `extra` is more configuration."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    try:
        server = _configure(folder, fsync, capability, lmtp, extra)
        process = subprocess.Popen(
            [_binary(), "-F", "-c", str(folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_for_greeting(server, process)
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binary() -> str:
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin") or ""


def _configure(folder: Path, fsync: str, capability: str, lmtp: bool, extra: str) -> Dovecot:
    root = os.geteuid() == 0
    uid, gid = (MAIL_UID, MAIL_UID) if root else (os.geteuid(), os.getegid())
    folder.chmod(0o755)  # the mail user must get through
    for name in ("mail", "run", "state"):
        (folder / name).mkdir()
    os.chown(folder / "mail", uid, gid)
    (folder / "users").write_text(f"{WIDE_USER}:{{PLAIN}}{WIDE_PASSWORD}\n", encoding="utf-8")
    certificates = make_certificates(folder)
    port, tls_port, lmtp_port = free_ports(3)
    me = getpass.getuser()
    text = CONFIG + (LMTP if lmtp else "") + extra.replace("{", "{{").replace("}", "}}")
    values = {
        "folder": folder,
        "fsync": fsync,
        "uid": uid,
        "gid": gid,
        "internal": "dovecot" if root else me,
        "internal_group": "dovecot" if root else _group(),
        "login": "dovenull" if root else me,
        "lmtp": " lmtp" if lmtp else "",
        "capability": f"imap_capability = {capability}" if capability else "",
        "certificate": certificates.certificate,
        "key": certificates.key,
        "password": PASSWORD,
        "port": port,
        "tls_port": tls_port,
        "lmtp_port": lmtp_port,
    }
    (folder / "dovecot.conf").write_text(text.format(**values), encoding="utf-8")
    return Dovecot(folder, port, tls_port, lmtp_port, certificates)


def _group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for wire in taken:
            wire.bind(("127.0.0.1", 0))
        return [wire.getsockname()[1] for wire in taken]


def _wait_for_greeting(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 5) as wire:
            if wire.recv(4) == b"* OK":
                return
        time.sleep(0.02)
    raise RuntimeError(f"Dovecot did not start:\n{server.log()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Its whole process group at once: a polite end takes over a second."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
