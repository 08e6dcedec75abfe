"""Read the date in a quoted header: month names of many languages, bounded, and no guess where two readings differ."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone

from mailbot.parsers.head.fields import date_of

LONGEST = 200
# One row a month; full names, and short ones that are not simply their beginning.
MONTHS = (
    "january januar janvier enero gennaio januari janeiro jan januari tammikuu tammikuuta styczeń stycznia leden ledna"
    " január ianuarie ocak январь января янв січень січня ιανουάριος ιανουαρίου ιαν janv ene gen led sty",
    "february februar février febrero febbraio februari fevereiro helmikuu helmikuuta luty lutego únor února február"
    " februarie şubat февраль февраля лютий лютого φεβρουάριος φεβρουαρίου févr lut úno",
    "march märz mars marzo maart março maaliskuu maaliskuuta marzec marca březen března március martie mart март марта"
    " березень березня μάρτιος μαρτίου mar mrz mär mrt",
    "april avril abril aprile apríl huhtikuu huhtikuuta kwiecień kwietnia duben dubna április aprilie nisan апрель"
    " апреля квітень квітня απρίλιος απριλίου apr avr abr dub",
    "may mai mayo maggio mei maj maio toukokuu toukokuuta maja květen května május mayıs май мая травень травня μάιος"
    " μαΐου kvě mag",
    "june juni juin junio giugno junho kesäkuu kesäkuuta czerwiec czerwca červen června június iunie haziran июнь июня"
    " червень червня ιούνιος ιουνίου jun giu cze čvn",
    "july juli juillet julio luglio julho heinäkuu heinäkuuta lipiec lipca červenec července július iulie temmuz июль"
    " июля липень липня ιούλιος ιουλίου jul juil lug čvc",
    "august août agosto augustus augusti elokuu elokuuta sierpień sierpnia srpen srpna augusztus ağustos август августа"
    " серпень серпня αύγουστος αυγούστου aug ago",
    "september septembre septiembre settembre setembro syyskuu syyskuuta wrzesień września září szeptember septembrie"
    " eylül сентябрь сентября вересень вересня σεπτέμβριος σεπτεμβρίου sep sept set сент",
    "october oktober octobre octubre ottobre outubro lokakuu lokakuuta październik października říjen října október"
    " octombrie ekim октябрь октября жовтень жовтня οκτώβριος οκτωβρίου oct okt ott out",
    "november novembre noviembre novembro marraskuu marraskuuta listopad listopada listopadu noiembrie kasım ноябрь"
    " ноября листопад листопада νοέμβριος νοεμβρίου nov marrask",
    "december dezember décembre diciembre dicembre desember dezembro joulukuu joulukuuta grudzień grudnia prosinec"
    " prosince decembrie aralık декабрь декабря грудень грудня δεκέμβριος δεκεμβρίου dec dez dic déc des",
)


def _names() -> dict[str, int]:
    """Every name and every beginning of three letters or more that only one month has."""
    full = {word: number for number, row in enumerate(MONTHS, 1) for word in row.split()}
    begins: dict[str, set[int]] = {}
    for word, number in full.items():
        for length in range(3, len(word)):
            begins.setdefault(word[:length], set()).add(number)
    return {short: min(numbers) for short, numbers in begins.items() if len(numbers) == 1} | full


NAMES = _names()
WORD = r"[^\W\d_]{3,15}"
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|ª)?\.?\s{{0,2}}[-–]?(?:de |of |d')?\s?({WORD})\b")
MONTH_DAY = re.compile(rf"\b({WORD})\.?\s{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.h]\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
EAST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[年년/.\-]\s?(\d{1,2})\s?[月월/.\-]\s?(\d{1,2})(?!\d)")
DOTTED = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?((?:19|20)?\d\d)(?!\d)")
TIME = re.compile(
    r"(?:(午前|午後|上午|下午|오전|오후|am"
    r"|pm)\s?)?(?<![\d.:])(\d{1,2})\s?[:.h時时点시]\s?(\d{2})(?:\s?[:.分분]\s?(\d{2})(?!\d))?"
    r"(?!\d)\s?(?:分|분)?\s?(a\.?m\b|p\.?m\b|π\.?μ|μ\.?μ)?",
)
LATER = frozenset(("午後", "下午", "오후", "pm", "p.m", "μμ", "μ.μ"))
EARLIER = frozenset(("午前", "上午", "오전", "am", "a.m", "πμ", "π.μ"))
ZONE = re.compile(r"\s{0,2}(?:\(?(?:gmt|utc)\s?)?([+-])(\d{1,2}):?(\d{2})?\b|\s{0,2}\(?(gmt|utc|z)\b(?![+-])")
INVISIBLE = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u2066\u2069")


def said_date(value: str) -> datetime | None:
    """The date that a value says: aware when it names its zone, else naive; None where it says none or two.

    "03/04/2026" is in March or in April; only a larger number or AM and PM, which go with the American order, tell.
    """
    text = unicodedata.normalize("NFKC", value[:LONGEST]).translate(INVISIBLE)
    text = " ".join(text.split()).strip(" ,;")
    try:
        return _exact(text) or _said(text.casefold())
    except (ValueError, OverflowError):
        return None


def _exact(text: str) -> datetime | None:
    """A date as headers write it (RFC 5322 section 3.3), with its zone."""
    return (
        date_of(text)
        if re.search(r"\d\d:\d\d(?::\d\d)? [+-]\d{4}\b", text)
        and re.match(
            r"\w{3},? \d"
            r"|\d",
            text,
        )
        else None
    )


def _said(text: str) -> datetime | None:
    day, start, end = _day(text)
    if day is None:
        return None
    rest = f"{text[:start]} | {text[end:]}"
    clock = next((found for found in TIME.finditer(rest) if int(found[2]) < 24 and int(found[3]) < 60), None)
    if clock is None:
        return datetime.combine(date(*day), time())
    hour, minute, second = int(clock[2]), int(clock[3]), int(clock[4] or 0)
    half = clock[1] or (clock[5] or "").rstrip(".")
    if half in LATER and hour < 12:
        hour += 12
    elif half in EARLIER and hour == 12:
        hour = 0
    zone = ZONE.match(rest, clock.end())
    clock_time = time(hour, minute, min(second, 59), tzinfo=_zone(zone) if zone else None)
    return datetime.combine(date(*day), clock_time)


def _zone(found: re.Match[str]) -> timezone | None:
    if found[4]:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset) if offset < timedelta(hours=15) else None


Day = tuple[int, int, int]


def _day(text: str) -> tuple[Day | None, int, int]:
    """Year, month and day, and where they stand."""
    east = EAST.search(text)
    if east:
        return (int(east[1]), int(east[2]), int(east[3])), east.start(), east.end()
    named = _named(text)
    year = YEAR.search(text)
    if named and year:
        month, day, start, end = named
        return (
            (int(year[0]), month, day),
            min(start, year.start()),
            max(end, year.end()) if year.start() - end < 4 else end,
        )
    dotted = DOTTED.search(text)
    order = _order(dotted, text) if dotted else None
    if dotted and order:
        return (_full(dotted[4]), *order), dotted.start(), dotted.end()
    return None, 0, 0


def _named(text: str) -> tuple[int, int, int, int] | None:
    """Month and day by the month's name; a day before its month counts first: "mar. 25 nov." is in November."""
    for found in DAY_MONTH.finditer(text):
        if found[2] in NAMES:
            return NAMES[found[2]], int(found[1]), found.start(), found.end()
    for found in MONTH_DAY.finditer(text):
        if found[1] in NAMES:
            return NAMES[found[1]], int(found[2]), found.start(), found.end()
    return None


def _order(found: re.Match[str], text: str) -> tuple[int, int] | None:
    """Month and day out of two numbers: dots say day first, a slash only where one number is no month."""
    one, two = int(found[1]), int(found[3])
    if found[2] == "." or one > 12 or one == two:
        return two, one
    if two > 12 or re.search(r"\d\s?[ap]\.?m\b", text):
        return one, two
    return None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
