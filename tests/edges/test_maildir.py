"""The Maildir twin: the same promises on files."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.config.settings import MaildirMailbox
from mailbot.model import UnreachableError
from mailbot.sources import Source, open_source
from mailbot.sources import maildir_uids as uids_module
from mailbot.sources.maildir import MaildirSource
from tests.edges.letters import MemoryLedger, letter, receive


def _open(maildir: Path, read_only: bool = False, **changes: Any) -> Source:
    return open_source(MaildirMailbox(kind="maildir", path=maildir, **changes), read_only)


def _put(maildir: Path, name: str, raw: bytes, folder: str = "new", at: float | None = None) -> Path:
    file = maildir / "tmp" / name
    file.write_bytes(raw)
    if at is not None:
        os.utime(file, (at, at))
    return file.rename(maildir / folder / name)


def test_mails_of_new_and_cur_come_by_time_with_their_bytes(maildir: Path) -> None:
    _put(maildir, "b:2,FS", b"Subject: two\n\nbare line ends \xff\n", "cur", at=2000)
    _put(maildir, "c", letter(3), at=3000)
    _put(maildir, "a", letter(1), at=1000.5)
    mails = receive(_open(maildir), MemoryLedger())
    assert [mail.raw for mail in mails] == [letter(1), b"Subject: two\n\nbare line ends \xff\n", letter(3)]
    assert [mail.uid for mail in mails] == [1, 2, 3]
    assert mails[0].received_at == datetime(1970, 1, 1, 0, 16, 40, 500_000, UTC)
    assert len({mail.uidvalidity for mail in mails}) == 1


def test_numbers_stay_when_a_reader_moves_and_flags_the_file(maildir: Path) -> None:
    _put(maildir, "a", letter(1))
    ledger = MemoryLedger()
    receive(_open(maildir, acknowledge="none"), ledger)
    (maildir / "new" / "a").rename(maildir / "cur" / "a:2,")
    assert receive(_open(maildir, acknowledge="none"), ledger) == []
    (maildir / "cur" / "a:2,").rename(maildir / "cur" / "a:2,RS")
    assert receive(_open(maildir, acknowledge="none"), ledger) == []


def test_a_number_is_never_given_twice(maildir: Path) -> None:
    source, ledger = _open(maildir), MemoryLedger()
    for round_ in range(3):
        _put(maildir, "same-name", letter(round_))
        (mail,) = receive(source, ledger)
        assert mail.uid == round_ + 1
        (maildir / "new" / "same-name").unlink()
        receive(source, ledger)
    assert ledger.raws == [letter(0), letter(1), letter(2)]


def test_numbers_are_on_disk_before_the_mails_are_given(maildir: Path) -> None:
    _put(maildir, "a", letter(1))
    batches = _open(maildir).fetch(MemoryLedger())
    (mail,) = next(batches)
    assert uids_module.load(maildir).by_name == {"a": mail.uid}
    assert uids_module.load(maildir).uidvalidity == mail.uidvalidity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mailbot-uids 1\n",
        "mailbot-uids 1\n5 x\n",
        "mailbot-uids 1\n5 2\n1 a\n2 b\n",
        "mailbot-uids 1\n5 9\n1 a",
        "?",
    ],
)
def test_a_broken_list_is_replaced_under_a_new_uidvalidity(maildir: Path, text: str) -> None:
    _put(maildir, "a", letter(1))
    (maildir / uids_module.NAME).write_text(text)
    (mail,) = receive(_open(maildir), MemoryLedger())
    assert (mail.uid, mail.uidvalidity > 5) == (1, True)


def test_acknowledged_mails_are_read_ones_in_the_processed_folder(maildir: Path) -> None:
    _put(maildir, "a", letter(1), at=1)
    _put(maildir, "b:2,F", letter(2), "cur", at=2)
    source, ledger = _open(maildir), MemoryLedger()
    receive(source, ledger)
    assert set(source.acknowledge([1, 2, 99])) == {1, 2, 99}
    assert sorted(file.name for file in (maildir / ".Processed" / "cur").iterdir()) == ["a:2,S", "b:2,FS"]
    assert (maildir / ".Processed" / "maildirfolder").exists()
    assert source.acknowledge([1, 2]) == (1, 2)
    assert receive(source, ledger) == []


def test_none_and_read_only_move_nothing_and_read_only_writes_nothing(maildir: Path) -> None:
    _put(maildir, "a", letter(1))
    for source in (_open(maildir, read_only=True), _open(maildir, acknowledge="none")):
        assert source.acknowledge([mail.uid for mail in receive(source, MemoryLedger())]) == (1,)
        assert [file.name for file in (maildir / "new").iterdir()] == ["a"]
        assert (maildir / uids_module.NAME).exists() == (not source._read_only)  # type: ignore[attr-defined]


def test_a_mail_too_large_comes_as_its_head(maildir: Path) -> None:
    large = letter(1, 1_500_000)
    _put(maildir, "a", large)
    (mail,) = receive(_open(maildir, max_mail_megabytes=1), MemoryLedger())
    assert (mail.truncated, mail.size) == (True, len(large))
    assert mail.raw == large[: large.index(b"\r\n\r\n") + 4 + 262_144]


def test_batches_are_bounded(maildir: Path) -> None:
    for number in range(120):
        _put(maildir, f"m{number:03}", letter(number), at=number)
    for number in range(3):
        _put(maildir, f"n{number}", letter(number, 9_000_000), at=1000 + number)
    batches = list(_open(maildir).fetch(MemoryLedger()))
    assert [len(batch) for batch in batches] == [50, 50, 22, 1]


def test_only_regular_files_are_mails(maildir: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not a mail")
    (maildir / "new" / "link").symlink_to(tmp_path / "secret")
    (maildir / "new" / "folder").mkdir()
    (maildir / "new" / ".hidden").write_text("x")
    (maildir / "new" / "line\nend").write_text("x")
    os.mkfifo(maildir / "new" / "pipe")
    assert receive(_open(maildir), MemoryLedger()) == []


def test_a_mail_that_vanishes_while_we_read_is_no_error(maildir: Path) -> None:
    for number in range(60):
        _put(maildir, f"m{number:02}", letter(number), at=number)
    batches = _open(maildir).fetch(MemoryLedger())
    next(batches)
    (maildir / "new" / "m55").unlink()
    assert len(next(batches)) == 9


def test_no_maildir_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match=r"cannot be used .No such file or directory.: it needs the folders new"):
        receive(_open(tmp_path / "nowhere"), MemoryLedger())


def test_interrupt_ends_between_mails_and_close_allows_again(maildir: Path) -> None:
    _put(maildir, "a", letter(1))
    source = _open(maildir)
    source.interrupt()
    with pytest.raises(UnreachableError, match="because mailbot stops"):
        receive(source, MemoryLedger())
    source.close()
    assert len(receive(source, MemoryLedger())) == 1


def test_a_thousand_files_are_listed_quickly(maildir: Path) -> None:
    for number in range(2000):
        _put(maildir, f"m{number}", b"Subject: x\r\n\r\n")
    source, ledger = MaildirSource(MaildirMailbox(kind="maildir", path=maildir, acknowledge="none")), MemoryLedger()
    receive(source, ledger)
    began = time.monotonic()
    assert receive(source, ledger) == []
    assert time.monotonic() - began < 1
