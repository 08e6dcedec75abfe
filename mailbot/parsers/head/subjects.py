"""Words with which machines write, and which kind of machine; they raise a doubt, nothing more."""

from __future__ import annotations

import re
import unicodedata

from mailbot.model import Origin

ABSENCE, AUTO_REPLY, RECEIPT, HELPDESK = Origin.ABSENCE, Origin.AUTO_REPLY, Origin.RECEIPT, Origin.HELPDESK
Found = tuple[Origin, str]
PREFIX = re.compile(
    r"\s{0,4}(?:re|aw|fw|fwd|sv|vs|antw|tr|wg|r|rv|res|enc|odp|ynt|返信|転送|回复|答复|回覆|회신)\s{0,2}"
    r"(?:\[\d{1,3}\])?\s{0,2}:\s{0,4}",
    re.IGNORECASE,
)
# Begin a subject. Whatever comes then, unless somebody asks or complains.
PLAIN = {
    AUTO_REPLY: (
        "automatic reply|auto reply|auto-reply|autoreply|auto response|auto-response|autoresponse|automatic response"
        "|automated response|automated reply|automatic answer|automatische antwort|automatische rückantwort"
        "|réponse automatique|reponse automatique|respuesta automática|respuesta automatica|risposta automatica"
        "|resposta automática|resposta automatica|automatisch antwoord|autosvar|automatiskt svar|automatisk svar"
        "|automaattinen vastaus|automatyczna odpowiedź|automatická odpověď|automatikus válasz|otomatik yanıt"
        "|автоответ|автоматический ответ|автоматична відповідь|αυτόματη απάντηση|rezposta automata|răspuns automat"
        "|自动回复|自动答复|自動回覆|自動回復|자동 회신|자동회신|자동 응답|자동응답|trả lời tự động|balasan otomatis"
        "|ตอบกลับอัตโนมัติ|رد تلقائي|מענה אוטומטי"
    ),
    ABSENCE: (
        "out of office|out of the office|out-of-office|i am out of|i'm out of|i am away|i'm away|vacation reply"
        "|vacation response|vacation notice|abwesenheit(?:s(?:notiz|benachrichtigung|assistent|meldung))?"
        "|nicht im büro|ich bin nicht im|absence du bureau"
        "|absent du bureau|message d'absence|notification d'absence|je suis absent|fuera de la oficina"
        "|fuera de oficina|mensaje de ausencia|fuori sede|fuori ufficio|fora do escritório|fora do escritorio"
        "|mensagem de ausência|aviso de ausência|afwezigheidsbericht|afwezigheidsmelding|niet op kantoor"
        "|inte på kontoret|ikke på kontoret|frånvaromeddelande|fraværsmelding|poissa toimistolta"
        "|poza biurem|mimo kancelář|вне офиса|меня нет в офисе|ofis dışında|不在办公室|不在辦公室|外出通知"
        "|부재중|부재 중|휴가중|휴가 중|vắng mặt"
    ),
    RECEIPT: (
        "read:|not read:|deleted:|read receipt:|return receipt (displayed)|disposition notification"
        "|gelesen:|ungelesen:|nicht gelesen:|lu :|lu:|non lu :|non lu:|leído:|leido:|no leído:|letto:|non letto:"
        "|lida:|não lida:|gelezen:|niet gelezen:|läst:|lest:|læst:|przeczytano:|прочитано:|lesebestätigung:"
        "|accusé de lecture|conferma di lettura|confirmación de lectura"
        "|开封:|開封:|開封済み:|開封済:|既読:|已读:|已讀:|읽음:"
    ),
    HELPDESK: (
        "ticket received|ticket created|ticket opened|support request received"
        "|we (?:have )?received your (?:request|message|e?-?mail|ticket|inquiry|enquiry|question)"
        "|thank you for contacting|thanks for contacting"
        "|thank you for your (?:request|inquiry|enquiry)"
        "|eingangsbestätigung|ihre anfrage ist (?:bei uns )?eingegangen|wir haben ihre (?:anfrage|nachricht) erhalten"
        "|accusé de réception|votre demande a (?:bien )?été (?:reçue|enregistrée|prise en compte)"
        "|nous avons (?:bien )?reçu votre|hemos recibido (?:su|tu)|su solicitud ha sido (?:recibida|registrada)"
        "|abbiamo ricevuto la (?:sua|tua|vostra)|recebemos (?:a )?sua|sua solicitação foi"
        "|wij hebben uw|we hebben uw|uw aanvraag is ontvangen|已收到您的|您的工单|我们已收到"
        "|문의가 접수|접수되었습니다|ваша заявка|ваш запрос"
    ),
}
BEGINS = tuple((origin, re.compile(words)) for origin, words in PLAIN.items())
# Everyday words too: only alone, before a colon or dash, or before a time.
EVERYDAY = re.compile(
    r"(?:ooo|oof|away from (?:my desk|office|the office|work|my mail|my email|mail)|away|on (?:vacation|leave|holidays?"
    r"|annual leave|business trip|parental leave|maternity leave|sick leave)|vacation|annual leave|abwesend|im urlaub"
    r"|urlaub|außer haus|absent|absente|absence|en congés?|congés?|en vacances|ausente|ausencia|de vacaciones"
    r"|vacaciones|assente|assenza|in ferie|ferie|ausência|de férias|férias|afwezig|met vakantie|op vakantie|vakantie"
    r"|frånvaro|fravær|semester|på semester|nieobecność|urlop|отпуск|в отпуске|休假中?|出差中?|外出|휴가|출장)"
)
ENDS = re.compile(
    r"\s*(?:$|[:\-–—\])】」/|(,.;!]|(?:until|till|from|through|this|next|today|tomorrow|bis|ab|vom|seit|jusqu|du|au"
    r"|hasta|del|al|fino|dal|até|tot|van|t/m|do|od|с|по|до|로|~)\b|\d|至|到)"
)
# Japanese machines put their word first, in brackets, or somewhere; people write the same words about machines.
JAPANESE = {
    AUTO_REPLY: r"自動(?:返信|応答|送信|配信|返答|回答)|送信専用|配信専用|返信不可",
    ABSENCE: (
        r"不在(?:通知|のお知らせ|のご連絡|のご案内|連絡|に(?:して(?:おり|い)ます|いたします|させて)|の(?:ため|間))"
        r"|(?:まで|本日|終日|明日|[月火水木金土日]曜日?|\d日|\)|\d/\d{1,2})(?:は|は終日|終日)?\s?(?:、)?不在(?!着信)"
        r"|外出中|休暇中|出張中|休暇(?:の(?:お知らせ|ご連絡|ため)|をいただ|を頂|取得中)"
        r"|お休み(?:を)?(?:いただ|頂)(?:いて|き)|(?:夏季|夏期|冬季|年末年始|臨時|GW|ゴールデンウィーク)?休業(?:の|日の)?"
        r"(?:お知らせ|ご案内)|(?:夏季|夏期|冬季|年末年始)休業|(?:育児|産前産後|介護)休(?:業|暇)中"
        r"|退職(?:の|に関する)(?:お知らせ|ご挨拶|ご連絡)"
    ),
    RECEIPT: r"開封(?:確認|済み|通知)|既読通知",
    HELPDESK: (
        r"お問い?合わ?せ(?:を|内容を)?受け?付け|お問い?合わ?せ(?:いただき|頂き)?(?:まして)?(?:、)?(?:誠に)?ありがとう"
        r"|受付(?:完了|番号|のお知らせ|確認|いたしました|致しました)|(?:ご連絡|ご質問|ご依頼)を(?:受け?付け|承り)"
    ),
    Origin.DOUBTFUL: r"配信不能|未達",
}
WORDS = tuple((origin, re.compile(words)) for origin, words in JAPANESE.items())
ONLY_ALONE = re.compile(r"外出中|休暇中|出張中|未達|配信不能|開封|既読")  # everyday words: in brackets or alone
BRACKETED = re.compile(r"[【\[(<〔「『《]\s{0,3}([^】\])>〕」』》]{1,40})[】\])>〕」』》]")
ABSENT = re.compile(r"不在(?:です|中|通知|連絡|のお知らせ)?")
# What is spoken of: "the automatic reply arrives twice".
SPOKEN_OF = re.compile(
    r"(?:の?(?:メール|メッセージ|通知|機能|お知らせ|ご案内|確認|完了|番号))?(?:[がをはもへ]|に(?![てしさい])|と(?!さ|な)|で(?!す|ご|し|、))"
)
# Words of somebody who wants something: about automatic replies people complain every day.
COMPLAINT = re.compile(
    r"[?？]|ない|ません|ませぬ|たい|ほしい|欲しい|ですか|でしょうか|の件|について|に関し(?!て承)|方法|設定|教えて"
    r"|不具合|エラー|おかしい|されてしまう|てしまい|止めて|停止|変更|質問|お願い|要望|なりました|になる|忘れ|件$"
    r"|\b(?:not|no|never|n't|cannot|can't|error|issue|problem|bug|broken|fails?|failed|failing|how|why|wrong"
    r"|does|doesn't|question|request(?! received)|feature|stop|missing|about|when|crash\w*|settings?|button|page|screen"
    r"|menu|templates?|rules?|hours|mode|twice|slow|shows?|kaputt|nicht|fehler|problem\w*|funktioniert|wird|erreur|ne"
    r"|marche|pas|error\w*|falla|funciona|funziona|errore|erro|werkt|fout)\b"
    r"|无法|不能|怎么|错误|안 ?(?:됩|돼|되)|오류",
    re.IGNORECASE,
)
TICKET = re.compile(
    r"your (?:request|ticket|case|inquiry|enquiry|message|e?-?mail|question) .{0,60}(?:has been|was|is) (?:received"
    r"|created|registered|opened|logged)"
    r"|^[\[(]?(?:ticket|case|request|incident|#)\s{0,2}(?:id)?[:#\s]{0,3}[\w-]{1,30}[\])]?[\s:,-]{0,4}"
    r"(?:has been |was |is )?(?:successfully )?(?:received|created|opened|registered|logged|acknowledged|erstellt"
    r"|eingegangen|reçu|recibid[oa]|ricevut[oa]|recebid[oa]|ontvangen|aangemaakt)\b"
)
REPORT = re.compile(r"report domain:\s{0,5}\S{1,250}[\s;]{1,5}submitter:")  # RFC 7489 section 7.2.1.1, RFC 8460 5.3
# For lower-case text: that way it is several times as fast as one that ignores case.
BOUNCED = re.compile(
    r"undeliver|delivery (?:status|failure|failed|problem|error|has failed)|delivery to the following"
    r"|returned (?:mail|to sender)"
    r"|mail (?:delivery|system) (?:failed|error|failure|problem)|failure notice|could not (?:be )?deliver"
    r"|non[- ]?deliver"
    r"|nondelivery|message (?:delayed|not delivered)|bounced|unzustellbar|配信不能|未達|(?:配信|送信|配送"
    r"|配達)できま(?:せん|せんでした)|配信エラー|メールエラー通知"
    r"|rücksendung|niet bezorgd|non remis|no entregado|mancata consegna|退信|배달"
)
AWAY = re.compile(
    r"\b(?:out of (?:the )?office|away (?:from|until|till)|(?:on|annual|parental) (?:vacation|leave|holiday)|vacation"
    r"|absen[ct]|abwesen|urlaub|nicht im (?:büro|haus)|congé|vacances|vacaciones|fuera de|ausen|ausên|ferie|férias"
    r"|fuori (?:sede|ufficio)|fora do|afwezig|vakantie|frånvar|fravær|semester|nieobecn|urlop|poissa|lomalla|отпуск"
    r"|отсутств|вне офиса)|不在|休暇|お休み|休業|出張|外出|休假|出差|부재|휴가"
)
# First words of a letter that say it themselves; a form that "was sent automatically" carries a customer's words.
OPENING = re.compile(
    r"\s{0,20}(?:[*※【(\[-]\s{0,3})?(?:(?:この|本|こちらの)(?:メール|メッセージ)は[^。\n]{0,20}自動(?:返信|応答)"
    r"|this is an? (?:automatic|automated|auto[- ]?generated|auto)[- ]?(?:reply|response|answer)\b"
    r"|dies ist eine automatische antwort|ceci est une réponse automatique|esta es una respuesta automática"
    r"|这是(?:一封)?自动回复|이 메일은 자동)",
)


