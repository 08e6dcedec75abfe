from __future__ import annotations

import pytest

from mailbot.model import Origin, Reading
from mailbot.parsers.head.address import strict_address
from mailbot.parsers.head.origin import origin_of
from mailbot.parsers.head.spam import spam_of

OURS = Reading(("help@ours.example", "support@ours.example"), "desk-1", "mx.ours.example")
PERSON, AUTO, BOUNCE = Origin.PERSON, Origin.AUTO_REPLY, Origin.BOUNCE
LIST, DOUBT, SELF = Origin.LIST, Origin.DOUBTFUL, Origin.OURSELVES
RECEIPT, REPORT, DESK = Origin.RECEIPT, Origin.REPORT, Origin.HELPDESK
AWAY, INVITED = Origin.ABSENCE, Origin.INVITATION


def origin(
    *headers: tuple[str, str], sender: str = "ann@shop.example", subject: str = "It crashes", types: str = ""
) -> Origin:
    found = ((name.lower(), value) for name, value in headers)
    given = strict_address(sender)
    kind, sign = origin_of(tuple(found), given, subject, OURS, frozenset(types.split()))
    assert bool(sign) == (kind is not PERSON)
    return kind


@pytest.mark.parametrize(
    ("name", "value", "then"),
    [
        pytest.param("Auto-Submitted", "auto-replied", AUTO, id="auto-replied"),
        pytest.param("Auto-Submitted", "auto-generated", AUTO, id="auto-generated"),
        pytest.param("Auto-Submitted", "auto-notified; owner-email=x", AUTO, id="auto-notified with a parameter"),
        pytest.param("Auto-Submitted", "AUTO-REPLIED (vacation)", AUTO, id="any case, with a comment"),
        pytest.param("Auto-Submitted", "(x) auto-replied", AUTO, id="a comment first"),
        pytest.param("Auto-Submitted", "something-new", AUTO, id="an unknown word is automatic"),
        pytest.param("Auto-Submitted", "no", PERSON, id="no is a person"),
        pytest.param("Auto-Submitted", "No (human)", PERSON, id="no with a comment"),
        pytest.param("Auto-Submitted", "no; x=y", PERSON, id="no with a parameter"),
        pytest.param("X-Autoreply", "yes", AUTO, id="X-Autoreply"),
        pytest.param("X-Autoreply", "no", PERSON, id="X-Autoreply: no"),
        pytest.param("X-Autorespond", "absent", AUTO, id="X-Autorespond"),
        pytest.param("X-Autoresponder", "x", AUTO, id="X-Autoresponder"),
        pytest.param("X-FC-MachineGenerated", "true", AUTO, id="X-FC-MachineGenerated"),
        pytest.param("X-Loop", "x@y.example", AUTO, id="X-Loop"),
        pytest.param("Precedence", "auto_reply", AUTO, id="Precedence: auto_reply"),
        pytest.param("Precedence", "Bulk", LIST, id="Precedence: bulk in any case"),
        pytest.param("Precedence", "list", LIST, id="Precedence: list"),
        pytest.param("Precedence", "junk", LIST, id="Precedence: junk"),
        pytest.param("Precedence", "normal", PERSON, id="Precedence: normal"),
        pytest.param("X-Precedence", "bulk", LIST, id="X-Precedence"),
        pytest.param("List-Id", "<talk.lists.example>", LIST, id="List-Id"),
        pytest.param("List-Unsubscribe", "<mailto:u@lists.example>", LIST, id="List-Unsubscribe"),
        pytest.param("List-Id", "Help <help.ours.example>", PERSON, id="a list that is our own group"),
        pytest.param("List-Post", "<mailto:lists@lists.example>", LIST, id="a list's posting address"),
        pytest.param("X-Auto-Response-Suppress", "DR, OOF, AutoReply", DOUBT, id="asked not to answer"),
        pytest.param("X-Auto-Response-Suppress", "All", DOUBT, id="asked not to answer at all"),
        pytest.param("X-Auto-Response-Suppress", "DR, RN, NRN", PERSON, id="asked for no receipts only"),
        pytest.param("Feedback-ID", "1:2:3:x", DOUBT, id="Feedback-ID"),
        pytest.param("X-Mailbot-Loop", "desk-1", SELF, id="our own loop mark"),
        pytest.param("X-Mailbot-Loop", "DESK-1 ", SELF, id="our own loop mark in capitals"),
        pytest.param("X-Mailbot-Loop", "desk-2", AUTO, id="another instance's loop mark"),
        pytest.param("Return-Path", "<>", BOUNCE, id="the null return path"),
        pytest.param("Return-Path", "<talk-bounces@lists.example>", LIST, id="the envelope of a list"),
        pytest.param("Return-Path", "<owner-talk@lists.example>", LIST, id="the envelope of an old list"),
        pytest.param("Return-Path", "<prvs=123=ann@shop.example>", PERSON, id="BATV in the envelope is a person's"),
        pytest.param("Return-Path", "<SRS0=x=y=shop.example=ann@f.example>", PERSON, id="a forwarded person"),
        pytest.param("Return-Path", "<bounce+x@mail.example>", PERSON, id="a tracked envelope"),
        pytest.param("Content-Type", "multipart/report; report-type=delivery-status", BOUNCE, id="a delivery report"),
        pytest.param(
            "Content-Type", 'multipart/report; report-type="disposition-notification"', RECEIPT, id="a read receipt"
        ),
        pytest.param("Content-Type", "multipart/report; report-type=feedback-report", REPORT, id="a complaint report"),
        pytest.param("Content-Type", "multipart/report; report-type=new-kind", AUTO, id="a report of a new kind"),
        pytest.param("Content-Class", "urn:content-classes:calendarmessage", INVITED, id="a calendar message"),
        pytest.param("X-Mailer", "Outlook 16", PERSON, id="an ordinary header"),
        pytest.param("auto-submitted", "auto-replied", AUTO, id="the name in lower case"),
        pytest.param("AUTO-SUBMITTED", "Auto-Generated", AUTO, id="the name in capitals"),
        pytest.param("Auto-Submitted", " \t auto-replied ", AUTO, id="blanks around the word"),
        pytest.param("Auto-Submitted", "auto-replied\r\n (rejected)", AUTO, id="folded"),
        pytest.param("Auto-Submitted", "auto-generated (cron) ; foo=bar", AUTO, id="comment and parameter"),
        pytest.param("Auto-Submitted", "no (auto-replied)", PERSON, id="the word in a comment only"),
        pytest.param("Auto-Submitted", "no (a (nested) comment)", PERSON, id="no with a nested comment"),
        pytest.param("Auto-Submitted", "NO", PERSON, id="no in capitals"),
        pytest.param("Auto-Submitted", "", PERSON, id="an empty value says nothing"),
        pytest.param("Auto-Submitted", "   ", PERSON, id="blanks say nothing"),
        pytest.param("Auto-Submitted", "notno", AUTO, id="a word that ends in no"),
        pytest.param("Auto-Submitted", "no auto-replied", AUTO, id="two words are no plain no"),
        pytest.param("Auto-Submitted", "auto-forwarded", AUTO, id="auto-forwarded"),
        pytest.param("Auto-Submitted", "yes", AUTO, id="yes is no word of RFC 3834, but no no"),
        pytest.param("Auto-Submitted", "x-vendor-thing; a=b", AUTO, id="a vendor's word"),
        pytest.param("X-Autoreply", "", PERSON, id="X-Autoreply without a value"),
        pytest.param("X-Autoreply", "0", PERSON, id="X-Autoreply: 0"),
        pytest.param("X-Autoreply-From", "ann@shop.example", AUTO, id="X-Autoreply-From"),
        pytest.param("X-Mail-Autoreply", "yes", AUTO, id="X-Mail-Autoreply"),
        pytest.param("X-Autogenerated", "Reply", AUTO, id="X-Autogenerated"),
        pytest.param("X-Amazon-Auto-Reply", "true", AUTO, id="X-Amazon-Auto-Reply"),
        pytest.param("Precedence", "auto-reply", AUTO, id="Precedence: auto-reply with a hyphen"),
        pytest.param("Precedence", " BULK ", LIST, id="Precedence with blanks"),
        pytest.param("Precedence", "first-class", PERSON, id="Precedence: first-class"),
        pytest.param("Precedence", "", PERSON, id="Precedence without a value"),
        pytest.param("X-Precedence", "auto_reply", AUTO, id="X-Precedence: auto_reply"),
        pytest.param("List-Help", "<mailto:h@lists.example>", LIST, id="List-Help"),
        pytest.param("List-Owner", "<mailto:o@lists.example>", LIST, id="List-Owner"),
        pytest.param("List-Archive", "<https://lists.example>", LIST, id="List-Archive"),
        pytest.param("List-Unsubscribe-Post", "List-Unsubscribe=One-Click", LIST, id="one click to unsubscribe"),
        pytest.param("Mailing-List", "contact talk-help@lists.example", LIST, id="Mailing-List of ezmlm"),
        pytest.param("X-Auto-Response-Suppress", "autoreply", DOUBT, id="asked not to answer, in lower case"),
        pytest.param("X-Auto-Response-Suppress", "OOF", DOUBT, id="asked for no absence notices"),
        pytest.param("X-Auto-Response-Suppress", "", PERSON, id="asked for nothing"),
        pytest.param("X-Auto-Response-Suppress", "None", PERSON, id="asked for nothing by name"),
        pytest.param("Feedback-ID", "webmail:mail.example:bg:bg1", PERSON, id="the mark of a hand in webmail"),
        pytest.param("Feedback-ID", "", PERSON, id="an empty Feedback-ID"),
        pytest.param("X-Mailbot-Loop", "", AUTO, id="an empty loop mark is not ours"),
        pytest.param("Return-Path", " <> ", BOUNCE, id="the null return path with blanks"),
        pytest.param("Return-Path", "<MAILER-DAEMON>", BOUNCE, id="the daemon's return path"),
        pytest.param("Return-Path", "<ann@shop.example>", PERSON, id="a person's return path"),
        pytest.param("Return-Path", "", PERSON, id="no return path known"),
        pytest.param("Content-Type", "MULTIPART/REPORT; Report-Type=Delivery-Status", BOUNCE, id="in capitals"),
        pytest.param("Content-Type", "multipart/report; report-type = tlsrpt", REPORT, id="a TLS report"),
        pytest.param("Content-Type", "multipart/report", AUTO, id="a report without a type"),
        pytest.param("Content-Type", "text/plain; report-type=delivery-status", PERSON, id="the parameter elsewhere"),
        pytest.param("X-Zendesk-From-Account-Id", "a1", DESK, id="a ticket system"),
        pytest.param("X-OTRS-Loop", "yes", DESK, id="an old ticket system"),
        pytest.param("X-RT-Loop-Prevention", "desk", DESK, id="the loop mark of a ticket system"),
        pytest.param("RT-Ticket", "desk #12", DESK, id="the number of a ticket"),
        pytest.param("X-Freshdesk-Ticket-Id", "3", DESK, id="another ticket system"),
        pytest.param("X-Zammad-Ticket-Id", "3", DESK, id="yet another one"),
        pytest.param("X-Spam-Status", "No", PERSON, id="a filter that is content"),
        pytest.param("X-Priority", "1", PERSON, id="a priority"),
        pytest.param("Importance", "high", PERSON, id="an importance"),
    ],
)
def test_one_header(name: str, value: str, then: Origin) -> None:
    assert origin((name, value)) is then


