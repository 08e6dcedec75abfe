"""What `details.toml` may say, and the catalogue it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from mailbot.casework.catalogue import Catalogue, Detail, Example, Group, Language, Rule
from mailbot.casework.details import find, plain_message
from mailbot.casework.headings import heading_table
from mailbot.casework.lexicon import lexicon_of
from mailbot.casework.patterns import PatternError, compiled
from mailbot.config.defaults import default_file, language_files
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.languages import load_language
from mailbot.config.lines import Location
from mailbot.config.settings import Strict, Text
from mailbot.config.tables import key_of, line_near, read_table, read_text
from mailbot.model import Answer, Kind, Strength

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Texts = dict[str, Annotated[str, Field(min_length=1, max_length=400)]]
Names = dict[str, tuple[Text, ...]]
Guard = Literal["negation", "elsewhere", "example"]


class PatternTable(Strict):
    """One pattern: RE2, what it proves, our own word for it."""

    re2: Annotated[str, Field(min_length=1)]
    strength: Strength = Strength.STRONG
    value: str = ""
    pair: bool = False
    unless: str = ""


class ExampleTable(Strict):
    """A sentence and the value it must give."""

    text: Annotated[str, Field(min_length=1)]
    value: str = ""


class DetailTable(Strict):
    """One `[[detail]]` block."""

    id: Id
    label: Texts
    aliases: Names = Field(default_factory=dict)
    question: Texts
    help: Texts = Field(default_factory=dict)
    required: tuple[Kind, ...] = ()
    products: tuple[Text, ...] = ()
    order: int = 100
    max_asks: Annotated[int, Field(ge=1, le=5)] = 2
    several: bool = False
    proof: Literal["words", "sentence"] = "words"
    in_logs: bool = False
    exclusive: bool = False
    picture: bool = False
    list_of_steps: bool = False
    hints: bool = False
    guards: tuple[Guard, ...] = ("negation", "elsewhere", "example")
    lexicon: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    version_follows: bool = False
    patterns: tuple[PatternTable, ...] = ()
    yes: tuple[str | ExampleTable, ...] = ()
    no: tuple[str, ...] = ()


class GroupTable(Strict):
    """One `[[group]]` block."""

    id: Id
    details: Annotated[tuple[Id, ...], Field(min_length=2)]
    aliases: Names = Field(default_factory=dict)
    question: Texts
    help: Texts = Field(default_factory=dict)


class DetailsFile(Strict):
    """All of `details.toml`."""

    detail: Annotated[tuple[DetailTable, ...], Field(min_length=1)]
    group: tuple[GroupTable, ...] = ()


def load_details(
    text: str, file: str, languages: Mapping[str, Language]
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue from the text of `details.toml`, or None and every mistake in it."""
    table, problems = read_table(text, file, DetailsFile)
    if table is None:
        return None, problems
    problems = tuple(
        Problem(file, line_near(text, location, near), key_of(location), message)
        for location, near, message in (*_wrong_names(table, languages), *_wrong_patterns(table))
    )
    return (None, problems) if problems else (_catalogue(table, text, languages), ())


def check_examples(catalogue: Catalogue, file: str) -> tuple[Problem, ...]:
    """The yes and no examples that the catalogue does not live up to, each with its line."""
    return tuple(
        Problem(file, example.line, f"{detail.id}.{'yes' if example.gives else 'no'}", reason)
        for detail in catalogue.details
        for example in detail.examples
        if (reason := _failure(catalogue, detail, example))
    )


@cache
def packaged_catalogue() -> Catalogue:
    """The shipped details and languages; ConfigError when they are broken."""
    catalogue, problems = _from_files(default_file("details.toml"), language_files())
    if catalogue is None:
        raise ConfigError(problems)
    return catalogue


