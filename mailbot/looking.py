"""Reading the piles for a person: which case, mail or letter is meant, and all there is to say about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailbot.casework.asking import matter_of, missing
from mailbot.casework.catalogue import Catalogue
from mailbot.casework.veil import veil_of, veiled
from mailbot.config.details import load_catalogue, packaged_catalogue
from mailbot.config.errors import ConfigError
from mailbot.config.load import Config, read
from mailbot.config.products import products_of
from mailbot.letters.shown import Shown, shown
from mailbot.model import Case
from mailbot.parsers.head.words import decoded, text_of
from mailbot.store.lists import LetterRow, MailRow
from mailbot.store.look import Piles, look

NUMBER = re.compile(r"\[?(?:(?P<prefix>[A-Za-z][A-Za-z0-9]{0,9})-|#)?(?P<number>[0-9]{1,15})\]?")
FIELD = re.compile(r"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)  # RFC 5322 section 3.6.8
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
JIS = re.compile(r"\x1b\$[@B]")
BLANK = re.compile(rb"\r?\n\r?\n")


class NotThereError(Exception):
    """No such case, mail or letter. Its text is for people."""


@dataclass(frozen=True, slots=True)
class Site:
    """A configuration and the piles it names."""

    config: Config
    piles: Piles


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, veiled, with its letters, what it lacks, and the names of details in the language of its people."""

    case: Case
    tag: str  # "CASE-12"
    letters: tuple[LetterRow, ...]
    missing: tuple[str, ...]
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class MailView:
    """A kept mail: its row and its header fields as they stand, encoded words decoded."""

    mail: MailRow
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of the outbox as its reader sees it; None while its words could not be written."""

    letter: LetterRow
    shown: Shown | None


def config_of(folder: Path) -> Config:
    """The configuration for one who only looks: a password that is not there is no obstacle. ConfigError otherwise."""
    config, problems = read(folder)
    if config is None:
        raise ConfigError(problems)
    return config


def catalogue_of(folder: Path) -> Catalogue:
    """The details of a site, or the shipped ones where there is no site. ConfigError names every mistake."""
    if not folder.is_dir():
        return packaged_catalogue()
    config, _ = read(folder)  # what else is wrong there is no obstacle
    catalogue, problems = (config.catalogue, ()) if config else load_catalogue(folder)
    if catalogue is None:
        raise ConfigError(problems)
    return catalogue


@contextmanager
def open_to_look(folder: Path) -> Iterator[Site]:
    """A site to look at, whether the daemon works or not. ConfigError, NoDatabaseError, sqlite3.Error."""
    config = config_of(folder)
    with look(config.settings.mailbot.database) as piles:
        yield Site(config, piles)


def number_of(text: str, prefix: str) -> int:
    """The number in "CASE-12", "[CASE-12]", "#12" or "12"; NotThereError when it is none of this site."""
    match = NUMBER.fullmatch(text.strip())
    if match is None:
        raise NotThereError(f"{text!r} is no number of a case: write 12 or {prefix}-12")
    if match["prefix"] and match["prefix"].upper() != prefix:
        raise NotThereError(f"{text} is no case of this mailbox: its cases are called {prefix}-12")
    return int(match["number"])


def case_view(site: Site, text: str) -> CaseView:
    """All about one case, named by number or tag. NotThereError."""
    general = site.config.settings.mailbot
    number = number_of(text, general.prefix)
    try:
        case = site.piles.store.cases.load(number)
    except KeyError:
        raise _nothing("case", number, site.piles.lists.newest("cases")) from None
    catalogue = site.config.catalogue
    product = products_of(site.config.settings).named(case.product)
    language = site.config.settings.people.language or general.default_language
    return CaseView(
        case=veiled(case, veil_of(case)),
        tag=f"{general.prefix}-{number}",
        letters=site.piles.lists.letters_of(number),
        missing=missing(catalogue, matter_of(case, product, catalogue), case.findings, ()),
        labels={detail.id: detail.label.get(language, detail.id) for detail in catalogue.details},
    )


def mail_row(site: Site, number: int) -> MailRow:
    """One kept mail. NotThereError."""
    row = site.piles.lists.mail(number)
    if row is None:
        raise _nothing("mail", number, site.piles.lists.newest("inbox"))
    return row


def letter_row(site: Site, number: int) -> LetterRow:
    """One letter. NotThereError."""
    row = site.piles.lists.letter(number)
    if row is None:
        raise _nothing("letter", number, site.piles.lists.newest("outbox"))
    return row


def mail_view(site: Site, number: int) -> MailView:
    """One kept mail with its header fields. NotThereError."""
    row = mail_row(site, number)
    return MailView(row, fields(row.head))


def letter_view(site: Site, number: int) -> LetterView:
    """One letter as its reader sees it. NotThereError."""
    row = letter_row(site, number)
    return LetterView(row, shown(site.piles.store.outbox.data(number)) if row.written else None)


def fields(head: bytes) -> tuple[tuple[str, str], ...]:
    """The header fields at the beginning of a mail, in order, unfolded and decoded; lines that are none are left out.

    The parsers proper run in a child with limits; this reads what even they could not, so it only splits lines.
    """
    text = BLANK.split(head, maxsplit=1)[0].decode("utf-8", "surrogateescape")
    lines = re.sub(r"\r?\n[ \t]+", " ", text).split("\n")
    found = (FIELD.fullmatch(line.rstrip("\r")) for line in lines)
    return tuple((match[1], _value(match[2])) for match in found if match)


def _value(raw: str) -> str:
    """Decoded; control characters stay visible, but for those that switch the characters of raw ISO-2022-JP."""
    if not JIS.search(raw):
        raw = CONTROL.sub(lambda match: f"<{ord(match[0]):04x}>", raw)
    return decoded(text_of(raw).text).text


def about(row: MailRow) -> tuple[str, str]:
    """Sender and subject of a mail: as read, else as they stand in its header."""
    if row.sender or row.subject:
        return row.sender, row.subject
    names = {name.lower(): value for name, value in reversed(fields(row.head))}
    return names.get("from", ""), names.get("subject", "")


def _nothing(what: str, number: int, newest: int) -> NotThereError:
    return NotThereError(
        f"there is no {what} {number}; " + (f"the newest is {newest}" if newest else f"there is no {what} at all yet")
    )
