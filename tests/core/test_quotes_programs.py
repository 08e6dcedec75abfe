"""Replies as mail programs write them, language by language: what is new stays, what is quoted goes."""

from __future__ import annotations

import pytest

from mailbot.model import Part
from mailbot.parsers.whose.quotes import segments_of

MARKED = (
    ("Gmail, English", "On Wed, Nov 25, 2026 at 10:03 AM Ann Lee <ann@shop.example> wrote:"),
    ("Gmail, wrapped in the date", "On Wed, Nov 25,\n2026 at 10:03 AM Ann Lee <ann@shop.example> wrote:"),
    ("Gmail, wrapped in the address", "On Wed, Nov 25, 2026 at 10:03 AM Ann Lee <\nann@shop.example> wrote:"),
    ("Gmail, the bracket on a line of its own", "On 25.11.2026 Ann Lee <ann@shop.example\n>:"),
    ("Gmail, the verb behind a torn bracket", "On 25 Nov 2026 10:03, Ann Lee <ann@shop.example\n> wrote:"),
    ("Gmail, German", "Am Mi., 25. Nov. 2026 um 10:03 Uhr schrieb Ann Lee <ann@shop.example>:"),
    ("Gmail, German, the name first", "Ann Lee <ann@shop.example> schrieb am Mi., 25. Nov. 2026\num 10:03 Uhr:"),
    ("Gmail, French", "Le mer. 25 nov. 2026 à 10:03, Ann Lee <ann@shop.example> a écrit :"),
    ("Gmail, Spanish", "El mié, 25 nov 2026 a las 10:03, Ann Lee (<ann@shop.example>) escribió:"),
    ("Gmail, Italian", "Il giorno mer 25 nov 2026 alle ore 10:03 Ann Lee <ann@shop.example> ha scritto:"),
    ("Gmail, Portuguese", "Em qua., 25 de nov. de 2026 às 10:03, Ann Lee <ann@shop.example> escreveu:"),
    ("Gmail, Dutch", "Op wo 25 nov 2026 om 10:03 schreef Ann Lee <ann@shop.example>:"),
    ("Apple, Dutch", "Op 25 nov. 2026 om 10:03 heeft Ann Lee <ann@shop.example> het volgende geschreven:"),
    ("Gmail, Swedish", "Den ons 25 nov. 2026 kl 10:03 skrev Ann Lee <ann@shop.example>:"),
    ("Gmail, Danish", "ons. 25. nov. 2026 kl. 10.03 skrev Ann Lee <ann@shop.example>:"),
    ("Gmail, Norwegian", "25. nov. 2026 kl. 10:03 skrev Ann Lee <ann@shop.example>:"),
    ("Gmail, Finnish", "ke 25. marrask. 2026 klo 10.03 Ann Lee (ann@shop.example) kirjoitti:"),
    ("Gmail, Polish", "śr., 25 lis 2026 o 10:03 Ann Lee <ann@shop.example> napisał(a):"),
    ("Gmail, Czech", "st 25. 11. 2026 v 10:03 odesílatel Ann Lee <ann@shop.example> napsal:"),
    ("Gmail, Hungarian", "Ann Lee <ann@shop.example> ezt írta (időpont: 2026. nov. 25., Sze, 10:03):"),
    ("Gmail, Romanian", "mie., 25 nov. 2026 la 10:03, Ann Lee <ann@shop.example> a scris:"),
    ("Gmail, Turkish", "Ann Lee <ann@shop.example>, 25 Kas 2026 Çar, 10:03 tarihinde şunu yazdı:"),
    ("Gmail, Russian", "ср, 25 нояб. 2026 г. в 10:03, Ann Lee <ann@shop.example>:"),
    ("mail.ru", "Среда, 25 ноября 2026, 10:03 +03:00 от Ann Lee <ann@shop.example>:"),
    ("Yandex", '25.11.2026, 10:03, "Ann Lee" <ann@shop.example>:'),
    ("Gmail, Ukrainian", "ср, 25 лист. 2026 р. о 10:03 Ann Lee <ann@shop.example> пише:"),
    ("Gmail, Greek", "Στις Τετ 25 Νοε 2026 στις 10:03 π.μ., ο χρήστης Ann Lee <ann@shop.example> έγραψε:"),
    ("Gmail, Korean", "2026년 11월 25일 (수) 오전 10:03, Ann Lee <ann@shop.example>님이 작성:"),
    ("Gmail, simplified Chinese", "Ann Lee <ann@shop.example> 于2026年11月25日周三 10:03写道："),
    ("Gmail, traditional Chinese", "Ann Lee <ann@shop.example> 於 2026年11月25日 週三 上午10:03寫道："),
    ("Apple, Chinese", "在 2026年11月25日，10:03，Ann Lee <ann@shop.example> 写道："),
    ("Gmail, Japanese", "2026年11月25日(水) 10:03 見本 花子 <hanako@shop.example>:"),
    ("Apple, Japanese", "2026/11/25 10:03、見本 花子 <hanako@shop.example>のメール:"),
    ("Thunderbird, Japanese", "2026/11/25 10:03、見本 花子 さんは書きました:"),
    ("Thunderbird, English", "On 11/25/2026 10:03 AM, Ann Lee wrote:"),
    ("Thunderbird, German", "Am 25.11.2026 um 10:03 schrieb Ann Lee:"),
    ("a mailing program of old", "In message <1@shop.example>\n  Ann Lee <ann@shop.example> wrote:"),
    ("Becky!", "On Wed, 25 Nov 2026 10:03:00 +0900\nAnn Lee <ann@shop.example> wrote:"),
    ("Notes", "Ann Lee <ann@shop.example> wrote on 11/25/2026 10:03:00 AM:"),
    ("Yahoo! Mail of old", "--- On Wed, 11/25/26, Ann Lee <ann@shop.example> wrote:"),
    ("Japanese without a date", "見本 花子さんは書きました:"),
    ("in no known language", "On 25 Nov 2026 um drei, Ann Lee <ann@shop.example> skribis:"),
)


