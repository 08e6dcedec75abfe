"""The admin's typing errors: each is found, all at once, with its line and what to do."""

from __future__ import annotations

import re
import shutil
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.assembly import policy_of, reading_of
from mailbot.casework.business import Calendar
from mailbot.casework.directory import Customer
from mailbot.config.calendar import read_holidays
from mailbot.config.errors import ConfigError
from mailbot.config.lines import Location, line_of
from mailbot.config.load import check, load
from mailbot.model import Address

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


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("dev@desk.example", "dev@vendor.example", 'original = "withhold"', id="engineering outside"),
        pytest.param(
            'trust = "none"', 'trust = "none"\nagents = "token"', "gets hold of a note", id="agents by id alone"
        ),
        pytest.param(
            'trust = "none"',
            'trust = "header"\nauthserv_id = "mx.desk.example"\nagents = "exchange"',
            "AuthAs out of outside mail",
            id="agents by Exchange",
        ),
    ],
)
def test_what_works_but_should_be_known_is_a_warning(old: str, new: str, said: str, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, SOUND.replace(old, new))
    assert found.startswith("warning: ")
    assert said in found
    assert load(tmp_path).settings


@pytest.mark.parametrize(
    "new",
    [
        pytest.param("dev@eng.desk.example", id="below our domain"),
        pytest.param('dev@vendor.example"\noriginal = "withhold', id="outside, but nothing goes there as it came"),
    ],
)
def test_engineering_inside_or_without_originals_is_no_warning(new: str, tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND.replace("dev@desk.example", new)) == []


def test_agents_by_exchange_need_a_server_that_vouches(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, SOUND.replace('trust = "none"', 'trust = "none"\nagents = "exchange"'))
    assert 'write "confirm" or "token"' in found


def test_a_sound_configuration_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND) == []


def test_the_shipped_configuration_is_sound_once_its_passwords_are_there(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "config")
    assert check(tmp_path / "config") == ()


def test_every_setting_stands_explained_in_the_shipped_file() -> None:
    text = (SHIPPED / "mailbot.toml").read_text(encoding="utf-8")
    from mailbot.config import settings

    for table in (settings.General, settings.Support, settings.People, settings.ImapMailbox, settings.SmtpDelivery,
                  settings.AuthenticationSettings, settings.CalendarSettings, settings.Asking,
                  settings.Limits, settings.ReadingSettings, settings.ProductTable):  # fmt: skip
        for key in table.model_fields:
            assert re.search(rf"(?m)^(# )?{key} = |{key} = ", text), f"{table.__name__}.{key}"


def test_every_default_in_the_shipped_file_is_the_default(tmp_path: Path) -> None:
    text = (SHIPPED / "mailbot.toml").read_text(encoding="utf-8")
    plain = tmp_path / "plain"
    told = tmp_path / "told"
    for folder, words in ((plain, text), (told, re.sub(r"(?m)^# (\w+ = [^#\n]*)", _unless_example, text))):
        folder.mkdir()
        (folder / "mailbot.toml").write_text(words, encoding="utf-8")
    paths = {"mailbot": {"database"}, "calendar": {"holidays"}}
    assert load(plain).settings.model_dump(exclude=paths) == load(told).settings.model_dump(exclude=paths)


def _unless_example(match: re.Match[str]) -> str:
    """Defaults are made to count; keys without a default show an example and stay comments."""
    examples = (
        "sent_folder",
        "aliases",
        "contact",
        "language",
        "ca_file",
        "freemail",
        "helo",
        "port",
        "product",
        "mail_kind",
    )
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
        pytest.param(
            "[delivery]",
            "max_mail_megabytes = 180\n[delivery]",
            "reading.memory_megabytes: is too little for mails of 180 MB (max_mail_megabytes): set 280 or more",
            id="too little memory for the largest mail",
        ),
        pytest.param(
            "[delivery]", "[reading]\nparts = 1\n[delivery]", "reading.parts: ", id="a limit out of its range"
        ),
        pytest.param(
            "[delivery]", "[reading]\nsecond = 5\n[delivery]", "did you mean 'seconds'?", id="a limit that is none"
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
        pytest.param(
            "[delivery]",
            '[calendar]\nopens = "18:00"\ncloses = "09:00"\n[delivery]',
            "mailbot.toml:17: calendar.closes: 09:00 is not after opens",
            id="closing before opening",
        ),
        pytest.param(
            "[delivery]",
            '[calendar]\nopens = "9am"\n[delivery]',
            'calendar.opens: write a time of day like "09:00"',
            id="a time in other words",
        ),
        pytest.param(
            "[delivery]", "[calendar]\nopens = 9\n[delivery]", "mailbot.toml:16: calendar.opens", id="an hour"
        ),
        pytest.param(
            "[delivery]", '[calendar]\nopens = "24:00"\n[delivery]', "write a time of day", id="opening at 24:00"
        ),
        pytest.param(
            "[delivery]", "[calendar]\nworkdays = []\n[delivery]", "mailbot.toml:16: calendar.workdays", id="no workday"
        ),
        pytest.param(
            "[delivery]", '[calendar]\nworkdays = ["monday"]\n[delivery]', "'mon', 'tue'", id="no such day of the week"
        ),
        pytest.param(
            "[delivery]",
            '[calendar]\nholidays = "ours.toml"\n[delivery]',
            "ours.toml: there is no such file",
            id="holidays that are not there",
        ),
        pytest.param(
            "[delivery]",
            '[[product]]\nname = "Desk One"\n[delivery]',
            "product[0].name: write small letters, digits, - and _, a letter first (it says 'Desk One')",
            id="a product's name in capitals",
        ),
        pytest.param(
            "[delivery]",
            '[[product]]\nname = "desk"\nkind = "webb"\nlabel = "x"\n[delivery]',
            "product[0].kind: write 'web' or 'native' (it says 'webb')",
            id="no such kind of product",
        ),
        pytest.param(
            "[delivery]",
            '[[product]]\nname = "desk"\nlabel = "x"\n[delivery]',
            'product[0].label: write a table: { ja = "…", en = "…" } (it says \'x\')',
            id="a label in one language",
        ),
        pytest.param(
            "[delivery]", "[asking]\nreminder_hours = -1\n[delivery]", "asking.reminder_hours", id="a reminder before"
        ),
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


def test_examples_are_tried_while_something_else_is_wrong(tmp_path: Path) -> None:
    texts = 'label = { ja = "宿", en = "inn" }\nquestion = { ja = "宿は？", en = "Which inn?" }'
    (tmp_path / "details.toml").write_text(f'[[detail]]\nid = "inn"\n{texts}\nyes = ["x"]\n', encoding="utf-8")
    found = problems(tmp_path, SOUND.replace('"dev@desk.example"', '"dev"'))
    assert [one.split(": ")[1] for one in found] == ["people.engineering", "inn.yes"]


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
    ("text", "expected"),
    [
        pytest.param("[holidays]\n2027-02-29 = 'x'\n", "holidays.toml:2: holidays.2027-02-29: is no day", id="no day"),
        pytest.param("[holidays]\n'5/3' = 'x'\n", "holidays.toml:2: holidays.5/3: is no day", id="another notation"),
        pytest.param("[holidays]\n20270503 = 'x'\n", "is no day: write one like", id="bare digits"),
        pytest.param("[holidays]\n2027-05-03 = 3\n", "holidays.toml:2: holidays.2027-05-03", id="no name"),
        pytest.param("2027-05-03 = 'x'\n", "holidays: is missing", id="outside its table"),
        pytest.param("[holidays]\n2027-05-03 = 'a'\n2027-05-03 = 'b'\n", "holidays.toml:3", id="a day twice"),
    ],
)
def test_a_mistake_in_the_holidays_is_named(text: str, expected: str) -> None:
    _, found = read_holidays(text, "holidays.toml")
    assert any(expected in str(one) for one in found), found


