"""Subjects of machines and of people: they look alike, and only the machines' raise a doubt."""

from __future__ import annotations

import pytest

from mailbot.model import Origin
from mailbot.parsers import read
from mailbot.parsers.head.origin import Told
from tests.core.test_origin import ABSENCE, AUTO, DOUBT, HELPDESK, OURS, PERSON, RECEIPT, told

ABSENCES = """\
Out of Office|Out of Office: until Monday|Out of office Ann Miller|OOO|OOO until 3 May|On vacation until May 3
Away from my desk|I am out of the office|Vacation reply|On leave: back on Monday|Annual leave until Dec 1
[Out of Office] Re: hello|RE: Out of Office: hello|不在通知|不在のお知らせ|【不在】3月1日|Re: 不在連絡|休暇中
夏季休業のお知らせ|年末年始休業のご案内|退職のお知らせ|11月30日まで不在です|12/1まで不在にしております|本日不在
【休暇中】|（出張中）|不在のため|育児休業中のお知らせ|休暇をいただいております|お休みをいただいております
ＯＯＯ：　１２月１日まで|月曜日まで不在にしています|Abwesenheitsnotiz: Urlaub|Abwesenheit|Abwesend bis 30.11.
Ich bin nicht im Büro|Im Urlaub|AW: Abwesenheitsnotiz|Absence du bureau|Absent du 1 au 5 mai|Message d'absence
En congé jusqu'au 3 mai|Fuera de la oficina|Mensaje de ausencia|De vacaciones hasta el 3 de mayo|Fuori sede
Fuori ufficio|In ferie fino al 3 maggio|Assente|Fora do escritório|De férias até 3 de maio|Aviso de ausência
Afwezig|Afwezigheidsbericht|Met vakantie tot 3 mei|부재중: 안녕|부재중|휴가 중입니다|不在办公室|休假中
出差至12月1日|Poza biurem|В отпуске до 3 мая|Вне офиса|Poissa toimistolta|Frånvaro|Ikke på kontoret"""
OF_BOTH = """\
Automatic reply: Out of office|自動応答: 不在のお知らせ|Automatic reply: 【不在】|Automatische Antwort: Abwesend
Réponse automatique : Absence du bureau|Respuesta automática: Fuera de la oficina|Risposta automatica: Fuori ufficio
Automatisch antwoord: Afwezig|自动回复: 不在办公室"""
ANSWERS = """\
Automatic reply: case 12|Auto Reply: away|Autoreply|AUTO-REPLY: x|Re: Automatic reply: hello|自動返信: ご連絡
【自動返信】お問い合わせについて|自動応答メール|Ｒｅ：　自動返信：　x|自動返信です|送信専用メール
Automatische Antwort: hallo|Réponse automatique : bonjour|Respuesta automática: hola|Risposta automatica: ciao
Resposta automática: olá|Automatisch antwoord: hallo|Autosvar: hej|Automatyczna odpowiedź: cześć
Автоответ: привет|自动回复: 你好|自動回覆: 你好|자동 회신: 안녕|자동응답"""
RECEIPTS = """\
Read: hello|Not read: hello|開封確認: hello|開封済み: hello|既読: hello|Gelesen: hallo|Lu : bonjour|Leído: hola
Letto: ciao|Lida: olá|Gelezen: hallo|已读: 你好|읽음: 안녕|Disposition notification"""
TICKETS = """\
Ticket received - 123|Your request (#77) has been received|[Ticket #123] received|Ticket #123 created
Case 00123 opened|[#123] received|We have received your request|お問い合わせありがとうございます
お問い合わせを受け付けました|【受付完了】ご注文|【受付番号:A-1】確認メール|[自動受付] 受付のお知らせ
Eingangsbestätigung|Ihre Anfrage ist eingegangen|Votre demande a été enregistrée|Hemos recibido su solicitud
Abbiamo ricevuto la sua richiesta|Recebemos sua mensagem|Wij hebben uw bericht ontvangen|已收到您的反馈
문의가 접수되었습니다"""
BOUNCES = """\
Undeliverable: hello|Delivery Status Notification (Failure)|Mail delivery failed: returning message to sender
配信不能: hello|Unzustellbar: hallo"""
PEOPLE = """\
ファイルが不在|自動返信メールが届きません|自動返信の設定方法について|自動送信されない|不在着信の通知が来ない
不在着信が表示される|設定ファイルが不在です|受付番号123の件|Re: お問い合わせありがとうございます
開封確認ができません|休暇中の連絡先変更について|不在通知が二重に届く|自動返信が二通届きます
外出中にアプリが落ちる|休業日の設定を変更したい|配信不能になる件|Out of office reply is not working
受付番号を入力すると落ちる|担当者が不在で困っています|管理者が不在の場合の手順|自動応答で電話が切れる
休暇申請の画面が真っ白になります|有給休暇の残日数が合わない|開封確認が2回出る|退職者のアカウントを削除する手順
夏季休業のお知らせを登録できません|お休みモードが効きません|未達メールの一覧を見たい
How do I set an automatic reply?|Automatic reply does not stop|Reading list is empty|Autoreply feature request
Delivery status page shows an error|Oops, it crashed|On leaving the page it hangs|About read: receipts
On vacation planner I see nothing|Away from home mode drains the battery
On leave calendar the dates are off by one|Out of office hours page is blank|Absence management: export fails
Holiday calendar is off by a day|Ticket #123: still broken|Re: [Ticket #123] crash on start
Re: Your request (#77) has been received|Request received twice by the server|Vacation days are counted twice
Abwesenheitsassistent funktioniert nicht|Absence de son dans les vidéos|Lu dans la presse
Urlaubsplaner stürzt ab|Ferien im Kalender falsch|Ausencia de datos en el informe
Leído el manual, sigue fallando|부재중 전화 알림이 안 됩니다|自动回复无法设置|不在线时程序崩溃|アプリが落ちる
It crashes|
不在時の転送設定を教えてください|不在票が届きません|画像が不在と表示されます|担当者不在のときの連絡先について
自動配信メールが止まらない|自動返信の文面を変更したい|休業日が反映されない|夏季休業の設定ができない
受付番号を忘れました|お問い合わせフォームが動かない|未達のメールについて|送信専用アドレスから届いたメールについて
Away status shows wrong colour|Vacation days are missing|Read receipts are not sent|Leave requests cannot be approved
Undelivered messages cannot be deleted|Ticket sales report crashes|Отсутствие звука в видео|Frånvaro av ljud"""