def machine_subject(subject: str) -> Found | None:
    """Which machine wrote the subject, and the sign `Subject: …`. Works on NFKC, prefixes taken off.

    Words of receipt behind "Re:" are a person's, who answers such a receipt.
    """
    text = _bare(subject)
    origin = _begins(text) or (None if text.isascii() else _japanese(text))
    if origin is None and TICKET.search(text):
        origin = HELPDESK
    if origin is None and REPORT.match(text):
        origin = Origin.FEEDBACK
    if origin is HELPDESK and is_answer(subject):
        return None
    return (origin, f"Subject: {subject[:60]}") if origin else None


def is_answer(subject: str) -> bool:
    """Whether a mark of answers stands before the subject."""
    return bool(PREFIX.match(unicodedata.normalize("NFKC", subject[:100])))


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


def _begins(text: str) -> Origin | None:
    text = text.lstrip("[(【「*<")
    for origin, words in BEGINS:
        if (found := words.match(text)) and _by_itself(text[found.end() :], found[0]):
            return origin
    everyday = EVERYDAY.match(text)
    if everyday and ENDS.match(text, everyday.end()) and not COMPLAINT.search(text):
        return ABSENCE
    return None


def _by_itself(rest: str, word: str) -> bool:
    """Nothing, a colon or a dash comes then, or words in which nobody asks or complains."""
    if not rest or word.endswith(":") or rest.lstrip()[:1] in tuple(":-–—])】」/|("):
        return True
    return not (rest[0].isascii() and rest[0].isalnum()) and not COMPLAINT.search(rest)


def _japanese(text: str) -> Origin | None:
    """In brackets, first before a colon or alone the word is a machine's; elsewhere only where nobody complains."""
    for inside in BRACKETED.findall(text):
        if COMPLAINT.search(inside):
            continue
        if ABSENT.fullmatch(inside.strip()):
            return ABSENCE
        if told := next((origin for origin, words in WORDS if words.search(inside)), None):
            return told
    return next((origin for origin, words in WORDS if (found := words.search(text)) and _told(text, found)), None)


def _told(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() :]
    alone = not text[: found.start()].strip() and rest.removeprefix("メール").strip()[:1] in ("", ":", "-", "/", "|")
    return alone or not (COMPLAINT.search(text) or ONLY_ALONE.match(found[0]) or SPOKEN_OF.match(rest))
