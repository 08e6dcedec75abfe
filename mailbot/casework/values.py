"""Values in one form: dates from the mail's own day, versions without frills, how often as a small word, telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import phonenumbers

from mailbot.casework.catalogue import Catalogue, Language
from mailbot.casework.dates import Moment, moments
from mailbot.model import Answer, Finding

RELEASE = re.compile(r"\b(\d\dH[12])\b", re.IGNORECASE)
WINDOWS = re.compile(r"(Windows (?:Server )?[\w.]+)\b.*", re.DOTALL)
VERSION = re.compile(r"^v(?:er(?:sion)?)?[.\s]*(?=\d)", re.IGNORECASE)
REGIONS = {"ja": "JP"}
FROM = re.compile(r"[日)）]?(?:ごろ|頃|ころ|ぐらい|くらい)?(?:から|より|以降|以来)")
SINCE = re.compile(r"\b(?:since|from|started|began|starting)\s(?:on\s|about\s|around\s)?$", re.IGNORECASE)
COUNTED = (
    re.compile(r"(?P<days>\d+)日に(?P<times>\d+)[回度]"),
    re.compile(r"(?P<all>\d+)回(?:に|中|のうち)[^。、\d]{0,6}(?P<times>\d+)[回度]"),
    re.compile(r"(?P<times>\d+) times (?:in|every|per) (?P<days>\d+) days", re.IGNORECASE),
    re.compile(r"(?P<times>\d+) (?:out of|in|of) (?:every )?(?P<all>\d+)", re.IGNORECASE),
)


def normalised(
    findings: Iterable[Finding], catalogue: Catalogue, language: str, at: datetime | None
) -> tuple[Finding, ...]:
    """The findings with their values in one form; the quotes stay the customer's words."""
    return tuple(_normalised(one, catalogue, language, at) for one in findings)


def _normalised(finding: Finding, catalogue: Catalogue, language: str, at: datetime | None) -> Finding:
    kind = catalogue.detail(finding.detail).normalise
    if not kind or finding.answer is not Answer.GIVEN:
        return finding
    value = normal(kind, finding.value, catalogue, language, at)
    return replace(finding, value=value) if value else finding


def normal(kind: str, words: str, catalogue: Catalogue, language: str, at: datetime | None) -> str:
    """The one form of a value of this kind; "" where the words tell none."""
    if kind == "since":
        return _day(words, catalogue, language, at)
    if kind == "frequency":
        return _often(words, catalogue.languages.values())
    if kind == "phone":
        return _telephone(words, language)
    return _version(words) if kind == "version" else ""


def _version(words: str) -> str:
    """ "Windows 10 Pro 64-bit 22H2" is Windows 10 22H2, "Ver.3.10" is 3.10."""
    plain = unicodedata.normalize("NFKC", words).strip()
    windows = WINDOWS.fullmatch(plain)
    if windows:
        release = RELEASE.search(plain)
        return windows[1] + (f" {release[1].upper()}" if release else "")
    return VERSION.sub("", plain)


def _day(words: str, catalogue: Catalogue, language: str, at: datetime | None) -> str:
    if at is None:
        return ""
    spoken = sorted(catalogue.languages.values(), key=lambda one: one.code != language)
    for one in spoken[:1] if words.isascii() else spoken:  # "3/10" is read as its own language means it, or not at all
        found = moments(words, at.date(), one.dates)
        if found:
            return next((moment for moment in found if _begins(words, moment)), found[0]).text
    return ""


def _begins(words: str, moment: Moment) -> bool:
    """ "昨日から", "since yesterday": of several days the one it began on."""
    return bool(FROM.match(words, moment.end) or SINCE.search(words, max(0, moment.start - 20), moment.start))


def _often(words: str, languages: Iterable[Language]) -> str:
    plain = unicodedata.normalize("NFKC", words)
    for pattern in COUNTED:
        if match := pattern.search(plain):
            told = match.groupdict()
            return f"{told['times']}/{told['all']}" if told.get("all") else f"{told['times']}/{told['days']}d"
    for language in languages:
        for name, pattern_ in language.often.items():
            if pattern_.found(plain):
                return name
    return ""


def _telephone(words: str, language: str) -> str:
    """E.164 of the first number in it: a reader dials it from anywhere."""
    for match in phonenumbers.PhoneNumberMatcher(unicodedata.normalize("NFKC", words), REGIONS.get(language)):
        return str(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
    return ""
