"""Letters edited while mailbot runs: good changes come into force, bad ones are told once and change nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.checking import check
from mailbot.letters import shelf
from mailbot.letters.render import Templates
from mailbot.letters.specimens import specimens
from mailbot.model import Purpose

FACTS = next(iter(specimens(Purpose.CLOSED)))
GOOD, BETTER, BAD = "Subject: good\n\ngood\n", "Subject: better\n\nbetter\n", "Subject: bad\n\n{% if x %}\n"


class Site:
    """A folder with letters of a site's own, and the templates that watch it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates = Templates(folder)

    def save(self, text: str | bytes, name: str = "closed", language: str = "en") -> Path:
        file = self.folder / language / f"{name}.txt.j2"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def letter(self, language: str = "en") -> str:
        return self.templates.render(Purpose.CLOSED, language, FACTS)[1]

    def told(self) -> list[str]:
        return [str(problem) for problem in self.templates.reload()]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "templates")


def test_a_folder_that_comes_later_is_taken_over(site: Site) -> None:
    packaged = site.letter()
    assert site.told() == []
    site.save(GOOD)
    assert site.letter() == packaged
    assert site.told() == []
    assert site.letter() == "good\n"


def test_a_good_change_comes_into_force_and_other_letters_stay_packaged(site: Site) -> None:
    japanese = site.letter("ja")
    site.save(GOOD)
    site.told()
    site.save(BETTER)
    assert site.told() == []
    assert site.letter() == "better\n"
    assert site.letter("ja") == japanese


BROKEN: dict[str, str | bytes] = {
    "a missing endif": BAD,
    "a typo": "Subject: x\n\n{{ case.tga }}\n",
    "an endless loop": "Subject: x\n\n{% for i in range(999999999) %}{% for j in range(i) %}{% endfor %}{% endfor %}\n",
    "not UTF-8": "Subject: x\n\nお客様\n".encode("cp932"),
    "empty": "",
    "no subject": "Hello\n",
    "much too large": b"Subject: x\n\n" + b"x" * 70_000,
    "zeros, as after a full disk": b"\0" * 4096,
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in BROKEN.items()])
def test_a_bad_change_is_told_once_and_the_last_good_set_stays(site: Site, text: str | bytes) -> None:
    site.save(GOOD)
    site.told()
    file = site.save(text)
    told = site.told()
    assert told
    assert all(line.startswith(str(file)) for line in told)
    assert site.letter() == "good\n"
    assert site.told() == []
    site.save(BETTER)
    assert site.told() == []
    assert site.letter() == "better\n"


def test_one_bad_letter_holds_back_the_others_saved_with_it(site: Site) -> None:
    site.save(GOOD)
    site.told()
    site.save(BETTER)
    site.save(BAD, "handover")
    assert len(site.told()) == 1
    assert site.letter() == "good\n"
    (site.folder / "en" / "handover.txt.j2").unlink()
    assert site.told() == []
    assert site.letter() == "better\n"


def test_another_mistake_is_told_anew_and_the_same_one_is_not(site: Site) -> None:
    site.save(BAD)
    assert len(site.told()) == 1
    site.save(BAD)
    assert site.told() == []
    site.save("Subject: x\n\n{{ nonsense }}\n")
    assert len(site.told()) == 1
    site.save(GOOD)
    assert site.told() == []
    site.save(BAD)
    assert len(site.told()) == 1


def gone(site: Site, file: Path) -> None:
    file.unlink()


def emptied(site: Site, file: Path) -> None:
    file.unlink()
    file.parent.rmdir()
    site.folder.rmdir()


def renamed(site: Site, file: Path) -> None:
    file.rename(file.with_name("closed.txt.j2~"))


@pytest.mark.parametrize("leave", [gone, emptied, renamed])
def test_a_letter_that_is_deleted_gives_way_to_the_packaged_one(
    site: Site, leave: Callable[[Site, Path], None]
) -> None:
    packaged = site.letter()
    file = site.save(GOOD)
    site.told()
    leave(site, file)
    assert site.told() == []
    assert site.letter() == packaged


def test_what_editors_leave_behind_is_no_letter(site: Site) -> None:
    site.save(GOOD)
    for name in (".closed.txt.j2.swp", "closed.txt.j2~", "#closed.txt.j2#", "4913", ".DS_Store", "notes.md"):
        (site.folder / "en" / name).write_bytes(b"\0\1\2")
    assert site.told() == []
    assert site.letter() == "good\n"


MISPLACED = {
    "a letter that there is not": ("closd", "en", "did you mean `closed.txt.j2`?"),
    "a language that there is not": ("closed", "fr", "there is no language 'fr'"),
}


@pytest.mark.parametrize(
    ("name", "language", "told"), [pytest.param(*case, id=title) for title, case in MISPLACED.items()]
)
def test_a_file_that_would_never_be_used_is_told(site: Site, name: str, language: str, told: str) -> None:
    site.save(GOOD, name, language)
    (line,) = site.told()
    assert told in line


def test_a_pipe_with_the_name_of_a_letter_does_not_stop_the_daemon(site: Site) -> None:
    (site.folder / "en").mkdir(parents=True)
    os.mkfifo(site.folder / "en" / "closed.txt.j2")
    (line,) = site.told()
    assert line.endswith("is not a file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_letter_that_may_not_be_read_is_told(site: Site) -> None:
    site.save(GOOD).chmod(0)
    (line,) = site.told()
    assert "cannot be read" in line


def test_at_the_start_a_bad_letter_gives_way_to_the_packaged_one_and_is_told(site: Site) -> None:
    packaged = site.letter()
    site.save(BAD)
    site.save("Subject: good\n\ngood\n", "handover")
    late = Site(site.folder)
    assert late.letter() == packaged
    assert late.templates.render(Purpose.HANDOVER, "en", FACTS)[1] == "good\n"
    assert len(late.told()) == 1
    assert late.told() == []


def test_a_look_reads_no_letter_when_nothing_changed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.save("Subject: x\n\nx\n")
    site.told()
    read: list[Path] = []

    def noted(file: Path) -> tuple[str | None, str]:
        read.append(file)
        return None, ""

    monkeypatch.setattr(shelf, "raw", noted)
    assert site.templates.reload() == ()
    assert read == []
    site.save("Subject: y\n\ny\n")
    site.templates.reload()
    assert read


def test_somebody_who_saves_all_the_time_never_brings_half_a_letter_into_force(site: Site) -> None:
    file, stop = site.save(GOOD), threading.Event()
    site.told()

    def save() -> None:
        while not stop.is_set():
            with file.open("w", encoding="utf-8") as out:
                for part in ("Subject: good\n", "\n{% if team.name %}\n", "good\n", "{% endif %}good\n"):
                    out.write(part)
                    out.flush()

    writer = threading.Thread(target=save)
    writer.start()
    try:
        until = time.monotonic() + 1
        while time.monotonic() < until:
            site.templates.reload()
            assert site.letter() in {"good\n", "good\ngood\n"}
    finally:
        stop.set()
        writer.join()


def test_check_reads_the_letters_though_the_tables_are_broken(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_text("this is not TOML", encoding="utf-8")
    file = Site(tmp_path / "templates").save(BAD)
    found = check(tmp_path)
    assert {Path(problem.file).name for problem in found} == {"mailbot.toml", file.name}
    assert [problem.line for problem in found if problem.file == str(file)] == [3]
