"""The piles on a real SQLite file: what is committed stays, what is not never was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from mailbot.model import (
    Answer,
    Asked,
    Attachment,
    CaseMail,
    Event,
    Finding,
    OutState,
    Party,
    Purpose,
    Question,
    RawMail,
    State,
    Strength,
)
from mailbot.store import BusyError, Store
from mailbot.store.cases import Earlier
from mailbot.store.outbox import NewRow
from mailbot.store.schema import migrations
from mailbot.store.values import stamp
from tests.houses import CASE, NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "db" / "mailbot.db", exclusive=True)
    yield opened
    opened.close()


def mail(uid: int, raw: bytes = b"x", uidvalidity: int = 1) -> RawMail:
    return RawMail("support", "INBOX", uidvalidity, uid, NOW, raw, len(raw))


def row(key: str, after: str | None = None, **changes: object) -> NewRow:
    fields = {
        "key": key, "after_key": after, "case_id": CASE.id, "purpose": Purpose.FIRST, "party": Party.CUSTOMER,
        "sender": "", "recipient": "a@x.example", "message_id": f"<{key}@desk.example>", "automatic": True,
        "data": b"bytes", "draft": "{}",
    }  # fmt: skip
    return NewRow(**(fields | changes))  # type: ignore[arg-type]


def test_the_file_is_for_its_owner_alone_and_every_commit_is_durable(store: Store, tmp_path: Path) -> None:
    assert (tmp_path / "db" / "mailbot.db").stat().st_mode & 0o077 == 0
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_mailbot_is_refused_and_told_who_works(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BusyError, match=r"pid \d+"):
        Store(tmp_path / "db" / "mailbot.db", exclusive=True)
    Store(tmp_path / "db" / "mailbot.db").close()


def test_a_mail_is_kept_once(store: Store) -> None:
    assert store.inbox.keep([mail(1), mail(2)], NOW) == 2
    assert store.inbox.keep([mail(2), mail(3)], NOW) == 1
    assert store.inbox.known("support", "INBOX", 1, [1, 2, 3, 4]) == {1, 2, 3}
    assert store.inbox.highest("support", "INBOX", 1) == 3
    assert store.inbox.highest("support", "INBOX", 2) == 0


def test_what_fails_inside_a_transaction_never_was(store: Store) -> None:
    def broken() -> None:
        with store.transaction():
            store.inbox.keep([mail(1)], NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert store.inbox.todo() is None


def test_a_renumbered_folder_brings_no_mail_twice_but_new_ones(store: Store) -> None:
    store.inbox.keep([mail(1, b"a"), mail(2, b"b"), mail(3, b"b")], NOW)
    again = [mail(1, b"b", 2), mail(2, b"a", 2), mail(3, b"new", 2), mail(4, b"b", 2), mail(5, b"b", 2)]
    assert store.inbox.keep(again, NOW) == 2  # the new one, and the third of three equal ones
    states = {row["uid"]: row["state"] for row in store.inbox.rows(3)}
    assert states == {1: "done", 2: "done", 3: "kept", 4: "done", 5: "kept"}


def test_acknowledging_is_remembered(store: Store) -> None:
    store.inbox.keep([mail(1), mail(2)], NOW)
    assert store.inbox.unacknowledged("support", "INBOX", 1) == (1, 2)
    store.inbox.acknowledged("support", "INBOX", 1, (1,), NOW)
    assert store.inbox.unacknowledged("support", "INBOX", 1) == (2,)


def test_an_attempt_is_counted_before_the_mail_is_touched(store: Store, tmp_path: Path) -> None:
    store.inbox.keep([mail(1, b"raw")], NOW)
    assert store.inbox.begin(1).attempts == 1
    other = sqlite3.connect(tmp_path / "db" / "mailbot.db")
    assert other.execute("SELECT attempts FROM inbox").fetchone() == (1,)
    other.close()
    assert store.inbox.raw(1) == b"raw"
    with pytest.raises(KeyError):
        store.inbox.raw(99)


def test_a_case_comes_back_as_it_was_saved(store: Store) -> None:
    finding = Finding("os", "Windows 11", "win11", 3, 8, "body", "os.lexicon", Strength.WEAK, Answer.UNKNOWN, True, 1)
    whole = replace(
        CASE,
        state=State.WAITING_CUSTOMER,
        wake_at=NOW,
        silence="too old",
        missing_before=("steps",),
        findings=(finding,),
        asked=(Asked(1, "<c.1@desk.example>", Question(1, ("os", "browser"), "Which?", "Look there.", "iPhone")),),
        mails=(
            *CASE.mails,
            CaseMail(
                2, Party.AGENT, True, "<c.2@desk.example>", ("<a@x>",), "mika@desk.example", "件", NOW, "本文", "本文",
                (Attachment("2", "写真.png", "image/png", 10, "ab", True),), "cd", 99,
            ),
        ),
        events=(Event(NOW, "ask_for_missing", "Ask", "missing: steps", 1),),
    )  # fmt: skip
    with store.transaction():
        store.cases.save(whole)
        store.cases.save(whole)
    assert store.cases.load(CASE.id) == whole
    assert store.cases.next_id() == CASE.id + 1
    with pytest.raises(KeyError):
        store.cases.load(99)


def test_cases_are_found_by_the_ids_of_their_mails_and_by_time(store: Store) -> None:
    with store.transaction():
        store.cases.save(replace(CASE, wake_at=NOW))
    (anchor,) = store.cases.anchors(["<1@customer.example>", "<2@x>", ""])
    assert (anchor.case_id, anchor.party, anchor.ours) == (CASE.id, Party.CUSTOMER, False)
    assert store.cases.in_quiet("HANAKO@customer.example".lower()) == ((CASE.id, "Printing fails"),)
    assert store.cases.due(NOW - timedelta(seconds=1)) is None
    assert store.cases.due(NOW) == CASE.id
    assert store.cases.due(NOW, after=CASE.id) is None
    assert store.cases.earlier("<1@customer.example>") == Earlier(
        1, "x", CASE.mails[0].address, CASE.id, unanswered=False
    )


def test_a_letter_is_written_once_and_waits_for_the_one_it_leans_on(store: Store) -> None:
    with store.transaction():
        store.cases.save(CASE)
        assert store.outbox.add(row("escalation"), NOW)
        assert store.outbox.add(row("thanks", after="escalation"), NOW)
        assert not store.outbox.add(row("thanks"), NOW)
    assert [store.outbox.load(one).key for one in store.outbox.ready(NOW)] == ["escalation"]
    store.outbox.settle(1, OutState.SENT, "250 ok", NOW)
    assert [store.outbox.load(one).key for one in store.outbox.ready(NOW)] == ["thanks"]


def test_followers_of_a_failed_letter_are_held(store: Store) -> None:
    with store.transaction():
        store.cases.save(CASE)
        store.outbox.add(row("escalation"), NOW)
        store.outbox.add(row("thanks", after="escalation"), NOW)
    store.outbox.settle(1, OutState.FAILED, "550 no", NOW)
    store.outbox.hold_followers("escalation", "waits")
    assert store.outbox.states() == {"failed": 1, "held": 1}
    assert store.outbox.ready(NOW) == ()


def test_after_a_crash_a_robots_letter_is_unknown_and_a_report_goes_again(store: Store) -> None:
    with store.transaction():
        store.cases.save(CASE)
        store.outbox.add(row("first"), NOW)
        store.outbox.add(row("escalation", automatic=False), NOW)
    for number in (1, 2):
        store.outbox.attempt(number, NOW)
        store.outbox.sending(number)
    assert store.outbox.recover() == (1, 1)
    assert [store.outbox.load(one).key for one in store.outbox.ready(NOW)] == ["escalation"]


def test_budgets_count_what_was_written(store: Store) -> None:
    with store.transaction():
        store.cases.save(CASE)
        store.outbox.add(row("1", recipient="a@x.example"), NOW)
        store.outbox.add(row("2", recipient="b@x.example"), NOW)
        store.outbox.add(row("3", recipient="a@x.example", purpose=Purpose.THANKS), NOW)
        store.outbox.add(row("4", recipient="a@x.example", party=Party.AGENT, automatic=False), NOW)
    assert store.budgets.first_contacts("a@x.example", NOW) == 1
    assert store.budgets.first_contacts("a@x.example", NOW + timedelta(days=2)) == 0
    assert store.budgets.first_contacts_of_domain("x.example", NOW) == 2
    assert store.budgets.automatic(NOW) == 3


def test_a_copy_is_consistent(store: Store, tmp_path: Path) -> None:
    store.inbox.keep([mail(1)], NOW)
    store.copy_to(tmp_path / "copy.db")
    copy = Store(tmp_path / "copy.db")
    assert copy.inbox.todo() == 1
    copy.close()


def test_a_database_of_an_older_mailbot_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = Database(sqlite3.connect(path, isolation_level=None))
    migrations.apply(old, stop_before="bytes_of_their_own")
    old.execute(
        "INSERT INTO inbox (account, folder, uidvalidity, uid, sha256, size, received_at, kept_at, raw)"
        " VALUES ('support', 'INBOX', 1, 1, 'x', 3, ?, ?, x'616263')",
        (stamp(NOW), stamp(NOW)),
    )
    old.close()
    store = Store(path, exclusive=True)
    assert store.inbox.raw(1) == b"abc"
    assert b"".join(store.inbox.begin(1).raw.pieces()) == b"abc"
    store.close()


def test_bytes_come_back_in_pieces(store: Store) -> None:
    large = bytes(range(256)) * 10_000
    store.inbox.keep([mail(1, large), mail(2, b"")], NOW)
    pieces = list(store.inbox.original(1).pieces())
    assert (len(pieces), b"".join(pieces), len(store.inbox.original(1))) == (3, large, len(large))
    assert (store.inbox.raw(2), len(store.inbox.original(2))) == (b"", 0)


def test_the_newest_open_case_of_a_customer_is_the_one_with_files(store: Store) -> None:
    file = (Attachment("2", "log.zip", "application/zip", 10, "ab"),)
    for number, hours, files, state in (
        (1, 30, file, State.NEW),
        (2, 3, file, State.NEW),
        (3, 1, (), State.NEW),
        (4, 2, file, State.CLOSED),
    ):
        at = replace(CASE.mails[0], mail=number, at=NOW - timedelta(hours=hours), attachments=files)
        store.cases.save(replace(CASE, id=number, state=state, mails=(at,)))
    assert CASE.customer
    day = NOW - timedelta(hours=24)
    assert store.cases.newest_open(CASE.customer.email.upper(), day) == 2
    assert store.cases.newest_open(CASE.customer.email, NOW - timedelta(minutes=90)) == 3
    assert store.cases.newest_open("else@customer.example", day) is None
    assert store.cases.load(2).mails[0].secret is False


def test_secrets_and_closed_words_come_back(store: Store) -> None:
    sealed = replace(CASE.mails[0], secret=True)
    store.cases.save(replace(CASE, closed="encrypted", mails=(sealed,)))
    assert (store.cases.load(CASE.id).closed, store.cases.load(CASE.id).mails) == ("encrypted", (sealed,))
