"""What `train` does: counts what it has, refuses too little, learns, and says where it all came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.linear import Model
from mailbot.casework.training import Labelled, Lesson, example_of, teach, too_little
from mailbot.watching import Tell


@dataclass(frozen=True, slots=True)
class Training:
    """A lesson, and the texts it was made of: (source, kind) -> how many."""

    lesson: Lesson
    texts: Mapping[tuple[str, str], int]


def train_on(
    texts: Sequence[Labelled], catalogue: Catalogue, before: Model | None, sha256: str, tell: Tell | None
) -> Training | str:
    """The lesson of these texts, or the sentence that says why there is none."""
    refused = too_little(texts)
    if refused:
        return refused
    say = tell or (lambda _what, _done, _all: None)
    examples = []
    for done, one in enumerate(texts, 1):
        examples.append(example_of(one, catalogue))
        say("reading", done, len(texts))
    counts = Counter((one.source, one.kind.value) for one in texts)
    return Training(teach(examples, before, sha256, say), counts)
