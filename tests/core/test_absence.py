"""When the writer of an absence notice is back, counted from the day of the mail."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.casework.gate import written_by
from mailbot.model import Absence, Message, Origin, Reading
from mailbot.parsers import read
from mailbot.parsers.head.absence import absence_of
from mailbot.parsers.wire import dump_message, load_message
from tests.houses import POLICY

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        pytest.param("11月30日まで不在にしております。", "2026-12-01", id="until, in Japanese"),
        pytest.param(
            "１１月３０日（月）まで休暇をいただいております。", "2026-12-01", id="full-width, with the day of the week"
        ),
        pytest.param("11/30(月)まで不在です", "2026-12-01", id="with a slash"),
        pytest.param("11/26〜11/30の間、不在にします", "2026-12-01", id="a stretch of days"),
        pytest.param("11月26日から11月30日まで休業いたします。", "2026-12-01", id="from and until"),
        pytest.param("12/1より出社いたします", "2026-12-01", id="back at work from"),
        pytest.param("12月1日から通常どおり業務を再開します", "2026-12-01", id="work begins again"),
        pytest.param("2026年12月1日（火）に戻ります", "2026-12-01", id="a whole date"),
        pytest.param("2027/1/5以降にご連絡いたします", "2027-01-05", id="a date of next year"),
        pytest.param("12月29日から1月3日まで休業します", "2027-01-04", id="across the turn of the year"),
        pytest.param("12月1日まで不在、12月2日より出社します", "2026-12-02", id="the day of return counts first"),
        pytest.param("明日まで不在です", "2026-11-28", id="until tomorrow"),
        pytest.param("月曜日まで不在にしています", "2026-12-01", id="until Monday, in Japanese"),
        pytest.param("I am out of the office until 30 November.", "2026-12-01", id="until, day first"),
        pytest.param("I'm away until November 30th, 2026.", "2026-12-01", id="until, month first"),
        pytest.param("Away till Nov. 30", "2026-12-01", id="till"),
        pytest.param("On leave through 2026-11-30", "2026-12-01", id="through an ISO date"),
        pytest.param("From 26 November to 30 November I am on vacation", "2026-12-01", id="from and to"),
        pytest.param("Out of office 26 Nov - 30 Nov", "2026-12-01", id="with a dash"),
        pytest.param("I will be back on Dec 1", "2026-12-01", id="back on"),
        pytest.param(
            "I will be back in the office on Tuesday, December 1st.", "2026-12-01", id="back in the office on"
        ),
        pytest.param("returning 2026-12-01", "2026-12-01", id="returning on an ISO date"),
        pytest.param("I am away until Monday.", "2026-11-30", id="until Monday: back on Monday"),
        pytest.param("Back on Thursday", "2026-12-03", id="the mail's own day of the week is the next one"),
        pytest.param("Back tomorrow", "2026-11-27", id="tomorrow"),
        pytest.param("I am out until 30/11/2026", "2026-12-01", id="only one number can be the month"),
        pytest.param("Ich bin bis 30.11.2026 nicht im Büro.", "2026-12-01", id="German"),
        pytest.param("Ich bin bis zum 30. November abwesend.", "2026-12-01", id="German with a name"),
        pytest.param("Ab dem 1. Dezember wieder erreichbar.", "2026-12-01", id="German, the word behind"),
        pytest.param("Je suis absent jusqu'au 30 novembre.", "2026-12-01", id="French"),
        pytest.param("De retour le 1er décembre", "2026-12-01", id="French, back"),
        pytest.param("Estaré fuera hasta el 30 de noviembre.", "2026-12-01", id="Spanish"),
        pytest.param("Sono in ferie fino al 30 novembre", "2026-12-01", id="Italian"),
        pytest.param("Estou de férias até 30 de novembro", "2026-12-01", id="Portuguese"),
        pytest.param("Afwezig tot en met 30 november", "2026-12-01", id="Dutch"),
        pytest.param("11月30日까지 부재중", "2026-12-01", id="Korean behind a Chinese date"),
        pytest.param("11월 30일까지 휴가입니다", "2026-12-01", id="Korean"),
        pytest.param("出差至11月30日,12月1日起回复", "2026-12-01", id="Chinese"),
    ],
)
def test_the_day_of_return(text: str, back: str) -> None:
    found = absence_of(text, THURSDAY, month_first=True if "不在" in text or "出社" in text else None)
    assert found is not None
    assert found.back.isoformat() == back
    assert found.words
    assert "\n" not in found.words


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I am out of the office.", id="no day"),
        pytest.param("I was away until 20 November.", id="a day that is over"),
        pytest.param("I am away until 05/12/2026", id="nobody knows which number is the month"),
        pytest.param("I am away until 31 February", id="no such day"),
        pytest.param("I am away until 12 December 2031", id="too far ahead"),
        pytest.param("担当者は不在です。お電話は03-0000-0000まで。", id="a telephone"),
        pytest.param("10:30までに折り返します", id="a time"),
        pytest.param("Version 12.1.3 is out", id="a version"),
        pytest.param("Meeting on 1 December.", id="a day of something else"),
        pytest.param("", id="no words"),
    ],
)
def test_no_day_of_return(text: str) -> None:
    assert absence_of(text, THURSDAY, month_first=True if "不在" in text else None) is None


def notice(body: str, date_line: str = "Date: Thu, 26 Nov 2026 09:00:00 +0900\r\n") -> Message:
    head = "From: ann@shop.example\r\nAuto-Submitted: auto-replied\r\nSubject: Re: x\r\n" + date_line
    raw = f"{head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    return read(raw.encode("utf-8"), Reading())


def test_the_reader_keeps_the_day_and_it_crosses_the_wire() -> None:
    seen = notice("12/1まで不在にしております。\r\nご連絡ありがとうございます。")
    assert seen.origin is Origin.ABSENCE
    assert seen.absence == Absence(date(2026, 12, 2), "12/1まで不在にしております。")
    assert load_message(dump_message(seen)) == seen
    assert "back about 2026-12-02 (“12/1まで不在にしております。”)" in written_by(seen, POLICY)


def test_without_a_date_of_its_own_or_a_day_named_it_is_just_an_absence() -> None:
    assert notice("I am out of the office until Dec 1.", date_line="").absence is None
    assert "back" not in written_by(notice("I am out of the office."), POLICY)
