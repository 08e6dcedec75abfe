"""Words from templates: the only room that knows Jinja2."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.letters.compose import LetterError
from mailbot.model import Purpose

PACKAGED = Path(__file__).resolve().parent.parent / "templates"
LARGEST = 64 * 1024


class Templates:
    """The letters of every language: a site's own lie over the packaged ones, letter by letter."""

    def __init__(self, own: Path | None = None) -> None:
        places = [FileSystemLoader(place) for place in (own, PACKAGED) if place is not None]
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader(places),
            undefined=StrictUndefined,
            autoescape=False,  # plain text mail, never HTML
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, purpose: Purpose, language: str, facts: Mapping[str, object]) -> tuple[str, str]:
        """(subject, body) of a letter. LetterError names the template and line: never half a letter."""
        name = f"{language}/{purpose.value}.txt.j2"
        try:
            text = self._environment.get_template(name).render(facts)
        except TemplateNotFound:
            raise LetterError(f"there is no template {name}") from None
        except (TemplateError, TypeError, ValueError, ArithmeticError, UnicodeDecodeError) as error:
            line = getattr(error, "lineno", None)
            raise LetterError(f"template {name}{f', line {line}' if line else ''}: {error}") from error
        return _split(name, text)


def _split(name: str, text: str) -> tuple[str, str]:
    if len(text) > LARGEST * 16:
        raise LetterError(f"template {name} made {len(text)} characters")
    first, _, rest = text.lstrip("\n").partition("\n")
    if not first.startswith("Subject: ") or not rest.strip():
        raise LetterError(f'template {name} must begin with a line "Subject: …" and go on with the letter')
    # The blank behind "--" is what mail programs know a signature by (RFC 3676 section 4.3).
    lines = [line if line == "-- " else line.rstrip() for line in rest.strip("\n").split("\n")]
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return first.removeprefix("Subject: ").strip(), "\n".join(kept) + "\n"