def kinds(text: str, forwarded: bool = False) -> dict[Part, str]:
    """The lines of each kind."""
    found: dict[Part, str] = {}
    for one in segments_of(text, forwarded):
        found[one.part] = found.get(one.part, "") + text[one.start : one.end]
    return {part: words.strip() for part, words in found.items() if words.strip()}


@pytest.mark.parametrize("said", [pytest.param(line, id=name) for name, line in MARKED])
def test_an_introduction_goes_with_the_quote_below_it(said: str) -> None:
    text = f"It works now.\n\n{said}\n\n> Does it work?\n> Ann\n"
    assert kinds(text) == {Part.NEW: "It works now.", Part.QUOTED: f"{said}\n\n> Does it work?\n> Ann"}


@pytest.mark.parametrize("said", [pytest.param(line, id=name) for name, line in MARKED])
def test_answers_below_and_between_the_quotes_stay(said: str) -> None:
    text = f"{said}\n> Does it work?\nYes.\n> Since when?\nSince Monday.\n"
    assert kinds(text)[Part.NEW] == "Yes.\nSince Monday."


SURE = [name for name, _ in MARKED if name not in ("Japanese without a date", "in no known language")]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(line, id=name)
        for name, line in MARKED
        if name in SURE and not name.startswith(("Gmail, the", "a mail"))
    ],
)
def test_a_sure_introduction_needs_no_quote_signs(said: str) -> None:
    text = f"It works now.\n\n{said}\n\nDoes it work?\nAnn\n"
    assert kinds(text) == {Part.NEW: "It works now.", Part.QUOTED: f"{said}\n\nDoes it work?\nAnn"}


