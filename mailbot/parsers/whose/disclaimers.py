"""Find the legal footers, list footers and warning banners that servers add to mail: by position and several marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_PARAGRAPHS = 16
MAX_BANNER_LINES = 8
MAX_BELOW = 3  # lines of an address below a footer
MAX_FOOTER_LINES = 30  # in a paragraph that is not all footer
MAX_TEXT = 6000  # characters of a paragraph that are looked at
SHORTEST = 90  # characters of a legal text; Japanese says the same in a third
SHORTEST_CJK = 24
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def _table(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for lower-case text: that way they are five times as fast as those that ignore case."""
    return tuple(re.compile(pattern) for pattern in patterns)


# What a legal footer is about: itself. Without such words there is none.
ITSELF = re.compile(
    r"\b(?:(?:this|the)\s(?:e-?mail|email|message|communication|transmission|correspondence|information)\b"
    r"|attachments?\b"
    r"|diese\w? (?:e-?mail|nachricht|mitteilung)|ce (?:message|courriel|courrier|mail|mél)|cet e-?mail"
    r"|este (?:mensaje|correo|e-?mail)|esta (?:mensagem|comunicação|comunicación)"
    r"|questo messaggio|questa (?:e-?mail|comunicazione)|il presente messaggio|le informazioni contenute"
    r"|dit (?:bericht|e-?mailbericht)|deze e-?mail|de informatie|det(?:ta|te) (?:meddelande|e-?post|e-?mail)"
    r"|denne (?:e-?mail|e-?post|meddelelse|melding)|tämä (?:viesti|sähköposti)|niniejsza wiadomość|ta wiadomość)"
    r"|(?:本|当|この)(?:電子)?(?:メール|eメール|e-?mail|通信|メッセージ)|本邮件|此(?:邮件|郵件|電郵)|본 (?:메일"
    r"|이메일|전자우편)"
    r"|настоящее (?:сообщение|письмо)|данное (?:сообщение|письмо)|это (?:сообщение|письмо)",
)
MARKS = _table(
    r"confidential|privileged|proprietary|vertraulich|confidentiel|confidencial|confidenzial|riservat|riservato"
    r"|vertrouwelijk"
    r"|konfidentiel|fortrolig|konfidenti|luottamuksel|poufn|конфиденциальн|機密|秘密|親展|保密|机密|기밀",
    r"intended\s(?:only|solely|exclusively|for)|intended recipient|addressee|solely for|named (?:recipient|addressee)"
    r"|ausschließlich für|bestimmt|adressat|empfänger|destinat|desinat|geadresseerde|bestemd|avsedd|avsett|beregnet"
    r"|tarkoitettu"
    r"|przeznaczon|адресат|предназначен|宛先|名宛人|受信者|意図(?:した|された|しない)|お心当たり|心当たり|收件人"
    r"|수신인|수신자",
    r"(?:received|sent|delivered).{0,60}(?:in error|by mistake|erroneously)|if you are not|not the (?:intended|named)"
    r"|irrtümlich|fehlerhaft|nicht der (?:richtige|vorgesehene|beabsichtigte)|par erreur|por error|por engano"
    r"|per errore"
    r"|ten onrechte|abusievelijk|per abuis|niet voor u|av misstag|ved en fejl|ved feil|vahingossa|omyłk|по ошибке"
    r"|誤(?:って|送信|配信|配)|手違い|誤り?(?:で|により)|错误|錯誤|误收|실수로|잘못",
    r"\bdelete|destroy|notify|inform the sender|advise the sender|return e-?mail|lösch|vernicht|benachrichtig"
    r"|informieren"
    r"|supprim|détrui|avert|elimin|destru|borr|notifi|apag|cancell|distrugg|avvis|verwijder|vernietig|radera|slet"
    r"|poista|usun"
    r"|удал|сообщ|破棄|廃棄|削除|消去|ご連絡|お知らせ|删除|刪除|삭제|파기",
    r"prohibited|unauthori[sz]ed|disseminat|distribut\w{1,4}|copying|disclos|untersagt|unbefugt|nicht gestattet"
    r"|verboten|weitergabe"
    r"|interdit|divulgation|non autoris|prohib|divulga|no autoriz|proibid|vietat|divulgazion|verboden"
    r"|openbaarmaking|verspreiding"
    r"|förbjud|forbud|kielletty|zabronion|запрещ|禁じ|禁止|固くお断り|複製|転載|開示|漏洩|転送|禁止|严禁|嚴禁|금지"
    r"|무단",
    r"virus|malware|liability|liable|warrant|accept no|does not guarantee|secure|monitor|haftung|virenfrei"
    r"|responsabilité"
    r"|responsabilidad|responsabilit|aansprakelijk|ansvar|責任|ウイルス|ウィルス|病毒|바이러스",
    r"views|opinions|do not necessarily|represent those|meinung|opinion|見解|意見",
    r"registered (?:office|in)|company (?:number|registration)|handelsregister|amtsgericht|geschäftsführer"
    r"|siège social"
    r"|gdpr|datenschutz|privacy policy|data protection|rgpd|ley orgánica|d\.?\s?lgs",
)
HEADING = re.compile(
    r"[\s*#_\-=【■※\[(<]{0,6}(?:confidentiality (?:notice|note|warning)|confidential|disclaimer|legal (?:notice"
    r"|disclaimer)"
    r"|important notice|privacy notice|haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis"
    r"|avis de confidentialité"
    r"|confidentialité|aviso (?:legal|de confidencialidad(?:e)?)|clausola di riservatezza|avvertenza"
    r"|avviso di riservatezza"
    r"|免責事項|機密保持(?:について|に関する注意)?|ご注意|注意事項|免责声明|機密情報)[\s*#_:：\-=】■\])>.]{0,6}",
    re.IGNORECASE,
)
# One line of these is enough: nobody writes them by hand.
FOOTER = re.compile(
    r"[\s*_\-🌳🌲♻P]{0,6}(?:(?:please )?(?:consider|think (?:about|of)) (?:the|our) environment.{0,80}"
    r"|think before you print.{0,60}"
    r"|(?:before|save) (?:printing|paper).{0,40}(?:environment|paper|tree).{0,60}|save (?:a tree|paper)\b.{0,80}"
    r"|(?:bitte )?denken sie an die umwelt.{0,80}|bitte (?:prüfen|überlegen|denken) sie.{0,40}(?:drucken"
    r"|umwelt).{0,60}"
    r"|(?:pensez|merci de penser) à (?:l'|l’)environnement.{0,80}|n'imprimez .{0,80}(?:nécessaire"
    r"|environnement).{0,30}"
    r"|(?:antes de imprimir|piense en el medio).{0,100}|(?:prima di stampare|pensa all'ambiente).{0,100}"
    r"|denk aan het milieu.{0,80}"
    r"|(?:this|diese) (?:e-?mail|message|nachricht).{0,30}(?:has been|was|is|wurde)\s(?:checked|scanned|protected"
    r"|virus|auf viren|von .{1,40} (?:geprüft|gescannt)).{0,120}"
    r"|(?:virus-free|virenfrei|garanti sans virus|libre de virus|senza virus|virusvrij|ウイルス(?:なし"
    r"|フリー))\.?.{0,60}"
    r"|(?:ce|este|questo|dit) .{2,30}(?:antivirus|antivírus|anti-virus).{0,80}"
    r"|このメールは.{0,40}(?:ウイルス|ウィルス).{0,20}(?:チェック|スキャン|検査|保護).{0,40}"
    r"|.{0,40}avast antivirus.{0,60}"
    r"|you (?:are receiv\w{1,4}|received|got) this (?:e-?mail|message|mail|email) because you.{0,140}"
    r"|to (?:unsubscribe|stop receiving|leave) .{0,160}(?:https?:|mailto:|@|click|visit|send|email).{0,120}"
    r""
    r"|unsubscribe(?: here| from this list)?\s{0,3}[:：<|(].{0,200}|(?:click|klicken sie) .{0,40}(?:to unsubscribe"
    r"|abzumelden).{0,80}"
    r"|https?://\S{1,100}/(?:mailman/)?listinfo/\S{1,100}|(?:配信停止|メルマガ解除|購読解除|退会)(?:は|の手続きは"
    r"|をご希望).{0,80}"
    r"|紙の(?:使用|消費).{0,60}|環境(?:保護|のため).{0,60}印刷.{0,60}|印刷する前に.{0,60})",
    re.IGNORECASE,
)
# Somebody's own words in the middle of it: then it is a letter about confidential things.
MINE = re.compile(
    r"\b(?:i|i'm|i've|my|me|ich|mein\w{0,2}|mir|je|j'ai|mon|yo)\b|私|わたし|弊社|貴社"
    r"|でしょうか|教えて|困って",
)
LIST = re.compile(r".{0,60}\bmailing list\s{0,3}", re.IGNORECASE)  # below a rule
LINK = re.compile(r"[<(]?https?://\S{1,300}")  # below a footer
RULE = re.compile(r"__|[\s=\-_–—─━―*＊#~.･・◆■□◇]{3,200}")
# For lower-case text, too.
OUTSIDE = re.compile(
    r"(?:e-?mail|message|sender|mail|it|this).{0,40}(?:originat\w{1,4}|came|com(?:es|ing)|sent|is|was|received).{0,30}"
    r"(?:outside|external)|\bexternal (?:e-?mail|sender|message|mail)|\[ext(?:ernal)?\]|(?:don't"
    r"|do not) often (?:get|receive) email"
    r"|(?:von|aus) (?:außerhalb|extern)|externe[nr]? (?:e-?mail|absender|nachricht)|provient (?:de l'|de l’"
    r"|d'un).{0,20}ext(?:é|e)rieur"
    r"|expéditeur externe|(?:remitente|correo|mensaje|origen) extern|fuera de (?:la|nuestra) organización"
    r"|(?:de )?fora da organização"
    r"|(?:esterna|dall'esterno|mittente esterno)|(?:van buiten|externe afzender)|(?:社|組織|会社"
    r"|グループ)外(?:からの?(?:電子)?(?:メール|送信|受信|届)|の(?:送信者|差出人|メール|アドレス)|メール|より)"
    r"|外部(?:からの?(?:電子)?(?:メール|送信|受信)|メール|の(?:送信者|差出人)|ドメイン)"
    r"|外部邮件|외부 (?:메일|에서)"
)
WARNS = re.compile(
    r"\b(?:caution|warning|attention|alert|notice|be careful|careful|achtung|vorsicht|warnung|prudence|precaución"
    r"|atención|aviso"
    r"|attenzione|let op|waarschuwing|external)\b|do not click|links?\b|attachments?|learn why|content is safe"
    r"|recogni[sz]e the sender"
    r"|anhäng|pièces jointes|adjuntos|allegati|bijlagen|注意|ご注意|リンク|添付ファイル|開か|クリック|社外|외부|谨慎"
)


