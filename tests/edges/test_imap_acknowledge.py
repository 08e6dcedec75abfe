"""Acknowledging: moved, marked or left alone, on good servers and on poor ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mailbot.config.settings import ImapMailbox
from mailbot.model import UnreachableError
from mailbot.sources.imap import ImapSource
from tests.edges.conftest import Account, require_dovecot
from tests.edges.letters import PASSWORD_ENV, MemoryLedger, letter, receive
from tests.edges.servers import Dovecot, LyingImap, dovecot_server, lying_imap


def _box(server: LyingImap, **changes: Any) -> ImapMailbox:
    values: dict[str, Any] = {"host": "localhost", "port": server.port, "security": "none", "timeout_seconds": 5}
    return ImapMailbox(**(values | {"user": "u", "password_env": PASSWORD_ENV} | changes))


def test_move_makes_the_folder_and_shows_it(account: Account) -> None:
    account.append(letter(1), letter(2))
    source = ImapSource(account.box())
    receive(source, MemoryLedger())
    assert source.acknowledge([1]) == (1,)
    assert account.mails() == {2: letter(2)}
    assert list(account.mails("Processed").values()) == [letter(1)]
    with account.server.client(account.user, None) as person:
        assert [name for _, _, name in person.list_sub_folders()] == ["Processed"]


def test_moving_twice_and_moving_what_is_gone_is_done(account: Account) -> None:
    account.append(letter(1))
    source = ImapSource(account.box())
    receive(source, MemoryLedger())
    assert source.acknowledge([1, 7]) == (1, 7)
    assert source.acknowledge([1]) == (1,)
    assert list(account.mails("Processed").values()) == [letter(1)]


def test_a_thousand_mails_are_moved_in_pieces(account: Account) -> None:
    account.append(*(letter(number) for number in range(1000)))
    source, ledger = ImapSource(account.box(batch_mails=500)), MemoryLedger()
    uids = [mail.uid for mail in receive(source, ledger)]
    assert source.acknowledge(uids) == tuple(uids)
    assert (len(account.mails()), len(account.mails("Processed"))) == (0, 1000)


def test_a_folder_deleted_meanwhile_is_made_again(account: Account) -> None:
    account.append(letter(1), letter(2))
    source = ImapSource(account.box())
    receive(source, MemoryLedger())
    source.acknowledge([1])
    with account.server.client(account.user, None) as person:
        person.delete_folder("Processed")
    assert source.acknowledge([2]) == (2,)
    assert list(account.mails("Processed").values()) == [letter(2)]


def test_a_keyword_stays_and_the_mail_too(account: Account) -> None:
    account.append(letter(1), letter(2))
    source, ledger = ImapSource(account.box(acknowledge="keyword", keyword="seen-by-bot")), MemoryLedger()
    receive(source, ledger)
    assert source.acknowledge([1, 2]) == (1, 2)
    assert account.server.flags(account.user) == {1: {b"seen-by-bot"}, 2: {b"seen-by-bot"}}
    assert receive(source, ledger) == []


def test_none_leaves_everything_as_it_was(account: Account) -> None:
    account.append(letter(1))
    source, ledger = ImapSource(account.box(acknowledge="none")), MemoryLedger()
    receive(source, ledger)
    assert source.acknowledge([1]) == (1,)
    assert account.server.flags(account.user) == {1: set()}
    assert receive(source, ledger) == []


def test_the_processed_folder_must_be_another_one(account: Account) -> None:
    account.append(letter(1))
    source = ImapSource(account.box(processed_folder="inbox"))
    receive(source, MemoryLedger())
    with pytest.raises(UnreachableError, match="processed_folder 'inbox' is the folder that mail comes from"):
        source.acknowledge([1])


@pytest.fixture(scope="module")
def poor() -> Iterator[Dovecot]:
    """A real Dovecot that announces no MOVE."""
    require_dovecot()
    with dovecot_server(capability="IMAP4rev1 LITERAL+ UIDPLUS") as server:
        yield server


def test_without_move_mails_are_copied_and_only_they_expunged(poor: Dovecot) -> None:
    account = Account(poor, poor.user())
    account.append(letter(1), letter(2), letter(3))
    source = ImapSource(account.box())
    receive(source, MemoryLedger())
    with poor.client(account.user) as person:
        person.delete_messages([3])  # a person marks a mail and has not expunged yet
    assert source.acknowledge([1, 2]) == (1, 2)
    assert account.mails() == {3: letter(3)}
    assert sorted(account.mails("Processed").values()) == [letter(1), letter(2)]


@pytest.mark.parametrize(
    ("capabilities", "permanent", "wanted", "verbs"),
    [
        pytest.param("MOVE UIDPLUS", r"\Deleted \*", "move", ["MOVE"], id="MOVE where there is MOVE"),
        pytest.param("UIDPLUS", r"\Deleted \*", "move", ["COPY", "STORE", "EXPUNGE"], id="COPY where there is UIDPLUS"),
        pytest.param("", r"\Deleted \*", "move", ["STORE"], id="keyword where there is neither"),
        pytest.param("", r"\Deleted mailbot", "move", ["STORE"], id="keyword where it is listed"),
        pytest.param("", r"\Deleted", "move", [], id="nothing where keywords are dropped"),
        pytest.param("", "", "move", [], id="nothing where the server tells nothing"),
        pytest.param("UIDPLUS", r"\Seen", "move", [], id="nothing where we may not delete"),
        pytest.param("MOVE UIDPLUS", r"\Deleted \*", "keyword", ["STORE"], id="keyword as wanted"),
        pytest.param("MOVE UIDPLUS", r"\Deleted", "keyword", [], id="wanted keyword that would be dropped"),
        pytest.param("MOVE UIDPLUS", r"\Deleted \*", "none", [], id="none as wanted"),
    ],
)
def test_the_next_best_way(capabilities: str, permanent: str, wanted: str, verbs: list[str]) -> None:
    with lying_imap(letter(1), capabilities=f"IMAP4rev1 {capabilities}", permanent=permanent) as server:
        server.folders["Processed"] = {}
        source, ledger = ImapSource(_box(server, acknowledge=wanted)), MemoryLedger()
        receive(source, ledger)
        assert source.acknowledge([1]) == (1,)
        assert receive(source, ledger) == []
        used = [command.split()[1] for command in server.commands if command.startswith("UID ")]
        assert [verb for verb in used if verb not in ("SEARCH", "FETCH")] == verbs
        assert "EXPUNGE" not in server.commands


def _refuse(verb: str, times: int = 10**9) -> Any:
    left = times

    def lie(command: str, answer: bytes, tagged: str) -> tuple[bytes, str] | None:
        nonlocal left
        if verb in command and left:
            left -= 1
            return b"", "NO [OVERQUOTA] the cupboard is full"
        return answer, tagged

    return lie


def test_a_full_quota_is_said_and_the_mail_not_fetched_again() -> None:
    with lying_imap(letter(1)) as server:
        server.folders["Processed"] = {}
        source, ledger = ImapSource(_box(server)), MemoryLedger()
        receive(source, ledger)
        server.lie = _refuse("MOVE")
        with pytest.raises(UnreachableError, match=r"said no: .*OVERQUOTA. the cupboard is full"):
            source.acknowledge([1])
        assert receive(source, ledger) == []
        server.lie = _refuse("nothing")
        assert source.acknowledge([1]) == (1,)
        assert len(server.said("LOGIN")) == 1


def test_a_refused_store_never_copies_twice() -> None:
    with lying_imap(letter(1), letter(2), capabilities="IMAP4rev1 UIDPLUS") as server:
        server.folders["Processed"] = {}
        source, ledger = ImapSource(_box(server)), MemoryLedger()
        receive(source, ledger)
        server.lie = _refuse("STORE", 3)
        for _ in range(2):
            with pytest.raises(UnreachableError, match="OVERQUOTA"):
                source.acknowledge([1, 2])
        server.lie = _refuse("EXPUNGE", 1)
        with pytest.raises(UnreachableError, match="OVERQUOTA"):
            source.acknowledge([1, 2])
        assert source.acknowledge([1, 2]) == (1, 2)
        assert len(server.folders["Processed"]) == 2
        assert server.inbox == {}


def test_a_processed_folder_that_cannot_be_made() -> None:
    def lie(command: str, answer: bytes, tagged: str) -> tuple[bytes, str] | None:
        return (b"", "NO under INBOX. only") if "CREATE" in command else (answer, tagged)

    with lying_imap(letter(1), lie=lie) as server:
        source = ImapSource(_box(server))
        receive(source, MemoryLedger())
        with pytest.raises(UnreachableError, match='folder "Processed" could not be made; set processed_folder'):
            source.acknowledge([1])
