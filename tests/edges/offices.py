"""A site with filled piles, held open as a daemon holds it, and what a person types beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mailbot.cli import cli
from mailbot.config.load import Config, load
from mailbot.model import (
    Asked,
    Attachment,
    CaseMail,
    EngineeringReply,
    Event,
    Finding,
    OutState,
    Party,
    Purpose,
    Question,
    RawMail,
    State,
)
from mailbot.store import Store
from mailbot.store.outbox import NewRow
from tests.houses import CASE, CUSTOMER, NOW

TOML = """\
[mailbot]
instance = "desk.example"
database = "mailbot.db"
default_language = "en"
quiet_seconds = 0
[support]
address = "support@desk.example"
team = { ja = "ひかりデスク", en = "Hikari Desk" }
hours = { ja = "平日", en = "weekdays" }
[people]
agents = ["mika@desk.example"]
engineering = "dev@desk.example"
[[mailbox]]
kind = "imap"
host = "localhost"
security = "none"
port = 9
user = "bot"
password_env = "A_VARIABLE_THAT_IS_NOT_SET"
[delivery]
kind = "folder"
path = "letters"
[authentication]
trust = "none"
"""
EVIL = "\x1b[31mred\x1b]0;title\x07 \u202eevil \x9b2J"
MAIL = (
    b"From: taro@other.example\r\nTo: support@desk.example\r\nMessage-ID: <9@other.example>\r\n"
    b"Subject: =?utf-8?B?6KuL5rGC5pu444GM5Y2w5Yi344Gn44GN44G+44Gb44KT?=\r\nX-Odd: \x1b[2Jboo\r\n"
    b"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\nHow do I print an invoice?\r\n"
)
LETTER = (
    "From: support@desk.example\r\nTo: hanako@customer.example\r\nSubject: Re: [CASE-7] Printing fails\r\n"
    "Message-ID: <first@desk.example>\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nお問い合わせありがとうございます。\r\n"
).encode()
LONG = "エクスポートボタンを押してもファイルがダウンロードされず、画面が真っ白になってしまいます"
WHOLE = replace(
    CASE,
    state=State.WITH_AGENT,
    subject=f"{LONG} {EVIL}",
    urgent="is urgent: '至急'",
    engineering=EngineeringReply(cause="a lost lock", workaround="再起動", mail=1),
    findings=(Finding("browser", "Chrome 129", f"Chrome 129 {EVIL}", 0, 10, "body", "browser.lexicon", mail=1),),
    asked=(Asked(1, "<first@desk.example>", Question(1, ("steps",), "What did you do?")),),
    mails=(
        CaseMail(1, Party.CUSTOMER, False, "<1@customer.example>", (), CUSTOMER.email, LONG, NOW, "x", "x",
                 (Attachment("2", "画面.png", "image/png", 3, "ab"),)),
    ),
    events=(Event(NOW, "leave_urgent_to_people", "HandOver", f"is urgent {EVIL}", 1),),
)  # fmt: skip


def row(key: str, **changes: Any) -> NewRow:
    fields = {
        "key": key, "after_key": None, "case_id": CASE.id, "purpose": Purpose.FIRST, "party": Party.CUSTOMER,
        "sender": "", "recipient": CUSTOMER.email, "message_id": f"<{key}@desk.example>", "automatic": True,
        "data": LETTER, "draft": "{}",
    }  # fmt: skip
    return NewRow(**(fields | changes))


@dataclass(frozen=True, slots=True)
class Office:
    """A configuration, its database, held open as a daemon holds it, and what a person types beside it."""

    folder: Path
    store: Store

    def typed(self, *words: str, columns: int = 80) -> tuple[int, str]:
        """Exit code and all that was said."""
        env = {"COLUMNS": str(columns)}
        result = CliRunner(env=env).invoke(cli, [*words, "--config", str(self.folder)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.exit_code, result.output

    def said(self, *words: str, columns: int = 80) -> str:
        code, output = self.typed(*words, columns=columns)
        assert code == 0, output
        return output

    def json(self, *words: str) -> Any:
        return json.loads(self.said(*words, "--json"))


@contextmanager
def office_at(tmp_path: Path) -> Iterator[Office]:
    """Mails 1 (done), 2 (quarantined), 3 (held); case 7; letters 1 (sent), 2 (failed), 3 (held, leans on 2)."""
    (tmp_path / "mailbot.toml").write_text(TOML, encoding="utf-8")
    store = Store(tmp_path / "mailbot.db", exclusive=True)
    with store.transaction():
        store.inbox.keep([RawMail("support", "INBOX", 1, n, NOW, MAIL, len(MAIL)) for n in (1, 2, 3)], NOW)
        store.cases.save(WHOLE)
        store.inbox.finish(1, "done", "handed over: is urgent", CASE.id)
        store.inbox.begin(2)
        store.inbox.finish(2, "quarantined", f"the reader died {EVIL}")
        store.inbox.finish(3, "held", "held: marked as spam")
        store.outbox.add(row("first"), NOW)
        store.outbox.add(row("escalation", purpose=Purpose.ESCALATION, automatic=False), NOW)
        store.outbox.add(row("thanks", purpose=Purpose.THANKS, after_key="escalation"), NOW)
        store.outbox.settle(1, OutState.SENT, "250 ok", NOW)
        store.outbox.settle(2, OutState.FAILED, f"550 no {EVIL}", NOW)
        store.outbox.hold_followers("escalation", "waits for a letter that is failed: no")
    yield Office(tmp_path, store)
    store.close()


def mailbox(folder: Path, mails: int) -> Config:
    """A Maildir with mails in it, letters into a folder."""
    for name in ("new", "cur", "tmp"):
        (folder / "Maildir" / name).mkdir(parents=True)
    for number in range(mails):
        unlike = MAIL.replace(b"<9@", f"<{number}@".encode())
        (folder / "Maildir" / "new" / f"{number}.mail").write_bytes(unlike)
    imap = TOML[TOML.index("[[mailbox]]") : TOML.index("[delivery]")]
    text = TOML.replace(imap, '[[mailbox]]\nkind = "maildir"\npath = "Maildir"\n')
    (folder / "mailbot.toml").write_text(text, encoding="utf-8")
    return load(folder)