def subjects(table: str) -> list[str]:
    return [subject for line in table.split("\n") for subject in line.split("|")]


@pytest.mark.parametrize(
    ("subject", "then"),
    [
        pytest.param(subject, then, id=f"{then.value}: {subject}")
        for table, then in (
            (ABSENCES, ABSENCE), (OF_BOTH, ABSENCE),
            (ANSWERS, AUTO), (RECEIPTS, RECEIPT), (TICKETS, HELPDESK), (BOUNCES, DOUBT)
        )
        for subject in subjects(table)
    ],
)  # fmt: skip
def test_subjects_of_machines_raise_a_doubt(subject: str, then: Origin) -> None:
    seen = told(subject=subject)
    assert (seen.origin, seen.guessed) == (then, True)


@pytest.mark.parametrize("subject", subjects(PEOPLE))
def test_subjects_of_people_do_not(subject: str) -> None:
    assert told(subject=subject) == Told(PERSON)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"=?ISO-2022-JP?B?GyRCSVQ6X0RMQ04bKEI=?=", id="ISO-2022-JP, B"),
        pytest.param(
            b"=?iso-2022-jp?b?GyRCIVpJVDpfIVsbKEI=?= =?iso-2022-jp?b?MTIvMQ==?=", id="two words, small letters"
        ),
        pytest.param(b"=?UTF-8?B?5LiN5Zyo44Gu44GK55+l44KJ44Gb?=", id="UTF-8, B"),
        pytest.param(b"=?Shift_JIS?B?i3iJyZKG?=", id="Shift_JIS, B"),
        pytest.param(b"=?iso-8859-1?Q?Absence_du_bureau_:_retour_le_1er_d=E9cembre?=", id="Latin 1, Q"),
        pytest.param("不在通知".encode("iso-2022-jp"), id="raw ISO-2022-JP"),
        pytest.param("不在通知".encode(), id="raw UTF-8"),
        pytest.param(b"=?EUC-JP?B?tdmyy8Pm?=", id="EUC-JP, B"),
        pytest.param(b"Out\r\n of\r\n\toffice", id="folded"),
    ],
)
def test_encoded_subjects_of_absences(line: bytes) -> None:
    raw = b"From: ann@shop.example\r\nSubject: " + line + b"\r\n\r\nBack soon.\r\n"
    seen = read(raw, OURS)
    assert (seen.origin, seen.guessed, seen.by_machine) == (ABSENCE, True, False)
