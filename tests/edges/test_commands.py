"""The commands on real piles: what they show, what they mend, and that they do it beside a working daemon."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from mailbot.cli import cli
from mailbot.console.screen import plain
from mailbot.model import Kind
from tests.edges.offices import MAIL, TOML, Office, office_at
from tests.houses import CASE, CUSTOMER, NOW


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path) as open_office:
        yield open_office


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
    ("verify",),
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
        else f"{len(ids)} case{'s' * (len(ids) > 1)}"
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
