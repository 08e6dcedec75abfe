"""Forms of our own: what is written into a field is that detail, for certain; what is left empty is not given."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from html import escape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from mailbot.casework.answers import answers
from mailbot.casework.details import find, given
from mailbot.casework.forms import Filled, filled, heading, hint, outside, product_in
from mailbot.casework.normalise import fold
from mailbot.casework.products import Products
from mailbot.casework.questions import questions
from mailbot.casework.subtraction import with_forms
from mailbot.cli import cli
from mailbot.config.details import load_catalogue, packaged_catalogue
from mailbot.letters.forms import anchor, form, mailto
from mailbot.model import Answer, Kind, Message, Part, Reading, Segment, Strength
from mailbot.parsers import read
from tests.build import asked, classified, message
from tests.effort import ending

CATALOGUE = packaged_catalogue()
PRODUCTS = Products()
VALUES = {
    "ja": {
        "steps": (
            "請求書の一覧で印刷を押しました",
            "1. Chromeで一覧を開く\n2. 印刷を押す\n3. Windowsの設定に戻る",
            "特別なことはしていません。昨日から、開いただけで起きます。",
        ),
        "error": ("E-1042：保存できませんでした", "なし", "「接続が切れました」と、赤い字で出ます", "真っ白な画面です"),
        "device_os": ("Windows 11のパソコン", "ｉＰｈｏｎｅ１４", "社内の標準機", "Macは使っていません。Linuxです"),
        "browser": ("Chrome 129", "エッジ", "社内標準のもの", "Firefoxでは試していません。Safariです"),
        "app_version": ("5.2.1", "最新版", "ver. 3 (build 77)"),
        "since": ("昨日の夕方から", "先週の月曜日ごろ", "初めて", "11月3日"),
        "frequency": ("毎回", "3回に1回", "今日だけ"),
    },
    "en": {
        "steps": (
            "Opened an invoice from the list and clicked Print.",
            "1. Open the list in Chrome\n2. Click Print\n3. Go back to Windows",
            "Nothing special, it happens as soon as I start.",
        ),
        "error": ("E-1042: could not save", "none", "A red box that says 'connection lost'", "The screen stays white"),
        "device_os": ("a PC with Windows 11", "iPhone 14", "our usual office machine", "Not a Mac. Linux."),
        "browser": ("Chrome 129", "edge", "whatever the company installs", "I did not try Firefox. Safari"),
        "app_version": ("5.2.1", "the latest", "v3 (build 77)"),
        "since": ("since yesterday evening", "last Monday", "the first time", "3 November"),
        "frequency": ("every time", "one in three", "only today"),
    },
}


def fill(text: str, language: str, told: dict[str, str], *, same_line: bool = False) -> str:
    """The form with words under, or behind, its headings."""
    for id_, words in told.items():
        detail, spoken = CATALOGUE.detail(id_), CATALOGUE.languages[language]
        top = heading(detail.label[language], spoken)
        printed = f"{top}\n{hint(detail, spoken)}\n"
        below = f"{top}{words}\n" if same_line else f"{printed}{words}\n"
        text = text.replace(printed if printed in text else f"{top}\n", below)
    return text


def wrapped(columns: int) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        return "\n".join(piece for line in text.split("\n") for piece in textwrap.wrap(line, columns) or [""])

    return wrap


MANGLERS: dict[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "quoted": lambda text: re.sub("^", "> ", text, flags=re.M),
    "quoted twice, without blanks": lambda text: re.sub("^", ">>", text, flags=re.M),
    "wrapped": wrapped(64),
    "wrapped hard": wrapped(34),
    "without empty lines": lambda text: re.sub(r"\n{2,}", "\n", text),
    "with more empty lines": lambda text: text.replace("\n", "\n\n"),
    "half-width colons": lambda text: text.replace("：\n", ":\n"),
    "full-width brackets": lambda text: text.replace("(", "（").replace(")", "）"),
    "other signs": lambda text: text.replace("■", "・").replace(" ===", ":").replace("=== ", "* "),
    "wide blanks": lambda text: text.replace("■", "　■ ").replace("（", " （"),
    "quoted and wrapped": lambda text: re.sub("^", "> ", wrapped(50)(text), flags=re.M),
    "with politeness": lambda text: f"お世話になっております。\n\n{text}\nどうぞよろしくお願いいたします。\n",
    "signed": lambda text: f"{text}\n-- \nTaro, Windows fan, Chrome lover\n",
}


def told(mail: Message) -> dict[str, str]:
    """Detail -> the words that prove it, for what is certain."""
    return {one.detail: one.quote for one in find(mail, CATALOGUE) if one.strength is Strength.STRONG}


def same(said: str, written: str) -> bool:
    return fold(said).replace(">", "") == fold(written)


def choices(language: str) -> st.SearchStrategy[dict[str, str]]:
    fields = {id_: st.sampled_from(words) for id_, words in VALUES[language].items()}
    return st.fixed_dictionaries({}, optional=fields)


@settings(max_examples=120, deadline=None)
@for_all(
    st.data(),
    st.sampled_from(("ja", "en")),
    st.sampled_from(("webapp", "app")),
    st.sampled_from(sorted(MANGLERS)),
    st.tuples(st.booleans(), st.booleans()),
)
def test_what_is_filled_in_is_given_and_nothing_else(
    data: st.DataObject, language: str, product: str, mangler: str, shape: tuple[bool, bool]
) -> None:
    same_line, hints = shape
    made = form(CATALOGUE, Kind.BUG, language, PRODUCTS.named(product), hints=hints)
    wanted = {id_: words for id_, words in data.draw(choices(language)).items() if id_ in made.details}
    mail = message(MANGLERS[mangler](fill(made.text, language, wanted, same_line=same_line)), made.subject, language)
    found = told(mail)
    assert found.keys() == wanted.keys()
    for id_, words in wanted.items():
        assert same(found[id_], words), id_
    assert all(mail.text[one.start : one.end] == one.quote for one in find(mail, CATALOGUE) if one.source == "body")
    assert classified(mail, CATALOGUE).kind is Kind.BUG


SIGNS = st.text(st.sampled_from("あいかきし漢字画面を押す、。abc xyz123!/「」 "), min_size=1, max_size=60)


@settings(max_examples=120, deadline=None)
@for_all(SIGNS.filter(lambda words: any(char.isalnum() for char in words)))
def test_any_words_in_a_field_are_its_value(words: str) -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    found = told(message(fill(made.text, "ja", {"steps": words}), made.subject))
    assert found.keys() == {"steps"}
    assert same(found["steps"], words)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", [Kind.BUG, Kind.QUESTION, Kind.REQUEST], ids=str)
@pytest.mark.parametrize("lost", [False, True], ids=["whole", "its last line deleted"])
def test_an_empty_form_tells_nothing(language: str, kind: Kind, lost: bool) -> None:
    made = form(CATALOGUE, kind, language, PRODUCTS.named("webapp"))
    text = made.text.replace("[form:", "[") if lost else made.text
    mail = message(text, made.subject, language)
    assert find(mail, CATALOGUE) == ()
    assert classified(mail, CATALOGUE).kind is kind
    assert (filled(mail, CATALOGUE) is None) is lost


def test_a_form_without_its_last_line_is_still_read_by_its_headings() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    text = fill(made.text, "ja", {"steps": "一覧で印刷を押しました", "browser": "Edge"}).replace("[form:", "[")
    assert told(message(text)).keys() == {"steps", "browser"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("わかりません", Answer.UNKNOWN, id="not known"),
        pytest.param("不明", Answer.UNKNOWN, id="not known, in a word"),
        pytest.param("お答えできません", Answer.DECLINED, id="refused"),
    ],
)
def test_not_knowing_is_an_answer_in_a_field_too(text: str, answer: Answer) -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    found = find(message(fill(made.text, "ja", {"browser": text})), CATALOGUE)
    assert [(one.detail, one.answer) for one in found] == [("browser", answer)]


def test_values_are_those_of_the_lexicon_and_names_in_other_fields_are_guesses() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    mail = message(fill(made.text, "ja", {"steps": "Ｃｈｒｏｍｅで開く\n印刷を押す", "device_os": "ｉＰｈｏｎｅ１４"}))
    found = {one.detail: one for one in find(mail, CATALOGUE)}
    assert found["device_os"].value == "iPhone 14"
    assert found["steps"].value == "Chromeで開く\n印刷を押す"
    assert (found["browser"].value, found["browser"].strength) == ("Chrome", Strength.WEAK)
    assert {one.rule for one in found.values() if one.strength is Strength.STRONG} == {"form"}


def test_quote_signs_are_no_part_of_a_value() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    text = re.sub("^", "> ", fill(made.text, "ja", {"steps": "一覧を開く\n印刷を押す"}), flags=re.M)
    assert [one.value for one in find(message(text), CATALOGUE)] == ["一覧を開く\n印刷を押す"]


def test_free_words_of_a_form_are_read_as_in_any_mail() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    text = made.text.replace("■お困りの内容：\n", "■お困りの内容：\nChrome 129で、昨日から印刷できません。\n")
    assert told(message(text)).keys() == {"browser", "since"}


def test_the_kind_is_what_the_form_says_however_the_text_complains() -> None:
    made = form(CATALOGUE, Kind.QUESTION, "ja", PRODUCTS.named("webapp"))
    text = made.text.replace("■ご質問の内容：\n", "■ご質問の内容：\nエラーが出て固まります。落ちます。開けません。\n")
    assert classified(message(text, "Re: x"), CATALOGUE).kind is Kind.QUESTION
    assert classified(message(text.replace("【質問】", "【不具合】"), "x"), CATALOGUE).kind is Kind.BUG


def test_in_a_case_under_way_a_quoted_form_repeats_what_was_told() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    letter = asked(*questions(CATALOGUE, ("browser", "since"), (), "ja", 3))
    old = re.sub("^", "> ", fill(made.text, "ja", {"steps": "一覧を開く"}), flags=re.M)
    assert answers(message(f"すみません、まだです。\n{old}"), letter, CATALOGUE) == ()
    new = answers(message(fill(made.text, "ja", {"browser": "Edge", "since": "昨日"})), letter, CATALOGUE)
    assert [(one.detail, one.value, one.rule) for one in new] == [
        ("browser", "Edge", "form"),
        ("since", "昨日", "form"),
    ]


def test_a_filled_form_to_one_open_question_answers_field_by_field() -> None:
    made = form(CATALOGUE, Kind.BUG, "en", PRODUCTS.named("webapp"), hints=False)
    letter = asked(*questions(CATALOGUE, ("since",), (), "en", 3))
    found = answers(message(fill(made.text, "en", {"browser": "Edge"}), language="en"), letter, CATALOGUE)
    assert given(found) == {"browser"}


def test_the_product_of_a_form_decides_what_is_asked() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("app"))
    text = fill(made.text, "ja", {"steps": "一覧を開く"})
    assert PRODUCTS.chosen(("webapp",), text, "", product_in(text)).name == "app"
    assert PRODUCTS.chosen(("webapp",), text, "", product_in("[form: bug/ja/gone]")).name == "webapp"
    assert product_in("保存できません") == ""


def posted(text: str, *, html: bool) -> Message:
    """The mail as a program sends it and our parsers read it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "taro@customer.example", "support@desk.example", "x"
    if html:
        mail.set_content(f"<html><body><div>{escape(text).replace(chr(10), '<br>')}</div></body></html>", "html")
    else:
        mail.set_content(text)
    return read(mail.as_bytes(), Reading())


