"""What `details.toml` may say, and the catalogue it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from mailbot.casework.catalogue import Catalogue, Detail, Example, Group, Language, Rule
from mailbot.casework.details import find, plain_message
from mailbot.casework.evidence import PROOF
from mailbot.casework.forms import printed
from mailbot.casework.headings import heading_table
from mailbot.casework.lexicon import lexicon_of
from mailbot.casework.patterns import PatternError, compiled
from mailbot.casework.subtraction import with_forms
from mailbot.config.defaults import default_file, language_files
from mailbot.config.detail_tables import DetailsFile, DetailTable, ExampleTable, PatternTable, Texts
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.forms import load_forms
from mailbot.config.languages import load_language
from mailbot.config.lines import Location
from mailbot.config.tables import key_of, line_near, meant, read_table, read_text
from mailbot.model import Answer, Strength

KINDS_OF_PRODUCT = ("native", "web")


def load_details(
    text: str, file: str, languages: Mapping[str, Language], products: Collection[str] | None = None
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue from the text of `details.toml`, or None and every mistake in it.

    Details may name these `products`; None: any.
    """
    table, problems = read_table(text, file, DetailsFile)
    if table is None:
        return None, problems
    problems = tuple(
        Problem(file, line_near(text, location, near), key_of(location), message)
        for location, near, message in (*_wrong(table, languages, products), *_wrong_patterns(table))
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


def details_file(folder: Path) -> Path:
    """A site's own details, else the shipped ones."""
    own = folder / "details.toml"
    return own if own.is_file() else default_file("details.toml")


def load_catalogue(
    folder: Path, products: Collection[str] | None = None
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a `config/` folder, or None and every mistake; without `products` details may name any.

    What the folder does not have comes from the shipped files; `templates/<language>/language.toml` of the folder
    replaces the shipped one of that language.
    """
    shipped = {path.parent.name: path for path in language_files()}
    site = {path.parent.name: path for path in (folder / "templates").glob("*/language.toml")}
    catalogue, problems = _from_files(details_file(folder), tuple((shipped | site).values()), products)
    lines, unread = load_forms(folder)
    if catalogue is None or unread:
        return None, (*problems, *unread)
    return with_forms(catalogue, lines), problems


def _from_files(
    details: Path, languages: tuple[Path, ...], products: Collection[str] | None = None
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
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
    catalogue, mistakes = load_details(text, str(details), known, products)
    return catalogue, (*problems, *mistakes)


Wrong = tuple[Location, str, str]  # where, words to look for, what to do


def _wrong(table: DetailsFile, languages: Mapping[str, Language], products: Collection[str] | None) -> Iterator[Wrong]:
    ids = [detail.id for detail in table.detail]
    for number, detail in enumerate(table.detail):
        if ids.index(detail.id) != number:
            yield ("detail", number, "id"), detail.id, f"{detail.id!r} is there twice: give this one another id"
        texts = {"label": detail.label, "question": detail.question} | ({"help": detail.help} if detail.help else {})
        yield from _wrong_languages(("detail", number), texts, languages)
        for key in ("products", "when", "layer"):
            if not detail.required and key in detail.model_fields_set:
                message = f"{key} without required has no effect: add required, or take it out"
                yield ("detail", number, key), "", message
        for name in detail.products:
            if products is not None and name not in products:
                yield ("detail", number, "products"), name, f"there is no product {name!r}; {meant(name, products)}"
        yield from ((("detail", number, "when"), *wrong) for wrong in _wrong_conditions(detail, languages))
        for name in detail.spared_by:
            if name not in ids:
                yield ("detail", number, "spared_by"), name, f"there is no detail {name!r}; {meant(name, ids)}"
        for name in (name for pair in detail.choices for name in pair if name not in detail.lexicon):
            message = f"the lexicon has no name {name!r}; {meant(name, detail.lexicon)}"
            yield ("detail", number, "choices"), name, message
    yield from _wrong_ways(table, languages)
    for number, group in enumerate(table.group):
        texts = {"question": group.question} | ({"help": group.help} if group.help else {})
        yield from _wrong_languages(("group", number), texts, languages)
        for id_ in group.details:
            if id_ not in ids:
                yield ("group", number, "details"), id_, f"there is no detail {id_!r}; {meant(id_, ids)}"


def _wrong_ways(table: DetailsFile, languages: Mapping[str, Language]) -> Iterator[Wrong]:
    """Ways to find an answer on a system that no lexicon knows would never be shown."""
    known = [name for detail in table.detail for name in detail.lexicon]
    for number, detail in enumerate(table.detail):
        for name, texts in detail.how.items():
            if name not in known:
                yield ("detail", number, "how", name), name, f"no lexicon has a name {name!r}; {meant(name, known)}"
            yield from _wrong_languages(("detail", number, "how"), {name: texts}, languages)


def _wrong_conditions(detail: DetailTable, languages: Mapping[str, Language]) -> Iterator[tuple[str, str]]:
    known = {*KINDS_OF_PRODUCT, *(name for language in languages.values() for name in language.when)}
    for name in detail.when:
        if name not in known:
            yield name, f"there is no condition {name!r}; {meant(name, sorted(known))}"
            continue
        for code, language in languages.items():
            if name not in {*KINDS_OF_PRODUCT, *language.when}:
                yield name, f'no words say {name!r} in {code!r}: add {name} = ["…"] to [when] of its language.toml'


def _wrong_languages(place: Location, texts: Mapping[str, Texts], languages: Mapping[str, Language]) -> Iterator[Wrong]:
    for key, text in texts.items():
        for code in languages:
            if code not in text:
                reason = "nobody can be asked in" if key == "question" else "has no text for"
                yield (*place, key), "", f'{reason} {code!r}: add {code} = "…"'
        for code in text:
            if code not in languages:
                yield (*place, key), code, f"there is no language {code!r}; {meant(code, languages)}"


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
    catalogue = Catalogue(details, groups, dict(languages), heading_table(details, groups))
    return with_forms(catalogue, printed(details, tuple(languages.values())))


def _detail(table: DetailTable, number: int, text: str) -> Detail:
    return Detail(
        id=table.id,
        label=table.label,
        aliases=table.aliases,
        question=table.question,
        help=table.help,
        how=table.how,
        kinds=frozenset(table.required),
        core=table.core,
        second=table.layer == "second",
        when=frozenset(table.when),
        products=frozenset(table.products),
        spared_by=frozenset(table.spared_by),
        order=table.order,
        max_asks=table.max_asks,
        several=table.several,
        sentence=table.proof == "sentence",
        code=table.in_logs,
        exclusive=table.exclusive,
        picture=table.picture,
        steps=table.list_of_steps,
        hints=table.hints,
        lasting=table.lasting,
        of_product=table.of_product,
        normalise=table.normalise,
        guards=frozenset(table.guards),
        told_at=table.told_at,
        lexicon=lexicon_of(table.lexicon, versions=table.version_follows),
        choices=frozenset(map(frozenset, table.choices)),
        rules=tuple(
            Rule(
                f"{table.id}.patterns",
                compiled(pattern.re2),
                pattern.strength,
                pattern.value,
                _points(pattern),
                compiled(pattern.unless) if pattern.unless else None,
            )
            for pattern in table.patterns
        ),
        examples=tuple(_examples(table, number, text)),
    )


def _points(pattern: PatternTable) -> int:
    return pattern.points or (PROOF if pattern.strength is Strength.STRONG else 0)


def _examples(table: DetailTable, number: int, text: str) -> Iterator[Example]:
    for example in table.yes:
        one = ExampleTable(text=example) if isinstance(example, str) else example
        yield Example(one.text, True, one.value, line_near(text, ("detail", number, "yes"), one.text))
    for sentence in table.no:
        yield Example(sentence, False, "", line_near(text, ("detail", number, "no"), sentence))
