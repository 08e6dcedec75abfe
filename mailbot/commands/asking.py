"""The questions of `mailbot init`: answered by flags, else by a person, else by sensible defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click

from mailbot.config.defaults import language_files
from mailbot.config.settings import LOOPBACK
from mailbot.initial import Answers, Secret, Server, host_and_port, security_for, team_name

ADDRESS = re.compile(r"[^@\s<>,;]+@[A-Za-z0-9.-]+")
SECURITIES = ("tls", "starttls", "none")
ENCRYPTION = "  its encryption (tls, starttls, none)"
NOWHERE = Server("localhost", security="none")  # until it is asked for
NOBODY = "-"  # typed for: no user, no login
Check = Callable[[str], str]


@dataclass
class Asker:
    """Gives the flag's value, else asks, else takes the default; notes what nobody said."""

    flags: Mapping[str, Any]
    interactive: bool
    unsaid: list[str] = field(default_factory=list)

    def __call__(self, name: str, question: str, default: str = "", check: Check = str.strip) -> str:
        """One answer. A flag that does not pass its check is a usage error; a typed answer is asked for again."""
        given = self.flags.get(name)
        if given is not None:
            return _checked(check, ",".join(given) if isinstance(given, tuple) else str(given), name)
        if self.interactive:
            return str(click.prompt(question, default=default or None, value_proc=lambda said: _proved(check, said)))
        if not default and not (name.endswith("_user") and self.unsaid):  # that is made of the address
            self.unsaid.append(flag(name))
        return default

    def said(self, name: str) -> bool:
        """Whether a flag says it."""
        return self.flags.get(name) is not None

    def without(self, prefix: str) -> Asker:
        """Asks again for what begins so: the flags of a server that did not let us in count no more."""
        kept = {name: value for name, value in self.flags.items() if not name.startswith(prefix)}
        return Asker(kept, self.interactive, self.unsaid)


def flag(name: str) -> str:
    """`imap_host` is --imap-host on the command line."""
    return f"--{name.replace('_', '-')}"


def collect(ask: Asker, folder: Path) -> Answers:
    """All answers but the way out, and who vouches for senders: those come when the mailbox has been seen."""
    address = ask("address", "Support address, to which customers write", check=_address)
    language = ask("language", "Language where a mail's own has no letters", _own_language(), _language)
    team = ask("team", f"How the team signs ({language})", team_name(address, language))
    agents = ask("agent", "Who gets the notes about cases (addresses, commas between)", check=_addresses)
    engineering = ask("engineering", "Who gets complete bug reports (address)", check=_address)
    imap = imap_server(ask, address, folder)
    return Answers(
        address=address,
        agents=tuple(agents.split(", ")) if agents else (),
        engineering=engineering,
        language=language,
        team={one: team if one == language else team_name(address, one) for one in _languages()},
        imap=imap,
        smtp=NOWHERE,
        instance=ask.flags.get("instance") or "",
        timezone=ask.flags.get("timezone") or "",
        folder=ask.flags.get("imap_folder") or "",
        acknowledge=ask.flags.get("acknowledge") or "",
        database=ask.flags.get("database") or "",
    )


def imap_server(ask: Asker, address: str, folder: Path, before: Server | None = None) -> Server:
    """Where the mailbox is; `before` is an answer that did not work."""
    host, port = host_and_port(
        ask("imap_host", "IMAP server", before.host if before else f"imap.{address.rpartition('@')[2]}")
    )
    return Server(
        host=host,
        port=ask.flags.get("imap_port") or port,
        security=ask("imap_security", ENCRYPTION, security_for(host), partial(_security, host)),
        user=ask("imap_user", "  user", before.user if before else address),
        secret=_secret(ask, "", folder / "imap-password"),
        ca_file=ask.flags.get("ca_file"),
    )


def smtp_server(ask: Asker, imap: Server, folder: Path, before: Server | None = None) -> Server:
    """The way out; what is not said is as for IMAP."""
    host, port = host_and_port(
        ask("smtp_host", "SMTP server", before.host if before else imap.host.replace("imap", "smtp", 1))
    )
    security = ask("smtp_security", ENCRYPTION, security_for(host), partial(_security, host))
    user = ask("smtp_user", f"  user ({NOBODY} for none)", before.user if before else imap.user, _user)
    return Server(
        host=host,
        port=ask.flags.get("smtp_port") or port,
        security=security,
        user=user,
        secret=_secret(ask, "smtp_", folder / "smtp-password", imap.secret) if user else Secret(),
        ca_file=ask.flags.get("ca_file"),
    )


def _secret(ask: Asker, prefix: str, place: Path, same: Secret | None = None) -> Secret:
    """Flags first, then the variable where it is set, then typing; at last what holds for the other server."""
    variable = "MAILBOT_SMTP_PASSWORD" if prefix else "MAILBOT_IMAP_PASSWORD"
    if ask.said(f"{prefix}password_file"):
        return Secret(file=Path(ask.flags[f"{prefix}password_file"]))
    if ask.said(f"{prefix}password_env"):
        return Secret(env=str(ask.flags[f"{prefix}password_env"]))
    if variable in os.environ:
        return Secret(env=variable)
    if ask.interactive:
        otherwise = "the same" if same else f"from {variable} later"
        typed = click.prompt(f"  password (goes into {place}; empty: {otherwise})", default="", **_HIDDEN)
        return Secret(typed=typed) if typed else same or Secret(env=variable)
    explicit = same is not None and (ask.said("password_file") or ask.said("password_env"))
    return same if same and explicit else Secret(env=variable)


_HIDDEN: dict[str, Any] = {"hide_input": True, "show_default": False}


def _checked(check: Check, value: str, name: str) -> str:
    try:
        return check(value)
    except ValueError as error:
        raise click.UsageError(f"{flag(name)}: {error}") from None


def _proved(check: Check, said: str) -> str:
    try:
        return check(said)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _address(said: str) -> str:
    if not ADDRESS.fullmatch(said.strip()):
        raise ValueError(f"{said!r} is no address like name@example.com")
    return said.strip()


def _addresses(said: str) -> str:
    return ", ".join(_address(one) for one in said.replace(";", ",").split(",") if one.strip()) or _address(said)


def _security(host: str, said: str) -> str:
    if _one_of(said, SECURITIES) == "none" and host not in LOOPBACK:
        raise ValueError("none would send the password in clear: only for a server on this machine")
    return _one_of(said, SECURITIES)


def _language(said: str) -> str:
    return _one_of(said, _languages())


def _one_of(said: str, words: tuple[str, ...]) -> str:
    if said.strip().lower() not in words:
        raise ValueError(f"{said!r} is none of {', '.join(words)}")
    return said.strip().lower()


def _user(said: str) -> str:
    return "" if said.strip() == NOBODY else said.strip()


def _languages() -> tuple[str, ...]:
    return tuple(file.parent.name for file in language_files())


def _own_language() -> str:
    """Of who sits here, when there are letters in it."""
    own = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2]
    return own if own in _languages() else "en"
