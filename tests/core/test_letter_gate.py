"""The header gate: nothing a stranger writes can add a header, break a line or hide."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.letters.gate import ADDR_SPEC, MESSAGE_ID, body, encoded, hv, mailbox


@pytest.mark.parametrize(
    ("text", "out"),
    [
        pytest.param("Printing fails", "Printing fails", id="plain words stay"),
        pytest.param("印刷できません①", "印刷できません①", id="Japanese stays"),
        pytest.param("a\r\nBcc: evil@x.example", "a Bcc: evil@x.example", id="line ends become blanks"),
        pytest.param("a\u2028b\u2029c", "a b c", id="so do Unicode's line and paragraph ends"),
        pytest.param("a\x00b\x1b[31m", "a b [31m", id="control characters become blanks"),
        pytest.param("invoice\u202egpj.exe", "invoicegpj.exe", id="right-to-left override is gone"),
        pytest.param("pay\u200bpal", "paypal", id="zero width is gone"),
        pytest.param("=?utf-8?q?x=0D=0ABcc:_evil?=", "= ?utf-8?q?x=0D=0ABcc:_evil?=", id="encoded words are broken"),
        pytest.param("x" * 500, "x" * 199 + "…", id="long ones are cut"),
        pytest.param("\ud800", "", id="lone surrogates are gone"),
    ],
)
def test_what_a_header_value_becomes(text: str, out: str) -> None:
    assert hv(text) == out


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_no_string_can_add_a_header(text: str) -> None:
    raw = f"Subject: {encoded(text, 'Subject')}\r\n\r\nbody".encode("ascii")
    parsed = message_from_bytes(raw)
    assert parsed.keys() == ["Subject"]
    assert str(make_header(decode_header(parsed["Subject"] or ""))).strip() == hv(text).strip()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_an_address_is_rebuilt_from_parts() -> None:
    assert mailbox("a@x.example", 'Evil"\r\nBcc: b@x.example') == '"Evil Bcc: b@x.example" <a@x.example>'
    assert mailbox("a@x.example") == "a@x.example"
    assert mailbox('"a..b"@carrier.example') == '"a..b"@carrier.example'
    assert mailbox("a@x.example", "窓口").endswith(" <a@x.example>")


@pytest.mark.parametrize(
    "email",
    [
        "a b@x.example", "a@x@y.example", "<a@x.example>", "用户@x.example", "a@x.example\r\n", "",
        '"a b"@x.example', '"a>b"@x.example', '"a@evil"@x.example', "=?utf-8?q?x=0D=0ABcc=3A_e?=@x.example",
        "a" * 65 + "@x.example", "a@" + "x" * 260,
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        mailbox(email)


def test_the_patterns_are_linear() -> None:
    assert not ADDR_SPEC.fullmatch("a" * 100_000)
    assert not MESSAGE_ID.fullmatch("<" + "=?" * 100_000)


def test_an_id_that_a_reader_would_decode_is_not_cited() -> None:
    assert MESSAGE_ID.fullmatch("<CAF=Abc_?1@mail.example>")
    assert not MESSAGE_ID.fullmatch("<=?utf-8?q?x=0D=0ABcc:_evil@x?=>")


def test_a_body_keeps_lines_and_tabs_only() -> None:
    assert body("a\r\nb\rc\td\x00\x1b") == "a\nb\nc\td"
