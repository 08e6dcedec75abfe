"""Mails that were passed on: inline in many languages, quoted, in HTML, or attached; a reply is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.model import Address, Forwarded, Message, Origin, Part, Reading
from mailbot.parsers import read
from mailbot.parsers.whose.forwards import sender_in
from mailbot.parsers.whose.saiddates import said_date

ANN = Address("ann@shop.example", "Ann Lee")
AT = datetime(2026, 11, 25, 10, 3)  # noqa: DTZ001 - a header block names no zone
TOKYO = timezone(timedelta(hours=9))


def mail(text: str, subject: str, subtype: str = "plain") -> Message:
    """A mail of an agent's with these words."""
    head = f"From: Mika <mika@desk.example>\nTo: help@ours.example\nSubject: {subject}\nMIME-Version: 1.0\n"
    kind = f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    return read((head + kind + text).encode(), Reading(("help@ours.example",)))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param(
            "Fwd: It crashes",
            "---------- Forwarded message ---------\nFrom: Ann Lee <ann@shop.example>\nDate: Wed, Nov 25, 2026"
            " at 10:03 AM"
            "\nSubject: It crashes\nTo: <help@ours.example>\n\n\nold",
            id="Gmail",
        ),
        pytest.param(
            "Fwd: It crashes",
            "---------- 転送メッセージ ---------\n差出人: Ann Lee <ann@shop.example>\n日付: 2026年11月25日(水) 10:03"
            "\n件名: It crashes\nTo: <help@ours.example>\n\nold",
            id="Gmail in Japanese",
        ),
        pytest.param(
            "FW: It crashes",
            "From: Ann Lee <ann@shop.example>\nSent: Wednesday, November 25, 2026 10:03 AM\nTo: Help\nSubject:"
            " It crashes\n\nold",
            id="Outlook",
        ),
        pytest.param(
            "転送: It crashes",
            "差出人: Ann Lee [mailto:ann@shop.example]\n送信日時: 2026年11月25日水曜日 10:03\n宛先: 窓口\n件名:"
            " It crashes\n\nold",
            id="Outlook in Japanese",
        ),
        pytest.param(
            "WG: It crashes",
            "-----Ursprüngliche Nachricht-----\nVon: Ann Lee <ann@shop.example>\nGesendet: Mittwoch, 25."
            " November 2026 10:03"
            "\nAn: Help\nBetreff: It crashes\n\nold",
            id="Outlook in German",
        ),
        pytest.param(
            "TR: It crashes",
            "De : Ann Lee <ann@shop.example>\nEnvoyé : mercredi 25 novembre 2026 10:03\nÀ : Help\nObjet : It"
            " crashes\n\nold",
            id="Outlook in French",
        ),
        pytest.param(
            "RV: It crashes",
            "De: Ann Lee <ann@shop.example>\nEnviado el: miércoles, 25 de noviembre de 2026 10:03\nPara: Help"
            "\nAsunto: It crashes\n\nold",
            id="Outlook in Spanish",
        ),
        pytest.param(
            "Fwd: It crashes",
            "Begin forwarded message:\n\n> From: Ann Lee <ann@shop.example>\n> Subject: It crashes\n> Date:"
            " November 25, 2026 at 10:03"
            "\n> To: help@ours.example\n> \n> old",
            id="Apple Mail",
        ),
        pytest.param(
            "Fwd: It crashes",
            "-------- Forwarded Message --------\nSubject: \tIt crashes\nDate: \t25.11.2026, 10:03\nFrom: \tAnn Lee"
            " <ann@shop.example>\nTo: \thelp@ours.example\n\n\n\nold",
            id="Thunderbird",
        ),
        pytest.param(
            "Fw: It crashes",
            "----- Forwarded by Mika/Desk on 2026/11/25 11:00 -----\n\nFrom: Ann Lee <ann@shop.example>\nTo:"
            " help@ours.example"
            "\nDate: 2026/11/25 10:03\nSubject: It crashes\n\n\n\nold",
            id="Notes",
        ),
        pytest.param(
            "Fw: It crashes",
            "----- Forwarded Message -----\nFrom: Ann Lee <ann@shop.example>\nTo: help@ours.example\nSent:"
            " Wednesday, November 25,"
            " 2026 at 10:03 AM\nSubject: It crashes\n\nold",
            id="Yahoo! Mail",
        ),
        pytest.param(
            "Fwd: It crashes",
            "-------- Пересылаемое сообщение --------\nОт: Ann Lee <ann@shop.example>\nДата: 25 ноября 2026 г."
            " 10:03\nТема: It crashes"
            "\nКому: Help\n\nold",
            id="Russian",
        ),
        pytest.param(
            "转发: It crashes",
            "---------- 转发的邮件 ----------\n发件人： Ann Lee <ann@shop.example>\n日期： 2026年11月25日"
            " 10:03\n主题： It crashes\n\nold",
            id="Chinese",
        ),
    ],
)
@pytest.mark.parametrize("words", ["", "Please look at this.\n\n"], ids=["with no word", "with a word of the agent's"])
def test_a_forward_tells_who_wrote_when_about_what(subject: str, text: str, words: str) -> None:
    found = mail(words + text, subject)
    assert found.forwarded == Forwarded(ANN, AT, "It crashes", "old")
    if words:
        assert found.new_text == words.strip()


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param(
            "Re: x", "Yes.\n\nOn Wed, Nov 25, 2026 at 10:03 AM Ann <ann@shop.example> wrote:\n> old", id="Gmail"
        ),
        pytest.param(
            "Re: x",
            "Yes.\n\nFrom: Ann <a@shop.example>\nSent: 25 November 2026\nTo: H\nSubject: x\n\nold",
            id="Outlook",
        ),
        pytest.param(
            "Re: x", "From: Ann <a@shop.example>\nSent: 25 November 2026\nTo: H\nSubject: x\n\nold", id="no word above"
        ),
        pytest.param(
            "Re: Fwd: x",
            "Yes.\n\nOn 25 Nov 2026 10:03, Ann wrote:\n> ---------- Forwarded message\n> old",
            id="of a forward",
        ),
        pytest.param("It crashes", "The printer is silent.", id="a letter"),
    ],
)
def test_a_reply_is_no_forward(subject: str, text: str) -> None:
    assert mail(text, subject).forwarded is None


