"""Replies: under our questions, by number, by label, in free words, with one short line."""

from __future__ import annotations

import pytest

from mailbot.casework.answers import answers
from mailbot.casework.asking import Matter, missing
from mailbot.casework.details import given
from mailbot.casework.questions import questions
from mailbot.config.details import packaged_catalogue
from mailbot.model import Answer, Kind, Question
from tests.build import asked, message, picture

CATALOGUE = packaged_catalogue()
FOUR = ("steps", "error", "device_os", "browser")
STEPS_JA, ERROR_JA, ENVIRONMENT_JA = (one.text for one in questions(CATALOGUE, FOUR, (), "ja", 3))
STEPS_EN, ERROR_EN, ENVIRONMENT_EN = (one.text for one in questions(CATALOGUE, FOUR, (), "en", 3))


def read(text: str, details: tuple[str, ...] = FOUR, *, language: str = "ja", pictures: int = 0) -> dict[str, str]:
    """Detail -> value; "?" unknown, "-" declined. Several values are joined."""
    letter = asked(*questions(CATALOGUE, details, (), language, 5))
    files = tuple(picture() for _ in range(pictures))
    found = answers(message(text, language=language, attachments=files), letter, CATALOGUE)
    sign = {Answer.UNKNOWN: "?", Answer.DECLINED: "-"}
    told: dict[str, list[str]] = {}
    for one in found:
        if one.strength.value == "strong":
            told.setdefault(one.detail, []).append(sign.get(one.answer, one.value))
    return {detail: " + ".join(values) for detail, values in told.items()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("1. 一覧で印刷\n2. なし\n3. iPad Safari", ("一覧で印刷", "なし", "iPad", "Safari"), id="1."),
        pytest.param("(1) 一覧で印刷\n(2) なし\n(3) iPad Safari", ("一覧で印刷", "なし", "iPad", "Safari"), id="(1)"),
        pytest.param(
            "１）一覧で印刷\n２）なし\n３）iPad Safari", ("一覧で印刷", "なし", "iPad", "Safari"), id="full-width 1)"
        ),
        pytest.param("①一覧で印刷\n②なし\n③iPad Safari", ("一覧で印刷", "なし", "iPad", "Safari"), id="circled"),
        pytest.param("Q1 一覧で印刷\nQ2 なし\nQ3 iPad Safari", ("一覧で印刷", "なし", "iPad", "Safari"), id="Q1"),
        pytest.param(
            "1番：一覧で印刷\n2番：なし\n3番：iPad Safari", ("一覧で印刷", "なし", "iPad", "Safari"), id="1番"
        ),
        pytest.param(
            "1. 一覧で印刷 2. なし 3. iPad Safari",
            ("一覧で印刷", "なし", "iPad", "Safari"),
            id="in one line, as on a phone",
        ),
        pytest.param(
            "お世話になります。\n\n1. 一覧で印刷\n2. なし\n3. iPad Safari\n\n以上、よろしくお願いします。",
            ("一覧で印刷", "なし", "iPad", "Safari"),
            id="between politeness",
        ),
        pytest.param(
            f"> 1. {STEPS_JA}\n一覧で印刷\n> 2. {ERROR_JA}\nなし\n> 3. {ENVIRONMENT_JA}\niPad Safari\n> サポート\n",
            ("一覧で印刷", "なし", "iPad", "Safari"),
            id="under our quoted questions",
        ),
        pytest.param(
            f"> 1. {STEPS_JA} → 一覧で印刷\n> 2. {ERROR_JA} → なし\n> 3. {ENVIRONMENT_JA} → iPad Safari\n",
            ("一覧で印刷", "なし", "iPad", "Safari"),
            id="behind our questions, on the same line",
        ),
        pytest.param(
            f"{STEPS_JA}\n一覧で印刷\n\n{ERROR_JA}\nなし\n\n{ENVIRONMENT_JA}\niPad Safari\n",
            ("一覧で印刷", "なし", "iPad", "Safari"),
            id="under our questions, copied without quote signs",
        ),
        pytest.param(
            "操作：一覧で印刷\nエラー：なし\n端末：iPad\nブラウザ：Safari",
            ("一覧で印刷", "なし", "iPad", "Safari"),
            id="labelled lines",
        ),
    ],
)
def test_every_way_to_answer(text: str, told: tuple[str, ...]) -> None:
    assert read(text) == dict(zip(FOUR, told, strict=True))


