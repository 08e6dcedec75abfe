from __future__ import annotations

import pytest

from mailbot.parsers.page.invitation import said_by
from tests.core.letter import mail

ICS = """\
BEGIN:VCALENDAR\r
METHOD:{method}\r
BEGIN:VTIMEZONE\r
TZID:Tokyo\r
BEGIN:STANDARD\r
DTSTART:19700101T000000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
SUMMARY;LANGUAGE=en:Talk about the fai\r
 lure\\, 2\r
DTSTART;TZID=Tokyo:20240304T100000\r
DTEND;TZID=Tokyo:20240304T110000\r
LOCATION:第1会議室\r
ORGANIZER;CN="Ann: Desk; North":mailto:ann@shop.example\r
ATTENDEE;PARTSTAT=ACCEPTED;CN=Bob:MAILTO:bob@shop.example\r
ATTENDEE:mailto:cid@shop.example\r
DESCRIPTION:First line\\nsecond\r
BEGIN:VALARM\r
DESCRIPTION:Reminder\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""
SAID = """\
{said}: Talk about the failure, 2
When: 2024-03-04 10:00 - 11:00 Tokyo
Where: 第1会議室
Organizer: Ann: Desk; North <ann@shop.example>
Who: Bob <bob@shop.example> (accepted), cid@shop.example

First line
second"""


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("REQUEST", "Invitation"),
        ("CANCEL", "Cancelled"),
        ("REPLY", "Reply"),
        ("COUNTER", "Another time proposed"),
        ("PUBLISH", "Event"),
    ],
)
def test_what_an_invitation_says(method: str, said: str) -> None:
    assert said_by(ICS.format(method=method)) == SAID.format(said=said)


@pytest.mark.parametrize(
    ("start", "end", "when"),
    [
        pytest.param("DTSTART:20240304T010000Z", "DTEND:20240305T020000Z", "2024-03-04 01:00 - 2024-03-05 02:00 UTC"),
        pytest.param("DTSTART;VALUE=DATE:20240304", "X:1", "2024-03-04", id="a whole day"),
        pytest.param("DTSTART:nonsense", "X:1", "", id="no time"),
        pytest.param("X:1", "DUE:20240304T170000", "2024-03-04 17:00", id="only when it is due"),
    ],
)
def test_when(start: str, end: str, when: str) -> None:
    told = said_by(f"BEGIN:VEVENT\n{start}\n{end}\nSUMMARY:x\nEND:VEVENT").split("\n")
    assert told == ["Event: x", f"When: {when}"] if when else ["Event: x"]


@pytest.mark.parametrize("source", ["", "BEGIN:VCALENDAR\nEND:VCALENDAR", "words", "BEGIN:VTIMEZONE\nSUMMARY:x"])
def test_a_file_without_an_event_says_nothing(source: str) -> None:
    assert said_by(source) == ""


def test_it_is_the_text_of_a_mail_without_other_words_and_stays_a_file() -> None:
    message = mail(ICS.format(method="REQUEST").encode(), Content_Type="text/calendar; method=REQUEST")
    assert message.text.startswith("Invitation: Talk about the failure")
    assert [one.name for one in message.attachments] == ["part-1.ics"]


def test_japanese_words_are_said_in_japanese() -> None:
    source = ICS.format(method="REQUEST").replace("Talk about the fai\r\n lure", "障害の打ち\r\n 合わせ")
    assert said_by(source).split("\n")[:5] == [
        "予定のご案内: 障害の打ち合わせ, 2",
        "時間: 2024-03-04 10:00 - 11:00 Tokyo",
        "場所: 第1会議室",
        "主催者: Ann: Desk; North <ann@shop.example>",
        "出席者: Bob <bob@shop.example> (出席), cid@shop.example",
    ]


FACTS = SAID.partition("\n\n")[0].format(said="Event")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("Come!", f"{FACTS}\n\nCome!", id="words without a time: what the calendar says stands above"),
        pytest.param("Come at 10:00!", "Come at 10:00!", id="words that name the time"),
        pytest.param("10時に来てください。", "10時に来てください。", id="words that name the time in Japanese"),
    ],
)
def test_it_stands_beside_words_that_name_no_time(words: str, text: str) -> None:
    parts = f"--b\nContent-Type: text/plain; charset=utf-8\n\n{words}\n--b\nContent-Type: text/calendar\n\n{ICS}--b--"
    message = mail(parts.encode(), Content_Type="multipart/alternative; boundary=b")
    assert message.text == text
    assert [one.content_type for one in message.attachments] == ["text/calendar"]


def test_a_calendar_that_is_a_file_stays_a_file() -> None:
    parts = "--b\nContent-Type: text/plain\n\nCome!\n--b\nContent-Type: text/calendar\n\n" + ICS + "--b--"
    assert mail(parts.encode(), Content_Type="multipart/mixed; boundary=b").text == "Come!"
