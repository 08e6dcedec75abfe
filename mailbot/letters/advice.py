"""What to write instead: the words of `lint` for people who edit letters."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from mailbot.letters.names import LETTERS, Shape, Sort, shown
from mailbot.model import Purpose

TAGS = ("if", "elif", "else", "endif", "for", "endfor")
ALLOWED = (
    "letters know {{ name }}, {% if … %} {% elif … %} {% else %} {% endif %} and {% for one in list %} {% endfor %}"
)
REFUSED: Mapping[str, str] = {
    "Call": "nothing can be called: name a fact without brackets",
    "Getitem": "square brackets are not for letters: write a dot, as in case.tag",
    "Slice": "square brackets are not for letters: write a dot, as in case.tag",
    "Assign": "{% set %} is not for letters: name the fact where it is needed",
    "AssignBlock": "{% set %} is not for letters: name the fact where it is needed",
    "With": "{% with %} is not for letters: name the fact where it is needed",
    "Include": "{% include %} is not for letters: each letter stands for itself",
    "Import": "{% import %} is not for letters: each letter stands for itself",
    "FromImport": "{% from %} is not for letters: each letter stands for itself",
    "Extends": "{% extends %} is not for letters: each letter stands for itself",
    "Block": "{% block %} is not for letters: each letter stands for itself",
    "Macro": "{% macro %} is not for letters: write the words where they belong",
    "CallBlock": "{% call %} is not for letters: write the words where they belong",
    "FilterBlock": "{% filter %} is not for letters: filter a fact, as in {{ case.tag | lower }}",
    "Test": "`is` is not for letters: every fact is there, so write {% if name %} or {% if name == \"…\" %}",
    "CondExpr": "write {% if name %} … {% else %} … {% endif %}, each on a line of its own",
    "Concat": "~ is not for letters: write {{ one }} and {{ other }} side by side",
    "Tuple": "a letter cannot make a list: name one of its facts",
    "List": "a letter cannot make a list: name one of its facts",
    "Dict": "a letter cannot make a table: name one of its facts",
} | dict.fromkeys(
    ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"), "a letter does not calculate: name a fact"
)  # fmt: skip


def refused(kind: str) -> str:
    """Why a thing of this kind may not stand in a letter, and what may."""
    return REFUSED.get(kind, f"this is not for letters: {ALLOWED}")


def unknown_name(name: str, names: Mapping[str, Shape], purpose: Purpose) -> str:
    """There is no such fact in this letter; where it is known, what was perhaps meant, what there is."""
    elsewhere = [other.value for other, facts in LETTERS.items() if name in facts]
    known = f"only known in {', '.join(elsewhere)}, not in this letter" if elsewhere else "unknown in this letter"
    if elsewhere and purpose is Purpose.FIRST:
        known = "not for a first letter: it repeats nothing of what a sender wrote"
    return f"`{name}` is {known}{nearest(name, names)}; there are {shown(names)}"


def unknown_part(name: str, part: str, shape: Shape) -> str:
    """A fact has no such part."""
    if not shape.fields:
        return f"`{name}` is {shape.sort.value} and has no parts: write {{{{ {name} }}}}"
    if shape.sort is Sort.RECORDS:
        return f"`{name}` is a list: write {{% for one in {name} %}} and then one.{next(iter(shape.fields))}"
    return f"`{name}` has no part `{part}`{nearest(part, shape.fields)}; it has {', '.join(shape.fields)}"


def unprintable(name: str, shape: Shape) -> str:
    """A fact that is no text cannot stand between braces by itself."""
    if shape.sort is Sort.FLAG:
        return f"{name} is yes or no: write {{% if … %}} and the words for it"
    if shape.sort is Sort.TEXTS:
        return f'{name} is a list: write {{% for one in … %}}, or {{{{ … | join(", ") }}}}'
    if shape.sort is Sort.RECORDS:
        return f"{name} is a list: write {{% for one in … %}} and then one.{next(iter(shape.fields))}"
    return f"{name} has parts: write one of {', '.join(f'{name}.{part}' for part in shape.fields)}"


def nearest(word: str, known: Iterable[str]) -> str:
    """ "; did you mean `x`?", or nothing."""
    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean `{close[0]}`?" if close else ""
