"""The words by which mail programs introduce quotes and forwards, in the languages people write to us."""

from __future__ import annotations

import re
import unicodedata

from mailbot.parsers.tables import phrases

# Labels of the header block that Outlook and others put above a quoted mail, by what they name.
LABELS: dict[str, str] = {
    label: kind
    for kind, labels in {
        "from": "From|差出人|送信者|送信元|発信者|発信元|Von|Absender|De|Da|Van|Från|Fra|Lähettäjä|Od|Odesílatel"
        "|Feladó"
        "|Kimden|Gönderen|От|От кого|Від|Від кого|Από|De la|发件人|發件人|寄件者|寄件人|보낸 사람|보낸사람|보낸이"
        "|Expéditeur|Remitente|Remetente|Mittente|Afzender|Avsändare|Avsender|Afsender|Nadawca|Expeditor|Dari|จาก|Từ",
        "sent": "Sent|Date|Sent on|Sent at|送信日時|送信日|日時|日付|送信|受信日時|Gesendet|Datum|Gesendet am|Envoyé"
        "|Envoyé le|Date d'envoi|Enviado|Enviado el|Enviada em|Enviado em|Enviada|Data de envio|Fecha|Fecha de envío"
        "|Inviato|Inviato il|Data|Verzonden|Verzonden op|Skickat|Sendt|Dato|Lähetetty|Päivämäärä|Päiväys|Wysłano"
        "|Data wysłania|Odesláno|Elküldve|Küldve|Dátum|Tarih|Gönderme Tarihi|Gönderildi|Отправлено|Дата|Надіслано"
        "|Дата отправки|Στάλθηκε|Ημερομηνία|Εστάλη|Trimis|Dată|发送时间|发送日期|發送時間|寄件日期|日期|时间|時間"
        "|傳送時間|보낸 날짜|보낸날짜|보낸시간|보낸 시간|날짜|Tanggal|Dikirim|Ngày|Gửi",
        "to": "To|宛先|受信者|宛て先|An|Empfänger|À|A|Para|Aan|Till|Til|Vastaanottaja|Do|Dla|Komu|Címzett|Kime|Alıcı"
        "|Кому|Προς|Către|收件人|收件者|받는 사람|받는사람|받는이|Destinataire|Destinatario|Kepada|Tới",
        "cc": "Cc|CC|Bcc|Kopie|Kopi|抄送|副本|참조|Копия|Копія|Kopia|Másolatot kap|DW|Bilgi|Κοιν.|Reply-To|返信先"
        "|Reply To|Antwort an|Répondre à|Responder a|Importance|重要度|Priority|Wichtigkeit|Importancia"
        "|Attachments|添付ファイル|添付|Anlagen|Pièces jointes|Resent-From|Message-ID|Organization",
        "subject": "Subject|件名|題名|標題|Betreff|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|Temat"
        "|Předmět|Predmet|Tárgy|Konu|Тема|Θέμα|Subiect|主题|主旨|主題|제목|Perihal|Chủ đề",
    }.items()
    for label in phrases(labels)
}
LABEL_LINE = re.compile(r"[*_\s\u200e]{0,12}([^\s:：*<>][^:：*<>\n]{0,24}?)[*_\s]{0,4}[:：][*_\s]{0,3}(.{0,300})")

