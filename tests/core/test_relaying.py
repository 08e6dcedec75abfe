"""What of an agent's mail goes to the customer, from nine mail programs, and what never does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailbot.casework.orders import parse
from mailbot.casework.relaying import enclosures, internal_lines, left_behind, relay_text
from mailbot.model import Address, Attachment, Message, Part, Reading, Segment
from mailbot.parsers import read
from tests.core.desk_mail import (
    CUSTOMER_EN,
    CUSTOMER_JA,
    EN,
    JA,
    NOTE_EN,
    NOTE_JA,
    PROGRAMS,
    WORDS_EN,
    Desk,
    mail,
    marked,
)
from tests.effort import ending
from tests.houses import message

OWN = internal_lines([NOTE_EN, NOTE_JA], [CUSTOMER_EN, CUSTOMER_JA])
CANARIES = ("CANARY", "カナリア")
Program = Callable[[Desk], tuple[str, str]]


def relayed(plain: str, rich: str = "", charset: str = "utf-8") -> tuple[str, str]:
    """(text, doubt) of a whole raw mail."""
    result = relay_text(read(mail(plain, rich, charset=charset), Reading()), OWN)
    return result.text, result.doubt


def typed(text: str, sender: Address | None = None) -> Message:
    whole = message(text=text, segments=(Segment(Part.NEW, 0, len(text)),))
    return message(text=text, segments=whole.segments, sender=sender) if sender else whole


@pytest.mark.parametrize("desk", [pytest.param(EN, id="in English"), pytest.param(JA, id="in Japanese")])
@pytest.mark.parametrize("program", [pytest.param(one, id=one.__name__.replace("_", " ")) for one in PROGRAMS])
@pytest.mark.parametrize("form", ["both forms", "plain text only", "HTML only", "seven bits"])
def test_each_program_answers_above_the_note(form: str, program: Program, desk: Desk) -> None:
    plain, rich = program(desk)
    bodies = {
        "both forms": (plain, rich, "utf-8"),
        "plain text only": (plain, "", "utf-8"),
        "HTML only": ("", rich or f"<pre>{plain}</pre>", "utf-8"),
        "seven bits": (plain.replace("\ufeff", ""), "", "iso-2022-jp"),
    }
    text, doubt = relayed(*bodies[form])
    assert (text, doubt) == (desk.words, "")
    assert not [word for word in CANARIES if word in text]


@pytest.mark.parametrize("program", [pytest.param(one, id=one.__name__.replace("_", " ")) for one in PROGRAMS])
def test_an_order_on_the_first_line_arrives_from_each_program(program: Program) -> None:
    ordered = Desk("ja", f"＃完了\n\n{JA.words}", NOTE_JA, JA.sender, JA.subject, JA.signature)
    plain, rich = program(ordered)
    for form in ((plain, rich), (plain, ""), ("", rich)):
        if any(form):
            orders = parse(relayed(*form)[0])
            assert ([one.name for one in orders.orders], orders.rest, orders.problems) == (["close"], JA.words, ())


@pytest.mark.parametrize("program", [pytest.param(one, id=one.__name__.replace("_", " ")) for one in PROGRAMS])
@pytest.mark.parametrize("desk", [pytest.param(EN, id="in English"), pytest.param(JA, id="in Japanese")])
def test_who_sends_the_note_back_without_a_word_sends_nothing(program: Program, desk: Desk) -> None:
    plain, rich = program(Desk(desk.language, "", desk.note, desk.sender, desk.subject, desk.signature))
    for form in ((plain.lstrip("\n"), rich), (plain.lstrip("\n"), ""), ("", rich)):
        if any(form):
            assert relayed(*form)[1]


INLINE = ["Is it switched on?", "Version 3 or later."]
QUESTIONS = CUSTOMER_EN.split("\n")
SAID = "On 11/20/26 10:00, Example Support wrote:"
NOTE_TOP = NOTE_EN.removesuffix(CUSTOMER_EN)


@pytest.mark.parametrize(
    ("plain", "rich"),
    [
        pytest.param(
            f"{SAID}\n{marked(NOTE_TOP)}\n> {QUESTIONS[0]}\n{INLINE[0]}\n\n> {QUESTIONS[1]}\n{INLINE[1]}\n-- \nMika",
            "",
            id="in plain text",
        ),
        pytest.param(
            "",
            f'<div class="gmail_quote"><div class="gmail_attr">{SAID}</div><blockquote class="gmail_quote">'
            f"{NOTE_TOP}<br>{QUESTIONS[0]}</blockquote><div>{INLINE[0]}</div>"
            f'<blockquote class="gmail_quote">{QUESTIONS[1]}</blockquote><div>{INLINE[1]}</div></div>',
            id="in HTML only, Gmail",
        ),
        pytest.param(
            "",
            f'<html><body><div class="moz-cite-prefix">{SAID}<br></div><blockquote type="cite"><pre>{NOTE_TOP}</pre>'
            f'{QUESTIONS[0]}</blockquote><p>{INLINE[0]}</p><blockquote type="cite">{QUESTIONS[1]}</blockquote>'
            f'<p>{INLINE[1]}</p><div class="moz-signature">-- <br>Mika</div></body></html>',
            id="in HTML only, Thunderbird",
        ),
    ],
)
def test_answers_between_the_lines_go_without_the_lines(plain: str, rich: str) -> None:
    assert relayed(plain, rich) == ("\n\n".join(INLINE), "")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{WORDS_EN}\n\n{NOTE_EN}", id="no mark at all"),
        pytest.param(f"{WORDS_EN}\n\n=== previous mail ===\n{NOTE_EN}", id="a divider nobody knows"),
        pytest.param(f"{WORDS_EN}\n\n{marked(NOTE_EN, '| ')}", id="bars for quote signs"),
        pytest.param(f"{WORDS_EN}\n\n{marked(NOTE_EN, 'SU> ')}", id="initials before the quote signs"),
        pytest.param(f"{WORDS_EN}\n\n    {NOTE_EN.splitlines()[4]}", id="one indented line"),
        pytest.param(
            f"{WORDS_EN}\n\nWe found: 2026-11-20 10:00 mailbot asked the customer for\nwhat is missing in the"
            " report CANARY-event and more",
            id="a line wrapped anew inside of another",
        ),
        pytest.param(
            f"{WORDS_EN}\nCustomer: hanako@customer.example<mailto:hanako@customer.example> CANARY-customer",
            id="with the link Outlook adds to an address",
        ),
        pytest.param(
            f"{WORDS_EN}\nＣｕｓｔｏｍｅｒ：ｈａｎａｋｏ@customer.example CANARY-customer", id="in full width"
        ),
        pytest.param("花子様\n\n今回の判断：担当者による対応をお勧めします　カナリア判断", id="a line in Japanese"),
    ],
)
def test_a_line_of_ours_that_no_rule_recognised_stops_the_mail(body: str) -> None:
    text, doubt = relayed(body)
    assert doubt.startswith("contains a line of an internal note: ")
    assert text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"You wrote:\n{CUSTOMER_EN}\nThat is strange.", id="the customer's own words"),
        pytest.param("What is known so far is not much.", id="words that a short line of ours has too"),
        pytest.param("お世話になっております。\nよろしくお願いいたします。", id="politeness"),
        pytest.param("Which browser is it? Chrome 120?", id="a word of ours inside of a sentence"),
    ],
)
def test_what_the_customer_may_read_is_no_line_of_ours(body: str) -> None:
    assert relayed(body) == (body, "")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\u3000\n", id="blanks"),
        pytest.param("-- \nMika\nExample Desk", id="a signature"),
        pytest.param("==========\n三上\n見本株式会社\nTEL 03-0000-0000\nmika@desk.example\n==========", id="a card"),
        pytest.param("Sent from my iPhone", id="what a telephone writes"),
        pytest.param("> a line that nobody introduced\n> and another", id="quote signs"),
        pytest.param("---------- Forwarded message ---------\nFrom: Hanako\n\nIt fails", id="a mail passed on"),
    ],
)
def test_nothing_new_was_written(body: str) -> None:
    assert relayed(body) == ("", "nothing new was written")


def test_a_forwarded_mail_does_not_go_along() -> None:
    body = "Please see below.\n\n---------- Forwarded message ---------\nFrom: Dev <dev@desk.example>\n\nsecret"
    assert relayed(body) == ("Please see below.", "")


@pytest.mark.parametrize(
    ("text", "then"),
    [
        pytest.param(
            "Done.\n\nMika Mikami\nExample Desk\nE-mail: mika@desk.example", "Done.\n\nMika Mikami\nExample Desk"
        ),
        pytest.param("完了しました。\n\n三上 <mika@desk.example>", "完了しました。\n\n三上"),
        pytest.param("Done.\n\nMika\nmika@desk.example<mailto:mika@desk.example>", "Done.\n\nMika"),
        pytest.param("Done.\n\nPlease write to MIKA@desk.example.", "Done.\n\nPlease write to MIKA@desk.example."),
        pytest.param("Write to mika@desk.example", "Write to mika@desk.example"),
    ],
    ids=["a labelled line", "beside the name", "with a link", "in a sentence it stays", "nor in the first block"],
)
def test_the_agents_own_address_does_not_stand_on_a_card(text: str, then: str) -> None:
    assert relay_text(typed(text, Address("mika@desk.example", "Mika")), frozenset()).text == then


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Look here:\n\n[image: menu.png]\n\nThen press OK.", "Look here:\n\nThen press OK."),
        ("[cid:image001.png@01DA.0123]\nPress OK.", "Press OK."),
        ("Press OK.\n<menu.png>\n", "Press OK."),
        ("[image: menu[1].png] [image: b.png]", ""),
        ("Write [image: x] into the page.", "Write [image: x] into the page."),
    ],
    ids=["between words", "above them", "below them", "nothing else", "words about it"],
)
def test_where_a_picture_stood_is_not_relayed(text: str, then: str) -> None:
    assert relay_text(typed(text), frozenset()).text == then


def test_lines_of_ours_are_long_told_to_nobody_and_no_courtesy() -> None:
    notes = ["Short line\nThe customer is an important one\n----------------\nよろしくお願いいたします。"]
    assert internal_lines(notes) == {"thecustomerisanimportantone"}
    assert internal_lines(notes, ["> the customer is AN important one."]) == frozenset()
    assert internal_lines([]) == frozenset()


def file(name: str, kind: str = "image/png", size: int = 5_000, *, inline: bool = False) -> Attachment:
    return Attachment("2", name, kind, size, "00", inline)


@pytest.mark.parametrize(
    ("attachment", "goes"),
    [
        pytest.param(file("manual.pdf", "application/pdf"), True, id="a document"),
        pytest.param(file("screen.png"), True, id="an attached picture, small as it is"),
        pytest.param(file("logo.png"), True, id="a logo that was attached on purpose"),
        pytest.param(file("image001.png", inline=True), False, id="the picture of a signature"),
        pytest.param(file("image001.png", size=80_000, inline=True), True, id="a screen pasted into the text"),
        pytest.param(file("logo.png", size=80_000, inline=True), False, id="a large logo"),
        pytest.param(file("manual.pdf", "application/pdf", inline=True), True, id="a document that Apple Mail shows"),
        pytest.param(file("note.eml", "message/rfc822"), False, id="a mail: it may be one of our notes"),
        pytest.param(file("note.msg", "application/octet-stream"), False, id="a mail saved by Outlook"),
        pytest.param(file("winmail.dat", "application/ms-tnef"), False, id="what only Outlook can open"),
        pytest.param(file("smime.p7s", "application/pkcs7-signature"), False, id="a signature of another mail"),
        pytest.param(file("invite.ics", "text/calendar"), False, id="an invitation, with the agent's address"),
        pytest.param(file("ATT00001.txt", "text/plain"), False, id="what Exchange leaves behind"),
        pytest.param(file("empty.txt", "text/plain", 0), False, id="an empty file"),
    ],
)
def test_which_files_go_along(attachment: Attachment, goes: bool) -> None:
    mail_ = message(attachments=(attachment,))
    assert [one.attachment for one in enclosures(mail_, 9)] == ([attachment] if goes else [])
    assert left_behind(mail_) == (() if goes else (attachment.name,))
    assert all(one.mail == 9 for one in enclosures(mail_, 9))


@pytest.mark.parametrize(
    "line", ["x", "a\n", "> a\n", "a b " * 500 + "\n", "customer: " * 50, "<mailto:", "mika@desk.example\n"]
)
def test_hostile_text_is_read_to_its_end(line: str) -> None:
    text = line * (200_000 // len(line))
    own = internal_lines(
        [NOTE_EN, "\n".join(f"customer number {number} is very angry" for number in range(2000)), text]
    )
    with ending():
        relayed = relay_text(typed(text + "y", Address("mika@desk.example")), own - internal_lines([text]))
    assert len(relayed.text) <= len(text) + 1
    assert relayed.doubt or relayed.text.rstrip().endswith("y")
