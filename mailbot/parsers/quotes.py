"""Tell the sender's own words from quotes, signatures and forwarded mail: line by line, in linear time."""

from __future__ import annotations

import re
from itertools import groupby

from mailbot.model import Part, Segment
from mailbot.parsers.quotemarks import (
    CONTACT,
    DATE_LINE,
    DATED,
    EXCUSE,
    HAS_ADDRESS,
    RULE,
    SENT_FROM,
    WROTE,
    WROTE_BEGINS,
    label_of,
    marker,
)

# To lose a person's words is the worst error here: whatever is in doubt stays NEW.
QUOTE = re.compile(r"\s{0,3}[>＞]")
FACE = re.compile(r"\s{0,3}>(?:[_.;oO^]{1,3}<|:[(\[<])")
PROMPT = re.compile(r"\s{0,3}>>>\s")
WORDS = re.compile("[^\\W_]|[\u2600-\u27bf\U0001f300-\U0001faff]")  # 👍 is an answer
MAX_LINE = 1000
MAX_BLOCK_LINES = 24
MAX_LOOKS = 3000  # lines that may introduce a quote: each is looked at with its neighbours
MAX_SIGNATURE_LINES = 12
MAX_CARD_LINES = 15
SEPARATORS = frozenset(("--", "—", "– ", "−−", "－－"))


def segments_of(text: str, forwarded: bool = False) -> tuple[Segment, ...]:
    """The whole text cut into NEW, QUOTED, SIGNATURE and FORWARDED stretches: gapless, in order, linear time.

    `forwarded` says that the subject calls the mail a forward: then the block below the sender's words is FORWARDED.
    """
    if not text:
        return ()
    full = text.split("\n")
    kinds = _kinds([line[:MAX_LINE] for line in full], forwarded)
    segments: list[Segment] = []
    at = 0
    for kind, group in groupby(zip(kinds, full, strict=True), key=lambda pair: pair[0]):
        end = at + sum(len(line) + 1 for _, line in group)
        segments.append(Segment(kind, at, min(end, len(text))))
        at = end
    return tuple(segment for segment in segments if segment.start < segment.end)


def _kinds(lines: list[str], forwarded: bool) -> list[Part]:
    quoted = _quoted(lines)
    kinds = [Part.QUOTED if mark else Part.NEW for mark in quoted]
    tail = _mark_introductions(lines, kinds, quoted, forwarded)
    _mark_signatures(lines, kinds, tail)
    _never_blank(lines, kinds, tail)
    _settle_blanks(lines, kinds)
    return kinds


def _quoted(lines: list[str]) -> list[bool]:
    """Which lines begin with a quote sign that is neither a face nor the prompt of a Python shell."""
    marks = [bool(QUOTE.match(line)) and line.strip() not in (">:", ">：") for line in lines]  # a wrapped "<a@b>:"
    if not any(marks):
        return marks
    marks = [mark and not FACE.match(line) for line, mark in zip(lines, marks, strict=True)]
    shell = all(PROMPT.match(line) for line, mark in zip(lines, marks, strict=True) if mark)
    for index, line in enumerate(lines):
        if not marks[index]:
            continue
        alone = not (index and marks[index - 1]) and not (index + 1 < len(lines) and marks[index + 1])
        path = line.lstrip().startswith("＞") and "＞" in line.lstrip()[1:]
        if shell or (alone and path):
            marks[index] = False
    return marks


def _mark_introductions(lines: list[str], kinds: list[Part], quoted: list[bool], forwarded: bool) -> int:
    """Mark dividers, header blocks and "… wrote:" lines; where everything to the end is not new, say from where."""
    first_quoted = quoted.index(True) if True in quoted else -1
    last_quoted = max((index for index, mark in enumerate(quoted) if mark), default=-1)
    index, first_words, looks = 0, len(lines), 0
    while index < len(lines) and looks < MAX_LOOKS:
        line = lines[index]
        if index == first_quoted and _divider(line.lstrip(" >＞")) == "forwarded":
            return _fill(kinds, index, Part.FORWARDED)  # Apple quotes what it forwards
        if quoted[index] or not line.strip():
            index += 1
            continue
        said = _divider(line)
        end = _header_block(lines, index + 1 if said else index) if said or _may_be_label(line) else 0
        looks += bool(said) or line.rstrip().endswith((":", "：")) or _may_be_label(line)
        if said == "forwarded":
            return _fill(kinds, index, Part.FORWARDED)
        if said or end:
            end = max(end, index + 1)
            if not _next_is_quoted(lines, quoted, end):
                part = Part.FORWARDED if forwarded or first_words >= index else Part.QUOTED
                return _fill(kinds, _above(lines, index), part)
            kinds[index:end] = [Part.QUOTED] * (end - index)
            index = end
            continue
        start, strong = _attribution(lines, index)
        if start >= 0 and _next_is_quoted(lines, quoted, index + 1):
            kinds[start : index + 1] = [Part.QUOTED] * (index + 1 - start)
        elif start >= 0 and strong and first_words < start and last_quoted < index:
            return _fill(kinds, start, Part.FORWARDED if forwarded else Part.QUOTED)
        else:
            first_words = min(first_words, index) if WORDS.search(line) else first_words
        index += 1
    return len(lines)


def _fill(kinds: list[Part], start: int, part: Part) -> int:
    kinds[start:] = [part] * (len(kinds) - start)
    return start


def _divider(line: str) -> str:
    stripped = line.strip(" \t*")
    if stripped[:1] in "-_=－―─━" or stripped[-1:] in (":", "："):
        return marker(line)
    return ""


