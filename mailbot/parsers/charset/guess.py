"""Guess the charset of bytes that no label explains: by script, then by charset-normalizer, at last cp1252."""

from __future__ import annotations

import codecs
import re

SAMPLE = 4096
# Per charset what its letters are; bytes outside ASCII that give anything else speak against it.
SCRIPTS = {
    "cp949": "[가-힣]",
    "gb18030": "[\u4e00-\u9fff]",
    "cp950": "[\u4e00-\u9fff]",
    "cp1255": "[א-ת]",
    "cp1251": "[А-яЁёЄІЇєіїҐґЎў]",
    "koi8_u": "[А-яЁёЄІЇєіїҐґ]",
    "cp1253": "[Ά-ώ]",
    "cp1256": "[\u0621-\u0652پچژگکہھ]",
    "iso8859_6": "[\u0621-\u0652]",
    "cp874": "[\u0e01-\u0e5b]",
}
WESTERN = ("cp1252", "cp1250", "iso8859_2", "cp1254")
# Pairs of bytes that a Chinese or Korean text is made of: the everyday half of each set, and its signs.
EVERYDAY = {
    "cp949": re.compile(rb"[\xb0-\xc8][\xa1-\xfe]"),
    "gb18030": re.compile(rb"[\xb0-\xd7][\xa1-\xfe]"),
    "cp950": re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]"),
}
PAIR = re.compile(rb"[\x81-\xfe][\x30-\xfe]")
SIGNS = re.compile(rb"[\xa1-\xa3][\x40-\xfe]")
DENSE = re.compile(rb"[\x80-\xff]{3,}")
HIGH = re.compile(rb"[\x80-\xff]")
FOREIGN = re.compile("[^\x00-\x7f\u00a0«»“”„‘’–—…№°€•·©®،؛؟]")
# Marks of a wrong reading: a capital behind a small letter, and a Hebrew final letter inside a word.
ODD = re.compile("[а-яёα-ώ][А-ЯЁΑ-Ω]|[ךםןףץ](?=[א-ת])")
# The letters a text of few words is mostly made of.
USUAL = {"cp1251": "[оеаинтсрвл]", "koi8_u": "[оеаинтсрвл]", "cp1253": "[αοιετσνηρόίάέή]"}
ENOUGH, CLOSE, FEWEST = 0.8, 0.06, 4
LONG = 40  # bytes below which the letters of a western text tell nothing of its language


def guess(data: bytes, western: bool) -> tuple[str, str]:
    """The text and the charset; deterministic, looks at the first 4 KB. `western`: a label rules out Central Europe."""
    sample = data[:SAMPLE]
    if _dense(sample):
        name = _script(sample)
        return (_read(data, name), name.replace("_", "-")) if name else (cp1252(data), "cp1252")
    name = "cp1252" if western or len(sample) < LONG else _latin(sample)
    return (cp1252(data) if name == "cp1252" else _read(data, name)), name.replace("_", "-")


def cp1252(data: bytes) -> str:
    """Text of cp1252, its five holes as Latin 1: never loses a byte."""
    return "".join(
        chunk.decode("cp1252", "replace") if index % 2 == 0 else chunk.decode("latin-1")
        for index, chunk in enumerate(re.split(rb"([\x81\x8d\x8f\x90\x9d]+)", data))
    )


def _dense(sample: bytes) -> bool:
    """Whether foreign bytes stand together, as they never do in a western language."""
    return sum(len(run) for run in DENSE.findall(sample)) * 3 > len(HIGH.findall(sample))


def _script(sample: bytes) -> str:
    scores = {name: score for name in SCRIPTS if (score := _score(sample, name)) >= ENOUGH}
    best = max(scores.values(), default=0.0)
    close = [name for name, score in scores.items() if score > best - CLOSE]
    if len(close) < 2 or close[0] in EVERYDAY:
        return next(iter(close), "")
    ranked = [name for name, _, coherence in _ranked(sample, tuple(close)) if coherence > 0]
    return next(iter(ranked), "") or max(close, key=lambda name: _usual(sample, name))


def _usual(sample: bytes, name: str) -> float:
    text = _read(sample, name).lower()
    letters = len(FOREIGN.findall(text)) or 1
    return len(re.findall(USUAL[name], text)) / letters if name in USUAL else 0.5


def _score(sample: bytes, name: str) -> float:
    text = _read(sample, name)
    foreign = len(FOREIGN.findall(text))
    if foreign < (2 if name in EVERYDAY else FEWEST):
        return 0.0
    if name in EVERYDAY:
        return everyday(sample, name) - text.count("\ufffd")
    return (len(re.findall(SCRIPTS[name], text)) - 2 * len(ODD.findall(text))) / foreign


def everyday(data: bytes, name: str) -> float:
    """The share of everyday characters in Chinese or Korean bytes, from 0 to 1."""
    # Koreans write ASCII commas and stops; the wide ones speak for Chinese.
    pairs = [pair for pair in PAIR.findall(data[:SAMPLE]) if name == "cp949" or not SIGNS.fullmatch(pair)]
    return sum(1 for pair in pairs if EVERYDAY[name].fullmatch(pair)) / len(pairs) if pairs else 0.0


def _latin(sample: bytes) -> str:
    """Central Europe and Turkey only where charset-normalizer clearly prefers them, for it guesses wildly."""
    ranked = {name: coherence - chaos for name, chaos, coherence in _ranked(sample, WESTERN)}
    usual = ranked.get("cp1252", 0.0)
    best = max(ranked, key=lambda name: ranked[name], default="cp1252")
    if ranked.get(best, 0.0) - usual < 0.02 or _read(sample, best) == cp1252(sample):
        return "cp1252"
    twins = abs(ranked.get("cp1250", -1.0) - ranked.get("iso8859_2", -1.0)) < 0.02
    return "iso8859_2" if best == "cp1250" and twins and not re.search(rb"[\x80-\x9f]", sample) else best


def _ranked(sample: bytes, names: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """What charset-normalizer thinks of some charsets: name, chaos, coherence, best first."""
    # Imported late: few processes meet such a mail.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    found = from_bytes(sample, cp_isolation=list(names), preemptive_behaviour=False, enable_fallback=False)
    return [(match.encoding, match.chaos, match.coherence) for match in found]


def _read(data: bytes, name: str) -> str:
    """The text; a character cut at the end of a sample is left out."""
    return codecs.getincrementaldecoder(name)("replace").decode(data, len(data) != SAMPLE)