@pytest.mark.parametrize(
    ("sender", "then"),
    [
        pytest.param("MAILER-DAEMON@mx.example", BOUNCE, id="mailer-daemon"),
        pytest.param("postmaster@mx.example", DOUBT, id="postmaster may be a person"),
        pytest.param("no-reply@shop.example", DOUBT, id="no-reply"),
        pytest.param("NoReply@shop.example", DOUBT, id="noreply in capitals"),
        pytest.param("do_not_reply@shop.example", DOUBT, id="do_not_reply"),
        pytest.param("shop-noreply@shop.example", DOUBT, id="noreply behind a word"),
        pytest.param("notifications@shop.example", DOUBT, id="notifications"),
        pytest.param("talk-request@lists.example", DOUBT, id="-request"),
        pytest.param("bounce+x@mail.example", DOUBT, id="bounce+"),
        pytest.param("noriko@shop.example", PERSON, id="Noriko is a name"),
        pytest.param("info@shop.example", PERSON, id="small firms write from info@"),
        pytest.param("donotello@shop.example", PERSON, id="donotello is a name"),
        pytest.param("Help@ours.example", SELF, id="our own address"),
        pytest.param("support+x@ours.example", SELF, id="our own address with a tag"),
        pytest.param("ann@ours.example", PERSON, id="a colleague"),
    ],
)
def test_the_sender(sender: str, then: Origin) -> None:
    assert origin(sender=sender) is then


