"""What is wrong with a file that a person edited: every mistake at once, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: file, line (0 where it cannot be found), key, what is wrong and what to do."""

    file: str
    line: int
    key: str
    message: str
    warning: bool = False  # it works like this; an admin should know what it means

    def __str__(self) -> str:
        place = f"{'warning: ' if self.warning else ''}{self.file}{f':{self.line}' if self.line else ''}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class ConfigError(Exception):
    """All problems of the configuration, reported together."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
