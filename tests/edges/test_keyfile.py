"""The secret key beside the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.keyfile import key_file, key_of


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    database = tmp_path / "db" / "mailbot.db"
    key = key_of(database)
    assert len(key) == 32
    assert key_of(database) == key
    assert key_file(database).stat().st_mode & 0o777 == 0o600


def test_who_only_looks_makes_no_file(tmp_path: Path) -> None:
    assert len(key_of(tmp_path / "mailbot.db", make=False)) == 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "not hex", "ab" * 31, "あ"])
def test_a_spoilt_key_is_said_and_not_replaced(text: str, tmp_path: Path) -> None:
    file = key_file(tmp_path / "mailbot.db")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OSError, match="restore it from your backup"):
        key_of(tmp_path / "mailbot.db")
    assert file.read_text(encoding="utf-8") == text
