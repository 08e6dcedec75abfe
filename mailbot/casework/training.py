"""From labelled texts to a model that may be installed, and the figures that say whether it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.classify import classify
from mailbot.casework.details import find, plain_message
from mailbot.casework.learning import (
    Example,
    Figures,
    best_limit,
    best_temperature,
    figures,
    folds_of,
    joined,
    learn,
    macro_f1,
    trial,
)
from mailbot.casework.linear import KINDS, Model, Origin, softmax
from mailbot.casework.ngrams import features_of
from mailbot.casework.tags import untagged
from mailbot.casework.votes import votes_of
from mailbot.model import Kind

FEWEST = 60  # labelled texts
FEWEST_OF_KIND = 15
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text whose kind a person said."""

    subject: str
    text: str
    kind: Kind
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A trained model with its figures on unseen texts, beside those of the rules and the model before."""

    model: Model
    learnt: Figures
    rules_f1: float
    joint_f1: float  # of both together, as mailbot uses them
    before: Figures | None = None  # of the model in force, on the same texts: it may have learnt from them
    changed: int = 0  # texts of which the two models tell another kind

    @property
    def better(self) -> bool:
        """Whether mailbot tells kinds better with it than by the rules alone."""
        return self.joint_f1 > self.rules_f1


def too_little(texts: Sequence[Labelled]) -> str:
    """Why these are not enough to learn from; "" when they are."""
    counts = Counter(one.kind for one in texts)
    few = [f"{kind.value} {counts[kind]}" for kind in KINDS if counts[kind] < FEWEST_OF_KIND]
    if len(texts) >= FEWEST and not few:
        return ""
    short = f"; too few of {', '.join(few)}" if few else ""
    return (
        f"{len(texts)} labelled texts are too little to learn from: {FEWEST} are needed, and {FEWEST_OF_KIND} of each"
        f" kind{short}. Correct kinds with #kind in replies to notes, or name a file of labelled texts"
    )


def example_of(one: Labelled, catalogue: Catalogue) -> Example:
    """A labelled text as it is learnt from; the rules are asked without the tag, as the model is."""
    message = replace(plain_message(one.text, untagged(one.subject, catalogue)), language=one.language)
    counts = features_of(message, catalogue, votes_of(message, catalogue))
    return Example(counts, one.kind, classify(message, catalogue, find(message, catalogue)).kind, one.source)


def teach(
    examples: Sequence[Example], before: Model | None, sha256: str, tell: Tell = lambda _what, _done, _all: None
) -> Lesson:
    """Learn, and try by cross-validation what it is worth."""
    kinds = [example.kind for example in examples]
    sums = trial(examples, folds_of(examples), lambda done, all_: tell("cross-validation", done, all_))
    temperature = best_temperature(sums, kinds)
    chances = [softmax(one, temperature) for one in sums]
    limit = best_limit(chances, examples)
    learnt = figures(chances, kinds)
    ruled = [example.ruled for example in examples]
    rules = macro_f1(list(zip(kinds, ruled, strict=True)))
    both = macro_f1(list(zip(kinds, joined(chances, ruled, limit), strict=True)))
    counts = Counter(kinds)
    origin = Origin(
        sha256, len(examples), tuple(counts[kind] for kind in KINDS), learnt.macro_f1, rules, both, learnt.coverage,
        learnt.accuracy,
    )  # fmt: skip
    model = replace(learn(examples, temperature), limit=limit, origin=origin)
    return _compared(Lesson(model, learnt, rules, both), examples, before)


def _compared(lesson: Lesson, examples: Sequence[Example], before: Model | None) -> Lesson:
    if before is None:
        return lesson
    chances = [before.probabilities(example.counts) for example in examples]
    old = figures(chances, [example.kind for example in examples])
    told = ((before.told(example.counts, 0).kind, lesson.model.told(example.counts, 0).kind) for example in examples)
    return replace(lesson, before=old, changed=sum(one is not other for one, other in told))
