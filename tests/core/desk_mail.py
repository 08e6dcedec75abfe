"""Replies to an internal note as eight mail programs write them, byte for byte; every line of the note is a canary."""

from __future__ import annotations

import base64
import html
import quopri
from dataclasses import dataclass

NOTE_EN = """\
* A reply to this mail goes to the customer. CANARY-head

Case:     CASE-7 (bug, with agent) CANARY-case
Customer: hanako@customer.example CANARY-customer
Decision: leave it to people (asks for a person) CANARY-decision

What is known
  - Browser: Chrome 120 CANARY-known
      proof "I use Chrome 120 on my laptop" (mail 1, CANARY-proof)

What happened
  2026-11-20 10:00  mailbot asked the customer for what is missing in the report CANARY-event

The newest mail (2026-11-20 10:00, hanako@customer.example)
The printer stays silent when I press the button.
Which driver do I need?"""
NOTE_JA = """\
※ このメールに返信すると、本文がお客様に届きます。カナリア冒頭

ケース　　：CASE-7（不具合・担当者対応）カナリア番号
お客様　　：hanako@customer.example　カナリア宛先
今回の判断：担当者による対応をお勧めします　カナリア判断

■ 分かっていること
  ・ブラウザ：Chrome 120　カナリア既知
      根拠「ノートPCのChrome 120を使っています」（1通目、カナリア根拠）

■ 最新のメール（2026-11-20 19:00、hanako@customer.example）
印刷ボタンを押しても反応がありません。
どのドライバーが必要でしょうか。"""
CUSTOMER_EN = "The printer stays silent when I press the button.\nWhich driver do I need?"
CUSTOMER_JA = "印刷ボタンを押しても反応がありません。\nどのドライバーが必要でしょうか。"
WORDS_EN = "Hello Hanako,\n\nplease switch the printer off and on again.\n\nKind regards,\nMika"
WORDS_JA = (
    "花子様\n\nお世話になっております。\nプリンターの電源を入れ直してください。\n\nよろしくお願いいたします。\n三上"
)
DATED = {"en": "Friday, November 20, 2026 10:00 AM", "ja": "2026年11月20日 19:00"}


@dataclass(frozen=True, slots=True)
class Desk:
    """One language of a desk: what was written, what it answers, how it is signed."""

    language: str
    words: str
    note: str
    sender: str
    subject: str
    signature: str


EN = Desk(
    "en", WORDS_EN, NOTE_EN, "Example Support", "[CASE-7] Bug: Printing fails", "Mika Mikami\nExample Desk\nTel 555"
)
JA = Desk(
    "ja",
    WORDS_JA,
    NOTE_JA,
    "見本サポート窓口",
    "[CASE-7] 不具合：印刷できない",
    "三上 美香\n見本株式会社\nTEL 03-0000-0000",
)
ADDRESS = "support@desk.example"


def mail(plain: str, rich: str, subject: str = "Re: [CASE-7]", charset: str = "utf-8") -> bytes:
    """A whole mail with the parts that are given."""
    head = f"From: Mika <mika@desk.example>\nTo: {ADDRESS}\nSubject: {subject}\nMIME-Version: 1.0\n".encode()
    parts = [_part("plain", plain, charset)] if plain else []
    parts += [_part("html", rich, charset)] if rich else []
    if len(parts) == 1:
        return head + parts[0]
    body = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return head + b'Content-Type: multipart/alternative; boundary="b"\n\n' + body + b"--b--\n"