def _may_be_label(line: str) -> bool:
    head = line[:40]
    return (":" in head or "：" in head) and bool(label_of(line))


def _header_block(lines: list[str], start: int) -> int:
    """The end of a block of From, Sent, To and Subject lines that begins here, 0 when there is none.

    Long values are wrapped and some programs put blank lines between: two lines may stand between two labels.
    """
    kinds: set[str] = set()
    proof = False
    last = start - 1
    for index in range(start, min(start + MAX_BLOCK_LINES, len(lines))):
        if index - last > 3:
            break
        kind = label_of(lines[index])
        if kind:
            kinds.add(kind)
            proof = proof or (kind == "sent" and bool(DATED.search(lines[index]))) or "@" in lines[index]
            last = index
    return last + 1 if proof and "from" in kinds and len(kinds - {"cc"}) >= 3 else 0


def _above(lines: list[str], index: int) -> int:
    """Take the rule and the blank lines above a header block with it."""
    start = index
    while start and (not lines[start - 1].strip() or RULE.fullmatch(lines[start - 1])):
        start -= 1
    return start


def _next_is_quoted(lines: list[str], quoted: list[bool], start: int) -> bool:
    for index in range(start, len(lines)):
        if lines[index].strip():
            return quoted[index]
    return False


def _attribution(lines: list[str], index: int) -> tuple[int, bool]:
    """The first line of a "… wrote:" that ends here, wrapped over up to four lines, or -1; and whether it is sure."""
    if not lines[index].rstrip().endswith((":", "：")):
        return -1, False
    joined = ""
    weak = -1
    for start in range(index, max(index - 4, -1), -1):
        line = lines[start].strip()
        if not line or (QUOTE.match(line) and start != index):
            break
        joined = f"{line} {joined}".strip()
        if len(joined) > 500:
            break
        verb = bool(WROTE.search(joined[-200:]))
        dated, address = bool(DATED.search(joined)), bool(HAS_ADDRESS.search(joined))
        if (verb and WROTE_BEGINS.match(joined) and (dated or address)) or (address and DATE_LINE.fullmatch(joined)):
            return start, dated
        if verb and (start == index or (address and weak == index)):
            weak = start
    return weak, False


def _mark_signatures(lines: list[str], kinds: list[Part], tail: int) -> None:
    """Look for a signature at the end of each stretch of new lines."""
    start = 0
    for kind, group in groupby(kinds[:tail]):
        end = start + len(list(group))
        if kind is Part.NEW:
            first = _signature(lines, start, end)
            kinds[first:end] = [Part.SIGNATURE] * (end - first)
        start = end


def _signature(lines: list[str], start: int, end: int) -> int:
    """Where the signature in lines[start:end] begins, `end` when there is none."""
    cut = _sent_from(lines, start, end)
    first = next((i for i in range(start, cut) if lines[i].strip() in SEPARATORS), cut)
    if first < cut and _count(lines, first + 1, cut) <= MAX_SIGNATURE_LINES:
        return first
    return _card(lines, start, cut)


def _count(lines: list[str], start: int, end: int) -> int:
    return sum(1 for line in lines[start:end] if line.strip())


def _sent_from(lines: list[str], start: int, end: int) -> int:
    """Cut off the last lines as far as they are blank or say which device or program sent them."""
    cut = end
    index = end
    while index > start and (not lines[index - 1].strip() or _says_sent_from(lines[index - 1].strip())):
        index -= 1
        if lines[index].strip():
            cut = index
    return cut


def _says_sent_from(line: str) -> bool:
    """ "Sent from my desk it works better." is a sentence."""
    sentence = line.endswith(".") and line.count(" ") > 5 and not EXCUSE.search(line)
    return len(line) <= 120 and bool(SENT_FROM.fullmatch(line)) and not sentence


def _card(lines: list[str], start: int, end: int) -> int:
    """A visiting card below a rule: short lines, at least two of which tell how to reach the sender."""
    low, seen = end, 0
    while low > start and seen <= MAX_CARD_LINES + 4:
        low -= 1
        seen += bool(lines[low].strip())
    for index in range(low, end):
        if RULE.fullmatch(lines[index]) and _is_card([line.strip() for line in lines[index:end] if line.strip()]):
            return index
    return end


def _is_card(lines: list[str]) -> bool:
    inside = [line for line in lines if not RULE.fullmatch(line)]
    contacts = sum(1 for line in inside if CONTACT.search(line))
    speech = sum(1 for line in inside if len(line) > 90 or line.endswith(("。", "?", "？", "ます", "です")))
    return 0 < len(inside) <= MAX_CARD_LINES and contacts >= 2 and contacts * 3 >= len(inside) and speech <= 1


def _never_blank(lines: list[str], kinds: list[Part], tail: int) -> None:
    """When nothing new is left, give back what was only guessed.

    A signature is somebody's words too, and so are quote signs that nobody introduces.
    """
    if any(kind is Part.NEW and WORDS.search(line) for kind, line in zip(kinds, lines, strict=True)):
        return
    bare = tail == len(lines) and all(
        kind is not Part.QUOTED or QUOTE.match(line) for kind, line in zip(kinds, lines, strict=True)
    )
    for index in range(tail):
        if kinds[index] is Part.SIGNATURE or (bare and kinds[index] is Part.QUOTED):
            kinds[index] = Part.NEW


def _settle_blanks(lines: list[str], kinds: list[Part]) -> None:
    """Blank lines go with the line above them."""
    for index in range(1, len(lines)):
        if not lines[index].strip() and kinds[index] is Part.NEW:
            kinds[index] = kinds[index - 1]
