"""Hold a template against the list of what may stand in a letter; everything else is refused, with what to write.

Jinja2 is a programming language: its sandbox alone allows half a gigabyte through `center`, ten seconds in `format` and
loops without end. A letter needs facts, conditions and lists; that is all it gets, so no template can do harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mailbot.letters.advice import nearest, refused, unknown_name, unknown_part, unprintable
from mailbot.letters.filters import FILTERS, MOST
from mailbot.letters.names import FLAG, LETTERS, LOOP, NUMBER, SUBJECT_ONLY, TEXT, VALUES, Shape, Sort
from mailbot.letters.problem import Problem, Problems
from mailbot.model import Purpose

Node = Any  # a node of Jinja2, known here by the name of its class: only render.py knows the tool
DEEPEST = 10  # blocks inside one another
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
SINGLE = re.compile(r"\{ ?([a-z_]+)[.}| ]")
PRINTABLE = frozenset({Sort.TEXT, Sort.NUMBER})
ORDERED = frozenset({"lt", "lteq", "gt", "gteq"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be named here: the letter's facts, and inside a loop its entry; `lost` is the entry of no list."""

    names: Mapping[str, Shape]
    lost: str = ""
    looping: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Whose template it is, and which of its lines is the subject line."""

    file: str
    purpose: Purpose
    key: str
    subject: int


def lint(tree: Node, page: Page) -> Problems:
    """Everything in a parsed template that may not stand in this letter, in the order of its lines."""
    found = _Reader(page)
    found.body(tree.body, Scope(LETTERS[page.purpose]))
    return tuple(dict.fromkeys(sorted(found.problems, key=lambda problem: problem.line)))


class _Reader:
    """Walks a template; `shape` gives what an expression is, or None where that was complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[Problem] = []

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.page.file, line, self.page.key, message))

    def body(self, nodes: Iterable[Node], scope: Scope) -> None:
        for node in nodes:
            if scope.depth > DEEPEST:
                self.wrong(node.lineno, f"more than {DEEPEST} blocks inside one another")
                return
            match type(node).__name__:
                case "Output":
                    self.output(node, scope)
                case "If":
                    self.condition(node, scope)
                case "For":
                    self.loop(node, scope)
                case other:
                    self.wrong(node.lineno, refused(other))

    def output(self, node: Node, scope: Scope) -> None:
        for one in node.nodes:
            if type(one).__name__ == "TemplateData":
                self.words(one, scope)
                continue
            shape = self.shape(one, scope)
            if shape is not None and shape.sort not in PRINTABLE:
                self.wrong(one.lineno, unprintable(_written(one), shape))

    def words(self, node: Node, scope: Scope) -> None:
        for match in STRAY.finditer(node.data):
            self.wrong(_line(node, match.start()), f"a stray {match[0]}: the customer would read it")
        for match in SINGLE.finditer(node.data):
            if match[1] in scope.names:
                self.wrong(_line(node, match.start()), f"one brace is only text: write {{{{ {match[1]} … }}}}")

    def condition(self, node: Node, scope: Scope) -> None:
        inner = replace(scope, depth=scope.depth + 1)
        for branch in (node, *node.elif_):
            self.shape(branch.test, scope)
            self.body(branch.body, inner)
        self.body(node.else_, inner)

    def loop(self, node: Node, scope: Scope) -> None:
        shape = self.list_of(node, scope)
        if scope.looping:
            self.wrong(node.lineno, "a list inside a list: end the first with {% endfor %} before the second")
        if node.test is not None or node.recursive:
            self.wrong(node.lineno, "write {% for one in list %} alone, and {% if … %} inside")
        name = node.target.name if type(node.target).__name__ == "Name" else ""
        if not name or name in scope.names or name == "loop":
            self.wrong(node.lineno, "name the entry by a word that is no fact: {% for one in list %}")
            return
        names = {**scope.names, **_entry(name, shape), "loop": Shape(Sort.RECORD, LOOP)}
        self.body(node.body, Scope(names, "" if shape else name, looping=True, depth=scope.depth + 1))
        self.body(node.else_, replace(scope, depth=scope.depth + 1))

    def list_of(self, node: Node, scope: Scope) -> Shape | None:
        lists = [name for name, shape in scope.names.items() if shape.sort in {Sort.TEXTS, Sort.RECORDS}]
        known = f"the lists of this letter are {', '.join(lists)}" if lists else "this letter has no lists"
        if type(node.iter).__name__ != "Name":
            self.wrong(node.lineno, f"{{% for %}} goes over the name of a list; {known}")
            return None
        shape = scope.names.get(node.iter.name)
        if shape is None or shape.sort not in {Sort.TEXTS, Sort.RECORDS}:
            self.wrong(node.lineno, f"`{node.iter.name}` is no list{nearest(node.iter.name, lists)}; {known}")
            return None
        return shape

    def shape(self, node: Node, scope: Scope) -> Shape | None:
        read = EXPRESSIONS.get(type(node).__name__)
        if read is None:
            self.wrong(node.lineno, refused(type(node).__name__))
            return None
        return read(self, node, scope)

    def either(self, node: Node, scope: Scope) -> Shape | None:
        left, right = self.shape(node.left, scope), self.shape(node.right, scope)
        return TEXT if left == right == TEXT else FLAG if left and right else None

    def negation(self, node: Node, scope: Scope) -> Shape | None:
        return FLAG if self.shape(node.node, scope) else None

    def name(self, node: Node, scope: Scope) -> Shape | None:
        shape = scope.names.get(node.name)
        if shape is None and node.name != scope.lost:
            self.wrong(node.lineno, unknown_name(node.name, scope.names, self.page.purpose))
        return shape

    def part(self, node: Node, scope: Scope) -> Shape | None:
        whole = self.shape(node.node, scope)
        if whole is None:
            return None
        shape = whole.fields.get(node.attr) if whole.sort is Sort.RECORD else None
        written = _written(node)
        if shape is None:
            self.wrong(node.lineno, unknown_part(_written(node.node), node.attr, whole))
        elif written in SUBJECT_ONLY.get(self.page.purpose, ()) and node.lineno != self.page.subject:
            self.wrong(
                node.lineno,
                f"`{written}` may stand in the subject line only: a first letter repeats nothing that a sender wrote",
            )
        return shape

    def constant(self, node: Node, _scope: Scope) -> Shape | None:
        value = node.value
        if node.lineno == self.page.subject and isinstance(value, str) and not value.isprintable():
            self.wrong(node.lineno, "the subject is one line")
        if isinstance(value, bool):
            return FLAG
        if isinstance(value, int | float):
            return NUMBER
        if isinstance(value, str):
            return TEXT
        self.wrong(node.lineno, "`none` is not for letters: every fact is there, an empty one counts as no")
        return None

    def filtered(self, node: Node, scope: Scope) -> Shape | None:
        shape = self.shape(node.node, scope) if node.node is not None else None
        allowed = FILTERS.get(node.name)
        if allowed is None:
            known = ", ".join(FILTERS)
            self.wrong(node.lineno, f"no filter `{node.name}`{nearest(node.name, FILTERS)}; there are {known}")
            return None
        arguments = tuple(one.value if type(one).__name__ == "Const" else None for one in node.args)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not allowed.sound(arguments):
            self.wrong(node.lineno, f"write it as {allowed.written}")
        elif shape is not None and shape.sort not in allowed.takes:
            self.wrong(node.lineno, f"`{_written(node.node)}` is {shape.sort.value}: `{node.name}` cannot take it")
        elif _chain(node) > MOST:
            self.wrong(node.lineno, f"more than {MOST} filters in a row")
        return allowed.gives

    def comparison(self, node: Node, scope: Scope) -> Shape | None:
        shape, sound = self.shape(node.expr, scope), True
        for operand in node.ops:
            other = self.shape(operand.expr, scope)
            if shape is None or other is None:
                sound = False
            elif not _comparable(operand.op, shape, other):
                self.wrong(node.lineno, f"{shape.sort.value} and {other.sort.value} cannot be compared like this")
            self.value(node.expr, operand)
            shape = other
        return FLAG if sound else None

    def value(self, left: Node, operand: Node) -> None:
        allowed = VALUES.get(_written(left))
        given = getattr(operand.expr, "value", None)
        if allowed and isinstance(given, str) and given not in allowed:
            known = ", ".join(sorted(allowed))
            message = f"`{_written(left)}` is never {given!r}{nearest(given, allowed)}; it is one of {known}"
            self.wrong(operand.expr.lineno, message)


