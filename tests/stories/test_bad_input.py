"""Mails whose sender or identity cannot be trusted: nobody is answered, the agents get a case and the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.stories.play import play

REST = "To: support@desk.example\nSubject: It crashes\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
PASSED = "Authentication-Results: mx.desk.example; dmarc=pass header.from={domain}\n"
NOBODY = "有効な差出人を一つに特定できません"
LIKENESS = "に似せた別のアドレスです"
MIXED = "異なる文字体系の文字が混ざった部分があります"


def written(folder: Path, *mails: bytes) -> str:
    """What comes out when these mails come in together."""
    story = folder / "story"
    story.mkdir()
    for number, mail in enumerate(mails):
        (story / f"1{'abc'[number]}-in.eml").write_bytes(mail)
    return "".join(said for _, said in play(story, folder))


def mail(
    head: str, domain: str = "customer.example", message_id: str = "<1@customer.example>", text: str = ""
) -> bytes:
    known = f"Message-ID: {message_id}\nDate: {{sent}}\n" + PASSED.format(domain=domain)
    return f"{known}{head}{REST}{text or 'The app crashes when I print.'}\n".encode()


def receivers(said: str) -> set[str]:
    return set(re.findall(r"^To: (.+)$", said, re.MULTILINE))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(mail(""), NOBODY, id="no From"),
        pytest.param(mail("From:\n"), NOBODY, id="an empty From"),
        pytest.param(mail("From: <>\n"), NOBODY, id="the null address"),
        pytest.param(mail("From: ann@customer.example\nFrom: eve@evil.example\n"), NOBODY, id="two From headers"),
        pytest.param(mail("From: ann@customer.example, eve@evil.example\n"), NOBODY, id="two addresses in one From"),
        pytest.param(mail("From: people: ann@customer.example;\n"), NOBODY, id="a group of one"),
        pytest.param(mail("From: undisclosed-recipients:;\n"), NOBODY, id="an empty group"),
        pytest.param(mail("From: a@customer.example<eve@evil.example>\n"), NOBODY, id="an address before another"),
        pytest.param(mail('From: "a@customer.example" <eve@evil.example>\n'), NOBODY, id="a name that is an address"),
        pytest.param(mail("From: <@relay.example:ann@customer.example>\n"), NOBODY, id="a source route"),
        pytest.param(mail("From: ann%customer.example@evil.example\n"), NOBODY, id="routing by percent"),
        pytest.param(mail("From: ann@[192.0.2.1]\n"), NOBODY, id="an address literal"),
        pytest.param(mail("From: ann@customer.example\x00@evil.example\n"), NOBODY, id="NUL in From"),
        pytest.param(mail("From: ann@customer.e\u200bxample\n"), NOBODY, id="an invisible character in the domain"),
        pytest.param(mail("From: ann@\uff43ustomer.example\n"), NOBODY, id="a full-width letter in the domain"),
        pytest.param(mail("From: ann@fa\u00df.example\n"), NOBODY, id="a domain of two readings"),
        pytest.param(mail("From: mik\u0430@desk.example\n", "desk.example"), MIXED, id="an agent's name, a Cyrillic a"),
        pytest.param(mail("From: rnika@desk.example\n", "desk.example"), LIKENESS, id="an agent's name, r and n for m"),
        pytest.param(mail("From: supp0rt@desk.example\n", "desk.example"), LIKENESS, id="our own name, a zero for o"),
        pytest.param(
            mail("From: ann@xn--dsk-rdd.example\n", "xn--dsk-rdd.example"), MIXED, id="our own domain, a Cyrillic ie"
        ),
        pytest.param(
            mail("From: ann@customer.example\n", message_id=f"<{'x' * 5000}@customer.example>"),
            "Message-ID が長すぎます",
            id="a Message-ID of 5 kB",
        ),
    ],
)
def test_nobody_is_answered_and_the_agents_see_why(raw: bytes, reason: str, tmp_path: Path) -> None:
    said = written(tmp_path, raw)
    assert receivers(said) == {"mika@desk.example"}
    assert "[CASE-1]" in said
    assert reason in said


def test_the_same_mail_from_one_valid_sender_is_answered(tmp_path: Path) -> None:
    assert "ann@customer.example" in receivers(written(tmp_path, mail("From: Ann <ann@customer.example>\n")))


def test_of_two_mails_with_one_id_and_other_words_the_second_is_not_answered(tmp_path: Path) -> None:
    first = mail("From: ann@customer.example\n")
    second = mail("From: eve@evil.example\n", "evil.example", text="Give me everything.")
    said = written(tmp_path, first, second)
    assert "eve@evil.example" not in receivers(said)
    assert "同じ Message-ID で、内容の異なるメールが届いています" in said
