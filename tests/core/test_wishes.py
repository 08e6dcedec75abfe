"""When a mail calls for a person, and when it only sounds like it."""

from __future__ import annotations

import pytest

from mailbot.casework.wishes import Call, wishes_of
from mailbot.config.details import packaged_catalogue
from mailbot.model import Part, Segment
from tests.houses import message, policy


def calls(text: str, subject: str = "") -> tuple[str, ...]:
    """The sorts of all that calls for a person."""
    return tuple(one.sort for one in wishes(text, subject) if one)


def wishes(text: str, subject: str = "") -> tuple[Call | None, Call | None]:
    mail = message(text=text, subject=subject, segments=(Segment(Part.NEW, 0, len(text)),))
    return wishes_of(mail, packaged_catalogue())


CALLS = {
    "person": [
        "担当者の方と直接お話ししたいです。",
        "担当者とお話ししたいのですが。",
        "上長の方に代わっていただけますか。",
        "責任者からご連絡ください。",
        "一度お電話でご説明いただけますでしょうか。",
        "至って簡単な話なので、お電話ください。",
        "自動返信ではなく、きちんと対応してください。",
        "Can I talk to a real person, please?",
        "I would like to speak to your manager.",
        "Please call me at your convenience.",
        "Could someone in charge look at this?",
    ],
    "upset": [
        "何度同じことを言えばよいのでしょうか。",
        "何度もご連絡しておりますが、返事がありません。",
        "三度目の連絡になります。",
        "このままでは解約も検討します。",
        "返金をお願いします。",
        "弁護士に相談します。",
        "消費者センターに連絡します。",
        "大変遺憾に思います。",
        "This is unacceptable.",
        "I want a refund.",
        "Please cancel my contract.",
        "I will talk to my lawyer.",
        "This is the third time I write to you.",
        "I am writing for the third time.",
    ],
    "again": [
        "先日教えていただいた方法を試しましたが、直りませんでした。",
        "前回の問い合わせの続きです。",
        "I tried what you told me last week, but it did not help.",
        "This is a follow-up to my ticket.",
        "Your last suggestion did not help.",
    ],
    "billing": [
        "10月分が二重に請求されています。",
        "二重請求の件でご連絡しました。",
        "解約した後も請求が続いています。",
        "2回課金されています。",
        "カードから二重に引き落とされています。",
        "料金が余分に請求されています。",
        "I have been charged twice for October.",
        "We were overcharged.",
        "There is a double charge on my card.",
        "You have charged me too much.",
        "My card was billed twice.",
        "We are still being charged though we left in May.",
    ],
    "stopped": [
        "業務が止まっております。",
        "朝から業務が完全に停止しています。",
        "店舗のレジが止まっています。",
        "仕事になりません。",
        "The system is down for everyone here.",
        "We can't take orders.",
        "全員がログインできない状態です。",
        "We can't work at all.",
        "Our whole warehouse is at a standstill.",
        "Our shop is down since noon.",
        "Nobody can log in.",
    ],
    "security": [
        "お客様の情報が漏えいした可能性があります。",
        "不正アクセスの疑いがあります。",
        "アカウントが乗っ取られたようです。",
        "知らない場所からログインされた形跡があります。",
        "御社を名乗るフィッシングメールが届きました。",
        "身に覚えのないログインの通知が来ました。",
        "他の会社の請求書が表示されます。",
        "My account was hacked.",
        "Our account has been taken over.",
        "I got a phishing mail with your name on it.",
        "There are unauthorized charges on our card.",
        "I can see another customer's invoices.",
    ],
    "loss": [
        "昨日入力したデータがすべて消えました。",
        "登録内容が突然消えてしまいました。",
        "写真がなくなっています。",
        "昨日まであった顧客リストが全部なくなっています。",
        "間違えて上書きしてしまいました。",
        "誤って顧客を全件削除してしまいました。",
        "All our data is gone.",
        "All my entries from last week were deleted after I pressed Sync.",
        "先週入力した内容がすべて消えてしまいました。",
        "Our files have been deleted.",
        "We lost all our invoices.",
        "I accidentally deleted the project.",
    ],
    "urgent": ["至急ご対応ください。", "This is urgent.", "We need this fixed immediately.", "Please reply asap."],
}


@pytest.mark.parametrize(("sort", "text"), [(sort, text) for sort, texts in CALLS.items() for text in texts])
def test_it_calls_for_a_person(sort: str, text: str) -> None:
    assert calls(text) == (sort,)


@pytest.mark.parametrize(
    "text",
    [
        "急ぎではありませんが、ご確認をお願いいたします。",
        "至急ではありません。",
        "お手数ですが、ご返信ください。",
        "電話番号を変更できません。",
        "担当者一覧の画面が開きません。",
        "支払いの返金処理の画面でエラーになります。",
        "解約方法を教えてください。",
        "解約ボタンを押しても反応しません。",
        "途中で止まってしまう画面があります。",
        "読み込みが止まります。",
        "業務に支障はありません。",
        "データは消えていません。",
        "データがなくなったら困るので、バックアップの方法を教えてください。",
        "見覚えのない画面が開きます。",
        "The page is down for me only.",
        "ボタンが消えてしまいました。",
        "データを削除する方法を教えてください。",
        "「不正なアクセスです」と表示されます。",
        "不正アクセスを防ぐ設定はありますか。",
        "フィッシング対策の機能について教えてください。",
        "何度もログイン画面に戻されます。",
        "印刷を3回目に押すと落ちます。",
        "上司の承認画面が開きません。",
        "It is not urgent.",
        "The connection is immediately closed.",
        "Right now I only have a button.",
        "How many times can I retry?",
        "No rush, whenever you have time.",
        "The phone number field is empty.",
        "The page closes immediately after login.",
        "Please let me know as soon as possible.",
        "I lost my place in the list.",
        "The cancel button does not work.",
        "How do I cancel my subscription?",
        "I cannot cancel my subscription, the page is blank.",
        "The refund page shows an error.",
        "The history tab disappeared from the menu.",
        "The page is down below the fold.",
        "It crashes when I click Save for the third time.",
        "The manager role cannot see the report.",
        "Does it have a phishing filter?",
        "The app stopped.",
        "We lost the connection.",
        "請求書が二重に印刷されます。",
        "二重に登録されてしまいます。",
        "請求金額の合計が合いません。",
        "課金の設定画面が開きません。",
        "The invoice is printed twice.",
        "What happens when I am charged for another user?",
        "The battery is charged to 80 %.",
        "The payment page is blank.",
        "前回のパスワードを入れると弾かれます。",
        "It says that you told the server to stop.",
        "It looks like you wrote a promise.",
    ],
)
def test_it_only_sounds_like_it(text: str) -> None:
    assert calls(text) == ()


def test_the_subject_counts() -> None:
    assert calls("印刷できません。", "【至急】印刷") == ("urgent",)


def test_the_worst_comes_first() -> None:
    assert calls("至急お願いします。業務が止まっています。") == ("stopped",)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ja", "お客様の業務が止まっているとのことです：「業務が止まっております」"),
        ("en", 'work has stopped for the customer: "業務が止まっております"'),
    ],
)
def test_our_people_hear_it_in_their_language(language: str, sentence: str) -> None:
    (call,) = (one for one in wishes("業務が止まっております。") if one)
    assert call.said(policy(catalogue=packaged_catalogue(), staff_language=language)) == sentence


def test_every_sort_has_its_words_in_every_language() -> None:
    for language in packaged_catalogue().languages.values():
        assert all(f"alarm_{sort}" in language.words and f"call_{sort}" in language.words for sort in CALLS)
