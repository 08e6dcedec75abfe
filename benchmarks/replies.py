"""How well the words of a reply are told from what it quotes, against the evaluation data's expectations.

Lines that begin with a quote sign are nobody's new words: where an expectation leaves some standing between answers,
they are counted apart. The words of a mere forward are those of the mail that was passed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.data import mails, shared
from benchmarks.oracles import READING
from mailbot.model import Part
from mailbot.parsers import read
from mailbot.parsers.page.body import plain_lines
from mailbot.parsers.whose.forwards import inline_forward
from mailbot.parsers.whose.quotes import segments_of


@dataclass(frozen=True, slots=True)
class Reply:
    """A body: the lines a person wrote, those another program removes, and those that we show."""

    source: str
    name: str
    expected: list[str]
    removed: list[str]
    ours: list[str]

    @property
    def visible(self) -> list[str]:
        """The expected lines that somebody wrote here."""
        return [line for line in self.expected if not line.startswith((">", "＞"))]

    @property
    def context(self) -> int:
        """Quoted lines that the expectation leaves standing."""
        return len(self.expected) - len(self.visible)

    @property
    def lost(self) -> list[str]:
        """Visible lines that we do not show: the worst error."""
        return list((Counter(self.visible) - Counter(self.ours)).elements())

    @property
    def kept(self) -> list[str]:
        """Removed lines that we do show."""
        return list(((Counter(self.ours) - Counter(self.expected)) & Counter(self.removed)).elements())

    @property
    def exact(self) -> bool:
        """Whether we show just the expected lines, in order."""
        return self.ours == self.expected


def replies() -> Iterator[Reply]:
    """Every body that has an expectation; white space folded, blank lines left out."""
    yield from _trimmed()
    yield from _signed()
    yield from _clients()


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _ours(text: str) -> list[str]:
    segments = segments_of(text)
    new = _lines("".join(text[one.start : one.end] for one in segments if one.part is Part.NEW))
    forwarded = inline_forward(text, segments, "") if not new else None
    return _lines(forwarded.text) if forwarded else new


def _trimmed() -> Iterator[Reply]:
    folder = shared("replies") / "discourse-trimmer"
    for path in sorted(folder.glob("emails__*.txt")):
        name = path.name.removeprefix("emails__")
        visible, removed = (folder / "expect" / f"{kind}__{name}" for kind in ("trimmed", "elided"))
        if visible.exists():
            text = plain_lines(path.read_text(encoding="utf-8", errors="replace"))
            gone = _lines(removed.read_text(encoding="utf-8")) if removed.exists() else []
            yield Reply("discourse-trimmer", name, _lines(visible.read_text(encoding="utf-8")), gone, _ours(text))


def _signed() -> Iterator[Reply]:
    folder = shared("replies") / "talon"
    for path in sorted(folder.glob("*_body")):
        signature = folder / "expect" / f"{path.name.removesuffix('_body')}_signature"
        gone = _lines(signature.read_text(encoding="utf-8", errors="replace")) if signature.exists() else []
        text = plain_lines(path.read_text(encoding="utf-8", errors="replace"))
        if signature.exists():
            visible = list((Counter(_lines(text)) - Counter(gone)).elements())
            yield Reply("talon, signatures", path.name, visible, gone, _ours(text))


def _clients() -> Iterator[Reply]:
    """Replies of mail programs, in all of which a person wrote one word."""
    for mail in mails("talon"):
        if mail.name.startswith("standard_replies"):
            message = read(mail.raw, READING)
            everything = _lines(message.text)
            yield Reply("talon, programs", mail.name, ["Hello"], everything[1:], _lines(message.new_text))
