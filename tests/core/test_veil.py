"""Canaries in a customer's mail: no letter, screen or log line repeats them, and the agents hear of them."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
import structlog

from mailbot import console
from mailbot.casework.sensitive import Sort
from mailbot.casework.veil import told_in, veil_of, veiled
from mailbot.config.details import packaged_catalogue
from mailbot.letters.facts import facts_of
from mailbot.letters.samples import AT, sample_case, sample_letter, stand_in
from mailbot.letters.write import Kept, write
from mailbot.logs import log_to_stderr
from mailbot.marking import stands_in
from mailbot.model import (
    Asked,
    Attachment,
    Case,
    CaseMail,
    EngineeringReply,
    Event,
    Finding,
    Kind,
    Letter,
    Party,
    Purpose,
    Question,
    State,
)
from mailbot.trial import trial

CATALOGUE = packaged_catalogue()
STATIONERY = stand_in(CATALOGUE)
SECRET, CARD, PIN = "kX7-canary-9", "4111 1111 1111 1111", "7391"
CANARIES = (SECRET, "4111 1111", "41111111", PIN)
TEXT = f"It fails.\npassword: {SECRET}\ncard {CARD}\nPIN: {PIN}\nError 500 for {SECRET}\n"
RAW = (
    f"From: jo@customer.example\r\nTo: help@desk.example\r\nMessage-ID: <1@customer.example>\r\n"
    f"Subject: Error with card {CARD}\r\n\r\n{TEXT}".replace("\r", "").replace("\n", "\r\n")
).encode()


def finding(detail: str, words: str) -> Finding:
    start = TEXT.index(words)
    return Finding(detail, words, words, start, start + len(words), "body", f"{detail}.patterns", mail=1)


def case_with(language: str = "en") -> Case:
    """A case in which every text that may quote the customer does."""
    case = sample_case(language, Kind.BUG, CATALOGUE, State.WITH_AGENT)
    file = Attachment("2", f"card {CARD}.png", "image/png", 10, "0" * 64)
    mail = replace(case.mails[0], subject=f"Card {CARD}", text=TEXT, new_text=TEXT, attachments=(file,))
    said = f"the words were “{SECRET}”"
    seen = f"with {CARD} and {SECRET}"
    details = [detail.id for detail in CATALOGUE.details]
    return replace(
        case,
        subject=f"Card {CARD}",
        kind_reason=said,
        product_reason=said,
        wish=said,
        urgent=said,
        silence=said,
        taken=said,
        mails=(mail,),
        findings=(finding(details[0], SECRET), finding(details[1], PIN), finding(details[2], CARD)),
        asked=(Asked(1, "<c.1@desk.example>", Question(1, (details[0],), f"Is it {SECRET}?", guess=said)),),
        events=(Event(AT, "ask_for_missing", "Ask", said),),
        engineering=EngineeringReply(seen, seen, seen, seen),
    )


def letter_of(purpose: Purpose, language: str, case: Case) -> Letter:
    said = f"because of {SECRET}"
    notes = (f"mail 1 (jo@customer.example, Card {CARD})",)
    return replace(sample_letter(purpose, language, case, CATALOGUE), reason=said, notes=notes)


def everything(data: bytes) -> str:
    """Headers and parts of a letter, decoded."""
    mail = message_from_bytes(data, policy=policy.default)
    texts = [f"{name}: {value}" for part in mail.walk() for name, value in part.items()]
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*texts, *(part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes))])


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_letter_repeats_them(purpose: Purpose, language: str) -> None:
    case = case_with(language)
    kept = Kept({1: RAW}.__getitem__, lambda _: b"")
    data, subject, words = write(
        letter_of(purpose, language, case), case, replace(STATIONERY, originals=False), AT, kept
    )
    assert found_in("\n".join((everything(data), subject, words))) == []


@pytest.mark.parametrize("withhold", [False, True])
def test_the_originals_go_to_engineering_or_stay(withhold: bool) -> None:
    case = case_with()
    kept = Kept({1: RAW}.__getitem__, lambda _: b"")
    letter = letter_of(Purpose.ESCALATION, "en", case)
    data, _, words = write(letter, case, replace(STATIONERY, originals=not withhold), AT, kept)
    assert (RAW in data) != withhold
    assert case.mails[0].sha256 in words
    assert "mailbot inbox show 1 --raw" in words
    assert ("not in the originals" in words) != withhold
    assert found_in(words) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param(
            "en",
            "mail 1: what looks like a card number, what looks like a password (as it came: mailbot",
            id="English",
        ),
        pytest.param(
            "ja",
            "1通目：カード番号と思われるもの、パスワードと思われるもの（原本：mailbot inbox show 1 --raw）",
            id="Japanese",
        ),
    ],
)
def test_the_agents_hear_which_mail_holds_what(language: str, told: str) -> None:
    case = case_with(language)
    letter = letter_of(Purpose.AGENT_NOTE, language, case)
    _, body = STATIONERY.templates.render(letter.purpose, language, facts_of(letter, case, STATIONERY))
    assert told in body
    assert "mailbot inbox show 1 --raw" in body


def test_an_agents_own_words_go_out_as_they_are() -> None:
    case = case_with()
    words = "Your new password: Temp-4711"
    letter = replace(letter_of(Purpose.RELAY, "en", case), words=words)
    _, body = STATIONERY.templates.render(letter.purpose, "en", facts_of(letter, case, STATIONERY))
    assert words in body


def _mail(number: int, party: Party, text: str, *, ours: bool = False) -> CaseMail:
    return CaseMail(number, party, ours, f"<{number}@x.example>", (), "a@x.example", "Hello", AT, text, text)


def test_what_our_people_sent_is_no_news_when_it_comes_back() -> None:
    sent = _mail(0, Party.CUSTOMER, "Your new password: Temp-4711", ours=True)
    back = _mail(2, Party.CUSTOMER, "It works.\n> Your new password: Temp-4711")
    case = replace(case_with(), mails=(*case_with().mails, sent, back))
    assert told_in(case) == {1: (Sort.CARD, Sort.PASSWORD)}
    shown = veiled(case, veil_of(case))
    assert shown.mails[-2] == sent
    assert "Temp" not in shown.mails[-1].text


def test_engineering_may_name_a_password_but_not_the_customers() -> None:
    reply = _mail(3, Party.ENGINEERING, f"Workaround: password: Temp-4711 instead of {SECRET}")
    case = replace(case_with(), mails=(*case_with().mails, reply))
    assert veiled(case, veil_of(case)).mails[-1].text == "Workaround: password: Temp-4711 instead of ••••"


def test_a_case_without_them_stays_as_it_is() -> None:
    case = sample_case("ja", Kind.BUG, CATALOGUE)
    assert veiled(case, veil_of(case)) == case
    assert told_in(case) == {}


def test_places_of_findings_stay_what_they_are_where_lengths_are_kept() -> None:
    case = case_with()
    shown = veiled(case, veil_of(case, in_place=True))
    assert found_in(str(shown)) == []
    assert all(stands_in(shown.mails[0].text, one) for one in shown.findings)


@pytest.mark.parametrize("as_json", [False, True])
def test_try_shows_a_mail_without_them(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    result = trial(RAW, None)
    console.show_trial(result, as_json=as_json)
    shown = capsys.readouterr().out
    assert "It fails." in shown
    assert found_in(shown) == found_in(console.trial_page(result)) == []
    assert all(stands_in(result.text, one) for one in result.findings if one.source == "body")


def test_no_line_of_the_log_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    try:
        log_to_stderr(colours=False)
        log = structlog.get_logger()
        try:
            int(f"password: {SECRET}")
        except ValueError:
            log.exception("mail failed", mail=1, reason=f"subject: Card {CARD}")
    finally:
        structlog.configure(**before)
    line = json.loads(capsys.readouterr().err)
    assert (line["mail"], line["reason"]) == (1, "subject: Card •••• 1111")
    assert found_in(str(line)) == []


def test_a_letter_is_shown_as_it_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_json({"text": "password: Temp-4711"}, as_sent=True)
    console.show_json({"text": ["password: Temp-4711"]})
    sent, other = capsys.readouterr().out.strip().split("}\n{")
    assert "Temp-4711" in sent
    assert "Temp-4711" not in other
