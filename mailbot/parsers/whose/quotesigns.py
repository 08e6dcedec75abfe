"""Tell which lines begin with a quote sign, and which only look so: faces, prompts, paths through menus, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

QUOTE = re.compile(r"\s{0,3}[>＞≫]")
FACE = re.compile(r"\s{0,3}>(?:[_.;oO^]{1,3}<|:[(\[<])")
PROMPT = re.compile(r"\s{0,3}>>>\s")
# The last line of a wrapped introduction: "<a@b.example" and ">:" or "> wrote:" below it.
TORN = re.compile(r"\s{0,3}>\s{0,2}[^>\n]{0,30}[:：]\s{0,3}")
OPEN = re.compile(r"<[^<>]{1,120}$")
# Signs of older programs; they are quotes only below an introduction: "| ", ": ", "： ", "山田> ".
OTHER = re.compile(r"\s{0,2}(?:([|｜:：])(?:\s|$)|(\w{1,12})[>＞])")


def quoted_lines(lines: Sequence[str]) -> list[bool]:
    """For each line whether it begins with a quote sign."""
    marks = [bool(QUOTE.match(line)) for line in lines]
    if not any(marks):
        return marks
    marks = [
        mark and not FACE.match(line) and not _torn(lines, index)
        for index, (line, mark) in enumerate(zip(lines, marks, strict=True))
    ]
    shell = all(PROMPT.match(line) for line, mark in zip(lines, marks, strict=True) if mark)
    for index, line in enumerate(lines):
        if marks[index] and (shell or (_alone(marks, index) and _is_path(line))):
            marks[index] = False
    return marks


def _torn(lines: Sequence[str], index: int) -> bool:
    line = lines[index]
    if line.strip() in (">:", ">："):
        return True
    return bool(index and TORN.fullmatch(line) and OPEN.search(lines[index - 1][-200:]))


def _alone(marks: Sequence[bool], index: int) -> bool:
    return not (index and marks[index - 1]) and not (index + 1 < len(marks) and marks[index + 1])


def _is_path(line: str) -> bool:
    """ "＞設定＞一般" leads through menus."""
    bare = line.lstrip()
    return bare.startswith("＞") and bare[0] in bare[1:]


def other_signs(lines: Sequence[str], start: int) -> list[int]:
    """The lines below an introduction that begin with one and the same unusual sign, at least two of them."""
    first = next((i for i in range(start, min(start + 4, len(lines))) if lines[i].strip()), len(lines))
    sign = _sign(lines[first]) if first < len(lines) else ""
    if not sign:
        return []
    found = [index for index in range(first, len(lines)) if _sign(lines[index]) == sign]
    return found if len(found) >= 2 else []


def _sign(line: str) -> str:
    found = OTHER.match(line)
    return (found[1] or found[2]) if found else ""
