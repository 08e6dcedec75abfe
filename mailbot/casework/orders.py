"""Read the orders on the first lines of an agent's mail: "#note", "＃完了", "#kind bug"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from mailbot.casework.commands import BY_NAME, COMMANDS, KIND_BY_NAME, folded, help_lines, shown

__all__ = ["COMMANDS", "Order", "Orders", "Problem", "help_lines", "parse"]

# Whatever begins with "#" at the top is an order or a mistake, never text: it must not reach a customer. Programs put
# list marks and the stars of bold text around it, and "sharp" on a Japanese keyboard gives "♯".
LEAD = "\\s*_`・•「【\\[(\u200b\u200c\u200d\u2060\ufeff\u00ad-"
SIGN = re.compile(rf"[{LEAD}]{{0,12}}[#＃﹟♯]")
DECORATION = re.compile(rf"^[{LEAD}]{{1,12}}|[\s*_`」】]{{1,12}}$")
ORDER = re.compile(r"#(?P<gap>\s?)(?P<name>[^\s#:=.,、。!」】\])*_`]{1,60})\s{0,9}[:=.。!、]?(?P<argument>.*)")
NEXT = re.compile(r"\s(?=#)")
MAX_LOW = 200  # lines with "#" below the text that are looked at
MAX_TOP = 20  # lines of orders; there are far fewer orders
LONGEST_LINE = 2000  # characters of an order with its words
LONGEST_SHOWN = 200  # characters of a line that we tell back
LONGEST_NAME = 24  # characters of a name for which others are proposed
ALIKE, VERY_ALIKE = 60, 75  # of 100: worth proposing; surely meant as an order
# Pairs that cannot both be meant: whoever orders both is asked.
CONTRARY: tuple[tuple[str, str], ...] = (
    ("close", "resume"),
    ("close", "escalate"),
    ("note", "release"),
    ("take", "resume"),
    ("escalate", "resume"),
    ("escalate", "release"),
    ("ask", "close"),
    ("ask", "resume"),
    # What is said of a case that ends is lost; whoever means the other one replies there.
    *(("merge", one) for one in ("take", "resume", "release", "kind", "ask", "set", "escalate", "close", "accept")),
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order as given, by the name of its command; the argument of "kind" is the value of a `Kind`."""

    name: str
    argument: str
    line: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be obeyed, and why: language -> a sentence for the agent."""

    line: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Orders:
    """What is ordered, the text below it, and what is wrong: with a problem nothing is done and nothing leaves."""

    orders: tuple[Order, ...]
    rest: str
    problems: tuple[Problem, ...] = ()


def parse(text: str) -> Orders:
    """Read an agent's new text: no quotes, no signature.

    Orders end at the first line that is neither blank nor begins with "#". A line with "#" above that is no order is a
    problem, be it a mistyped order, a ticket number or a heading, and so is an order that stands below the text.
    """
    top, rest = _split(text)
    found = [_read(piece) for line in top for piece in _pieces(line)]
    orders = tuple({(one.name, one.argument): one for one in reversed(found) if isinstance(one, Order)}.values())[::-1]
    problems = [one for one in found if isinstance(one, Problem)]
    if not any(order.name == "note" for order in orders):
        problems += _too_low(rest)
    return Orders(orders, rest, (*problems, *_contradictions(orders)))


def _split(text: str) -> tuple[list[str], str]:
    """The lines of orders, and the text below them as it was written."""
    lines = text.split("\n")
    top: list[str] = []
    noted = False
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        below_blank = index > 0 and not lines[index - 1].strip()
        if not SIGN.match(line) or len(top) == MAX_TOP or (noted and below_blank and not _meant(line)):
            return top, "\n".join(lines[index:]).rstrip("\n")
        top.append(line)
        noted = noted or any(_is_note(piece) for piece in _pieces(line))
    return top, ""


def _plain(line: str) -> str:
    line = unicodedata.normalize("NFKC", line[:LONGEST_LINE]).replace("♯", "#")
    return DECORATION.sub("", line)


def _pieces(line: str) -> list[str]:
    """ "#kind bug #take" are two orders; but in "#note he cites #12 and #close" all belongs to the note."""
    pieces = [piece.strip() for piece in NEXT.split(_plain(line))]
    if len(pieces) == 1:
        return [line.strip()]
    for index, piece in enumerate(pieces):
        if _is_note(piece) and not all(map(_meant, pieces[index + 1 :])):
            return [*pieces[:index], " ".join(pieces[index:])]
    return pieces


def _is_note(piece: str) -> bool:
    match = ORDER.match(_plain(piece))
    command = BY_NAME.get(folded(match["name"])) if match else None
    return command is not None and command.name == "note"


def _meant(line: str) -> bool:
    """Whether a "#" that may belong to a text is meant as an order: "#clsoe" is, "# Summary" and "#12" are not."""
    match = ORDER.fullmatch(_plain(line))
    if match is None:
        return False
    return isinstance(_read(line), Order) or (not match["gap"] and bool(_near(match["name"], VERY_ALIKE)))


def _read(piece: str) -> Order | Problem:
    match = ORDER.fullmatch(_plain(piece))
    if match is None:
        return _unknown(piece, "")
    name, argument = folded(match["name"]), match["argument"].strip()
    command = BY_NAME.get(name)
    if name in KIND_BY_NAME and not argument:
        return Order("kind", KIND_BY_NAME[name].value, piece)
    if command is None:
        return _too_much(piece, match["name"]) if name in KIND_BY_NAME else _unknown(piece, match["name"])
    if command.takes == "kind":
        kind = KIND_BY_NAME.get(folded(argument.rstrip(".。!")))
        return Order(command.name, kind.value, piece) if kind else _no_kind(piece)
    if argument and not command.takes:
        return _too_much(piece, match["name"])
    return Order(command.name, argument, piece)


def _too_low(rest: str) -> Iterator[Problem]:
    """An order below the text would be read by the customer, with whatever follows "#note"."""
    signs = islice((line.strip() for line in rest.split("\n") if SIGN.match(line)), MAX_LOW)
    line = next(filter(_meant, signs), "")
    if line:
        yield _problem(
            line,
            en="An order counts only on the first lines of a mail, above all other text.",
            ja="指示は、メールの先頭の行（本文より上）にお書きください。",
        )


def _contradictions(orders: tuple[Order, ...]) -> Iterator[Problem]:
    lines = {order.name: order.line for order in orders}
    pairs = [(lines[one], lines[other]) for one, other in CONTRARY if one in lines and other in lines]
    kinds = [order.line for order in orders if order.name == "kind"]
    for one, other in [*pairs, *([(kinds[0], kinds[1])] if len(kinds) > 1 else [])]:
        yield _problem(
            f"{one} / {other}",
            en="These two contradict each other. Please write only one of them.",
            ja="この二つは両立しません。どちらか一方だけをお書きください。",
        )


def _unknown(line: str, name: str) -> Problem:
    near = _near(name, ALIKE)
    en, ja = " or ".join(shown(one, "en") for one in near), "または".join(f"「{shown(one, 'ja')}」" for one in near)
    return _problem(
        line,
        en="There is no such order." + (f" Did you mean {en}?" if near else ""),
        ja="このような指示はありません。" + (f"{ja}のことでしょうか。" if near else ""),
    )


def _no_kind(line: str) -> Problem:
    return _problem(
        line,
        en="It does not say which kind. Please write #kind bug, #kind question or #kind request.",
        ja="種類が分かりません。「#種類 不具合」「#種類 質問」「#種類 要望」のいずれかをお書きください。",
    )


def _too_much(line: str, name: str) -> Problem:
    return _problem(
        line,
        en=f"Nothing may follow #{name} on its line. Please write words for the customer on the lines below.",
        ja=f"「#{name}」と同じ行には、ほかの言葉を書けません。お客様への文面は、次の行からお書きください。",
    )


def _problem(line: str, *, en: str, ja: str) -> Problem:
    return Problem(line[:LONGEST_SHOWN], {"en": en, "ja": ja})


def _near(name: str, score: int) -> tuple[str, ...]:
    """Names like this one, or that it begins with ("完了しました"), the nearest first: two at most, of two orders."""
    if len(name) > LONGEST_NAME or name.isdecimal():
        return ()
    names = (*BY_NAME, *KIND_BY_NAME)
    begun = [one for one in names if folded(name).startswith(one)]
    found = process.extract(folded(name), names, scorer=fuzz.ratio, score_cutoff=score, limit=4)
    near = {shown(one, "en"): one for one in reversed([*begun, *(one for one, *_ in found)])}
    return tuple(near.values())[::-1][:2]
