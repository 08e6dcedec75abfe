"""The words a person types: each explains itself, and what is wrong is one line."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from mailbot.cli import cli
from mailbot.commands.asking import Asker
from mailbot.commands.options import plain_errors
from mailbot.console.screen import line, plain, short, show_json
from mailbot.filling import Instead, Value, fill, to_do
from mailbot.initial import Answers, First, Secret, Server, host_and_port, settings_of, settings_text, shipped
from mailbot.logins import voucher
from mailbot.looking import NotThereError, fields, number_of

SILENT = {"run", "demo"}  # what they do is not a table
PLAIN = {"demo", "init"}  # they need no configuration


def commands(group: click.Group = cli, before: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command, by its whole name."""
    for name, command in group.commands.items():
        yield " ".join((*before, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


ALL = [pytest.param(name, command, id=name) for name, command in commands()]
LEAVES = [pytest.param(*one.values, id=one.id) for one in ALL if not isinstance(one.values[1], click.Group)]


def typed(*words: str) -> tuple[int, str]:
    """Exit code and everything that was said."""
    result = CliRunner().invoke(cli, list(words))
    return result.exit_code, result.output


@pytest.mark.parametrize(("name", "command"), ALL)
def test_help_shows_an_example_that_names_the_command(name: str, command: click.Command) -> None:
    code, said = typed(*name.split(), "--help")
    assert code == 0
    assert "Example" in said
    assert f"  mailbot {name.split(maxsplit=1)[0]}" in said
    assert max(map(len, said.splitlines())) <= 100


@pytest.mark.parametrize(("name", "command"), LEAVES)
def test_commands_take_a_configuration_and_speak_to_machines(name: str, command: click.Command) -> None:
    names = {option for parameter in command.params for option in parameter.opts}
    assert ("--config" in names) is (name not in PLAIN)
    assert ("--json" in names) is (name not in SILENT)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("cas",), "Did you mean 'case'?", id="a mistyped command"),
        pytest.param(("quarantine", "relese"), "Did you mean 'release'?", id="a mistyped word of a pile"),
        pytest.param(("case", "list", "--state", "open"), "with_agent", id="a state that is none: all are named"),
        pytest.param(("case", "--kind", "bugs"), "request", id="a kind that is none"),
        pytest.param(("outbox", "retry", "first"), "is not a valid integer", id="a number that is none"),
        pytest.param(("outbox", "retry", "0"), "is not in the range", id="a number that cannot be"),
        pytest.param(("outbox", "show", "9" * 30), "is not in the range", id="a number that no database has"),
        pytest.param(("inbox", "--limit", "-1"), "is not in the range", id="a limit below nothing"),
        pytest.param(("outbox", "retry"), "Missing argument", id="a number that is not said"),
        pytest.param(("init", "--trust", "none", "--authserv-id", "x"), "contradict", id="two answers that differ"),
        pytest.param(("init", "/nowhere/x", "--yes"), "--address, --agent, --engineering", id="all that nobody said"),
        pytest.param(("init", "/nowhere/x", "--address", "me"), "--address: 'me' is no address", id="no address"),
    ],
)
def test_wrong_words_are_explained_with_exit_2(words: tuple[str, ...], said: str) -> None:
    code, output = typed(*words)
    assert code == 2
    assert said in " ".join(output.replace("│", " ").split())
    assert "Traceback" not in output


