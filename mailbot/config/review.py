"""What no single key can tell: settings that contradict one another or the machine they run on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mailbot.casework.business import opens_before
from mailbot.casework.catalogue import Catalogue
from mailbot.config.errors import Problem
from mailbot.config.lines import Location, line_of
from mailbot.config.products import wrong_products
from mailbot.config.settings import ImapMailbox, Login, Settings, SmtpDelivery
from mailbot.config.tables import key_of

Finding = tuple[Location, str]
ROOM_TO_READ = 100  # megabytes beside the mail itself


def review(settings: Settings, catalogue: Catalogue, file: Path, text: str) -> tuple[Problem, ...]:
    """All contradictions, each with file, line and key."""
    found = [
        *_people(settings),
        *_languages(settings, catalogue),
        *_mailboxes(settings),
        *_logins(settings),
        *_hours(settings),
        *_reading(settings),
        *wrong_products(settings, catalogue),
    ]
    return tuple(Problem(str(file), line_of(text, place), key_of(place), message) for place, message in found)


def cautions(settings: Settings, file: Path, text: str) -> tuple[Problem, ...]:
    """What works, but should be known to the admin who wrote it."""
    found = [*_outside(settings), *_trusting(settings)]
    return tuple(Problem(str(file), line_of(text, place), key_of(place), said, warning=True) for place, said in found)


def _outside(settings: Settings) -> Iterator[Finding]:
    people = settings.people
    ours = {_domain(one) for one in (settings.support.address, *settings.support.aliases, *people.agents)}
    there = _domain(people.engineering)
    inside = any(there == one or there.endswith(f".{one}") or one.endswith(f".{there}") for one in ours)
    if people.original == "attach" and not inside:
        yield (
            ("people", "engineering"),
            f"{there} is outside of your organisation, and customers' mails go there as they came; if they should not,"
            ' write original = "withhold"',
        )


def _trusting(settings: Settings) -> Iterator[Finding]:
    by = settings.authentication.agents_by
    if by == "token":
        yield (
            ("authentication", "agents"),
            "whoever gets hold of a note can write to the customer as its agent: no server vouches for agents",
        )
    if by == "exchange":
        yield (
            ("authentication", "agents"),
            "your Exchange must take X-MS-Exchange-Organization-AuthAs out of outside mail, else anybody is an agent",
        )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _people(settings: Settings) -> Iterator[Finding]:
    own = {address.casefold() for address in (settings.support.address, *settings.support.aliases)}
    agents = [agent.casefold() for agent in settings.people.agents]
    engineering = settings.people.engineering.casefold()
    for agent in agents:
        if agent in own:
            yield (
                ("people", "agents"),
                f"{agent} is the support address: its notes would come back as mail; name a person",
            )
    if len(set(agents)) < len(agents):
        yield ("people", "agents"), "an address stands there twice"
    if engineering in own:
        yield ("people", "engineering"), "is the support address: escalations would come back; name engineering's own"
    if engineering in agents:
        yield ("people", "engineering"), "is an agent's address too: mailbot could not tell who writes"


def _languages(settings: Settings, catalogue: Catalogue) -> Iterator[Finding]:
    there = ", ".join(sorted(catalogue.languages))
    default = settings.mailbot.default_language
    if default not in catalogue.languages:
        yield ("mailbot", "default_language"), f"there are no letters in {default!r}; there are: {there}"
    if settings.mailbot.other_language not in catalogue.languages:
        yield (
            ("mailbot", "other_language"),
            f"there are no letters in {settings.mailbot.other_language!r}; there are: {there}",
        )
    if settings.people.language and settings.people.language not in catalogue.languages:
        yield ("people", "language"), f"there are no letters in {settings.people.language!r}; there are: {there}"
    for key in ("team", "hours"):
        if default not in getattr(settings.support, key):
            yield ("support", key), f'needs a text for the default language: {default} = "…"'


def _mailboxes(settings: Settings) -> Iterator[Finding]:
    names = [mailbox.name for mailbox in settings.mailbox]
    for number, mailbox in enumerate(settings.mailbox):
        if mailbox.name in names[:number]:
            yield ("mailbox", number, "name"), f"{mailbox.name!r} is taken by another mailbox: names tell them apart"
        if isinstance(mailbox, ImapMailbox) and mailbox.folder == mailbox.processed_folder:
            yield ("mailbox", number, "processed_folder"), "is the folder itself: mails would never leave it"


def _logins(settings: Settings) -> Iterator[Finding]:
    for number, mailbox in enumerate(settings.mailbox):
        if isinstance(mailbox, Login):
            if not mailbox.user:
                yield ("mailbox", number, "user"), "is missing: an IMAP mailbox needs a user"
            yield from (((*("mailbox", number), key), text) for key, text in _login(mailbox))
    if isinstance(settings.delivery, SmtpDelivery):
        yield from ((("delivery", key), text) for key, text in _login(settings.delivery))


def _hours(settings: Settings) -> Iterator[Finding]:
    table = settings.calendar
    if not opens_before(table.opens, table.closes):
        yield (
            ("calendar", "closes"),
            f'{table.closes:%H:%M} is not after opens, {table.opens:%H:%M}; the end of the day is "24:00"',
        )


def _reading(settings: Settings) -> Iterator[Finding]:
    largest, memory = max(mailbox.max_mail_megabytes for mailbox in settings.mailbox), settings.reading.memory_megabytes
    if memory < largest + ROOM_TO_READ:
        yield (
            ("reading", "memory_megabytes"),
            f"is too little for mails of {largest} MB (max_mail_megabytes): set {largest + ROOM_TO_READ} or more",
        )


def _login(login: Login) -> Iterator[tuple[str, str]]:
    if login.password_env and login.password_env not in os.environ:
        yield "password_env", f"the environment has no {login.password_env}; set it where mailbot starts"
    if login.password_file:
        yield from (("password_file", text) for text in _secret(login.password_file))
    if login.ca_file and not login.ca_file.is_file():
        yield "ca_file", f"there is no file {login.ca_file}"


def _secret(file: Path) -> Iterator[str]:
    try:
        mode = file.stat().st_mode
        empty = not file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        yield f"{file} cannot be read: {error}"
        return
    if empty:
        yield f"{file} is empty"
    if mode & 0o077:
        yield f"{file} can be read by others on this machine; run: chmod 600 {file}"
