"""Question, bug or request: tags first, then words, in doubt unsure."""

from __future__ import annotations

import pytest

from mailbot.casework.classify import Taught
from mailbot.casework.page import MAX_SENTENCES, lines_of, page_of
from mailbot.config.details import packaged_catalogue
from mailbot.model import Kind, ToldBy
from tests.build import classified, message

CATALOGUE = packaged_catalogue()
BUG, QUESTION, REQUEST, UNSURE = Kind.BUG, Kind.QUESTION, Kind.REQUEST, Kind.UNSURE


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        pytest.param("【不具合】検索", "検索条件について。", BUG, id="Japanese tag: bug"),
        pytest.param(
            "検索【要望】", "今は文字化けします。", REQUEST, id="a tag behind the subject, louder than the text"
        ),
        pytest.param("[bug] search", "see below", BUG, id="English tag in brackets"),
        pytest.param("Re: Feature request: dark mode", "please", REQUEST, id="English tag with a colon, after Re:"),
        pytest.param("【質問】請求", "締め日はいつですか。", QUESTION, id="Japanese tag: question"),
        pytest.param(
            "【質問】保存",
            "保存を押すと強制終了し、データが消えました。",
            BUG,
            id="a question that only complains is a bug",
        ),
        pytest.param("お問い合わせ", "種別：不具合\n内容：合計", BUG, id="field of a form"),
        pytest.param("Form", "Issue type: Support\nThe sum is odd.", QUESTION, id="what only a field may hold"),
        pytest.param("[Support] printing", "Printing crashes every time.", BUG, id="in a subject it names a team"),
        pytest.param(
            "Form", "Is this a bug or a feature request? Feature request\n\nexport", REQUEST, id="field that asks"
        ),
        pytest.param("印刷", "印刷ができません。", BUG, id="cannot"),
        pytest.param(
            "印刷",
            "「印刷」を押すと「E-102：プリンターが見つかりません」と出ます。",
            BUG,
            id="a message that seems to ask",
        ),
        pytest.param("😭", "ﾛｸﾞｲﾝできない…(´；ω；`)", BUG, id="cannot, from a phone"),
        pytest.param("", "エラーになります", BUG, id="error, nothing else"),
        pytest.param("", "it doesn't work", BUG, id="English one-liner"),
        pytest.param(
            "", "保存しても反映されないのですが、どうすればよいですか。", BUG, id="a malfunction asked about is a bug"
        ),
        pytest.param("", "Why does the page crash when I log in?", BUG, id="so it is in English"),
        pytest.param("", "書き出しの方法を教えていただけますか。", QUESTION, id="how to"),
        pytest.param("", "How do I export?", QUESTION, id="How do I"),
        pytest.param("", "ログインしなくても使えますか。", QUESTION, id="a negation that is no malfunction"),
        pytest.param("", "操作方法が分かりません。", QUESTION, id="not knowing is no malfunction"),
        pytest.param("", "I can't find where to change my name.", QUESTION, id="not finding where is a question"),
        pytest.param("", "並べ替えできるようにしてほしいです。", REQUEST, id="wish"),
        pytest.param("Support request", "I cannot save the form.", BUG, id="a subject that says only where it goes"),
        pytest.param("Need support", "How do I export?", QUESTION, id="so does this"),
        pytest.param("Support webp pictures", "in the editor", REQUEST, id="a subject that orders"),
        pytest.param("help", 'When I push "Save", the screen becomes white.', BUG, id="it becomes white"),
        pytest.param("", "件数を増やしていただけないでしょうか。", REQUEST, id="polite wish in the negative"),
        pytest.param("", "Could you add a dark mode?", REQUEST, id="Could you add"),
        pytest.param("", "It would be nice to sort by date.", REQUEST, id="would be nice"),
        pytest.param(
            "", "ご教示いただけると助かります。どこから入りますか。", QUESTION, id="glad of an answer is no wish"
        ),
        pytest.param("", "ありがとうございました。", UNSURE, id="thanks only"),
        pytest.param("", "", UNSURE, id="nothing at all"),
        pytest.param("", "再起動で解決しました。", UNSURE, id="solved"),
    ],
)
def test_classify(subject: str, text: str, kind: Kind) -> None:
    language = "en" if (subject + text).isascii() else "ja"
    assert classified(message(text, subject, language), CATALOGUE).kind is kind


@pytest.mark.parametrize(
    ("subject", "text", "reason"),
    [
        pytest.param("【要望】色", "x", "the subject tag '要望' says request", id="names the tag"),
        pytest.param("", "画面が固まります", "describes a malfunction: '固まり' (4)", id="names the words"),
        pytest.param("", "ありがとうございました", "thanks and says no more: 'ありがとう'", id="names the thanks"),
        pytest.param("", "", "there is no text", id="says that there is nothing"),
    ],
)
def test_reason(subject: str, text: str, reason: str) -> None:
    assert classified(message(text, subject), CATALOGUE).reason == reason


