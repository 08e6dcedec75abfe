"""A template that cannot be read at all: one clear line instead of the parser's."""

from __future__ import annotations

import re

from mailbot.letters.advice import ALLOWED, TAGS, nearest

COMMENT = re.compile(r"\{#.*?#\}", re.S)
TAG = re.compile(r"\{%[-+]?\s*([a-z_]+)")
# What the parser says, and what most often lies behind it; the first that fits.
BEHIND = (
    ("end of statement block', got '='", "one = compares nothing: write =="),
    ("end of statement block', got 'if'", "there is no {% else if %}: write {% elif … %}"),
    ("end of print statement", "between {{ and }} stands one fact, and behind | a filter"),
    ("end of statement block", f"this {{% … %}} does not end where it should: {ALLOWED}"),
    ("token 'in'", "write {% for one in list %}"),
    ("unexpected '}'", "a closing }} or %} is broken or missing"),
    ("unexpected '%'", "a closing }} or %} is broken or missing"),
    ("tag name expected", f"{{% stands alone: {ALLOWED}"),
)
UNKNOWN_TAG = re.compile(r"unknown tag '([^']*)'")


def slip(message: str, line: int, source: str) -> tuple[int, str]:
    """(line, what is wrong and what to write) for an error of the template parser at a line."""
    if "Unexpected end of template" in message:
        return _left_open(source) or (line, f"a block is never closed: {ALLOWED}")
    unknown = UNKNOWN_TAG.search(message)
    if unknown:
        return _out_of_place(unknown[1], line, source)
    if "end of comment tag" in message:
        return _line_of("{#", line, source), "this {# is never closed: write #} behind the comment"
    likely = next((words for said, words in BEHIND if said in message), "")
    return line, likely or f"this cannot be read ({message.rstrip('.')}): {ALLOWED}"


def subject_line(source: str) -> int:
    """The number of the line that begins with "Subject: ", only comments before it; 0 when there is none."""
    bare = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    for number, line in enumerate(bare.split("\n"), 1):
        if line.startswith("Subject: "):
            return number
        if line.strip():
            return 0
    return 0


def is_empty(source: str) -> bool:
    """Whether a template has nothing but blanks and comments."""
    return not COMMENT.sub("", source).strip()


def _left_open(source: str) -> tuple[int, str] | None:
    stack = _open(source)
    if not stack:
        return None
    line, tag = stack[-1]
    return line, f"this {{% {tag} %}} has no {{% end{tag} %}}"


def _out_of_place(tag: str, line: int, source: str) -> tuple[int, str]:
    if tag not in TAGS:
        return line, f"there is no {{% {tag} %}}{nearest(tag, TAGS)}; {ALLOWED}"
    stack = _open("\n".join(source.split("\n")[:line]))
    if stack:
        return line, f"{{% {tag} %}} stands where {{% end{stack[-1][1]} %}} of line {stack[-1][0]} is due"
    return line, f"{{% {tag} %}} without {{% {'for' if tag == 'endfor' else 'if'} … %}} before it"


def _open(source: str) -> list[tuple[int, str]]:
    """The blocks that are open at the end of a text, outermost first, each with its line."""
    bare = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    stack: list[tuple[int, str]] = []
    line, last = 1, 0
    for match in TAG.finditer(bare):
        line, last = line + bare.count("\n", last, match.start()), match.start()
        if match[1] in {"if", "for"}:
            stack.append((line, match[1]))
        elif stack and match[1] == f"end{stack[-1][1]}":
            stack.pop()
    return stack


def _line_of(mark: str, line: int, source: str) -> int:
    at = source.rfind(mark)
    return source.count("\n", 0, at) + 1 if at >= 0 else line
