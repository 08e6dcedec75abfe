"""Mails that bring the password of a file sent before, and mails that only speak of passwords."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.casework.advance import advance, wake
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.passwords import is_password_mail
from mailbot.casework.policy import Spent
from mailbot.config.details import packaged_catalogue
from mailbot.model import Attachment, HandOver, Kind, Part, Segment
from tests.houses import CUSTOMER, NOW, SUPPORT, message, policy

BRINGS = {
    "the custom": (
        "Re: ログの件",
        "山田様\n"
        "\n"
        "お世話になっております。鈴木です。\n"
        "\n"
        "先ほどお送りした添付ファイルのパスワードをお知らせいたします。\n"
        "\n"
        "パスワード：aB3$xY9z\n"
        "\n"
        "よろしくお願いいたします。",
    ),
    "full-width": (
        "パスワードのご連絡",
        "先程の添付ファイルの解凍パスワードは「Kx7pQ2mn」です。",
    ),
    "a gateway": (
        "【パスワード通知】画面の件",
        "本メールは自動送信です。\n"
        "送信者: taro@customer.example\n"
        "件名: 画面の件\n"
        "送信日時: 2026/11/20 19:00\n"
        "\n"
        "添付ファイルのパスワードは以下の通りです。\n"
        "\n"
        "パスワード: 8fK2-pp31\n"
        "\n"
        "※このメールに心当たりのない場合は破棄してください。",
    ),
    "the password on a line of its own": (
        "パスワードのお知らせ",
        "先ほどのZIPファイルのパスワードです。\n\n■パスワード\nh7Gt55_x\n\n以上、よろしくお願いいたします。",
    ),
    "with a hint for those who cannot open it": (
        "Password",
        "添付ファイルのパスワードをお送りします。\nPW: qwer1234\n※ファイルが開けない場合はご連絡ください。",
    ),
    "a short label between rules": (
        "解凍PWのご連絡",
        "添付ファイルの解凍パスワードは下記の通りです。\n\n----------\n pass: 2026@Kx7p!\n----------\n\n以上です。",
    ),
    "two sentences on one line": (
        "PW",
        "パスワードは「Abc12345」です。先程のzipの件です。",
    ),
    "asks to look at it": (
        "パスワードの送付",
        "先ほどのファイルのパスワードです。\nパスワード：aB3$xY9z\nお手数ですが、ご確認いただけますでしょうか。",
    ),
    "English": (
        "Re: logs",
        "Hi,\n\nThe password for the zip file I sent is: tr0ub4dor\n\nBest regards,\nAnn",
    ),
    "English, a label": (
        "Password for the attachment",
        "Hello,\n\nhere is the password for the attached archive.\n\nPassword: x9!kkQ2\n\nThanks\nAnn",
    ),
}
SPEAKS = {
    "forgot it": (
        "パスワード",
        "パスワードを忘れました。リセットをお願いします。",
    ),
    "a file that does not open": (
        "添付ファイル",
        "先日の添付ファイルのパスワードが違うようです。\nパスワード：aB3$xY9z\nで開けません。",
    ),
    "a bug of the login": (
        "Login broken",
        "I log in with\nPassword: test1234\nand get an error on the file page.",
    ),
    "asks for it": (
        "Re: 資料",
        "先ほどの添付ファイルのパスワードは何でしょうか?",
    ),
    "a bug and a password": (
        "保存できません",
        "添付の画面をご覧ください。保存ボタンを押すと真っ白になります。Chrome 120 です。再現手順は"
        "、一覧を開いて保存を押すだけです。毎回必ず起こります。\n"
        "パスワード：aB3$xY9z",
    ),
    "answers to our questions": (
        "Re: [CASE-7] printing",
        "1. Windows 11\n2. Chrome 120\nPassword: none so far, the file is open",
    ),
    "a question beside it": (
        "Re: 画面の件",
        "先ほどの添付ファイルのパスワードは abcd1234 です。\n印刷の件はいつ頃ご回答いただけますか。",
    ),
    "one thing more": (
        "Re: 画面の件",
        "先ほどの添付ファイルのパスワードは abcd1234 です。\nまた、CSVの出力も遅いです。",
    ),
    "an answer beside it": (
        "Re: 画面の件",
        "先ほどの添付ファイルのパスワードは abcd1234 です。\nOS は Windows 11 です。",
    ),
    "no file anywhere": (
        "Hi",
        "Password: abcd1234",
    ),
    "nothing": (
        "",
        "",
    ),
}


def mail(subject: str, text: str, **more: object) -> bool:
    return is_password_mail(message(subject=subject, text=text, segments=(Segment(Part.NEW, 0, len(text)),), **more))


@pytest.mark.parametrize(("subject", "text"), BRINGS.values(), ids=BRINGS.keys())
def test_a_password_for_a_file(subject: str, text: str) -> None:
    assert mail(subject, text)


@pytest.mark.parametrize(("subject", "text"), SPEAKS.values(), ids=SPEAKS.keys())
def test_other_mail(subject: str, text: str) -> None:
    assert not mail(subject, text)


def test_a_mail_with_a_file_brings_more_than_a_password() -> None:
    file = Attachment("2", "log.zip", "application/zip", 1000, "")
    assert not mail(*BRINGS["the custom"], attachments=(file,))


def test_a_hostile_text_takes_no_time() -> None:
    for text in ("パスワード" * 200, "password is " * 100, ("zip " + "=" * 1190), "to" * 600):
        assert not mail("zip", text)


def test_a_password_with_no_mail_before_it_is_a_persons_and_nothing_is_asked() -> None:
    words = "先ほどお送りしたファイルのパスワードです。\nパスワード：abcd1234"
    mail = message(
        sender=CUSTOMER, to=(SUPPORT,), subject="不具合の画面", text=words, segments=(Segment(Part.NEW, 0, len(words)),)
    )
    step = Step(policy(catalogue=packaged_catalogue()), NOW, Spent(), lambda: "<c.1@desk.example>")
    waiting = advance(None, Arrival(mail, mail=5, received_at=NOW, fresh_id=8), step).case
    assert waiting
    outcome = wake(waiting, replace(step, now=NOW + timedelta(minutes=10)))
    assert isinstance(outcome.decision, HandOver)
    assert outcome.case
    assert (outcome.case.kind, outcome.case.findings, outcome.case.mails[0].secret) == (Kind.UNSURE, (), True)
    assert not any("abcd1234" in str(part) for part in (outcome.case, outcome.letters))
