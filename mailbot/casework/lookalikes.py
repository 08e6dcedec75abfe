"""Addresses made to be taken for another: letters of two scripts in one word, or a likeness of one of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Letters of other scripts that look like Latin ones, and Latin ones that look like one another (Unicode TS 39 section 4
# has them all; here are those of which names can be written).
LIKE = str.maketrans(
    {
        **dict(zip("аеорсхуіјѕԁһԛԝкмнтвгѵ", "aeopcxyijsdhqwkmhtbrv", strict=True)),
        **dict(zip("οαρτυνκιεχγηωμ", "oaptuvkiexynwm", strict=True)),
        **dict(zip("աոսօցհ", "wnuoqh", strict=True)),
        **dict(zip("ɑɡıℓ", "agil", strict=True)),
        **dict(zip("01|", "oll", strict=True)),
    }
)
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")  # scripts whose letters look alike
WORDS = re.compile(r"[^\W\d_]+")


def mixed(email: str) -> str:
    """The word of an address that mixes Latin, Cyrillic, Greek or the like, as no honest name does; "" if none."""
    return next((word for word in WORDS.findall(shown(email)) if len(_scripts(word)) > 1), "")


def likeness(email: str, ours: Iterable[str]) -> str:
    """The address of ours that this one looks like, wholly or in its domain, without being one; "" if none."""
    local, domain = skeleton(email).rpartition("@")[::2]
    found: list[tuple[bool, str]] = []  # the nearest first
    for one in ours:
        own_local, own_domain = skeleton(one).rpartition("@")[::2]
        same_domain = email.rpartition("@")[2].casefold() == one.rpartition("@")[2].casefold()
        if domain == own_domain and email.casefold() != one.casefold() and (local == own_local or not same_domain):
            found.append((local != own_local, one))
    return min(found, key=lambda one: one[0])[1] if found else ""


def skeleton(email: str) -> str:
    """The address as an eye sees it: addresses that look alike have the same."""
    text = unicodedata.normalize("NFKC", shown(email)).casefold().translate(LIKE)
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)).translate(LIKE)
    for pair, one in PAIRS:
        bare = bare.replace(pair, one)
    return bare


def shown(email: str) -> str:
    """The address with its domain in letters, as mail programs show it (RFC 5890), as far as that can be read."""
    local, _, domain = email.rpartition("@")
    return f"{local}@{'.'.join(_letters(label) for label in domain.split('.'))}"


def _letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return {name for name in names if name in ALIKE}
