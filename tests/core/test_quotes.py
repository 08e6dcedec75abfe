from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model import Part
from mailbot.parsers.whose.quotes import segments_of
from tests.effort import ending

HEADERS = """\
From: Ann <ann@shop.example>
Sent: Monday, 4 March 2024 10:00
To: help@ours.example
Subject: It crashes

old
"""
SHORT = {Part.NEW: "n", Part.QUOTED: "q", Part.SIGNATURE: "s", Part.FORWARDED: "f"}


def kinds(text: str, forwarded: bool = False) -> str:
    """One letter for each line: n(ew), q(uoted), s(ignature), f(orwarded)."""
    letters = ""
    for segment in segments_of(text, forwarded):
        letters += SHORT[segment.part] * len(text[segment.start : segment.end].splitlines())
    return letters


@pytest.mark.parametrize(
    ("text", "then"),
    [
        pytest.param("one\ntwo", "nn", id="nothing but new words"),
        pytest.param("", "", id="nothing"),
        pytest.param("new\n> old\n> old", "nqq", id="quote signs"),
        pytest.param("> q1\nanswer 1\n> q2\nanswer 2", "qnqn", id="answers between the questions"),
        pytest.param("＞ご質問\n回答", "qn", id="full-width quote signs"),
        pytest.param(
            "new\n\nOn Mon, 4 Mar 2024 at 10:00, Ann <ann@shop.example> wrote:\n> old", "nnqq", id="Gmail in English"
        ),
        pytest.param(
            "new\n\nOn Mon, 4 Mar 2024 at 10:00, Ann\n<ann@shop.example> wrote:\n\n> old", "nnqqqq", id="wrapped in two"
        ),
        pytest.param(
            "new\n\nOn Mon, 4 Mar 2024 at 10:00,\nAnn Lee of the shop\n<ann@shop.example>\nwrote:\n> old",
            "nnqqqqq",
            id="wrapped in four",
        ),
        pytest.param("On Mon, 4 Mar 2024, Ann wrote:\n> old\nnew below", "qqn", id="bottom posting"),
        pytest.param(
            "返信です\n\n2024年3月4日(月) 10:00 山田 <ann@shop.example>:\n\n> 旧", "nnqqq", id="Gmail in Japanese"
        ),
        pytest.param(
            "返信です\n\n2024年3月4日(月) 10:00 山田太郎\n<ann@shop.example>:\n> 旧", "nnqqq", id="the same, wrapped"
        ),
        pytest.param(
            "返信です\n\n2024/03/04 10:00、山田 <ann@shop.example>のメール:\n\n> 旧", "nnqqq", id="iPhone in Japanese"
        ),
        pytest.param("neu\n\nAm 04.03.24 um 10:00 schrieb Ann Lee:\n> alt", "nnqq", id="Thunderbird in German"),
        pytest.param(
            "nouveau\n\nLe 4 mars 2024 à 10:00, Ann <ann@shop.example> a écrit :\n> vieux", "nnqq", id="French"
        ),
        pytest.param(
            "nuevo\n\nEl lun, 4 mar 2024 a las 10:00, Ann (<ann@shop.example>) escribió:\n> viejo", "nnqq", id="Spanish"
        ),
        pytest.param("新\n\n在 2024年3月4日，10:00，Ann <ann@shop.example> 写道：\n> 旧", "nnqq", id="Chinese"),
        pytest.param(
            "new\n\nOn 4 Mar 2024, at 10:00, Ann <ann@shop.example> wrote:\nold words without signs",
            "nnqq",
            id="no quote signs behind a sure introduction",
        ),
        pytest.param("On Monday I wrote:\nthe app crashed", "nn", id="a sentence that ends with wrote"),
        pytest.param("new\n" + HEADERS, "nqqqqqq", id="Outlook's block"),
        pytest.param(
            "new\n\n________________________________\n" + HEADERS, "nqqqqqqqq", id="with the line of underscores"
        ),
        pytest.param("new\n-----Original Message-----\n" + HEADERS, "nqqqqqqq", id="with the divider"),
        pytest.param(
            "返信\n-----元のメッセージ-----\n差出人: 山田\n送信日時: 2024年3月4日 10:00\n宛先: 窓口\n件名: 件\n\n旧",
            "nqqqqqqq",
            id="Outlook in Japanese",
        ),
        pytest.param(
            "neu\n\nVon: Ann\nGesendet: Montag, 4. März 2024 10:00\nAn: help@ours.example\nBetreff: x\n\nalt",
            "nqqqqqqq",
            id="Outlook in German",
        ),
        pytest.param(
            "new\n\n*From:* Ann\n*Sent:* 4 March 2024\n*To:* help@ours.example\n*Subject:* x\n\nold",
            "nqqqqqqq",
            id="bold labels",
        ),
        pytest.param("new\n---- On Mon, 04 Mar 2024 10:00:00 +0900 Ann wrote ----\nold", "nqq", id="Zoho"),
        pytest.param(HEADERS, "ffffff", id="a block with nothing above is what the mail is about"),
        pytest.param(
            "see below\n---------- Forwarded message ---------\nFrom: Ann\n\nold", "nffff", id="Gmail forward"
        ),
        pytest.param("look\n> Begin forwarded message:\n>\n> old", "nfff", id="Apple forward in HTML"),
        pytest.param("Begin forwarded message:\n\n> From: Ann\n> old", "ffff", id="Apple forward"),
        pytest.param("ご確認ください\n---------- 転送メッセージ ----------\n旧", "nff", id="forward in Japanese"),
        pytest.param("new\n-- \nAnn\nShop", "nsss", id="the usenet separator"),
        pytest.param("new\n--\nAnn", "nss", id="without its blank"),
        pytest.param("new\n-- \nAnn\n\nOn 4 Mar 2024, Bob wrote:\n> old", "nsssqq", id="a signature above the quote"),
        pytest.param(
            "本文です。\n==========\n山田太郎\n株式会社見本\n〒100-0001 東京都\nTEL: 03-0000-0000\n==========",
            "nssssss",
            id="a Japanese card",
        ),
        pytest.param(
            "本文です。\n\n─────────\n山田\nE-mail: ann@shop.example\nTEL 03-0000-0000",
            "nnssss",
            id="a card under one line",
        ),
        pytest.param("new\n\nSent from my iPhone", "nns", id="a phone"),
        pytest.param("本文\n\niPhoneから送信", "nns", id="a phone in Japanese"),
        pytest.param("neu\n\nVon meinem iPhone gesendet", "nns", id="a phone in German"),
        pytest.param("Sent from my desk it works better than at home.", "n", id="a sentence is no signature"),
        pytest.param("I list:\n-----\nfirst\nsecond", "nnnn", id="a rule is no signature"),
        pytest.param(
            "=====\nバージョン: 1.2\n機種: 見本\n=====\n落ちます。", "nnnnn", id="a form between rules is no signature"
        ),
        pytest.param("-- \nAnn", "nn", id="never blank: a signature alone is new"),
        pytest.param("> only\n> quoted", "nn", id="never blank: quote signs alone are new"),
        pytest.param("👍\n\n> old", "nnq", id="a thumb is an answer"),
        pytest.param(">_< it crashed\nagain", "nn", id="a face"),
        pytest.param("I did this:\n>>> import shop\n>>> shop.run()", "nnn", id="a Python shell"),
        pytest.param("＞設定＞一般 で落ちます\nはい", "nn", id="a path through menus"),
    ],
)
def test_segments_of(text: str, then: str) -> None:
    assert kinds(text) == then


