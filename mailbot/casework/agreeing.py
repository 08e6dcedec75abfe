"""Does an agent say yes when he is asked whether he wrote a mail? In doubt he does not."""

from __future__ import annotations

import re
import unicodedata

from mailbot.casework.catalogue import Catalogue
from mailbot.model import Message

LONGEST = 200  # characters; who writes more has something else to say
CLAUSES = re.compile(r"[\n,.!;:、。「」『』()\"']+|\s[-–—]\s")
WHO = "私|わたし|わたくし|自分|本人|当方|ぼく|僕"
DONE = "送り|送信し|送付し|書き|出し"
YES = re.compile(
    "(?:yes|yep|yeah|yup|ok|okay|correct|right|sure|confirm|confirmed|i confirm|approved|it's me|its me|it is me"
    "|(?:yes )?(?:it|that|this) (?:was|is) (?:me|mine|correct|right|from me)|that's (?:me|right|correct)"
    "|(?:yes )?i (?:did|do)|(?:yes )?i (?:sent|wrote) (?:it|this|that)(?: (?:mail|e-?mail|message))?(?: myself)?"
    f"|はい|ええ|(?:ok|オーケー|了解)です|そうです|その(?:とおり|通り)です|(?:はい)?(?:{WHO})(?:です|で間違い(?:ありません|ございません|ないです)|でございます)"
    f"|(?:はい)?(?:確かに)?(?:(?:{WHO})(?:が|から))?(?:{DONE})ました|(?:{WHO})が(?:送った|書いた|送信した)(?:もの|メール)です"
    "|(?:はい)?(?:間違い|相違)(?:ありません|ございません|ないです|なし))",
)
# What may stand beside a yes and takes nothing of it back.
BESIDE = re.compile(
    "(?:i sent (?:it|this|that) from my (?:phone|mobile|iphone|tablet|home)|please|thanks"
    "|thank you(?: very much)?|many thanks"
    "|(?:best |kind |many )?regards|best|cheers|sincerely|hi|hello|dear (?:all|team)|sorry(?: for the trouble)?"
    "|(?:どうぞ)?(?:よろしく|宜しく)(?:お願い)?(?:いた|致)?(?:します|申し上げます)?|お願い(?:いた|致)?します|お疲れ様です|お疲れさまです|お世話になっております"
    "|ありがとうございます|お手数を?おかけします|失礼(?:いた|致)?しました|すみません|申し訳ありません|以上(?:です)?)",
)


def agrees(message: Message, catalogue: Catalogue) -> bool:
    """Whether an agent's new words, without quotes and signature, are a yes and nothing else; no words at all are one.

    A yes with more behind it ("yes, but please wait") may take it back: then he is asked again.
    """
    names = _names(message)
    said = unicodedata.normalize("NFKC", message.new_text)
    lines = [line for line in said.split("\n") if not _sent_from(line, catalogue)]
    text = "\n".join(lines).strip().casefold().replace("’", "'")
    clauses = [
        words
        for one in CLAUSES.split(text[: LONGEST + 1].replace("it's", "it is").replace("that's", "that is"))
        if (words := " ".join(one.split()))
    ]
    if not clauses:
        return True
    sure = [one for one in clauses if YES.fullmatch(one)]
    known = all(YES.fullmatch(one) or BESIDE.fullmatch(one) or set(one.split()) <= names for one in clauses)
    return len(text) <= LONGEST and bool(sure) and known


def _sent_from(line: str, catalogue: Catalogue) -> bool:
    return any(one.sent_from.found(line) for one in catalogue.languages.values() if one.sent_from)


def _names(message: Message) -> frozenset[str]:
    """The words of his own name and address, as they stand under a mail."""
    if message.sender is None:
        return frozenset()
    words = unicodedata.normalize("NFKC", f"{message.sender.name} {message.sender.email.partition('@')[0]}").casefold()
    return frozenset(re.split(r"[\s._,-]+", words)) - {""}