MACHINES = """\
Automatic reply: case 12|Auto Reply: away|Autoreply|AUTO-REPLY: x|Out of Office|Out of Office: until Monday
Re: Automatic reply: hello|OOO|On vacation until May 3|Undeliverable: hello
Delivery Status Notification (Failure)|Read: hello|Mail delivery failed: returning message to sender
Not read: hello|Ticket received - 123|Your request (#77) has been received|自動返信: ご連絡
【自動返信】お問い合わせについて|自動応答メール|[自動送信] 受付のお知らせ|不在通知|不在のお知らせ|【不在】3月1日
Re: 不在連絡|休暇中|夏季休業のお知らせ|年末年始休業のご案内|お問い合わせありがとうございます
お問い合わせを受け付けました|【受付完了】ご注文|【受付番号:A-1】確認メール|送信専用メール|配信不能: hello
開封確認: hello|退職のお知らせ|Ｒｅ：　自動返信：　x|Abwesenheitsnotiz: Urlaub|Automatische Antwort: hallo
Réponse automatique : bonjour|Absence du bureau|Respuesta automática: hola|Fuera de la oficina|自动回复: 你好
自動回覆: 你好|부재중: 안녕|자동 회신: 안녕"""
PEOPLE = """\
ファイルが不在|自動返信メールが届きません|自動返信の設定方法について|自動送信されない|不在着信の通知が来ない
受付番号123の件|Re: お問い合わせありがとうございます|開封確認ができません|休暇中の連絡先変更について
外出中にアプリが落ちる|休業日の設定を変更したい|配信不能になる件|Out of office reply is not working
How do I set an automatic reply?|Automatic reply does not stop|Reading list is empty|Autoreply feature request
Delivery status page shows an error|Oops, it crashed|On leaving the page it hangs|About read: receipts
アプリが落ちる|It crashes|
不在時の転送設定を教えてください|不在票が届きません|画像が不在と表示されます|担当者不在のときの連絡先について
自動配信メールが止まらない|自動返信の文面を変更したい|休業日が反映されない|夏季休業の設定ができない
受付番号を忘れました|お問い合わせフォームが動かない|未達のメールについて|送信専用アドレスから届いたメールについて
Away status shows wrong colour|Holiday calendar is wrong|Vacation days are missing|Read receipts are not sent
Undelivered messages cannot be deleted|Ticket sales report crashes|Leave requests cannot be approved
Отсутствие звука в видео|Frånvaro av ljud|Assente audio nel video|Absence de son dans la vidéo"""
ABSENT = """\
Out of Office: until Monday|Automatic reply: Out of office|Out of the office Re: case 3|OOO until 5 May|On vacation
On leave|On parental leave: Ann|Away from my desk|I am away until Monday|Annual leave|Re: Out of office
不在通知|不在のお知らせ|【不在】3月1日|【不在通知】|Re: 不在連絡|自動応答: 不在のお知らせ|不在にしております|休暇中
夏季休業のお知らせ|【休暇中】ご連絡|年末年始休業のご案内|外出中|Automatic reply: 【不在】
Abwesenheitsnotiz: Urlaub|Abwesend: bis Montag|Automatische Antwort: Abwesend|Nicht im Büro
Absence du bureau|Absent du bureau : congés|Réponse automatique : Absence du bureau|Fuera de la oficina
Respuesta automática: Fuera de la oficina|Fuori sede|Risposta automatica: Fuori ufficio|Fora do escritório
Afwezig: vakantie|Automatisch antwoord: Afwezig|Niet op kantoor|Вне офиса
不在办公室|自动回复: 不在办公室|부재중: 안녕"""


