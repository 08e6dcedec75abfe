"""What an agent's program wrote for him, and what he wrote himself."""

from __future__ import annotations

import pytest

from mailbot.casework.absent import by_program


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("不在: [CASE-2] Import", ""),
        ("Re: 【不在】[CASE-2] Import", ""),
        ("自動返信：Re: [CASE-2] 印刷", ""),
        ("Vacation Re: [CASE-2] Import", ""),
        ("Out of office", ""),
        ("Re: x", "【自動返信】本日は休みです。"),
        ("Re: x", "※自動返信※"),
        ("Re: x", "※本メールは自動送信です。"),
        ("Re: x", "This is an automated message."),
        ("Re: x", "I am out of office until Monday."),
        ("Re: x", "Hi, thank you for your mail. I'm on vacation."),
    ],
)
def test_a_program_wrote_it(subject: str, line: str) -> None:
    assert by_program(subject, line)


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Re: 休暇申請ができません", "設定をご確認ください。"),
        ("Re: 不在通知が届かない", "通知の設定をご確認ください。"),
        ("Re: [CASE-2] 自動返信の設定", "設定画面から変更できます。"),
        ("Re: Vacation requests cannot be saved", "Please use the new form."),
        ("Re: x", "自動返信の設定は、管理画面にあります。"),
        ("Re: x", "担当の者が不在のため、明日ご連絡いたします。"),
        ("Re: x", "I will be back to you on Monday."),
        ("", ""),
    ],
)
def test_he_wrote_it_himself(subject: str, line: str) -> None:
    assert not by_program(subject, line)
