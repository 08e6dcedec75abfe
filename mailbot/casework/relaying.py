"""What of an agent's mail goes to the customer: the agent's own new words, and never a line of our notes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby

from mailbot.casework.pictures import is_picture, without_marks
from mailbot.model import Attachment, Enclosure, Message, Part

SHORTEST = 12  # letters and digits; shorter lines are alike by chance
ANYWHERE = 24  # letters, wide ones counted twice: a line so long is known as ours even inside of another
LONGEST_SHOWN = 80  # characters of a line that we tell back
# What mail programs add to a line when they quote it: the target of a link, the place of a picture.
ADDED = re.compile(r"<(?:mailto:|https?://|tel:)[^<>\s]{1,500}>|\[cid:[^\[\]\s]{1,200}\]")
NO_LETTERS = re.compile(r"[\W_]+")
WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
# Formulas that stand in everybody's mail, so in notes that agents write too.
COURTESY = re.compile(
    r"(?:(?:いつも|大変|平素より|誠に|何卒|どうぞ|引き続き|以上|取り急ぎ|今後とも|早速の)*"
    r"(?:お世話になって(?:おり|い)?ます|お世話になります|ありがとうございま(?:す|した)|恐れ入りますが"
    r"|お手数をおかけ(?:いた|致)?しま(?:すが|した)"
    r"|(?:ご(?:連絡|返信|回答|対応|確認|協力|検討))?(?:を|のほど|の程)?"
    r"(?:よろしく|宜しく)(?:お|御)願い(?:いた|致)?(?:します|申し上げます)))+"
    r"|thankyou(?:very|so)?(?:much)?(?:for|in)?.{0,30}|(?:kind|best|warm)regards|pleaseletmeknow.{0,30}"
)
QUOTED = re.compile(r"\s{0,8}[>＞|｜]")
SIGNATURE = re.compile(r"\s*(?:--|—|－－|−−|[-=_~*─━―＝◆■□☆★・…]{4,200})\s*")
SENT_FROM = re.compile(
    r"\s*(?:sent (?:from|with|via) .{1,60}|get outlook for .{1,60}|outlook for .{1,60}を入手|[^。、]{1,30}から送信)\s*",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"[\s<>()（）:：/|・✉-]*(?:e-?mail|mail|メール(?:アドレス)?)?[\s<>()（）:：/|・✉-]*", re.IGNORECASE
)
MAX_CARD = 12  # lines of a visiting card
MAX_NAME = 40  # characters of a name beside an address
# An attached mail may be one of our notes, and nobody has read it; a signature proves nothing of a mail written anew.
NEVER = (
    "message/",
    "application/vnd.ms-outlook",
    "application/ms-tnef",
    "application/pgp-",
    "application/pkcs7-",
    "application/x-pkcs7-",
    "text/calendar",
)
NEVER_NAMED = re.compile(r".{0,250}\.(?:eml|msg|p7s|p7m|ics)|att\d{5}\.(?:txt|html?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relayed:
    """The text for the customer, and why it must not leave; "" when it may."""

    text: str
    doubt: str


def relay_text(message: Message, own_lines: Collection[str]) -> Relayed:
    """The new words of a mail of ours: no quotes, signature or forwarded mail. Doubtful with one of `own_lines` in it.

    `own_lines` comes from `internal_lines`: programs quote in ways nobody foresaw, and what they left in is found here.
    """
    text = _new_words(message)
    if not text:
        return Relayed("", "nothing new was written")
    found = _own_line(text, own_lines)
    return Relayed(text, f"contains a line of an internal note: {found[:LONGEST_SHOWN]}" if found else "")


def internal_lines(notes: Iterable[str], known: Iterable[str] = ()) -> frozenset[str]:
    """The lines of our notes, in the spelling in which `relay_text` compares them.

    Left out are short lines, formulas of politeness, and lines that also stand in `known`: the customer's own mails
    and our letters to the customer, which may be repeated to him.
    """
    open_lines = {_folded(line) for text in known for line in text.split("\n")}
    lines = {_folded(line) for text in notes for line in text.split("\n")} - open_lines
    return frozenset(line for line in lines if len(line) >= SHORTEST and not COURTESY.fullmatch(line))


def enclosures(message: Message, mail: int) -> tuple[Enclosure, ...]:
    """The files that go along; `mail` is the inbox id of the message, whose kept bytes hold them.

    An inline picture goes along when it is large and not named like a logo. That it is the only one says nothing: most
    often it is the logo of the signature. An inline file that is no picture (Apple Mail shows PDFs so) goes along.
    """
    return tuple(Enclosure(mail, one) for one in message.attachments if _is_file(one))


def left_behind(message: Message) -> tuple[str, ...]:
    """Names of the attachments that do not go along, to be told to the agent."""
    return tuple(one.name for one in message.attachments if not _is_file(one))


def _is_file(one: Attachment) -> bool:
    if one.content_type.startswith(NEVER) or NEVER_NAMED.fullmatch(one.name) or not one.size:
        return False
    return not (one.inline and one.content_type.startswith("image/")) or is_picture(one)


def _new_words(message: Message) -> str:
    """The new stretches, a blank line between two that a quote parted; "" for a signature or quote signs alone.

    The parser never calls all of a mail old: for a customer that is right, but here it would send a signature.
    """
    pieces: list[str] = []
    for new, group in groupby(message.segments, key=lambda segment: segment.part is Part.NEW):
        if new:
            pieces.append("".join(message.text[one.start : one.end] for one in group))
    lines = [line.rstrip() for piece in pieces for line in (*_trimmed(without_marks(piece)), "")]
    said = [line for line in lines if line]
    if not said or SIGNATURE.fullmatch(said[0]) or all(QUOTED.match(one) or SENT_FROM.fullmatch(one) for one in said):
        return ""
    while not lines[-1] or SENT_FROM.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(_trimmed("\n".join(_without_address(lines, message))))


def _trimmed(text: str) -> list[str]:
    lines = text.split("\n")
    told = [index for index, line in enumerate(lines) if line.strip()]
    return lines[told[0] : told[-1] + 1] if told else []


def _without_address(lines: list[str], message: Message) -> list[str]:
    """The customer answers to the support address: the agent's own does not stand on a card below the text."""
    address = message.sender.email.casefold() if message.sender else ""
    end = max((index for index, line in enumerate(lines) if line), default=-1) + 1
    start = next((index + 1 for index in range(end - 1, -1, -1) if not lines[index]), 0)
    if not address or not start or end - start > MAX_CARD:
        return lines
    kept = [rest for line in lines[start:end] if (rest := _without(address, line)) is not None]
    return [*lines[:start], *kept]