@pytest.mark.parametrize("subject", [s for line in MACHINES.split("\n") for s in line.split("|")])
def test_subjects_of_machines_raise_a_doubt(subject: str) -> None:
    assert origin(subject=subject) in {DOUBT, AWAY}


@pytest.mark.parametrize("subject", [s for line in ABSENT.split("\n") for s in line.split("|")])
def test_subjects_of_who_is_away_are_told(subject: str) -> None:
    assert origin(subject=subject) is AWAY
    assert origin(("Auto-Submitted", "auto-replied"), subject=subject) is AWAY


@pytest.mark.parametrize("subject", [s for line in PEOPLE.split("\n") for s in line.split("|")])
def test_subjects_of_people_do_not(subject: str) -> None:
    assert origin(subject=subject) is PERSON


def test_an_absence_notice_on_the_null_path_is_an_automatic_reply() -> None:
    assert origin(("Return-Path", "<>"), subject="Out of Office: Ann") is AWAY
    assert origin(("Return-Path", "<>"), subject="Automatic reply: x") is AUTO


def test_two_headers_count_if_one_does() -> None:
    assert origin(("Auto-Submitted", "no"), ("Auto-Submitted", "auto-replied")) is AUTO


def test_a_person_may_attach_a_delivery_report() -> None:
    assert origin(types="text/plain message/delivery-status message/rfc822") is PERSON


