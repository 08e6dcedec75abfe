"""Which words are the mail's own: never those of an attached mail, and none is lost."""

from __future__ import annotations

import base64

import pytest

from mailbot.model import Part
from mailbot.parsers import attachment_bytes, read
from tests.core.letter import PNG, READING, mail

HEAD = b"From: ann@shop.example\r\n"
ATTACHED = b"From: bob@shop.example\r\nSubject: inner\r\n\r\nsecret words\r\n"
HTML, PLAIN = "Content-Type: text/html\n\n", "Content-Type: text/plain\n\n"
FILE = "Content-Type: text/plain; name=log.txt\nContent-Disposition: {how}\n\nline one"
PICTURE = "Content-Type: image/png\nContent-ID: <p1>\nContent-Disposition: inline; filename=screen.png\n\nx"


def many(kind: str, *parts: str, boundary: str = "b") -> str:
    inside = "".join(f"--{boundary}\n{one}\n" for one in parts)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n{inside}--{boundary}--\n"


def text_of(source: str) -> str:
    return read(HEAD + source.replace("\n", "\r\n").encode(), READING).text


INSIDE = many("alternative", PLAIN + "plain", HTML + "<p>rich", boundary="i")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param(
            many("signed", PLAIN + "words", "Content-Type: application/pgp-signature\n\nx"), "words", id="signed"
        ),
        pytest.param(
            many("mixed", INSIDE, PLAIN + "-- \nlist footer"), "plain\n\n-- \nlist footer", id="a list footer"
        ),
        pytest.param(
            many("mixed", PLAIN + "above", PICTURE, PLAIN + "below"), "above\n\nbelow", id="words around a picture"
        ),
        pytest.param(
            many("alternative", PLAIN + " ", many("related", HTML + "a<img src=cid:p1>b", PICTURE, boundary="i")),
            "a\n[image: screen.png]\nb",
            id="a picture amid HTML",
        ),
        pytest.param(
            many('related; start="<r>"', PICTURE, "Content-ID: <r>\n" + HTML + "<p>root"), "root", id="a named root"
        ),
        pytest.param(
            many("report", PLAIN + "It failed.", "Content-Type: message/delivery-status\n\nAction: failed"),
            "It failed.",
            id="a report with words",
        ),
        pytest.param(
            many("report", "Content-Type: message/delivery-status\n\nAction: failed"),
            "Action: failed",
            id="one without",
        ),
        pytest.param(
            many("appledouble", "Content-Type: application/applefile\n\nx", PLAIN + "words"),
            "words",
            id="Apple's double",
        ),
        pytest.param(many("mixed", PLAIN + "words", FILE.format(how="inline")), "words", id="a file shown is a file"),
        pytest.param(
            many("mixed", PLAIN + " ", FILE.format(how="inline")), "line one", id="unless there is nothing else"
        ),
        pytest.param(many("mixed", PLAIN + " ", FILE.format(how="attachment")), "", id="an attached file stays one"),
        pytest.param(FILE.format(how="attachment"), "line one", id="a mail that is a text file"),
        pytest.param("Content-Disposition: attachment\n" + HTML + "<p>rich", "rich", id="a mail that is attached HTML"),
        pytest.param(
            many("mixed", "Content-Disposition: attachment\n" + HTML + "<p>rich"), "rich", id="attached HTML alone"
        ),
        pytest.param(
            many(
                "alternative", "Content-Type: text/plain; name=b.txt\n\n ", "Content-Type: text/html; name=b\n\n<p>rich"
            ),
            "rich",
            id="a letter with names",
        ),
        pytest.param("Content-Type: text\n\nwords", "words", id="a type without subtype"),
        pytest.param("Content-Type: text/html (rich)\n\n<p>words", "words", id="a type with a comment"),
        pytest.param("Content-Type: text/x-own\n\nwords", "words", id="a text of an unknown kind"),
        pytest.param("Content-Type: text/plain\nContent-Type: text/html\n\n<p>", "<p>", id="two types: the first"),
        pytest.param(
            many("alternative", PLAIN + "plain", "Content-Type: text/x-amp-html\n\n<p>amp"), "plain", id="AMP is a form"
        ),
        pytest.param(
            "Content-Type: multipart/mixed\n\n--x\nContent-Type: text/html\n\n<p>words\n--x--",
            "words",
            id="no boundary",
        ),
        pytest.param(
            "Content-Type: multipart/mixed; boundary=y\n\n--x\nContent-Type: text/html\n\n<p>words\n--x--",
            "words",
            id="a wrong boundary",
        ),
        pytest.param("Content-Type: multipart/mixed; boundary=y\n\nwords", "words", id="no part at all"),
        pytest.param(
            "Content-Type: text/enriched\n\n<bold>a</bold> <color><param>red</param>b</color> <<c",
            "a b <c",
            id="enriched",
        ),
        pytest.param(many("mixed", HTML + "<p>a", HTML + "<p>b"), "a\n\nb", id="two pages of HTML"),
    ],
)
def test_the_text_of_a_mail(source: str, text: str) -> None:
    assert text_of(source) == text


def test_parts_in_base64_are_parts() -> None:
    body = many("mixed", PLAIN + "words", PICTURE).partition("\n\n")[2]
    encoded = base64.encodebytes(body.encode()).decode()
    source = f"Content-Transfer-Encoding: base64\nContent-Type: multipart/mixed; boundary=b\n\n{encoded}"
    assert text_of(source) == "words"


