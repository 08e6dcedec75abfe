"""Did an agent's own program write for him while he was away, though no header says so? In doubt it did."""

from __future__ import annotations

import re
import unicodedata

from mailbot.casework.threading import base_subject

LONGEST = 200  # characters of a line that are looked at
SUBJECT = re.compile(  # and nothing, a colon, or the subject that it answers: "休暇申請ができません" is a customer's
    r"\W{0,2}(?:(?:不在|休暇|自動返信|自動応答)(?:中|通知|のお知らせ)?"
    r"|(?:vacation|ooo|out of (?:the )?office|automatic reply))\s{0,3}(?:[:\[\]】)-]|re\b|$)",
    re.IGNORECASE,
)
FIRST_LINE = re.compile(
    r"\W{0,4}(?:自動(?:返信|応答|送信|配信)(?!の|を|が|に)"
    r"|(?:この|本)(?:メール|メッセージ)は[^。\n]{0,20}自動"
    r"|this is an? (?:automatic|automated|auto[- ]?generated)"
    r"|(?:hi|hello)?\W{0,4}(?:thank you for your (?:(?:e-?)?mail|message)\W{1,3})?"
    r"(?:i am|i['’]m|i will be) (?:currently )?"
    r"(?:out of (?:the )?office|on (?:vacation|holiday|annual leave|leave)\b|away (?:from|until)))",
    re.IGNORECASE,
)


def by_program(subject: str, first_line: str) -> bool:
    """Whether the subject or the first line reads like an automatic reply or a notice of absence."""
    line = unicodedata.normalize("NFKC", first_line[:LONGEST])
    return bool(SUBJECT.match(base_subject(subject[:LONGEST])) or FIRST_LINE.match(line))
