"""Two commands set everything up: the pins are whole, the Makefile explains itself and finds a Python that works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.]*)")
MAKE = shutil.which("make")

needs_make = pytest.mark.skipif(MAKE is None, reason="make not found")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lines_of(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def pins() -> dict[str, str]:
    found = [PIN.fullmatch(line) for line in lines_of("constraints.txt")]
    return {normal(pin[1]): pin[2] for pin in found if pin}


def required() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    named = [*project["build-system"]["requires"], *project["project"]["dependencies"], *chain(*extras)]
    return [normal(re.split(r"[<>=!~;\[ ]", name)[0]) for name in named]


def make(*words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path)} if path else None
    command = [MAKE or "make", "--no-print-directory", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_every_line_is_an_exact_version_and_nothing_else() -> None:
    assert [line for line in lines_of("constraints.txt") if not PIN.fullmatch(line)] == []


def test_no_package_is_pinned_twice() -> None:
    assert len(pins()) == len(lines_of("constraints.txt"))


@pytest.mark.parametrize("name", sorted(set(required())))
def test_what_the_project_names_is_pinned(name: str) -> None:
    assert name in pins()


def test_everything_that_comes_along_is_pinned_as_installed() -> None:
    installed = {name: at for name in needed() if (at := version_of(name)) and name != "pip"}
    assert {name: at for name, at in installed.items() if pins().get(name) != at} == {}


def needed() -> set[str]:
    """What the project names, what that needs, and so on."""
    found: set[str] = set()
    ahead = required()
    while ahead:
        name = ahead.pop()
        if name not in found and version_of(name):
            wants = [Requirement(text) for text in requires(name) or ()]
            ahead += [normal(want.name) for want in wants if want.marker is None or want.marker.evaluate({"extra": ""})]
        found.add(name)
    return found


def version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""  # the build's own packages are not installed to stay


@pytest.mark.parametrize("name", ["Makefile", ".ci/run", "constraints.txt"])
def test_no_file_of_the_setup_names_an_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text


@needs_make
def test_make_alone_lists_every_target() -> None:
    told = make().stdout
    phony = next(line for line in lines_of("Makefile") if line.startswith(".PHONY:"))
    for target in phony.split()[1:]:
        assert f"make {target} " in told


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sh").symlink_to("/bin/sh")
    return tmp_path


def shim(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@needs_make
@pytest.mark.parametrize(
    ("shims", "picked"),
    [
        pytest.param({"python3.13": "exit 127", "python3.12": "works"}, "python3.12", id="a name that fails is passed"),
        pytest.param({"python3.11": "works", "python3.12": "works"}, "python3.12", id="the newest that works is taken"),
        pytest.param({"python3": "works"}, "python3", id="a plain python3 will do"),
    ],
)
def test_a_python_that_works_is_found(path: Path, shims: dict[str, str], picked: str) -> None:
    for name, body in shims.items():
        shim(path, name, f'exec "{sys.executable}" "$@"' if body == "works" else body)
    assert make("python", path=path).stdout == f"{picked}\n"


@needs_make
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("exit 127", id="a name that fails"),
        pytest.param(f'exec "{sys.executable}" -c "import sys; sys.exit(1)"', id="a Python that is too old"),
    ],
)
def test_without_a_python_one_line_says_what_to_do(path: Path, body: str) -> None:
    shim(path, "python3", body)
    failed = make("python", path=path)
    assert failed.returncode != 0
    assert failed.stderr.splitlines()[0].startswith("no Python from 3.11 to 3.13 with venv found: on Debian install")


@needs_make
def test_a_named_python_is_the_only_one_tried(path: Path) -> None:
    shim(path, "python3", f'exec "{sys.executable}" "$@"')
    assert "found at /no/such/python:" in make("python", "PYTHON=/no/such/python", path=path).stderr
