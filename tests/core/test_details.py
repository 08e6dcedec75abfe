"""What mails give: every trap that real mail has set."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from mailbot.casework.details import find, given, merge, overtaken
from mailbot.casework.page import MAX_LINES, MAX_SENTENCE, MAX_TEXT, lines_of, page_of
from mailbot.casework.patterns import MAX_MATCHES, compiled
from mailbot.casework.questions import questions
from mailbot.config.details import check_examples, packaged_catalogue
from mailbot.model import Answer, Finding, Strength
from tests.build import message, picture, sheet

CATALOGUE = packaged_catalogue()
ALL = ("steps", "error", "device_os", "browser", "since")


def told(text: str, **changes: object) -> dict[str, str]:
    """Detail -> value of all that is certain."""
    found = find(message(text, **changes), CATALOGUE)  # type: ignore[arg-type]
    sure = [one for one in found if one.strength is Strength.STRONG and one.answer is Answer.GIVEN]
    return {one.detail: one.value for one in reversed(sure)}


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        pytest.param("Chromeは使っていません", {}, id="a browser that is not used is not given"),
        pytest.param("Macでは起きません", {"elsewhere": "Macでは起きません"}, id="where it does not happen"),
        pytest.param(
            "works in Firefox, not in Chrome",
            {"browser": "Chrome", "elsewhere": "works in Firefox, not in Chrome"},
            id="works here, not there",
        ),
        pytest.param("It happens in Chrome but not in Firefox", {"browser": "Chrome"}, id="there, but not here"),
        pytest.param("OS: Windows / macOS / Linux", {}, id="a list to choose from is not an answer"),
        pytest.param("- [ ] Windows\n- [x] macOS", {"device_os": "macOS"}, id="the ticked box is"),
        pytest.param("ブラウザ：例：Chrome 129", {}, id="an example of the form is not an answer"),
        pytest.param("OS　　　Windows 10", {"device_os": "Windows 10"}, id="a label with a wide blank"),
        pytest.param(
            "| Item | Value |\n|---|---|\n| Browser | our own one |\n| OS | Windows 11 |\n",
            {"browser": "our own one", "device_os": "Windows 11"},
            id="a table with labels in its first column",
        ),
        pytest.param("| OS | Browser |\n|---|---|\n", {}, id="a table without any rows"),
        pytest.param("Browser:\n\nFirefox 128\n", {"browser": "Firefox 128"}, id="a value on the next line"),
        pytest.param(
            "【ブラウザ】\n社内標準\n\n【その他】\nなし", {"browser": "社内標準"}, id="a value we do not know"
        ),
        pytest.param("Ｗｉｎｄｏｗｓ１１です", {"device_os": "Windows 11"}, id="full-width letters"),
        pytest.param("ｻﾌｧﾘで見ています", {"browser": "Safari"}, id="half-width kana"),
        pytest.param("firefoxとChromeの両方で", {"browser": "Firefox"}, id="a Latin name next to kana"),
        pytest.param("Sent from my iPhone", {}, id="a telephone's signature is no proof"),
        pytest.param("> OS: Windows 11\n", {}, id="quoted words are no proof"),
        pytest.param("again\n-- \nBob, Chrome fan, Windows 11\n", {}, id="a signature is no proof"),
        pytest.param("My windows are open and the edge is sharp", {}, id="windows and edges of every day"),
        pytest.param("since the file is large it is slow", {}, id="since that means because"),
        pytest.param("11月20日までにご回答ください", {}, id="a deadline is not a beginning"),
        pytest.param("「完了」というメッセージは出ていません", {}, id="a message that did not come"),
        pytest.param("Chrome バージョン 129", {"browser": "Chrome 129"}, id="the browser's version is not the app's"),
        pytest.param("```\nin Chrome\n```", {}, id="a browser in a block of code"),
        pytest.param("再起動しました", {}, id="what was tried is no step"),
    ],
)
def test_find(text: str, gives: dict[str, str]) -> None:
    assert told(text) == gives


@pytest.mark.parametrize(
    ("attachments", "text", "gives"),
    [
        pytest.param((picture(),), "添付の通りです", True, id="a picture tells the message"),
        pytest.param((picture("logo.png"),), "x", False, id="a logo does not"),
        pytest.param(
            (picture("image001.png", 5_000, inline=True),), "x", False, id="a small picture in the text does not"
        ),
        pytest.param((picture("image001.png", 50_000, inline=True),), "x", True, id="a pasted screen does"),
        pytest.param((), "スクリーンショットを添付します", False, id="a forgotten picture does not"),
        pytest.param((sheet(2),), "x", True, id="screens pasted into Excel do"),
        pytest.param((sheet(0),), "x", False, id="an Excel file without pictures does not"),
    ],
)
def test_pictures(attachments: tuple[object, ...], text: str, gives: bool) -> None:
    assert ("error" in told(text, attachments=attachments)) is gives


@pytest.mark.parametrize(
    "text",
    [
        "[image: Chrome 129 on Windows 11.png]",
        "[cid:Windows11@01DA.0123]",
        "<Firefox 128.png>",
        "x\n> [image: Safari error 500.png] [image: iPhone.jpg]\n",
        "see here <https://shop.example/Windows-11/Chrome/129?app=2.1.3>",
        "Ann <mailto:chrome-129@shop.example>",
    ],
    ids=["a picture", "as Outlook marks it", "as Apple marks it", "two of them", "a link", "an address"],
)
def test_what_programs_write_is_no_proof(text: str) -> None:
    assert find(message(text), CATALOGUE) == ()


def test_weak_words_are_guesses_not_answers() -> None:
    found = find(message("落ちます\n\niPhoneから送信"), CATALOGUE)
    assert given(found) == frozenset()
    assert [(one.value, one.strength, one.lexical) for one in found] == [("iPhone", Strength.WEAK, True)]


def test_own_questions_are_not_evidence() -> None:
    ours = questions(CATALOGUE, ALL, (), "ja", 5)
    copied = "\n".join(question.text for question in ours) + "\nWindows 11です"
    found = find(message(copied), CATALOGUE, ours)
    assert {one.detail for one in found} == {"device_os"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("OSとかブラウザとかよく分かりません。", id="and so on"),
        pytest.param("OSやブラウザは分かりません。", id="two with one particle"),
        pytest.param("I don't know my operating system or browser.", id="English"),
    ],
)
def test_several_unknowns_in_one_sentence_are_answers(text: str) -> None:
    assert {one.detail for one in find(message(text), CATALOGUE) if one.answer is UNKNOWN} == {"device_os", "browser"}


def test_unknown_is_an_answer() -> None:
    found = find(message("再現手順：不明\nバージョンは分かりません"), CATALOGUE)
    assert {(one.detail, one.answer) for one in found} == {
        ("steps", Answer.UNKNOWN),
        ("app_version", Answer.UNKNOWN),
    }


def finding(
    detail: str, value: str = "x", strength: Strength = Strength.STRONG, answer: Answer = Answer.GIVEN
) -> Finding:
    return Finding(detail, value, value, 0, len(value), "body", "test", strength, answer)


WEAK, UNKNOWN = Strength.WEAK, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        pytest.param(finding("os", "Mac", WEAK), finding("os", "PC"), ["PC"], id="strong beats weak"),
        pytest.param(finding("os", "Mac"), finding("os", "PC", WEAK), ["Mac"], id="weak does not beat strong"),
        pytest.param(finding("os", "?", answer=UNKNOWN), finding("os", "PC", WEAK), ["?"], id="unknown stays"),
        pytest.param(finding("os", "?", answer=UNKNOWN), finding("os", "PC"), ["PC"], id="until it is told"),
        pytest.param(finding("os", "PC"), finding("os", "?", answer=UNKNOWN), ["PC"], id="told stays told"),
        pytest.param(
            finding("os", "Mac"), finding("os", "PC"), ["Mac", "PC"], id="a contradiction keeps both in order"
        ),
        pytest.param(finding("os", "Mac"), finding("os", "Mac 14"), ["Mac 14"], id="the more exact value stays"),
        pytest.param(finding("os", "Mac"), finding("app", "1"), ["Mac", "1"], id="other details stand side by side"),
    ],
)
def test_merge(old: Finding, new: Finding, kept: list[str]) -> None:
    assert [one.value for one in merge((old,), (new,))] == kept


def test_every_example_of_the_shipped_details_holds() -> None:
    assert check_examples(CATALOGUE, "details.toml") == ()


PIECES = st.sampled_from(
    [
        *(
            "Windows 11",
            "Ｃｈｒｏｍｅ",
            "ﾊﾞｰｼﾞｮﾝ",
            "OS：",
            "「エラー」と表示",
            "を押すと、",
            "分かりません",
            "iPhone",
            "1. ",
            "①",
            "■",
        ),
        *("When I click Save, ", "re\u0301sume\u0301", "```\n", "\n", "> ", "。", "が", " ", "\u3000", "\t"),
        *("\ud800", "\u0301", "ﷺ", "👍"),
    ]
)


@settings(max_examples=40, deadline=None)
@for_all(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=5).map("".join))
def test_the_quote_stands_where_it_is_said_to_stand(text: str, subject: str) -> None:
    mail = message(text, subject.replace("\n", " "))
    for one in find(mail, CATALOGUE):
        place = {"body": mail.text, "subject": mail.subject}.get(one.source, one.quote)
        assert place[one.start : one.end] == one.quote
        assert one.quote


SIZE = 20_000
HOSTILE = {
    "line ends": "\n",
    "blanks": " ",
    "versions": "1.",
    "one letter": "a",
    "one kana": "あ",
    "open quotes": "「",
    "steps": "を押すと",
    "names": "Chrome ",
    "labels": "OS: \n",
    "short lines": "a\n",
    "lone surrogates": "\ud800",
    "characters that grow": "ﷺ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_stays_small(piece: str) -> None:
    """What patterns get to see is bounded, each pattern is linear (RE2) and stops after `MAX_MATCHES`."""
    text = (piece * SIZE)[:SIZE]
    lines = lines_of(text, ((0, len(text)),))
    page = page_of(lines)
    assert len(lines) <= MAX_LINES
    assert max((unit.end - unit.start for unit in page.units), default=0) <= MAX_SENTENCE + MAX_SENTENCE
    assert len(page.text) <= MAX_TEXT * 18
    for detail in CATALOGUE.details:
        assert all(len(list(rule.pattern.hits(page.text))) <= MAX_MATCHES for rule in detail.rules)
    find(message(text), CATALOGUE)


def test_a_huge_mail_is_read_at_head_and_tail() -> None:
    text = "Windows 11です。\n" + "あ" * 300_000 + "\nChromeです。\n"
    assert set(told(text)) == {"device_os", "browser"}


def test_no_pattern_reaches_over_a_line() -> None:
    assert not compiled("a[^b]b").found("a\nb")


@pytest.mark.parametrize(
    ("before", "after", "overtakes"),
    [
        pytest.param(("browser", "Chrome"), ("browser", "Edge"), True, id="another browser"),
        pytest.param(("browser", "Edge"), ("browser", "Edge"), False, id="the same again"),
        pytest.param(("since", "昨日から"), ("since", "先週から"), True, id="another time"),
        pytest.param(("steps", "一覧を開く"), ("steps", "印刷を押す"), False, id="steps add up"),
        pytest.param(("browser", "Chrome"), ("device_os", "Mac"), False, id="another detail"),
    ],
)
def test_a_later_answer_overtakes_an_earlier_one(
    before: tuple[str, str], after: tuple[str, str], overtakes: bool
) -> None:
    first, second = (
        Finding(id_, value, value, 0, 1, "body", "answer", mail=n) for n, (id_, value) in enumerate((before, after), 1)
    )
    known = merge((first,), (second,))
    assert overtaken(first, known, CATALOGUE) == overtakes
    assert not overtaken(second, known, CATALOGUE)


def test_a_picture_overtakes_no_words() -> None:
    said = Finding("error", "保存に失敗しました", "保存に失敗しました", 0, 9, "body", "answer 2", mail=1)
    shown = Finding("error", "a.png", "a.png", 0, 5, "attachment", "attachment", mail=2)
    assert not overtaken(said, merge((said,), (shown,)), CATALOGUE)