@pytest.mark.parametrize("html", [False, True], ids=["plain", "html with <br>"])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("mangler", ["as it was", "wrapped", "without empty lines", "signed", "quoted"])
def test_through_the_parsers(mangler: str, language: str, html: bool) -> None:
    made = form(CATALOGUE, Kind.BUG, language, PRODUCTS.named("webapp"))
    wanted = {id_: words[1] for id_, words in VALUES[language].items() if id_ in made.details}
    mail = posted(MANGLERS[mangler](fill(made.text, language, wanted)), html=html)
    found = told(mail)
    assert found.keys() == wanted.keys()
    for id_, words in wanted.items():
        assert same(found[id_], words), id_


def test_answers_typed_between_the_lines_of_a_quoted_form() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    text = re.sub("^", "> ", made.text, flags=re.M).replace("> ■ブラウザ：\n", "> ■ブラウザ：\nEdge\n")
    assert told(message(text)).keys() == {"browser"}


def test_a_link_opens_a_mail_with_the_form() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"), hints=False)
    link = mailto("support+bugs@desk.example", made)
    assert re.fullmatch(r"mailto:[A-Za-z0-9%@._~-]+\?subject=[A-Za-z0-9%._~-]+&body=[A-Za-z0-9%._~-]+", link)
    body = link.partition("&body=")[2]
    assert "%0D%0A" in body
    assert re.search("%0A", body.replace("%0D%0A", "")) is None
    assert unquote(body).replace("\r\n", "\n") == made.text
    assert anchor("a@b.example", made, "<x>").startswith('<a href="mailto:a@b.example?subject=')
    assert "&amp;body=" in anchor("a@b.example", made, "<x>")
    assert anchor("a@b.example", made, "<x>").endswith(">&lt;x&gt;</a>")