def test_an_invitation_is_one() -> None:
    assert origin(types="text/plain text/calendar") is INVITED


def test_a_complaint_report_is_one_by_its_part_or_its_fixed_subject() -> None:
    assert origin(types="text/plain message/feedback-report message/rfc822") is DOUBT
    assert origin(("Return-Path", "<>"), types="text/plain message/feedback-report") is REPORT
    fixed = "complaint about message from 192.0.2.7"
    assert origin(subject=fixed, types="message/rfc822") is REPORT
    assert origin(subject=fixed) is PERSON


@pytest.mark.parametrize(
    ("name", "value", "spam"),
    [
        pytest.param("x-spam-flag", "YES", True, id="the flag of SpamAssassin"),
        pytest.param("x-spam-flag", "NO", False, id="no flag"),
        pytest.param("x-spam-status", "Yes, score=9.1 required=5.0", True, id="its status"),
        pytest.param("x-spam-status", "No, score=-1", False, id="a clean status"),
        pytest.param("x-ms-exchange-organization-scl", "6", True, id="SCL 6 of Exchange"),
        pytest.param("x-ms-exchange-organization-scl", "1", False, id="SCL 1"),
        pytest.param("x-ms-exchange-organization-scl", "-1", False, id="SCL -1"),
        pytest.param(
            "x-forefront-antispam-report", "CIP:192.0.2.1;SCL:9;SFV:SPM;", True, id="the report of Microsoft 365"
        ),
        pytest.param("x-forefront-antispam-report", "CIP:192.0.2.1;SCL:1;SFV:NSPM;", False, id="a clean report"),
        pytest.param("x-spamd-result", "default: True [20.1 / 15.0]", True, id="rspamd"),
        pytest.param("subject", "YES", False, id="an ordinary header"),
    ],
)
def test_spam(name: str, value: str, spam: bool) -> None:
    assert bool(spam_of(((name, value),))) is spam
