"""Tables that an admin wrote: every mistake at once, each with its line and what to do."""

from __future__ import annotations

import re

import pytest

from mailbot.casework.answers import answers
from mailbot.casework.details import find
from mailbot.casework.patterns import PatternError, compiled
from mailbot.casework.questions import questions
from mailbot.config.details import check_examples, load_details, packaged_catalogue
from mailbot.config.languages import load_language
from mailbot.model import Kind
from tests.build import asked, message

LANGUAGES = packaged_catalogue().languages
GOOD = """[[detail]]
id = "plan"
label = { ja = "ご契約プラン", en = "Plan" }
aliases = { ja = ["プラン"], en = ["subscription"] }
question = { ja = "ご契約のプランを教えてください。", en = "Which plan do you have?" }
required = ["bug"]
"""


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        pytest.param(GOOD + 'requird = ["bug"]\n', 7, "did you mean 'required'?", id="a misspelt key"),
        pytest.param(GOOD + "[[details]]\n", 7, "did you mean 'detail'?", id="a misspelt table"),
        pytest.param(GOOD + "order = 'first'\n", 7, "write a whole number", id="a word for a number"),
        pytest.param(GOOD + "order = \n", 7, "not TOML", id="a syntax error"),
        pytest.param(GOOD.replace(', en = "Plan"', ""), 3, "has no text for 'en'", id="a language without text"),
        pytest.param(
            GOOD.replace('en = "Plan"', 'en = "Plan", fr = "Forfait"'), 3, "no language 'fr'", id="no such language"
        ),
        pytest.param(GOOD + "patterns = [\n { re2 = 'a(?=b)' },\n]\n", 8, "looks ahead or behind", id="look-around"),
        pytest.param(GOOD + "patterns = [{ re2 = 'a(b' }]\n", 7, "missing )", id="a bracket left open"),
        pytest.param(GOOD + "patterns = [{ re2 = 'a*' }]\n", 7, "matches the empty text", id="a pattern of nothing"),
        pytest.param(GOOD + GOOD, 8, "is there twice", id="an id twice"),
        pytest.param(
            GOOD.replace(', en = "Which plan do you have?"', ""), 5, "nobody can be asked in 'en'", id="no question"
        ),
        pytest.param(GOOD + 'layer = "third"\n', 7, "'first' or 'second'", id="no such layer"),
        pytest.param(GOOD + 'when = ["slwo"]\n', 7, "did you mean 'slow'?", id="no such condition"),
        pytest.param(GOOD + 'spared_by = ["browsr"]\n', 7, "there is no detail 'browsr'", id="no such detail"),
        pytest.param(
            GOOD + 'lexicon.A = ["a"]\nchoices = [["A", "B"]]\n', 8, "the lexicon has no name 'B'", id="no such name"
        ),
        pytest.param(GOOD.replace("bug", "bugs"), 6, "'question', 'bug'", id="no such kind"),
        pytest.param(
            GOOD.replace('required = ["bug"]', 'when = ["web"]'),
            6,
            "when without required",
            id="a lone condition",
        ),
        pytest.param(
            GOOD.replace('required = ["bug"]', 'layer = "second"'), 6, "layer without required", id="a layer for nobody"
        ),
        pytest.param(GOOD + 'normalise = "versions"\n', 7, "'version'", id="no such form of values"),
        pytest.param(
            GOOD + 'lexicon = { Windows = ["windows"] }\nhow.Windwos = { ja = "か", en = "?" }\n',
            8,
            "did you mean 'Windows'?",
            id="a way to find the answer on what nobody knows",
        ),
        pytest.param(
            GOOD + 'lexicon = { Mac = ["mac"] }\nhow.Mac = { ja = "か" }\n', 8, "has no text for 'en'", id="half a way"
        ),
        pytest.param(
            GOOD + "patterns = [{ re2 = 'x', pair = true }]\n", 7, "write points = 4 instead", id="a key of before"
        ),
        pytest.param(GOOD + 'guards = ["negatoin"]\n', 7, "'negation'", id="an unknown guard"),
        pytest.param(
            GOOD + '[[group]]\nid = "g"\ndetails = ["plan", "plann"]\nquestion = { ja = "?", en = "?" }\n',
            9,
            "there is no detail 'plann'",
            id="a group of what is not there",
        ),
    ],
)
def test_mistakes(wrong: str, line: int, says: str) -> None:
    catalogue, problems = load_details(wrong, "details.toml", LANGUAGES)
    assert catalogue is None
    assert [(one.file, one.line) for one in problems] == [("details.toml", line)]
    assert says in problems[0].message


