"""What `try` says about one mail: what it is, gives and gets, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailbot.console.screen import Column, above, facts, plain, screen, short, show_json, table
from mailbot.marking import stretches
from mailbot.model import Answer, Finding, Message, Part, Strength
from mailbot.trial import Trial

GUTTER = {Part.NEW: " ", Part.QUOTED: "q", Part.SIGNATURE: "s", Part.FORWARDED: "f", Part.DISCLAIMER: "d"}
SAID = {"q": "quoted", "s": "signature", "f": "passed on", "d": "legal words"}
STRONG, WEAK, NUMBER = "black on bright_green", "black on bright_yellow", "bold bright_cyan"
MOST_LINES = 400  # of the mail
LONGEST_SUBJECT = 400


def show_trial(result: Trial, *, as_json: bool) -> None:
    """What one mail is, gives and gets, and why."""
    if as_json:
        show_json(_trial_facts(result))
        return
    out = screen()
    if result.message is None:
        out.print(Text(f"This mail cannot be read: {plain(result.unread)}", style="red"))
        return
    out.print(facts(rows_of(result)))
    _mail(out, result)
    if result.findings:
        out.print(_found(result))
    if result.lacks:
        out.print(_missing(result))
    for recipient, subject, words in result.letters:
        out.rule(Text(f"to {plain(recipient)}"))
        out.print(Text(f"Subject: {plain(subject)}\n\n{plain(words)}"))


def _origin(message: Message) -> str:
    absence = f", back about {message.absence.back.isoformat()}" if message.absence else ""
    guess = " (a guess)" if message.guessed else ""
    return f"{message.origin.value}{absence}{guess} {message.origin_sign}".strip()


def rows_of(result: Trial) -> list[tuple[str, str]]:
    """What the mail is and what becomes of it, as names and values."""
    message, outcome = result.message, result.outcome
    if message is None or outcome is None:
        return []
    case = outcome.case
    return [
        ("from", message.sender.email if message.sender else "no single valid sender"),
        ("subject", short(message.subject, 300)),
        ("origin", _origin(message)),
        ("sender proven", result.proof),
        ("language", message.language or "not told"),
        ("kind", f"{case.kind.value}: {case.kind_reason}" if case else "not read"),
        *_weighed(result),
        ("missing", ", ".join(result.labels.get(one, one) for one in result.missing) or "nothing"),
        ("decision", type(outcome.decision).__name__),
        ("by rule", outcome.rule),
        ("because", outcome.decision.reason),
        ("attachments", ", ".join(f"{one.name} ({one.size} bytes)" for one in message.attachments) or "none"),
        ("defects", ", ".join(message.defects) or "none"),
    ]


def how(one: Finding) -> str:
    """How sure a finding is: told, a guess, not known, refused."""
    if one.answer is not Answer.GIVEN:
        return "not known" if one.answer is Answer.UNKNOWN else "refused"
    return "told" if one.strength is Strength.STRONG else "a guess"


def place(one: Finding) -> str:
    """Where a finding stands."""
    return f"{one.source} {one.start}-{one.end}" if one.source in {"body", "subject"} else one.source


def _mail(out: Console, result: Trial) -> None:
    """The mail with every finding marked: in colour, or in brackets where there is none."""
    coloured = out.is_terminal and out.color_system is not None and not out.no_color
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_column(no_wrap=True, style="dim")
    made.add_column(overflow="fold")
    lines = list(_lines(result, coloured=coloured))
    for sign, line in lines[:MOST_LINES]:
        made.add_row(f"{sign}|", line)
    out.rule(Text("the mail"))
    out.print(made)
    if len(lines) > MOST_LINES:
        out.print(Text(f"({len(lines) - MOST_LINES} more lines: --json and --html show all)", style="dim"))
    signs = [f"{sign}| {SAID[sign]}" for sign in dict.fromkeys(sign for sign, _ in lines) if sign in SAID]
    marks = "green is told, yellow a guess" if coloured else "[1: words] found, [1?: words] a guess"
    out.print(
        Text(
            "; ".join([*([f"{marks}; numbers as in the table below"] if result.findings else []), *signs]), style="dim"
        )
    )
    out.rule()


def _lines(result: Trial, *, coloured: bool) -> Iterator[tuple[str, Text]]:
    """(sign of its part, words) of each line, the subject first."""
    subject = Text("Subject: ", style="bold") + _marked(result, "subject", coloured=coloured)[0][1]
    subject.truncate(LONGEST_SUBJECT, overflow="ellipsis")
    yield " ", subject
    yield " ", Text("")
    yield from _marked(result, "body", coloured=coloured)


def _marked(result: Trial, source: str, *, coloured: bool) -> list[tuple[str, Text]]:
    text, segments = (result.text.rstrip(), result.segments) if source == "body" else (result.subject, ())
    lines = [(" ", Text(""))]
    for one in stretches(text, segments, result.marked(source)):
        weak = {n for n in (*one.opens, *one.inside) if how(result.findings[n - 1]) == "a guess"}
        style = _style(one.inside, weak, one.part) if coloured else ""
        opened = "" if coloured else "".join(f"[{n}{'?' if n in weak else ''}: " for n in one.opens)
        for i, words in enumerate(plain(text[one.start : one.end]).split("\n")):
            if i or not lines[-1][1]:
                lines = [*lines, (GUTTER[one.part], Text(""))] if i else [*lines[:-1], (GUTTER[one.part], Text(""))]
            lines[-1][1].append(("" if i else opened) + words, style)
        if coloured:
            lines[-1][1].append("".join(f"[{n} {_label(result, n)}]" for n in one.closes), NUMBER)
        else:
            lines[-1][1].append("]" * len(one.closes))
    return lines


def _label(result: Trial, number: int) -> str:
    detail = result.findings[number - 1].detail
    return plain(result.labels.get(detail, detail))


def _style(inside: tuple[int, ...], weak: set[int], part: Part) -> str:
    if inside:
        return STRONG if set(inside) - weak else WEAK
    return "" if part is Part.NEW else "dim"


def _found(result: Trial) -> Table:
    columns = (Column("#", keep=True, right=True), Column("detail"), Column("value and words"), Column("how"))
    made = table(columns, "Found")
    for number, one in enumerate(result.findings, 1):
        words = one.quote if one.quote != one.value else ""
        label = result.labels.get(one.detail, one.detail)
        value = above(one.value, words, 240)
        made.add_row(str(number), Text(plain(label)), value, above(f"{how(one)}: {one.rule}", place(one)))
    return made


def _missing(result: Trial) -> Table:
    made = table((Column("detail"), Column("why"), Column("asked now", keep=True)), "Missing")
    for one in result.lacks:
        label = result.labels.get(one.detail, one.detail)
        made.add_row(Text(plain(label)), Text(plain(one.why)), "yes" if one.asked else "no")
    return made


def _weighed(result: Trial) -> Iterator[tuple[str, str]]:
    """Which words spoke for which kind with which weight: by the rules, and in the site's own model."""
    words = ", ".join(f"{vote.kind.value} {vote.words!r} {vote.weight:+d}" for vote in result.rules)
    yield "words of kinds", words or "none"
    if result.model:
        reasons = ", ".join(f"{feature!r} {weight:+.2f}" for feature, weight in result.model.reasons)
        yield "own model", f"{result.model.kind.value} {result.model.probability:.2f}: {reasons or 'no known words'}"


