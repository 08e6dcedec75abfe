"""Where templates lie: the packaged ones, and a site's own over them, letter by letter."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mailbot.letters.advice import nearest
from mailbot.letters.problem import Problem, Problems
from mailbot.model import Purpose

PACKAGED = Path(__file__).resolve().parent.parent / "templates"
SUFFIX = ".txt.j2"
LARGEST = 64 * 1024  # bytes of a template
NAMES = tuple(f"{purpose.value}{SUFFIX}" for purpose in Purpose)
Place = tuple[str, Purpose]  # language, letter
Stamp = tuple[tuple[str, int, int, int, int], ...]


def languages() -> tuple[str, ...]:
    """The languages that have packaged letters."""
    return tuple(sorted(folder.parent.name for folder in PACKAGED.glob(f"*/{Purpose.FIRST.value}{SUFFIX}")))


def packaged(place: Place) -> Path:
    """The packaged template of a letter; it may be absent in a language that is only half there."""
    return PACKAGED / place[0] / f"{place[1].value}{SUFFIX}"


def stamp(own: Path | None) -> Stamp:
    """What changes when a file in a site's folder changes: cheap, no file is opened."""
    found: list[tuple[str, int, int, int, int]] = []
    for file in _files(own):
        try:
            seen = file.stat()
        except OSError:
            continue  # gone since we looked
        found.append((str(file), seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino))
    return tuple(found)


def own_letters(own: Path | None) -> tuple[dict[Place, Path], Problems]:
    """A site's own templates, and the files that are none though they look like some."""
    letters: dict[Place, Path] = {}
    problems: list[Problem] = []
    for file in _files(own):
        wrong = _misplaced(file)
        if wrong:
            problems.append(Problem(str(file), 0, "", wrong))
        elif file.name in NAMES:
            letters[file.parent.name, Purpose(file.name.removesuffix(SUFFIX))] = file
    return letters, tuple(problems)


def raw(file: Path) -> tuple[bytes | None, str]:
    """The bytes of a template, or why there are none; (None, "") when the file is gone."""
    try:
        seen = file.stat()
        if not stat.S_ISREG(seen.st_mode):
            return None, "is not a file"
        if seen.st_size > LARGEST:
            return None, f"has {seen.st_size} bytes: a template has at most {LARGEST}"
        return file.read_bytes(), ""
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"cannot be read: {error.strerror}"


def _files(own: Path | None) -> list[Path]:
    """Everything one folder down that could be meant as a letter; what editors leave beside it is none."""
    if own is None:
        return []
    found: list[Path] = []
    for folder in _entries(own):
        found += [file for file in _entries(folder) if file.name.endswith((".j2", ".txt")) and file.name[0] != "."]
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder / name for name in os.listdir(folder))  # noqa: PTH208 - a name that vanishes is no error
    except OSError:
        return []


def _misplaced(file: Path) -> str:
    if file.parent.name not in languages():
        known = f"letters have the languages {', '.join(languages())}"
        return f"there is no language {file.parent.name!r}{nearest(file.parent.name, languages())}; {known}"
    if file.name not in NAMES:
        return f"there is no letter of this name{nearest(file.name, NAMES)}; there are {', '.join(NAMES)}"
    return ""
