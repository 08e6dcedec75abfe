"""Fetching from a real Dovecot: what comes, what comes once, what never comes by half."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mailbot.model import UnreachableError, pieces_of
from mailbot.sources import open_source
from mailbot.sources.imap import ImapSource
from tests.edges.conftest import Account
from tests.edges.letters import MemoryLedger, letter, receive
from tests.edges.servers import Cut, Tap, relay
from tests.edges.servers.relay import Swallow

ODD = (
    letter(1),
    b"Subject: =?x\r\n\r\nraw 8 bit \xe3\x81\x82 \xff, NUL \x00 not sent, ) and {3}\r\nabc\r\n".replace(b"\x00", b"0"),
    b"From: a@mail.example\r\n\r\n",
    b"\r\n",
    b"Subject: no body",
    "Subject: 日本語\r\n\r\n本文\r\n".encode("iso-2022-jp"),
    letter(7, 200_000),
)


def test_literals_come_byte_by_byte(account: Account) -> None:
    account.append(*ODD)
    ledger = MemoryLedger()
    mails = receive(open_source(account.box()), ledger)
    assert [mail.raw for mail in mails] == list(ODD)
    assert [mail.size for mail in mails] == [len(raw) for raw in ODD]
    assert [mail.uid for mail in mails] == [1, 2, 3, 4, 5, 6, 7]
    assert not any(mail.truncated for mail in mails)


def test_received_at_is_the_internaldate_in_utc(account: Account) -> None:
    at = datetime(2026, 3, 17, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    account.append(letter(), at=at)
    (mail,) = receive(ImapSource(account.box()), MemoryLedger())
    assert mail.received_at == at
    assert mail.received_at.tzinfo is UTC


def test_nothing_on_the_server_changes_by_fetching(account: Account) -> None:
    account.append(letter(1), letter(2))
    receive(ImapSource(account.box()), MemoryLedger())
    assert account.server.flags(account.user) == {1: set(), 2: set()}


def test_mail_that_a_person_has_read_is_new_all_the_same(account: Account) -> None:
    account.append(letter(1), letter(2))
    with account.server.client(account.user) as person:
        person.add_flags([1, 2], [rb"\Seen", rb"\Flagged"])
    assert len(receive(ImapSource(account.box()), MemoryLedger())) == 2


def test_the_kept_connection_sees_mail_that_came_later(account: Account) -> None:
    ledger = MemoryLedger()
    with relay(account.server.port) as wire:
        source = ImapSource(account.box(port=wire.port))
        assert receive(source, ledger) == []
        for number in range(3):
            account.append(letter(number))
            assert [mail.raw for mail in receive(source, ledger)] == [letter(number)]
        assert receive(source, ledger) == []
        assert wire.connections == 1


@pytest.mark.parametrize(
    ("settings", "sizes", "batches"),
    [
        pytest.param({"batch_mails": 3}, [0] * 7, [3, 3, 1], id="three mails a batch"),
        pytest.param({"batch_megabytes": 1}, [600_000] * 4, [1, 1, 1, 1], id="one megabyte a batch"),
        pytest.param({"batch_megabytes": 1}, [300_000] * 4, [3, 1], id="as many as fit a megabyte"),
        pytest.param({}, [0, 0, 5_000_000, 0], [2, 1, 1], id="a large mail goes alone, in its place"),
        pytest.param({"batch_mails": 500}, [0] * 210, [200, 10], id="never more than one command names"),
    ],
)
def test_batches(account: Account, settings: dict[str, Any], sizes: list[int], batches: list[int]) -> None:
    account.append(*(letter(number, size) for number, size in enumerate(sizes)))
    fetched = list(ImapSource(account.box(**settings)).fetch(MemoryLedger()))
    assert [len(batch) for batch in fetched] == batches
    assert [b"".join(pieces_of(mail.raw)) for batch in fetched for mail in batch] == list(account.mails().values())


def test_a_mail_too_large_comes_as_its_head(account: Account) -> None:
    large = letter(1, 3_000_000)
    account.append(large, letter(2))
    ledger = MemoryLedger()
    first, second = receive(ImapSource(account.box(max_mail_megabytes=2)), ledger)
    assert first.truncated
    assert first.size == len(large)
    assert first.raw == large[: large.index(b"\r\n\r\n") + 4 + 262_144]
    assert (second.raw, second.truncated) == (letter(2), False)


def test_a_large_mail_in_pieces_is_the_same_mail(account: Account) -> None:
    sizes = (4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 8 * 1024 * 1024, 9_000_000)
    mails = [letter(number, size)[:size] for number, size in enumerate(sizes)]
    account.append(*mails)
    assert [mail.raw for mail in receive(ImapSource(account.box()), MemoryLedger())] == mails


def test_mail_that_vanishes_between_search_and_fetch_is_no_error(account: Account) -> None:
    account.append(*(letter(number) for number in range(6)))
    ledger = MemoryLedger()
    batches = ImapSource(account.box(batch_mails=2)).fetch(ledger)
    taken = [mail.uid for mail in next(batches)]
    with account.server.client(account.user) as person:
        person.delete_messages([3, 5])
        person.uid_expunge([3, 5])
    taken += [mail.uid for batch in batches for mail in batch]
    assert taken == [1, 2, 4, 6]


@pytest.mark.parametrize("folder", ["INBOX", "サポート", "問い合わせ/日本 & 海外", 'a "quoted" \\ name', "100%"])
def test_folder_names(account: Account, folder: str) -> None:
    account.append(letter(), folder=folder)
    source = ImapSource(account.box(folder=folder, processed_folder="処理済み"))
    mails = receive(source, MemoryLedger())
    assert source.acknowledge([mail.uid for mail in mails]) == (1,)
    assert (account.mails(folder), list(account.mails("処理済み").values())) == ({}, [letter()])


def test_another_uidvalidity_makes_every_mail_new_under_it(account: Account) -> None:
    account.append(letter(1), letter(2), folder="support")
    ledger = MemoryLedger()
    source = ImapSource(account.box(folder="support"))
    receive(source, ledger)
    before = source.uidvalidity
    with account.server.client(account.user, None) as person:
        person.delete_folder("support")
    account.append(letter(2), letter(1), letter(3), folder="support")
    mails = receive(source, ledger)
    assert source.uidvalidity != before
    assert [(mail.uidvalidity, mail.raw) for mail in mails] == [
        (source.uidvalidity, raw) for raw in (letter(2), letter(1), letter(3))
    ]


def test_uids_of_an_old_uidvalidity_are_never_acknowledged(account: Account) -> None:
    account.append(letter(1))
    source = ImapSource(account.box())
    receive(source, MemoryLedger())
    source.uidvalidity -= 1  # as if the folder had been another one when the mail was kept
    source.close()
    assert source.acknowledge([1]) == ()
    assert len(account.mails()) == 1


def test_what_the_ledger_knows_is_not_fetched_after_a_restart(account: Account) -> None:
    account.append(letter(1), letter(2))
    ledger = MemoryLedger()
    receive(ImapSource(account.box(acknowledge="none")), ledger)
    account.append(letter(3))
    assert [mail.uid for mail in receive(ImapSource(account.box(acknowledge="none")), ledger)] == [3]


def test_the_hourly_look_finds_what_was_skipped(account: Account) -> None:
    account.append(letter(1), letter(2))
    clock = itertools.count(0, 2000)
    ledger = MemoryLedger()
    source = ImapSource(account.box(), clock=lambda: next(clock))
    receive(source, ledger)
    ledger.kept = {key: mail for key, mail in ledger.kept.items() if key[3] == 2}
    assert receive(source, ledger) == []
    assert [mail.uid for mail in receive(source, ledger)] == [1]


LITERAL = rb"BODY\[\] \{\d+\}\r\n"
CUTS = [
    pytest.param(Cut(rb"\* 1 FETCH \(UID"), id="before the size"),
    pytest.param(Cut(LITERAL), id="before the first byte"),
    pytest.param(Cut(LITERAL, 1), id="after one byte"),
    pytest.param(Cut(LITERAL, len(letter(1)) // 2), id="in the middle"),
    pytest.param(Cut(LITERAL, len(letter(1)) - 1), id="before the last byte"),
    pytest.param(Cut(LITERAL, len(letter(1))), id="after the last byte, before the parenthesis"),
    pytest.param(Cut(LITERAL, len(letter(1)) + 3), id="after the parenthesis, before the next mail"),
    pytest.param(Cut(LITERAL + rb".*" + LITERAL, 10), id="in the second mail"),
    pytest.param(Cut(LITERAL + rb".*\)\r\n.*\)\r\n(?=\w+ OK)"), id="before the tagged OK"),
]


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_connection_never_gives_half_a_mail(account: Account, cut: Cut) -> None:
    account.append(letter(1), letter(2))
    ledger = MemoryLedger()
    with relay(account.server.port, lambda: cut) as wire:
        source = ImapSource(account.box(port=wire.port))
        with pytest.raises(UnreachableError, match=f"port {wire.port} "):
            receive(source, ledger)
        assert ledger.raws == []
        wire.tap = Tap
        receive(source, ledger)
    assert ledger.raws == [letter(1), letter(2)]


def test_a_cut_at_every_byte_of_a_mail(account: Account) -> None:
    account.append(letter(1))
    for extra in range(0, len(letter(1)) + 3, 7):
        ledger = MemoryLedger()
        with relay(account.server.port, lambda extra=extra: Cut(LITERAL, extra)) as wire:  # type: ignore[misc]
            with pytest.raises(UnreachableError):
                receive(ImapSource(account.box(port=wire.port)), ledger)
            assert ledger.raws == []


def test_a_cut_in_a_piece_of_a_large_mail(account: Account) -> None:
    account.append(letter(1, 9_000_000))
    ledger = MemoryLedger()
    with relay(account.server.port, lambda: Cut(rb"BODY\[\]<4194304> \{\d+\}\r\n", 1000)) as wire:
        source = ImapSource(account.box(port=wire.port))
        with pytest.raises(UnreachableError):
            receive(source, ledger)
        assert ledger.raws == []
        wire.tap = Tap
        receive(source, ledger)
    assert ledger.raws == [letter(1, 9_000_000)]


def test_a_stale_kept_connection_is_replaced_without_a_word(account: Account) -> None:
    ledger = MemoryLedger()
    with relay(account.server.port) as wire:
        source = ImapSource(account.box(port=wire.port))
        receive(source, ledger)
        account.append(letter(1))
        wire.hang_up()
        assert len(receive(source, ledger)) == 1
        assert wire.connections == 2


@pytest.mark.parametrize("acknowledge", ["move", "keyword"])
def test_a_lost_answer_to_an_acknowledgement_is_harmless(account: Account, acknowledge: str) -> None:
    account.append(letter(1), letter(2))
    ledger = MemoryLedger()
    with relay(account.server.port, lambda: Swallow(rb"UID (MOVE|STORE)")) as wire:
        source = ImapSource(account.box(port=wire.port, acknowledge=acknowledge))
        receive(source, ledger)
        with account.server.client(account.user, None) as person:
            person.create_folder("Processed")
        with pytest.raises(UnreachableError):
            source.acknowledge([1, 2])
        wire.tap = Tap
        assert receive(source, ledger) == []
        assert source.acknowledge([1, 2]) == (1, 2)
    if acknowledge == "move":
        assert sorted(account.mails("Processed").values()) == [letter(1), letter(2)]
        assert account.mails() == {}


def test_mails_can_be_acknowledged_between_batches(account: Account) -> None:
    account.append(*(letter(number) for number in range(5)))
    source, ledger = ImapSource(account.box(batch_mails=2)), MemoryLedger()
    for batch in source.fetch(ledger):
        ledger.keep(batch)
        source.acknowledge([mail.uid for mail in batch])
    assert len(ledger.kept) == 5
    assert account.mails() == {}


def test_a_dry_run_changes_no_byte_of_the_maildir(account: Account) -> None:
    account.append(letter(1), letter(2))
    maildir = account.server.maildir(account.user)
    before = {file: file.stat().st_mtime_ns for file in maildir.rglob("*") if file.parent.name in ("cur", "new")}
    source = ImapSource(account.box(), read_only=True)
    mails = receive(source, MemoryLedger())
    assert source.acknowledge([mail.uid for mail in mails]) == (1, 2)
    source.close()
    after = {file: file.stat().st_mtime_ns for file in maildir.rglob("*") if file.parent.name in ("cur", "new")}
    assert after == before
    assert not (maildir / ".Processed").exists()