EXPRESSIONS: Mapping[str, Callable[[_Reader, Node, Scope], Shape | None]] = {
    "Name": _Reader.name,
    "Getattr": _Reader.part,
    "Const": _Reader.constant,
    "Filter": _Reader.filtered,
    "Compare": _Reader.comparison,
    "And": _Reader.either,
    "Or": _Reader.either,
    "Not": _Reader.negation,
}


def _entry(name: str, shape: Shape | None) -> Mapping[str, Shape]:
    if shape is None:
        return {}
    return {name: Shape(Sort.RECORD, shape.fields) if shape.sort is Sort.RECORDS else TEXT}


def _comparable(operator: str, left: Shape, right: Shape) -> bool:
    if operator in ORDERED:
        return left.sort is right.sort is Sort.NUMBER
    if operator in {"in", "notin"}:
        return left.sort is Sort.TEXT and right.sort in {Sort.TEXT, Sort.TEXTS}
    return left.sort is right.sort and left.sort in {Sort.TEXT, Sort.NUMBER, Sort.FLAG}


def _written(node: Node) -> str:
    """An expression as an admin wrote it, as far as it is names and dots."""
    match type(node).__name__:
        case "Name":
            return str(node.name)
        case "Getattr":
            return f"{_written(node.node)}.{node.attr}"
        case "Filter" if node.node is not None:
            return _written(node.node)
        case _:
            return "this"


def _chain(node: Node) -> int:
    length = 0
    while type(node).__name__ == "Filter":
        length, node = length + 1, node.node
    return length


def _line(node: Node, at: int) -> int:
    return int(node.lineno + node.data.count("\n", 0, at))
