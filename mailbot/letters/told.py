"""What a case knows, in words of the letter's language, with the customer's own words beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mailbot.casework.details import certain, overtaken
from mailbot.casework.timeline import occurrences
from mailbot.letters.about import About, numbered
from mailbot.letters.gate import hv
from mailbot.model import Address, Answer, Finding, Party

SHARE = re.compile(r"(?P<times>\d+)/(?P<all>\d+)(?P<days>d?)")


def known(about: About) -> list[dict[str, str]]:
    """What the customer told, as far as it can be said in our own words: values of our lexicon."""
    told: dict[str, list[str]] = {}
    for finding in _proofs(about, _own(about)):
        if finding.lexical:
            told.setdefault(finding.detail, []).append(finding.value)
    return [{"label": about.label(id_), "value": hv(about.listed(values), 120)} for id_, values in told.items()]


def _own(about: About) -> tuple[Finding, ...]:
    """What no one else told than the reader of the letter: whoever else takes part may not want him to read it."""
    reader = about.letter.recipient.key
    theirs = [mail for mail in about.case.mails if not mail.ours and mail.party is Party.CUSTOMER]
    others = {mail.mail for mail in theirs if Address(mail.address).key != reader}
    return tuple(one for one in about.case.findings if one.mail not in others)


def _proofs(about: About, told: tuple[Finding, ...]) -> list[Finding]:
    """What is told for certain; of what was told differently later, the later."""
    catalogue = about.stationery.catalogue
    return [one for one in told if certain(one) and not overtaken(one, told, catalogue)]


def details(about: About) -> list[dict[str, str]]:
    """What is proved: the value, the words that prove it, and whose mail they stand in."""
    numbers = {mail.mail: str(number) for number, mail in numbered(about.case)}
    return [
        {
            "label": about.label(finding.detail),
            "value": hv(_spoken(finding, about), 300),
            "quote": hv(finding.quote, 300),
            "mail": numbers.get(finding.mail, ""),
            "rule": finding.rule,
            "earlier": " / ".join(_earlier(finding.detail, numbers, about)),
        }
        for finding in _proofs(about, about.case.findings)
    ]


def _earlier(detail: str, numbers: Mapping[int, str], about: About) -> Iterator[str]:
    """What was told of a detail before it was told differently, each with its mail."""
    told, catalogue = about.case.findings, about.stationery.catalogue
    for one in told:
        if one.detail == detail and overtaken(one, told, catalogue):
            number = numbers.get(one.mail)
            place = about.word("place_mail").replace("{number}", number) if number else one.rule
            yield about.word("told_before").replace("{place}", place).replace("{value}", hv(_spoken(one, about), 100))


def _spoken(finding: Finding, about: About) -> str:
    """The customer's words, with the one form of the value beside them: "昨日の夕方からです。（2026-11-25 夕方）"."""
    if finding.lexical or finding.value in finding.quote:
        return finding.value
    normal = _normal(finding, about)
    if normal == finding.quote.strip():
        return normal
    words = about.word("value_beside").replace("{value}", normal)
    return words.replace("{words}", finding.quote.strip())


def _normal(finding: Finding, about: About) -> str:
    if share := SHARE.fullmatch(finding.value):
        words = about.word("value_share_of_days" if share["days"] else "value_share")
        return words.replace("{times}", share["times"]).replace("{all}", share["all"])
    return " ".join(_in_words(part, about) for part in finding.value.split(" "))


def _in_words(part: str, about: About) -> str:
    """ "evening", "always" in words of the letter's language; what has none stays."""
    key = f"value_{part}"
    return part if (word := about.word(key)) == key else word


def happened(about: About) -> list[dict[str, str]]:
    """When it happened, as the customer's mails tell it, mail by mail."""
    catalogue, language = about.stationery.catalogue, about.case.language
    return [
        {"at": _when(one.at, about), "quote": hv(one.quote, 200), "mail": str(number)}
        for number, mail in numbered(about.case)
        for one in occurrences(mail.new_text, mail.at.astimezone(about.stationery.zone), language, catalogue)
    ]


def _when(at: str, about: About) -> str:
    return " ".join(_in_words(part, about) for part in at.split(" "))


def closed_by(answer: Answer) -> Callable[[About], list[str]]:
    """The details to which the customer gave this answer."""
    return lambda about: [about.label(one.detail) for one in about.case.findings if one.answer is answer]
