"""The letter a template makes, about a case of the piles, of a mail, or a built-in one."""

from __future__ import annotations

from pathlib import Path

from mailbot.assembly import stationery_of
from mailbot.config.load import Config
from mailbot.letters.compose import LetterError
from mailbot.letters.preview import preview
from mailbot.letters.samples import party_of
from mailbot.looking import NotThereError, case_view, config_of, open_to_look
from mailbot.model import Case, Party, Purpose
from mailbot.trial import trial


def preview_of(
    purpose: Purpose, folder: Path, *, number: str | None, mail: Path | None, language: str | None
) -> tuple[str, str]:
    """(subject, body). NotThereError, LetterError, ConfigError, OSError; without a language its reader's own."""
    config = config_of(folder)
    case = _case(folder, number) if number else _opened(mail, config) if mail else None
    chosen = language or _own(purpose, case, config)
    if chosen not in config.catalogue.languages:
        raise NotThereError(f"there are no letters in {chosen!r}; there are: {', '.join(config.catalogue.languages)}")
    stationery = stationery_of(config)
    wrong = [one for one in stationery.templates.problems if one.key == f"{chosen}/{purpose.value}"]
    if wrong:  # a letter that went out would be the packaged one: who edits wants to see his own
        raise LetterError("; ".join(str(one) for one in wrong))
    return preview(purpose, chosen, case, stationery)


def _case(folder: Path, number: str) -> Case:
    with open_to_look(folder) as site:
        return case_view(site, number).case


def _opened(mail: Path, config: Config) -> Case:
    result = trial(mail.read_bytes(), config)
    if result.outcome is None:
        raise NotThereError(f"{mail} cannot be read: {result.unread}")
    if result.outcome.case is None:
        raise NotThereError(f"{mail} opens no case: {result.outcome.decision.reason}")
    return result.outcome.case


def _own(purpose: Purpose, case: Case | None, config: Config) -> str:
    default = config.settings.mailbot.default_language
    if party_of(purpose) is not Party.CUSTOMER:
        return config.settings.people.language or default
    return case.language if case else default
