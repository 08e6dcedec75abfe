"""Read a TOML file against a strict schema: every mistake at once, each with its line and what to do."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mailbot.config.errors import Problem
from mailbot.config.lines import Location, line_of

Table = TypeVar("Table", bound=BaseModel)
SYNTAX_LINE = re.compile(r"at line (\d+)")
WANTED = {  # pydantic's name of a mistake -> what to write instead
    "string_type": 'write text in quotes: "…"',
    "dict_type": 'write a table: { ja = "…", en = "…" }',
    "list_type": 'write a list: ["…", "…"]',
    "tuple_type": 'write a list: ["…", "…"]',
    "frozen_set_type": 'write a list: ["…", "…"]',
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
}
GONE = {"pair": "is no longer known: write points = 4 instead, or take it out"}
SHAPES = {  # how a pattern for names begins -> in words
    "^[a-z][a-z0-9_-]": "write small letters, digits, - and _, a letter first",
    "^[a-z][a-z0-9_]": "write small letters, digits and _, a letter first",
    "^[A-Z][A-Z0-9]": "write capital letters and digits, a letter first",
}


def read_table(
    text: str, file: str, schema: type[Table], folder: Path = Path()
) -> tuple[Table | None, tuple[Problem, ...]]:
    """The table of a file, or None and its problems; a syntax error stands alone. Paths count from `folder`."""
    try:
        return schema.model_validate(tomllib.loads(text), context={"folder": folder}), ()
    except tomllib.TOMLDecodeError as error:
        line = SYNTAX_LINE.search(str(error))
        return None, (Problem(file, int(line[1]) if line else 0, "", f"this is not TOML: {error}"),)
    except ValidationError as error:
        mistakes = [found for found in error.errors() if not _follows(found)]
        return None, tuple(_problem(found, text, file, schema) for found in mistakes)


def read_text(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, or the empty one and the reason why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig"), ()
    except FileNotFoundError:
        return "", (Problem(str(path), 0, "", "there is no such file; copy mailbot's own config/ and fill it in"),)
    except UnicodeDecodeError:
        return "", (Problem(str(path), 0, "", "is not UTF-8: save it as UTF-8"),)
    except OSError as error:
        return "", (Problem(str(path), 0, "", f"cannot be read: {error.strerror}"),)


def line_near(text: str, location: Location, words: str) -> int:
    """The line at or below a location where `words` stand, as written or escaped; the location's line otherwise."""
    base = line_of(text, location) or 1
    lines = text.splitlines()
    forms = {words, words.replace("\\", "\\\\"), words.replace("\n", "\\n")} - {""}
    near = (number for number, line in enumerate(lines[base - 1 :], base) if any(form in line for form in forms))
    return next(near, base)


def key_of(location: Location) -> str:
    """A location as an admin would write it: `detail[2].patterns[0]`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).lstrip(".")


def meant(word: str, known: Collection[str]) -> str:
    """What an admin may have meant by a name that is not there."""
    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


def _follows(found: Any) -> bool:
    """A list that is called too short only because its entries are broken: those are told already."""
    return found["type"] == "too_short" and bool(found.get("input"))


def _written(location: Location, schema: type[BaseModel]) -> Location:
    """A location without the tags that pydantic adds for the members of a union: they stand in no file."""
    kept: list[str | int] = []
    for part in location[:-1]:
        if isinstance(part, int) or part in _fields(schema, tuple(kept)):
            kept.append(part)
    return (*kept, *location[-1:])


def _problem(found: Any, text: str, file: str, schema: type[BaseModel]) -> Problem:
    location = _written(tuple(found["loc"]), schema)
    message = _wanted(found)
    if found["type"] == "extra_forbidden":
        message = _unknown(str(location[-1]), schema, location)
    elif found["type"] == "missing":
        message = "is missing: add it"
    elif isinstance(found.get("input"), str | int | float) and not isinstance(found["input"], bool):
        message += f" (it says {found['input']!r})"
    words = found["input"] if isinstance(found.get("input"), str) else str(location[-1]) if location else ""
    return Problem(file, line_near(text, location, words), key_of(location), message)


def _wanted(found: Any) -> str:
    """What to write, in plain words; what has none is said as pydantic says it."""
    context = found.get("ctx", {})
    if found["type"] == "literal_error":
        return f"write {context['expected']}"
    pattern = str(context.get("pattern", ""))
    shape = next((words for begin, words in SHAPES.items() if pattern.startswith(begin)), "")
    return shape or WANTED.get(found["type"]) or str(found["msg"]).removeprefix("Value error, ")


def _unknown(key: str, schema: type[BaseModel], location: Location) -> str:
    if key in GONE:
        return GONE[key]
    known = sorted(_fields(schema, location[:-1]))
    close = difflib.get_close_matches(key, known, 1, 0.6)
    return f"unknown key; did you mean {close[0]!r}?" if close else f"unknown key; known are {', '.join(known)}"


def _fields(schema: type[BaseModel], location: Location) -> set[str]:
    """The keys allowed at a location, found by walking the schema's annotations; of a union, those of all tables."""
    here: list[type[BaseModel]] = [schema]
    for part in location:
        deeper = [model for table in here if part in table.model_fields for model in _models(table, str(part))]
        here = deeper or here  # an index, or the tag of a union, leads nowhere deeper
    return {name for table in here for name in table.model_fields}


def _models(table: type[BaseModel], name: str) -> list[type[BaseModel]]:
    waiting: list[Any] = [table.model_fields[name].annotation]
    found: list[type[BaseModel]] = []
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            found.append(annotation)
        waiting.extend(getattr(annotation, "__args__", ()))
    return found