def test_the_holidays_are_a_sites_own_or_those_of_japan(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_text(SOUND, encoding="utf-8")
    assert date(2026, 5, 6) in load(tmp_path).calendar.holidays
    (tmp_path / "holidays.toml").write_text("[holidays]\n2026-12-29 = '年末休業'\n", encoding="utf-8")
    assert load(tmp_path).calendar.holidays == {date(2026, 12, 29)}


def test_the_policy_knows_calendar_and_directory(tmp_path: Path) -> None:
    hours = '[calendar]\nworkdays = ["mon", "sat"]\nopens = 08:30:00\ncloses = "24:00"\n'
    (tmp_path / "mailbot.toml").write_text(f"{SOUND}{hours}[asking]\nreminder_hours = 7.5\n", encoding="utf-8")
    (tmp_path / "holidays.toml").write_text("[holidays]\n", encoding="utf-8")
    (tmp_path / "customers.csv").write_text("email,plan\n@customer.example,Business\n", encoding="utf-8")
    policy = policy_of(load(tmp_path))
    assert policy.calendar == Calendar(ZoneInfo("Asia/Tokyo"), frozenset({0, 5}), time(8, 30), time(0))
    assert policy.reminder_hours == 7.5
    assert policy.directory.of(Address("a@customer.example")) == Customer(details={"plan": "Business"})
    assert policy.first_letters(Address("a@customer.example")) == 10


def test_logins_that_are_addresses_are_mailboxes_of_ours_but_an_agent_stays_an_agent(tmp_path: Path) -> None:
    login = '[[mailbox]]\nkind = "imap"\nhost = "imap.desk.example"\npassword_env = "MAILBOT_TEST_PASSWORD"\n'
    users = ("Bugs@desk.example", "sales", "mika@desk.example", "support@desk.example")
    boxes = "".join(f'{login}name = "m{number}"\nuser = "{user}"\n' for number, user in enumerate(users))
    config = SOUND.replace("[[mailbox]]", boxes + "[[mailbox]]")
    (tmp_path / "mailbot.toml").write_text(config, encoding="utf-8")
    policy, reading = policy_of(load(tmp_path)), reading_of(load(tmp_path))
    assert {"Bugs@desk.example", "support@desk.example"} <= set(reading.mailboxes)
    assert not {"sales", "mika@desk.example"} & set(reading.mailboxes)
    assert policy.is_own("bugs@desk.example")
    assert not policy.is_own("mika@desk.example")


def test_mistakes_in_holidays_and_directory_are_told_with_all_others(tmp_path: Path) -> None:
    (tmp_path / "holidays.toml").write_text("[holidays]\n2027-02-29 = 'x'\n", encoding="utf-8")
    (tmp_path / "customers.csv").write_text("email,plan\nhanako,x\n@provider.example,\n", encoding="utf-8")
    found = problems(tmp_path, SOUND.replace("instance", "instanc"))
    assert any("instanc" in one for one in found), found
    assert any("customers.csv:2: email: 'hanako' is no address" in one for one in found), found
    with pytest.raises(ConfigError):
        load(tmp_path)
    assert "holidays.toml:2" in str(problems(tmp_path, SOUND))
    found = problems(tmp_path, SOUND + '[limits]\nfreemail = ["provider.example"]\n')
    assert any("customers.csv:3: email: behind @provider.example" in one for one in found), found


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
