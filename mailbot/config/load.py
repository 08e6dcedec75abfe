"""The files of a `config/` folder as one frozen value, or all their mistakes at once."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mailbot.casework.catalogue import Catalogue
from mailbot.config.details import load_catalogue
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.lines import Location, line_of
from mailbot.config.review import review
from mailbot.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Config:
    """A site: its folder, its settings (paths made absolute), what it asks and in which languages."""

    folder: Path
    settings: Settings
    catalogue: Catalogue


def load(folder: Path) -> Config:
    """Read a `config/` folder. ConfigError holds every problem of every file."""
    file = folder / "mailbot.toml"
    catalogue, problems = load_catalogue(folder)
    settings, more = _settings(file, folder)
    if settings is not None and catalogue is not None:
        more = (*more, *review(settings, catalogue, file, _text(file)))
    if problems or more or settings is None or catalogue is None:
        raise ConfigError((*more, *problems))
    return Config(folder, settings, catalogue)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _settings(file: Path, folder: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    name = str(file)
    try:
        text = _text(file)
        return Settings.model_validate(tomllib.loads(text), context={"folder": folder.resolve()}), ()
    except FileNotFoundError:
        return None, (
            Problem(name, 0, "", "there is no such file; copy config/mailbot.toml of mailbot and fill it in"),
        )
    except (OSError, UnicodeDecodeError) as error:
        return None, (Problem(name, 0, "", f"cannot be read: {error}"),)
    except tomllib.TOMLDecodeError as error:
        return None, (Problem(name, _line_in(str(error)), "", f"not TOML: {error}"),)
    except ValidationError as error:
        return None, tuple(_problem(name, text, one) for one in error.errors(include_url=False))


def _line_in(message: str) -> int:
    _, _, tail = message.partition("(at line ")
    digits = tail.partition(",")[0]
    return int(digits) if digits.isdigit() else 0


def _problem(name: str, text: str, error: Any) -> Problem:  # noqa: ANN401 - pydantic's own dict
    """One of pydantic's findings in words for an admin."""
    location: Location = tuple(
        part for part in error["loc"] if part not in {"imap", "maildir", "smtp", "folder"} or part == error["loc"][-1]
    )  # noqa: E501
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in location)
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = f"there is no such key{_suggestion(str(location[-1]))}"
    elif error["type"] == "missing":
        message = "is missing"
    return Problem(name, line_of(text, location), key, message)


def _suggestion(key: str) -> str:
    near = difflib.get_close_matches(key, _known_keys(Settings), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _known_keys(model: type[BaseModel]) -> list[str]:
    """Every key of every table, for suggestions."""
    tables = [model, *BaseModel.__subclasses__()]
    seen: set[str] = set()
    while tables:
        table = tables.pop()
        seen.update(table.model_fields)
        tables.extend(table.__subclasses__())
    return sorted(seen)
