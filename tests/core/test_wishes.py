"""When a mail calls for a person, and when it only sounds like it."""

from __future__ import annotations

import pytest

from mailbot.casework.wishes import wishes_of
from mailbot.config.details import packaged_catalogue
from mailbot.model import Part, Segment
from tests.houses import message


def wishes(text: str, subject: str = "") -> tuple[str, str]:
    mail = message(text=text, subject=subject, segments=(Segment(Part.NEW, 0, len(text)),))
    return wishes_of(mail, packaged_catalogue())


@pytest.mark.parametrize(
    "text",
    [
        "担当者の方と直接お話ししたいです。",
        "一度お電話でご説明いただけますでしょうか。",
        "自動返信ではなく、きちんと対応してください。",
        "何度同じことを言えばよいのでしょうか。",
        "このままでは解約も検討します。",
        "Can I talk to a real person, please?",
        "Please call me at your convenience.",
        "This is unacceptable.",
        "I want a refund.",
    ],
)
def test_a_person_is_wished_for(text: str) -> None:
    wish, urgent = wishes(text)
    assert wish
    assert not urgent


@pytest.mark.parametrize(
    "text",
    [
        "至急ご対応ください。",
        "業務が止まっております。",
        "全員がログインできない状態です。",
        "This is urgent.",
        "We can't work at all.",
        "Nobody can log in.",
    ],
)
def test_it_is_urgent(text: str) -> None:
    assert wishes(text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "急ぎではありませんが、ご確認をお願いいたします。",
        "至急ではありません。",
        "お手数ですが、ご返信ください。",
        "電話番号を変更できません。",
        "担当者一覧の画面が開きません。",
        "支払いの返金処理の画面でエラーになります。",
        "It is not urgent.",
        "No rush, whenever you have time.",
        "The phone number field is empty.",
        "The page closes immediately after login.",
        "Please let me know as soon as possible.",
    ],
)
def test_it_only_sounds_like_it(text: str) -> None:
    assert wishes(text) == ("", "")


def test_the_subject_counts() -> None:
    assert wishes("印刷できません。", "【至急】印刷")[1] == "is urgent: '至急'"
