"""Which product a case is about, and what its lists let mails be read by."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.casework.about import lacking, open_in_second_layer, with_product
from mailbot.casework.details import find
from mailbot.casework.directory import Customer
from mailbot.casework.lexicon import lexicon_of
from mailbot.casework.products import Chosen, Product, Products, owned_by
from mailbot.config.details import packaged_catalogue
from mailbot.config.load import load
from mailbot.model import Address
from tests.build import message
from tests.core.test_config import SOUND, problems
from tests.houses import case, policy

CATALOGUE = packaged_catalogue()


def product(name: str, *words: str, kind: str = "web", mailboxes: tuple[str, ...] = ()) -> Product:
    lexicon = lexicon_of({name: words}, versions=False) if words else None
    return Product(name, kind, called=words, words=lexicon, mailboxes=frozenset(mailboxes))


DESK, DESK_PRO = product("desk", "ひかりデスク", "Hikari Desk", mailboxes=("old",)), product("pro", "Hikari Desk Pro")
PHONE = product("phone", "Hikari Mobile", "SP版", kind="native", mailboxes=("phone",))
PRODUCTS = Products((DESK, DESK_PRO, PHONE), "pro")


@pytest.mark.parametrize(
    ("owned", "text", "mailbox", "chosen"),
    [
        pytest.param(("phone",), "Hikari Desk fails", "old", "phone", id="what the directory says goes first"),
        pytest.param((), "ひかりデスクで印刷できません", "phone", "desk", id="then the mail's own words"),
        pytest.param((), "ＨＩＫＡＲＩ　ｄｅｓｋ", "", "", id="words with a capital only as written"),
        pytest.param((), "in Ｈｉｋａｒｉ Ｄｅｓｋ", "", "desk", id="full-width letters"),
        pytest.param((), "Hikari Desk Pro does not print", "", "pro", id="the longer name, not the one inside it"),
        pytest.param((), "Hikari Mobile, not Hikari Desk", "", "phone", id="the one that is named first"),
        pytest.param((), "It does not work", "phone", "phone", id="then the mailbox"),
        pytest.param((), "It does not work", "other", "", id="else nothing tells"),
        pytest.param(("desk", "phone"), "It does not work", "", "desk", id="of several owned ones the first"),
        pytest.param(("desk", "phone"), "SP版で落ちます", "", "phone", id="or the one the mail names"),
        pytest.param(("desk", "phone"), "Hikari Desk Pro", "phone", "desk", id="among those he has"),
        pytest.param(("gone",), "It does not work", "", "", id="a product that is no more"),
    ],
)
def test_which_product(owned: tuple[str, ...], text: str, mailbox: str, chosen: str) -> None:
    found = PRODUCTS.chosen(owned, text, mailbox)
    assert (found.name if found.sure else "") == chosen
    assert found.sign


def test_the_reason_names_the_words() -> None:
    assert PRODUCTS.chosen((), "SP版で落ちます", "") == Chosen("phone", "words", "SP版")


def test_where_nothing_tells_the_default_is_meant() -> None:
    assert PRODUCTS.named("") is DESK_PRO
    assert PRODUCTS.named("gone") is DESK_PRO
    assert Products((DESK, PHONE)).named("") is DESK


def test_the_directory_may_name_several() -> None:
    assert owned_by({"product": "desk; phone ;"}) == ("desk", "phone")
    assert owned_by({}) == ()


class Elsewhere:
    """Known facts that come from another source than `customers.csv`."""

    def of(self, address: Address) -> Customer | None:
        return (
            Customer(details={"product": "phone", "browser": "Chrome"}) if address.domain == "known.example" else None
        )


def test_facts_may_come_from_another_source() -> None:
    house = policy(catalogue=CATALOGUE, products=PRODUCTS, directory=Elsewhere())
    known = with_product(case(customer=Address("a@known.example")), message("x"), "", house)
    assert (known.product, known.product_reason) == ("phone", "the directory says so")
    assert "app_version" in lacking(known, house)
    assert "browser" not in lacking(known, house)
    assert "elsewhere" in open_in_second_layer(known, house)


def test_the_first_sign_stays() -> None:
    house = policy(catalogue=CATALOGUE, products=PRODUCTS)
    unsaid = with_product(case(), message("It fails"), "", house)
    assert (unsaid.product, unsaid.product_reason) == ("", "nothing tells: the default")
    named = with_product(unsaid, message("in Hikari Mobile"), "", house)
    assert with_product(named, message("in Hikari Desk"), "", house).product == "phone"


DESK_TOML = """\
[[product]]
name = "desk"
kind = "native"
label = { ja = "ひかりデスク" }
words = ["Hikari Desk"]
versions = ["3.2.1", "3.1"]
plans = ["ビジネス", "Business"]
add = ["plan"]
drop = ["since"]
"""


def told(text: str, folder: Path) -> dict[str, str]:
    (folder / "mailbot.toml").write_text(SOUND + DESK_TOML, encoding="utf-8")
    found = find(message(text), load(folder).catalogue)
    return {one.detail: one.value for one in found if one.strength.value == "strong"}


@pytest.mark.parametrize(
    ("text", "detail", "value"),
    [
        pytest.param("3.2.1で起きます", "app_version", "3.2.1", id="a supported version by its number"),
        pytest.param("It fails in 3.1.", "app_version", "3.1", id="at the end of a sentence"),
        pytest.param("Hikari Desk 2.9.4で落ちます", "app_version", "2.9.4", id="another behind the product's name"),
        pytest.param("住所は13.1番地です", "app_version", None, id="not inside another number"),
        pytest.param("3.1.7 です", "app_version", None, id="not the beginning of another"),
        pytest.param("ビジネスプランです", "plan", "ビジネス", id="a plan by its name"),
        pytest.param("We are on the business plan", "plan", "Business", id="in small letters"),
        pytest.param("our business is down", "plan", None, id="not a word that happens to be one"),
    ],
)
def test_versions_and_plans_are_recognised(text: str, detail: str, value: str | None, tmp_path: Path) -> None:
    assert told(text, tmp_path).get(detail) == value


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", "secret")


def test_a_sound_product(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND + DESK_TOML) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            '["plan"]', '["plam"]', "mailbot.toml:27: product[0].add: there is no detail 'plam'; did you mean 'plan'?",
            id="a detail that is not there",
        ),
        pytest.param('["since"]', '["sinse"]', "product[0].drop: there is no detail 'sinse'", id="nor to drop"),
        pytest.param('["since"]', '["plan"]', "'plan' is added, too", id="added and dropped"),
        pytest.param('"native"', '"mobile"', "mailbot.toml:22: product[0].kind", id="another kind"),
        pytest.param("ja =", "fr =", "there are no letters in 'fr'", id="a language without letters"),
        pytest.param("words =", "wards =", "did you mean 'words'?", id="a misspelt key"),
        pytest.param("[[product]]", '[[product]]\nname = "desk"\n[[product]]', "is there twice", id="a name twice"),
        pytest.param(
            "[[product]]", '[asking]\nproduct = "dask"\n[[product]]',
            "mailbot.toml:21: asking.product: there is no product 'dask'; did you mean 'desk'?", id="no such default",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_product_is_named(old: str, new: str, expected: str, tmp_path: Path) -> None:
    found = problems(tmp_path, SOUND + DESK_TOML.replace(old, new, 1))
    assert any(expected in one for one in found), found


def test_a_mailbox_and_a_detail_of_no_product_are_named(tmp_path: Path) -> None:
    text = SOUND.replace('user = "bot"', 'user = "bot"\nproduct = "dask"')
    assert any("mailbox[0].product: there is no product 'dask'" in one for one in problems(tmp_path, text + DESK_TOML))
    detail = '[[detail]]\nid = "plan"\nlabel = { ja = "プ", en = "P" }\nquestion = { ja = "か", en = "?" }\n'
    (tmp_path / "details.toml").write_text(f'{detail}required = ["bug"]\nproducts = ["dsk"]\n', encoding="utf-8")
    (found,) = [one for one in problems(tmp_path, SOUND + DESK_TOML) if "dsk" in one]
    assert "details.toml:6: detail[0].products: there is no product 'dsk'; did you mean 'desk'?" in found
