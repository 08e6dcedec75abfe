"""Letters as files: whole or not at all, in order of time."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import settings
from mailbot.delivery import open_delivery
from mailbot.delivery.folder import FolderDelivery
from mailbot.model import UnreachableError, Verdict
from tests.edges.letters import out


def test_a_letter_becomes_a_file_that_only_we_may_read(tmp_path: Path) -> None:
    delivery = open_delivery(settings.FolderDelivery(kind="folder", path=tmp_path / "out" / "box"))
    receipt = delivery.deliver(out(), lambda: None)
    (file,) = (tmp_path / "out" / "box").iterdir()
    assert receipt.verdict is Verdict.SENT
    assert receipt.text == f"written as {file.name}"
    assert file.read_bytes() == out().data
    assert file.stat().st_mode & 0o777 == 0o600
    delivery.interrupt()
    delivery.close()


def test_names_sort_by_time_and_tell_the_purpose(tmp_path: Path) -> None:
    minutes = itertools.count()
    delivery = FolderDelivery(
        settings.FolderDelivery(kind="folder", path=tmp_path),
        lambda: datetime(2026, 3, 17, 9, 59, tzinfo=UTC) + timedelta(minutes=next(minutes)),
    )
    for number, key in enumerate(("7/questions/a@b.example", "../../etc/passwd", "日本 語\n", "x" * 500)):
        delivery.deliver(out(number=number, key=key), lambda: None)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "20260317T095900.000000Z-000000-7-questions-a@b.example.eml",
        "20260317T100000.000000Z-000001-etc-passwd.eml",
        "20260317T100100.000000Z-000002-letter.eml",
        f"20260317T100200.000000Z-000003-{'x' * 120}.eml",
    ]


def test_a_letter_that_smtp_would_refuse_is_refused_here_too(tmp_path: Path) -> None:
    delivery = FolderDelivery(settings.FolderDelivery(kind="folder", path=tmp_path))
    receipt = delivery.deliver(out(words=b"bare\nLF\r\n"), lambda: None)
    assert (receipt.verdict, receipt.text) == (Verdict.HELD, "not sent: the letter contains a bare LF")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    delivery = FolderDelivery(settings.FolderDelivery(kind="folder", path=tmp_path / "file"))
    with pytest.raises(UnreachableError, match=r"cannot be written .*check space and rights"):
        delivery.deliver(out(), lambda: None)


def test_a_store_that_fails_while_sending_is_marked_leaves_no_letter(tmp_path: Path) -> None:
    def broken() -> None:
        raise RuntimeError("no database")

    delivery = FolderDelivery(settings.FolderDelivery(kind="folder", path=tmp_path))
    with pytest.raises(RuntimeError):
        delivery.deliver(out(), broken)
    assert list(tmp_path.iterdir()) == []
