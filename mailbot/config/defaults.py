"""Where the shipped files are: inside an installed wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def default_file(name: str) -> Path:
    """The shipped file `config/<name>`; FileNotFoundError when neither wheel nor checkout has it."""
    places = (PACKAGE / "defaults" / name, PACKAGE.parent / "config" / name)
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(f"no shipped file {name}: the installation is incomplete")


def language_files() -> tuple[Path, ...]:
    """The `language.toml` of every shipped language, by name."""
    return tuple(sorted((PACKAGE / "templates").glob("*/language.toml")))
