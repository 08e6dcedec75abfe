"""Words from templates: the only room that knows Jinja2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.letters import shelf, slips
from mailbot.letters.compose import LetterError
from mailbot.letters.filters import FILTERS, default
from mailbot.letters.halves import RenderError, halves, marked
from mailbot.letters.lint import Page, lint
from mailbot.letters.problem import Problem, Problems
from mailbot.letters.shelf import Place
from mailbot.letters.specimens import specimens
from mailbot.model import Purpose

LARGEST = 1024 * 1024  # characters of a letter: a report to engineering holds whole mails


@dataclass(frozen=True, slots=True)
class Draft:
    """A template that has passed: ready for facts."""

    file: str
    template: Template

    def render(self, facts: Mapping[str, object]) -> tuple[str, str]:
        """(subject, body). RenderError names the template and line: never half a letter."""
        try:
            text = "".join(self._bounded(facts))
        except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise RenderError(self.file, self._line(error), str(error)) from error
        return halves(self.file, text)

    def _bounded(self, facts: Mapping[str, object]) -> Iterator[str]:
        room = LARGEST
        for part in self.template.generate(facts):
            room -= len(part)
            if room < 0:
                raise RenderError(self.file, 0, f"makes a letter of over {LARGEST} characters")
            yield part

    def _line(self, error: BaseException) -> int:
        """Jinja2 rewrites tracebacks, so that they show lines of the template."""
        line, frame = getattr(error, "lineno", 0) or 0, error.__traceback__
        while frame is not None:
            if frame.tb_frame.f_code.co_filename == self.file:
                line = frame.tb_lineno
            frame = frame.tb_next
        return int(line)


def draft(raw: bytes, file: str, key: str, purpose: Purpose) -> tuple[Draft | None, Problems]:
    """A template from its bytes, or None and everything that is wrong with it. Nothing refused is ever compiled."""
    try:
        source = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, (Problem(file, line, key, "is not UTF-8 (from this line on): save it as UTF-8"),)
    if slips.is_empty(source):
        return None, (Problem(file, 0, key, "is empty: write the letter, or delete the file to use the packaged one"),)
    page = Page(file, purpose, key, slips.subject_line(source))
    problems = _headless(page)
    try:
        tree = _environment().parse(source, filename=file)
        problems = (*problems, *lint(tree, page))
    except TemplateSyntaxError as error:
        line, message = slips.slip(str(error.message), error.lineno, source)
        return None, (*problems, Problem(file, line, key, message))
    except (RecursionError, ValueError):  # a tower of brackets; a number with thousands of digits
        return None, (*problems, Problem(file, 0, key, "is too deeply nested to be read: a letter needs none of that"))
    return (None, problems) if problems else (Draft(file, _compiled(tree, file)), ())


def _headless(page: Page) -> Problems:
    if page.subject:
        return ()
    return (Problem(page.file, 1, page.key, 'must begin with a line "Subject: …" (comments may stand before it)'),)


def _compiled(tree: object, file: str) -> Template:
    environment = _environment()
    code = environment.compile(tree, file, file)  # type: ignore[call-overload]
    return Template.from_code(environment, code, environment.make_globals(None))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Jinja2 with nothing in it but what `lint` allows: what it should miss is not there."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # plain text mail, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=marked,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS} | {"default": default}
    environment.tests = {}
    return environment


class Templates:
    """A site's own letters over the packaged ones, letter by letter.

    At the start an own letter that is wrong gives way to the packaged one; while running, the last good set stays.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._stamp = shelf.stamp(own)
        self._drafts, self._problems = _read(own)
        self._told: Problems = ()

    @property
    def problems(self) -> Problems:
        """What is wrong with the files as they were last read."""
        return self._problems

    def render(self, purpose: Purpose, language: str, facts: Mapping[str, object]) -> tuple[str, str]:
        """(subject, body) of a letter. LetterError names the template and line: never half a letter."""
        return self._draft((language, purpose)).render(facts)

    def file(self, purpose: Purpose, language: str) -> str:
        """Where the letter in force comes from; "" when there is none."""
        place = (language, purpose)
        packaged = shelf.packaged(place)
        return self._drafts[place].file if place in self._drafts else str(packaged) if packaged.is_file() else ""

    def reload(self) -> Problems:
        """Take over what was changed in the site's folder; to be called every few seconds, for it only looks at times.

        All changed letters come into force at once, or none: with a mistake in one the last good set stays. Gives the
        problems when they are new, each set of them once.
        """
        seen = shelf.stamp(self._own)
        if seen != self._stamp:
            drafts, problems = _read(self._own)
            if shelf.stamp(self._own) != seen:
                return ()  # somebody is saving right now: the next call sees it whole
            self._stamp, self._problems = seen, problems
            if not problems:
                self._drafts = drafts
        return self._news()

    def _news(self) -> Problems:
        if self._problems == self._told:
            return ()
        self._told = self._problems
        return self._told

    def _draft(self, place: Place) -> Draft:
        return self._drafts.get(place) or _packaged(place)


def _read(own: Path | None) -> tuple[dict[Place, Draft], Problems]:
    """The site's letters that are good, and all problems of the others."""
    files, problems = shelf.own_letters(own)
    drafts: dict[Place, Draft] = {}
    for place, file in files.items():
        good, wrong = _tried(place, file)
        problems = (*problems, *wrong)
        if good is not None:
            drafts[place] = good
    return drafts, problems


def _tried(place: Place, file: Path) -> tuple[Draft | None, Problems]:
    """A letter that is allowed and can be written with any facts; nothing at all for a file that is gone."""
    language, purpose = place
    key = f"{language}/{purpose.value}"
    raw, unread = shelf.raw(file)
    if raw is None:
        return None, (Problem(str(file), 0, key, unread),) if unread else ()
    good, problems = draft(raw, str(file), key, purpose)
    if good is None:
        return None, problems
    try:
        for facts in specimens(purpose):
            good.render(facts)
    except RenderError as error:
        return None, (Problem(str(file), error.line, key, error.reason),)
    return good, ()


@cache
def _packaged(place: Place) -> Draft:
    file = shelf.packaged(place)
    if not file.is_file():
        raise LetterError(f"there is no template {place[0]}/{file.name}")
    good, problems = _tried(place, file)
    if good is None:
        raise LetterError("; ".join(str(problem) for problem in problems))
    return good