def _part(kind: str, text: str, charset: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset={charset}{'; format=flowed' if charset == 'flowed' else ''}\n"
    if charset == "iso-2022-jp":
        return f"{head}Content-Transfer-Encoding: 7bit\n\n".encode() + text.encode(charset, "replace")
    if kind == "html":
        return f"{head}Content-Transfer-Encoding: quoted-printable\n\n".encode() + quopri.encodestring(text.encode())
    return f"{head}Content-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(text.encode())


def marked(text: str, mark: str = "> ") -> str:
    """The text with quote signs, as most programs set them."""
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def _br(text: str) -> str:
    return "<br>\n".join(html.escape(line, quote=False) for line in text.split("\n"))


def _divs(text: str) -> str:
    return "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in text.split("\n"))


def _word(text: str) -> str:
    lines = (html.escape(line, quote=False) or "<o:p>&nbsp;</o:p>" for line in text.split("\n"))
    return "\n".join(
        f'<p class="MsoNormal"><span lang="EN-US" style="font-size:11.0pt">{line}</span></p>' for line in lines
    )


def _block(desk: Desk, plain: bool = True) -> list[tuple[str, str]]:
    """The header block of Outlook: label and value."""
    labels = ("From", "Sent", "To", "Subject") if desk.language == "en" else ("差出人", "送信日時", "宛先", "件名")
    values = (f"{desk.sender} <{ADDRESS}>", DATED[desk.language], "Mika <mika@desk.example>", desk.subject)
    return list(zip(labels, values, strict=True))


def outlook_desktop(desk: Desk) -> tuple[str, str]:
    """Outlook for Windows: a header block and no quote signs; in HTML a line above the block."""
    block = _block(desk)
    plain = f"{desk.words}\n\n" + "\n".join(f"{name}: {value}" for name, value in block) + f"\n\n{desk.note}"
    head = "<br>\n".join(f"<b>{name}:</b> {html.escape(value)}" for name, value in block)
    rich = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0in} --></style>'
        f'</head><body lang="EN-US"><div class="WordSection1">{_word(desk.words)}{_word("")}'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">'
        f'<p class="MsoNormal">{head}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f"{_word(desk.note)}</div></body></html>"
    )
    return plain, rich


def outlook_plain_mode(desk: Desk) -> tuple[str, str]:
    """Outlook that answers a plain mail in plain text: a divider above the block."""
    block = "\n".join(f"{name}: {value} " for name, value in _block(desk))
    divider = "-----Original Message-----" if desk.language == "en" else "-----元のメッセージ-----"
    return f"{desk.words}\n\n{divider}\n{block}\n\n{desk.note}", ""


def outlook_web(desk: Desk) -> tuple[str, str]:
    """Outlook on the web: a line of underscores, in HTML a mark between the mails."""
    block = _block(desk)
    plain = (
        f"{desk.words}\n\n{'_' * 32}\n" + "\n".join(f"{name}: {value}" for name, value in block) + f"\n\n{desk.note}"
    )
    head = "<br>".join(f"<b>{name}:</b> {html.escape(value)}" for name, value in block)
    rich = (
        f'<html><head></head><body dir="ltr"><div class="elementToProof">{_divs(desk.words)}</div>'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{head}</font><div>&nbsp;</div></div>'
        f'<div class="BodyFragment"><font size="2"><span style="font-size:11pt;"><div class="PlainText">'
        f"{_br(desk.note)}</div></span></font></div></body></html>"
    )
    return plain, rich


def gmail_web(desk: Desk) -> tuple[str, str]:
    """Gmail in the browser; the signature stands above the quote, behind two dashes."""
    said = (
        f"On Fri, Nov 20, 2026 at 10:00 AM {desk.sender} <{ADDRESS}>\nwrote:"
        if desk.language == "en"
        else f"2026年11月20日(金) 19:00 {desk.sender} <{ADDRESS}>:"
    )
    plain = f"{desk.words}\n\n-- \n{desk.signature}\n\n\n{said}\n\n{marked(desk.note)}\n"
    rich = (
        f'<div dir="ltr">{_divs(desk.words)}<div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        f'<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">{_divs(desk.signature)}</div>'
        "</div><br>"
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f"{html.escape(said)}<br></div>"
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">'
        f"{_br(desk.note)}</blockquote></div>"
    )
    return plain, rich