def banner_end(lines: Sequence[str]) -> int:
    """The line behind a warning that a server put above the mail, 0 when there is none."""
    first = next((index for index, line in enumerate(lines) if line.strip() and not RULE.fullmatch(line)), len(lines))
    end = first
    while end < min(len(lines), first + MAX_BANNER_LINES) and lines[end].strip() and _warns(lines[end]):
        end += 1
    words = " ".join(lines[first:end]).lower()
    if not words or not OUTSIDE.search(words) or not WARNS.search(words) or MINE.search(words):
        return 0
    if end < len(lines) and RULE.fullmatch(lines[end]):
        return end + 1
    return end


def _warns(line: str) -> bool:
    low = line.lower()
    return bool(len(line) <= 600 and (WARNS.search(low) or OUTSIDE.search(low)))


def disclaimer_start(lines: Sequence[str], start: int, end: int) -> int:
    """Where the footers at the end of lines[start:end] begin, `end` when there are none."""
    cut, index = end, end
    for _ in range(MAX_PARAGRAPHS):
        first, last = _paragraph(lines, start, index)
        if first == last:
            break
        found = _footer_at(lines, first, last)
        if found is not None:
            cut = _with_heading(lines, start, found)
        elif first == start or not _may_belong(lines, first, last, short=cut == end):
            break
        if found is not None and found > first:
            break
        index = first
    return cut


