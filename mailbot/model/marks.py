"""The marks that programs put before a subject, in the languages of mail: this is a forward, this is a reply."""

from __future__ import annotations

import re
import unicodedata

FORWARD = re.compile(
    r"\s{0,4}(?:\[[^\]]{1,40}\]\s{0,2})?(?:fw|fwd|tr|wg|rv|enc|i|vl|vb|pd|videresend|továbbítás|ilt|πρθ|转"
    r"|転送|转发|轉寄|轉發|전달|転)\s{0,2}:",
    re.IGNORECASE,
)

REPLY = re.compile(
    r"\s{0,4}(?:\[[^\]]{1,40}\]\s{0,2})?(?:re|aw|sv|vs|antw|odp|res|rif|r|ynt|σχετ|απ|返信|回复|回覆|答复|回信"
    r"|답장)\s{0,2}"
    r"(?:[\[^(]\d{1,3}[\])]?)?\s{0,2}:",
    re.IGNORECASE,
)


def is_forward(subject: str) -> bool:
    """Whether the subject calls the mail a forward (Fwd:, FW:, 転送:, WG:, TR: …)."""
    return bool(FORWARD.match(unicodedata.normalize("NFKC", subject[:100])))


def is_reply(subject: str) -> bool:
    """Whether the subject calls the mail a reply (Re:, AW:, SV:, 返信: …)."""
    return bool(REPLY.match(unicodedata.normalize("NFKC", subject[:100])))
