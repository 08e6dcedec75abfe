"""Messages and catalogues for tests, built by hand."""

from __future__ import annotations

from dataclasses import replace

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.classify import NOTHING, Taught, classify
from mailbot.casework.details import find, plain_message
from mailbot.model import Asked, Attachment, Classified, Message, Part, Question, Segment


def message(text: str, subject: str = "", language: str = "ja", **changes: object) -> Message:
    """A mail of these words; lines that begin with ">" are quoted, what follows "-- " is the signature."""
    built = replace(plain_message(text, subject), language=language, segments=segments(text))
    return replace(built, **changes)  # type: ignore[arg-type]


def classified(mail: Message, catalogue: Catalogue, taught: Taught = NOTHING) -> Classified:
    """The kind of a mail, as a case comes to it."""
    return classify(mail, catalogue, find(mail, catalogue), taught)


def segments(text: str) -> tuple[Segment, ...]:
    """What stands where, line by line, without gaps."""
    found: list[Segment] = []
    place, signed = 0, False
    for line in text.splitlines(keepends=True):
        signed = signed or line.rstrip("\n") == "-- "
        part = Part.SIGNATURE if signed else Part.QUOTED if line.startswith((">", "＞")) else Part.NEW
        if found and found[-1].part is part:
            found[-1] = replace(found[-1], end=place + len(line))
        else:
            found.append(Segment(part, place, place + len(line)))
        place += len(line)
    return tuple(found)


def picture(name: str = "IMG_0001.png", size: int = 90_000, *, inline: bool = False) -> Attachment:
    """A picture as a telephone sends it."""
    return Attachment("2", name, "image/png", size, "0" * 64, inline)


def sheet(pictures: int) -> Attachment:
    """An Excel file with pictures pasted into it."""
    return Attachment("2", "画面.xlsx", "application/octet-stream", 90_000, "0" * 64, pictures=pictures)


def asked(*questions: Question, round_: int = 1, message_id: str = "<letter@desk.example>") -> tuple[Asked, ...]:
    """These questions, as one letter asked them."""
    return tuple(Asked(round_, message_id, question) for question in questions)
