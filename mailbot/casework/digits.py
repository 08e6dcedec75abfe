"""Payment cards (ISO/IEC 7812) and Japanese individual numbers among the digits of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

RUN = re.compile(r"(?<![a-z0-9_#+])[0-9]+(?:(?: - |[ .ー-])[0-9]+)*(?![a-z0-9_])", re.IGNORECASE)
GROUP = re.compile(r"[0-9]+")
BEFORE = 40  # characters before a number in which its name stands
# First and last prefix of an issuer, and how many digits its cards have.
ISSUERS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", frozenset({16})),  # Mastercard
    ("2221", "2720", frozenset({16})),
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("3528", "3589", frozenset({16, 17, 18, 19})),  # JCB
    ("300", "305", frozenset({14, 16, 19})),  # Diners Club
    ("36", "36", frozenset({14, 16, 19})),
    ("38", "39", frozenset({14, 16, 19})),
    ("6011", "6011", frozenset({16, 19})),  # Discover
    ("644", "659", frozenset({16, 19})),
    ("62", "62", frozenset({16, 17, 18, 19})),  # UnionPay
    ("2200", "2204", frozenset({16, 17, 18, 19})),  # Mir
    *((prefix, prefix, frozenset(range(13, 20))) for prefix in ("5018", "5020", "5038", "5893", "6304", "6759")),
    ("6761", "6763", frozenset(range(13, 20))),  # Maestro, like the row above
)
SHORTEST, LONGEST = 13, 19
SMALLEST_BLOCK = 3  # digits a number is begun with
ALONE = frozenset({14, 15, 16, 19})  # so many digits in one block; others are goods as well and need the word "card"
BLOCKS = frozenset({(4, 6, 5), (4, 6, 4), (8, 8), (6, 13)})  # beside fours with a rest at the end
CARD = re.compile(
    r"カード|クレジット|クレカ|デビット|card|credit|debit|visa|master|amex|american express|jcb|diners|discover",
    re.IGNORECASE,
)
# What else has so many digits; it stands right before them.
OTHERS = re.compile(
    r"(?:(?:注文|受付|受注|発注|伝票|追跡|問い?合わ?せ|管理|製造|シリアル|会員|顧客|口座|電話|携帯|ファクス|商品|製品|予約|整理"
    r"|登録|契約|案件|請求|取引|端末|決済|機器|ライセンス|プロダクト)(?:書|用)?(?:番号|コード|キー|ナンバー|ID|No\.?)?"
    r"|JAN(?:コード)?|バーコード"
    r"|(?<![a-z])(?:order|serial|tracking|invoice|ticket|case|customer|account|phone|tel|fax|mobile|imei|isbn|ean|sku|part"
    r"|product|reference|ref|request|session|transaction|trace|device|build|job|batch|document|message|license|member)"
    r"[ _-]?(?:numbers?|no|nr|num|ids?|codes?|key)?)[\"']?[ \t]*(?:は|が|is|was)?[.:=#\"' ]{0,5}$",
    re.IGNORECASE,
)
# ORD-4111...: a number of somebody's own; /task/5522...: a place on the web; 0.4111...: a fraction.
PART_OF_MORE = re.compile(r"(?:[a-z]-|[a-z0-9]/|[0-9][.,])$", re.IGNORECASE)
MY_NUMBER = re.compile(r"個人番号|マイ・?ナンバー|my[ -]?number|individual number", re.IGNORECASE)
MY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `[start, end)`; `name` is "card" or "my_number"."""

    name: str
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """Cards and individual numbers in a text whose digits are ASCII, from left to right."""
    for run in RUN.finditer(text):
        if run.end() - run.start() >= MY_DIGITS:
            yield from _of_run(text, run.start(), run.end())


def _of_run(text: str, start: int, end: int) -> Iterator[Number]:
    """A card may have its expiry date behind it in the same run of digits: groups are taken one after the other."""
    groups = [match.span() for match in GROUP.finditer(text, start, end)]
    first = 0
    while first < len(groups):
        last, name = _named(text, groups, first)
        if name:
            yield Number(name, groups[first][0], groups[last][1])
        first = last + 1


def _named(text: str, groups: list[tuple[int, int]], first: int) -> tuple[int, str]:
    """(last group of the number that begins here, its name); the first group itself and "" when none does."""
    start, digits = groups[first][0], ""
    if groups[first][1] - start < SMALLEST_BLOCK:
        return first, ""
    for last in range(first, len(groups)):
        digits += text[slice(*groups[last])]
        if len(digits) > LONGEST:
            break
        if len(digits) == MY_DIGITS and _is_my_number(digits) and MY_NUMBER.search(text, max(0, start - BEFORE), start):
            return last, "my_number"
        if len(digits) >= SHORTEST and _issued(digits) and _luhn(digits):
            sizes = tuple(end - begin for begin, end in groups[first : last + 1])
            if _is_card(digits, sizes, text[max(0, start - BEFORE) : start]):
                return last, "card"
    return first, ""


def _is_card(digits: str, sizes: tuple[int, ...], before: str) -> bool:
    """With the word "card" before it any grouping will do; without, only the usual ones."""
    if OTHERS.search(before):
        return False
    if CARD.search(before):
        return True
    fours = all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4
    usual = len(sizes) == 1 or fours or sizes in BLOCKS
    short = len(digits) not in ALONE and len(sizes) == 1
    return usual and not short and not PART_OF_MORE.search(before)


def _issued(digits: str) -> bool:
    return any(low <= digits[: len(low)] <= high and len(digits) in sizes for low, high, sizes in ISSUERS)


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B; a number of one digit only is nobody's."""
    doubled = (int(digit) * (1 + number % 2) for number, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0 and any(a != b for a, b in pairwise(digits))


def _is_my_number(digits: str) -> bool:
    """The check digit of individual numbers: article 5 of order 85 of 2014 of the Ministry of Internal Affairs."""
    weighed = sum(
        int(digit) * (number + 1 if number <= 6 else number - 5) for number, digit in enumerate(digits[-2::-1], 1)
    )
    rest = weighed % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)