SITE = ("お名前：", "■操作手順", "お使いのサービスをお選びください（Chrome拡張版・Windows版・その他の版）", "OS:")


@pytest.mark.parametrize(
    ("text", "details"),
    [
        pytest.param(SITE[2], set(), id="a line of the form"),
        pytest.param(SITE[2][:20] + "\n" + SITE[2][20:], set(), id="wrapped"),
        pytest.param("Windows版を使っています", {"device_os"}, id="words that also stand in a line of it"),
        pytest.param("■操作手順\n一覧を開き、印刷を押す", {"steps"}, id="a heading of it stays a heading"),
    ],
)
def test_lines_of_registered_forms_are_nobodys_words(text: str, details: set[str]) -> None:
    assert given(find(message(text), with_forms(CATALOGUE, SITE))) == details


def test_segments_that_are_no_words_do_not_count() -> None:
    made = form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp"))
    text = fill(made.text, "ja", {"browser": "Edge"})
    mail = replace(message(text), segments=(Segment(Part.DISCLAIMER, 0, len(text)),))
    assert find(mail, CATALOGUE) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "■操作手順：\n",
        "■操作手順：x\nx\n",
        "[form: bug/ja/webapp]\n",
        "> ■ブラウザ：Edge\n■いつから：\n",
        "■" * 50 + "\n",
        "=",
    ],
    ids=["headings", "filled fields", "markers", "between quotes", "signs", "one line"],
)
def test_a_hostile_form_takes_no_longer_than_any_mail(piece: str) -> None:
    mail = message("[form: bug/ja/webapp]\n" + piece * (64 * 1024 // len(piece)))
    with ending():
        form_ = filled(mail, CATALOGUE)
        assert form_
        outside(form_, [(s.start, s.end) for s in mail.segments])


@pytest.mark.parametrize(
    ("own", "ranges", "left"),
    [
        pytest.param(((2, 4),), ((0, 10),), ((0, 2), (4, 10)), id="inside"),
        pytest.param(((2, 8),), ((0, 4), (6, 10)), ((0, 2), (8, 10)), id="over two"),
        pytest.param(((0, 10),), ((2, 4), (6, 8)), (), id="all"),
        pytest.param(((1, 2), (3, 4)), ((0, 2), (3, 9)), ((0, 1), (4, 9)), id="several"),
        pytest.param((), ((0, 2),), ((0, 2),), id="none"),
    ],
)
def test_what_is_outside_of_a_form(
    own: tuple[tuple[int, int], ...], ranges: tuple[tuple[int, int], ...], left: tuple[tuple[int, int], ...]
) -> None:
    assert outside(Filled(Kind.BUG, "x", (), own), ranges) == left


def typed(*words: str) -> Result:
    return CliRunner().invoke(cli, ["form", *words])


def test_the_form_is_printed_as_it_is(tmp_path: Path) -> None:
    done = typed("--lang", "ja", "--product", "webapp", "--config", str(tmp_path))
    assert done.exit_code == 0
    assert done.stdout.rstrip("\n") == form(CATALOGUE, Kind.BUG, "ja", PRODUCTS.named("webapp")).text.rstrip("\n")
    assert "no mailbot.toml" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(("--mailto", "--lang", "ja"), 0, "", id="a link without hints is short enough"),
        pytest.param(("--mailto", "--lang", "ja", "--hints"), 0, "leave out --hints", id="one with them is not"),
        pytest.param(("--lang", "fr"), 2, "there are: en, ja", id="no such language"),
        pytest.param(("--product", "wepapp"), 2, "products are: app, webapp", id="no such product"),
        pytest.param(("--kind", "unsure"), 2, "'unsure' is not one of", id="no such kind"),
        pytest.param(("--product", "a]b"), 2, "there is no product", id="a product that would end its line"),
    ],
)
def test_what_is_wrong_with_a_form_is_said(words: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    done = typed(*words, "--config", str(tmp_path))
    assert done.exit_code == code
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_a_form_for_machines_has_text_and_link(tmp_path: Path) -> None:
    facts = json.loads(typed("--json", "--lang", "en", "--config", str(tmp_path)).stdout)
    assert set(facts) == {"kind", "language", "product", "subject", "text", "details", "mailto", "html"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"\n \n", "is empty", id="empty"),
        pytest.param(b"\xff\xfe\x00", "is not UTF-8", id="no UTF-8"),
        pytest.param(b"x\n" * 600, "600 lines, at most 500", id="a whole mailbox"),
    ],
)
def test_a_web_form_that_is_none_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "contact.txt").write_bytes(content)
    catalogue, problems = load_catalogue(tmp_path)
    assert catalogue is None
    assert [(problem.file, said in problem.message) for problem in problems] == [
        (str(tmp_path / "forms" / "contact.txt"), True)
    ]


def test_the_web_forms_of_a_site_are_known(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "contact.txt").write_text("\n".join(SITE), encoding="utf-8")
    catalogue, problems = load_catalogue(tmp_path)
    assert (catalogue is not None, problems) == (True, ())
    assert catalogue
    assert find(message("\n".join(SITE)), catalogue) == ()
