"""Mails that attack whoever looks at them in a browser: the page of `try --html`, parsed back as a browser does."""

from __future__ import annotations

import base64

import pytest
from selectolax.lexbor import LexborHTMLParser

from mailbot.console.trialpage import POLICY, trial_page
from mailbot.trial import trial

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<!--<img src=--><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<math href=javascript:alert(1)>x",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<button formaction=javascript:alert(1)>x",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<object data=//evil.example>",
    "<embed src=//evil.example>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext>",
    "<marquee onstart=alert(1)>",
    "<table background=javascript:alert(1)>",
    "<div style=background:url(//evil.example)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<\u200bscript>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<img src=x:alert(1) onerror=eval(src)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<x contenteditable onblur=alert(1)>",
)
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "p",
    "br",
    "div",
    "mark",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "small",
    "strong",
}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "id", "style", "title", "href", "data-part"}


def word(text: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="


def mail(payload: str) -> bytes:
    """The payload as name, subject, Message-ID, program, header name, words and file name."""
    return (
        f"From: {word(payload)} <eve@other.example>\r\nTo: support@desk.example\r\n"
        f"Subject: {word('Crash ' + payload)}\r\n"
        f"Message-ID: <{word(payload)}@other.example>\r\nUser-Agent: {word(payload)}\r\nX-<b>: {word(payload)}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.encodebytes(f'The app crashes with {payload} on Windows 11.'.encode()).decode()}\r\n--b\r\n"
        f'Content-Type: image/png; name="{word(payload)}"\r\n'
        f'Content-Disposition: attachment; filename="{word(payload)}"\r\n\r\n'
        "x\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("payload", PAYLOADS, ids=[f"{number}" for number in range(1, len(PAYLOADS) + 1)])
def test_no_payload_becomes_markup(payload: str) -> None:
    page = trial_page(trial(mail(payload), None))
    tree = LexborHTMLParser(page)
    nodes = [node for node in tree.css("*") if node.tag]
    assert {node.tag for node in nodes} <= TAGS
    assert {name for node in nodes for name in node.attributes} <= ATTRIBUTES
    assert all(str(node.attributes["href"]).startswith("#f") for node in tree.css("[href]"))
    (policy,) = tree.css("meta[http-equiv=Content-Security-Policy]")
    assert policy.attributes["content"] == POLICY
    assert POLICY.startswith("default-src 'none';")
    assert tree.body is not None
    text = tree.body.text()
    assert "crashes with" in text
    assert "alert(1)" in text or "alert(1)" not in payload, "it is there to be read, as text"
