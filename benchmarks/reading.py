"""How well and how fast mail is read, over the evaluation data in ../shared: tables, no asserts.

Usage: python -m benchmarks.reading [--only NAME] [--list]. NAME is one of mails, golden, oracles, replies, speed,
bombs, large, mutations. `--list` names every disagreement, lost line and empty text with its judgement.
The data was seen while the rules were written; more of the same kinds, unseen, decides a release.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from email import message_from_bytes
from email.message import Message as Tree

import mailparser

from benchmarks.data import Mail, mails
from benchmarks.hostile import BOMBS, explode, shaken
from benchmarks.judged import judgement
from benchmarks.memory import MEGABYTE, attached, cost, wordy
from benchmarks.oracles import READING, Compared, compared
from benchmarks.replies import Reply, replies
from mailbot.parsers import read
from mailbot.parsers.page.html import text_of_html
from tests.core.golden import cases
from tests.edges.servers import dovecot_missing

ACCESSED = ("subject", "from_", "to", "cc", "date", "message_id", "text_plain", "text_html", "attachments")


def table(title: str, names: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Print rows under a title."""
    lines = [tuple(map(str, row)) for row in (tuple(names), *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}")
    for line in lines:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def words_inside(raw: bytes) -> bool:
    """Whether the standard library's lenient reader finds words in a text part of the mail itself."""
    with suppress(Exception):
        return any(_says(part) for part in _own(message_from_bytes(raw)))
    return False


def _own(part: Tree) -> Iterable[Tree]:
    payload = part.get_payload() if part.is_multipart() else []
    if part.get_content_maintype() == "multipart" and isinstance(payload, list):
        for child in payload:
            if isinstance(child, Tree):
                yield from _own(child)
    elif part.get_content_maintype() == "text":
        yield part


def _says(part: Tree) -> bool:
    data = part.get_payload(decode=True)
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
    text = text_of_html(text) if part.get_content_subtype() == "html" else text
    return any(char.isalnum() for char in text)


def empties() -> list[Mail]:
    """Mails in which words stand and of which no text came out."""
    return [mail for mail in mails() if not read(mail.raw, READING).text.strip() and words_inside(mail.raw)]


def of_mails(wordy: bool) -> None:
    count: Counter[str] = Counter()
    raised: Counter[str] = Counter()
    for mail in mails():
        count[mail.source] += 1
        try:
            read(mail.raw, READING)
        except Exception as error:
            raised[mail.source] += 1
            print(f"  {mail.source} {mail.key}: {type(error).__name__}")
    empty = empties()
    rows = [(one, count[one], raised[one], sum(mail.source == one for mail in empty)) for one in sorted(count)]
    total = ("all", count.total(), raised.total(), len(empty))
    table(
        "Real mails: none may raise, none with words may come out empty",
        ("source", "n", "raised", "empty"),
        [*rows, total],
    )
    for mail in empty if wordy else []:
        print(f"  {mail.source} {mail.key}: {judgement(mail.key, 'empty')}")


def of_golden(_wordy: bool) -> None:
    everything = cases()
    exact = sum(not one.wrong(read(one.raw, READING)) for one in everything)
    print(f"\nGolden Japanese texts of our own: {exact} of {len(everything)} exact")


def of_oracles(wordy: bool) -> None:
    found = list(compared())
    table(
        "Agreement with other parsers' expectations, per (mail, field), white space folded",
        ("source", "field", "agree", "n", "rate"),
        [*_rates(found, lambda one: (one.source, one.field)), *_rates(found, lambda one: (one.source, "all")),
         *_rates(found, lambda _: ("all", "all"))],
    )  # fmt: skip
    for one in found if wordy else []:
        if not one.agrees:
            print(f"  {one.source} {one.key} {one.field}: {judgement(one.key, one.field)}")


def _rates(found: list[Compared], key: Callable[[Compared], tuple[str, str]]) -> list[tuple[object, ...]]:
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one.agrees)
    return [(*name, sum(same), len(same), f"{sum(same) / len(same):.3f}") for name, same in sorted(groups.items())]


