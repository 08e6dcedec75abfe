"""Subjects that answering machines write; they raise a doubt, nothing more."""

from __future__ import annotations

import re
import unicodedata

PREFIX = re.compile(
    r"\s{0,4}(?:re|aw|fw|fwd|sv|vs|antw|tr|wg|r|返信|転送|回复|答复)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:\s{0,4}",
    re.IGNORECASE,
)
# Begin a subject. Followed by a colon, a dash or nothing they are a machine's, whatever comes then. First those of
# somebody who is away, then those of other machines.
AWAY = (
    "out of office", "out of the office", "out-of-office", "ooo", "away from", "i am away", "on vacation",
    "vacation reply", "on leave", "annual leave", "on holiday", "on parental leave", "on maternity leave",
    "i am on leave", "abwesenheit", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung", "abwesenheitsassistent",
    "abwesend", "nicht im büro", "absence du bureau", "absent du bureau", "message d'absence", "en congé",
    "fuera de la oficina", "ausencia de la oficina", "fuera de oficina", "fuori sede", "fuori ufficio",
    "fora do escritório", "ausência temporária", "afwezig", "niet op kantoor", "ikke på kontoret", "poza biurem",
    "ofis dışında", "вне офиса", "我不在办公室", "不在办公室", "不在辦公室", "休假中", "부재중", "부재 중",
)  # fmt: skip
OTHERS = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "autoresponse", "automatic response",
    "automated response", "automated reply", "read:", "not read:", "deleted:", "ticket received", "ticket created",
    "automatische antwort", "gelesen:", "réponse automatique", "reponse automatique", "lu :", "lu:",
    "respuesta automática", "respuesta automatica", "leído:", "risposta automatica", "letto:", "resposta automática",
    "lida:", "automatisch antwoord", "gelezen:", "autosvar", "automaattinen vastaus", "automatyczna odpowiedź",
    "automatická odpověď", "otomatik yanıt", "автоответ", "автоматический ответ", "自动回复", "自動回覆", "自動回復",
    "已读:", "자동 회신", "자동회신", "자동 응답", "읽음:",
)  # fmt: skip
BEGINS = (*AWAY, *OTHERS)
LONGEST_FIRST = tuple(sorted(BEGINS, key=len, reverse=True))
# Japanese machines put their word first, in brackets, or somewhere; people write the same words about machines.
JAPANESE = re.compile(
    r"自動(?:返信|応答|送信|配信|返答|回答)|不在(?:通知|のお知らせ|のご連絡|連絡|にしております|のため)|外出中"
    r"|休暇中|(?:夏季|夏期|冬季|年末年始|臨時)?休業(?:の|日の)?(?:お知らせ|ご案内)"
    r"|(?:夏季|夏期|冬季|年末年始)休業|お問い?合わ?せ(?:を|内容を)?受け?付け|お問い?合わ?せ(?:いただき"
    r"|頂き)?(?:まして)?(?:、)?(?:誠に)?ありがとう|受付完了|受付番号|受付のお知らせ"
    r"|送信専用|配信専用|返信不可|配信不能|未達|開封(?:確認|済み)|退職(?:の|に関する)(?:お知らせ|ご挨拶|ご連絡)"
)
# Everyday words too: they count in brackets or alone.
ONLY_ALONE = re.compile(r"外出中|休暇中|未達|配信不能|開封")
BRACKETED = re.compile(r"[【\[(<〔「『《]\s{0,3}([^】\])>〕」』》]{1,40})[】\])>〕」』》]")
ABSENT = re.compile(r"不在(?:です|中|通知|連絡|のお知らせ)?")
# Words of somebody who wants something: about automatic replies people complain every day.
COMPLAINT = re.compile(
    r"[?？]|ない|ません|ませぬ|たい|ほしい|欲しい|ですか|でしょうか|の件|について|に関し|方法|設定|教えて"
    r"|不具合|エラー|おかしい|されてしまう|てしまい|止めて|停止|変更|質問|お願い|要望|なりました|になる|忘れ|件$"
    r"|\b(?:not|no|never|n't|cannot|can't|error|issue|problem|bug|broken|fails?|failed|failing|how|why|wrong"
    r"|does|doesn't|question|request"
    r"|feature|stop|missing|about|when|crash\w*)\b",
    re.IGNORECASE,
)
TICKET = re.compile(
    r"your (?:request|ticket|case|inquiry|enquiry|message|email) .{0,60}(?:has been|was|is) (?:received|created"
    r"|registered|opened)"
)


AWAY_IN_JAPANESE = re.compile(r"不在|外出中|休暇中|休業")


def absent_subject(subject: str) -> bool:
    """Whether a subject that a machine wrote says that somebody is away."""
    text = _bare(subject)
    inside = text.lstrip("[(【「*")
    # Outlook writes "Automatic reply: " before the subject of the mail that it answers.
    after = next((inside[len(word) :].lstrip(" :：") for word in OTHERS if inside.startswith(word)), inside)
    return after.startswith(AWAY) or AWAY_IN_JAPANESE.search(text) is not None


def machine_subject(subject: str) -> str:
    """The sign `Subject: …` when an answering machine wrote the subject, else "". Works on NFKC, prefixes taken off."""
    text = _bare(subject)
    return f"Subject: {subject[:60]}" if _begins(text) or _japanese(text, subject) or TICKET.search(text) else ""


def is_complaint(subject: str) -> bool:
    """Whether somebody asks or complains in the subject."""
    return bool(COMPLAINT.search(unicodedata.normalize("NFKC", subject[:300])))


def _bare(subject: str) -> str:
    text = unicodedata.normalize("NFKC", subject[:300]).strip()
    for _ in range(5):
        shorter = PREFIX.sub("", text, count=1) if PREFIX.match(text) else text
        if shorter == text:
            break
        text = shorter
    return text.casefold().strip()


def _begins(text: str) -> bool:
    text = text.lstrip("[(【「*")
    if not text.startswith(LONGEST_FIRST):
        return False
    word = next(word for word in LONGEST_FIRST if text.startswith(word))
    rest = text[len(word) :]
    if not rest or word.endswith(":") or rest.lstrip()[:1] in tuple(":-–—])】」/|("):
        return True
    return not (rest[0].isascii() and rest[0].isalnum()) and not COMPLAINT.search(rest)


def _japanese(text: str, subject: str) -> bool:
    """In brackets, first before a colon or alone the word is a machine's; elsewhere only where nobody complains.

    Words of receipt behind "Re:" are a person's, who answers such a receipt.
    """
    if text.isascii():
        return False
    for inside in BRACKETED.findall(text):
        if (JAPANESE.search(inside) or ABSENT.fullmatch(inside.strip())) and not COMPLAINT.search(inside):
            return not _answers_receipt(inside, subject)
    found = JAPANESE.search(text)
    if not found or _answers_receipt(found[0], subject):
        return False
    alone = text[: found.start()].strip() == "" and text[found.end() :].removeprefix("メール").strip()[:1] in (
        "",
        ":",
        "-",
        "/",
        "|",
    )
    return alone or not (COMPLAINT.search(text) or ONLY_ALONE.match(found[0]))


RECEIPTS = re.compile(r"受付|受け?付け|ありがとう|送信専用|配信専用|返信不可")


def _answers_receipt(words: str, subject: str) -> bool:
    return bool(RECEIPTS.search(words) and PREFIX.match(unicodedata.normalize("NFKC", subject[:100])))
