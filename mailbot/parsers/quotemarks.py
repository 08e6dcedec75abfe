"""The words by which mail programs mark quotes, forwards and signatures, in the languages people write to us."""

from __future__ import annotations

import re
import unicodedata

from mailbot.parsers.tables import phrases

# Labels of the header block that Outlook and others put above a quoted mail, by what they name.
LABELS: dict[str, str] = {
    label: kind
    for kind, labels in {
        "from": "From|差出人|送信者|送信元|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|Odesílatel|Feladó|Kimden"
        "|Gönderen|От|От кого|Від"
        "|发件人|發件人|寄件者|寄件人|보낸 사람|보낸사람|Expéditeur|Remitente|Mittente|Afzender|Avsändare|Dari|จาก",
        "sent": "Sent|Date|Sent on|送信日時|送信日|日時|日付|Gesendet|Datum|Gesendet am|Envoyé|Envoyé le"
        "|Date d'envoi|Enviado"
        "|Enviado el|Enviada em|Enviado em|Fecha|Inviato|Data|Verzonden|Skickat|Sendt|Lähetetty|Päivämäärä"
        "|Wysłano|Odesláno"
        "|Elküldve|Tarih|Gönderme Tarihi|Отправлено|Дата|Надіслано|发送时间|发送日期|發送時間|寄件日期|日期"
        "|时间|보낸 날짜|보낸날짜"
        "|Tanggal|Dikirim",
        "to": "To|宛先|受信者|An|À|A|Para|Aan|Till|Til|Vastaanottaja|Do|Komu|Címzett|Kime|Alıcı|Кому|收件人"
        "|收件者|받는 사람"
        "|받는사람|Destinataire|Destinatario|Kepada",
        "cc": "Cc|CC|Bcc|Kopie|抄送|副本|참조|Копия|Kopia|Reply-To|返信先|Importance|重要度|Priority"
        "|Attachments|添付ファイル",
        "subject": "Subject|件名|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|Temat|Předmět"
        "|Tárgy|Konu|Тема"
        "|主题|主旨|主題|제목|Perihal",
    }.items()
    for label in phrases(labels)
}
LABEL_LINE = re.compile(r"[*_\s]{0,12}([^\s:：*<>][^:：*<>\n]{0,24}?)[*_\s]{0,4}[:：][*_\s]{0,3}(.{0,300})")

# Lines of dashes with words inside: what stands between tells a reply from a forward.
ORIGINAL = phrases(
    "original message|original appointment|元のメッセージ|元のメール|オリジナルメッセージ|ursprüngliche nachricht"
    "|originalnachricht|originalmeldung|message d'origine|message original|mensaje original|mensagem original"
    "|messaggio originale|oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|originalmeddelande"
    "|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość"
    "|původní zpráva|eredeti üzenet|orijinal mesaj|исходное сообщение|оригинальное сообщение|原始邮件|原始郵件|原邮件"
    "|원본 메시지|원본 메일|reply message|reply above this line|返信元メッセージ|pesan asli|mesaj original"
)
FORWARDED = phrases(
    "forwarded message|forwarded by|forward message|begin forwarded message|転送されたメッセージ|転送メッセージ"
    "|転送メール"
    "|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail"
    "|message transféré"
    "|début du message transféré|début du message réexpédié|mensaje reenviado|inicio del mensaje reenviado"
    "|mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|messaggio inoltrato"
    "|inizio messaggio inoltrato|messaggio originale inoltrato|doorgestuurd bericht|begin doorgestuurd bericht"
    "|vidarebefordrat meddelande|vidarebefordrat brev|videresendt meddelelse|videresendt besked|videresendt melding"
    "|välitetty viesti|edelleenlähetetty viesti|wiadomość przekazana|przekazana wiadomość"
    "|początek przekazywanej wiadomości"
    "|přeposlaná zpráva|továbbított üzenet|iletilen mesaj|пересылаемое сообщение|начало переадресованного сообщения"
    "|перенаправленное сообщение|转发邮件|转发的邮件|以下是转发的邮件|轉寄郵件|轉寄的郵件|전달된 메시지"
    "|전달된 메일|受信メールの転送"
)
DASHED = re.compile(r"[\s>*]{0,4}[-_=－―─━]{2,60}\s{0,3}([^\s\-_=－―─━].{0,80}?)\s{0,3}[-_=－―─━]{2,60}[\s*]{0,4}")

