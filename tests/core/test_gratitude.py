"""Thanks and good news, judged by the whole mail: whatever says more, or is not understood, is neither."""

from __future__ import annotations

import pytest

from mailbot.casework.gratitude import gratitude
from mailbot.config.details import packaged_catalogue
from mailbot.model import Address, Attachment, Message, Part, Segment
from tests.effort import ending
from tests.houses import message

CATALOGUE = packaged_catalogue()
YAMADA = Address("t.yamada@customer.example", "山田 太郎")


def typed(text: str, **changes: object) -> Message:
    return message(text=text, segments=(Segment(Part.NEW, 0, len(text)),), sender=YAMADA, **changes)


def said(text: str) -> str:
    return gratitude(typed(text), CATALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "解決しました。",
        "直りました。ありがとうございました。",
        "再起動したところ、無事ログインできました。ありがとうございました。",
        "お世話になっております。見本商事の山田です。\n\nご教示いただいた方法で解決いたしました。\n"
        "迅速なご対応をいただき、誠にありがとうございました。\n\n今後ともよろしくお願いいたします。\n\n山田",
        "エラーが出なくなりました。助かりました！",
        "表示されるようになりました。お手数をおかけしました。",
        "本件は解決しましたので、クローズしてください。",
        "解決済みです。ありがとうございます。",
        "設定を変更したら直りました！",
        "無事に印刷できました\nありがとうございました\n山田太郎",
        "うまくいきました🙏",
        "おかげさまで使えるようになりました。",
        "ご返信ありがとうございます。\n教えていただいた手順で直りました。\n取り急ぎご報告まで。",
        "承知いたしました。こちらで解決しました。",
        "it works now, thanks",
        "It works now. Thank you so much!",
        "Hi Mika,\n\nThat did the trick, thanks!\n\nBest,\nJohn",
        "Problem solved, thanks for your help.",
        "Never mind, I fixed it.",
        "All good now :)",
        "The error is gone. You can close this ticket.",
        "Updating the app fixed the problem. Many thanks, Ann",
        "Working perfectly now, cheers",
        "This is now resolved. Thank you.",
        "Thank you very much for your quick reply. After the update everything works fine again.",
    ],
)
def test_it_is_solved(text: str) -> None:
    assert said(text) == "solved"


@pytest.mark.parametrize(
    "text",
    [
        "ありがとうございました。",
        "ご返信ありがとうございます。",
        "早速のご回答ありがとうございます。\n承知いたしました。",
        "お世話になっております。\nご対応いただきありがとうございます。\n引き続きよろしくお願いいたします。\n山田",
        "承知しました。",
        "了解です。よろしくお願いします。",
        "ご連絡ありがとうございます。確認いたしました。",
        "この度はお忙しいところ丁寧にご説明いただき、ありがとうございました。",
        "お世話になっております。見本商事の山田です。\nご丁寧にありがとうございます。\n\n株式会社見本商事\n山田太郎",
        "Thanks!",
        "Thank you very much for your quick reply.",
        "Thank you very much for your quick reply and for the very detailed\nexplanation.",
        "Got it, thanks.",
        "OK, thank you Mika!",
        "Hello,\n\nthanks a lot for the fast help!\n\nBest regards,\nTaro Yamada\nShop Inc.",
        "I really appreciate your help.",
        "Thanks, Mika",
        "👍 thanks",
    ],
)
def test_it_says_thanks(text: str) -> None:
    assert said(text) == "thanks"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "よろしくお願いします。",
        "お世話になっております。山田です。",
        "ありがとうございます。ただ、まだ直っていません",
        "解決しましたが、別の質問があります",
        "解決しません",
        "解決しましたか？",
        "いつ解決しましたか",
        "解決したら連絡ください。ありがとうございます。",
        "解決しましたらご連絡いたします。",
        "直りました。と思ったら再発しました。",
        "以前は直りましたが、また同じ症状です。",
        "一部解決しました。",
        "半分は解決しました、ありがとうございます",
        "エラーが表示されるようになりました。",
        "ご返信ありがとうございます。OSはWindows 11です。",
        "ご返信ありがとうございます。Chromeです。",
        "ご返信ありがとうございます。\nエラーです。",
        "ご返信ありがとうございます。\nWindows",
        "ありがとうございます。\nバージョンは 3.2 です。",
        "ありがとうございます。昨日からです。",
        "ありがとうございます。\n添付の通りです。",
        "ありがとうございます。\n未解決です。",
        "ログイン画面です。ありがとうございます。",
        "ログは添付しました、ありがとうございます",
        "OSはWindows 11です、解決しました",
        "承知しました。再起動してみます。",
        "ありがとうございます。ご連絡をお待ちしております。",
        "はい、そうです。ありがとうございます。",
        "ありがとうございます。見積もりもよろしくお願いします。",
        "not solved",
        "It still does not work, thanks.",
        "Is it solved now",
        "Thanks, I will try it tomorrow.",
        "Thanks. The browser is Chrome 120.",
        "Thanks, Chrome",
        "Thanks for your answer. Safari",
        "Chrome 120\n\nThanks,\nJohn",
        "Thank you, but it crashes again.",
        "It works now in Chrome, Firefox fails.",
        "It worked before the update.",
        "I thought it works now",
        "Your colleague said it is fixed now.",
        "Please let me know when it is fixed. Thanks!",
        "Thanks for the reply. When I click print it crashes.",
        "Thanks in advance.",
        "Thanks\nBroken",
        "No, thanks.",
        "Yes.",
    ],
)
def test_more_is_said_or_nothing_of_the_kind(text: str) -> None:
    assert said(text) == ""


def test_only_the_new_words_count() -> None:
    text = "It works now, thanks.\n> It crashes when I print."
    parts = (Segment(Part.NEW, 0, 22), Segment(Part.QUOTED, 22, len(text)))
    assert gratitude(message(text=text, segments=parts), CATALOGUE) == "solved"


@pytest.mark.parametrize(
    ("attachment", "then"),
    [
        pytest.param(Attachment("2", "screen.png", "image/png", 50_000, "0"), "", id="a picture tells more"),
        pytest.param(Attachment("2", "app.log", "text/plain", 500, "0"), "", id="a file tells more"),
        pytest.param(Attachment("2", "i.png", "image/png", 3_000, "0", inline=True), "solved", id="a logo does not"),
    ],
)
def test_what_is_attached(attachment: Attachment, then: str) -> None:
    assert gratitude(typed("It works now, thanks.", attachments=(attachment,)), CATALOGUE) == then


def test_a_mail_passed_on_tells_more() -> None:
    parts = (Segment(Part.NEW, 0, 7), Segment(Part.FORWARDED, 7, 12))
    assert gratitude(message(text="Thanks\nother", segments=parts), CATALOGUE) == ""


@pytest.mark.parametrize(
    "piece",
    ["thanks ", "ありがとうございます", "works now ", "\n", " ", "a", "です、", "Aa ", "ご返信", "A.", "取り急ぎ、"],
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    with ending():
        assert said(piece * (1_400 // len(piece))) in ("", "thanks", "solved")
        assert said(piece * (1_000_000 // len(piece))) == ""
