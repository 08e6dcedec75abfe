"""A first configuration out of a few answers: the shipped, commented files with the values filled in."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mailbot.config.defaults import default_file
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.settings import LOOPBACK, Settings
from mailbot.config.tables import read_table
from mailbot.filling import Instead, Value, fill, to_do

SETTINGS = "mailbot.toml"
SECRETS = ("imap-password", "smtp-password")
COPIED = ("details.toml", "holidays.toml", "customers.csv")  # as shipped, where they are shipped
SECRET, SHARED, FOLDER = 0o600, 0o644, 0o700
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]+")
FOR_US_ALONE = "readable for mailbot alone (chmod 600)"


class ThereAlreadyError(Exception):
    """A file would be overwritten. Its text is for people."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a password is: in the environment, in a file, or typed just now (and then written to a file)."""

    env: str = ""
    file: Path | None = None
    typed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach one server; without `user` nobody logs in."""

    host: str
    port: int | None = None
    security: str = "tls"
    user: str = ""
    secret: Secret = Secret()
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class First:
    """What a first configuration came to."""

    folder: Path
    written: tuple[str, ...]  # names of files
    kept: tuple[str, ...]  # that were there and stayed
    authserv_id: str
    to_do: tuple[tuple[int, str], ...]  # lines and keys of mailbot.toml that are still to be filled in
    unset: tuple[str, ...]  # variables of the environment that are still to be set
    problems: tuple[Problem, ...]  # what `check` says


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a first configuration needs to know."""

    address: str
    agents: tuple[str, ...]
    engineering: str
    language: str
    team: Mapping[str, str]  # language -> how the team signs there
    imap: Server
    smtp: Server
    instance: str = ""  # "" = made of the address
    timezone: str = ""  # "" = as shipped
    folder: str = ""  # of the mailbox; "" = as shipped
    acknowledge: str = ""  # "" = as shipped
    database: str = ""  # "" = as shipped
    authserv_id: str = ""  # "" = no server vouches for senders
    null_sender: bool = True


def host_and_port(text: str) -> tuple[str, int | None]:
    """ "imap.example.com:1993" or "[::1]:143" taken apart; the port is None where none is named."""
    match = re.fullmatch(r"\[([^\]]+)\](?::(\d{1,5}))?|([^:]*):(\d{1,5})", text.strip())
    if match is None:
        return text.strip(), None
    host, port = (match[1], match[2]) if match[1] else (match[3], match[4])
    return host, int(port) if port else None


def security_for(host: str) -> str:
    """TLS, except on this very machine."""
    return "none" if host in LOOPBACK else "tls"


def team_name(address: str, language: str) -> str:
    """A first guess at how the team signs, from the domain of its address."""
    labels = address.rpartition("@")[2].split(".")
    name = next((label for label in labels if label not in {"mail", "support", "help", "www"}), "our").capitalize()
    return f"{name} サポート窓口" if language == "ja" else f"{name} Support"


def shipped() -> str:
    """The text of the shipped settings."""
    return default_file(SETTINGS).read_text(encoding="utf-8")


def settings_text(answers: Answers) -> str:
    """`mailbot.toml` with the answers filled in and its comments kept."""
    return fill(shipped(), {**_site(answers), **_mailbox(answers), **_delivery(answers)})


def settings_of(answers: Answers, folder: Path) -> Settings:
    """The settings as they would be read. ConfigError says what is wrong with the answers, by key."""
    settings, problems = read_table(settings_text(answers), str(folder / SETTINGS), Settings, folder.resolve())
    if settings is None:
        raise ConfigError(tuple(Problem(SETTINGS, 0, one.key, one.message) for one in problems))
    return settings


@contextlib.contextmanager
def staged(answers: Answers) -> Iterator[Settings]:
    """The settings as they will be, with typed passwords in a folder of their own for a moment, to try them out."""
    with tempfile.TemporaryDirectory(prefix="mailbot-") as name:
        for file, server in _typed(answers):
            _write(Path(name) / file, f"{server.secret.typed}\n".encode(), SECRET)
        yield settings_of(answers, Path(name))


def outcome(folder: Path, written: tuple[str, ...], answers: Answers, problems: tuple[Problem, ...]) -> First:
    """What is to be said at the end."""
    variables = dict.fromkeys(server.secret.env for server in (answers.imap, answers.smtp) if server.user)
    return First(
        folder=folder,
        written=written,
        kept=tuple(name for name in COPIED if name not in written and (folder / name).exists()),
        authserv_id=answers.authserv_id,
        to_do=to_do(settings_text(answers)),
        unset=tuple(name for name in variables if name and name not in os.environ),
        problems=problems,
    )