# "On …, … wrote:" in other tongues: the words at the end of the line that introduces a quote.
WROTE = re.compile(
    r"(?:\bwrote|\bwrites|\bschrieb(?:\s.{1,80})?|\ba écrit|\ba ecrit|\bescribió|\bescribio|\bescreveu|\bha scritto"
    r"|\bschreef(?:\s.{1,80})?|\bskrev(?:\s.{1,80})?|\bkirjoitti|\bnapisał(?:\(a\)|a)?|\bnapsal(?:\(a\)|a)?"
    r"|\bnapísal\(a\)"
    r"|\bírta|\byazdı|\bşunu yazdı|\bшунu|\bписал(?:\(а\)|а)?|\bпишет|\bнаписал(?:\(а\)|а)?|\bпише|\ba scris"
    r"|\bje napisao|\bđã viết|\bmenulis|写道|寫道|写到|님이 작성|作成|のメール|さんは書きました|は書きました"
    r"|さんのメッセージ|さんが書きました|wrote on)"
    r"\s{0,3}[:：]\s{0,4}$",
    re.IGNORECASE,
)
WROTE_BEGINS = re.compile(
    r"[\s*]{0,4}(?:on|am|le|el|il giorno|il|em|op|den|w dniu|dne|ma|pada|på|vào|at|in article|no dia|dňa|na|ke"
    r"|ti|pe|pá|fr"
    r"|[12]\d{3}[-/.年]\s?\d|\d{1,2}[./-]\d{1,2}[./-]\d|\d{1,2}\s\S{2,12}\s\d{4}|(?:mon|tue|wed|thu|fri|sat"
    r"|sun)\w{0,6},?\s"
    r"|在|于|於|20\d\d)",
    re.IGNORECASE,
)
DATED = re.compile(r"[12]\d{3}\s?[-/.年]|\b(?:19|20)\d\d\b|\d{1,2}[:h.時]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2}")
HAS_ADDRESS = re.compile(r"[^\s<>@]{1,100}@[^\s<>@]{1,100}")
# Gmail in Japanese, Chinese and Korean says no verb at all: "2024年3月1日(金) 10:00 山田 <x@y>:".
DATE_LINE = re.compile(
    r"[\s*]{0,4}(?:[12]\d{3}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}.{0,200}\d{1,2}[:：時]\d{2}.{0,200}"
    r"|on\s.{0,300})[:：]\s{0,4}$",
    re.IGNORECASE,
)

# What a phone or a program signs with.
SENT_FROM = re.compile(
    r"[\s*_<\[(-]{0,4}(?:(?:e-?mail )?sent (?:from|with|via|using|by) .{1,80}|from my (?:iphone|ipad|android"
    r"|mobile|phone).{0,20}|diese nachricht wurde von .{1,60} gesendet|get outlook for .{1,40}"
    r"|sent from mail for windows.{0,20}"
    r"|von meine[mr] .{1,40} gesendet|gesendet (?:von|mit|aus) .{1,40}|envoyé (?:de|depuis|à partir d|avec).{1,50}"
    r"|enviado (?:desde|do|de|a partir d).{1,50}|enviada do .{1,40}|inviato da .{1,40}|verzonden (?:vanaf"
    r"|vanuit|met) .{1,40}"
    r"|skickat från .{1,40}|sendt fra .{1,40}|lähetetty .{1,40}|wysłane z .{1,40}|отправлено (?:с|из) .{1,40}"
    r"|(?:私の\s?)?[^\s。、]{2,30}(?:\sfor\s[^\s。、]{2,20})?\s?から送信(?:されました)?|發自我的.{1,30}"
    r"|发自我的.{1,30}|나의 .{1,20}에서 보냄"
    r"|odesláno z .{1,40}|trimis de pe .{1,40}|diperoleh dari .{1,40}|dikirim dari .{1,40}|iphone'umdan gönderildi)"
    r"[\s*_>\])。.]{0,4}",
    re.IGNORECASE,
)
EXCUSE = re.compile(r"excuse|forgive|brief|brevity|typo", re.IGNORECASE)
RULE = re.compile(r"\s{0,8}[=\-_–—─━―～~*・◆■□◇○●+＋－＝☆★#/|‐…·.]{4,200}\s{0,4}")
CONTACT = re.compile(
    r"〒\s?\d|\b(?:tel|fax|phone|mobile|mail|e-mail|email|web|url|http)\b|https?://|www\.|電話|携帯|住所"
    r"|(?:株式|有限|合同)会社|\(株\)|㈱"
    r"|[^\s@]{1,64}@[^\s@]{1,64}\.[a-z]{2,}|\+?\d{1,4}[-(). ]\d{1,4}[-). ]\d{3,4}|(?:事業|営業)?部\s|課\s"
    r"|\b(?:inc|ltd|gmbh|corp|llc)\b",
    re.IGNORECASE,
)


def label_of(line: str) -> str:
    """Which header a line such as "件名: …" names: from, sent, to, cc, subject or ""."""
    found = LABEL_LINE.match(line)
    return LABELS.get(" ".join(found[1].split()).casefold(), "") if found else ""


def begins_header_block(text: str) -> bool:
    """Whether the text begins as the header block of a quoted mail does, with a line that says who sent it."""
    return label_of(text[:400]) == "from"


def marker(line: str) -> str:
    """What a dividing line announces: original, forwarded or ""."""
    dashed = DASHED.fullmatch(line[:300])
    words = (dashed[1] if dashed else line[:120]).strip(" \t*>").rstrip(":： ")
    words = " ".join(unicodedata.normalize("NFKC", words).split()).casefold().replace("’", "'")
    if words in FORWARDED and (dashed or line.rstrip(" *").endswith((":", "："))):
        return "forwarded"
    if dashed and words.startswith("forwarded by "):
        return "forwarded"
    # Zoho writes "---- On Wed, 24 Feb 2021 … wrote ----".
    wrote = dashed and WROTE.search(f"{words}:") and DATED.search(words)
    return "original" if dashed and (words in ORIGINAL or wrote) else ""