BLOCKS = (
    (
        "Outlook, English",
        "From: Ann Lee <ann@shop.example>\nSent: Wednesday, November 25, 2026 10:03 AM\nTo: Help\nSubject: x",
    ),
    (
        "Outlook, Japanese",
        "差出人: 見本 花子 <a@shop.example>\n送信日時: 2026年11月25日水曜日 10:03\n宛先: 窓口\n件名: 件",
    ),
    ("Outlook, full-width colons", "差出人：見本 花子\n送信日時：2026年11月25日 10:03\n宛先：窓口\n件名：件"),
    (
        "Outlook, bold",
        "**差出人:** 見本 花子 <a@shop.example>\n**送信日時:** 2026年11月25日 10:03\n**宛先:** 窓口\n**件名:** 件",
    ),
    (
        "another order",
        "Date: Wed, 25 Nov 2026 10:03:00 +0900\nSubject: x\nFrom: ann@shop.example\nTo: help@ours.example",
    ),
    ("blank lines between", "From: Ann\n\nSent: November 25, 2026 10:03\n\nTo: Help\n\nSubject: x"),
    ("GMX", 'Gesendet: Mittwoch, 25. November 2026 um 10:03 Uhr\nVon: "Ann" <ann@shop.example>\nAn: Help\nBetreff: x'),
    ("French", "De : Ann Lee <ann@shop.example>\nEnvoyé : mercredi 25 novembre 2026 10:03\nÀ : Help\nObjet : x"),
    ("Spanish", "De: Ann Lee\nEnviado el: miércoles, 25 de noviembre de 2026 10:03\nPara: Help\nAsunto: x"),
    ("Italian", "Da: Ann Lee\nInviato: mercoledì 25 novembre 2026 10:03\nA: Help\nOggetto: x"),
    ("Portuguese", "De: Ann Lee\nEnviado: quarta-feira, 25 de novembro de 2026 10:03\nPara: Help\nAssunto: x"),
    ("Dutch", "Van: Ann Lee\nVerzonden: woensdag 25 november 2026 10:03\nAan: Help\nOnderwerp: x"),
    ("Swedish", "Från: Ann Lee\nSkickat: den 25 november 2026 10:03\nTill: Help\nÄmne: x"),
    ("Danish", "Fra: Ann Lee\nSendt: 25. november 2026 10:03\nTil: Help\nEmne: x"),
    ("Finnish", "Lähettäjä: Ann Lee\nLähetetty: keskiviikko 25. marraskuuta 2026 10.03\nVastaanottaja: Help\nAihe: x"),
    ("Polish", "Od: Ann Lee\nWysłano: środa, 25 listopada 2026 10:03\nDo: Help\nTemat: x"),
    ("Czech", "Od: Ann Lee\nOdesláno: středa 25. listopadu 2026 10:03\nKomu: Help\nPředmět: x"),
    ("Hungarian", "Feladó: Ann Lee\nElküldve: 2026. november 25., szerda 10:03\nCímzett: Help\nTárgy: x"),
    ("Romanian", "De la: Ann Lee\nTrimis: miercuri, 25 noiembrie 2026 10:03\nCătre: Help\nSubiect: x"),
    ("Turkish", "Kimden: Ann Lee\nGönderildi: 25 Kasım 2026 Çarşamba 10:03\nKime: Help\nKonu: x"),
    ("Russian", "От: Ann Lee\nОтправлено: среда, 25 ноября 2026 г. 10:03\nКому: Help\nТема: x"),
    ("Greek", "Από: Ann Lee\nΣτάλθηκε: Τετάρτη, 25 Νοεμβρίου 2026 10:03\nΠρος: Help\nΘέμα: x"),
    ("Chinese", "发件人: Ann Lee\n发送时间: 2026年11月25日 10:03\n收件人: Help\n主题: x"),
    ("Korean", "보낸 사람: Ann Lee\n보낸 날짜: 2026년 11월 25일 수요일 오전 10:03\n받는 사람: Help\n제목: x"),
)


@pytest.mark.parametrize("block", [pytest.param(lines, id=name) for name, lines in BLOCKS])
def test_a_header_block_begins_the_quoted_mail(block: str) -> None:
    text = f"動きました。\n\n{block}\n\nまだ落ちますか。\n"
    assert kinds(text) == {Part.NEW: "動きました。", Part.QUOTED: f"{block}\n\nまだ落ちますか。"}