def _trial_facts(result: Trial) -> Mapping[str, object]:
    """As docs/try.md lists it, key by key."""
    outcome, message = result.outcome, result.message
    if message is None or outcome is None:
        return {"unread": result.unread}
    case = outcome.case
    hidden = {"headers", "text", "segments"}
    return {
        "message": {name: value for name, value in asdict(message).items() if name not in hidden},
        "text": result.text,
        "subject": result.subject,
        "segments": [asdict(segment) for segment in result.segments],
        "new_text": message.new_text,
        "kind": case.kind.value if case else None,
        "kind_reason": case.kind_reason if case else None,
        "also": case.also if case else None,
        "kind_words": [asdict(vote) for vote in result.rules],
        "own_model": asdict(result.model) if result.model else None,
        "findings": [
            asdict(one) | {"number": n, "label": result.labels.get(one.detail, one.detail), "how": how(one)}
            for n, one in enumerate(result.findings, 1)
        ],
        "missing": result.missing,
        "lacks": [asdict(one) | {"label": result.labels.get(one.detail, one.detail)} for one in result.lacks],
        "decision": type(outcome.decision).__name__,
        "rule": outcome.rule,
        "reason": outcome.decision.reason,
        "letters": [{"to": to, "subject": subject, "text": words} for to, subject, words in result.letters],
    }
