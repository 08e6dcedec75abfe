"""From nothing to a configuration that works: on a real Dovecot and a real SMTP server, by flags and by hand."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mailbot.config.load import check
from tests.edges.conftest import Account
from tests.edges.desks import customer_mail
from tests.edges.servers import SmtpSink
from tests.edges.servers import smtp_sink as open_sink
from tests.edges.servers.dovecot import PASSWORD
from tests.edges.servers.sink import PASSWORD as SMTP_PASSWORD
from tests.edges.servers.sink import USER as SMTP_USER

MAIL = customer_mail(b"Since today the export does not work.\r\n")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody with a mailbox, an SMTP server and an empty folder."""

    folder: Path
    account: Account
    sink: SmtpSink

    @property
    def config(self) -> Path:
        return self.folder / "mailbot-config"

    def secret(self, password: str = PASSWORD) -> Path:
        file = self.folder / "secret"
        file.write_text(f"{password}\n")
        file.chmod(0o600)
        return file

    def flags(self, **changes: str | None) -> list[str]:
        values = {
            "address": "support@desk.example", "agent": "mika@desk.example", "engineering": "dev@desk.example",
            "language": "en", "imap-host": f"localhost:{self.account.server.port}", "imap-user": self.account.user,
            "password-file": str(self.secret()), "smtp-host": f"localhost:{self.sink.port}", "smtp-user": "-",
            "trust": "none",
        } | changes  # fmt: skip
        return [word for name, value in values.items() if value is not None for word in (f"--{name}", value)]

    def init(self, *words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
        return self.mailbot("init", str(self.config), *self.flags(**changes), *words)

    def mailbot(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mailbot", *words],
            capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip

    def settings(self) -> dict[str, Any]:
        return tomllib.loads((self.config / "mailbot.toml").read_text(encoding="utf-8"))


@pytest.fixture
def newcomer(tmp_path: Path, account: Account, smtp_sink: SmtpSink) -> Newcomer:
    return Newcomer(tmp_path, account, smtp_sink)


def test_flags_alone_lead_to_a_sound_configuration_and_the_first_letter(newcomer: Newcomer) -> None:
    newcomer.account.append(MAIL)
    done = newcomer.init()
    assert done.returncode == 0, done.stderr
    assert "logged in as" in done.stdout
    assert "INBOX has 1 mail" in done.stdout
    assert "takes mail without a login" in done.stdout
    assert "mailbot once --dry-run --config" in done.stdout
    assert check(newcomer.config) == ()
    assert not newcomer.sink.taken
    dry = newcomer.mailbot("once", "--dry-run", "--config", str(newcomer.config))
    assert "1 new mail" in dry.stdout
    assert len(newcomer.account.mails()) == 1


def test_what_it_writes_is_commented_and_secrets_are_for_their_owner_alone(newcomer: Newcomer) -> None:
    newcomer.init()
    assert newcomer.config.stat().st_mode & 0o777 == 0o700
    names = {file.name for file in newcomer.config.iterdir()}
    assert {"mailbot.toml", "details.toml"} <= names
    text = (newcomer.config / "mailbot.toml").read_text(encoding="utf-8")
    assert "# where customers write to; letters come from here" in text
    assert PASSWORD not in text
    assert 'user = "support@desk.example"' not in text.split("[delivery]")[1].replace("# user", "")


def test_who_vouches_for_senders_is_seen_in_the_mailbox(newcomer: Newcomer) -> None:
    newcomer.account.append(*[MAIL] * 3)
    done = newcomer.init(trust=None)
    assert done.returncode == 0, done.stderr
    assert newcomer.settings()["authentication"] == {"trust": "header", "authserv_id": "mx.desk.example"}


@pytest.mark.parametrize(
    ("mails", "said"),
    [
        pytest.param((), "the mailbox is empty", id="an empty mailbox"),
        pytest.param((customer_mail(b"x", stamped=False),) * 4, "none of the newest 4 mails", id="nobody stamps"),
        pytest.param(
            (customer_mail(b"x", stamped=False),) * 4 + (MAIL,), "of 1 of the newest 5", id="one forged stamp"
        ),
    ],
)
def test_who_vouches_is_never_guessed(mails: tuple[bytes, ...], said: str, newcomer: Newcomer) -> None:
    newcomer.account.append(*mails)
    done = newcomer.init(trust=None)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "--trust none" in done.stderr
    assert not newcomer.config.exists()


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        pytest.param({"imap-host": "localhost:9"}, 75, "IMAP: localhost port 9 refuses the connection", id="no IMAP"),
        pytest.param({"smtp-host": "localhost:9"}, 75, "SMTP: localhost port 9 refuses the connection", id="no SMTP"),
        pytest.param({"imap-folder": "Suport"}, 75, 'the folders there are "INBOX"', id="no such folder"),
        pytest.param(
            {"imap-host": "mail.invalid", "imap-security": "none"}, 2, "would send the password in clear", id="clear"
        ),
        pytest.param({"engineering": "support@desk.example"}, 78, "escalations would come back", id="what check finds"),
        pytest.param({"timezone": "Mars/Base"}, 2, "no time zone 'Mars/Base'", id="a time zone that is none"),
    ],
)
def test_what_does_not_work_is_said_in_one_line(
    changes: dict[str, str], code: int, said: str, newcomer: Newcomer
) -> None:
    done = newcomer.init(**changes)
    assert done.returncode == code
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert newcomer.config.exists() is (code == 78)