def test_a_forward_of_a_forward_is_known_from_the_outside_in() -> None:
    inner = "---------- Forwarded message ---------\nFrom: Bob <bob@shop.example>\nSubject: inner\n\nolder"
    text = f"---------- Forwarded message ---------\nFrom: {ANN.name} <{ANN.email}>\nSubject: outer\n\nsee\n\n{inner}"
    first = Forwarded(Address("bob@shop.example", "Bob"), None, "inner", "older")
    assert mail(text, "Fwd: Fwd: x").forwarded == Forwarded(ANN, None, "outer", f"see\n\n{inner}", inner=first)


def test_a_forward_with_two_headers() -> None:
    text = "look\n\nFrom: Ann Lee <ann@shop.example>\nDate: November 25, 2026 10:03 AM\n\nold"
    assert mail(text, "Fw: x").forwarded == Forwarded(ANN, AT, "", "old")


def test_a_forward_below_a_mere_introduction() -> None:
    found = mail(
        "look\n\nOn Wed, Nov 25, 2026 at 10:03 AM Ann <ann@shop.example> wrote:\n> old\n> words", "Fwd: x"
    ).forwarded
    assert found == Forwarded(Address("ann@shop.example"), AT, "", "old\nwords")


HEAD = (
    "<b>From:</b> Ann Lee &lt;ann@shop.example&gt;<br><b>Sent:</b> Wednesday, November 25, 2026 10:03 AM<br>"
    "<b>To:</b> Help<br><b>Subject:</b> It crashes"
)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            '<div dir="ltr">look<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">----------'
            " Forwarded message"
            " ---------<br>From: <strong>Ann Lee</strong> <span>&lt;<a>ann@shop.example</a>&gt;</span><br>Date:"
            " Wed, Nov 25,"
            " 2026 at 10:03 AM<br>Subject: It crashes<br>To: Help<br></div><br><br>old</div></div>",
            id="Gmail",
        ),
        pytest.param(
            f'<p>look</p><div id="divRplyFwdMsg"><font>{HEAD}</font><div>&nbsp;</div></div><div>old</div>',
            id="Outlook on the web",
        ),
        pytest.param(
            f'<p>look</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">{HEAD}</p></div>'
            "<p>&nbsp;</p><p>old</p>",
            id="Outlook",
        ),
        pytest.param(
            "<div>look</div><blockquote type='cite'><div>Begin forwarded message:</div><br><div><b>From: </b>Ann Lee"
            " &lt;ann@shop.example&gt;</div><div><b>Subject: </b>It crashes</div><div><b>Date: </b>November 25,"
            " 2026 at 10:03</div>"
            "<div><b>To: </b>Help</div><br><div>old</div></blockquote>",
            id="Apple Mail",
        ),
        pytest.param(
            "look<br><div class='moz-forward-container'><br>-------- Forwarded Message"
            " --------<table><tr><th>Subject: </th>"
            "<td>It crashes</td></tr><tr><th>Date: </th><td>25.11.2026, 10:03</td></tr><tr><th>From: </th><td>Ann Lee"
            " &lt;ann@shop.example&gt;</td></tr><tr><th>To: </th><td>Help</td></tr></table><br>old</div>",
            id="Thunderbird",
        ),
    ],
)
def test_a_forward_in_html(source: str) -> None:
    found = mail(source, "Fwd: It crashes", "html")
    assert found.forwarded == Forwarded(ANN, AT, "It crashes", "old")
    assert found.new_text == "look"


