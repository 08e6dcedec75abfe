from __future__ import annotations

import pytest

from mailbot.model import Origin, Reading
from mailbot.parsers.head.address import strict_address
from mailbot.parsers.head.origin import origin_of
from mailbot.parsers.head.spam import spam_of

OURS = Reading(("help@ours.example", "support@ours.example"), "desk-1", "mx.ours.example")
PERSON, AUTO, BOUNCE = Origin.PERSON, Origin.AUTO_REPLY, Origin.BOUNCE
LIST, DOUBT, SELF = Origin.LIST, Origin.DOUBTFUL, Origin.OURSELVES


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
            "Content-Type", 'multipart/report; report-type="disposition-notification"', AUTO, id="a read receipt"
        ),
        pytest.param("Content-Type", "multipart/report; report-type=feedback-report", AUTO, id="a complaint report"),
        pytest.param("Content-Type", "multipart/report; report-type=new-kind", AUTO, id="a report of a new kind"),
        pytest.param("Content-Class", "urn:content-classes:calendarmessage", DOUBT, id="a calendar message"),
        pytest.param("X-Mailer", "Outlook 16", PERSON, id="an ordinary header"),
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
アプリが落ちる|It crashes|"""


@pytest.mark.parametrize("subject", [s for line in MACHINES.split("\n") for s in line.split("|")])
def test_subjects_of_machines_raise_a_doubt(subject: str) -> None:
    assert origin(subject=subject) is DOUBT


@pytest.mark.parametrize("subject", [s for line in PEOPLE.split("\n") for s in line.split("|")])
def test_subjects_of_people_do_not(subject: str) -> None:
    assert origin(subject=subject) is PERSON


def test_an_absence_notice_on_the_null_path_is_an_automatic_reply() -> None:
    assert origin(("Return-Path", "<>"), subject="Out of Office: Ann") is AUTO


def test_two_headers_count_if_one_does() -> None:
    assert origin(("Auto-Submitted", "no"), ("Auto-Submitted", "auto-replied")) is AUTO


def test_a_person_may_attach_a_delivery_report() -> None:
    assert origin(types="text/plain message/delivery-status message/rfc822") is PERSON


def test_an_invitation_is_doubtful() -> None:
    assert origin(types="text/plain text/calendar") is DOUBT


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