def test_a_wrong_password_writes_nothing(newcomer: Newcomer) -> None:
    flags = newcomer.flags()
    newcomer.secret("wrong")
    done = newcomer.mailbot("init", str(newcomer.config), *flags)
    assert done.returncode == 75
    assert "does not accept user" in done.stderr
    assert "wrong" not in done.stderr
    assert not newcomer.config.exists()


def test_a_server_that_refuses_the_empty_return_path_is_noticed(newcomer: Newcomer) -> None:
    newcomer.sink.script["mail", ""] = "550 5.7.1 empty senders are not taken"
    done = newcomer.init()
    assert done.returncode == 0, done.stderr
    assert "refuses the empty return path (550 5.7.1 empty senders are not taken)" in done.stdout
    assert newcomer.settings()["delivery"]["null_sender"] is False


def test_nothing_is_overwritten_without_force(newcomer: Newcomer) -> None:
    newcomer.config.mkdir()
    (newcomer.config / "mailbot.toml").write_text("mine")
    (newcomer.config / "details.toml").write_text("")
    done = newcomer.init("--no-test")
    assert done.returncode == 2
    assert "has mailbot.toml already" in done.stderr
    assert (newcomer.config / "mailbot.toml").read_text() == "mine"
    newcomer.init("--no-test", "--force")
    assert (newcomer.config / "mailbot.toml.old").read_text() == "mine"
    assert (newcomer.config / "details.toml").read_text() == ""
    assert newcomer.settings()["support"]["address"] == "support@desk.example"


def test_machines_get_json(newcomer: Newcomer) -> None:
    said = json.loads(newcomer.init("--json").stdout)
    assert [login["good"] for login in said["logins"]] == [True, True]
    assert "mailbot.toml" in said["written"]
    assert said["problems"] == []
    assert [key for _, key in said["to_do"]] == ["hours"]


def test_a_person_is_asked_and_may_answer_again(newcomer: Newcomer) -> None:
    newcomer.account.append(*[MAIL] * 3)
    with open_sink(auth=True) as sink:
        answers = [
            ("Support address", "support@desk.example"),
            ("Language", "en"),
            ("How the team signs", ""),
            ("notes about cases", "mika@desk.example, ken@desk.example"),
            ("bug reports", "no address"),
            ("bug reports", "dev@desk.example"),
            ("IMAP server", f"localhost:{newcomer.account.server.port}"),
            ("encryption", ""),
            ("user", newcomer.account.user),
            ("password", "wrong"),
            ("Ask again", "y"),
            ("IMAP server", f"localhost:{newcomer.account.server.port}"),
            ("encryption", ""),
            ("user", newcomer.account.user),
            ("password", PASSWORD),
            ("SMTP server", f"localhost:{sink.port}"),
            ("encryption", ""),
            ("user", SMTP_USER),
            ("password", SMTP_PASSWORD),
            ("Authentication-Results", ""),
        ]
        code, said = talk([sys.executable, "-m", "mailbot", "init", str(newcomer.config)], answers)
    assert code == 0, said
    assert "is no address" in said
    assert "does not accept user" in said
    assert "mx.desk.example stands in Authentication-Results of 3 of the newest 3 mails" in said
    assert PASSWORD not in said
    assert (newcomer.config / "imap-password").stat().st_mode & 0o777 == 0o600
    assert (newcomer.config / "smtp-password").read_text(encoding="utf-8") == f"{SMTP_PASSWORD}\n"
    settings = newcomer.settings()
    assert settings["people"]["agents"] == ["mika@desk.example", "ken@desk.example"]
    assert settings["support"]["team"]["en"] == "Desk Support"
    assert settings["authentication"]["authserv_id"] == "mx.desk.example"
    assert check(newcomer.config) == ()


def talk(command: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Run a command on a terminal of its own; give each answer once its question stands there."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, os.environ | {"COLUMNS": "200", "TERM": "dumb"})
    said, seen, end = "", 0, time.monotonic() + 60
    waiting = list(answers)
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        more = b""
        if ready:
            with contextlib.suppress(OSError):
                more = os.read(terminal, 65536)
            if not more:
                break
        said += more.decode("utf-8", "replace")
        if waiting and waiting[0][0] in said[seen:] and said.rstrip(" ").endswith(":"):
            seen = len(said)
            os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said