def load_catalogue(folder: Path) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a `config/` folder, or None and every mistake.

    What the folder does not have comes from the shipped files; `templates/<language>/language.toml` of the folder
    replaces the shipped one of that language.
    """
    own = folder / "details.toml"
    shipped = {path.parent.name: path for path in language_files()}
    site = {path.parent.name: path for path in (folder / "templates").glob("*/language.toml")}
    return _from_files(own if own.is_file() else default_file("details.toml"), tuple((shipped | site).values()))


def _from_files(details: Path, languages: tuple[Path, ...]) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    known: dict[str, Language] = {}
    problems: tuple[Problem, ...] = ()
    for path in languages:
        text, wrong = read_text(path)
        language, mistakes = load_language(text, str(path)) if not wrong else (None, wrong)
        problems += mistakes
        if language:
            known[language.code] = language
    text, wrong = read_text(details)
    if wrong or len(known) < len(languages):
        return None, (*problems, *wrong)
    catalogue, mistakes = load_details(text, str(details), known)
    return catalogue, (*problems, *mistakes)


Wrong = tuple[Location, str, str]  # where, words to look for, what to do


def _wrong_names(table: DetailsFile, languages: Mapping[str, Language]) -> Iterator[Wrong]:
    ids = [detail.id for detail in table.detail]
    for number, detail in enumerate(table.detail):
        if ids.index(detail.id) != number:
            yield ("detail", number, "id"), detail.id, f"{detail.id!r} is there twice: give this one another id"
        texts = {"label": detail.label, "question": detail.question} | ({"help": detail.help} if detail.help else {})
        yield from _wrong_languages(("detail", number), texts, languages)
        if not detail.required and detail.products:
            message = "products without required has no effect: add required, or take it out"
            yield ("detail", number, "products"), "", message
    for number, group in enumerate(table.group):
        texts = {"question": group.question} | ({"help": group.help} if group.help else {})
        yield from _wrong_languages(("group", number), texts, languages)
        for id_ in group.details:
            if id_ not in ids:
                yield ("group", number, "details"), id_, f"there is no detail {id_!r}; there are {', '.join(ids)}"


def _wrong_languages(place: Location, texts: Mapping[str, Texts], languages: Mapping[str, Language]) -> Iterator[Wrong]:
    for key, text in texts.items():
        for code in languages:
            if code not in text:
                yield (*place, key), "", f'has no text for {code!r}: add {code} = "…"'
        for code in text:
            if code not in languages:
                yield (*place, key), code, f"there is no language {code!r}; there are {', '.join(languages)}"


def _wrong_patterns(table: DetailsFile) -> Iterator[Wrong]:
    for number, detail in enumerate(table.detail):
        for i, pattern in enumerate(detail.patterns):
            for source in filter(None, (pattern.re2, pattern.unless)):
                try:
                    compiled(source)
                except PatternError as error:
                    yield ("detail", number, "patterns", i), source, str(error)


def _failure(catalogue: Catalogue, detail: Detail, example: Example) -> str:
    found = [finding for finding in find(plain_message(example.text), catalogue) if finding.detail == detail.id]
    strong = [one for one in found if one.strength is Strength.STRONG and one.answer is Answer.GIVEN]
    if not example.gives:
        return f"{example.text!r} should not give it, but {strong[0].rule} finds {strong[0].value!r}" if strong else ""
    if not strong:
        return f"{example.text!r} should give it, but nothing is found: add a pattern, or take the example out"
    if example.value and example.value not in {finding.value for finding in strong}:
        return f"{example.text!r} should give {example.value!r}, but gives {strong[0].value!r}"
    return ""


def _catalogue(table: DetailsFile, text: str, languages: Mapping[str, Language]) -> Catalogue:
    details = tuple(_detail(detail, number, text) for number, detail in enumerate(table.detail))
    groups = tuple(Group(group.id, group.details, group.aliases, group.question, group.help) for group in table.group)
    return Catalogue(details, groups, dict(languages), heading_table(details, groups))


def _detail(table: DetailTable, number: int, text: str) -> Detail:
    return Detail(
        id=table.id,
        label=table.label,
        aliases=table.aliases,
        question=table.question,
        help=table.help,
        kinds=frozenset(table.required),
        products=frozenset(table.products),
        order=table.order,
        max_asks=table.max_asks,
        several=table.several,
        sentence=table.proof == "sentence",
        code=table.in_logs,
        exclusive=table.exclusive,
        picture=table.picture,
        steps=table.list_of_steps,
        hints=table.hints,
        guards=frozenset(table.guards),
        lexicon=lexicon_of(table.lexicon, versions=table.version_follows),
        rules=tuple(
            Rule(
                f"{table.id}.patterns",
                compiled(pattern.re2),
                pattern.strength,
                pattern.value,
                pattern.pair,
                compiled(pattern.unless) if pattern.unless else None,
            )
            for pattern in table.patterns
        ),
        examples=tuple(_examples(table, number, text)),
    )


def _examples(table: DetailTable, number: int, text: str) -> Iterator[Example]:
    for example in table.yes:
        one = ExampleTable(text=example) if isinstance(example, str) else example
        yield Example(one.text, True, one.value, line_near(text, ("detail", number, "yes"), one.text))
    for sentence in table.no:
        yield Example(sentence, False, "", line_near(text, ("detail", number, "no"), sentence))
