"""Mails whose words are closed to us, and the armour around words that are only signed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.parsers.tree.leaves import Leaf, data_of
from mailbot.parsers.tree.signed import kind_of

SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
ENVELOPES = frozenset(("enveloped-data", "authenveloped-data"))
# Why a mail is closed, as keys of words.
BY_SMIME, BY_PGP, COMPRESSED, BY_RIGHTS = "closed_smime", "closed_pgp", "closed_compressed", "closed_rights"
BY_TYPE = {
    "application/pgp-encrypted": BY_PGP,
    "application/x-microsoft-rpmsg-message": BY_RIGHTS,
    "message/partial": "closed_piece",
    "message/external-body": "closed_elsewhere",
}
# RFC 4880 section 6.2: the lines of an armour. Whole lines only, for people write about them too.
ARMOURED = (
    r"(?:[A-Za-z0-9+/=]{0,100}[ \t]{0,4}\n|(?:Version|Comment|Hash|Charset|MessageID):[^\n]{0,200}\n){0,20000}"
    r"(?:[A-Za-z0-9+/=]{1,100}\Z)?"
)
SIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]{0,4}\n"
    r"(?:(?:Hash|Charset|NotDashEscaped|Comment|Version):[^\n]{0,200}\n){0,9}",
    re.MULTILINE,
)
BLOCK, SIGNATURE, KEY = (
    re.compile(
        rf"^-----BEGIN PGP {name}-----[ \t]{{0,4}}(?:\n|\Z){ARMOURED}(?:-----END PGP {name}-----[ \t]{{0,4}}\n?)?", re.M
    )
    for name in (r"MESSAGE(?:, PART \d{1,4}(?:/\d{1,4})?)?", "SIGNATURE", "PUBLIC KEY BLOCK")
)
ESCAPED = re.compile(r"^- (?=-|From )", re.MULTILINE)


def why_closed(leaves: Iterable[Leaf], words: bool) -> str:
    """Why the words of a mail cannot be read, by its parts; "" when they can.

    `words` says that it has readable ones: then a closed part counts only when by its name it is the letter itself, to
    which a list or a server added a line.
    """
    return next((reason for leaf in leaves if (not words or _is_letter(leaf)) and (reason := _reason(leaf))), "")


def _is_letter(leaf: Leaf) -> bool:
    return leaf.content_type == "application/pgp-encrypted" or leaf.name.lower() in ("smime.p7m", "message.rpmsg")


def _reason(leaf: Leaf) -> str:
    name = leaf.name.lower()
    if leaf.content_type in BY_TYPE:
        return BY_TYPE[leaf.content_type]
    if name == "message.rpmsg":
        return BY_RIGHTS
    if leaf.content_type not in SMIME and not name.endswith(".p7m"):
        return ""
    if leaf.parameters.get("smime-type", "").lower() in ENVELOPES:
        return BY_SMIME
    return {"encrypted": BY_SMIME, "compressed": COMPRESSED}.get(kind_of(data_of(leaf)[:64]), "")


def without_armour(text: str) -> tuple[str, str]:
    """The text without the lines that PGP put around and below it, and why a part of it is closed, else ""."""
    if "-----BEGIN PGP" not in text:
        return text, ""
    signed = SIGNED.search(text)
    if signed:
        text = text[: signed.start()] + ESCAPED.sub("", text[signed.end() :].removeprefix("\n"))
    text = KEY.sub("", SIGNATURE.sub("", text))
    opened = BLOCK.sub("", text)
    return opened, BY_PGP if opened != text else ""
