"""Every letter on the built-in cases: it can be written, says what it should, and tells nobody what is not for him."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.casework.decide import RULES
from mailbot.config.details import packaged_catalogue
from mailbot.letters import shelf
from mailbot.letters.facts import facts_of
from mailbot.letters.names import LETTERS, Shape, Sort
from mailbot.letters.preview import preview
from mailbot.letters.proof import check
from mailbot.letters.render import Templates
from mailbot.letters.samples import (
    AT,
    Sample,
    answered,
    grid,
    party_of,
    sample_case,
    sample_letter,
    stand_in,
    unread,
)
from mailbot.letters.stationery import Stationery
from mailbot.letters.write import CUSTOMER_LIMIT, Kept, write
from mailbot.model import Case, Enclosure, EngineeringReply, Kind, Party, Purpose, Question, State

CATALOGUE = packaged_catalogue()
STATIONERY = stand_in(CATALOGUE)
LANGUAGES = sorted(CATALOGUE.languages)
PURPOSES = [pytest.param(purpose, id=purpose.value) for purpose in Purpose]
BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def written(sample: Sample, stationery: Stationery = STATIONERY) -> tuple[str, str]:
    letter = sample.letter
    return stationery.templates.render(letter.purpose, letter.language, facts_of(letter, sample.case, stationery))


def one(purpose: Purpose, language: str, kind: Kind = Kind.BUG, state: State = State.WITH_AGENT) -> Sample:
    case = answered(sample_case(language, kind, CATALOGUE, state))
    return Sample("", sample_letter(purpose, language, case, CATALOGUE), case)


def test_every_packaged_letter_can_be_written_for_every_language_kind_and_state() -> None:
    assert check(STATIONERY) == ()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_letter_has_exactly_the_facts_it_may_name(purpose: Purpose) -> None:
    for sample in grid("ja", CATALOGUE):
        if sample.letter.purpose is purpose:
            facts = facts_of(sample.letter, sample.case, STATIONERY)
            assert facts.keys() == LETTERS[purpose].keys()
            for name, shape in LETTERS[purpose].items():
                assert fits(facts[name], shape), (sample.title, name)


def fits(value: object, shape: Shape) -> bool:
    """Whether a fact is what the checks believe it to be."""
    match shape.sort:
        case Sort.TEXT:
            return isinstance(value, str)
        case Sort.FLAG:
            return isinstance(value, bool)
        case Sort.NUMBER:
            return isinstance(value, int)
        case Sort.TEXTS:
            return not value or (isinstance(value, list) and all(isinstance(text, str) for text in value))
        case Sort.RECORD:
            return isinstance(value, dict) and all(fits(value[part], inner) for part, inner in shape.fields.items())
        case Sort.RECORDS:
            entry = Shape(Sort.RECORD, shape.fields)
            return isinstance(value, list) and all(fits(part, entry) for part in value)


@BY_LANGUAGE
@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_first_line_of_a_template_names_its_facts(purpose: Purpose, language: str) -> None:
    first = shelf.packaged((language, purpose)).read_text(encoding="utf-8").partition("\n")[0]
    named = re.match(r"\{# facts: ([a-z_, ]+)\.", first)
    assert named
    assert set(named[1].split(", ")) == set(LETTERS[purpose])


@BY_LANGUAGE
def test_our_people_read_in_their_language_what_each_rule_does(language: str) -> None:
    words = CATALOGUE.languages[language].words
    assert not [rule.__name__ for rule in RULES if f"rule_{rule.__name__}" not in words]


@BY_LANGUAGE
@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.value) for kind in Kind])
def test_a_first_letter_repeats_the_subject_in_its_subject_and_no_other_word_of_the_sender(
    language: str, kind: Kind
) -> None:
    sample = one(Purpose.FIRST, language, kind)
    hostile = tuple(replace(mail, text="CANARY", new_text="CANARY", subject="CANARY") for mail in sample.case.mails)
    case = replace(sample.case, subject="CANARY", mails=hostile, kind_reason="CANARY")
    case = replace(case, customer=replace(case.customer, name="CANARY") if case.customer else None)
    subject, body = written(replace(sample, case=case))
    assert "CANARY" in subject
    assert "CANARY" not in body


@BY_LANGUAGE
def test_the_customer_reads_nothing_of_the_inside(language: str) -> None:
    for sample in grid(language, CATALOGUE):
        if sample.letter.party is Party.CUSTOMER:
            letter = replace(sample.letter, reason="CANARY", rule="CANARY", missing=())
            case = replace(sample.case, silence="CANARY", taken="CANARY", kind_reason="CANARY")
            if case.engineering:
                case = replace(case, engineering=replace(case.engineering, need_more="CANARY"))
            assert "CANARY" not in "".join(written(Sample("", letter, case)))


@BY_LANGUAGE
def test_a_reminder_repeats_the_open_questions(language: str) -> None:
    questions = (Question(1, ("steps",), "What did you do?"), Question(2, ("error",), "What did you see?"))
    sample = one(Purpose.REMINDER, language)
    body = written(replace(sample, letter=replace(sample.letter, questions=questions)))[1]
    assert "1. What did you do?\n" in body
    assert "2. What did you see?\n" in body


ANSWERS = {
    "all of it": EngineeringReply("CAUSE", "WORKAROUND", "ESTIMATE"),
    "only the cause": EngineeringReply(cause="CAUSE"),
    "only the workaround": EngineeringReply(workaround="WORKAROUND"),
    "only the estimate": EngineeringReply(estimate="ESTIMATE"),
}


@BY_LANGUAGE
@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in ANSWERS.items()])
def test_what_engineering_did_not_say_is_not_made_up(language: str, said: EngineeringReply) -> None:
    sample = one(Purpose.ANSWERED, language)
    full = written(sample)[1]
    body = written(replace(sample, case=replace(sample.case, engineering=said)))[1]
    for part in ("cause", "workaround", "estimate"):
        text = getattr(said, part)
        assert (part.upper() in body) == bool(text)
        heading = full.partition(getattr(sample.case.engineering, part))[0].rstrip().split("\n")[-1]
        assert (heading in body.split("\n")) == bool(text), heading


@BY_LANGUAGE
def test_an_agents_words_go_out_as_they_were_written(language: str) -> None:
    words = "Hello,\n\n\n  two blank lines above, and blanks at the end  \n\tand a tab\n\n\n\nBye"
    sample = one(Purpose.RELAY, language)
    body = written(replace(sample, letter=replace(sample.letter, words=words)))[1]
    assert body.startswith(f"{words}\n\n-- \n")


@BY_LANGUAGE
def test_a_relay_says_nothing_of_automatic_mail(language: str) -> None:
    assert not re.search(r"自動|automatic", written(one(Purpose.RELAY, language))[1])


@BY_LANGUAGE
def test_words_between_braces_stay_words(language: str) -> None:
    words = "{{ 7 * 7 }} {% include 'x' %} ${x} {# y #}"
    sample = one(Purpose.RELAY, language)
    assert words in written(replace(sample, letter=replace(sample.letter, words=words)))[1]


@BY_LANGUAGE
def test_the_first_lines_of_a_note_say_what_a_reply_does(language: str) -> None:
    body = written(one(Purpose.AGENT_NOTE, language))[1]
    first = "\n".join(body.split("\n")[:3])
    assert "hanako@customer.example" in first
    assert ("#メモ" if language == "ja" else "#note") in first


@BY_LANGUAGE
def test_a_note_says_when_nothing_of_engineerings_answer_is_labelled(language: str) -> None:
    sample = one(Purpose.AGENT_NOTE, language, state=State.WITH_ENGINEERING)
    mail = replace(sample.case.mails[0], party=Party.ENGINEERING, text="We look into it.")
    case = replace(sample.case, engineering=None, mails=(*sample.case.mails, mail))
    body = written(replace(sample, case=case))[1]
    assert ("の見出しがない" if language == "ja" else "Nothing in it is labelled") in body
    assert "We look into it." in body


@BY_LANGUAGE
def test_a_receipt_tells_line_by_line(language: str) -> None:
    sample = one(Purpose.RECEIPT, language)
    body = written(replace(sample, letter=replace(sample.letter, notes=("one", "", "  two"))))[1]
    assert "one\n\n  two\n" in body


def test_a_very_long_mail_is_cut_in_a_note_and_says_so() -> None:
    sample = one(Purpose.AGENT_NOTE, "en")
    mail = replace(sample.case.mails[0], text="long line\n" * 100_000)
    body = written(replace(sample, case=replace(sample.case, mails=(mail,))))[1]
    assert len(body) < 400_000
    assert "(too long to show in full; the original has the rest)" in body


NAMES = {
    ("ja", "suzuki@customer.example"): "株式会社みほん\n鈴木 花子 様\n",
    ("en", "miller@customer.example"): "Dear Jane Miller,\n",
    ("ja", "stranger@customer.example"): "お客様\n",
    ("en", "stranger@customer.example"): "Hello,\n",
}


@pytest.mark.parametrize(
    ("language", "email", "greeting"),
    [pytest.param(*who, greeting, id=f"{who[1]} in {who[0]}") for who, greeting in NAMES.items()],
)
def test_only_the_directory_says_how_somebody_is_called(language: str, email: str, greeting: str) -> None:
    sample = one(Purpose.FIRST, language)
    customer = replace(sample.case.customer, email=email, name="Free Money") if sample.case.customer else None
    assert written(replace(sample, case=replace(sample.case, customer=customer)))[1].startswith(greeting)


@BY_LANGUAGE
@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_letter_can_be_previewed_without_a_case(purpose: Purpose, language: str) -> None:
    subject, body = preview(purpose, language, None, STATIONERY)
    assert subject
    assert len(body.encode()) <= CUSTOMER_LIMIT or party_of(purpose) is not Party.CUSTOMER


def test_a_preview_shows_the_case_it_is_given() -> None:
    case = replace(sample_case("en", Kind.BUG, CATALOGUE), id=77, created_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert preview(Purpose.REMINDER, "en", case, STATIONERY)[0] == "Re: [CASE-77] Invoices do not print"
    assert "Cause:" not in preview(Purpose.AGENT_NOTE, "en", case, STATIONERY)[1]


def test_a_preview_shows_a_sample() -> None:
    sample = one(Purpose.FIRST, "ja", Kind.REQUEST)
    assert "ご要望をお寄せいただき" in preview(Purpose.FIRST, "ja", sample, STATIONERY)[1]


BAD = {
    "a typo": ("first", "Subject: x\n\n{{ case.tga }}\n", 3, "did you mean `tag`?"),
    "a letter without words": ("closed", "Subject: x\n{% if team.hours %}\nx\n{% endif %}\n", 0, "without words"),
    "a subject that is empty in some cases": ("closed", "Subject: {{ team.name }}\n\nx\n", 0, 'no line "Subject: …"'),
    "a letter of over 8 KB": ("closed", "Subject: x\n\n" + "long\n" * 2000, 0, "over 8192 bytes"),
    "a name that is no letter": ("frist", "Subject: x\n\nx\n", 0, "did you mean `first.txt.j2`?"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "line", "told"), [pytest.param(*values, id=title) for title, values in BAD.items()]
)
def test_check_finds_what_is_wrong_with_a_sites_own_letter(
    name: str, text: str, line: int, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "en" / f"{name}.txt.j2"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    (problem,) = check(replace(STATIONERY, templates=Templates(tmp_path)))
    assert (problem.file, problem.line) == (str(file), line)
    assert told in problem.message


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("case", "room", "attached", "told"),
    [
        pytest.param(unread, 20_000_000, True, "original-1.eml", id="the mail itself goes along"),
        pytest.param(unread, 1000, False, "mailbot inbox show 1 --raw", id="too large: how to get it"),
        pytest.param(lambda case: case, 20_000_000, False, "", id="read to its end: nothing goes along"),
    ],
)
def test_a_note_brings_what_could_not_be_read(
    case: Callable[[Case], Case], room: int, attached: bool, told: str, language: str
) -> None:
    seen = case(sample_case(language, Kind.UNSURE, CATALOGUE, State.WITH_AGENT))
    letter = sample_letter(Purpose.AGENT_NOTE, language, seen, CATALOGUE)
    kept = Kept({1: b"Subject: closed\r\n\r\nAAAA\r\n"}.__getitem__, no_files)
    data, _, words = write(letter, seen, replace(STATIONERY, escalation_bytes=room), AT, kept)
    assert (b"Subject: closed\r\n\r\nAAAA\r\n" in data, told in words) == (attached, True)
    assert ("S/MIME" in words) == bool(told)


def no_files(_: Enclosure) -> bytes:
    raise AssertionError("a note encloses no single files")


@BY_LANGUAGE
@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"urgent": "business has stopped"}, id="who cannot wait"),
        pytest.param({"wish": "wants the money back"}, id="who wants a person or is upset"),
        pytest.param({"also": Kind.BUG}, id="who reports a malfunction, too"),
    ],
)
def test_nobody_is_thanked_for_a_suggestion_who_needs_help(language: str, more: dict[str, str | Kind]) -> None:
    plain = one(Purpose.FIRST, language, Kind.REQUEST)
    helped = replace(plain, case=replace(plain.case, **more))  # type: ignore[arg-type]
    asked = one(Purpose.FIRST, language, Kind.UNSURE)
    assert facts_of(helped.letter, helped.case, STATIONERY)["case"]["kind"] == "unsure"  # type: ignore[index]
    assert written(helped) == written(replace(asked, letter=plain.letter, case=replace(plain.case, kind=Kind.UNSURE)))
    assert written(helped) != written(plain)


@pytest.mark.parametrize(
    ("language", "said", "wrong"),
    [
        ("en", "The customer has heard nothing yet", "Nothing more goes"),
        ("ja", "お客様にはまだ何もお送りしていません", "これ以上送りません"),
    ],
)
def test_a_note_about_a_customer_who_heard_nothing_says_that_he_will(language: str, said: str, wrong: str) -> None:
    sample = one(Purpose.AGENT_NOTE, language)
    _, words = written(replace(sample, case=replace(sample.case, unheard="letters are stopped", engineering=None)))
    assert said in words
    assert wrong not in words