ENCLOSED = (
    b"From: Mika <mika@desk.example>\nSubject: Fwd: It crashes\nMIME-Version: 1.0\nContent-Type:"
    b" multipart/mixed; boundary=b\n\n"
    b"--b\nContent-Type: text/plain\n\nlook\n--b\nContent-Type: message/rfc822\n\nFrom: Ann Lee <ann@shop.example>\n"
    b"Date: Wed, 25 Nov 2026 10:03:00 +0900\nSubject: =?utf-8?B?6JC944Gh44G+44GZ?=\nContent-Type: text/plain;"
    b" charset=utf-8\n\nold\n--b--\n"
)


def test_an_attached_mail_is_a_forward_too() -> None:
    found = read(ENCLOSED, Reading())
    assert found.forwarded == Forwarded(ANN, datetime(2026, 11, 25, 10, 3, tzinfo=TOKYO), "落ちます", "old", "2")
    assert found.text == "look"


def test_a_bounce_returns_a_mail_and_forwards_none() -> None:
    bounce = b"Return-Path: <>\n" + ENCLOSED
    found = read(bounce, Reading())
    assert (found.origin, found.forwarded) == (Origin.BOUNCE, None)


@pytest.mark.parametrize(
    ("value", "then"),
    [
        pytest.param("Ann Lee <ann@shop.example>", ANN, id="a name and brackets"),
        pytest.param("Ann Lee [mailto:ann@shop.example]", ANN, id="mailto in square brackets"),
        pytest.param("Ann Lee <ann@shop.example<mailto:ann@shop.example>>", ANN, id="a link behind the address"),
        pytest.param('"Ann Lee" ann@shop.example', ANN, id="no brackets"),
        pytest.param("Ann Lee (ann@shop.example)", ANN, id="round brackets"),
        pytest.param("Lee, Ann <ann@shop.example>", Address("ann@shop.example", "Lee, Ann"), id="a comma"),
        pytest.param("見本 花子 <ann@SHOP.example>", Address("ann@shop.example", "見本 花子"), id="Japanese"),
        pytest.param("ann@shop.example", Address("ann@shop.example"), id="the address alone"),
        pytest.param("ann@shop.example <ann@shop.example>", Address("ann@shop.example"), id="the address twice"),
        pytest.param("Ann Lee", None, id="a name alone"),
        pytest.param("bob@shop.example <ann@shop.example>", None, id="a name that is another address"),
        pytest.param("Ann/Desk/Shop", None, id="a name of Notes"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_sender_in(value: str, then: Address | None) -> None:
    assert sender_in(value) == then


@pytest.mark.parametrize(
    "value",
    [
        "2026年11月25日(水) 10:03",
        "2026年11月25日 水曜日 午前10:03",
        "2026/11/25 10:03",
        "2026-11-25 10:03",
        "2026年11月25日 10時03分",
        "Wednesday, November 25, 2026 10:03 AM",
        "Nov 25, 2026, at 10:03 AM",
        "Wednesday, November 25th, 2026 at 10:03 AM",
        "25 November 2026 10:03",
        "11/25/2026 10:03 AM",
        "25/11/2026 10:03",
        "25.11.2026 um 10:03",
        "25.11.26, 10:03",
        "Mittwoch, 25. November 2026 10:03",
        "mercredi 25 novembre 2026 à 10:03",
        "mar. 25 nov. 2026 à 10h03",
        "miércoles, 25 de noviembre de 2026 10:03",
        "quarta-feira, 25 de novembro de 2026 às 10:03",
        "mercoledì 25 novembre 2026 10:03",
        "woensdag 25 november 2026 10:03",
        "den 25 november 2026 10:03",
        "25. nov. 2026 kl. 10.03",
        "keskiviikko 25. marraskuuta 2026 klo 10.03",
        "środa, 25 listopada 2026 10:03",
        "středa 25. listopadu 2026 10:03",
        "2026. november 25., szerda 10:03",
        "miercuri, 25 noiembrie 2026 10:03",
        "25 Kasım 2026 Çarşamba 10:03",
        "среда, 25 ноября 2026 г. 10:03",
        "25 листопада 2026 р. 10:03",
        "Τετάρτη, 25 Νοεμβρίου 2026 10:03 π.μ.",
        "2026년 11월 25일 수요일 오전 10:03",
        "2026年11月25日 星期三 上午10:03",
    ],
)
def test_said_date(value: str) -> None:
    assert said_date(value) == AT


@pytest.mark.parametrize(
    ("value", "then"),
    [
        pytest.param("03/04/2026 10:03", None, id="March or April"),
        pytest.param("Yesterday 10:03", None, id="a word"),
        pytest.param("99/99/2026 77:88", None, id="no date at all"),
        pytest.param("31 February 2026", None, id="a day that is not"),
        pytest.param("", None, id="nothing"),
        pytest.param("2026年11月25日 午後1:03", AT.replace(hour=13), id="the afternoon"),
        pytest.param("November 25, 2026 12:03 AM", AT.replace(hour=0), id="past midnight"),
        pytest.param("25 November 2026", AT.replace(hour=0, minute=0), id="no time"),
        pytest.param("Wed, 25 Nov 2026 10:03:00 +0900 (JST)", AT.replace(tzinfo=TOKYO), id="with a zone"),
        pytest.param("November 25, 2026 at 10:03:00 GMT+9", AT.replace(tzinfo=TOKYO), id="with a zone in words"),
        pytest.param("25 Nov 2026 10:03 UTC", AT.replace(tzinfo=UTC), id="with UTC"),
        pytest.param("1" * 5000, None, id="digits"),
    ],
)
def test_said_date_in_doubt(value: str, then: datetime | None) -> None:
    assert said_date(value) == then


def test_a_forward_crosses_to_the_parts() -> None:
    found = mail("look\n\n---------- Forwarded message ---------\nFrom: Ann\n\nold", "Fwd: x")
    assert found.part(Part.FORWARDED).strip().endswith("old")
    assert found.forwarded == Forwarded(None, None, "", "old")
