"""Cause, workaround, estimate and what more is needed, as engineers label them."""

from __future__ import annotations

import pytest

from mailbot.casework.engineering import LONGEST, read_reply
from mailbot.model import EngineeringReply
from tests.effort import ending


def reply(cause: str = "", workaround: str = "", estimate: str = "", need_more: str = "") -> EngineeringReply:
    return EngineeringReply(cause, workaround, estimate, need_more, 5)


ALL_JA = reply("索引が壊れていました。", "再起動してください。", "12月1日のリリースで直します。", "OSのバージョン")
ALL_EN = reply("a race in the queue", "print one page at a time", "Monday", "which driver?")


@pytest.mark.parametrize(
    ("text", "then"),
    [
        pytest.param(
            "お疲れ様です。\n\n原因：索引が壊れていました。\n回避方法：再起動してください。\n"
            "見込み：12月1日のリリースで直します。\n追加確認：OSのバージョン\n\n以上、よろしくお願いいたします。\n佐藤",
            ALL_JA,
            id="labels with full-width colons",
        ),
        pytest.param(
            "Hi Mika,\n\nCause: a race in the queue\nWorkaround: print one page at a time\nETA: Monday\n"
            "Need more: which driver?\n\nBest regards,\nJo",
            ALL_EN,
            id="labels in English",
        ),
        pytest.param(
            "■原因\n索引が壊れていました。\n\n■暫定対応\n再起動してください。\n\n■リリース予定\n12月1日のリリースで直します。\n\n"
            "■確認事項\nOSのバージョン\n\n以上です。",
            ALL_JA,
            id="headings with squares",
        ),
        pytest.param(
            "【原因】索引が壊れていました。\n【回避策】\n再起動してください。\n【対応予定】\n12月1日のリリースで直します。\n"
            "【追加確認】OSのバージョン\n\nよろしくお願いします。",
            ALL_JA,
            id="headings in brackets",
        ),
        pytest.param(
            "**Cause**\na race in the queue\n\n**Workaround:** print one page at a time\n\n## ETA\nMonday\n\n"
            "### Need more info\nwhich driver?\n\nThanks!\nJo",
            ALL_EN,
            id="Markdown",
        ),
        pytest.param(
            "*Root cause:* a race in the queue\n_Workaround_: print one page at a time\n"
            "- Fix: Monday\n* Questions: which driver?",
            ALL_EN,
            id="bold labels and items",
        ),
        pytest.param(
            "Cause\n-----\na race in the queue\n\nWorkaround\n----------\nprint one page at a time\n\n"
            "Estimate\n========\nMonday\n\nNeed more info\n--------------\nwhich driver?\n\n-- \nJo\nDev",
            ALL_EN,
            id="underlined headings and a signature",
        ),
        pytest.param(
            "1. 原因：索引が壊れていました。\n2. 回避策：再起動してください。\n"
            "3. 見込み：12月1日のリリースで直します。\n4. 追加確認：OSのバージョン",
            ALL_JA,
            id="numbered",
        ),
        pytest.param(
            "原因：索引が壊れていました。回避策：再起動してください。見込み：12月1日のリリースで直します。追加確認事項：OSのバージョン",
            ALL_JA,
            id="all on one line",
        ),
        pytest.param(
            "原因は以下の通りです。\n索引が壊れていました。\n\n暫定対応について\n再起動してください。",
            reply("索引が壊れていました。", "再起動してください。"),
            id="labels in sentences",
        ),
        pytest.param("ＥＴＡ： Monday", reply(estimate="Monday"), id="full-width letters"),
        pytest.param("Cause - a race", reply("a race"), id="a dash for a colon"),
        pytest.param("[Cause] a race\n[ETA] Monday", reply("a race", estimate="Monday"), id="square brackets"),
        pytest.param(
            "need more: which driver?\nand since when?",
            reply(need_more="which driver?\nand since when?"),
            id="two lines",
        ),
        pytest.param(
            "Workaround:\n\n1. Stop the spooler.\n2. Start it.\n\nThanks to the spooler's log this loses nothing.",
            reply(workaround="1. Stop the spooler.\n2. Start it.\n\nThanks to the spooler's log this loses nothing."),
            id="a sentence is no closing",
        ),
        pytest.param(
            "Cause: see https://dev.example/a: the log\nError: 500 at print\nFix: next week",
            reply("see https://dev.example/a: the log\nError: 500 at print", estimate="next week"),
            id="other words with colons belong to the value",
        ),
        pytest.param(
            "■原因\n索引\n\n■影響範囲\n全員\n\n■見込み\n明日",
            reply("索引", estimate="明日"),
            id="another heading ends a value",
        ),
        pytest.param("Cause: a race\nImpact: everybody\n", reply("a race"), id="another label ends a value"),
        pytest.param("Cause: one\nCause: two", reply("one\ntwo"), id="a label twice"),
        pytest.param("原因：索引\n追加確認：なし\n回避策：特にありません。", reply("索引"), id="none says nothing"),
        pytest.param("見込み：未定", reply(estimate="未定"), id="not yet known is said"),
        pytest.param("原因：\n回避方法：\n見込み：\n", None, id="an empty form"),
        pytest.param("追加確認：なし", None, id="nothing but none"),
        pytest.param("I looked at it and found nothing yet.\nJo", None, id="nothing labelled"),
        pytest.param("", None, id="nothing"),
        pytest.param("The cause: I do not know", None, id="a sentence with a colon"),
    ],
)
def test_read_reply(text: str, then: EngineeringReply | None) -> None:
    assert read_reply(text, 5) == then


@pytest.mark.parametrize(
    "line",
    [
        "原因：x\n",
        " " * 999 + "\n",
        "a. " * 9999 + "\n",
        "Cause: ",
        "■" * 999,
        "\t\t",
        "**" * 999 + "\n",
        "以上" * 99 + "\n",
        "\n",
    ],
)
def test_hostile_text_is_read_to_its_end(line: str) -> None:
    with ending():
        reply = read_reply("原因：y\n" + line * (300_000 // len(line)))
    assert reply
    assert reply.cause.startswith("y")
    assert len(reply.cause) <= LONGEST


@pytest.mark.parametrize(
    ("text", "need"),
    [
        (
            "お疲れ様です。\n手元の環境では再現できませんでした。\nよろしくお願いします。",
            "手元の環境では再現できませんでした。",
        ),
        ("こちらでは再現しません。", "こちらでは再現しません。"),
        ("Hi,\n\nI cannot reproduce this on my machine.\n\nJo", "I cannot reproduce this on my machine."),
        ("Could not reproduce it with Firefox.", "Could not reproduce it with Firefox."),
        ("再現できません。\n追加確認：ブラウザのバージョン", "ブラウザのバージョン"),
    ],
)
def test_who_cannot_reproduce_it_needs_more(text: str, need: str) -> None:
    assert read_reply(text, 5) == reply(need_more=need)


@pytest.mark.parametrize(
    "text", ["再現手順を確認しました。", "I can reproduce it.", "再現できました。明日直します。", "Looking at it."]
)
def test_who_can_reproduce_it_needs_nothing(text: str) -> None:
    assert read_reply(text, 5) is None


def test_a_cause_that_was_found_outweighs_what_did_not_happen() -> None:
    said = read_reply("手元では再現しませんでした。\n原因：索引が壊れていました。", 5)
    assert said == reply(cause="索引が壊れていました。")
