"""Recognise the line "On …, … wrote:" above a quote, wrapped or not, in the languages people write to us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LINES = 4
LONGEST = 500
LONGEST_LINE = 300
# For lower-case text: that way it is several times as fast as one that ignores case.
VERB = re.compile(
    r"\b(?:wrote|writes|schrieb|schreibt|geschrieben|a écrit|a ecrit|écrit|escribió|escribio|escreveu|ha scritto"
    r"|scrive"
    r"|schreef|geschreven|skrev|skriver|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsala?(?:\(a\))?|napísala?(?:\(a\))?"
    r"|írta|yazd[ıi]"
    r"|писала?(?:\(а\))?|пишет|написала?(?:\(а\))?|пише|έγραψε|a scris|je napisao|je napisala|đã viết|menulis)(?!\w)"
    r"|写道|寫道|写到|さん(?:は|が).{0,30}書きました|は書きました|が書きました"
)
# Too ordinary to be believed without an address beside them.
WEAK_VERB = re.compile(
    r"님이 작성|作成|のメール|さんのメッセージ|様のメッセージ|さんからのメール|のメッセージ|님의 메일|撰写"
)
BEGINS = re.compile(
    r"[\s*\-–—]{0,6}(?:(?:on|am|le|el|il giorno|il|em|op|den|w dniu|dnia|dne|dňa|ma|pada|på|vào|at|in article"
    r"|in message|no dia"
    r"|na|ke|ti|pe|pá|v|στις|în|la|a(?:z)?|fr|from|quoting|mensaje citado por|zitat von|citando|citeren)\b"
    r"|[12]\d{3}[-/.年년]\s?\d|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d|\d{1,2}\.?\s\S{2,12}\s\d{4}"
    r"|\w{2,12}\.?,?\s(?:(?:den|de|d\.)\s)?\d{1,2}[.\s]|\w{3,12}\.?,\s\w{3,12}\.?\s\d{1,2}|在|于|於)",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"[\s*\-–—]{0,6}(?:on|am|le|el|il giorno|il|em|op|den|w dniu|dnia|dne|στις|în|in message|in article|在)\s.{0,90}",
    re.IGNORECASE,
)
DAY = re.compile(
    r"[12]\d{3}\s?[-/.年년]|\b(?:19|20)\d\d(?!\d)|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2}|\b\d{1,2}(?:st|nd|rd"
    r"|th)?\b\W{1,2}\w{3}|\w{3,9}\.? \d{1,2}\b"
)
TIME = re.compile(r"\d{1,2}\s?[:h時시点]\s?\d{2}|\bkl\w{0,2}\.? ?\d{1,2}[.:]\d{2}|\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)|(?:19|20)\d\d[-/.年년]|\d[./-]\s?\d{1,2}[./-]\s?\d\d\b")
ADDRESS = re.compile(r"[^\s<>@\[(\"]{1,100}@[^\s<>@]{1,100}")
ENDS_WITH_ADDRESS = re.compile(r"@[^\s<>@]{1,100}?[>\])\"'»”]{0,4}(?:님이|님은)?\s{0,3}[:：]\s{0,4}$")
BRACKETED = re.compile(r"[<(＜（][^\s<>@]{1,100}@[^\s<>@]{1,100}")
# Words of somebody who tells something: mail programs know no "I" and no article.
PROSE = re.compile(
    r"\b(?:i|we|he|she|they|it|my|our|the|this|that|when|which|ich|wir|ihr|(?<!van )(?<!von )der|das|mein|nous|ils"
    r"|notre|nosotros|noi|wij|jag|jeg|minä|я|мы)\b|[。！？]|私|当社|弊社|こちら|とき|際に",
    re.IGNORECASE,
)
ENDS = (":", "：")
RARE_ENDS = ("-", "–", "—", "。", "した")


@dataclass(frozen=True, slots=True)
class Attribution:
    """An introduction that ends at a line: where it starts, and whether it is one without a quote sign below it."""

    start: int
    sure: bool


def may_end(line: str) -> bool:
    """A cheap look: whether a line can end an introduction."""
    bare = line.rstrip()
    return bare.endswith(ENDS) or (bare.endswith(RARE_ENDS) and bool(VERB.search(bare[-120:].lower())))


def attribution(lines: Sequence[str], index: int, floor: int = 0) -> Attribution | None:
    """The introduction that ends at `index` and begins at `floor` or below, over at most four lines."""
    if not may_end(lines[index]):
        return None
    joined = ""
    weak: Attribution | None = None
    for start in range(index, max(index - MOST_LINES, floor - 1), -1):
        line = lines[start].strip()
        if not line or (line[0] in ">＞" and start != index) or len(line) > LONGEST_LINE:
            break
        joined = f"{line} {joined}".strip()
        if len(joined) > LONGEST:
            break
        says = _says(joined)
        if _tells(joined, says):
            first = _with_prefix(lines, start, max(index - MOST_LINES + 1, floor), joined)
            return Attribution(first, _sure(" ".join(one.strip() for one in lines[first : index + 1])))
        if (says and (start == index or ADDRESS.search(joined))) or _may_tell(joined):
            weak = Attribution(start, False)
    return weak


def _says(joined: str) -> bool:
    return bool(VERB.search(joined.lower()) or ("@" in joined and WEAK_VERB.search(joined) and ADDRESS.search(joined)))


def _may_tell(joined: str) -> bool:
    """A date and an address in words of no known language."""
    return bool("@" in joined and YEAR.search(joined) and ADDRESS.search(joined) and BEGINS.match(joined))


def _tells(joined: str, says: bool) -> bool:
    """A verb with a date or an address, or a date and at last the address, as half of the programs write."""
    if not says and "@" not in joined:
        return False
    dated = YEAR.search(joined) or TIME.search(joined)
    if says:
        return bool(dated or (ADDRESS.search(joined) and DAY.search(joined) and BEGINS.match(joined)))
    return bool(dated and DAY.search(joined) and ENDS_WITH_ADDRESS.search(joined) and BEGINS.match(joined))


def _with_prefix(lines: Sequence[str], start: int, lowest: int, joined: str) -> int:
    """Take the line above along where the date was cut in two: "On Fri, Nov 20," and "2026 at 10:00 …"."""
    if PREFIX.match(joined):
        return start
    for above in range(start - 1, lowest - 1, -1):
        line = lines[above].strip()
        if not line or len(line) > 100 or line[-1] in ".!?。:：":
            break
        if PREFIX.fullmatch(line) and (DAY.search(line) or line[-1] == ",") and not PROSE.search(line):
            return above
    return start


def _sure(joined: str) -> bool:
    address = ADDRESS.search(joined)
    rest = ADDRESS.sub(" ", joined)
    if PROSE.search(BEGINS.sub("", rest, count=1)):
        return False
    if not _says(joined) and not BRACKETED.search(joined):
        return False
    when = bool(YEAR.search(joined)) + bool(TIME.search(joined))
    return bool(BEGINS.match(joined) and when) if not address else bool(when)
