"""Does an agent say yes when he is asked whether he wrote a mail? In doubt he does not."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200  # characters; who writes more has something else to say
YES = re.compile(
    r"[\s「『\"'(]*(?:(?:yes|yep|yeah|ok|okay|confirm|confirmed|i (?:did|sent|wrote)|(?:it|that) was me)\b"
    r"|はい|本人です|私です|私が|間違い(?:あり|ござい)ません)",
    re.IGNORECASE,
)
SURE = re.compile(r"(?:間違い|相違)(?:あり|ござい)ません|間違いなく")
NO = re.compile(
    r"\b(?:no|not|never|nope|wrong|stop|fake|forged|spam|phishing|(?:did|do|was|have|is)n['’]?t)\b"
    r"|いいえ|いえ|ませ|ない|なかった|違|偽|覚え|迷惑|なりすまし|中止|止め|\?",
    re.IGNORECASE,
)


def agrees(text: str) -> bool:
    """Whether an agent's new words, without quotes and signature, mean "yes, I did"; no words at all do."""
    said = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip()
    if not said:
        return True
    return len(said) <= LONGEST and YES.match(said) is not None and NO.search(SURE.sub("", said)) is None
