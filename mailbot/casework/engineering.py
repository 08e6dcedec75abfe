"""Read what engineering says of a case where it is labelled: cause, workaround, estimate, need more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mailbot.casework.headings import name_of
from mailbot.model import EngineeringReply

# How the labels are written, by the field of the reply that they open.
WRITTEN: dict[str, str] = {
    "cause": "cause|root cause|reason|probable cause|likely cause|possible cause|suspected cause"
    "|原因|根本原因|直接原因|推定原因|発生原因",
    "workaround": "workaround|workarounds|work around|work-around|mitigation|temporary fix|interim fix"
    "|回避方法|回避策|回避手順|暫定対応|暫定対処|暫定対策|暫定策|暫定回避策|対処方法|対処法|ワークアラウンド",
    "estimate": "estimate|estimated fix|eta|fix|fix date|permanent fix|planned fix|release|release date|schedule"
    "|timeline|target date|見込み|見込|対応見込み|対応見込|修正見込み|解決見込み|対応予定|対応予定日|修正予定"
    "|修正予定日|リリース予定|リリース予定日|リリース時期|リリース日|対応時期|修正時期|解決時期|完了予定|恒久対応|恒久対策|予定",
    "need_more": "need more|needs more|need more info|need more information|needs more info|more info needed"
    "|more information needed|need from customer|questions|open questions|to check"
    "|追加確認|追加確認事項|確認事項|要確認|追加情報|追加質問|質問事項|不足情報|確認したいこと|確認したい点"
    "|追加で確認したいこと|追加で確認したい点|お客様への確認事項|お客様への確認",
}
LABELS: dict[str, str] = {name: field for field, names in WRITTEN.items() for name in names.split("|")}
# Other headings of such a reply: what stands under them belongs to none of ours.
OTHERS = (
    "影響|影響範囲|備考|補足|経緯|概要|対応内容|修正内容|調査結果|調査内容|再現手順|再現性|担当|担当者|重要度|優先度"
    "|参考|結論|状況|ステータス|再発防止|再発防止策|impact|affected|notes|note|severity|priority|status|owner|summary"
    "|details|background|findings|analysis|reference|ticket|assignee|next steps"
)
CLOSED = frozenset(name for name in OTHERS.split("|"))
MARK = re.compile(r"\s{0,8}(?:#{1,6}\s|[■◆●◇□▼▽★☆◎◉▶►▲△〇○]|\*\*|__|[【〔《≪<\[]|\*(?=\S))")
CLOSER = re.compile(r"(?:[】〕》≫>\]]|\*\*|__)[*_\s]*[:：]?")
COLON = re.compile(r"\s{0,3}(?:[:：](?!//)|⇒|→|=>)|\s[-–—]\s")
ITEM = re.compile(r"\s{0,8}(?:[-・*+]|[(（]?\d{1,2}[.)）．、]|[①-⑳])\s*")
# "原因：… 回避策：…" on one line: a label behind the end of a sentence or a wide blank.
NEXT = re.compile(
    r"(?<=[。．.;；/／\t\u3000])\s?(?=[^\s:：。]{2,12}(?:\s[^\s:：。]{2,12}){0,2}\s?[:：](?!//))|(?<!\s)\s{2,20}(?=\S)"
)
FOLLOWS = re.compile(
    r"(?:について)?は?[、,]?(?:以下|下記|次)の?(?:とおり|通り|よう)(?:です|になります|となります)?$|について$"
)
RULE = re.compile(r"\s*[-=_*~#─━―＝]{3,200}\s*")
SEPARATOR = re.compile(r"\s*(?:--|—|－－)\s*")
NONE = re.compile(
    r"(?:特に|現時点では?|今のところ)*(?:なし|無し|ありません|ございません)(?:です)?|none|nothing|n/?a|no|[-ー—]+"
)
# What ends a mail; a whole line of it.
CLOSING = re.compile(
    r"(?:(?:取り急ぎ|以上|何卒|どうぞ|引き続き|ご確認(?:のほど|の程)?|ご対応(?:のほど|の程)?|ご連絡まで|ご報告まで)[、,，\s]*){0,3}"
    r"(?:(?:よろしく|宜しく)(?:お|御)?願い.{0,12}|よろしくです|です|となります|になります|ご連絡(?:します|いたします|致します|まで)"
    r"|ご報告(?:します|いたします|致します|まで))?[。.、]?"
    r"|(?:お手数を?おかけ|お手数です).{0,30}|ありがとうございま(?:す|した)。?"
    r"|(?:many |kind |best |warm )?(?:thanks|thank you|regards|cheers|br|best|best wishes|sincerely)"
    r"(?: very much| again| in advance| a lot| and regards)?[,.!]?(?: \w{1,20}[.!]?)?"
    r"|(?:hope this helps|let me know .{0,60})[.!]?",
    re.IGNORECASE,
)
# It does not happen to them: they need more, though no label says so.
NOT_SEEN = re.compile(
    r"再現(?:が|は|も)?(?:でき|出来|し)(?:ません|ない|ず|なかっ|ておりません|ていません)|再現せず|再現に至(?:ら|っておりません)"
    r"|\b(?:can ?not|can.t|could ?n.t|could not|unable to|not able to|failed to|fail to) (?:\w+ )?repro(?:duce)?\b"
    r"|\bnot reproducible\b|\b(?:can ?not|could not) be reproduced\b|\bno repro\b",
    re.IGNORECASE,
)
MAX_LINES = 2000
MAX_LABEL = 60  # characters in which a label must end
MAX_CLOSING = 60  # characters of a line that may be a closing
LONGEST = 4000  # characters of a value
LONGEST_LINE = 400  # characters of a line that are looked at


@dataclass(frozen=True, slots=True)
class _Label:
    """A label: the field it opens, "" for one that is none of ours, and what stands behind it."""

    field: str
    value: str


def read_reply(text: str, mail: int = 0) -> EngineeringReply | None:
    """What is labelled in the new text of engineering's mail; None when no label of ours says anything.

    `mail` is its inbox id. "なし" and "none" say nothing: there is then no workaround to tell, nothing more to ask.
    Who cannot reproduce it, and names no cause, needs more.
    """
    found: dict[str, list[str]] = {}
    for field, value in _sections(text):
        if field and value and not NONE.fullmatch(value.rstrip("。.").casefold()):
            found.setdefault(field, []).append(value)
    if not found.keys() & {"cause", "need_more"}:
        found["need_more"] = _not_seen(text)
    if not any(found.values()):
        return None
    said = {field: "\n".join(values)[:LONGEST] for field, values in found.items()}
    return EngineeringReply(
        cause=said.get("cause", ""),
        workaround=said.get("workaround", ""),
        estimate=said.get("estimate", ""),
        need_more=said.get("need_more", ""),
        mail=mail,
    )


def told_further(before: EngineeringReply | None, reply: EngineeringReply | None) -> EngineeringReply | None:
    """What engineering said of a case after another mail: it adds to what it said before, a thanks takes nothing back.

    With a cause nothing more is needed than this mail itself asks for.
    """
    if before is None or reply is None:
        return reply or before
    return EngineeringReply(
        cause=reply.cause or before.cause,
        workaround=reply.workaround or before.workaround,
        estimate=reply.estimate or before.estimate,
        need_more=reply.need_more or ("" if reply.cause else before.need_more),
        mail=reply.mail,
    )


def _not_seen(text: str) -> list[str]:
    """The line that says that it cannot be reproduced; a cause that was found speaks against it."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    return list(islice((line.strip() for line in lines if NOT_SEEN.search(line[:LONGEST_LINE])), 1))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    field, lines = "", list[str]()
    blank = False
    for line in _lines(text):
        label = _label(line)
        if label:
            yield field, _value(lines)
            field, lines = label.field, [label.value] if label.value else []
        elif lines and _ends(line, blank):
            yield field, _value(lines)
            field, lines = "", []
        elif lines or (line.strip() and not RULE.fullmatch(line)):  # a rule right below a heading underlines it
            lines.append(line)
        blank = not line.strip()
    yield field, _value(lines)