@pytest.mark.parametrize("words", [("case",), ("inbox",), ("outbox", "show", "1"), ("quarantine",)], ids=" ".join)
def test_without_a_configuration_looking_says_which_file_is_missing(words: tuple[str, ...], tmp_path: Path) -> None:
    code, output = typed(*words, "--config", str(tmp_path / "none"))
    assert code == 78
    assert "mailbot.toml: there is no such file" in output


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("12", 12, id="a bare number"),
        pytest.param("CASE-12", 12, id="a tag"),
        pytest.param("[case-12]", 12, id="a tag out of a subject, in small letters"),
        pytest.param("#12", 12, id="with a hash"),
        pytest.param("HELP-12", None, id="another site's tag"),
        pytest.param("CASE", None, id="no number"),
        pytest.param("12; DROP TABLE cases", None, id="more than a number"),
        pytest.param("9" * 40, None, id="more digits than a database takes"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_case_is_named_by_number_or_tag(text: str, number: int | None) -> None:
    if number is None:
        with pytest.raises(NotThereError, match="CASE-12"):
            number_of(text, "CASE")
    else:
        assert number_of(text, "CASE") == number


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[2Jx", "<001b>[2Jx", id="an escape sequence"),
        pytest.param("\x9b2Jx", "<009b>2Jx", id="its one-byte form"),
        pytest.param("a\rb", "a<000d>b", id="a return to the start of the line"),
        pytest.param("a\u202eb", "a<202e>b", id="a change of direction"),
        pytest.param("\u200bx", "<200b>x", id="an invisible blank"),
        pytest.param("\ud800", "<d800>", id="half a character"),
        pytest.param("請求書\n", "請求書\n", id="Japanese and line ends stay"),
    ],
)
def test_a_strangers_text_cannot_steer_the_screen(text: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert plain(text) == shown
    show_json({"text": text})
    said = capsys.readouterr().out
    assert json.loads(said) == {"text": text}
    assert plain(said) == said


def test_short_counts_columns_not_characters() -> None:
    assert cell_len(short("日本語の長い件名" * 20, 30)) <= 30
    assert short("日本語", 30) == "日本語"
    assert line("a\n  b\tc") == "a b c"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        pytest.param(b"A: 1\r\nB: 2\r\n\r\nC: 3\r\n", (("A", "1"), ("B", "2")), id="only what stands above the body"),
        pytest.param(b"A: one\r\n\ttwo\r\n", (("A", "one two"),), id="folded lines"),
        pytest.param(b"no header\nA: 1\n", (("A", "1"),), id="a line that is none"),
        pytest.param(b"A: =?utf-8?B?6KuL5rGC?=\n", (("A", "請求"),), id="encoded words"),
        pytest.param("A: 請求\n".encode(), (("A", "請求"),), id="bytes as they are"),
        pytest.param(b"\xff\xfe\x00" * 50, (), id="no mail at all"),
    ],
)
def test_header_fields_of_a_mail_that_could_not_be_read(head: bytes, found: tuple[tuple[str, str], ...]) -> None:
    assert fields(head) == found


def heads(*values: str) -> tuple[bytes, ...]:
    return tuple(f"Authentication-Results: {value}\r\nFrom: a@x.example\r\n\r\n".encode() for value in values)


MX = "mx.desk.example; dmarc=pass"


@pytest.mark.parametrize(
    ("mails", "name", "sure"),
    [
        pytest.param(heads(*[MX] * 5), "mx.desk.example", True, id="in all: sure"),
        pytest.param(heads(*[MX] * 2), "mx.desk.example", False, id="in two only: not sure"),
        pytest.param((*heads(MX), *[b"From: a\r\n\r\n"] * 9), "mx.desk.example", False, id="in few: a stranger's own"),
        pytest.param(heads("(checked) MX.Desk.example 1; none"), "mx.desk.example", False, id="comment and version"),
        pytest.param(heads("spf=pass smtp.mailfrom=x.example"), "", False, id="a server that does not say its name"),
        pytest.param((), "", False, id="an empty mailbox"),
    ],
)
def test_who_vouches_for_senders_is_seen_in_the_topmost_header(mails: tuple[bytes, ...], name: str, sure: bool) -> None:
    seen = voucher(mails)
    assert (seen.authserv_id, seen.sure) == (name, sure)


def test_only_the_topmost_header_counts() -> None:
    both = b"Authentication-Results: ours.example; none\r\nAuthentication-Results: forged.example; none\r\n\r\n"
    assert voucher([both] * 4).authserv_id == "ours.example"


TEXT = """\
# a = 1 in a remark
[one]
name = "x # y"   # FILL IN: who
# port = 993     # where
team = { ja = "あ" }  # FILL IN
[[two]]
name = "z"       # FILL IN; or leave it out
"""


