"""What is wrong with a letter that a person edited: the file, the line, what to write instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a template, in the shape of the configuration's; line 0 where it cannot be found."""

    file: str
    line: int
    key: str  # the letter, "ja/first"
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


Problems = tuple[Problem, ...]
