"""What is asked for, in which layer, and why."""

from __future__ import annotations

import pytest

from mailbot.casework.asking import Matter, matter_of, missing, second_layer, told_in, why
from mailbot.casework.catalogue import Catalogue, Detail
from mailbot.casework.products import Product
from mailbot.casework.questions import questions
from mailbot.config.details import packaged_catalogue
from mailbot.model import Answer, CaseMail, Finding, Kind, Party, Strength, ToldBy
from tests.build import asked
from tests.houses import NOW, case

CATALOGUE = packaged_catalogue()
ALL = ("steps", "error", "device_os", "browser", "since")
WEB, NATIVE = Product("webapp"), Product("app", "native")


def finding(
    detail: str, value: str = "x", strength: Strength = Strength.STRONG, answer: Answer = Answer.GIVEN
) -> Finding:
    return Finding(detail, value, value, 0, len(value), "body", "test", strength, answer)


@pytest.mark.parametrize(
    ("kind", "findings", "times", "product", "expected"),
    [
        pytest.param(Kind.BUG, {}, 0, WEB, ALL, id="a bare bug lacks all, in asking order"),
        pytest.param(Kind.BUG, {"browser": "GIVEN"}, 0, WEB, ("steps", "error", "device_os", "since"), id="given"),
        pytest.param(Kind.BUG, {"steps": "UNKNOWN"}, 0, WEB, ALL[1:], id="unknown is never asked again"),
        pytest.param(Kind.BUG, {"steps": "DECLINED"}, 0, WEB, ALL[1:], id="nor is what was declined"),
        pytest.param(Kind.BUG, {}, 2, WEB, ALL[1:], id="asked twice is enough"),
        pytest.param(
            Kind.BUG,
            {"app_version": "GIVEN"},
            0,
            WEB,
            ("steps", "error", "device_os", "since"),
            id="who names the version of an app uses no browser",
        ),
        pytest.param(
            Kind.BUG, {}, 0, NATIVE, ("steps", "error", "device_os", "app_version", "since"), id="an app has a version"
        ),
        pytest.param(Kind.QUESTION, {}, 0, WEB, (), id="a question lacks nothing"),
        pytest.param(Kind.UNSURE, {}, 0, WEB, (), id="what cannot be told is not asked about"),
        pytest.param(
            Kind.BUG,
            {},
            0,
            Product("desk", add=frozenset({"plan"}), drop=frozenset({"since", "browser"})),
            ("steps", "error", "device_os", "plan"),
            id="a product adds and drops details",
        ),
        pytest.param(Kind.QUESTION, {}, 0, Product("desk", add=frozenset({"frequency"})), (), id="for its own kinds"),
    ],
)
def test_missing(kind: Kind, findings: dict[str, str], times: int, product: Product, expected: tuple[str, ...]) -> None:
    known = tuple(finding(detail, answer=Answer[answer]) for detail, answer in findings.items())
    letters = tuple(
        one for number in range(times) for one in asked(*questions(CATALOGUE, ("steps",), (), "en", 1), round_=number)
    )
    assert missing(CATALOGUE, Matter(kind, product), known, letters) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("画面の表示がとても遅いです", {"slow"}, id="slow"),
        pytest.param("動作が重くて困っています", {"slow"}, id="heavy"),
        pytest.param("保存に10分以上かかります", {"slow"}, id="minutes"),
        pytest.param("It has become very slow", {"slow"}, id="slow, in English"),
        pytest.param("The list takes forever to load", {"slow"}, id="for ever"),
        pytest.param("昨日までは問題なく使えていました", {"worked"}, id="until yesterday"),
        pytest.param("急に印刷できなくなりました", {"worked"}, id="all at once"),
        pytest.param("アップデート後にログインできません", {"worked"}, id="after the update"),
        pytest.param("It used to work", {"worked"}, id="used to"),
        pytest.param("It no longer prints", {"worked"}, id="no longer"),
        pytest.param("It stopped working and is so slow", {"slow", "worked"}, id="both"),
        pytest.param("重要なお知らせです", set(), id="important is not heavy"),
        pytest.param("遅くなり申し訳ございません", set(), id="an apology for a late answer"),
        pytest.param("返信が遅くなりました", set(), id="a late answer"),
        pytest.param("印刷ができません", set(), id="a bare fault"),
        pytest.param("Printing fails", set(), id="a bare fault, in English"),
        pytest.param("Sorry for the slow reply", set(), id="a slow reply"),
    ],
)
def test_what_the_words_say_of_conditions(text: str, told: set[str]) -> None:
    assert set(told_in((text,), CATALOGUE)) == told