@pytest.mark.parametrize(
    ("text", "details", "told"),
    [
        pytest.param(
            "1. 一覧\n3. Windows", FOUR, {"steps": "一覧", "device_os": "Windows"}, id="what is not answered stays open"
        ),
        pytest.param(
            "3. 分かりません", FOUR, {"device_os": "?", "browser": "?"}, id="unknown closes both parts of a question"
        ),
        pytest.param(
            "3. Windows 11、ブラウザは不明です",
            FOUR,
            {"device_os": "Windows 11", "browser": "?"},
            id="one known, one not",
        ),
        pytest.param("2. お答えできません", FOUR, {"error": "-"}, id="declined"),
        pytest.param("どれもよく分かりません。", FOUR, dict.fromkeys(FOUR, "?"), id="nothing is known at all"),
        pytest.param("昨日の朝ごろ", ("since",), {"since": "昨日の朝ごろ"}, id="a short reply to a single question"),
        pytest.param("iPhoneです", ("device_os",), {"device_os": "iPhone"}, id="a bare name is an answer"),
        pytest.param("どこで確認できますか？", ("app_version",), {}, id="a question back is none"),
        pytest.param("ありがとうございます。", ("since",), {}, id="thanks are none"),
        pytest.param("スクショ送ります", ("error",), {}, id="a forgotten picture is none"),
        pytest.param(
            "1. ログイン\n2. 一覧を開く\n3. 削除を押す",
            FOUR,
            {"steps": "1. ログイン\n2. 一覧を開く\n3. 削除を押す"},
            id="numbers that count steps",
        ),
        pytest.param("1. 開く\n2. 押す\n3. 待つ\n4. 落ちる", ("steps", "error"), {}, id="more numbers than questions"),
        pytest.param(
            "> 1. 別の話\nWindows 11 の Edge です",
            FOUR,
            {"device_os": "Windows 11", "browser": "Edge"},
            id="free words",
        ),
    ],
)
def test_answers(text: str, details: tuple[str, ...], told: dict[str, str]) -> None:
    found = read(text, details)
    found.pop("steps", None) if "steps" not in told else None
    assert found == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "1. clicked Print\n2. none\n3. a Mac, Safari", ("clicked Print", "none", "Mac", "Safari"), id="numbers"
        ),
        pytest.param(
            f"> 1. {STEPS_EN}\nclicked Print\n> 2. {ERROR_EN}\nnone\n> 3. {ENVIRONMENT_EN}\na Mac, Safari\n",
            ("clicked Print", "none", "Mac", "Safari"),
            id="under our questions",
        ),
        pytest.param(
            f"> 1. {STEPS_EN}\nclicked Print\n[image: a.png]\n> 2. {ERROR_EN}\nnone\n"
            f"> 3. {ENVIRONMENT_EN}\na Mac, Safari\n",
            ("clicked Print", "none", "Mac", "Safari"),
            id="with a picture between",
        ),
        pytest.param("I don't know, sorry", ("?", "?", "?", "?"), id="no idea"),
        pytest.param(
            "1. clicked Print\n2. n/a\n3. rather not say", ("clicked Print", "?", "-", "-"), id="unknown and declined"
        ),
    ],
)
def test_english_answers(text: str, told: tuple[str, ...]) -> None:
    assert read(text, language="en") == dict(zip(FOUR, told, strict=True))


def test_a_number_more_than_we_asked_tells_something_else() -> None:
    told = read("1) edit screen, clicked save\n2) E-100\n3) Win 11 + Chrome\n4) since Monday", language="en")
    assert told == dict(zip(FOUR, ("edit screen, clicked save", "E-100", "Windows 11", "Chrome"), strict=True)) | {
        "since": "4) since Monday"
    }


def test_a_picture_answers_the_second_question() -> None:
    told = read("1. 請求書の画面で印刷を押しました 2. 添付の通りです", ("steps", "error"), pictures=1)
    assert told["steps"] == "請求書の画面で印刷を押しました"
    assert told["error"] == "添付の通りです + IMG_0001.png"


def test_a_wrapped_and_cut_question_is_still_ours() -> None:
    half = len(ERROR_JA) // 2
    text = f"> {ERROR_JA[:half]}\n> {ERROR_JA[half:-4]}\n「満杯です」\n"
    assert read(text, ("error", "since"))["error"] == "「満杯です」"


def test_the_letter_that_is_cited_counts_not_the_newest() -> None:
    first, second = Question(1, ("since",), "いつごろから起きていますか。"), Question(1, ("steps",), "どの画面ですか。")
    letters = (*asked(first, message_id="<a@x>"), *asked(second, round_=2, message_id="<b@x>"))
    found = answers(message("おととい", in_reply_to=("<a@x>",)), letters, CATALOGUE)
    assert given(found) == {"since"}


def test_nothing_that_was_answered_is_missing_again() -> None:
    letter = asked(*questions(CATALOGUE, FOUR, (), "ja", 3))
    found = answers(message("1. 一覧\n2. なし\n3. 分かりません"), letter, CATALOGUE)
    assert missing(CATALOGUE, Matter(Kind.BUG), found, letter) == ("since",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("3. 会社支給の端末です", ("会社支給の端末です",) * 2, id="words that name neither part"),
        pytest.param(
            "3. 会社支給の端末です、Edge です", ("会社支給の端末です", "Edge"), id="one part in unknown words"
        ),
        pytest.param("3. iPhone、社内標準のものです", ("iPhone", "社内標準のものです"), id="the other one"),
        pytest.param("3. iPhone、よろしくお願いします", ("iPhone", ""), id="politeness is no part"),
        pytest.param("3. iPhone、昨日からです", ("iPhone", ""), id="what tells something else is no part"),
        pytest.param("3. 教えられません", ("-", "-"), id="refused"),
        pytest.param("3. 社外秘です", ("-", "-"), id="a secret"),
        pytest.param("3. 存じ上げません", ("?", "?"), id="unknown, politely"),
    ],
)
def test_a_question_about_two_things_is_answered_in_any_words(text: str, told: tuple[str, str]) -> None:
    found = read(f"1. 一覧で印刷\n2. なし\n{text}")
    assert (found.get("device_os", ""), found.get("browser", "")) == told


def test_the_subject_of_a_reply_says_nothing_again() -> None:
    reply = message(
        "三回に一回です。", subject="Re: 一覧の画面で保存できません", in_reply_to=("<letter@desk.example>",)
    )
    assert "steps" not in given(answers(reply, asked(*questions(CATALOGUE, FOUR, (), "ja", 3)), CATALOGUE))
