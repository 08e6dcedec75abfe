"""Servers that lie: no crash, no half mail, and nothing lost once they tell the truth again."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from mailbot.config.settings import ImapMailbox
from mailbot.model import UnreachableError
from mailbot.sources.imap import ImapSource
from tests.edges.letters import PASSWORD_ENV, MemoryLedger, letter, receive
from tests.edges.servers import LyingImap, Mail, lying_imap
from tests.edges.servers.lying import Lie, honest


def _box(server: LyingImap, **changes: Any) -> ImapMailbox:
    values: dict[str, Any] = {"host": "localhost", "port": server.port, "security": "none", "timeout_seconds": 1}
    return ImapMailbox(**(values | {"user": "u", "password_env": PASSWORD_ENV} | changes))


def _source(server: LyingImap, **changes: Any) -> ImapSource:
    return ImapSource(_box(server, **changes))


def _on(word: str, answer: bytes | None = None, tagged: str = "OK done") -> Lie:
    """Answer commands with this word so; without an answer hang up."""

    def lie(command: str, said: bytes, end: str) -> tuple[bytes, str] | None:
        if word not in command:
            return said, end
        return None if answer is None else (answer, tagged)

    return lie


BODY = b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n"
LIES = [
    pytest.param(_on("BODY.PEEK", BODY % (1000, b"x" * 999)), id="a literal of 999 bytes announced as 1000"),
    pytest.param(_on("BODY.PEEK", BODY % (10**12, b"x")), id="a literal of a terabyte"),
    pytest.param(_on("BODY.PEEK", BODY % (3, b"abc"), "NO broken"), id="a whole literal and then NO"),
    pytest.param(_on("BODY.PEEK", BODY % (3, b"abc"), "BAD what"), id="a whole literal and then BAD"),
    pytest.param(_on("BODY.PEEK", b"* BYE shutting down\r\n"), id="a good-bye in place of mail"),
    pytest.param(_on("BODY.PEEK"), id="a connection closed in place of mail"),
    pytest.param(_on("BODY.PEEK", b"* 1 FETCH " + b"(" * 5000 + b"\r\n"), id="5000 parentheses"),
    pytest.param(_on("BODY.PEEK", b"\xff\xfe\x00\r\n"), id="garbage in place of mail"),
    pytest.param(_on("BODY.PEEK", b"* OK " + b"x" * 2_000_000 + b"\r\n"), id="an endless line"),
    pytest.param(_on("BODY.PEEK", (b"* OK " + b"x" * 99_000 + b"\r\n") * 200), id="endless lines"),
    pytest.param(_on("RFC822.SIZE", b"* 1 FETCH (UID x RFC822.SIZE y)\r\n"), id="a UID that is no number"),
    pytest.param(_on("UID SEARCH", b"* SEARCH one two\r\n"), id="a search that finds words"),
    pytest.param(_on("UID SEARCH", b"", "NO not today"), id="a search refused"),
    pytest.param(_on("SELECT", b"* 1 EXISTS\r\n"), id="a folder without UIDVALIDITY"),
    pytest.param(_on("SELECT", b"* OK [UIDVALIDITY many] x\r\n"), id="a UIDVALIDITY that is no number"),
    pytest.param(_on("SELECT", b"", "NO closed"), id="a folder that is closed"),
    pytest.param(_on("LOGIN", b"* BYE too many\r\n"), id="a good-bye at login"),
    pytest.param(_on("CAPABILITY", b"", "BAD what"), id="no capabilities"),
]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_an_error_and_then_forgotten(lie: Lie) -> None:
    with lying_imap(letter(1), letter(2)) as server:
        source, ledger = _source(server, max_mail_megabytes=1), MemoryLedger()
        server.lie = lie
        with pytest.raises(UnreachableError, match=f"port {server.port} "):
            receive(source, ledger)
        assert ledger.raws == []
        server.lie = honest
        receive(source, ledger)
        assert ledger.raws == [letter(1), letter(2)]


@pytest.mark.parametrize(
    ("claimed", "length"),
    [
        pytest.param(10, 5_000, id="claimed small"),
        pytest.param(6_000, 5_000, id="claimed large"),
        pytest.param(0, 5_000, id="claimed empty"),
        pytest.param(5_000_000, 4_900_000, id="a large mail claimed larger"),
        pytest.param(5_000_000, 5_100_000, id="a large mail claimed smaller"),
        pytest.param(4 << 20, 5_100_000, id="claimed as one whole piece"),
        pytest.param(9_000_000, 4 << 20, id="one whole piece claimed larger"),
    ],
)
def test_where_size_and_literal_differ_the_literal_wins(claimed: int, length: int) -> None:
    raw = letter(1, length)[:length]
    with lying_imap() as server:
        server.inbox[1] = Mail(raw, claimed)
        (mail,) = receive(_source(server), MemoryLedger())
        assert mail.raw == raw
        assert (mail.size, mail.truncated) == (length, False)


def test_a_giant_claimed_small_is_taken_by_its_head_the_second_time() -> None:
    giant = letter(1, 40_000_000)
    with lying_imap() as server:
        server.inbox.update({1: Mail(giant, 100), 2: Mail(letter(2))})
        source, ledger = _source(server, max_mail_megabytes=5, timeout_seconds=5), MemoryLedger()
        with pytest.raises(UnreachableError, match="far more bytes than it announced"):
            receive(source, ledger)
        mails = receive(source, ledger)
        assert [(mail.uid, mail.truncated) for mail in mails] == [(1, True), (2, False)]
        assert mails[1].raw == letter(2)


def test_one_mail_the_server_cannot_give_never_holds_up_the_others() -> None:
    def lie(command: str, answer: bytes, tagged: str) -> tuple[bytes, str] | None:
        asked = re.search(r"UID FETCH ([\d,]+) \(BODY", command)
        return (b"", "NO [SERVERBUG] lost it") if asked and "2" in asked[1].split(",") else (answer, tagged)

    with lying_imap(*(letter(number) for number in range(1, 5)), lie=lie) as server:
        source, ledger = _source(server), MemoryLedger()
        with pytest.raises(UnreachableError, match="refuses to hand out UID 2 of 'INBOX': all other mails were taken"):
            receive(source, ledger)
        assert sorted(key[3] for key in ledger.kept) == [1, 3, 4]
        server.lie = honest
        receive(source, ledger)
        assert len(ledger.kept) == 4


@pytest.mark.parametrize("exists", [0, 2, 60_000, 4_000_000_000])
def test_a_wrong_exists_loses_nothing(exists: int) -> None:
    with lying_imap(letter(1), letter(2), letter(3), exists=exists) as server:
        assert len(receive(_source(server), MemoryLedger())) == 3


def test_a_large_folder_is_searched_in_windows() -> None:
    with lying_imap(exists=120_000) as server:
        for uid in (1, 50_000, 50_001, 123_456):
            server.inbox[uid] = Mail(letter(uid))
        source, ledger = _source(server, acknowledge="none"), MemoryLedger()
        assert [mail.uid for mail in receive(source, ledger)] == [1, 50_000, 50_001, 123_456]
        assert server.said("SEARCH") == [
            "UID SEARCH UID *",
            "UID SEARCH UID 1:50000",
            "UID SEARCH UID 50001:100000",
            "UID SEARCH UID 100001:123456",
        ]
        assert receive(source, ledger) == []
        assert server.said("SEARCH")[4:] == ["UID SEARCH UID *"]


def test_the_star_that_names_an_old_mail_is_not_new() -> None:
    with lying_imap(letter(1), letter(2)) as server:
        source, ledger = _source(server, acknowledge="none"), MemoryLedger()
        receive(source, ledger)
        assert receive(source, ledger) == []
        assert server.said("SEARCH")[-1] == "UID SEARCH UID 3:*"
        assert len(server.said("BODY.PEEK")) == 1


def test_a_uid_left_out_of_a_search_is_found_at_the_next_full_look() -> None:
    with lying_imap(letter(1), letter(2), letter(3)) as server:
        now = [0.0]
        ledger, box = MemoryLedger(), _box(server)
        source = ImapSource(box, clock=lambda: now[0])
        server.lie = _on("UID SEARCH", b"* SEARCH 1 3\r\n")
        assert [mail.uid for mail in receive(source, ledger)] == [1, 3]
        server.lie = honest
        assert receive(source, ledger) == []
        now[0] = 3601
        assert [mail.uid for mail in receive(source, ledger)] == [2]


def _random_lie(seed: int) -> Lie:
    """Lies of every sort, each now and then."""
    dice = random.Random(seed)

    def lie(command: str, answer: bytes, tagged: str) -> tuple[bytes, str] | None:
        if dice.random() > 0.3:
            return answer, tagged
        half = answer[: dice.randrange(len(answer) + 1)]
        flipped = bytearray(answer)
        if flipped and "BODY" not in command:  # content that is changed on the server cannot be told from true
            flipped[dice.randrange(len(flipped))] = dice.randrange(256)
        lines = answer.splitlines(keepends=True)
        dice.shuffle(lines)
        return dice.choice(
            [
                None,
                (half, tagged),
                (bytes(flipped), tagged),
                (answer, "NO not now"),
                (answer, "BAD never"),
                (b"* 1 EXPUNGE\r\n" + answer, tagged),
                (b"* BYE\r\n" + answer, tagged),
                (answer + b"* 2 FETCH (FLAGS (\\Seen))\r\n* 999 EXISTS\r\n", tagged),
                (answer + answer, tagged) if "FETCH" in command else (b"", tagged),
                (b"".join(lines) if "BODY" not in command else b"", tagged),
            ]
        )

    return lie


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 200, 25)], ids=str)
def test_random_lies_lose_nothing(seeds: range) -> None:
    truth = {uid: letter(uid, 300 * uid) for uid in range(1, 9)}
    for seed in seeds:
        with lying_imap(*truth.values(), lie=_random_lie(seed)) as server:
            source, ledger = _source(server, batch_mails=3, timeout_seconds=0.2), MemoryLedger()
            for _ in range(4):
                try:
                    receive(source, ledger)
                    source.acknowledge([key[3] for key in ledger.kept if key[2] == source.uidvalidity])
                except UnreachableError:
                    pass
            server.lie = honest
            source.close()
            receive(source, ledger)
            kept = {raw for (_, _, validity, _), mail in ledger.kept.items() if validity for raw in (mail.raw,)}
            assert kept >= {mail.raw for mail in server.inbox.values()}, f"seed {seed}: lost"
            assert kept <= set(truth.values()), f"seed {seed}: a mail that never was"
            moved = [mail.raw for mail in server.folders.get("Processed", {}).values()]
            assert sorted({*moved, *(mail.raw for mail in server.inbox.values())}) == sorted(truth.values())