def test_quoted_words_do_not_vote() -> None:
    assert classified(message("> エラーで落ちます\n了解です"), CATALOGUE).kind is UNSURE


@pytest.mark.parametrize(
    ("text", "language", "kind", "also"),
    [
        pytest.param(
            "印刷すると毎回落ちます。\n\n追伸：一覧を日付で並べ替えられるようにしてほしいです。",
            "ja",
            BUG,
            REQUEST,
            id="a bug with a wish as a postscript",
        ),
        pytest.param(
            "The export crashes every time.\n\nP.S. It would be nice to sort the list by date.",
            "en",
            BUG,
            REQUEST,
            id="the same in English",
        ),
        pytest.param(
            "Could you add a dark mode?\n\nAnother thing: the save button does not work since Monday.",
            "en",
            REQUEST,
            BUG,
            id="a request, and a malfunction beside it",
        ),
        pytest.param(
            "保存を押すとエラーになります。\n\n別件ですが、請求書の宛名を変える方法を教えてください。",
            "ja",
            BUG,
            QUESTION,
            id="a bug, and a question about something else",
        ),
        pytest.param(
            "印刷すると落ちます。どうすればよいでしょうか。", "ja", BUG, None, id="one matter, politely asked about"
        ),
        pytest.param("The export crashes. Also it shows an error.", "en", BUG, None, id="more of the same"),
        pytest.param(
            "The export fails with a full year. Also, could you add PDF export please?",
            "en",
            BUG,
            REQUEST,
            id="a wish in the same line",
        ),
        pytest.param(
            "1点目、印刷するとエラーになります。2点目ですが、一覧の並べ替えを追加していただけると助かります。",
            "ja",
            BUG,
            REQUEST,
            id="two points in one line",
        ),
    ],
)
def test_a_second_matter_is_seen(text: str, language: str, kind: Kind, also: Kind | None) -> None:
    seen = classified(message(text, language=language), CATALOGUE)
    assert (seen.kind, seen.also) == (kind, also)
    assert also is None or f"also a {also.value}: '" in seen.reason


@pytest.mark.parametrize(
    ("subject", "text", "kind", "reason"),
    [
        pytest.param("", "see the file", BUG, "the rule of the mailbox 'bugs' says bug", id="the mailbox says it"),
        pytest.param(
            "[question] size", "How large?", QUESTION, "the subject tag 'question'", id="a tag goes before it"
        ),
    ],
)
def test_the_rule_of_a_mailbox(subject: str, text: str, kind: Kind, reason: str) -> None:
    seen = classified(message(text, subject, "en"), CATALOGUE, Taught("bugs", BUG))
    assert seen.kind is kind
    assert reason in seen.reason


@pytest.mark.parametrize(
    ("subject", "text", "kind", "by"),
    [
        pytest.param(
            "[question] x", "It crashes with error 42. Nothing works.", BUG, ToldBy.DISPUTED, id="words of a bug"
        ),
        pytest.param("【不具合】x", "締め日を教えてください。", BUG, ToldBy.DISPUTED, id="of a question"),
        pytest.param("[bug] x", "How do I change the address?", BUG, ToldBy.DISPUTED, id="the same in English"),
        pytest.param("[bug] x", "It crashes. What can I do?", BUG, ToldBy.TAG, id="both: the tag holds"),
        pytest.param("[question] x", "How large?", QUESTION, ToldBy.TAG, id="agreed"),
        pytest.param("", "It crashes.", BUG, ToldBy.RULES, id="words alone"),
    ],
)
def test_who_told_the_kind(subject: str, text: str, kind: Kind, by: ToldBy) -> None:
    seen = classified(message(text, subject, ""), CATALOGUE)
    assert (seen.kind, seen.by) == (kind, by)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("P.S. it crashes. ", id="in one line"),
        pytest.param("別件ですが、落ちます。", id="in Japanese"),
        pytest.param("Also, it crashes.\n\n", id="in paragraphs"),
    ],
)
def test_a_mail_of_nothing_but_second_matters_is_read_in_bounded_work(piece: str) -> None:
    """Each turn has all before it read again: without a bound on them, 64 KiB took minutes."""
    assert classified(message((piece * 9000)[:65_536], language=""), CATALOGUE).kind is BUG


def test_sentences_beyond_all_bounds_are_one() -> None:
    page = page_of(lines_of("a。" * 1000, ((0, 2000),)))
    assert len(page.units) == MAX_SENTENCES + 1