def test_the_conditions_of_a_case_come_from_the_customers_words_alone() -> None:
    agent = CaseMail(2, Party.AGENT, False, "<2@x>", (), "a@x", "x", NOW, "It used to work", "It used to work")
    customer = CaseMail(
        3, Party.CUSTOMER, False, "<3@x>", (), "c@x", "x", NOW, "very slow\n> used to work", "very slow"
    )
    ours = CaseMail(0, Party.CUSTOMER, True, "<4@x>", (), "c@x", "x", NOW, "used to work", "used to work")
    matter = matter_of(case(mails=(agent, customer, ours)), WEB, CATALOGUE)
    assert matter == Matter(Kind.BUG, WEB, told={"slow": "very slow"})


def test_the_second_layer_is_never_asked_by_itself() -> None:
    slow = Matter(Kind.BUG, WEB, told={"slow": "very slow", "worked": "used to"})
    assert not set(missing(CATALOGUE, slow, (), ())) & set(second_layer(CATALOGUE, slow, (), ()))


@pytest.mark.parametrize(
    ("told", "detail", "is_open"),
    [
        pytest.param({}, "elsewhere", True, id="where else it happens helps always"),
        pytest.param({}, "load", False, id="other load only when it is slow"),
        pytest.param({"slow": "slow"}, "load", True, id="it is slow"),
        pytest.param({}, "change", False, id="changes only when it used to work"),
        pytest.param({"worked": "used to"}, "change", True, id="it used to work"),
    ],
)
def test_second_layer(told: dict[str, str], detail: str, is_open: bool) -> None:
    assert (detail in second_layer(CATALOGUE, Matter(Kind.BUG, WEB, told=told), (), ())) is is_open


def test_what_is_told_in_the_second_layer_is_closed() -> None:
    found = (finding("elsewhere"), finding("tried", answer=Answer.UNKNOWN))
    assert not {"elsewhere", "tried"} & set(second_layer(CATALOGUE, Matter(Kind.BUG), found, ()))


DETAIL = Detail("x", {}, {}, {}, {}, kinds=frozenset({Kind.BUG}))


@pytest.mark.parametrize(
    ("detail", "matter", "reason"),
    [
        pytest.param(DETAIL, Matter(Kind.BUG), "needed for: bug", id="needed"),
        pytest.param(DETAIL, Matter(Kind.QUESTION), "not needed for: question", id="another kind"),
        pytest.param(
            Detail("x", {}, {}, {}, {}, kinds=frozenset({Kind.BUG}), when=frozenset({"slow"})),
            Matter(Kind.BUG, told={"slow": "とても遅い"}),
            "needed for: bug; slow: 'とても遅い'",
            id="by which words",
        ),
        pytest.param(
            Detail("x", {}, {}, {}, {}, kinds=frozenset({Kind.BUG}), when=frozenset({"web"})),
            Matter(Kind.BUG),
            "needed for: bug; webapp is web",
            id="by the product",
        ),
        pytest.param(
            Detail("x", {}, {}, {}, {}, kinds=frozenset({Kind.BUG}), when=frozenset({"native"})),
            Matter(Kind.BUG),
            "only when native",
            id="another sort of product",
        ),
        pytest.param(
            Detail("x", {}, {}, {}, {}, kinds=frozenset({Kind.BUG}), products=frozenset({"desk"})),
            Matter(Kind.BUG),
            "not asked about webapp",
            id="another product",
        ),
        pytest.param(
            DETAIL,
            Matter(Kind.BUG, disputed=True),
            "not core, and whether this is a bug is in doubt",
            id="the kind is in doubt",
        ),
        pytest.param(DETAIL, Matter(Kind.BUG, Product("desk", drop=frozenset({"x"}))), "desk drops it", id="dropped"),
        pytest.param(DETAIL, Matter(Kind.BUG, Product("desk", add=frozenset({"x"}))), "desk adds it", id="added"),
        pytest.param(
            Detail("x", {}, {}, {}, {}, kinds=frozenset({Kind.BUG}), second=True),
            Matter(Kind.BUG),
            "needed for: bug; second layer: only when a person says so",
            id="the second layer",
        ),
    ],
)
def test_why(detail: Detail, matter: Matter, reason: str) -> None:
    assert why(detail, matter) == reason
    open_now = missing(Catalogue((detail,), (), {}), matter, (), ())
    assert bool(open_now) is (reason == "desk adds it" or (reason.startswith("needed") and "second" not in reason))


def test_where_tag_and_words_disagree_only_the_core_is_asked_for() -> None:
    doubted = case(kind_by=ToldBy.DISPUTED)
    assert missing(CATALOGUE, matter_of(doubted, WEB, CATALOGUE), (), ()) == ("steps", "error")
    assert len(missing(CATALOGUE, matter_of(case(), WEB, CATALOGUE), (), ())) > 2
