from __future__ import annotations

import pytest

from mailbot.parsers.page.html import text_of_html
from mailbot.parsers.page.htmlpage import RULE
from tests.effort import ending

GMAIL = (
    '<div>It works now</div><div class="gmail_quote"><div class="gmail_attr">Le lun. 4 mars, Ann a écrit :<br></div>'
    '<blockquote class="gmail_quote">Does it work?</blockquote></div><div>Thanks</div>'
)
GMAIL_FORWARD = (
    '<div>see below</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
    "From: Ann</div>It crashes</div>"
)
OUTLOOK = (
    '<div>{words}</div><hr><div id="divRplyFwdMsg"><b>Von:</b> Ann<br><b>Gesendet:</b> heute</div><div>old words</div>'
)
WORD = (
    "<p class=MsoNormal>{words}</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
    "<p class=MsoNormal><b>差出人:</b> Ann<br><b>件名:</b> x</p></div><p class=MsoNormal>old words</p>"
)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("<p>Hello&nbsp;<b>you</b></p><p>two\n lines</p>", "Hello you\n\ntwo lines", id="paragraphs"),
        pytest.param("a<br>b<br><br>c", "a\nb\n\nc", id="line breaks"),
        pytest.param("<div>a</div><div><br></div><div>b</div>", "a\n\nb", id="an empty line as Gmail writes it"),
        pytest.param(
            "<p>a</p><p>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb", id="an empty line as Outlook writes it"
        ),
        pytest.param("<ul><li>one</li><li>two</ul>", "- one\n- two", id="a list"),
        pytest.param("<table><tr><td>OS</td><td>iOS 17</td></tr></table>", "OS\tiOS 17", id="cells are kept apart"),
        pytest.param("<style>x</style><script>y</script><title>t</title>a<!-- c -->", "a", id="what is no text"),
        pytest.param('<span style="display: none">x</span><p hidden>y</p>a', "a", id="what is hidden"),
        pytest.param("<pre>a\n  b\n</pre>", "a\n  b", id="preformatted lines stay"),
        pytest.param("1 &lt; 2 &amp; x", "1 < 2 & x", id="entities"),
        pytest.param("<p>\u65e5\u672c\u200b\u8a9e", "日本語", id="invisible characters go"),
        pytest.param(
            '<blockquote type="cite">q<blockquote>r</blockquote></blockquote>a', "> q\n>\n> > r\n\na", id="quotes"
        ),
        pytest.param(
            '<blockquote style="margin:0 0 0 40px;border:none">mine</blockquote>', "mine", id="indented is not quoted"
        ),
        pytest.param(
            '<div class="moz-cite-prefix">Am 1.3. schrieb Ann:</div><blockquote type="cite">q</blockquote>a',
            "> Am 1.3. schrieb Ann:\n\n> q\n\na",
            id="Thunderbird",
        ),
        pytest.param(
            'a<div class="yahoo_quoted">On …, Ann wrote:<p>q</p></div>', "a\n> On …, Ann wrote:\n>\n> q", id="Yahoo"
        ),
        pytest.param(GMAIL, "It works now\n> Le lun. 4 mars, Ann a écrit :\n\n> Does it work?\n\nThanks", id="Gmail"),
        pytest.param(
            GMAIL_FORWARD,
            "see below\n---------- Forwarded message ---------\nFrom: Ann\nIt crashes",
            id="Gmail forward",
        ),
        pytest.param(
            OUTLOOK.format(words="mine"), "mine\n> Von: Ann\n> Gesendet: heute\n> old words", id="Outlook on the web"
        ),
        pytest.param(OUTLOOK.format(words=""), "Von: Ann\nGesendet: heute\nold words", id="Outlook, nothing above"),
        pytest.param(
            WORD.format(words="mine"), "mine\n> 差出人: Ann\n> 件名: x\n> old words", id="Outlook in Japanese"
        ),
        pytest.param(
            "<ol start=3><li>one<li>two<ul><li>in<li>side</ul><li>three<br>more</ol>x",
            "3. one\n4. two\n  - in\n  - side\n5. three\n   more\n\nx",
            id="numbers, lists inside of lists",
        ),
        pytest.param("<ol start=no><li><p>one</p><li><p>two</p></ol>", "1. one\n2. two", id="items with paragraphs"),
        pytest.param("<p>a</p><hr><p>b</p>", f"a\n\n{RULE}\n\nb", id="a rule"),
        pytest.param(
            "<table><tr><td><p>OS</p><td><div>iOS</div></tr><tr><td>App<td>2.1</tr></table>",
            "OS\tiOS\nApp\t2.1",
            id="paragraphs alone in their cells",
        ),
        pytest.param(
            "<table><tr><td><p>a</p><p>b</p><td>c<tr><td><table><tr><td>in<td>side</table></table>",
            "a\n\nb\nc\nin\tside",
            id="tables for layout",
        ),
        pytest.param(
            "<a href='https://shop.example/x?y=1'>this page</a>", "this page <https://shop.example/x?y=1>", id="a link"
        ),
        pytest.param("<a href='https://www.shop.example/'>shop.example</a>", "shop.example", id="one that says where"),
        pytest.param(
            "<a href='https://t.example/c?u=1'>www.shop.example</a>", "www.shop.example", id="one by its words"
        ),
        pytest.param("<a href='mailto:ann@shop.example'>Ann</a>", "Ann <mailto:ann@shop.example>", id="an address"),
        pytest.param("<a href='tel:+81312345678'>+81 3-1234-5678</a>", "+81 3-1234-5678", id="a telephone"),
        pytest.param("<a href='javascript:x()'>press</a><a href='#top'>up</a>", "pressup", id="links into nowhere"),
        pytest.param("<a href='https://t.example/'><img alt=Logo src=x></a>words", "words", id="a link without words"),
        pytest.param(
            f"<a href='https://t.example/p?{'x' * 400}'>here</a>", "here <https://t.example/p>", id="a long link"
        ),
        pytest.param("ok <img alt='👍' src='https://m.example/1.png'>", "ok 👍", id="emoji as pictures"),
        pytest.param(
            "a<img src='CID:p%401'>b<img src=https://x.example/t.gif alt=t>", "a\n[image: 画面.png]\nb", id="images"
        ),
        pytest.param(
            "<img src=a.png alt='Half price'><img src=b.png alt='Half price'>", "Half price", id="only images"
        ),
        pytest.param(
            "<div style='max-height:0;overflow:hidden'>x</div><div style='opacity: 0'>y</div><p style='opacity:0.5'>z",
            "z",
            id="a preview text",
        ),
        pytest.param("<!--[if mso]>x<![endif]--><![if !mso]>y<o:p></o:p><![endif]>", "y", id="Outlook's conditions"),
        pytest.param("a<textarea>b</textarea><select><option>c</select><input value=d>", "a", id="fields of a form"),
        pytest.param("<details><summary>more</summary>words</details>", "more\nwords", id="details"),
        pytest.param("<title>x<p>words", "x\n\nwords", id="a title that never ends"),
        pytest.param("<title> A\n title</title><img src=https://x.example/a.png>", "A title", id="a title, no words"),
        pytest.param(
            "<p class=MsoListParagraph><![if !supportLists]>1.<span>&nbsp;&nbsp; &nbsp;&nbsp; </span><![endif]>one</p>",
            "1.  one",
            id="a list of Word",
        ),
        pytest.param("<p>a<b>b<p>c</b>d", "ab\n\ncd", id="broken nesting"),
        pytest.param("", "", id="nothing"),
        pytest.param("<", "<", id="a lone sign"),
    ],
)
def test_text_of_html(source: str, text: str) -> None:
    assert text_of_html(source, names={"p@1": "画面.png"}) == text


def test_a_forward_makes_no_quote_of_the_outlook_mark() -> None:
    assert ">" not in text_of_html(OUTLOOK.format(words="mine"), forwarded=True)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000,
        "<b><i><a href=x>" * 20_000,
        "<table><tr><td>" * 2_500,
        "<blockquote>" * 2_900,
        "<a " * 100_000,
        "<a href=https://x.example/>w</a>" * 40_000,
        "<p style='" + "display " * 200_000 + "'>",
        "<table><tr>" + "<td>a</td>" * 100_000,
        "<ol><li>a</ol>" * 60_000,
        "<b>a</b>" * 150_000,
        "<title>" * 200_000,
    ],
    ids=[
        "divs",
        "formatting",
        "tables",
        "quotes",
        "open tags",
        "links",
        "a long style",
        "cells",
        "lists",
        "one line",
        "titles",
    ],
)
def test_hostile_nesting_takes_little_time(source: str) -> None:
    with ending():
        text = text_of_html(source + ">words")
        assert len(text) > 600_000 or "words" in text
