"""The customer directory: who is found in it, what it spares the customer, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.casework.asking import Matter, missing
from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.directory import Customer, Directory, known
from mailbot.config.details import packaged_catalogue
from mailbot.config.directory import Bounds, load_directory, read_directory
from mailbot.model import Address, Finding, Kind, Strength
from tests.effort import ending
from tests.houses import policy

HEAD = "email,name,company,language,plan,product,browser\n"
TARO = Customer("山田 太郎", "株式会社サンプル", "ja", {"plan": "ビジネス"})
EVERYBODY = Customer(company="Client, Inc.", language="en")
DIRECTORY = Directory({"taro@known.example": TARO, "@known.example": EVERYBODY})
BOUNDS = Bounds(packaged_catalogue(), products=("webapp", "app"))


def read(text: str) -> tuple[Directory, list[str]]:
    directory, problems = read_directory(text, "customers.csv", BOUNDS)
    return directory, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("email", "customer"),
    [
        pytest.param("taro@known.example", TARO, id="an address"),
        pytest.param("Taro@Known.Example", TARO, id="in capitals"),
        pytest.param("hanako@known.example", EVERYBODY, id="somebody else at the same domain"),
        pytest.param("taro@mail.known.example", None, id="not at a domain below it"),
        pytest.param("taro@evilknown.example", None, id="not at a domain that ends alike"),
        pytest.param("@known.example@evil.example", None, id="not by an address that holds the domain"),
        pytest.param("somebody@else.example", None, id="nobody we know"),
    ],
)
def test_who_a_sender_is(email: str, customer: Customer | None) -> None:
    assert DIRECTORY.of(Address(email)) is customer


def test_whom_we_know_may_write_more_often() -> None:
    house = policy(directory=DIRECTORY, first_per_address=3, first_per_known_address=10)
    assert house.first_letters(Address("TARO@known.example")) == 10
    assert house.first_letters(Address("nobody@else.example")) == 3


def detail(id_: str) -> Detail:
    return Detail(id_, {}, {}, {}, {}, kinds=frozenset({Kind.BUG}))


def test_what_is_known_is_not_asked() -> None:
    catalogue = Catalogue((detail("browser"), detail("plan"), detail("steps")), (), {})
    customer = Customer(details={"plan": "Business", "product": "webapp", "browser": "Firefox"})
    findings = known(customer, catalogue)
    assert findings == (
        Finding("browser", "Firefox", "Firefox", 0, 0, "directory", "customers.csv", Strength.STRONG, lexical=True),
        Finding("plan", "Business", "Business", 0, 0, "directory", "customers.csv", Strength.STRONG, lexical=True),
    )
    assert missing(catalogue, Matter(Kind.BUG), findings, ()) == ("steps",)


def test_a_whole_file() -> None:
    directory, problems = read(
        "# a comment, with a comma\n"
        '"# one that a spreadsheet put in quotes, because of its comma",,,,,,\n'
        "\n"
        " Email , name,company,language,plan,product,browser,,\n"
        "Hanako@Customer.Example, 山田 花子 様 ,株式会社サンプル 御中,ja,ビジネス,webapp,Chrome,,\n"
        ',,,,\n'
        '@client.example,,"Client, Inc.",en,,,,,\n'
        "info@例え.jp,,,,,,,,\r\n"
    )  # fmt: skip
    assert problems == []
    assert directory.customers == {
        "hanako@customer.example": Customer(
            "山田 花子", "株式会社サンプル", "ja", {"plan": "ビジネス", "product": "webapp", "browser": "Chrome"}
        ),
        "@client.example": EVERYBODY,
        "info@xn--r8jz45g.jp": Customer(),
    }


def test_columns_may_stand_in_any_order_and_be_left_out() -> None:
    assert read("plan,email\nBusiness,a@b.example\n")[0].customers == {
        "a@b.example": Customer(details={"plan": "Business"})
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "customers.csv: has no line with the names", id="an empty file"),
        pytest.param("# nothing\n", "customers.csv: has no line with the names", id="comments alone"),
        pytest.param("name,plan\n山田,x\n", "customers.csv:1: email: is missing", id="no column email"),
        pytest.param("email;name\na@b.example;x\n", "separated by commas", id="semicolons"),
        pytest.param("email,nmae\n", "customers.csv:1: nmae: unknown column; did you mean 'name'?", id="a typo"),
        pytest.param("email,phone\n", "customers.csv:1: phone: unknown column; there are email, name", id="a column"),
        pytest.param("email,name,name\n", "customers.csv:1: name: two columns have this name", id="a column twice"),
        pytest.param(
            HEAD + "a@b.example,x\n", "customers.csv:2: has 2 cells, the line with the names has 7", id="too few cells"
        ),
        pytest.param(
            HEAD + "a@b.example,,Client, Inc.,en,,,\n",
            "customers.csv:2: has 8 cells, the",
            id="a comma without quotes",
        ),
        pytest.param(
            HEAD + '# x\na@b.example,"x,,,,,\n', "customers.csv:3: the quotation marks", id="a quote left open"
        ),
        pytest.param(
            HEAD + 'a@b.example,"x\ny",,,,,\n', "customers.csv:2: the quotation marks", id="a cell on two lines"
        ),
        pytest.param(HEAD + "hanako,,,,,,\n", "customers.csv:2: email: 'hanako' is no address", id="no @"),
        pytest.param(HEAD + ",山田,,,,,\n", "customers.csv:2: email: is empty", id="no address"),
        pytest.param(HEAD + "山田 <a@b.example>,,,,,,\n", "is no address", id="an address with a name"),
        pytest.param(HEAD + "a＠b.example,,,,,,\n", "is no address", id="a full-width @"),
        pytest.param(HEAD + "@,,,,,,\n", "'@' is no address", id="an @ alone"),
        pytest.param(
            HEAD + "a@b.example,,,,,,\nc@d.example,,,,,,\nA@B.example,,,,,,\n",
            "customers.csv:4: email: A@B.example stands in line 2 already",
            id="a row twice, once in capitals",
        ),
        pytest.param(
            HEAD + "@b.example,,,,,,\n@B.example,,,,,,\n",
            "customers.csv:3: email: @B.example stands",
            id="a domain twice",
        ),
        pytest.param(HEAD + "@gmail.com,,,,,,\n", "nothing to do with one another", id="a domain of strangers"),
        pytest.param(HEAD + "@b.example,山田,,,,,\n", "everybody at @b.example would be called", id="a name for all"),
        pytest.param(HEAD + "a@b.example,,,fr,,,\n", "language: there are no letters in 'fr'", id="no such language"),
        pytest.param(
            HEAD + "a@b.example,,,,,wepapp,\n",
            "product: there is no product 'wepapp'; did you mean 'webapp'?",
            id="no such product",
        ),
        pytest.param(HEAD + f"a@b.example,{'x' * 201},,,,,\n", "name: has 201 characters", id="an endless cell"),
        pytest.param(HEAD + "a@b.example,x\x00y,,,,,\n", "name: holds an invisible character", id="a NUL"),
        pytest.param(HEAD + "a@b.example,x\u202ey,,,,,\n", "name: holds an invisible", id="text turned round"),
    ],
)
def test_a_mistake_is_named(text: str, expected: str) -> None:
    directory, problems = read(text)
    assert any(expected in problem for problem in problems), problems
    assert directory == Directory()


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    _, problems = read(HEAD + 'a@b.example,x\nhanako,,,fr,,,\na@b.example,"x\n')
    assert [problem.split(":")[1] for problem in problems] == ["2", "3", "3", "4"]


ROW = "email,name\nhanako@customer.example,髙橋 花子\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ROW.encode(), id="UTF-8"),
        pytest.param(ROW.encode("utf-8-sig"), id="UTF-8 with a BOM"),
        pytest.param(ROW.replace("\n", "\r\n").encode("cp932"), id="what a Japanese Excel saves as plain CSV"),
        pytest.param(ROW.replace("\n", "\r").encode(), id="line ends of an old Macintosh"),
    ],
)
def test_however_it_was_saved(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_bytes(data)
    directory, problems = load_directory(tmp_path, BOUNDS)
    assert problems == ()
    assert directory.customers["hanako@customer.example"].name == "髙橋 花子"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(ROW.encode("utf-16"), "is UTF-16: save it as", id="UTF-16"),
        pytest.param(ROW.encode("euc-jp", "replace"), ":2: is not UTF-8: save it as", id="EUC-JP"),
        pytest.param("email,name\na@b.example,José\n".encode("latin-1"), ":2: is not UTF-8", id="Latin-1"),
        pytest.param("email,name\na@b.example,Muñoz\n".encode("latin-1"), ":2: is not UTF-8", id="like private use"),
        pytest.param("email,name\na@b.example,Géza\n".encode("latin-1"), ":2: is not UTF-8", id="like one kanji"),
        pytest.param("email,name\na@b.example,Émile\n".encode("latin-1"), ":2: is not UTF-8", id="like half a kana"),
    ],
)
def test_what_cannot_be_read_for_certain_is_told(data: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_bytes(data)
    directory, problems = load_directory(tmp_path, BOUNDS)
    assert expected in str(problems[0])
    assert directory == Directory()


def test_no_file_is_an_empty_directory_and_a_folder_is_a_mistake(tmp_path: Path) -> None:
    assert load_directory(tmp_path, BOUNDS) == (Directory(), ())
    (tmp_path / "customers.csv").mkdir()
    assert "cannot be read" in str(load_directory(tmp_path, BOUNDS)[1][0])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + "".join(f"c{n}@customer.example,,,,,,\n" for n in range(5000)), id="many customers"),
        pytest.param(HEAD + '"' * 200_000, id="nothing but quotes"),
        pytest.param(HEAD + "," * 200_000, id="nothing but commas"),
        pytest.param(HEAD + "a" * 200_000 + "@", id="an address without end"),
    ],
)
def test_a_large_file_is_read_or_refused(text: str) -> None:
    with ending():
        directory, problems = read(text)
    last = "c4999@customer.example"
    assert problems or bool(directory.of(Address(last))) == (last in text)
