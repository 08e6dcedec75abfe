"""The files of a `config/` folder as one frozen value, or all their mistakes at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mailbot.casework.business import Calendar
from mailbot.casework.catalogue import Catalogue
from mailbot.casework.directory import Directory
from mailbot.casework.freemail import FREEMAIL
from mailbot.casework.linear import Model
from mailbot.config.calendar import calendar_of, load_holidays
from mailbot.config.details import check_examples, details_file, load_catalogue
from mailbot.config.directory import Bounds, load_directory
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.kinds import load_model
from mailbot.config.products import names_of, products_of, with_products
from mailbot.config.review import cautions, review
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
    model: Model | None = None  # of kinds, learnt from this site's history


def load(folder: Path) -> Config:
    """Read a `config/` folder. ConfigError holds every problem of every file."""
    config, problems = read(folder)
    if problems or config is None:
        raise ConfigError(problems)
    return config


def check(folder: Path) -> Problems:
    """Every problem of a `config/` folder, the examples in its details included, and what an admin should know."""
    config, problems = read(folder)
    catalogue = config.catalogue if config else load_catalogue(folder)[0]
    examples = check_examples(catalogue, str(details_file(folder))) if catalogue else ()
    file = folder / "mailbot.toml"
    return (*problems, *examples, *(cautions(config.settings, file, read_text(file)[0]) if config else ()))


def read(folder: Path) -> tuple[Config | None, Problems]:
    """The configuration, or None and all problems."""
    file = folder / "mailbot.toml"
    text, unread = read_text(file)
    settings, wrong = (None, unread) if unread else read_table(text, str(file), Settings, folder.resolve())
    catalogue, problems = _catalogue(folder, settings)
    if settings is not None and catalogue is not None:
        wrong = review(settings, catalogue, file, text)
    holidays, closed = load_holidays(settings, folder) if settings else (frozenset(), ())
    directory, unknown = _directory(folder, settings, catalogue)
    calendar = calendar_of(settings, holidays) if settings else None
    model, unusable = load_model(folder)
    problems = (*wrong, *problems, *closed, *unknown, *unusable)
    if settings is None or catalogue is None or calendar is None:
        return None, problems
    return Config(folder, settings, catalogue, calendar, directory, model), problems


def _directory(folder: Path, settings: Settings | None, catalogue: Catalogue | None) -> tuple[Directory, Problems]:
    """Its columns are named in the details: without them there is nothing to hold it against."""
    if catalogue is None:
        return Directory(), ()
    own = settings.limits.freemail if settings else ()
    names = names_of(settings) if settings else None
    return load_directory(folder, Bounds(catalogue, FREEMAIL | {domain.lower() for domain in own}, names))


def _catalogue(folder: Path, settings: Settings | None) -> tuple[Catalogue | None, Problems]:
    if settings is None:
        return load_catalogue(folder)
    catalogue, problems = load_catalogue(folder, names_of(settings))
    return (with_products(catalogue, products_of(settings)) if catalogue else None), problems
