"""Whole letters of ours, quoted as programs quote them, answered in every way; each answer finds its question."""

from __future__ import annotations

import html
import textwrap
from dataclasses import replace

import pytest

from mailbot.casework.answers import answers
from mailbot.casework.questions import questions
from mailbot.config.details import packaged_catalogue
from mailbot.model import Answer, Reading
from mailbot.parsers import read
from tests.build import asked

CATALOGUE = packaged_catalogue()
DETAILS = ("steps", "error", "device_os", "browser")
OURS = {language: questions(CATALOGUE, DETAILS, (), language, 3) for language in ("ja", "en")}
TOP = {
    "ja": "山田 花子\n\nお世話になっております。見本窓口です。\n\n恐れ入りますが、もう少しだけ確認させてください。\n",
    "en": "Ann Lee\n\nThank you for writing. Just a little more would help us; whatever you know\nis fine.\n",
}
REST = {
    "ja": "次の内容は確認できておりますので、改めてお知らせいただく必要はございません。\n  ・バージョン：4.2.1\n\n"
    "このメールにそのままご返信ください。\n\nお手数をおかけいたしますが、よろしくお願いいたします。\n\n"
    "-- \n見本窓口",
    "en": "We already have this, so there is no need to send it again:\n  - Version: 4.2.1\n\nJust reply to"
    " this mail.\n"
    "Our team is here on working days.\n\n-- \nExample Help\nhelp@ours.example",
}
SAID = {
    "ja": ("一覧を開いて印刷を押しました", "なし", "iPad Safari"),
    "en": ("I opened the list and clicked Print", "none", "a Mac, Safari"),
}
TOLD = {
    "ja": {"steps": "一覧を開いて印刷を押しました", "error": "なし", "device_os": "iPad", "browser": "Safari"},
    "en": {"steps": "I opened the list and clicked Print", "error": "none", "device_os": "Mac", "browser": "Safari"},
}
GMAIL = {
    "ja": "2026年11月25日(水) 10:03 見本窓口 <help@ours.example>:\n\n",
    "en": "On Wed, Nov 25, 2026 at 10:03 AM Example Help <help@ours.example> wrote:\n\n",
}
OUTLOOK = {
    "ja": "差出人: 見本窓口 <help@ours.example>\n送信日時: 2026年11月25日 10:03\n宛先: 山田\n件名: Re: 件\n\n",
    "en": "From: Help <help@ours.example>\nSent: November 25, 2026 10:03\nTo: Ann\nSubject: Re: x\n\n",
}
LEAD = {"ja": "以下に回答します。\n\n", "en": "See my answers below.\n\n"}
LANGUAGES = ["ja", "en"]


def told(text: str, language: str, subtype: str = "plain") -> dict[str, str]:
    """What the answers say, detail by detail."""
    head = f"From: Ann <ann@shop.example>\nMIME-Version: 1.0\nContent-Type: text/{subtype}; charset=utf-8\n"
    message = read(f"{head}Content-Transfer-Encoding: 8bit\n\n{text}".encode(), Reading(("help@ours.example",)))
    found: dict[str, str] = {}
    for one in answers(replace(message, language=language), asked(*OURS[language]), CATALOGUE):
        if one.strength.value == "strong":
            found[one.detail] = "?" if one.answer is Answer.UNKNOWN else one.value
    return found


def letter(
    language: str, mark: str, place: str, said: tuple[str, ...] | None = None, *, lead: str = "", blank: bool = False
) -> str:
    """Our letter behind quote signs, with answers under the question, under its help or behind it on the same line."""
    lines = TOP[language].split("\n")
    around = ["@"] if blank else []
    for question, answer in zip(OURS[language], said or SAID[language], strict=True):
        typed = [*around, f"@{lead}{answer}", *around] if answer else []
        behind = f" → {answer}" if place == "behind" and answer else ""
        lines += [f"{question.number}. {question.text}{behind}", *(typed if place == "under" else [])]
        lines += [f"   {question.help}"] if question.help else []
        lines += [*(typed if place == "help" else []), ""]
    lines += REST[language].split("\n")
    return "\n".join(line[1:] if line.startswith("@") else f"{mark}{line}".rstrip() for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["under", "help", "behind"])
