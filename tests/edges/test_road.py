"""The whole road on real servers: mails in a Dovecot inbox, commands as processes, letters at a real SMTP server."""

from __future__ import annotations

import base64
import hashlib
import random
import re
import sqlite3
import time
from pathlib import Path

import pytest

from mailbot.letters.shown import shown
from tests.edges.conftest import Account
from tests.edges.desks import Desk, customer_mail, stop, until
from tests.edges.servers import SmtpSink
from tests.shared import shared

COMPLETE = (
    b"Windows 11, Chrome 129. Since November 10 the export fails.\r\n\r\nSteps:\r\n1. Open Orders\r\n"
    b'2. Press Export\r\n3. Choose CSV\r\n\r\nIt shows "Error 500: export failed".\r\n'
)
JAPANESE = (
    "Windows 11、Chrome 129 です。11月10日から出力に失敗します。\r\n\r\n手順：\r\n"
    "1. 「注文」を開く\r\n2. 「出力」を押す\r\n\r\n"
    "「エラー 500：出力に失敗しました」と表示されます。\r\n"
)
JIS = b"Content-Type: text/plain; charset=iso-2022-jp\r\nContent-Transfer-Encoding: 7bit\r\n"
FOLDED = b"X-Odd:\r\n\t folded \r\n   oddly\r\nContent-Type:\r\n text/plain\r\n"
OUTPUT = b"=?iso-2022-jp?B?GyRCPVBOTxsoQg==?="
ODD = {
    "odd folding": customer_mail(COMPLETE, heads=FOLDED),
    "8-bit bytes": customer_mail(JAPANESE.encode(), subject="出力できません".encode()),
    "ISO-2022-JP": customer_mail(JAPANESE.encode("iso2022_jp"), heads=JIS, subject=OUTPUT),
    "a long line": customer_mail(COMPLETE + b"x" * 3000 + b"\r\n"),
    "no end of line": customer_mail(COMPLETE + b"the end"),
    "a line with one dot": customer_mail(COMPLETE + b".\r\n..\r\n"),
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("nothing_leaks")


def letters(sink: SmtpSink, recipient: str) -> list[bytes]:
    return [taken.data for taken in sink.taken if taken.recipients == (recipient,)]


def attached_original(data: bytes) -> bytes:
    """The bytes of original-1.eml, cut out of the multipart without any parser's help."""
    boundary = re.search(rb'boundary="([^"]+)"', data)
    assert boundary
    parts = data.split(b"\r\n--" + boundary[1])
    head, _, content = next(part for part in parts if b"original-1.eml" in part).partition(b"\r\n\r\n")
    return base64.b64decode(content) if b"base64" in head else content


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in ODD.items()])
def test_engineering_gets_the_original_as_the_imap_server_gave_it(
    raw: bytes, account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    account.append(raw)
    (literal,) = account.mails().values()
    Desk.make(tmp_path, account, smtp_sink, tls=True).once()
    (report,) = letters(smtp_sink, "dev@desk.example")
    original = attached_original(report)
    assert original == literal
    assert hashlib.sha256(literal).hexdigest() in shown(report).body


def test_the_customer_hears_of_the_hand_over_after_engineering_has_the_report(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    account.append(customer_mail(COMPLETE))
    Desk.make(tmp_path, account, smtp_sink).once()
    order = [taken.recipients[0] for taken in smtp_sink.taken]
    assert order.index("dev@desk.example") < order.index("hanako@customer.example")


def test_a_refused_report_is_shown_and_nothing_untrue_is_said(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    smtp_sink.script["rcpt", "dev@desk.example"] = "550 5.1.1 no such user"
    account.append(customer_mail(COMPLETE))
    desk = Desk.make(tmp_path, account, smtp_sink)
    desk.once()
    assert not letters(smtp_sink, "hanako@customer.example")
    store = desk.store()
    assert store.outbox.states() == {"failed": 1, "held": 2, "sent": 1}
    assert "no such user" in shown(*letters(smtp_sink, "mika@desk.example")).body
    assert any("no such user" in event.reason for event in store.cases.load(1).events)
    store.close()


def test_real_mail_ends_in_visible_states_and_a_second_run_is_silent(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    corpus = sorted(shared("mails").rglob("*.eml"))
    mails = [file.read_bytes() for file in random.Random(2).sample(corpus, 200)]
    for mail in mails:
        account.append(mail)
    desk = Desk.make(tmp_path, account, smtp_sink, trust="none", authserv="")
    report = desk.once()
    assert report["received"] == 200
    assert sum(report["inbox"].values()) == 200
    assert set(report["inbox"]) <= {"done", "held", "quarantined"}
    assert all(row["reason"] for row in report["mails"])
    assert not account.mails()
    assert len(account.mails("処理済み")) == 200
    sent = len(smtp_sink.taken)
    again = desk.once()
    assert (again["received"], again["letters"], len(smtp_sink.taken)) == (0, [], sent)
    print(f"n=200: inbox {report['inbox']}, outbox {report['outbox']}")


def test_a_dry_run_shows_the_letter_and_changes_nothing(account: Account, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    account.append(customer_mail(b"Since today the export does not work.\r\n"))
    desk = Desk.make(tmp_path, account, smtp_sink)
    before = (account.mails(), account.server.flags(account.user))
    dry = desk.mailbot("once", "--dry-run")
    assert "1. " in dry.stdout
    assert "hanako@customer.example" in dry.stdout
    assert (account.mails(), account.server.flags(account.user)) == before
    assert not smtp_sink.connections
    assert not (tmp_path / "db" / "mailbot.db").exists()


def test_the_daemon_answers_and_stops_within_seconds(account: Account, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, account, smtp_sink)
    daemon = desk.start()
    account.append(customer_mail(b"Since today the export does not work.\r\n"))
    until(lambda: letters(smtp_sink, "hanako@customer.example"))
    code, seconds, log = stop(daemon)
    assert code == 0
    assert seconds < 10
    assert [line["event"] for line in log][-1] == "stopped"


def test_an_smtp_server_that_is_down_is_said_once_and_tried_again(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    account.append(customer_mail(b"Since today the export does not work.\r\n"))
    port, smtp_sink.port = smtp_sink.port, 9
    desk = Desk.make(tmp_path, account, smtp_sink)
    daemon = desk.start()
    until(lambda: desk_has_letters(desk))
    time.sleep(2)  # some rounds, of which only the first may say it
    code, _, log = stop(daemon)
    assert code == 0
    assert len([line for line in log if line["event"] == "not reachable, trying again"]) == 1
    smtp_sink.port = port
    Desk.make(tmp_path, account, smtp_sink)
    store = desk.store()
    store._connection.execute("UPDATE outbox SET next_at = created_at")
    store.close()
    desk.once()
    assert len(letters(smtp_sink, "hanako@customer.example")) == 1


def desk_has_letters(desk: Desk) -> bool:
    try:
        store = desk.store()
    except sqlite3.OperationalError:
        return False  # not there yet
    try:
        return bool(store.outbox.states())
    except sqlite3.OperationalError:
        return False
    finally:
        store.close()


def test_an_imap_server_that_is_down_is_said_once_and_stopping_is_quick(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    desk = Desk.make(tmp_path, account, smtp_sink, imap=9)
    once = desk.mailbot("once")
    assert once.returncode == 75
    assert "not reachable" in once.stdout
    daemon = desk.start()
    until((tmp_path / "db" / "mailbot.db.lock").exists)  # left by `once`; so perhaps not even the imports are done
    time.sleep(1.5)
    code, seconds, log = stop(daemon)
    assert (code, seconds < 10) == (0, True)
    assert len([line for line in log if line["event"] == "not reachable, trying again"]) <= 1


def test_a_broken_configuration_starts_nothing_and_names_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_text('[mailbot]\ninstanze = "x"\nprefix = "lower"\n[support]\naddress = "none"\n')
    done = Desk(tmp_path).mailbot("run")
    assert done.returncode == 78
    assert "Traceback" not in done.stderr
    for word in ("instanze", "'instance'", "prefix", "address", "mailbox", ":2:", ":3:", ":5:"):
        assert word in done.stderr, word
    assert not list(tmp_path.glob("**/*.db"))


def test_a_second_mailbot_is_told_to_wait(account: Account, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, account, smtp_sink)
    daemon = desk.start()
    until(lambda: (tmp_path / "db" / "mailbot.db.lock").exists() and (tmp_path / "db" / "mailbot.db").exists())
    second = desk.mailbot("once")
    assert second.returncode == 75
    assert "another mailbot" in second.stderr
    stop(daemon)


def test_a_letter_that_cannot_be_written_is_held_and_goes_out_once_it_can(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    own = tmp_path / "templates" / "en" / "first.txt.j2"
    own.parent.mkdir(parents=True)
    own.write_text('Subject: x\n\nHello{% if case.tag == "CASE-1" %} ' + "too long " * 2000 + "{% endif %}\n")
    account.append(customer_mail(b"Since today the export does not work.\r\n"))
    desk = Desk.make(tmp_path, account, smtp_sink)
    report = desk.once()
    assert not letters(smtp_sink, "hanako@customer.example")
    (held,) = [row for row in report["letters"] if row["state"] == "held"]
    assert "bytes" in held["server_text"]
    own.write_text("Subject: x\n\nHello\n")
    desk.once()
    assert len(letters(smtp_sink, "hanako@customer.example")) == 1


def test_who_answers_from_a_mail_program_is_seen_in_the_sent_folder(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    first = customer_mail(b"Since today the export does not work.\r\n", number=1)
    (message_id,) = re.findall(rb"Message-ID: (<[^>]+>)", first)
    by_hand = (
        b"From: support@desk.example\r\nTo: hanako@customer.example\r\nMessage-ID: <hand@desk.example>\r\n"
        b"In-Reply-To: " + message_id + b"\r\nSubject: Re: Export is broken\r\n\r\nI will call you.\r\n"
    )
    answer = customer_mail(b"It is Firefox 131 on Windows 11.\r\n", number=2)
    account.append(first)
    account.append(by_hand, folder="送信済み")
    desk = Desk.make(tmp_path, account, smtp_sink, sent='sent_folder = "送信済み"')
    desk.once()
    account.append(answer.replace(b"MIME-Version", b"In-Reply-To: " + message_id + b"\r\nMIME-Version"))
    desk.once()
    store = desk.store()
    case = store.cases.load(1)
    store.close()
    assert case.taken == "one of us wrote to the customer from a mail program"
    assert len(letters(smtp_sink, "hanako@customer.example")) <= 1, "after a person has written mailbot asks no more"
    assert [event.rule for event in case.events][-1] == "leave_to_people"
