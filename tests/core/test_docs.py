"""What is written about mailbot is what mailbot does."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from mailbot.casework.decide import RULES
from mailbot.cli import cli
from mailbot.config.details import packaged_catalogue
from mailbot.model import Kind, Origin, Purpose

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
POLICY = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
REASONS = ("reason_", "kind_because_", "tag_", "product_", "silence_", "spent_", "taken_", "closed_", "quarantine_")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_stands_in_the_readme_and_explains_itself(name: str) -> None:
    assert f"`mailbot {name}" in README
    assert cli.commands[name].help


def test_every_command_of_the_readme_is_there() -> None:
    assert set(re.findall(r"^\| `mailbot (\w+)", README, re.M)) == set(cli.commands)


def test_the_rules_stand_in_the_policy_in_their_order_and_words() -> None:
    told = re.findall(r"^\d+\. `(\w+)`: (.*)$", POLICY, re.M)
    assert told == [(rule.__name__, " ".join((rule.__doc__ or "").split())) for rule in RULES]


@pytest.mark.parametrize("purpose", [pytest.param(purpose, id=purpose.value) for purpose in Purpose])
def test_every_letter_has_a_template_per_language_that_names_its_facts(purpose: Purpose) -> None:
    for language in packaged_catalogue().languages:
        template = ROOT / "mailbot" / "templates" / language / f"{purpose.value}.txt.j2"
        assert template.read_text(encoding="utf-8").startswith("{# facts: ")


def test_both_languages_have_the_same_words_for_letters() -> None:
    languages = packaged_catalogue().languages
    assert languages["ja"].words.keys() == languages["en"].words.keys()
    assert languages["ja"].words


def test_every_line_that_is_said_stands_in_both_languages_with_the_same_values() -> None:
    said = {
        f"{'receipt_' if speaker == 'desk' else ''}{key}"
        for path in (*(ROOT / "mailbot" / "casework").glob("*.py"), ROOT / "mailbot" / "processing.py")
        for speaker, key in re.findall(r'(?:(\w+)\.)?\bsay\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    english, japanese = (packaged_catalogue().languages[code].words for code in ("en", "ja"))
    assert said
    assert said <= english.keys()
    for key in said | {key for key in english if key.startswith(REASONS)}:
        assert _values(japanese[key]) <= _values(english[key]), key


def test_every_reason_that_a_value_chooses_has_its_line() -> None:
    words = packaged_catalogue().languages["en"].words
    origins = {f"silence_{origin.name.lower()}" for origin in Origin if origin is not Origin.PERSON}
    kinds = {f"reason_answer_{kind.value}" for kind in Kind if kind is not Kind.BUG}
    assert origins | kinds | {f"kind_{kind.value}" for kind in Kind} <= words.keys()
    assert {f"kind_because_{kind.value}" for kind in Kind if kind is not Kind.UNSURE} <= words.keys()
    assert {"reason_unproven_agent", "reason_unproven_engineering"} <= words.keys()


def _values(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name}


def test_every_detail_is_asked_for_and_helped_with_in_both_languages() -> None:
    for detail in packaged_catalogue().details:
        for language in packaged_catalogue().languages:
            assert detail.label[language], detail.id
            assert detail.question[language], detail.id
            assert detail.examples, detail.id