@pytest.mark.parametrize("mark", ["> ", ">", "＞", "| ", "> > "])
def test_answers_amid_a_marked_quote(language: str, place: str, mark: str) -> None:
    assert told(GMAIL[language] + letter(language, mark, place), language) == TOLD[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["under", "help", "behind"])
@pytest.mark.parametrize("lead", ["", "→ ", "⇒", "- ", "回答：", "A: "])
def test_answers_amid_a_quote_without_signs(language: str, place: str, lead: str) -> None:
    text = LEAD[language] + OUTLOOK[language] + letter(language, "", place, lead=lead)
    assert told(text, language) == TOLD[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            lambda lang: LEAD[lang] + GMAIL[lang] + letter(lang, "", "help"), id="no signs below an introduction"
        ),
        pytest.param(lambda lang: OUTLOOK[lang] + letter(lang, "", "help"), id="not a word above the block"),
        pytest.param(lambda lang: LEAD[lang] + letter(lang, "> ", "help"), id="no introduction"),
        pytest.param(
            lambda lang: LEAD[lang] + GMAIL[lang] + letter(lang, "> ", "help", lead="> "), id="behind our sign"
        ),
        pytest.param(
            lambda lang: LEAD[lang] + GMAIL[lang] + letter(lang, "> ", "under", lead=">> "), id="behind two signs"
        ),
        pytest.param(lambda lang: OUTLOOK[lang] + letter(lang, "", "help", blank=True), id="blank lines around"),
        pytest.param(lambda lang: GMAIL[lang] + letter(lang, "> ", "under", blank=True), id="blank lines amid signs"),
        pytest.param(
            lambda lang: (
                "".join(f"- {one}\n" for one in SAID[lang])
                + "\n"
                + OUTLOOK[lang]
                + letter(lang, "", "under", ("", "", ""))
            ),
            id="bullets above the letter",
        ),
        pytest.param(
            lambda lang: (
                "3) {2}\n1) {0}\n2) {1}\n\n".format(*SAID[lang])
                + GMAIL[lang]
                + letter(lang, "> ", "under", ("", "", ""))
            ),
            id="numbers in another order",
        ),
        pytest.param(
            lambda lang: (
                "1. {} 2. {} 3. {}\n\n".format(*SAID[lang]) + OUTLOOK[lang] + letter(lang, "", "under", ("", "", ""))
            ),
            id="all in one line",
        ),
    ],
)
def test_answers_in_other_ways(language: str, text: object) -> None:
    assert callable(text)
    assert told(text(language), language) == TOLD[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", [GMAIL, OUTLOOK], ids=["signs", "no signs"])
@pytest.mark.parametrize(("left_out", "gone"), [(0, {"steps"}), (1, {"error"}), (2, {"device_os", "browser"})])
def test_what_is_not_answered_stays_open(language: str, head: dict[str, str], left_out: int, gone: set[str]) -> None:
    said = tuple("" if index == left_out else one for index, one in enumerate(SAID[language]))
    mark = "> " if head is GMAIL else ""
    for blank in (False, True):
        found = told(LEAD[language] + head[language] + letter(language, mark, "help", said, blank=blank), language)
        assert found == {detail: value for detail, value in TOLD[language].items() if detail not in gone}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", [GMAIL, OUTLOOK], ids=["signs", "no signs"])
def test_our_letter_alone_answers_nothing(language: str, head: dict[str, str]) -> None:
    mark = "> " if head is GMAIL else ""
    thanks = {"ja": "ありがとうございます。\n\n", "en": "Thank you.\n\n"}[language]
    assert told(thanks + head[language] + letter(language, mark, "help", ("", "", "")), language) == {}


@pytest.mark.parametrize("head", [GMAIL, OUTLOOK], ids=["signs", "no signs"])
def test_a_letter_that_was_wrapped_on_its_way(head: dict[str, str]) -> None:
    mark = "> " if head is GMAIL else ""
    lines: list[str] = []
    for line in letter("en", "", "help", lead="@").split("\n"):
        lines += [line[1:]] if line.startswith("@") else [mark + one for one in textwrap.wrap(line, 55)] or [mark]
    assert told(LEAD["en"] + head["en"] + "\n".join(lines), "en") == TOLD["en"]


def _divs(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def _rich(language: str, answer: str) -> str:
    """Our letter in HTML; `answer` is the markup around an answer."""
    rows = [_divs(TOP[language])]
    for question, said in zip(OURS[language], SAID[language], strict=True):
        rows.append(
            _divs(f"{question.number}. {question.text}\n   {question.help}") + answer.format(said) + "<div><br></div>"
        )
    return "".join([*rows, _divs(REST[language])])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("around", "answer"),
    [
        pytest.param(
            '<blockquote type="cite">{}</blockquote>', "</blockquote><div>{}</div><blockquote type='cite'>", id="split"
        ),
        pytest.param(
            '<blockquote class="gmail_quote">{}</blockquote>', "<div style='color:#0070c0'>{}</div>", id="in blue"
        ),
        pytest.param('<blockquote type="cite">{}</blockquote>', "<div>{}</div>", id="without a mark"),
        pytest.param(
            '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{head}</div>{}', "<div>{}</div>", id="Outlook"
        ),
        pytest.param(
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt">{head}</div>{}',
            "<p class='MsoNormal'><span style='color:#0070c0'>{}</span></p>",
            id="Outlook for Windows, in blue",
        ),
        pytest.param('<div class="yahoo_quoted">{}</div>', "<div><b>{}</b></div>", id="Yahoo!, bold"),
    ],
)
def test_answers_amid_a_quote_in_html(language: str, around: str, answer: str) -> None:
    head = (
        "<br>".join(OUTLOOK[language].strip().split("\n"))
        .replace("<help@", "&lt;help@")
        .replace("example>", "example&gt;")
    )
    source = f"<div>{LEAD[language].strip()}</div><br>" + around.replace("{head}", head + "<br>").format(
        _rich(language, answer)
    )
    assert told(source, language, "html") == TOLD[language]


def test_a_line_that_stands_under_every_question_is_of_an_edited_letter() -> None:
    note = "(leave it out if you cannot tell)"
    lines = letter("en", "", "help", ("", "", "")).split("\n")
    text = "\n".join(f"{line}\n{note}" if line.startswith(("1.", "2.", "3.")) else line for line in lines)
    assert told("Thank you.\n\n" + OUTLOOK["en"] + text, "en") == {}


@pytest.mark.parametrize(
    ("said", "value"),
    [("", None), ("はい、iPhoneです", "iPhone"), ("いいえ、iPadです", "iPad")],
    ids=["no answer", "yes", "no"],
)
def test_our_guess_is_no_answer_but_what_stands_below_it_is(said: str, value: str | None) -> None:
    one, two = OURS["ja"][0], replace(OURS["ja"][2], guess="iPhone", details=("device_os",))
    guess = "   （iPhone でよろしいでしょうか。）"
    text = f"1. {one.text}\n   {one.help}\n\n3. {two.text}\n{guess}\n   {two.help}\n{said}\n\n{REST['ja']}"
    raw = f"Content-Type: text/plain; charset=utf-8\n\n{LEAD['ja']}{OUTLOOK['ja']}{text}".encode()
    message = replace(read(raw, Reading()), language="ja")
    found = {x.detail: x.value for x in answers(message, asked(one, two), CATALOGUE) if x.strength.value == "strong"}
    assert found.get("device_os") == value