def _without(address: str, line: str) -> str | None:
    """The line without the address; None when it was there for nothing else, the line itself when it is a sentence."""
    if address not in line.casefold():
        return line
    rest = re.sub(re.escape(address), "", ADDED.sub("", line), flags=re.IGNORECASE).replace("<>", "").rstrip()
    if CONTACT.fullmatch(rest):
        return None
    return line if len(rest) > MAX_NAME or rest.endswith((".", "。", "!", "?", "す", "い")) else rest


def _folded(text: str) -> str:
    """What lines are compared by: letters and digits alone, so that no quote sign, list mark or wrapping counts."""
    return NO_LETTERS.sub("", unicodedata.normalize("NFKC", ADDED.sub(" ", text)).casefold())


def _own_line(text: str, own_lines: Collection[str]) -> str:
    """The line of a text that is one of ours, or in which a long one of ours begins, be it wrapped anew."""
    lines = text.split("\n")
    folded = [_folded(line) for line in lines]
    whole = next((line for line, words in zip(lines, folded, strict=True) if words in own_lines), "")
    if whole:
        return whole.strip()
    at = _inside("".join(folded), own_lines)
    starts = list(accumulate(map(len, folded), initial=0))
    return lines[bisect_right(starts, at) - 1].strip() if at >= 0 else ""


def _inside(text: str, own_lines: Collection[str]) -> int:
    """Where a long line of ours begins in the text, -1 when none does; each letter is looked at once."""
    by_head: dict[str, list[str]] = defaultdict(list)
    for line in own_lines:
        if len(line) + len(WIDE.findall(line)) >= ANYWHERE:
            by_head[line[:SHORTEST]].append(line)
    if not by_head:
        return -1
    for at in range(len(text) - SHORTEST + 1):
        lines = by_head.get(text[at : at + SHORTEST], ())
        if any(text.startswith(line, at) for line in lines):
            return at
    return -1