def _paragraph(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    last = end
    while last > start and not lines[last - 1].strip():
        last -= 1
    first = last
    while first > start and lines[first - 1].strip():
        first -= 1
    return first, last


def _footer_at(lines: Sequence[str], first: int, last: int) -> int | None:
    """Where a footer begins in a paragraph: at its top, below a rule in it, or at the last lines of one line each."""
    if _is_legal(" ".join(lines[first:last])):
        return first
    for index in range(max(first, last - MAX_FOOTER_LINES), last):
        if RULE.fullmatch(lines[index]) and index + 1 < last and _is_footer(lines[index + 1 : last]):
            return index
    cut = last
    for index in range(last - 1, max(first, last - MAX_FOOTER_LINES) - 1, -1):
        line = lines[index].strip()
        if _is_line(line):
            cut = index
        elif not LINK.fullmatch(line):
            break
    return cut if cut < last else None


def _is_line(line: str) -> bool:
    return bool(FOOTER.fullmatch(line)) and not MINE.search(line.lower())


def _is_footer(lines: Sequence[str]) -> bool:
    """A list's footer below its rule, or a legal text."""
    few = len(lines) <= 6 and any(_is_line(line.strip()) or LIST.fullmatch(line.strip()) for line in lines)
    return few or _is_legal(" ".join(lines))


def _is_legal(text: str) -> bool:
    text = text[:MAX_TEXT].strip()
    if len(text) < SHORTEST and (len(text) < SHORTEST_CJK or not CJK.search(text)):
        return False
    low = text.lower()
    if "?" in text or "？" in text or MINE.search(low) or not ITSELF.search(low):
        return False
    return sum(1 for mark in MARKS if mark.search(low)) >= (2 if HEADING.match(text) else 3)


def _may_belong(lines: Sequence[str], first: int, last: int, *, short: bool) -> bool:
    """A rule, a heading or a paragraph with one mark may stand between footers, a short one below them.

    It goes only with a footer above it.
    """
    if short and last - first > MAX_BELOW:
        return False
    text = " ".join(lines[first:last])[:MAX_TEXT].lower()
    if short and len(text) > MAX_BELOW * 80:
        return False
    return bool(RULE.fullmatch(text) or HEADING.fullmatch(text) or any(mark.search(text) for mark in MARKS))


def _with_heading(lines: Sequence[str], start: int, found: int) -> int:
    """Take a heading and a rule right above along."""
    first = found
    for index in range(found - 1, max(start - 1, found - 6), -1):
        line = lines[index]
        if (RULE.fullmatch(line) and line.strip()) or HEADING.fullmatch(line):
            first = index
        elif line.strip():
            break
    return first
