"""What can be asked and told: details, groups and languages as frozen values, looked up by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from mailbot.casework.dates import DateWords
from mailbot.casework.patterns import Pattern, any_of
from mailbot.model import Kind, Strength


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a detail: what it proves, and our own word for it where there is one."""

    name: str  # "browser.patterns", for people; the quote tells which one
    pattern: Pattern
    strength: Strength = Strength.STRONG
    value: str = ""  # canonical value; "" means the words themselves
    points: int = 0  # how much of a proof it is; hints add up
    unless: Pattern | None = None  # with this close around, the words mean something else


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of a detail and the name each stands for."""

    pattern: Pattern
    names: Mapping[str, str]  # written form without blanks, casefolded -> "Chrome"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that must, or must not, give its detail."""

    text: str
    gives: bool
    value: str  # "" = any
    line: int  # in its file


@dataclass(frozen=True, slots=True)
class Detail:
    """A thing a complete report needs: how it is named, asked for and recognised."""

    id: str
    label: Mapping[str, str]  # language -> text
    aliases: Mapping[str, tuple[str, ...]]
    question: Mapping[str, str]
    help: Mapping[str, str]
    how: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # our name of a system -> help that fits it
    kinds: frozenset[Kind] = frozenset()  # kinds of mail for which it is asked
    products: frozenset[str] = frozenset()  # products for which it is asked; empty = all
    core: bool = False  # asked for even where it is doubtful that the mail is of such a kind
    second: bool = False  # of the second layer: only a person's word brings it up
    spared_by: frozenset[str] = frozenset()  # details of which one that is told makes this one needless
    when: frozenset[str] = frozenset()  # what must hold, too: "web", "native", or a list of words in language.toml
    order: int = 100
    max_asks: int = 2
    several: bool = False  # several values may stand side by side
    sentence: bool = False  # proved by the whole sentence, not by the matched words alone
    code: bool = False  # may stand in a log or a block of code
    exclusive: bool = False  # what stands under its heading says nothing about other details
    picture: bool = False  # an attached picture gives it
    steps: bool = False  # a list of actions gives it
    hints: bool = False  # mail program and signature hint at it, weakly
    lasting: bool = False  # what an earlier case told is guessed to hold still
    of_product: str = ""  # "versions" or "plans": what the product's list of them names is recognised
    normalise: str = ""  # how its values are brought into one form: "version", "since" ...; "" = as they are
    guards: frozenset[str] = frozenset({"negation", "elsewhere", "example"})
    told_at: int = 10  # points of hints that together prove it
    lexicon: Lexicon | None = None
    choices: frozenset[frozenset[str]] = frozenset()  # pairs of its words that, "A / B", are a list to choose from
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Labels and aliases of all languages: customers mix them."""
        return (*self.label.values(), *(alias for aliases in self.aliases.values() for alias in aliases))


@dataclass(frozen=True, slots=True)
class Group:
    """Details that are asked for in one question."""

    id: str
    details: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    question: Mapping[str, str]
    help: Mapping[str, str]

    def names(self) -> tuple[str, ...]:
        """Headings under which a customer may name all of them."""
        return tuple(alias for aliases in self.aliases.values() for alias in aliases)


@dataclass(frozen=True, slots=True)
class KindRule:
    """Words that speak for a kind of mail, and how much."""

    kind: Kind
    weight: int
    pattern: Pattern
    name: str
    where: str = "all"  # "subject" alone, "all": with it the sentences, "log": with these logs and code
    faint: bool = False  # counts only where no other rule speaks
    unless: Pattern | None = None  # with this close around, the words mean something else


@dataclass(frozen=True, slots=True)
class Language:
    """How people of one language write: kinds, non-answers, form text, what turns a mention round."""

    code: str
    name: str
    tags: Mapping[str, Kind]  # casefolded subject tag -> kind
    tag_labels: frozenset[str]  # casefolded form fields that hold such a tag
    tag_values: Mapping[str, Kind]  # what means a kind only in such a field
    rules: tuple[KindRule, ...]
    greetings: Pattern | None  # lines of politeness at the start
    closings: Pattern | None  # and at the end
    thanks: Pattern | None
    solved: Pattern | None
    unknown: Pattern | None
    declined: Pattern | None
    agreed: Pattern | None  # a clause with which an agent says that he wrote a mail
    beside_agreed: Pattern | None  # one that takes nothing of it back
    none: Pattern | None  # "なし", "none": an answer of its own
    attached: Pattern | None  # "as attached"
    placeholders: Pattern | None
    sent_from: Pattern | None  # what telephones write under a mail
    turns: Pattern | None  # where a line turns to a second matter: "P.S.", "追伸"
    clauses: Pattern | None  # where a clause ends inside a sentence
    guards: Mapping[str, Pattern]  # "negation", "elsewhere", "example" …
    context: Pattern | None  # words that make a bare mention the writer's own
    dates: DateWords  # days and times of day
    often: Mapping[str, Pattern]  # "always", "sometimes" …: how often
    common: Pattern | None  # words that stand in every report and make no two of them alike
    wishes: Mapping[str, Pattern]  # the lists of `casework/wishes.py`, and "calm", which takes them back
    when: Mapping[str, Pattern] = field(default_factory=dict)  # "slow", "worked" ...: words that a condition holds
    words: Mapping[str, str] = field(default_factory=dict)  # for letters


Say = Callable[..., str]  # a key of `[words]` and its values -> the line, in one language


def listed(names: Iterable[str], say: Say) -> str:
    """Names in one line, as a language puts them behind each other."""
    first, *others = (*names, "")
    return reduce(lambda before, after: say("listed", before=before, after=after), others[:-1], first)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All details, groups and languages of a site."""

    details: tuple[Detail, ...]
    groups: tuple[Group, ...]
    languages: Mapping[str, Language]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # plain heading -> details it opens
    forms: tuple[str, ...] = ()  # folded lines of known forms, sorted: nobody's own words
    fillers: Pattern | None = field(init=False, compare=False)  # lines that say nothing, in any language

    def __post_init__(self) -> None:
        """One pattern for all languages: every line is looked at."""
        said = (one for language in self.languages.values() for one in (language.placeholders, language.sent_from))
        object.__setattr__(self, "fillers", any_of(tuple(one.source for one in said if one)))

    def detail(self, id_: str) -> Detail:
        """The detail of that id; KeyError when there is none."""
        return next(iter(detail for detail in self.details if detail.id == id_), None) or _unknown(id_)

    def say(self, code: str, key: str, **values: str) -> str:
        """A line of `[words]` in the language of that code."""
        language = self.languages.get(code)
        return (language.words.get(key, key) if language else key).format(**values)

    def group_of(self, id_: str) -> Group | None:
        """The group that asks for a detail, if any."""
        return next((group for group in self.groups if id_ in group.details), None)


def _unknown(id_: str) -> Detail:
    raise KeyError(f"no detail {id_!r} in the catalogue")