@pytest.mark.parametrize(
    "divider",
    [
        pytest.param("-----Original Message-----", id="Outlook"),
        pytest.param("-----元のメッセージ-----", id="Outlook in Japanese"),
        pytest.param("________________________________", id="Outlook on the web"),
        pytest.param("------- Original Message -------", id="ProtonMail"),
        pytest.param("‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐", id="ProtonMail of old, with other hyphens"),
        pytest.param("-------- Ursprüngliche Nachricht --------", id="a telephone in German"),
        pytest.param("------------------ 原始邮件 ------------------", id="QQ"),
        pytest.param("------------------&nbsp;原始邮件&nbsp;------------------", id="QQ with blanks of HTML"),
        pytest.param("-------- Message d'origine --------", id="a telephone in French"),
        pytest.param("---- 見本窓口 さんのメッセージ ----", id="mobile mail in Japanese"),
        pytest.param("Ann Lee---11/25/2026 10:03:00 AM---It crashes", id="Notes"),
    ],
)
def test_a_divider_goes_with_the_block_below_it(divider: str) -> None:
    text = f"It works.\n\n{divider}\n{BLOCKS[0][1]}\n\nDoes it work?"
    assert kinds(text)[Part.NEW] == "It works."


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("##- Please type your reply above this line -##", id="with signs"),
        pytest.param("Reply above this line.", id="as a sentence"),
        pytest.param("--- この行より上に返信をご記入ください ---", id="Japanese"),
        pytest.param("=-=-= Bitte antworten Sie oberhalb dieser Zeile =-=-=", id="German"),
        pytest.param("—-—-— Répondre au-dessus de cette ligne —-—-—", id="French"),
    ],
)
def test_a_helpdesk_asks_for_answers_above_its_line(line: str) -> None:
    assert kinds(f"It works.\n\n{line}\n\nYour case was updated.")[Part.NEW] == "It works."


@pytest.mark.parametrize("sign", ["|", ":", "：", "｜", "Ann>", "山田＞"])
def test_unusual_signs_quote_below_an_introduction_only(sign: str) -> None:
    quote = f"{sign} Does it work?\n{sign} Since when?"
    assert kinds(f"On 25 Nov 2026 10:03, Ann Lee wrote:\n{quote}\nYes.")[Part.NEW] == "Yes."
    assert kinds(f"The table:\n{quote}\nYes.") == {Part.NEW: f"The table:\n{quote}\nYes."}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("On 20 Nov 2026 at 10:15 I wrote:\nIt crashes.\nNobody answered.", id="the sender wrote it"),
        pytest.param("On 20 Nov 2026 at 10:15 the log wrote:\nERROR 12\nWhat is it?", id="a machine wrote it"),
        pytest.param("2026年11月20日の弊社からのメール:\n設定を変えました。", id="a mail of ours is named"),
        pytest.param("Form filled in:\nFrom: Tokyo\nDate: 2026-11-20\nTo: Osaka\nIt fails.", id="a form of a journey"),
        pytest.param("Reply to the mail below this line is not possible here.\nWhy?", id="a line is mentioned"),
        pytest.param(
            "The field says: reply above this line of text, and then it crashes when I press it.\nWhy?",
            id="quoted in a sentence",
        ),
        pytest.param('The app says "Reply above this line"\nand then nothing.', id="what a program says"),
        pytest.param(
            "2026/11/20 10:00 a@b.example:\nfails\n2026/11/21 10:00 c@d.example:\nworks", id="a diary of accounts"
        ),
        pytest.param(
            "Von: Berlin\nNach: Hamburg\nDatum: 25.11.2026\nBetreff: Reise\n\nDie Buchung fehlt.", id="a journey"
        ),
        pytest.param("10:00 Ann wrote:\nhello\n10:01 Bob wrote:\nhi\nWhy twice?", id="a chat"),
        pytest.param("件名: 印刷できない\n内容: 固まります", id="labels of a form"),
        pytest.param("Steps:\n----\n1. open\n----\n2. crash", id="rules between steps"),
        pytest.param("Von Montag an:\nes geht nicht.", id="a word that is a label elsewhere"),
        pytest.param("11/20 10:00 に更新しました。\n11/21 9:00:\nまた落ちました", id="a diary"),
    ],
)
def test_a_person_may_write_what_programs_write(words: str) -> None:
    assert kinds(words) == {Part.NEW: words}


def test_everything_below_a_reply_stays_in_the_text() -> None:
    text = f"new\n\n{BLOCKS[1][1]}\n\nold\n"
    assert "".join(text[one.start : one.end] for one in segments_of(text)) == text
