"""Real mails: nothing raises, nothing takes long, and the rates against other parsers stay where they are."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from benchmarks.data import mails as every_mail
from benchmarks.hostile import shaken
from benchmarks.judged import judgement
from benchmarks.oracles import READING, compared
from benchmarks.reading import empties
from benchmarks.replies import replies
from mailbot.model import Message, Origin, Part
from mailbot.parsers import read
from mailbot.parsers.page.body import plain_lines
from mailbot.parsers.whose.quotes import segments_of
from mailbot.parsers.wire import dump_message, load_message
from tests.shared import shared

HANDS = {Origin.PERSON, Origin.OURSELVES}


@pytest.fixture(scope="module")
def mails() -> Path:
    return shared("mails")


@pytest.fixture(scope="module")
def letters(mails: Path) -> dict[Path, tuple[Message, float]]:
    found: dict[Path, tuple[Message, float]] = {}
    for path in sorted(mails.glob("*/*.eml")):
        raw = path.read_bytes()
        start = time.process_time()
        message = read(raw, READING)
        found[path] = message, time.process_time() - start
    return found


def test_all_are_read_and_how_long_it_takes_is_told(letters: dict[Path, tuple[Message, float]]) -> None:
    times = sorted(seconds for _, seconds in letters.values())
    defective = sum(1 for message, _ in letters.values() if message.defects)
    print(
        f"\nn={len(times)} p50={times[len(times) // 2] * 1e3:.2f} ms p95={times[int(len(times) * 0.95)] * 1e3:.2f} ms",
        end=" ",
    )
    print(f"max={times[-1] * 1e3:.0f} ms, with defects {defective}")
    assert len(times) > 1000


def test_all_are_read_the_same_again_and_cross_the_wire(letters: dict[Path, tuple[Message, float]]) -> None:
    for path, (message, _) in letters.items():
        assert read(path.read_bytes(), READING) == message, path.name
        assert load_message(dump_message(message)) == message, path.name


def test_the_values_are_sound(letters: dict[Path, tuple[Message, float]]) -> None:
    for path, (message, _) in letters.items():
        ends = [0, *(segment.end for segment in message.segments)]
        assert [segment.start for segment in message.segments] == ends[:-1], path.name
        assert ends[-1] == len(message.text), path.name
        values = [message.text, message.subject, *(value for _, value in message.headers)]
        assert not any(char in value for value in values for char in "\x00\ud800"), path.name
        assert not any("\n" in value or "\r" in value for _, value in message.headers), path.name


def test_no_mail_with_words_comes_out_empty(mails: Path) -> None:
    unjudged = [f"{mail.source} {mail.name} {mail.key}" for mail in empties() if not judgement(mail.key, "empty")]
    assert unjudged == []


def test_other_parsers_agree(mails: Path) -> None:
    found = list(compared())
    same = sum(one.agrees for one in found)
    print(f"\nother parsers agree: {same}/{len(found)}", end="")
    assert same >= 0.97 * len(found)


def test_every_disagreement_is_judged(mails: Path) -> None:
    apart = [one for one in compared() if not one.agrees]
    unjudged = [f"{one.source} {one.name} {one.key} {one.field}" for one in apart if not judgement(one.key, one.field)]
    assert unjudged == []


def test_mutated_mails_are_read(mails: Path) -> None:
    raws = [mail.raw for mail in every_mail() if len(mail.raw) <= 200_000]
    unread, slow, longest = shaken(raws, 5000)
    print(f"\n5,000 mutated mails, the longest {longest:.2f} s", end="")
    assert (unread, slow) == (0, 0)


def test_machine_mail_is_recognised(letters: dict[Path, tuple[Message, float]]) -> None:
    origins: dict[str, Counter[str]] = defaultdict(Counter)
    for path, (message, _) in letters.items():
        origins[path.parent.name][message.origin.value] += 1
    for source in sorted(origins):
        print(f"\n{source}: n={origins[source].total()} {dict(origins[source].most_common())}", end="")
    bounces = [message for path, (message, _) in letters.items() if path.parent.name == "sisimai"]
    machine = sum(1 for message in bounces if message.origin not in HANDS)
    known = [message.bounce for message in bounces if message.bounce]
    named = sum(1 for one in known if one.recipients)
    cited = sum(1 for one in known if one.message_ids)
    print(
        f"\nsisimai: machine {machine}/{len(bounces)}, recipient {named}/{len(known)}, message id {cited}/{len(known)}"
    )
    assert machine >= 0.97 * len(bounces)
    assert named >= 0.95 * len(known)


def test_replies_lose_no_words() -> None:
    shared("replies")
    lost = {one.name: one.lost for one in replies() if one.lost}
    assert lost == {}


def test_most_quotes_are_told() -> None:
    shared("replies")
    trimmed = [one for one in replies() if one.source == "discourse-trimmer"]
    kept, removed = (sum(len(getattr(one, name)) for one in trimmed) for name in ("kept", "removed"))
    exact = sum(one.exact for one in trimmed)
    print(f"\nreplies: kept {kept} of {removed} quoted lines, exact {exact} of {len(trimmed)}", end="")
    assert kept <= 0.1 * removed
    assert exact >= 0.75 * len(trimmed)


def test_every_reply_body_is_covered_and_none_comes_out_blank() -> None:
    count = blank = 0
    for path in sorted(shared("replies").glob("*/*.txt")):
        text = plain_lines(path.read_text(encoding="utf-8", errors="replace"))
        segments = segments_of(text)
        assert "".join(text[one.start : one.end] for one in segments) == text, path.name
        shown = [one for one in segments if one.part in (Part.NEW, Part.FORWARDED)]
        count += 1
        blank += bool(text.strip()) and not any(text[one.start : one.end].strip() for one in shown)
    print(f"\nreply bodies: n={count}, without new words {blank}")
    assert blank <= 0.03 * count
