"""What people live through: whole mails in, whole mails out.

`MAILBOT_WRITE_STORIES=1` writes what comes out into the stories, to be read aloud before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stories.play import play

CANARY = "KANARIA"  # stands in every internal note of the stories
CARD = "5555555555554444"  # a customer wrote it down: it stays in the kept mail, too
PASSWORD = "kX7-canary-9"  # of a file: it stays in the kept mail
STORIES = sorted(folder for folder in Path(__file__).parent.iterdir() if (folder / "1-in.eml").exists())


@pytest.mark.parametrize("story", [pytest.param(folder, id=folder.name.replace("_", " ")) for folder in STORIES])
def test_story(story: Path, tmp_path: Path) -> None:
    for expected, written in play(story, tmp_path):
        if os.environ.get("MAILBOT_WRITE_STORIES"):
            expected.write_text(written, encoding="utf-8")
        assert written == expected.read_text(encoding="utf-8"), expected.name
        assert PASSWORD not in written
        assert CARD not in "".join(char for char in written if char.isdigit())
        for letter in written.split("=" * 20):
            to = next((line for line in letter.splitlines() if line.startswith("To: ")), "")
            assert CANARY not in letter or not to or to.endswith("@desk.example"), f"internal words went {to}"


def test_every_expected_round_is_played() -> None:
    for story in STORIES:
        for expected in story.glob("*-out.txt"):
            number = int(expected.name.split("-")[0])
            before = (*story.glob(f"{number - 1}*-in.eml"), *story.glob(f"{number - 1}-wait.txt"))
            assert before, expected
