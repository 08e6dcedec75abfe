"""Find the line of a key in a TOML text: tomllib tells values, not places."""

from __future__ import annotations

from functools import lru_cache

Location = tuple[str | int, ...]


def line_of(text: str, location: Location) -> int:
    """The 1-based line of a location such as ("mailbox", 0, "port"); the nearest table's line when the key is missing.

    Follows table headers (`[a]`, `[[a]]`, the latter counted) and the first `key =` inside; 0 when nothing fits.
    """
    paths = _paths(text)
    prefixes = (location[:depth] for depth in range(len(location), 0, -1))
    return next((paths[prefix] for prefix in prefixes if prefix in paths), 0)


@lru_cache(maxsize=4)  # hundreds of places are asked for in one file
def _paths(text: str) -> dict[Location, int]:
    """The line on which each path first stands."""
    counts: dict[str, int] = {}
    table: Location = ()
    paths: dict[Location, int] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("[[") and "]]" in line:
            name = line[2 : line.index("]]")].strip()
            counts[name] = counts.get(name, -1) + 1
            table = (*_keys(name), counts[name])
            paths.setdefault(table, number)
        elif line.startswith("[") and "]" in line and "=" not in line:
            table = _keys(line[1 : line.index("]")])
            paths.setdefault(table, number)
        elif "=" in line and not line.startswith("#"):
            paths.setdefault((*table, *_keys(line.partition("=")[0])), number)
    return paths


def _keys(dotted: str) -> Location:
    return tuple(key.strip().strip("\"'") for key in dotted.split("."))