def _lines(text: str) -> Iterator[str]:
    """The lines, cut before a label that stands inside of one."""
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        start = 0
        item = ITEM.match(line)
        for match in NEXT.finditer(line, item.end() + 1 if item else 0):
            label = _label(line[match.end() : match.end() + MAX_LABEL])
            if label and label.field:
                yield line[start : match.start()]
                start = match.end()
        yield line[start:]


def _value(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip()


def _label(line: str) -> _Label | None:
    """The label a line begins with, or is."""
    item = ITEM.match(line)
    mark = MARK.match(line)
    if item and not (mark and mark[0].strip() in ("**", "*")):
        line = line[item.end() :]
        mark = MARK.match(line)
    if mark:
        return _marked(line[mark.end() :])
    colon = COLON.search(line, 0, MAX_LABEL)
    if colon:
        return _known(line[: colon.start()], line[colon.end() :])
    return _known(line, "") if len(line) <= MAX_LABEL and not item else None


def _marked(line: str) -> _Label | None:
    """ "■原因", "【原因】…", "**Cause:** …": whatever is so marked is a heading, be it one of ours or not."""
    closer = CLOSER.search(line, 0, MAX_LABEL)
    name, value = (line[: closer.start()], line[closer.end() :]) if closer else (line, "")
    colon = COLON.search(name, 0, MAX_LABEL)
    if colon:
        name, value = name[: colon.start()], name[colon.end() :] + value
    return _known(name, value) or (_Label("", value) if len(name) <= MAX_LABEL and not value.strip() else None)


def _known(name: str, value: str) -> _Label | None:
    name = FOLLOWS.sub("", name_of(name))
    if name in LABELS:
        return _Label(LABELS[name], value.strip().strip("*_").strip())
    return _Label("", "") if name in CLOSED else None


def _ends(line: str, blank: bool) -> bool:
    """Whether the mail's own end begins here: a closing behind a blank line, "以上", a rule or a signature."""
    words = line.strip()
    if SEPARATOR.fullmatch(line) or RULE.fullmatch(line):
        return True
    return bool(
        (blank or words.startswith("以上")) and len(words) <= MAX_CLOSING and CLOSING.fullmatch(words) and words
    )
