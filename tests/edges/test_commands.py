"""The commands on real piles: what they show, what they mend, and that they do it beside a working daemon."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from mailbot.cli import cli
from mailbot.config.load import Config, load
from mailbot.console.screen import plain
from mailbot.model import (
    Asked,
    Attachment,
    CaseMail,
    EngineeringReply,
    Event,
    Finding,
    Kind,
    OutState,
    Party,
    Purpose,
    Question,
    RawMail,
    State,
)
from mailbot.once import once
from mailbot.site import open_site
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


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
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


SHOWS = [
    ("case", "list"),
    ("case", "show", "CASE-7"),
    ("inbox", "list"),
    ("inbox", "show", "2"),
    ("outbox", "list"),
    ("outbox", "show", "1"),
    ("outbox", "show", "2"),
    ("quarantine", "list"),
    ("quarantine", "show", "2"),
    ("details",),
]


@pytest.mark.parametrize("columns", [80, 160])
@pytest.mark.parametrize("words", SHOWS, ids=" ".join)
def test_what_is_shown_fits_the_screen_and_cannot_steer_it(
    words: tuple[str, ...], columns: int, office: Office
) -> None:
    said = office.said(*words, columns=columns)
    assert said == plain(said)
    assert max(cell_len(one) for one in said.splitlines()) <= columns


@pytest.mark.parametrize("words", SHOWS, ids=" ".join)
def test_machines_get_json_that_cannot_steer_a_screen_either(words: tuple[str, ...], office: Office) -> None:
    said = office.said(*words, "--json")
    assert json.loads(said)
    assert said == plain(said)


def test_a_case_shows_all_that_is_known(office: Office) -> None:
    said = office.said("case", "7", columns=160)
    for words in (
        "CASE-7", "Hanako <hanako@customer.example>", "with agent", "bug: words of a malfunction", "is urgent: '至急'",
        "Chrome 129", "What did you do?", "画面.png (3 bytes)", "HandOver", "leave_urgent_to_people", "a lost lock",
        "再起動", "escalation", "failed", "What was done",
    ):  # fmt: skip
        assert words in said, words
    whole = office.json("case", "show", "CASE-7")
    assert whole["tag"] == "CASE-7"
    assert whole["created_at"] == NOW.isoformat()
    assert [letter["state"] for letter in whole["letters"]] == ["sent", "failed", "held"]
    assert whole["mails"][0]["attachments"][0]["name"] == "画面.png"
    assert "steps" in whole["missing"]
    assert "browser" not in whole["missing"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        pytest.param((), [9, 8, 7], id="all, newest first"),
        pytest.param(("--state", "with-agent"), [7], id="by state"),
        pytest.param(("--kind", "Question"), [8], id="by kind"),
        pytest.param(("--customer", "@OTHER.example"), [9, 8], id="by a part of the address, in any case"),
        pytest.param(("--customer", "@other.example", "--kind", "bug"), [9], id="by two things at once"),
        pytest.param(("--customer", "%"), [], id="a sign that means much to SQL means nothing"),
        pytest.param(("--limit", "1"), [9], id="the newest only"),
        pytest.param(("--limit", "0"), [9, 8, 7], id="no limit"),
    ],
)
def test_cases_are_listed_by_what_is_asked_for(words: tuple[str, ...], ids: list[int], office: Office) -> None:
    other = replace(CASE, customer=replace(CUSTOMER, email="taro@other.example"))
    with office.store.transaction():
        office.store.cases.save(replace(other, id=8, kind=Kind.QUESTION))
        office.store.cases.save(replace(other, id=9))
    assert [one["id"] for one in office.json("case", *words)] == ids
    said = office.said("case", *words)
    assert said.splitlines()[-1].strip() == (
        "no cases"
        if not ids
        else "1 of 3 cases; --limit 0 shows all"
        if words == ("--limit", "1")
        else f"{len(ids)} cases"
    )


def test_what_was_never_read_is_still_told_by_its_header(office: Office) -> None:
    (one,) = office.json("quarantine")
    assert (one["sender"], one["subject"]) == ("taro@other.example", "請求書が印刷できません")
    said = office.said("quarantine", "show", "2")
    assert "X-Odd: <001b>[2Jboo" in said
    assert "the reader died <001b>[31m" in said


def test_the_raw_bytes_are_the_raw_bytes(office: Office) -> None:
    result = CliRunner().invoke(cli, ["inbox", "show", "2", "--raw", "--config", str(office.folder)])
    assert result.stdout_bytes == MAIL


def test_a_letter_is_shown_as_its_reader_sees_it(office: Office) -> None:
    said = office.said("outbox", "1")
    assert "Re: [CASE-7] Printing fails" in said
    assert "お問い合わせありがとうございます。" in said
    assert office.json("outbox", "show", "1")["shown"]["to"] == "hanako@customer.example"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("case", "show", "99"), "there is no case 99; the newest is 7", id="a case that is not there"),
        pytest.param(("case", "show", "HELP-7"), "its cases are called CASE-12", id="a tag of another site"),
        pytest.param(("inbox", "show", "99"), "there is no mail 99; the newest is 3", id="a mail"),
        pytest.param(("inbox", "show", "99", "--raw"), "there is no mail 99", id="its bytes"),
        pytest.param(("outbox", "show", "99"), "there is no letter 99; the newest is 3", id="a letter"),
        pytest.param(("outbox", "retry", "99"), "there is no letter 99", id="sent again"),
        pytest.param(("outbox", "retry", "1"), "letter 1 is sent: only failed, unknown or held", id="a sent letter"),
        pytest.param(("quarantine", "release", "99"), "there is no mail 99", id="a mail to be released"),
        pytest.param(
            ("quarantine", "release", "3"), "not in quarantine: it is held (held: marked", id="one that is held"
        ),
    ],
)
def test_numbers_that_do_not_fit_are_one_line_and_exit_2(words: tuple[str, ...], said: str, office: Office) -> None:
    code, output = office.typed(*words)
    assert code == 2
    assert said in output
    assert output.startswith("mailbot: ")
    assert output.count("\n") == 1


def test_a_released_mail_is_to_be_read_exactly_once_more(office: Office) -> None:
    assert "the next pass reads it once more" in office.said("quarantine", "release", "2")
    assert office.store.inbox.todo() == 2
    assert office.store.inbox.begin(2).attempts == 1
    office.store.inbox.finish(2, "done", "read")
    assert office.store.inbox.todo() is None
    assert office.typed("quarantine", "release", "2")[0] == 2


def test_a_letter_sent_again_has_its_reason_in_the_case_and_takes_its_followers_along(office: Office) -> None:
    said = office.said("outbox", "retry", "2", "--reason", "the address exists now")
    assert "letter 2 is queued again" in said
    assert "1 that waited for it goes out after it" in said
    assert office.store.outbox.states() == {"queued": 2, "sent": 1}
    event = office.store.cases.load(CASE.id).events[-1]
    assert (event.rule, event.decision) == ("retry", "letter queued again")
    assert "the address exists now" in event.reason
    assert "failed: 550 no" in event.reason
    assert office.store.outbox.data(2) == LETTER


def test_a_letter_that_leans_on_another_says_so(office: Office) -> None:
    assert "after letter 2, which is failed" in office.said("outbox", "retry", "3")


def test_an_unknown_letter_may_arrive_twice_and_that_is_said(office: Office) -> None:
    office.store.outbox.settle(2, OutState.UNKNOWN, "lost", NOW)
    assert "gets it twice, with the same Message-ID" in office.said("outbox", "retry", "2")
    assert office.typed("outbox", "retry", "2")[0] == 2


def test_a_letter_without_words_waits_for_its_template(office: Office) -> None:
    office.store.outbox.add(row("broken", data=b"", problem="first.txt.j2:3: no such name"), NOW)
    code, output = office.typed("outbox", "retry", "4")
    assert code == 2
    assert "has no words yet (first.txt.j2:3" in output
    assert "no words yet" in office.said("outbox", "show", "4")


def test_who_only_looks_needs_no_password_and_makes_no_file(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mailbot.toml").write_text(TOML, encoding="utf-8")
    code, output = Office(other, office.store).typed("case")
    assert code == 75
    assert "there is no database" in output
    assert [file.name for file in other.iterdir()] == ["mailbot.toml"]


def test_a_database_that_is_none_is_one_line(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mailbot.toml").write_text(TOML, encoding="utf-8")
    (other / "mailbot.db").write_bytes(b"this is no database" * 100)
    code, output = Office(other, office.store).typed("inbox")
    assert code == 75
    assert "not a database" in output
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("first", "--lang", "ja"), "お世話になっております。ひかりデスクです。", id="a built-in case"),
        pytest.param(("first", "--case", "CASE-7"), "[CASE-7]", id="a case of the piles"),
        pytest.param(("agent-note",), "[CASE-", id="to our own people"),
    ],
)
def test_a_letter_is_previewed(words: tuple[str, ...], said: str, office: Office) -> None:
    assert said in office.said("preview", *words)
    assert office.json("preview", *words)["text"]


def test_a_letter_is_previewed_about_a_mail(office: Office) -> None:
    file = office.folder / "mail.eml"
    file.write_bytes(MAIL)
    assert "請求書が印刷できません" in office.said("preview", "handover", "--mail", str(file), "--lang", "en")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(("frist",), 2, "'frist' is not one of", id="a letter that is none"),
        pytest.param(("first", "--lang", "fr"), 2, "there are no letters in 'fr'; there are: en, ja", id="a language"),
        pytest.param(("first", "--case", "99"), 2, "there is no case 99", id="a case that is not there"),
        pytest.param(("first", "--case", "7", "--mail", "mailbot.toml"), 2, "", id="two things at once"),
    ],
)
def test_a_preview_that_cannot_be_is_explained(words: tuple[str, ...], code: int, said: str, office: Office) -> None:
    got, output = office.typed("preview", *words)
    assert got == code
    assert said in output


def test_a_template_with_a_slip_is_named_with_its_line(office: Office) -> None:
    own = office.folder / "templates" / "en" / "first.txt.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{# facts: case #}\nSubject: x\n\n{{ nobody.knows }}\n")
    code, output = office.typed("preview", "first", "--lang", "en")
    assert code == 78
    assert "first.txt.j2:4" in output
    assert "Traceback" not in output
    code, output = office.typed("check")
    assert code == 78
    assert "first.txt.j2:4" in output


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


def test_how_far_a_backlog_is_can_be_watched(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with open_site(mailbox(tmp_path, 30)) as site:
        report = once(site, tell=lambda what, done, total: told.append((what, done, total)))
    assert report.received == 30
    assert [one for one in told if one[0] == "received"][-1] == ("received", 30, 30)
    for what in {one[0] for one in told}:
        steps = [done for name, done, _ in told if name == what]
        assert steps == sorted(steps)
    what, done, total = [one for one in told if one[0] == "processed"][-1]
    assert done == total > 0


def test_a_released_mail_is_processed_once_by_the_next_round(tmp_path: Path) -> None:
    config = mailbox(tmp_path, 1)
    with open_site(config) as site:
        once(site)
        site.works.store.inbox.finish(1, "quarantined", "the reader died")
        office = Office(tmp_path, site.works.store)
        office.said("quarantine", "release", "1")
        again = once(site)
        assert (again.received, again.inbox) == (0, {"done": 1})
        assert once(site).letters == ()
        assert office.json("inbox")[0]["attempts"] == 1
