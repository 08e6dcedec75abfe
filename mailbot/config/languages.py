"""What a `language.toml` may say: how people of one language write to a support desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from mailbot.casework.catalogue import KindRule, Language
from mailbot.casework.dates import DateWords
from mailbot.casework.guards import HIT
from mailbot.casework.normalise import plain
from mailbot.casework.patterns import Pattern, PatternError, any_of, compiled
from mailbot.config.errors import Problem
from mailbot.config.lines import Location
from mailbot.config.settings import Strict
from mailbot.config.tables import key_of, line_near, read_table
from mailbot.model import Kind

Often = Literal["always", "often", "sometimes", "rarely", "once"]
Words = tuple[Annotated[str, Field(min_length=1)], ...]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
LISTS = (
    "greetings",
    "closings",
    "thanks",
    "solved",
    "unknown",
    "declined",
    "agreed",
    "beside_agreed",
    "none",
    "attached",
    "placeholders",
    "sent_from",
    "turns",
    "clauses",
    "context",
    "common",
)


class Guards(Strict):
    """What turns a mention into its opposite. `{hit}` stands for the words found."""

    negation: Words = ()
    elsewhere: Words = ()
    contrast: Words = ()  # looked for in the whole sentence, the others in the clause
    goes_wrong: Words = ()  # an `elsewhere` with one of these is none: it fails there too
    example: Words = ()
    foreign: Words = ()  # it is about another program
    asking: Words = ()  # the sentence asks or wishes, unless one of `trouble` is in it
    trouble: Words = ()
    promise: Words = ()  # the sentence tells what will be, unless one of `trouble` is in it


class KindWords(Strict):
    """Patterns that speak for one kind; all of them together count once."""

    kind: Kind
    weight: Annotated[int, Field(ge=-9, le=9)]
    name: str
    where: Literal["all", "subject", "log"] = "all"
    faint: bool = False
    patterns: Annotated[Words, Field(min_length=1)]
    unless: Words = ()


class Wishes(Strict):
    """What calls for a person; a sentence with one of `calm` takes it back."""

    person: Words = ()
    upset: Words = ()
    billing: Words = ()
    again: Words = ()
    stopped: Words = ()
    security: Words = ()
    loss: Words = ()
    urgent: Words = ()
    calm: Words = ()


class Dates(Strict):
    """Words for days and times, counted from the day of the mail."""

    days: dict[str, int] = Field(default_factory=dict)
    weeks: dict[str, int] = Field(default_factory=dict)
    months: dict[str, Annotated[int, Field(ge=-24, le=0)]] = Field(default_factory=dict)
    weekdays: tuple[Words, ...] = ()
    names: tuple[Words, ...] = ()
    parts: dict[str, str] = Field(default_factory=dict)
    numbers: dict[str, int] = Field(default_factory=dict)
    units: dict[str, Literal["minute", "hour", "day", "week", "month", "year"]] = Field(default_factory=dict)
    ago: Words = ()
    day_first: bool | None = None


class LanguageTable(Strict):
    """All of `language.toml`. Every list holds RE2 patterns; plain words are patterns too."""

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
    name: str
    tags: dict[Kind, Words] = Field(default_factory=dict)
    tag_labels: Words = ()
    tag_values: dict[Kind, Words] = Field(default_factory=dict)
    rule: tuple[KindWords, ...] = ()
    greetings: Words = ()
    closings: Words = ()
    thanks: Words = ()
    solved: Words = ()
    unknown: Words = ()
    declined: Words = ()
    agreed: Words = ()  # an agent's "yes, I wrote that"; whole clauses
    beside_agreed: Words = ()  # what may stand beside it
    none: Words = ()
    attached: Words = ()
    turns: Words = ()
    placeholders: Words = ()
    sent_from: Words = ()
    clauses: Words = ()
    context: Words = ()
    common: Words = ()
    guards: Guards = Guards()
    wishes: Wishes = Wishes()
    dates: Dates = Dates()
    often: dict[Often, Words] = Field(default_factory=dict)
    when: dict[Name, Words] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)


def load_language(text: str, file: str) -> tuple[Language | None, tuple[Problem, ...]]:
    """A language from the text of its file, or None and every mistake in it."""
    table, problems = read_table(text, file, LanguageTable)
    if table is None:
        return None, problems
    problems = tuple(
        Problem(file, line_near(text, location, source), key_of(location), str(error))
        for location, source in _sources(table)
        if (error := _error(source))
    )
    return (None, problems) if problems else (_language(table), ())


def _sources(table: LanguageTable) -> list[tuple[Location, str]]:
    found: list[tuple[Location, str]] = []
    for name in LISTS:
        found += [((name, i), source) for i, source in enumerate(getattr(table, name))]
    for name in Guards.model_fields:
        found += [(("guards", name, i), source) for i, source in enumerate(getattr(table.guards, name))]
    for name in Wishes.model_fields:
        found += [(("wishes", name, i), source) for i, source in enumerate(getattr(table.wishes, name))]
    for name, words in table.often.items():
        found += [(("often", name, i), source) for i, source in enumerate(words)]
    for name, sources in table.when.items():
        found += [(("when", name, i), source) for i, source in enumerate(sources)]
    for number, rule in enumerate(table.rule):
        found += [(("rule", number, "patterns", i), source) for i, source in enumerate(rule.patterns)]
        found += [(("rule", number, "unless", i), source) for i, source in enumerate(rule.unless)]
    return found


def _error(source: str) -> PatternError | None:
    try:
        compiled(source.replace("{hit}", HIT))
    except PatternError as error:
        return error
    return None


def _kinds(tags: Mapping[Kind, Words]) -> dict[str, Kind]:
    return {plain(tag): kind for kind, words in tags.items() for tag in words}


def _language(table: LanguageTable) -> Language:
    lists: dict[str, Pattern | None] = {name: _any(getattr(table, name)) for name in LISTS}
    guards = {name: _any(getattr(table.guards, name)) for name in Guards.model_fields}
    wishes = {name: _any(getattr(table.wishes, name)) for name in Wishes.model_fields}
    return Language(
        code=table.code,
        name=table.name,
        tags=_kinds(table.tags),
        tag_labels=frozenset(plain(label) for label in table.tag_labels),
        tag_values=_kinds(table.tag_values),
        rules=tuple(_rule(rule) for rule in table.rule),
        guards={name: pattern for name, pattern in guards.items() if pattern},
        wishes={name: pattern for name, pattern in wishes.items() if pattern},
        dates=DateWords(**table.dates.model_dump()),
        often={name: pattern for name, words in table.often.items() if (pattern := _any(words))},
        when={name: pattern for name, sources in table.when.items() if (pattern := _any(sources))},
        words=dict(table.words),
        **lists,
    )


def _any(sources: Words) -> Pattern | None:
    return any_of(tuple(source.replace("{hit}", HIT) for source in sources))


def _rule(rule: KindWords) -> KindRule:
    pattern = _any(rule.patterns)
    assert pattern is not None  # the schema asks for one
    return KindRule(rule.kind, rule.weight, pattern, rule.name, rule.where, rule.faint, _any(rule.unless))