# Lines of dashes with words inside: what stands between tells a reply from a forward.
ORIGINAL = phrases(
    "original message|original appointment|original email|元のメッセージ|元のメール|オリジナルメッセージ"
    "|オリジナル メッセージ"
    "|ursprüngliche nachricht|originalnachricht|originalmeldung|original-nachricht|ursprüngliche mail"
    "|ursprünglicher termin|message d'origine|message original|message initial|courriel original|mensaje original"
    "|mensagem original|mensagem anterior|messaggio originale|messaggio originario|oorspronkelijk bericht"
    "|origineel bericht|ursprungligt meddelande|originalmeddelande|oprindelig meddelelse|oprindelig besked"
    "|opprinnelig melding|original besked|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva"
    "|původní e-mail|eredeti üzenet|orijinal mesaj|özgün ileti|исходное сообщение|оригинальное сообщение"
    "|вихідне повідомлення|оригінальне повідомлення|αρχικό μήνυμα|πρωτότυπο μήνυμα|原始邮件|原始郵件|原邮件|回复邮件"
    "|原始信件|원본 메시지|원본 메일|원본메일|reply message|返信元メッセージ|引用元メッセージ|pesan asli"
    "|mesaj original"
    "|mesajul original|quoted message|replied message"
)
FORWARDED = phrases(
    "forwarded message|forwarded by|forward message|forwarded mail|forwarded email|forwarded letter"
    "|begin forwarded message|start of forwarded message|転送されたメッセージ|転送メッセージ|転送メール"
    "|転送されたメール"
    "|以下、転送メッセージ|受信メールの転送|weitergeleitete nachricht|anfang der weitergeleiteten nachricht"
    "|anfang der weitergeleiteten e-mail|weitergeleitete mail|message transféré|début du message transféré"
    "|début du message réexpédié|courriel transféré|mensaje reenviado|inicio del mensaje reenviado"
    "|mensagem encaminhada"
    "|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato"
    "|inizio messaggio inoltrato|messaggio originale inoltrato|doorgestuurd bericht|begin doorgestuurd bericht"
    "|vidarebefordrat meddelande|vidarebefordrat brev|vidarebefordrat mejl|videresendt meddelelse|videresendt besked"
    "|videresendt melding|start på videresendt besked|videresendt e-post|begynnelse på videresendt melding"
    "|välitetty viesti"
    "|edelleenlähetetty viesti|välitetty viesti alkaa|wiadomość przekazana|przekazana wiadomość"
    "|początek przekazywanej wiadomości|treść przekazanej wiadomości|přeposlaná zpráva|začátek přeposílané zprávy"
    "|továbbított üzenet|továbbított levél|iletilen mesaj|yönlendirilmiş mesaj|пересылаемое сообщение"
    "|начало переадресованного сообщения|перенаправленное сообщение|пересланное сообщение|переслане повідомлення"
    "|προωθημένο μήνυμα|mesaj redirecționat|mesaj redirectionat|转发邮件|转发的邮件|以下是转发的邮件|轉寄郵件"
    "|轉寄的郵件|轉寄信件|전달된 메시지|전달된 메일|전달 메시지|pesan terusan"
)
# Notes writes "----- Forwarded by Ann/Shop on 2026/11/20 10:00 -----".
FORWARDED_BY = (
    "forwarded by ", "weitergeleitet von ", "transféré par ", "reenviado por ", "encaminhado por ", "inoltrato da ",
    "doorgestuurd door ", "転送者", "转发人", "轉寄者",
)  # fmt: skip
# "---- 花子 さんのメッセージ ----", and Notes: "Ann Lee---11/25/2026 10:03:00 AM---It crashes".
MESSAGE_OF = ("さんのメッセージ", "様のメッセージ", "さんからのメール", "さんのメール")
NOTES = re.compile(r"[^-\n]{2,60}---\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s[^-\n]{3,20}---.{0,200}")
SIGN = r"\-_=－―─━‐–—"
DASHED = re.compile(
    rf"[\s>*]{{0,4}}[{SIGN}]{{2,60}}\s{{0,3}}([^\s{SIGN}].{{0,120}}?)\s{{0,3}}[{SIGN}]{{2,60}}[\s*]{{0,4}}"
)

# Helpdesks ask for answers above a line; what stands below it is the mail that is answered.
ABOVE = re.compile(
    r"(?:please |kindly |bitte |merci de |veuillez |por favor,? |per favore,? |ご?(?:返信|回答)は)?(?:(?:reply"
    r"|respond|type|write|answer|antwort\w{0,4}|schreiben|répon\w{2,6}|respond\w{1,4}|rispond\w{1,4}"
    r"|escrib\w{1,4})"
    r".{0,40}(?:above (?:this|the) line|(?:ober|über)\S{0,4} dieser (?:zeile|linie)|au-dessus de cette ligne"
    r"|(?:encima|arriba) de esta línea|acima desta linha|sopra (?:a )?questa (?:riga|linea))"
    r"|(?:ober|über)\S{0,4} dieser (?:zeile|linie).{0,20}antwort"
    r"|(?:この|本)(?:行|線|ライン)(?:より|から|の)上.{0,20}(?:返信|回答|記入|入力|お書き)|请在此行(?:之)?上(?:方"
    r"|面).{0,6}回复)",
    re.IGNORECASE,
)


def label_of(line: str) -> str:
    """Which header a line such as "件名: …" names: from, sent, to, cc, subject or ""."""
    return label_and_value(line)[0]


def label_and_value(line: str) -> tuple[str, str]:
    """The header that a line names and what it says of it."""
    found = LABEL_LINE.match(line)
    if not found:
        return "", ""
    label = unicodedata.normalize("NFC", " ".join(found[1].split())).casefold().replace("’", "'")
    return LABELS.get(label, ""), found[2].strip(" \t*_\u200e")


def says_above(line: str) -> bool:
    """Whether a line asks to answer above itself: short, and marked by signs around it or alone."""
    words = line.strip(" \t>＞#*-_=~|[](){}【】《》…－―─━‐–—.。")
    return len(words) <= 80 and bool(ABOVE.match(words)) and (len(words) < len(line.strip()) or len(words) <= 60)


def marker(line: str) -> str:
    """What a dividing line announces: original, forwarded or ""."""
    dashed = DASHED.fullmatch(line[:300])
    words = (dashed[1] if dashed else line[:120]).strip(" \t*>").rstrip(":： ")
    words = " ".join(unicodedata.normalize("NFKC", words.replace("&nbsp;", " ")).split()).casefold().replace("’", "'")
    if words in FORWARDED and (dashed or line.rstrip(" *").endswith((":", "："))):
        return "forwarded"
    if dashed and words.startswith(FORWARDED_BY):
        return "forwarded"
    if NOTES.fullmatch(line[:300]):
        return "original"
    return "original" if dashed and (words in ORIGINAL or words.endswith(MESSAGE_OF)) else ""
