"""Say in plain lines what a calendar file says (RFC 5545): what, when, where, who."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_LINES = 5_000
MAX_WORDS = 20_000
MAX_PEOPLE = 20
FOLD = re.compile(r"\r?\n[ \t]")
ESCAPE = re.compile(r"\\([\\;,nN])")
TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d{0,2}(Z?))?")
KINDS = frozenset(("VEVENT", "VTODO", "VJOURNAL"))
ANSWERS = frozenset(("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"))
KANA = re.compile("[\u3041-\u30ff]")
ENGLISH = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "REPLY": "Reply",
    "COUNTER": "Another time proposed",
    "DECLINECOUNTER": "Other time declined",
    "ADD": "Invitation",
    "REFRESH": "Refresh",
    "": "Event",
    "WHEN": "When",
    "WHERE": "Where",
    "ORGANIZER": "Organizer",
    "WHO": "Who",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "delegated",
}
JAPANESE = {
    "REQUEST": "予定のご案内",
    "CANCEL": "予定の取り消し",
    "REPLY": "出欠の返信",
    "COUNTER": "別の日時のご提案",
    "DECLINECOUNTER": "別の日時のお断り",
    "ADD": "予定のご案内",
    "REFRESH": "予定の再送のご依頼",
    "": "予定",
    "WHEN": "時間",
    "WHERE": "場所",
    "ORGANIZER": "主催者",
    "WHO": "出席者",
    "ACCEPTED": "出席",
    "DECLINED": "欠席",
    "TENTATIVE": "仮の予定",
    "DELEGATED": "代理",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A content line: its parameters by upper-case name, its value as written."""

    value: str
    parameters: dict[str, str]


@dataclass(slots=True)
class Event:
    """The lines of the first event by their upper-case names, and what the file wants (RFC 5546)."""

    method: str = ""
    lines: dict[str, list[Line]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a property, "" when it has none."""
        return unescaped(self.lines[name][0].value) if name in self.lines else ""


def said_by(source: str) -> str:
    """The first event in plain lines, "" when the file holds none."""
    event = _event(source)
    if not event.lines:
        return ""
    words = event.text("COMMENT") or event.text("DESCRIPTION")
    said = JAPANESE if KANA.search(event.text("SUMMARY") + words) else ENGLISH
    told = [
        f"{said.get(event.method, said[''])}: {event.text('SUMMARY') or '-'}",
        _labelled(said["WHEN"], _when(event)),
        _labelled(said["WHERE"], event.text("LOCATION")),
        _labelled(said["ORGANIZER"], ", ".join(_people(event, "ORGANIZER", said))),
        _labelled(said["WHO"], ", ".join(_people(event, "ATTENDEE", said))),
    ]
    return "\n".join([one for one in told if one] + (["", words[:MAX_WORDS]] if words.strip() else []))


def _event(source: str) -> Event:
    event = Event()
    inside: list[str] = []
    for raw in FOLD.sub("", source).replace("\r", "\n").split("\n")[:MAX_LINES]:
        name, line = _line(raw)
        if name == "BEGIN":
            if line.value.upper() in KINDS and event.lines:
                break
            inside.append(line.value.upper())
        elif name == "END":
            inside = inside[:-1]
        elif name == "METHOD":
            event.method = line.value.strip().upper()
        elif inside and inside[-1] in KINDS:  # not in an alarm or a time zone
            event.lines.setdefault(name, []).append(line)
    return event


def _line(raw: str) -> tuple[str, Line]:
    """Section 3.1: name, parameters, value; a colon inside of quotes is no divider."""
    pieces = raw.split('"')
    head, value, quoted = "", "", False
    for index, piece in enumerate(pieces):
        quoted = index % 2 == 1
        colon = -1 if quoted else piece.find(":")
        if colon >= 0:
            head += piece[:colon]
            value = '"'.join((piece[colon + 1 :], *pieces[index + 1 :]))
            break
        head += piece.replace(";", "\0") if quoted else piece
    name, *rest = head.split(";")
    found = (one.replace("\0", ";").partition("=") for one in rest[:20])
    return name.strip().upper(), Line(value, {key.strip().upper(): content for key, _, content in found})


def unescaped(value: str) -> str:
    """The text of a value (section 3.3.11)."""
    return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _labelled(label: str, words: str) -> str:
    return f"{label}: {' '.join(words.split())}" if words.strip() else ""


def _when(event: Event) -> str:
    start, end = (_time(event, name) for name in ("DTSTART", "DTEND"))
    due = _time(event, "DUE")
    if not start[0]:
        return f"{due[0]} {due[1]}" if due[0] else ""
    zone = f" {start[1]}" if start[1] else ""
    same_day = start[0][:10] == end[0][:10]
    until = end[0][11:] if same_day else end[0]
    return f"{start[0]} - {until}{zone}" if until else f"{start[0]}{zone}"


def _time(event: Event, name: str) -> tuple[str, str]:
    """A time as it is written, and its zone as it is named: nothing is converted."""
    lines = event.lines.get(name)
    found = TIME.match(lines[0].value.strip()) if lines else None
    if not lines or not found:
        return "", ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    zone = "UTC" if found[6] else lines[0].parameters.get("TZID", "")[:60]
    return (f"{day} {found[4]}:{found[5]}", zone) if found[4] else (day, "")


def _people(event: Event, name: str, said: Mapping[str, str]) -> list[str]:
    people: list[str] = []
    for line in event.lines.get(name, ())[:MAX_PEOPLE]:
        address = re.sub("^mailto:", "", line.value.strip(), flags=re.IGNORECASE)
        answer = line.parameters.get("PARTSTAT", "").upper()
        label = line.parameters.get("CN", "").strip() or address
        shown = f"{label} <{address}>" if label != address and "@" in address else label
        people.append(f"{shown} ({said[answer]})" if answer in ANSWERS else shown)
    return people
