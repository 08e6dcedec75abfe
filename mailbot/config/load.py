"""The files of a `config/` folder as one frozen value, or all their mistakes at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mailbot.casework.business import Calendar
from mailbot.casework.catalogue import Catalogue, Language
from mailbot.casework.directory import Directory
from mailbot.casework.freemail import FREEMAIL
from mailbot.config.calendar import calendar_of, load_holidays
from mailbot.config.defaults import default_file, language_files
from mailbot.config.details import check_examples, load_details
from mailbot.config.directory import load_directory
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.languages import load_language
from mailbot.config.review import review
from mailbot.config.settings import Settings
from mailbot.config.tables import read_table, read_text

Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """A site: its folder, its settings (paths made absolute), what it asks, when it is open, whom it knows."""

    folder: Path
    settings: Settings
    catalogue: Catalogue
    calendar: Calendar
    directory: Directory


def load(folder: Path) -> Config:
    """Read a `config/` folder. ConfigError holds every problem of every file."""
    config, problems = read(folder)
    if problems or config is None:
        raise ConfigError(problems)
    return config


def check(folder: Path) -> Problems:
    """Every problem of a `config/` folder, the examples in its details included; empty when it is sound."""
    config, problems = read(folder)
    if config is None or problems:
        return problems
    return check_examples(config.catalogue, str(details_file(folder)))


def read(folder: Path) -> tuple[Config | None, Problems]:
    """The configuration, or None and all problems."""
    catalogue, problems = _catalogue(folder)
    settings, more = _settings(folder, catalogue)
    holidays, unread = load_holidays(settings, folder) if settings else (frozenset(), ())
    directory, wrong = _directory(folder, settings, catalogue)
    calendar = calendar_of(settings, holidays) if settings else None
    problems = (*more, *problems, *unread, *wrong)
    if settings is None or catalogue is None or calendar is None:
        return None, problems
    return Config(folder, settings, catalogue, calendar, directory), problems


def details_file(folder: Path) -> Path:
    """A site's own details, else the shipped ones."""
    own = folder / "details.toml"
    return own if own.exists() else default_file("details.toml")


def _settings(folder: Path, catalogue: Catalogue | None) -> tuple[Settings | None, Problems]:
    file = folder / "mailbot.toml"
    text, problems = read_text(file)
    if problems:
        return None, problems
    settings, problems = read_table(text, str(file), Settings, folder.resolve())
    if settings is not None and catalogue is not None:
        problems = review(settings, catalogue, file, text)
    return settings, problems


def _directory(folder: Path, settings: Settings | None, catalogue: Catalogue | None) -> tuple[Directory, Problems]:
    """Its columns are named in the details: without them there is nothing to hold it against."""
    if catalogue is None:
        return Directory(), ()
    own = settings.limits.freemail if settings else ()
    return load_directory(folder, catalogue, FREEMAIL | {domain.lower() for domain in own})


def _catalogue(folder: Path) -> tuple[Catalogue | None, Problems]:
    languages, problems = _languages()
    file = details_file(folder)
    text, more = read_text(file)
    if problems or more:
        return None, (*problems, *more)
    return load_details(text, str(file), languages)


def _languages() -> tuple[dict[str, Language], Problems]:
    languages: dict[str, Language] = {}
    problems: Problems = ()
    for file in language_files():
        text, unread = read_text(file)
        language, wrong = load_language(text, str(file)) if not unread else (None, ())
        problems = (*problems, *unread, *wrong)
        if language is not None:
            languages[language.code] = language
    return languages, problems
