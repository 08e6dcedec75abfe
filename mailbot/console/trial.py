"""What `try` says about one mail: what it is, gives and gets, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from mailbot.console.details import found
from mailbot.console.screen import facts, plain, screen, short, show_json
from mailbot.trial import Trial


def show_trial(result: Trial, *, as_json: bool) -> None:
    """What one mail is, gives and gets, and why."""
    if as_json:
        show_json(_trial_facts(result))
        return
    out = screen()
    if result.message is None:
        out.print(Text(f"This mail cannot be read: {plain(result.unread)}", style="red"))
        return
    _facts(out, result)
    if result.outcome and result.outcome.case and result.outcome.case.findings:
        out.print(found(result.outcome.case.findings, result.labels))
    for recipient, subject, words in result.letters:
        out.rule(Text(f"to {plain(recipient)}"))
        out.print(Text(f"Subject: {plain(subject)}\n\n{plain(words)}"))


def _facts(out: Console, result: Trial) -> None:
    message, outcome = result.message, result.outcome
    if message is None or outcome is None:
        return
    case = outcome.case
    rows = [
        ("from", message.sender.email if message.sender else "no single valid sender"),
        ("subject", short(message.subject, 300)),
        ("origin", f"{message.origin.value} {message.origin_sign}".strip()),
        ("sender proven", f"{message.authentication.verdict}: {message.authentication.reason}"),
        ("language", message.language or "not told"),
        ("kind", f"{case.kind.value}: {case.kind_reason}" if case else "not read"),
        ("missing", ", ".join(result.labels.get(one, one) for one in result.missing) or "nothing"),
        ("decision", type(outcome.decision).__name__),
        ("by rule", outcome.rule),
        ("because", outcome.decision.reason),
        ("attachments", ", ".join(f"{one.name} ({one.size} bytes)" for one in message.attachments) or "none"),
        ("defects", ", ".join(message.defects) or "none"),
    ]
    out.print(facts(rows))


def _trial_facts(result: Trial) -> Mapping[str, object]:
    outcome, message = result.outcome, result.message
    if message is None or outcome is None:
        return {"unread": result.unread}
    case = outcome.case
    return {
        "message": {
            name: value for name, value in asdict(message).items() if name not in {"headers", "text", "segments"}
        },
        "new_text": message.new_text,
        "kind": case.kind.value if case else None,
        "kind_reason": case.kind_reason if case else None,
        "findings": [asdict(finding) for finding in case.findings] if case else [],
        "missing": result.missing,
        "decision": type(outcome.decision).__name__,
        "rule": outcome.rule,
        "reason": outcome.decision.reason,
        "letters": [{"to": to, "subject": subject, "text": words} for to, subject, words in result.letters],
    }
