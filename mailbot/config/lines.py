"""Find the line of a key in a TOML text: tomllib tells values, not places."""

from __future__ import annotations

Location = tuple[str | int, ...]


def line_of(text: str, location: Location) -> int:
    """The 1-based line of a location such as ("mailbox", 0, "port"); the nearest table's line when the key is missing.

    Follows table headers (`[a]`, `[[a]]`, the latter counted) and the first `key =` inside; 0 when nothing fits.
    """
    best, best_depth = 0, 0
    for line, path in _paths(text):
        depth = _common(path, location)
        if depth == len(path) and depth > best_depth:
            best, best_depth = line, depth
    return best


def _common(path: Location, location: Location) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(path, location, strict=False)) if a != b), min(len(path), len(location))
    )


def _paths(text: str) -> list[tuple[int, Location]]:
    counts: dict[str, int] = {}
    table: Location = ()
    paths: list[tuple[int, Location]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("[[") and "]]" in line:
            name = line[2 : line.index("]]")].strip()
            counts[name] = counts.get(name, -1) + 1
            table = (*_keys(name), counts[name])
            paths.append((number, table))
        elif line.startswith("[") and "]" in line and "=" not in line:
            table = _keys(line[1 : line.index("]")])
            paths.append((number, table))
        elif "=" in line and not line.startswith("#"):
            paths.append((number, (*table, *_keys(line.partition("=")[0]))))
    return paths


def _keys(dotted: str) -> Location:
    return tuple(key.strip().strip("\"'") for key in dotted.split("."))
