"""`mailbot try`: one mail explained, with the reading child, without a mailbox."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STORY = Path(__file__).resolve().parents[1] / "stories" / "an_english_bug_is_asked_for_what_is_missing" / "1-in.eml"
SHIPPED = Path(__file__).resolve().parents[2] / "config"


def tried(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mailbot", "try", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_it_tells_what_is_read_found_missing_and_decided_and_shows_the_letter(tmp_path: Path) -> None:
    shown = tried(str(STORY), "--config", str(tmp_path)).stdout
    for words in (
        "bug: describes a malfunction",
        "Firefox 131",
        "What was done",
        "ask_for_missing",
        "1. On which screen",
    ):
        assert words in shown, words


def test_machines_get_the_same_as_json(tmp_path: Path) -> None:
    facts = json.loads(tried(str(STORY), "--config", str(tmp_path), "--json").stdout)
    assert (facts["decision"], facts["rule"], facts["missing"]) == ("Ask", "ask_for_missing", ["steps", "error"])
    for finding in facts["findings"]:
        assert finding["quote"]
        assert finding["rule"]
    assert facts["letters"][0]["to"] == "tom@customer.example"


def test_the_shipped_configuration_needs_no_passwords_for_it() -> None:
    done = tried(str(STORY), "--config", str(SHIPPED))
    assert done.returncode == 0
    assert "差出人本人のメールと" in done.stdout, "that configuration trusts a server which did not stamp this mail"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"\x00\xff\x1b[2J" * 1000, id="bytes that are no mail"),
        pytest.param(
            b"From: a@b.example\r\nSubject: \x1b[31mred\r\n\r\nhello", id="a subject that would steer the screen"
        ),
        pytest.param(b"From: a@b.example\r\nSubject: " + b"long " * 12_000 + b"\r\n\r\nhello", id="an endless subject"),
    ],
)
def test_odd_files_are_explained_too(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.eml"
    file.write_bytes(raw)
    done = tried(str(file), "--config", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout
    assert len(done.stdout) < 20_000


def test_a_file_that_is_not_there_is_a_users_error(tmp_path: Path) -> None:
    done = tried(str(tmp_path / "none.eml"))
    assert done.returncode == 2
    assert "does not exist" in done.stderr


def test_the_keys_of_json_are_those_of_the_docs_and_every_quote_stands_at_its_place(tmp_path: Path) -> None:
    facts = json.loads(tried(str(STORY), "--config", str(tmp_path), "--json").stdout)
    docs = (SHIPPED.parent / "docs" / "try.md").read_text(encoding="utf-8")
    named = {key for row in re.findall(r"^\| (`.*?) \|", docs, re.M) for key in re.findall(r"`(\w+)`", row)}
    assert set(facts) == named - {"unread"}
    told = docs.partition("A finding: ")[2]
    assert set(facts["findings"][0]) <= set(re.findall(r"`(\w+)`", told))
    for one in facts["findings"]:
        place = {"body": facts["text"], "subject": facts["subject"]}.get(one["source"])
        assert place is None or place[one["start"] : one["end"]] == one["quote"]
    assert [one["detail"] for one in facts["lacks"]] == facts["missing"]


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: apt-get install chromium")
@pytest.mark.parametrize("width", [360, 1200])
def test_a_real_browser_shows_the_page_without_a_word_of_complaint(width: int, tmp_path: Path) -> None:
    page = tmp_path / "mail.html"
    done = tried(str(STORY), "--config", str(tmp_path), "--html", str(page))
    assert (done.returncode, done.stdout) == (0, "")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},900", "--dump-dom", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Firefox 131</mark>" in shown.stdout
    assert not [line for line in shown.stderr.splitlines() if "CONSOLE" in line]