def test_a_forward_by_its_subject_keeps_the_block_apart() -> None:
    assert kinds("please help him\n" + HEADERS, forwarded=True) == "nffffff"


@given(
    st.lists(
        st.sampled_from(
            ["> a", "b", "", "-- ", "On 4 Mar 2024, Ann <a@b.example> wrote:", "=====", *HEADERS.split("\n")]
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_the_segments_cover_the_text_without_a_gap(lines: list[str]) -> None:
    text = "\n".join(lines)
    segments = segments_of(text)
    assert "".join(text[one.start : one.end] for one in segments) == text
    assert all(one.start < one.end for one in segments)


@pytest.mark.parametrize(
    "line", ["On 4 Mar 2024, Ann wrote:\n", "From: a@b\n", "> a\n", "=====\n", "--\n", "a:\n", "\n", "-" * 50 + "x"]
)
def test_hostile_lines_are_all_in_segments(line: str) -> None:
    text = line * (100_000 // len(line))
    with ending():
        segments = segments_of(text)
    assert "".join(text[one.start : one.end] for one in segments) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("On " * 7000, id="On, without end"),
        pytest.param(">" * 65_536, id="quote signs in one line"),
        pytest.param("-" * 65_536, id="dashes in one line"),
        pytest.param("<" * 65_536, id="brackets in one line"),
        pytest.param(" " * 65_536, id="blanks in one line"),
        pytest.param("From: " * 11_000, id="labels in one line"),
        pytest.param("a@" * 32_000 + ":", id="halves of addresses"),
        pytest.param("x wrote " * 8000 + ":", id="verbs"),
        pytest.param("a\n" * 100_000, id="short lines"),
        pytest.param("On 4 Mar 2024, Ann <a@b.example>\n" * 3000, id="introductions without an end"),
        pytest.param("On 4 Mar 2024, Ann <a@b.example> wrote:\n| a\n| b\n\n" * 2000, id="unusual signs"),
        pytest.param("TEL 03-0000-0000\n" * 6000, id="contacts"),
        pytest.param("this email is confidential, delete it\n\n" * 2000, id="half a disclaimer"),
        pytest.param("> a\nb\n" * 12_000, id="quotes and answers"),
        pytest.param("-----Original Message-----\n> a\n" * 2000, id="dividers"),
        pytest.param("sent from my\n" * 8000, id="telephones"),
    ],
)
def test_text_made_to_stop_us_is_all_in_segments(text: str) -> None:
    with ending():
        segments = segments_of(text)
    assert "".join(text[one.start : one.end] for one in segments) == text