def test_all_mistakes_are_told_together() -> None:
    text = GOOD + "patterns = [{ re2 = '(?!x)' }, { re2 = '(' }]\n" + GOOD.replace(', en = "Plan"', "")
    _, problems = load_details(text, "details.toml", LANGUAGES)
    assert [one.line for one in problems] == [9, 10, 7, 7]


@pytest.mark.parametrize(
    ("example", "line", "says"),
    [
        pytest.param('yes = [\n "プラン：金",\n "何もない",\n]', 9, "should give it, but nothing is found", id="yes"),
        pytest.param('no = ["プラン：金"]', 7, "should not give it", id="no"),
        pytest.param('yes = [{ text = "プラン：金", value = "銀" }]', 7, "should give '銀'", id="another value"),
    ],
)
def test_examples_that_fail_name_their_line(example: str, line: int, says: str) -> None:
    catalogue, problems = load_details(GOOD + example, "details.toml", LANGUAGES)
    assert problems == ()
    assert catalogue is not None
    (problem,) = check_examples(catalogue, "details.toml")
    assert problem.line == line
    assert says in problem.message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("プラン：ビジネス", id="a labelled line"),
        pytest.param("■ご契約プラン\nビジネス\n", id="a heading"),
        pytest.param("Subscription: ビジネス", id="a label of another language"),
    ],
)
def test_a_detail_without_patterns_works(text: str) -> None:
    catalogue, _ = load_details(GOOD, "details.toml", LANGUAGES)
    assert catalogue is not None
    assert [one.value for one in find(message(text), catalogue)] == ["ビジネス"]


def test_a_detail_without_patterns_is_answered() -> None:
    second = GOOD.replace("plan", "site").replace("ご契約プラン", "拠点").replace("プラン", "拠点")
    catalogue, problems = load_details(GOOD + second, "details.toml", LANGUAGES)
    assert catalogue is not None, problems
    letter = asked(*questions(catalogue, ("plan", "site"), (), "ja", 3))
    found = answers(message("1. ビジネス\n2. 大阪"), letter, catalogue)
    assert {one.detail: one.value for one in found} == {"plan": "ビジネス", "site": "大阪"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param(
            'code = "de"\nname = "Deutsch"\nthank = ["danke"]\n', 3, "did you mean 'thanks'?", id="a misspelt key"
        ),
        pytest.param("code = 'de'\nname = 'Deutsch'\nthanks = ['(?<=x)danke']\n", 3, "looks ahead", id="look-around"),
        pytest.param('name = "Deutsch"\n', 1, "is missing", id="a key that must be there"),
        pytest.param('code = "de"\nname = "D"\n[guards]\nnegation = ["("]\n', 4, "missing )", id="a broken guard"),
    ],
)
def test_mistakes_of_a_language(text: str, line: int, says: str) -> None:
    language, problems = load_language(text, "language.toml")
    assert language is None
    assert problems[0].line == line
    assert says in problems[0].message


def test_the_smallest_language() -> None:
    language, problems = load_language('code = "de"\nname = "Deutsch"\n[words]\nhello = "Hallo"\n', "language.toml")
    assert problems == ()
    assert language is not None
    assert language.words == {"hello": "Hallo"}


def test_shipped_languages_have_words_for_every_kind() -> None:
    for language in LANGUAGES.values():
        assert {rule.kind for rule in language.rules} == {Kind.BUG, Kind.QUESTION, Kind.REQUEST}


def test_texts_are_there_in_every_language() -> None:
    asked_for = [one.question for one in packaged_catalogue().details]
    for question in (*asked_for, *(one.question for one in packaged_catalogue().groups)):
        assert set(question) == set(LANGUAGES)
        assert all(not re.search(r"[?？].*[?？].*[?？]", text) for text in question.values())


def test_a_pattern_that_is_too_long_is_refused() -> None:
    with pytest.raises(PatternError, match="split it"):
        compiled("x" * 5000)


def test_unknown_details_have_no_silent_answer() -> None:
    with pytest.raises(KeyError):
        packaged_catalogue().detail("nothing")
