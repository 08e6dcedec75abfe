"""The site's own model: learnt from labelled texts, believed where it is sure, the same for the same texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.casework.classify import Taught
from mailbot.casework.learning import Example, best_limit
from mailbot.casework.linear import CONFIDENT, KINDS, Model
from mailbot.casework.training import Labelled, Lesson, example_of, teach, too_little
from mailbot.config.details import packaged_catalogue
from mailbot.model import Kind, ToldBy
from tests.build import classified, message

CATALOGUE = packaged_catalogue()
THINGS = ("kettle", "lamp", "fan", "oven", "clock", "scale", "radio", "heater", "mixer", "iron")
PLACES = ("kitchen", "hall", "office", "attic")
SHAPES = {
    Kind.BUG: "The {thing} in the {place} sparkles purple again.",
    Kind.QUESTION: "Which manual covers the {thing} in the {place}",
    Kind.REQUEST: "We dream of a {thing} in the {place} with wheels.",
}


def history() -> list[Labelled]:
    return [
        Labelled(f"{thing} {place}", shape.format(thing=thing, place=place), kind, "en")
        for kind, shape in SHAPES.items()
        for thing in THINGS
        for place in PLACES
    ]


def lesson() -> Lesson:
    return teach([example_of(one, CATALOGUE) for one in history()], None, "0" * 64)


@pytest.fixture(scope="module")
def model() -> Model:
    return lesson().model


def test_it_learns_what_no_rule_knows_and_says_by_which_words(model: Model) -> None:
    mail = message("The toaster in the cellar sparkles purple.", "toaster", "en")
    assert classified(mail, CATALOGUE).kind is not Kind.BUG
    seen = classified(mail, CATALOGUE, Taught(model=model))
    assert seen.kind is Kind.BUG
    assert seen.reason.startswith("the site's own model says bug, ")
    assert seen.by is ToldBy.MODEL
    assert "'sparkles" in seen.reason or "purple'" in seen.reason


def test_a_tag_and_the_rule_of_a_mailbox_go_before_the_model(model: Model) -> None:
    words = "The kettle in the hall sparkles purple again."
    tagged = classified(message(words, "[feature request] kettle", "en"), CATALOGUE, Taught(model=model))
    assert tagged.kind is Kind.REQUEST
    assert classified(message(words, "", "en"), CATALOGUE, Taught("wishes", Kind.REQUEST, model)).kind is Kind.REQUEST


def test_where_it_is_not_sure_the_rules_decide(model: Model) -> None:
    seen = classified(message("Invoices: printing crashes.", "", "en"), CATALOGUE, Taught(model=model))
    assert seen.reason.startswith("describes a malfunction")


def test_the_same_texts_give_the_same_model(model: Model) -> None:
    again = lesson().model
    assert (again.places, again.weights, again.bias) == (model.places, model.weights, model.bias)


def test_its_figures_are_of_texts_that_it_had_not_seen() -> None:
    made = lesson()
    assert made.better
    assert made.learnt.texts == len(history())
    assert made.learnt.macro_f1 > 0.9 > made.rules_f1
    assert made.joint_f1 > 0.9


def of_chances(*told: tuple[Kind, float, Kind]) -> tuple[list[tuple[float, ...]], list[Example]]:
    """Texts that are bugs: what the model says, how sure it is, and what the rules say."""
    chances = [tuple(sure if kind is one else (1 - sure) / 2 for one in KINDS) for kind, sure, _ in told]
    return chances, [Example({}, Kind.BUG, ruled) for _, _, ruled in told]


RIGHT, WRONG = Kind.BUG, Kind.QUESTION


@pytest.mark.parametrize(
    ("told", "limit"),
    [
        pytest.param([(RIGHT, 0.56, WRONG), (RIGHT, 0.9, WRONG)], 0.55, id="right where the rules are not: believed"),
        pytest.param([(WRONG, 0.66, RIGHT), (RIGHT, 0.72, WRONG)], 0.7, id="wrong below a probability: from there on"),
        pytest.param([(RIGHT, 0.52, RIGHT), (RIGHT, 0.9, RIGHT)], CONFIDENT, id="no better: only where it is sure"),
        pytest.param([(RIGHT, 0.4, WRONG), (RIGHT, 0.9, RIGHT)], CONFIDENT, id="more likely wrong than right: never"),
    ],
)
def test_how_far_it_is_believed_is_learnt_too(told: list[tuple[Kind, float, Kind]], limit: float) -> None:
    assert best_limit(*of_chances(*told)) == limit


def test_japanese_is_learnt_by_runs_of_characters() -> None:
    shapes = {
        Kind.BUG: "{}が紫色にきらめいております。",
        Kind.QUESTION: "{}の説明書の所在について",
        Kind.REQUEST: "{}に車輪の夢を見ております。",
    }
    things = [f"{one}{two}" for one in "急須電灯時計扇風" for two in "甲乙丙丁"]
    texts = [Labelled("", shape.format(thing), kind, "ja") for kind, shape in shapes.items() for thing in things]
    made = teach([example_of(one, CATALOGUE) for one in texts], None, "")
    assert classified(message("暖炉が紫色にきらめいております。"), CATALOGUE, Taught(model=made.model)).kind is Kind.BUG


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        pytest.param(history()[:30], "30 labelled texts are too little", id="too few in all"),
        pytest.param(history()[:84], "too few of request 4", id="too few of one kind"),
        pytest.param(history(), "", id="enough"),
    ],
)
def test_too_little_is_refused_in_a_sentence(texts: list[Labelled], words: str) -> None:
    assert words in too_little(texts)
    assert bool(words) == bool(too_little(texts))


def test_tags_are_not_learnt() -> None:
    tagged = example_of(replace(history()[0], subject="[bug] kettle"), CATALOGUE)
    assert not {name for name in tagged.counts if name in {"bug", "subject:bug"}}
