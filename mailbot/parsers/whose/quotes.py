"""Tell the sender's own words from quotes, signatures, footers and forwarded mail: line by line, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, groupby, islice

from mailbot.model import Part, Segment
from mailbot.parsers.whose.attributions import Attribution, attribution, may_end
from mailbot.parsers.whose.disclaimers import banner_end, disclaimer_start
from mailbot.parsers.whose.headerblocks import block_at, may_be_label, stands_alone
from mailbot.parsers.whose.quotemarks import marker, says_above
from mailbot.parsers.whose.quotesigns import QUOTE, other_signs, quoted_lines
from mailbot.parsers.whose.signatures import RULE, signature_start

# To lose a person's words is the worst error here: whatever is in doubt stays NEW.
WORDS = re.compile("[^\\W_ᐧ]|[\u2600-\u27bf\U0001f300-\U0001faff]")  # 👍 is an answer
MAX_LINE = 1000
MAX_LOOKS = 3000  # lines that may introduce a quote, and stretches: each is looked at with its neighbours
# A cheap look: what introduces, divides or labels has a sign, or 書き; what a helpdesk writes has a word.
SIGNS = re.compile(r"[:：_=－―─━‐–—\-]")
DESK = re.compile(r"この|本行|此行|[Ll]ine|LINE|[Ll]inie|[Zz]eile|[Ll]igne|[Ll]ínea|[Ll]inha|[Rr]iga")
DASHES = tuple("-_=－―─━‐–—")
# One of these stands in a mail that holds a helpdesk's line; most mails are spared the closer look.
ABOVE_WORDS = (
    "above this line",
    "above the line",
    "dieser zeile",
    "dieser linie",
    "cette ligne",
    "esta línea",
    "esta linha",
    "questa riga",
    "questa linea",
    "行より上",
    "行から上",
    "行の上",
    "線より上",
    "線の上",
    "ラインより上",
    "此行",
)


def segments_of(text: str, forwarded: bool = False) -> tuple[Segment, ...]:
    """The whole text cut into stretches, one `Part` each: gapless, in order, linear time.

    `forwarded` says that the subject calls the mail a forward: then the block below the sender's words is FORWARDED.
    """
    if not text:
        return ()
    full = text.split("\n")
    kinds = _Cut([line[:MAX_LINE] for line in full], forwarded).kinds
    ends = list(accumulate(len(line) + 1 for line in full))
    segments: list[Segment] = []
    at = last = 0
    for kind, group in groupby(kinds):
        last += len(list(group))
        end = min(ends[last - 1], len(text))
        segments.append(Segment(kind, at, end))
        at = end
    return tuple(segment for segment in segments if segment.start < segment.end)


@dataclass(slots=True)
class _Cut:
    """The lines of one mail and what each of them is."""

    lines: list[str]
    forwarded: bool
    quoted: list[bool] = field(init=False)
    kinds: list[Part] = field(init=False)
    tail: int = field(init=False)  # the line behind which all is somebody else's
    words_at: int = field(init=False)  # the first line of the sender's own
    above: bool = field(init=False)  # whether a helpdesk's line may be here

    def __post_init__(self) -> None:
        self.quoted = quoted_lines(self.lines)
        self.kinds = [Part.QUOTED if mark else Part.NEW for mark in self.quoted]
        self.tail = self.words_at = len(self.lines)
        low = "\n".join(self.lines).lower()
        self.above = any(words in low for words in ABOVE_WORDS)
        banner = banner_end(self.lines)
        self.kinds[:banner] = [Part.DISCLAIMER] * banner
        self._introductions(banner)
        self._stretches()
        self._never_blank()
        self._settle_blanks()

    def _introductions(self, start: int) -> None:
        """Mark dividers, header blocks and "… wrote:" lines; some of them make all that follows somebody else's."""
        first_quoted = self.quoted.index(True) if True in self.quoted else -1
        last_quoted = max((index for index, mark in enumerate(self.quoted) if mark), default=-1)
        index, floor, looks = start, start, 0
        while index < len(self.lines) and looks < MAX_LOOKS:
            line = self.lines[index]
            if index == first_quoted and _divider(line.lstrip(" >＞")) == "forwarded":
                return self._fill(index, Part.FORWARDED)  # Apple quotes what it forwards
            if self.quoted[index] or not self._tells(line):
                if self.words_at > index and not self.quoted[index] and WORDS.search(line):
                    self.words_at = index
                index += 1
                continue
            labelled, ends = may_be_label(line), may_end(line)
            looks += labelled or ends
            end = self._announced(index, labelled)
            if end < 0:
                return None
            if end > index:
                index = floor = end
                continue
            found = attribution(self.lines, index, floor) if ends else None
            if found and self._attributed(found, index, last_quoted):
                if self.tail < len(self.lines):
                    return None
                floor = index + 1
            elif WORDS.search(line):
                self.words_at = min(self.words_at, index)
            index += 1
        return None

    def _tells(self, line: str) -> bool:
        return bool(SIGNS.search(line)) or "書き" in line or (self.above and bool(DESK.search(line)))

    def _announced(self, index: int, labelled: bool) -> int:
        """The end of a divider or header block at a line, `index` for none, -1 when all below goes with it."""
        line = self.lines[index]
        said = _divider(line)
        if said == "forwarded":
            self._fill(index, Part.FORWARDED)
            return -1
        if not said and self.above and says_above(line):
            return self._above_this(index)
        least = 2 if self.forwarded else 3
        block = block_at(self.lines, index + 1 if said else index, least) if said or labelled else None
        if not said and (not block or not (self._ruled(index) or stands_alone(self.lines, block))):
            return index
        end = block.end if block else index + 1
        if not self._next_is_quoted(end):
            self._fill(
                self._with_rule(index), Part.FORWARDED if self.forwarded or self.words_at >= index else Part.QUOTED
            )
            return -1
        self.kinds[index:end] = [Part.QUOTED] * (end - index)
        return end

    def _ruled(self, index: int) -> bool:
        above = self.lines[index - 1] if index else ""
        return bool(above.strip() and RULE.fullmatch(above))

    def _above_this(self, index: int) -> int:
        """Below "reply above this line" stands the mail that is answered, if something stands above it."""
        if self.words_at < index:
            self._fill(index, Part.QUOTED)
            return -1
        self.kinds[index] = Part.QUOTED
        return index + 1

    def _attributed(self, found: Attribution, index: int, last_quoted: int) -> bool:
        """Mark an introduction with a quote below it, or a sure one without quote signs."""
        if self._next_is_quoted(index + 1):
            self.kinds[found.start : index + 1] = [Part.QUOTED] * (index + 1 - found.start)
            return True
        others = other_signs(self.lines, index + 1)
        if others:
            for at in (*range(found.start, index + 1), *others):
                self.kinds[at], self.quoted[at] = Part.QUOTED, True
            return True
        if found.sure and self.words_at < found.start and last_quoted < index:
            self._fill(found.start, Part.FORWARDED if self.forwarded else Part.QUOTED)
            return True
        return False

    def _fill(self, start: int, part: Part) -> None:
        self.kinds[start:] = [part] * (len(self.kinds) - start)
        self.tail = start

    def _with_rule(self, index: int) -> int:
        """Take the rule and the blank lines above a header block with it."""
        start = index
        while start and (not self.lines[start - 1].strip() or RULE.fullmatch(self.lines[start - 1])):
            start -= 1
        return start

    def _next_is_quoted(self, start: int) -> bool:
        following = (at for at in range(start, len(self.lines)) if self.lines[at].strip())
        return self.quoted[at] if (at := next(following, -1)) >= 0 else False

    def _stretches(self) -> None:
        """Look for footers and a signature at the end of each stretch of new lines."""
        start = 0
        for kind, group in islice(groupby(self.kinds[: self.tail]), MAX_LOOKS):
            end = start + len(list(group))
            if kind is Part.NEW:
                legal = disclaimer_start(self.lines, start, end)
                first = signature_start(self.lines, start, legal)
                self.kinds[legal:end] = [Part.DISCLAIMER] * (end - legal)
                self.kinds[first:legal] = [Part.SIGNATURE] * (legal - first)
            start = end

    def _never_blank(self) -> None:
        """When nothing new is left, give back what was only guessed.

        A signature is somebody's words too, and so are quote signs that nobody introduces.
        """
        if self._has_words():
            return
        signs = [bool(QUOTE.match(line)) for line in self.lines]
        bare = self.tail == len(self.lines) and all(
            sign for kind, sign in zip(self.kinds, signs, strict=True) if kind is Part.QUOTED
        )
        self._give_back({Part.SIGNATURE} | ({Part.QUOTED} if bare else set()))
        if not self._has_words() and self.tail == len(self.lines):
            self._give_back({Part.DISCLAIMER})

    def _give_back(self, parts: set[Part]) -> None:
        for index in range(self.tail):
            if self.kinds[index] in parts:
                self.kinds[index] = Part.NEW

    def _has_words(self) -> bool:
        return any(kind is Part.NEW and WORDS.search(line) for kind, line in zip(self.kinds, self.lines, strict=True))

    def _settle_blanks(self) -> None:
        """Blank lines go with the line above them."""
        for index in range(1, len(self.lines)):
            if not self.lines[index].strip() and self.kinds[index] is Part.NEW:
                self.kinds[index] = self.kinds[index - 1]


def _divider(line: str) -> str:
    stripped = line.strip(" \t*")
    if stripped.startswith(DASHES) or stripped.endswith((":", "：")) or "---" in stripped:
        return marker(line)
    return ""