def contents(answers: Answers) -> dict[str, tuple[bytes, int]]:
    """Every file of the folder: name -> (bytes, mode)."""
    files = {SETTINGS: (settings_text(answers).encode(), SHARED)}
    for name in COPIED:
        with contextlib.suppress(FileNotFoundError):
            files[name] = (default_file(name).read_bytes(), SHARED)
    for name, server in _typed(answers):
        files[name] = (f"{server.secret.typed}\n".encode(), SECRET)
    return files


def look_before(folder: Path, names: Iterable[str] = (SETTINGS, *SECRETS)) -> None:
    """ThereAlreadyError when one of these would be overwritten."""
    if there := [name for name in names if (folder / name).exists()]:
        raise ThereAlreadyError(f"{folder} has {', '.join(there)} already: name another folder, or say --force")


def write(folder: Path, answers: Answers, *, force: bool = False) -> tuple[str, ...]:
    """Write the folder; the names of what was written. ThereAlreadyError, OSError.

    Details, holidays and customers that are there stay: they are somebody's work. What `force` overwrites stays
    beside as NAME.old.
    """
    files = {
        name: file for name, file in contents(answers).items() if name not in COPIED or not (folder / name).exists()
    }
    if not force:
        look_before(folder, files)
    if not folder.exists():
        folder.mkdir(parents=True, mode=FOLDER)
    for name, (data, mode) in files.items():
        _write(folder / name, data, mode)
    return tuple(files)


def _write(path: Path, data: bytes, mode: int) -> None:
    """All of a file or nothing; a secret is never readable for others, not even for a moment."""
    if path.exists() and path.read_bytes() != data:
        path.replace(path.with_name(f"{path.name}.old"))
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    new.replace(path)


def _typed(answers: Answers) -> Iterator[tuple[str, Server]]:
    for name, server in zip(SECRETS, (answers.imap, answers.smtp), strict=True):
        if server.secret.typed:
            yield name, server


def _site(answers: Answers) -> dict[tuple[str, str], Value]:
    local, _, domain = answers.address.rpartition("@")
    instance = answers.instance or NOT_IN_A_NAME.sub("-", f"{local}.{domain}")[:80].strip("-.")
    people: dict[tuple[str, str], Value] = {
        ("people", "agents"): answers.agents,
        ("people", "engineering"): answers.engineering,
    }
    values: dict[tuple[str, str], Value] = {
        ("mailbot", "instance"): instance,
        ("mailbot", "default_language"): answers.language,
        ("support", "address"): answers.address,
        ("support", "team"): answers.team,
        ("authentication", "trust"): "header" if answers.authserv_id else "none",
        ("authentication", "authserv_id"): answers.authserv_id or None,
    }
    given = {("mailbot", "timezone"): answers.timezone, ("mailbot", "database"): answers.database}
    return values | people | {place: value for place, value in given.items() if value}


def _mailbox(answers: Answers) -> dict[tuple[str, str], Value]:
    given = {("mailbox", "folder"): answers.folder, ("mailbox", "acknowledge"): answers.acknowledge}
    return _server("mailbox", answers.imap, SECRETS[0]) | {place: value for place, value in given.items() if value}


def _delivery(answers: Answers) -> dict[tuple[str, str], Value]:
    refused: dict[tuple[str, str], Value] = {} if answers.null_sender else {("delivery", "null_sender"): False}
    return _server("delivery", answers.smtp, SECRETS[1]) | refused


def _server(table: str, server: Server, password: str) -> dict[tuple[str, str], Value]:
    values: dict[tuple[str, str], Value] = {
        (table, "host"): server.host,
        (table, "user"): server.user or None,
        (table, "password_env"): _place(server, password),
        (table, "security"): server.security,
    }
    if server.port:
        values[table, "port"] = server.port
    if server.ca_file:
        values[table, "ca_file"] = str(server.ca_file.resolve())
    return values


def _place(server: Server, password: str) -> Value:
    secret = server.secret
    if not server.user:
        return None
    if secret.typed:
        return Instead("password_file", password, FOR_US_ALONE)
    if secret.file:
        return Instead("password_file", str(secret.file.resolve()), FOR_US_ALONE)
    return secret.env
