"""What a template made, as subject and body: the letter's own lines are tidied, a person's words are not."""

from __future__ import annotations

from mailbot.letters.compose import LetterError

# Lines of a fact are marked: a letter's own blank lines are tidied, a person's are not. No letter of ours has a NUL.
MARK = "\0"


class RenderError(LetterError):
    """A template does not give a letter; `line` is its line, 0 where it cannot be told."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"template {file}{f', line {line}' if line else ''}: {reason}")
        self.line, self.reason = line, reason


def marked(value: object) -> object:
    """Any value that stands in a letter, the lines of a text marked as a fact's."""
    if not isinstance(value, str):
        return value
    return value.replace(MARK, "").replace("\n", f"\n{MARK}")


def halves(file: str, text: str) -> tuple[str, str]:
    """(subject, body) of what the template `file` made; RenderError when it is no letter."""
    first, _, rest = text.lstrip("\n").partition("\n")
    if not first.startswith("Subject: ") or not first.removeprefix("Subject: ").strip():
        raise RenderError(file, 0, 'makes no line "Subject: …"')
    if rest.startswith(MARK):
        raise RenderError(file, 0, "makes a subject of several lines")
    lines = [_tidy(line) for line in rest.strip("\n").split("\n")]
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    body = "\n".join(line.removeprefix(MARK) for line in kept).strip("\n")
    if not body.strip():
        raise RenderError(file, 0, "makes a letter without words")
    return first.removeprefix("Subject: ").strip(), body + "\n"


def _tidy(line: str) -> str:
    """The blank behind "--" is what mail programs know a signature by (RFC 3676 section 4.3)."""
    return line if line == "-- " or line.startswith(MARK) else line.rstrip()
