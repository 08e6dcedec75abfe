"""What a `details.toml` may say: its tables and their keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mailbot.casework.evidence import PROOF
from mailbot.config.settings import Strict, Text
from mailbot.model import Kind, Strength

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Texts = dict[str, Annotated[str, Field(min_length=1, max_length=400)]]
Names = dict[str, tuple[Text, ...]]
Guard = Literal["negation", "elsewhere", "example", "foreign", "asking", "promise"]


class PatternTable(Strict):
    """One pattern: RE2, what it proves, our own word for it."""

    re2: Annotated[str, Field(min_length=1)]
    strength: Strength = Strength.STRONG
    value: str = ""
    points: Annotated[int, Field(ge=1, le=20)] | None = None
    unless: str = ""


class ExampleTable(Strict):
    """A sentence and the value it must give."""

    text: Annotated[str, Field(min_length=1)]
    value: str = ""


class DetailTable(Strict):
    """One `[[detail]]` block."""

    id: Id
    label: Texts
    aliases: Names = Field(default_factory=dict)
    question: Texts
    help: Texts = Field(default_factory=dict)
    how: dict[Text, Texts] = Field(default_factory=dict)
    required: tuple[Kind, ...] = ()
    core: bool = False
    layer: Literal["first", "second"] = "first"
    when: tuple[Text, ...] = ()
    products: tuple[Text, ...] = ()
    spared_by: tuple[Id, ...] = ()
    order: int = 100
    max_asks: Annotated[int, Field(ge=1, le=5)] = 2
    several: bool = False
    proof: Literal["words", "sentence"] = "words"
    in_logs: bool = False
    exclusive: bool = False
    picture: bool = False
    list_of_steps: bool = False
    hints: bool = False
    lasting: bool = False
    of_product: Literal["", "versions", "plans"] = ""
    normalise: Literal["", "version", "since", "frequency", "phone", "agent"] = ""
    guards: tuple[Guard, ...] = ("negation", "elsewhere", "example")
    told_at: Annotated[int, Field(ge=1, le=100)] = PROOF
    lexicon: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    version_follows: bool = False
    choices: tuple[Annotated[tuple[Text, ...], Field(min_length=2, max_length=2)], ...] = ()
    patterns: tuple[PatternTable, ...] = ()
    yes: tuple[str | ExampleTable, ...] = ()
    no: tuple[str, ...] = ()


class GroupTable(Strict):
    """One `[[group]]` block."""

    id: Id
    details: Annotated[tuple[Id, ...], Field(min_length=2)]
    aliases: Names = Field(default_factory=dict)
    question: Texts
    help: Texts = Field(default_factory=dict)


class DetailsFile(Strict):
    """All of `details.toml`."""

    detail: Annotated[tuple[DetailTable, ...], Field(min_length=1)]
    group: tuple[GroupTable, ...] = ()
