"""Try every letter of a site before a customer does: each language, kind and state, on the built-in cases."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.letters.compose import LetterError
from mailbot.letters.facts import facts_of
from mailbot.letters.halves import RenderError
from mailbot.letters.problem import Problem, Problems
from mailbot.letters.samples import Sample, grid
from mailbot.letters.stationery import Stationery
from mailbot.letters.write import CUSTOMER_LIMIT
from mailbot.model import Party

LIMIT = 64 * 1024  # bytes of any letter on a built-in case


def check(stationery: Stationery) -> Problems:
    """Everything wrong with the letters of a site, its own over the packaged ones; empty when all can be written.

    `stationery.templates` tells what is wrong with the site's files as such; the rest is found by writing letters.
    """
    found: dict[tuple[str, int], Problem] = {}
    for language in sorted(stationery.catalogue.languages):
        for sample in grid(language, stationery.catalogue):
            for problem in _tried(sample, stationery):
                found.setdefault((problem.file, problem.line), problem)  # one mistake spoils many samples
    return (*stationery.templates.problems, *found.values())


def _tried(sample: Sample, stationery: Stationery) -> Iterator[Problem]:
    letter = sample.letter
    key = f"{letter.language}/{letter.purpose.value}"
    file = stationery.templates.file(letter.purpose, letter.language) or key
    try:
        _, body = stationery.templates.render(
            letter.purpose, letter.language, facts_of(letter, sample.case, stationery)
        )
    except RenderError as error:
        yield Problem(file, error.line, key, error.reason)
        return
    except LetterError as error:
        yield Problem(file, 0, key, str(error))
        return
    limit = CUSTOMER_LIMIT if letter.party is Party.CUSTOMER else LIMIT
    if len(body.encode()) > limit:
        yield Problem(file, 0, key, f"makes a letter of over {limit} bytes ({sample.title}): shorten it")