MAILS = {
    "attached": b"message/rfc822\r\n\r\n" + ATTACHED,
    "in other letters": b"message/global\r\n\r\n" + ATTACHED,
    "in base64": b"message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(ATTACHED),
    "in quoted-printable": b"message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + ATTACHED,
    "of nothing but words": b"message/rfc822\r\n\r\nsecret words",
    "in pieces": b"message/partial; id=x; number=1\r\n\r\n" + ATTACHED,
    "shown": b"message/rfc822\r\nContent-Disposition: inline\r\n\r\n" + ATTACHED,
    "as a digest": b"multipart/digest; boundary=d\r\n\r\n--d\r\n\r\n" + ATTACHED + b"--d--\r\n",
}


@pytest.mark.parametrize("part", MAILS.values(), ids=MAILS.keys())
@pytest.mark.parametrize("alone", [True, False], ids=["alone", "below words"])
def test_the_words_of_an_attached_mail_are_not_the_senders(part: bytes, alone: bool) -> None:
    words = b"" if alone else b"--b\r\n\r\nmine\r\n"
    head = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    message = read(head + words + b"--b\r\nContent-Type: " + part + b"\r\n--b--\r\n", READING)
    assert "secret" not in message.text
    assert message.text == ("" if alone else "mine")
    assert message.attachments


@pytest.mark.parametrize("name", ["attached", "in base64", "in quoted-printable"])
def test_an_attached_mail_is_handed_out_decoded(name: str) -> None:
    raw = HEAD + b"Content-Type: " + MAILS[name]
    found = attachment_bytes(raw, "1") or b""
    assert found.strip() == ATTACHED.strip()


def test_files_of_one_name_are_told_apart() -> None:
    one = "Content-Type: image/gif; name=../one.gif\n\nx"
    message = read(HEAD + many("mixed", one, one).encode(), READING)
    assert [file.name for file in message.attachments] == ["one.gif", "one (2).gif"]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        pytest.param(many("related", HTML + "see<img src=cid:p1>", PICTURE), Part.NEW, id="amid new words"),
        pytest.param(
            many("related", HTML + "<p>ok</p><blockquote type=cite>a<img src=cid:p1></blockquote>", PICTURE),
            Part.QUOTED,
            id="amid quoted words",
        ),
        pytest.param(
            many("related", HTML + "<p>words</p><p>-- <br>Ann<br><img src=cid:p1></p>", PICTURE),
            Part.SIGNATURE,
            id="in the signature",
        ),
        pytest.param(many("mixed", PLAIN + "see [cid:p1] here", PICTURE), Part.NEW, id="as Outlook marks it"),
        pytest.param(many("mixed", PLAIN + "see\n<screen.png>", PICTURE), Part.NEW, id="as Apple marks it"),
        pytest.param(many("mixed", PLAIN + "words", PICTURE), None, id="below the words"),
        pytest.param(
            many(
                "alternative",
                PLAIN + "a longer text, so that the plain form is read\n-- \nAnn",
                many("related", HTML + "words<p>-- <br>Ann<img src=cid:p1>", PICTURE, boundary="i"),
            ),
            Part.SIGNATURE,
            id="by the HTML beside the plain form",
        ),
    ],
)
def test_the_place_of_a_picture(source: str, place: Part | None) -> None:
    message = read(HEAD + source.encode(), READING)
    assert [one.place for one in message.attachments] == [place]


def test_a_picture_shown_by_html_that_is_not_read_is_inline() -> None:
    shown = "Content-Type: image/png\nContent-ID: <p1>\nContent-Disposition: attachment\n\nx"
    inside = many("related", HTML + "<img src=cid:p1>", shown, boundary="i")
    message = read(HEAD + many("alternative", PLAIN + "words " * 50, inside).encode(), READING)
    assert [one.inline for one in message.attachments] == [True]


def test_a_picture_written_into_html_is_a_file() -> None:
    source = base64.b64encode(PNG).decode()
    page = f"<p>it is white:</p><img src='data:image/png;base64,{source}'><p>and stays so</p><img src=\"data:x\">"
    raw = HEAD + b"Content-Type: text/html\r\n\r\n" + page.encode()
    message = read(raw, READING)
    assert message.text == "it is white:\n\n[image: part-1.data.1.png]\n\nand stays so"
    (picture,) = message.attachments
    assert (picture.index, picture.content_type, picture.size) == ("1.data.1", "image/png", len(PNG))
    assert (picture.inline, picture.place) == (True, Part.NEW)
    assert attachment_bytes(raw, "1.data.1") == PNG


def test_words_behind_a_large_picture_in_html_are_read() -> None:
    page = "<img src='data:image/png;base64," + "A" * 4_000_000 + "'><p>words"
    assert read(HEAD + b"Content-Type: text/html\r\n\r\n" + page.encode(), READING).text.endswith("words")


def test_a_picture_has_its_bytes() -> None:
    body = base64.encodebytes(PNG)
    message = mail(body, Content_Type="image/png", Content_Transfer_Encoding="base64")
    assert (message.text, message.attachments[0].size) == ("", len(PNG))