def gmail_android(desk: Desk) -> tuple[str, str]:
    """Gmail on a telephone: the same boxes, another date."""
    said = (
        f"On Fri, 20 Nov 2026, 10:00 {desk.sender}, <{ADDRESS}> wrote:"
        if desk.language == "en"
        else f"2026年11月20日(金) 19:00 {desk.sender} <{ADDRESS}>:"
    )
    rich = (
        f'<div dir="auto">{_divs(desk.words)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{html.escape(said)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">'
        f"{_br(desk.note)}<br></blockquote></div>"
    )
    return f"{desk.words}\n\n{said}\n\n{marked(desk.note)}\n", rich


def apple_mail(desk: Desk) -> tuple[str, str]:
    """Apple Mail quotes its own introduction too."""
    said = (
        f"On Nov 20, 2026, at 10:00, {desk.sender} <{ADDRESS}> wrote:"
        if desk.language == "en"
        else f"2026/11/20 19:00、{desk.sender} <{ADDRESS}>のメール:"
    )
    rich = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f'<body style="overflow-wrap: break-word;">{_divs(desk.words)}<div><br><blockquote type="cite">'
        f'<div>{html.escape(said)}</div><br class="Apple-interchange-newline"><div><div>{_divs(desk.note)}</div></div>'
        "</blockquote></div><br></body></html>"
    )
    return f"{desk.words}\n\n{marked(f'{said}{chr(10)}{chr(10)}{desk.note}')}\n", rich


def iphone_mail(desk: Desk) -> tuple[str, str]:
    """The mail program of the iPhone: signed by itself, its introduction a quote of its own."""
    sent = "Sent from my iPhone" if desk.language == "en" else "iPhoneから送信"
    said = (
        f"On Nov 20, 2026, at 10:00 AM, {desk.sender} <{ADDRESS}> wrote:"
        if desk.language == "en"
        else f"2026/11/20 19:00、{desk.sender} <{ADDRESS}>のメール:"
    )
    rich = (
        f'<html><body dir="auto">{_divs(desk.words)}<br id="lineBreakAtBeginningOfSignature">'
        f'<div dir="ltr">{sent}</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{html.escape(said)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">\ufeff{_br(desk.note)}</div></blockquote></body></html>'
    )
    return f"{desk.words}\n\n{sent}\n\n{marked(said)}\n> \n> \ufeff{marked(desk.note)[2:]}\n", rich


def thunderbird(desk: Desk) -> tuple[str, str]:
    """Thunderbird: a line of its own above the quote, the signature below everything."""
    said = (
        f"On 11/20/26 10:00, {desk.sender} wrote:"
        if desk.language == "en"
        else f"On 2026/11/20 19:00, {desk.sender} wrote:"
    )
    rich = (
        f'<!DOCTYPE html><html><body>{_divs(desk.words)}<br><div class="moz-cite-prefix">{said}<br></div>'
        f'<blockquote type="cite" cite="mid:c.1@desk.example"><pre class="moz-quote-pre" wrap="">'
        f"{html.escape(desk.note)}"
        f'</pre></blockquote><div class="moz-signature">-- <br>{_br(desk.signature)}</div></body></html>'
    )
    return f"{desk.words}\n\n{said}\n{marked(desk.note)}\n-- \n{desk.signature}\n", rich


def japanese_webmail(desk: Desk) -> tuple[str, str]:
    """Webmail of Japanese providers: the divider in English, the date in its own way, no quote signs, no HTML."""
    block = (
        f'From: "{desk.sender}" <{ADDRESS}>\nTo: mika@desk.example\nDate: 2026/11/20 金 19:00\nSubject: {desk.subject}'
    )
    return f"{desk.words}\n\n----- Original Message -----\n{block}\n\n{desk.note}\n", ""


PROGRAMS = (
    outlook_desktop,
    outlook_plain_mode,
    outlook_web,
    gmail_web,
    gmail_android,
    apple_mail,
    iphone_mail,
    thunderbird,
    japanese_webmail,
)