def of_replies(wordy: bool) -> None:
    groups: dict[str, list[Reply]] = defaultdict(list)
    for one in replies():
        groups[one.source].append(one)
    table(
        "Visible words of replies; a lost line is the worst error",
        ("source", "bodies", "visible lines", "lost", "context", "removed lines", "kept", "exact bodies"),
        [_of_source(name, ones) for name, ones in groups.items()],
    )
    for one in (one for ones in groups.values() for one in ones) if wordy else ():
        if not one.exact:
            print(f"  {one.source} {one.name}: lost {one.lost}, kept {one.kept}")


def _of_source(name: str, ones: list[Reply]) -> tuple[object, ...]:
    lists = ("visible", "lost", "removed", "kept")
    visible, lost, removed, kept = (sum(len(getattr(one, which)) for one in ones) for which in lists)
    context, exact = sum(one.context for one in ones), sum(one.exact for one in ones)
    return (name, len(ones), visible, lost, context, removed, kept, exact)


def bare(raw: bytes) -> None:
    """All that mail-parser says of a mail; what it raises is its answer."""
    with suppress(Exception):
        parser = mailparser.parse_from_bytes(raw)
        for name in ACCESSED:
            with suppress(Exception):
                getattr(parser, name)


def of_speed(_wordy: bool) -> None:
    raws = [mail.raw for mail in mails() if len(mail.raw) <= 200_000]
    if not raws:
        return
    ours, theirs, small = [], [], []
    for _ in range(3):
        times = [_timed(lambda one: read(one, READING), raw) for raw in raws]
        theirs.append(sum(_timed(bare, raw) for raw in raws))
        ours.append(sum(times))
        small += [seconds for seconds, raw in zip(times, raws, strict=True) if len(raw) <= 10_000]
    rate = statistics.median(theirs) / statistics.median(ours)
    cuts = statistics.quantiles(small, n=20)
    print(f"\nSpeed on {len(raws)} mails up to 200 kB, one core, 3 runs: {rate:.2f} × bare mail-parser")
    mine, others = (len(raws) / statistics.median(runs) for runs in (ours, theirs))
    print(f"  ours {mine:.0f} mails/s, mail-parser {others:.0f}")
    print(f"  one mail up to 10 kB: p50 {statistics.median(small) * 1e3:.2f} ms, p95 {cuts[-1] * 1e3:.2f} ms")


def _timed(act: Callable[[bytes], object], raw: bytes) -> float:
    start = time.perf_counter()
    act(raw)
    return time.perf_counter() - start


def of_bombs(_wordy: bool) -> None:
    runs = [(name, explode(raw)) for name, raw in BOMBS.items()]
    rows = [(name, f"{run.seconds:.2f}", f"{run.megabytes:.0f}", run.outcome) for name, run in runs]
    table("Bombs, each in a fresh reading child", ("bomb", "s", "MB", "outcome"), rows)


def of_large(_wordy: bool) -> None:
    if missing := dovecot_missing():
        print(f"\n50 MB: skipped, {missing}")
        return
    named = (("one file", attached(50 * MEGABYTE)), ("one text", wordy(50 * MEGABYTE)))
    costs = [(name, cost(raw)) for name, raw in named]
    rows = [(name, f"{one.after - one.before:.0f}", f"{one.child:.0f}", one.outcome) for name, one in costs]
    table("A mail of 50 MB from Dovecot", ("mail", "daemon grew by MB", "child MB at most", "inbox"), rows)


def of_mutations(_wordy: bool) -> None:
    raws = [mail.raw for mail in mails() if len(mail.raw) <= 200_000]
    if raws:
        unread, slow, longest = shaken(raws, 5000)
        print(f"\n5,000 mutated mails: {unread} not read, {slow} over 2 s, the longest {longest:.2f} s")


PARTS: dict[str, Callable[[bool], None]] = {
    "mails": of_mails,
    "golden": of_golden,
    "oracles": of_oracles,
    "replies": of_replies,
    "speed": of_speed,
    "bombs": of_bombs,
    "large": of_large,
    "mutations": of_mutations,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--list", action="store_true", help="name every disagreement with its judgement")
    arguments = parser.parse_args()
    if not any(True for _ in mails("cpython")):
        print("../shared/mails not found: only what needs no data is measured")
    for name, part in PARTS.items():
        if arguments.only in (None, name):
            part(arguments.list)


if __name__ == "__main__":
    main()
