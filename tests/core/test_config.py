"""The admin's typing errors: each is found, all at once, with its line and what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mailbot.config.errors import ConfigError
from mailbot.config.lines import Location, line_of
from mailbot.config.load import check, load

SHIPPED = Path(__file__).resolve().parents[2] / "config"
SOUND = """\
[mailbot]
instance = "desk.example"
[support]
address = "support@desk.example"
team = { ja = "窓口", en = "Desk" }
hours = { ja = "平日", en = "weekdays" }
[people]
agents = ["mika@desk.example"]
engineering = "dev@desk.example"
[[mailbox]]
kind = "imap"
host = "imap.desk.example"
user = "bot"
password_env = "MAILBOT_TEST_PASSWORD"
[delivery]
kind = "folder"
path = "letters"
[authentication]
trust = "none"
"""


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAILBOT_TEST_PASSWORD", "MAILBOT_IMAP_PASSWORD", "MAILBOT_SMTP_PASSWORD"):
        monkeypatch.setenv(name, "secret")


def problems(folder: Path, text: str) -> list[str]:
    (folder / "mailbot.toml").write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{folder}/") for problem in check(folder)]


def test_a_sound_configuration_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND) == []


def test_the_shipped_configuration_is_sound_once_its_passwords_are_there(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "config")
    assert check(tmp_path / "config") == ()


def test_every_setting_stands_explained_in_the_shipped_file() -> None:
    text = (SHIPPED / "mailbot.toml").read_text(encoding="utf-8")
    from mailbot.config import settings

    for table in (settings.General, settings.Support, settings.People, settings.ImapMailbox, settings.SmtpDelivery,
                  settings.AuthenticationSettings, settings.Asking, settings.Limits):  # fmt: skip
        for key in table.model_fields:
            assert re.search(rf"(?m)^(# )?{key} = |{key} = ", text), f"{table.__name__}.{key}"


def test_every_default_in_the_shipped_file_is_the_default(tmp_path: Path) -> None:
    text = (SHIPPED / "mailbot.toml").read_text(encoding="utf-8")
    plain = tmp_path / "plain"
    told = tmp_path / "told"
    for folder, words in ((plain, text), (told, re.sub(r"(?m)^# (\w+ = [^#\n]*)", _unless_example, text))):
        folder.mkdir()
        (folder / "mailbot.toml").write_text(words, encoding="utf-8")
    assert load(plain).settings.model_dump(exclude={"mailbot": {"database"}}) == load(told).settings.model_dump(
        exclude={"mailbot": {"database"}}
    )


def _unless_example(match: re.Match[str]) -> str:
    """Defaults are made to count; keys without a default show an example and stay comments."""
    examples = ("aliases", "contact", "language", "ca_file", "freemail", "helo", "port")
    return match[0] if match[1].split(" = ")[0] in examples else match[1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "instance =",
            "instanc =",
            "mailbot.toml:2: mailbot.instanc: unknown key; did you mean 'instance'?",
            id="typo",
        ),
        pytest.param(
            'host = "imap.desk.example"', 'hots = "x"', "mailbot.toml:12", id="a typo in a mailbox, with its line"
        ),
        pytest.param('"support@desk.example"', '"support"', "mailbot.toml:4: support.address", id="no address"),
        pytest.param(
            '"dev@desk.example"', '"support@desk.example"', "escalations would come back", id="engineering is us"
        ),
        pytest.param(
            '["mika@desk.example"]', '["support@desk.example"]', "would come back as mail", id="an agent is us"
        ),
        pytest.param(
            '["mika@desk.example"]', '["dev@desk.example"]', "could not tell who writes", id="an agent is engineering"
        ),
        pytest.param('["mika@desk.example"]', "[]", "mailbot.toml:8: people.agents", id="nobody to tell"),
        pytest.param(
            '"MAILBOT_TEST_PASSWORD"',
            '"NOT_SET"',
            "the environment has no NOT_SET",
            id="no password in the environment",
        ),
        pytest.param(
            'password_env = "MAILBOT_TEST_PASSWORD"', 'password_file = "none"', "cannot be read", id="no password file"
        ),
        pytest.param('user = "bot"', 'security = "none"', "in clear", id="a password in clear over the net"),
        pytest.param('trust = "none"', 'trust = "header"', "authserv_id", id="nobody named who vouches"),
        pytest.param(
            "[mailbot]", '[mailbot]\ndefault_language = "fr"', "there are: en, ja", id="a language without letters"
        ),
        pytest.param("[mailbot]", '[mailbot]\ntimezone = "Tokyo"', "write one like Asia/Tokyo", id="no such zone"),
        pytest.param(
            'ja = "窓口", en', "en", "needs a text for the default language", id="no team name in the default language"
        ),
        pytest.param('kind = "folder"', 'kind = "pigeon"', "mailbot.toml:15: delivery", id="no such way out"),
        pytest.param("[delivery]", "[delivery", "not TOML", id="a syntax error stands alone, with its line"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, expected: str, tmp_path: Path) -> None:
    found = problems(tmp_path, SOUND.replace(old, new, 1))
    assert any(expected in one for one in found), found


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    broken = (
        SOUND.replace("instance", "instanc")
        .replace('"dev@desk.example"', '"dev"')
        .replace('host = "imap', 'hots = "imap')
    )
    (tmp_path / "details.toml").write_text("[[detail]]\nid = 3\n", encoding="utf-8")
    found = problems(tmp_path, broken)
    for words in ("instanc", "engineering", "hots", "details.toml:2"):
        assert any(words in one for one in found), (words, found)
    with pytest.raises(ConfigError):
        load(tmp_path)


def test_a_readable_secret_is_a_mistake(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("x")
    secret.chmod(0o644)
    found = problems(tmp_path, SOUND.replace('password_env = "MAILBOT_TEST_PASSWORD"', 'password_file = "password"'))
    assert any("chmod 600" in one for one in found)


def test_a_missing_file_and_one_that_is_not_utf_8_are_told(tmp_path: Path) -> None:
    assert "no such file" in str(check(tmp_path)[0])
    (tmp_path / "mailbot.toml").write_bytes("名前".encode("cp932"))
    assert "not UTF-8" in str(check(tmp_path)[0])


@pytest.mark.parametrize(
    ("location", "line"),
    [
        pytest.param(("mailbot", "instance"), 2, id="a key in a table"),
        pytest.param(("mailbox", 0, "user"), 13, id="a key in a block"),
        pytest.param(("mailbox", 0, "absent"), 10, id="a missing key: its block"),
        pytest.param(("nothing",), 0, id="nothing fits"),
    ],
)
def test_lines(location: Location, line: int) -> None:
    assert line_of(SOUND, location) == line
