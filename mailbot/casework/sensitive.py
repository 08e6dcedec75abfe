"""Payment cards, passwords and the like in a customer's words: found, so that no letter and no log shows them.

Deterministic and linear: each pattern is bounded, each find is checked once (Luhn, issuer, check digit).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MARK = "••••"
# Digits in groups as they are printed on a card, full width too. No longer run of digits, and no decimal, is one.
CARD = re.compile(r"(?<![\d.,])\d(?:[ \-‐－–\u3000]?\d){12,18}(?![\d]|[.,]\d)")
ISSUERS = (  # beginning, lengths (ISO/IEC 7812)
    (re.compile(r"4"), {13, 16, 19}),
    (re.compile(r"5[1-5]|2(?:2[2-9]|[3-6]\d|7[01]|720|221)"), {16}),
    (re.compile(r"3[47]"), {15}),
    (re.compile(r"35(?:2[89]|[3-8]\d)"), {16}),
    (re.compile(r"3(?:0[0-5]|[689])"), {14}),
    (re.compile(r"6(?:011|5|4[4-9]|2)"), {16, 19}),
)
LABEL = (
    r"(?:パスワード|ﾊﾟｽﾜｰﾄﾞ|パスコード|パスフレーズ|暗証番号|秘密鍵|アクセスキー|APIキー|アクセストークン"
    r"|(?<![a-z])(?:pass ?(?:word|code|phrase|wd)|pwd|pw|pin(?: code)?"
    r"|api[ _-]?key|secret(?:[ _-]?key)?|access[ _-]?token))"
)
VALUE = r"[!-,./0-9:-~！-～-]{4,128}"
# "パスワード：x", "PW= x", "my password is x": a value that looks like one, up to the end of the words about it.
GIVEN = re.compile(
    rf"{LABEL}[\w\s()（）「」]{{0,12}}?\s{{0,3}}(?:[:：=＝]|→|は|が|\b(?:is|was)\b|(?=[「『]))[\s:：\"「『'`]{{0,4}}(?P<value>{VALUE})",
    re.IGNORECASE,
)
# Words that stand behind a label and are no password; behind "is" only what no word looks like is one.
STATES = re.compile(
    r"\(.*|(?:in)?correct|wrong|invalid|(?:not|no|un)\b.*|required|missing|empty|none|expired|forgot.*|reset.*|changed|unknown"
    r"|lost|hidden|null|error.*|n/a|never|field|works?|fails?|failed|screen|page|same|blank|always|rejected|accepted"
    r"|refused|ok|okay|yes|true|false|https?:.*|[*•xX＊●?.…_-]+|\w+@[\w.-]+",
    re.IGNORECASE,
)
WORDY = re.compile(r"[a-z]+[.,!?;:)\"']*", re.IGNORECASE)
BEARER = re.compile(
    r"\bauthorization\s{0,3}:\s{0,3}(?:bearer|basic)\s{1,3}(?P<value>[\w.~+/=-]{8,4000})", re.IGNORECASE
)
# Shapes that only keys of services and JSON Web Tokens (RFC 7519) have.
KEYS = re.compile(
    r"(?<![\w-])(?P<value>[spr]k_(?:live|test)_\w{10,200}|gh[pousr]_\w{20,255}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,200}"
    r"|eyJ[\w-]{10,4000}\.[\w-]{10,4000}\.[\w-]{5,4000})"
)
PRIVATE = re.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----(?P<value>[^-]{0,10000})")
MY_NUMBER = re.compile(r"(?:個人番号|マイナンバー)[^\d\n]{0,20}(?P<value>\d(?:[ \-－]?\d){11})(?!\d)")
MOST = 200  # finds of one text


@dataclass(frozen=True, slots=True)
class Sensitive:
    """`text[start:end]` must not be shown; `kind` is "card", "password", "key" or "my_number"."""

    kind: str
    start: int
    end: int
    shown: str  # what may stand there instead


def sensitive(text: str) -> tuple[Sensitive, ...]:
    """All finds of a text in order, none inside another."""
    found = sorted((one for find in FINDERS for one in find(text)), key=lambda one: (one.start, -one.end))
    kept: list[Sensitive] = []
    for one in found:
        if len(kept) < MOST and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return tuple(kept)


def masked(text: str) -> str:
    """The text with every find replaced; of a card the last four digits stay, as on a receipt."""
    pieces: list[str] = []
    at = 0
    for one in sensitive(text):
        pieces += [text[at : one.start], one.shown]
        at = one.end
    return "".join((*pieces, text[at:]))


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of finds, each once, in order."""
    return tuple(dict.fromkeys(one.kind for one in sensitive(text)))


def _cards(text: str) -> Iterator[Sensitive]:
    for match in CARD.finditer(text):
        digits = _digits(match[0])
        issued = any(begins.match(digits) and len(digits) in lengths for begins, lengths in ISSUERS)
        if issued and _luhn(digits) and len(set(digits)) > 1:  # 4444 4444 … is a placeholder
            yield Sensitive("card", match.start(), match.end(), f"{MARK} {digits[-4:]}")


def _passwords(text: str) -> Iterator[Sensitive]:
    for match in GIVEN.finditer(text):
        value = match["value"].rstrip("。、.,)）」』\"'`")
        plain = unicodedata.normalize("NFKC", value)
        by_sign = re.search(r"[:：=＝→]", text[match.start() : match.start("value")])
        follows = text[match.start("value") + len(value) :][:1]
        if len(plain) < 4 or STATES.fullmatch(plain) or (not by_sign and WORDY.fullmatch(plain)):
            continue
        if by_sign and WORDY.fullmatch(plain) and follows == " ":  # "Password: does not work"
            continue
        yield Sensitive("password", match.start("value"), match.start("value") + len(value), MARK)


def _keys(text: str) -> Iterator[Sensitive]:
    for pattern in (BEARER, KEYS, PRIVATE):
        for match in pattern.finditer(text):
            yield Sensitive("key", *match.span("value"), MARK)


def _my_numbers(text: str) -> Iterator[Sensitive]:
    for match in MY_NUMBER.finditer(text):
        if _checked(_digits(match["value"])):
            yield Sensitive("my_number", *match.span("value"), MARK)


FINDERS: tuple[Callable[[str], Iterator[Sensitive]], ...] = (_cards, _passwords, _keys, _my_numbers)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    total = sum(sum(divmod(int(one) * (1 + at % 2), 10)) for at, one in enumerate(reversed(digits)))
    return total % 10 == 0


def _checked(digits: str) -> bool:
    """The check digit of an individual number (Ordinance of the Ministry of Internal Affairs, 2014, no. 85)."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(one) * weight for one, weight in zip(digits[:11], weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)
