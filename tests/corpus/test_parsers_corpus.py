"""Real mails: nothing raises, nothing takes long, and the rates against other parsers stay where they are."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailbot.model import Message, Origin, Part, Reading
from mailbot.parsers import read
from mailbot.parsers.body import plain_lines
from mailbot.parsers.quotes import segments_of
from mailbot.parsers.wire import dump_message, load_message
from tests.corpus.oracles import Expected, folded, imap_tools, stalwart
from tests.shared import shared

READING = Reading(("help@ours.example",), "desk-1", "mx.ours.example")
MACHINES = {Origin.BOUNCE, Origin.AUTO_REPLY, Origin.LIST, Origin.DOUBTFUL}


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


def test_all_are_read_in_little_time(letters: dict[Path, tuple[Message, float]]) -> None:
    times = sorted(seconds for _, seconds in letters.values())
    defective = sum(1 for message, _ in letters.values() if message.defects)
    print(
        f"\nn={len(times)} p50={times[len(times) // 2] * 1e3:.2f} ms p95={times[int(len(times) * 0.95)] * 1e3:.2f} ms",
        end=" ",
    )
    print(f"max={times[-1] * 1e3:.0f} ms, with defects {defective}")
    assert len(times) > 1000
    assert times[-1] < 2


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


@pytest.mark.parametrize(
    ("name", "oracle", "least"),
    [
        # It leaves uuencoded files in the text, and parts behind a wrong boundary unread.
        ("stalwart", stalwart, {"subject": 0.95, "sender": 0.95, "text": 0.82}),
        # It joins the words of attached mails to the sender's; we keep them apart.
        ("imap-tools", imap_tools, {"subject": 0.95, "sender": 0.95, "text": 0.8, "parts": 0.85}),
    ],
)
def test_other_parsers_agree(
    mails: Path, name: str, oracle: Callable[[Path], Iterator[Expected]], least: dict[str, float]
) -> None:
    seen: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for expected in oracle(mails):
        message = read(expected.raw, READING)
        sender = message.sender.email if message.sender else ""
        for field, ours in (("subject", folded(message.subject)), ("sender", sender.lower())):
            theirs = getattr(expected, field)
            if theirs is not None:
                seen[field] += 1
                same[field] += ours == folded(theirs.lower() if field == "sender" else theirs)
        if expected.text is not None:
            seen["text"] += 1
            same["text"] += folded(message.text) == folded(expected.text)
        if expected.parts is not None:
            seen["parts"] += 1
            same["parts"] += len(message.attachments) == expected.parts
    print(f"\n{name}: " + ", ".join(f"{field} {same[field]}/{seen[field]}" for field in seen))
    for field, rate in least.items():
        assert same[field] >= rate * seen[field], field


def test_machine_mail_is_recognised(letters: dict[Path, tuple[Message, float]]) -> None:
    origins: dict[str, Counter[str]] = defaultdict(Counter)
    for path, (message, _) in letters.items():
        origins[path.parent.name][message.origin.value] += 1
    for source in sorted(origins):
        print(f"\n{source}: n={origins[source].total()} {dict(origins[source].most_common())}", end="")
    bounces = [message for path, (message, _) in letters.items() if path.parent.name == "sisimai"]
    machine = sum(1 for message in bounces if message.origin in MACHINES)
    known = [message.bounce for message in bounces if message.bounce]
    named = sum(1 for one in known if one.recipients)
    cited = sum(1 for one in known if one.message_ids)
    print(
        f"\nsisimai: machine {machine}/{len(bounces)}, recipient {named}/{len(known)}, message id {cited}/{len(known)}"
    )
    assert machine >= 0.97 * len(bounces)
    assert named >= 0.95 * len(known)


def _lines(text: str) -> list[str]:
    return [folded(line) for line in text.splitlines() if line.strip()]


def _new(text: str) -> list[str]:
    return _lines("".join(text[one.start : one.end] for one in segments_of(text) if one.part is Part.NEW))


def test_replies_lose_no_words() -> None:
    folder = shared("replies") / "discourse-trimmer"
    total = lost = kept = quoted = exact = bodies = 0
    for path in sorted(folder.glob("emails__*.txt")):
        name = path.name.removeprefix("emails__")
        visible = folder / "expect" / f"trimmed__{name}"
        removed = folder / "expect" / f"elided__{name}"
        if not visible.exists():
            continue
        want = _lines(visible.read_text(encoding="utf-8"))
        new = _new(plain_lines(path.read_text(encoding="utf-8", errors="replace")))
        bodies += 1
        total += len(want)
        quoted += len(_lines(removed.read_text(encoding="utf-8"))) if removed.exists() else 0
        lost += sum((Counter(want) - Counter(new)).values())
        kept += sum((Counter(new) - Counter(want)).values())
        exact += new == want
    print(
        f"\nreplies: n={bodies}, exact {exact}; visible lines lost {lost}/{total}; removed lines kept {kept}/{quoted}"
    )
    assert lost <= 0.12 * total
    assert kept <= 0.12 * quoted


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
