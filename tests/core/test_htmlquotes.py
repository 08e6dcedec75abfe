"""The marks of quotes in HTML, program by program; what a person made stays their own."""

from __future__ import annotations

import pytest

from mailbot.parsers.page.html import text_of_html


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<blockquote type='cite'>old</blockquote>", id="Apple Mail and Thunderbird"),
        pytest.param("<blockquote class='gmail_quote' style='border:none'>old</blockquote>", id="Gmail"),
        pytest.param("<blockquote style='border-left:1px solid #ccc'>old</blockquote>", id="a line at the left"),
        pytest.param("<div class='yahoo_quoted'>old</div>", id="Yahoo!"),
        pytest.param("<div class='ydp1a2b3c4dyahoo_quoted'>old</div>", id="Yahoo! with its prefix"),
        pytest.param("<div class='yiv0123456789gmail_attr'>old</div>", id="Gmail seen through Yahoo!"),
        pytest.param("<div class='protonmail_quote'>old</div>", id="ProtonMail"),
        pytest.param("<div class='moz-cite-prefix'>old</div>", id="the introduction of Thunderbird"),
        pytest.param("<div class='zmail_extra'>old</div>", id="Zoho"),
        pytest.param("<div name='quote'>old</div>", id="GMX"),
        pytest.param("<div name='messageReplySection'>old</div>", id="Spark"),
        pytest.param("<div id='isReplyContent'>old</div>", id="NetEase"),
        pytest.param("<div class='front-blockquote'>old</div>", id="Front"),
        pytest.param("<p id='reply-intro'>old</p>", id="the introduction of Roundcube"),
        pytest.param("<div id='divRplyFwdMsg'></div><div>old</div>", id="Outlook on the web"),
        pytest.param("<div id='x_divRplyFwdMsg'></div><div>old</div>", id="the same, renamed"),
        pytest.param("<div class='OutlookMessageHeader'></div><div>old</div>", id="Outlook of old"),
        pytest.param("<hr id='stopSpelling'><div>old</div>", id="Hotmail"),
        pytest.param("<hr id='zwchr'><div>old</div>", id="Zimbra"),
    ],
)
def test_what_a_program_quotes_gets_signs(source: str) -> None:
    lines = [line for line in text_of_html(f"<div>new</div>{source}").split("\n") if line]
    assert lines == ["new", "> old"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<blockquote style='margin:0 0 0 40px;border:none'>mine</blockquote>", id="the indent button"),
        pytest.param("<div class='gmail_quote'>mine</div>", id="the box around quotes and answers of Gmail"),
        pytest.param("<div style='border-top:solid 1pt'>Form: mine</div>", id="a line of the own"),
        pytest.param("<p class='quote'>mine</p>", id="a class that only sounds so"),
        pytest.param("<div class='moz-forward-container'>mine</div>", id="a mail passed on"),
    ],
)
def test_other_boxes_get_none(source: str) -> None:
    assert ">" not in text_of_html(f"<div>new</div>{source}")