@pytest.mark.parametrize(
    ("place", "value", "then"),
    [
        pytest.param(("one", "name"), 'a "b"', 'name = "a \\"b\\""  # who', id="a text with quotes"),
        pytest.param(("one", "port"), 143, "port = 143       # where", id="a line that was switched off"),
        pytest.param(("one", "team"), {"ja": "窓口"}, 'team = { ja = "窓口" }', id="a table per language"),
        pytest.param(("two", "name"), None, '# name = "z"     # or leave it out', id="a line switched off"),
        pytest.param(("two", "name"), Instead("file", "f", "safe"), 'file = "f"       # safe', id="another key"),
        pytest.param(("two", "name"), ("a", "b"), 'name = ["a", "b"]  # or leave it out', id="a list"),
    ],
)
def test_filling_in_keeps_comments(place: tuple[str, str], value: Value, then: str) -> None:
    filled = fill(TEXT, {place: value})
    assert then in filled.splitlines()
    assert len(filled.splitlines()) == len(TEXT.splitlines())
    tomllib.loads(filled)


def test_what_has_no_line_is_named_and_what_is_left_is_listed() -> None:
    with pytest.raises(KeyError, match=r"one\.nothing"):
        fill(TEXT, {("one", "nothing"): 1})
    assert to_do(fill(TEXT, {("one", "name"): "x"})) == ((5, "team"), (7, "name"))


ANSWERS = Answers(
    address="support@desk.example",
    agents=("mika@desk.example", "ken@desk.example"),
    engineering="dev@desk.example",
    language="en",
    team={"ja": "ひかりデスク", "en": 'Hikari "Desk" \\ 1'},
    imap=Server("imap.desk.example", 1993, "tls", "bot", Secret(env="X")),
    smtp=Server("localhost", None, "none"),
    authserv_id="mx.desk.example",
    null_sender=False,
)


def test_answers_become_settings_and_every_comment_stays(tmp_path: Path) -> None:
    settings = settings_of(ANSWERS, tmp_path)
    assert settings.support.team == ANSWERS.team
    assert settings.people.agents == ANSWERS.agents
    assert (settings.mailbox[0].model_dump()["port"], settings.delivery.model_dump()["user"]) == (1993, None)
    assert settings.authentication.authserv_id == "mx.desk.example"
    assert settings.delivery.model_dump()["null_sender"] is False
    before, after = shipped().splitlines(), settings_text(ANSWERS).splitlines()
    assert len(before) == len(after)
    assert [one for one in before if one.startswith("#") and " = " not in one] == [
        one for one in after if one.startswith("#") and " = " not in one
    ]


def test_the_shipped_file_says_itself_what_is_left_to_fill_in() -> None:
    assert [key for _, key in to_do(settings_text(ANSWERS))] == ["hours"]


def test_a_typed_password_is_never_shown() -> None:
    assert "sesame" not in repr(Secret(typed="sesame"))
    assert "sesame" not in settings_text(ANSWERS)
    assert First.__slots__


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("mail.example.com", ("mail.example.com", None), id="a host"),
        pytest.param("localhost:1143", ("localhost", 1143), id="with a port"),
        pytest.param("[::1]:1143", ("::1", 1143), id="an address of six"),
        pytest.param("::1", ("::1", None), id="the same, bare"),
    ],
)
def test_a_port_may_stand_behind_the_host(text: str, place: tuple[str, int | None]) -> None:
    assert host_and_port(text) == place


def test_a_default_is_taken_where_nobody_can_be_asked() -> None:
    ask = Asker({"a": "x", "list": ("y", "z")}, interactive=False)
    assert (ask("a", "?"), ask("list", "?"), ask("b", "?", "default"), ask("c_d", "?")) == ("x", "y,z", "default", "")
    assert ask.unsaid == ["--c-d"]


def test_details_are_listed_and_tried() -> None:
    code, said = typed("details")
    assert code == 0
    assert "browser" in said
    code, said = typed("details", "--json", "It", "fails in Chrome 129")
    assert code == 0
    assert [one["value"] for one in json.loads(said)["findings"] if one["detail"] == "browser"] == ["Chrome 129"]
    assert "nothing is found" in typed("details", "hello")[1]


def test_a_database_that_another_process_writes_to_is_no_riddle(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), plain_errors():
        raise sqlite3.OperationalError("database is locked")
    assert "nothing was changed: try again" in capsys.readouterr().err
