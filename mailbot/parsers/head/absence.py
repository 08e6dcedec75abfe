"""Read from an absence notice when its writer is back, counted from the day of the mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from mailbot.model import Absence

LONGEST = 3000  # characters looked at
AROUND = 60  # characters before and behind a day
AHEAD = timedelta(days=400)  # who is away longer gives a year, and few are
MONTHS = (
    "january|jan|januar|janvier|enero|ene|gennaio|gen|janeiro|januari|1월",
    "february|feb|februar|février|fevrier|febrero|febbraio|fevereiro|februari|2월",
    "march|mar|märz|mär|maerz|mars|marzo|março|maart|mrt|3월",
    "april|apr|avril|abril|abr|aprile|4월",
    "may|mai|mayo|maggio|mag|maio|mei|5월",
    "june|jun|juni|juin|junio|giugno|giu|junho|6월",
    "july|jul|juli|juillet|julio|luglio|lug|julho|7월",
    "august|aug|août|aout|agosto|ago|augustus|8월",
    "september|sept|sep|septembre|septiembre|settembre|set|setembro|9월",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out|10월",
    "november|nov|novembre|noviembre|novembro|11월",
    "december|dec|dezember|dez|décembre|decembre|diciembre|dic|dicembre|dezembro|12월",
)
WEEKDAYS = ("monday|mon", "tuesday|tue", "wednesday|wed", "thursday|thu", "friday|fri", "saturday|sat", "sunday|sun")
KANJI = "月火水木金土日"
NAMED = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split("|")}
WEEKDAY = {name: number for number, names in enumerate(WEEKDAYS) for name in names.split("|")}
NAME = "|".join(sorted((name for name in NAMED if name[0].isalpha()), key=len, reverse=True))
DAY = re.compile(
    r"(?<!\d)(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)日?"
    r"|(?<!\d)(?P<m2>\d{1,2})(?:月|월)\s?(?P<d2>\d{1,2})(?:日|일)?"
    r"|(?<![\d.])(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.(?:\s?(?P<y3>20\d\d|\d\d(?!\d)))?"
    r"|(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y4>20\d\d))?(?![\d/])"
    rf"|(?<!\d)(?P<d5>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?(?: of| de)? (?P<n5>{NAME})\b\.?(?:,? (?:de )?(?P<y5>20\d\d))?"
    rf"|\b(?P<n6>{NAME})\b\.? (?P<d6>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,? (?P<y6>20\d\d))?"
    rf"|\b(?P<w>{'|'.join(sorted(WEEKDAY, key=len, reverse=True))})\b|(?P<k>[{KANJI}])曜日?"
    r"|\b(?P<t>tomorrow)\b|(?P<t2>明日)",
    re.IGNORECASE,
)
OF_WEEK = r"(?:\([^()]{1,4}\)|[月火水木金土日]曜日?)?"
UNTIL_BEFORE = re.compile(
    r"(?:\b(?:until|till?|through|thru|to|up to|bis|bis zum|einschließlich|jusqu['’]au|jusqu['’]à|au|hasta(?: el)?|al"
    r"|fino (?:al|a)|até(?: o)?|ao|tot(?: en met)?|t/m)(?: and including| including)?"
    r"(?: (?:the|le|el|o|il|dem|zum|[a-zäéèíóúç]{2,10},?))?|[~〜～\-–—]|から)\s{0,3}$",
    re.IGNORECASE,
)
UNTIL_BEHIND = re.compile(rf"\s?{OF_WEEK}\s?(?:いっぱい|\([^()]{{1,6}}\))?\s?(?:まで|迄|の間|까지|为止|為止)")
BACK_BEFORE = re.compile(
    r"\b(?:back|return|returning|returns|again|available|reachable|resume|wieder|zurück|retour|revien\w{0,5}|de vuelta"
    r"|regres\w{0,5}|rientr\w{0,5}|ritorn\w{0,5}|torn\w{0,5}|volt\w{0,5}|retorn\w{0,5}|terug)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
BACK_BEHIND = re.compile(
    rf"\s?{OF_WEEK}\s?(?:より|から|に|以降|부터|起)[^。\n]{{0,14}}?"
    r"(?:出社|出勤|復帰|戻|業務|営業|再開|対応|ご?連絡|返信|回答|복귀|恢复|回复|回到)"
    r"|,?\s?(?:wieder|zurück|again)\b",
    re.IGNORECASE,
)


def absence_of(text: str, sent: date, month_first: bool | None) -> Absence | None:
    """When the writer of `text` is back, None where it names no day ahead of `sent`, that of the mail.

    A day of return counts before a last day of absence, of which the latest counts. `month_first` tells which number of
    "12/1" is the month; None: nobody knows.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    back: list[Absence] = []
    until: list[Absence] = []
    for match, day in _days(text, sent, month_first):
        before, behind = text[max(0, match.start() - AROUND) : match.start()], text[match.end() : match.end() + AROUND]
        if UNTIL_BEHIND.match(behind) or (UNTIL_BEFORE.search(before) and not BACK_BEHIND.match(behind)):
            # "until 30 November" is taken for the last day; "until Monday" is said by who is back on Monday.
            until.append(Absence(day if match["w"] else day + timedelta(days=1), _words(text, match)))
        elif BACK_BEFORE.search(before) or BACK_BEHIND.match(behind):
            back.append(Absence(day, _words(text, match)))
    return back[0] if back else max(until, key=lambda one: one.back, default=None)


def _words(text: str, match: re.Match[str]) -> str:
    """The line round the day, as far as it is short."""
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 20)
    end = text.find("\n", match.end())
    return " ".join(text[start : min(end if end >= 0 else len(text), match.end() + 20)].split())


def _days(text: str, sent: date, month_first: bool | None) -> Iterator[tuple[re.Match[str], date]]:
    for match in DAY.finditer(text):
        day = _soon(match, sent) or _written(match, sent, month_first)
        if day is not None and sent <= day <= sent + AHEAD:
            yield match, day


def _soon(match: re.Match[str], sent: date) -> date | None:
    """Tomorrow, or a day of the week: the next one."""
    if match["t"] or match["t2"]:
        return sent + timedelta(days=1)
    if match["w"] or match["k"]:
        number = KANJI.index(match["k"]) if match["k"] else WEEKDAY[match["w"].lower()]
        return sent + timedelta(days=(number - sent.weekday() - 1) % 7 + 1)
    return None


def _written(match: re.Match[str], sent: date, month_first: bool | None) -> date | None:
    month_day = _month_day(match, month_first)
    if month_day is None:
        return None
    told = match["y"] or match["y3"] or match["y4"] or match["y5"] or match["y6"]
    try:
        if told:
            return date(int(told) if len(told) == 4 else 2000 + int(told), *month_day)
        day = date(sent.year, *month_day)
        return day if day >= sent else day.replace(year=sent.year + 1) if (sent - day).days > HALF_A_YEAR else None
    except ValueError:  # no such day
        return None


HALF_A_YEAR = 183


def _month_day(match: re.Match[str], month_first: bool | None) -> tuple[int, int] | None:
    """(month, day); None where "12/1" may be either."""
    name = match["n5"] or match["n6"]
    if name:
        return NAMED[name.lower()], int(match["d5"] or match["d6"])
    if match["a"] is None:
        return int(match["m"] or match["m2"] or match["m3"]), int(match["d"] or match["d2"] or match["d3"])
    a, b = int(match["a"]), int(match["b"])
    if month_first is None and a <= 12 and b <= 12 and a != b:
        return None
    first = month_first if month_first is not None else a <= 12
    return (a, b) if first else (b, a)
