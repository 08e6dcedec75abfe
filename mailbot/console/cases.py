"""Cases: in a list, and one with everything that is known, asked, sent and decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import tzinfo

from rich.table import Table
from rich.text import Text

from mailbot.console.details import found
from mailbot.console.letters import letter_table
from mailbot.console.screen import (
    WIDE,
    Column,
    above,
    clock,
    count,
    facts,
    line,
    plain,
    screen,
    short,
    show_json,
    state,
    table,
)
from mailbot.looking import CaseView
from mailbot.model import Address, Case
from mailbot.store.lists import CaseRow

NARROW = (
    Column("case", keep=True), Column("state", keep=True), Column("kind", keep=True), Column("last", keep=True),
    Column("customer, and subject"),
)  # fmt: skip
WIDER = (*NARROW[:-1], Column("mails", keep=True, right=True), Column("customer"), Column("subject"))


def show_cases(rows: Sequence[CaseRow], total: int, prefix: str, zone: tzinfo, *, as_json: bool) -> None:
    """Cases, newest first."""
    if as_json:
        show_json([asdict(row) | {"tag": f"{prefix}-{row.id}"} for row in rows])
        return
    out = screen()
    wide = out.width >= WIDE
    made = table(WIDER if wide else NARROW)
    for row in rows:
        customer = row.customer or "nobody"
        told = (str(row.mails), short(customer, 60), short(row.subject))
        made.add_row(
            Text(f"{prefix}-{row.id}"),
            state(row.state),
            Text(row.kind, style="red" if row.urgent else ""),
            clock(row.last_at or row.created_at, zone, year=wide),
            *([Text(one) for one in told] if wide else [above(customer, row.subject, 60)]),
        )
    if rows:
        out.print(made)
    out.print(count(len(rows), total, "cases"))


def show_case(view: CaseView, zone: tzinfo, *, as_json: bool) -> None:
    """One case, whole."""
    if as_json:
        letters = [asdict(letter) for letter in view.letters]
        show_json(asdict(view.case) | {"tag": view.tag, "missing": view.missing, "letters": letters})
        return
    out = screen()
    out.print(Text(f"{view.tag}  {short(view.case.subject)}", style="bold"))
    out.print(facts(_facts(view, zone)))
    for part in _parts(view, zone):
        out.print()
        out.print(part)


def _parts(view: CaseView, zone: tzinfo) -> Iterator[Table]:
    case = view.case
    if case.findings:
        yield found(case.findings, view.labels, "Details")
    if case.asked:
        yield _asked(case)
    if case.mails:
        yield _mails(case, zone)
    if view.letters:
        yield letter_table(view.letters, zone, "Letters")
    if case.events:
        yield _events(case, zone)


def _facts(view: CaseView, zone: tzinfo) -> Iterable[tuple[str, str]]:
    case = view.case
    missing = ", ".join(view.labels.get(one, one) for one in view.missing)
    given = [
        ("customer", _name(case.customer)),
        ("state", case.state.replace("_", " ")),
        ("kind", f"{case.kind}{f' (also {case.also})' if case.also else ''}: {case.kind_reason}"),
        ("product", f"{case.product}: {case.product_reason}" if case.product else ""),
        ("language", case.language),
        ("opened", clock(case.created_at, zone)),
        ("urgent", case.urgent),
        ("wish", case.wish),
        ("taken", case.taken),
        ("silent", case.silence),
        ("looks again", clock(case.wake_at, zone)),
        ("reminds", clock(case.remind_at, zone)),
        ("goes on from", f"case {case.follows}" if case.follows else ""),
        ("goes on in", f"case {case.merged}" if case.merged else ""),
        ("cites", f"case {case.cites}, whose mails it cites" if case.cites else ""),
        ("takes part", ", ".join(case.participants)),
        ("missing", missing or "nothing"),
        *_engineering(case),
    ]
    return ((name, value) for name, value in given if value)


def _engineering(case: Case) -> list[tuple[str, str]]:
    reply = case.engineering
    if reply is None:
        return []
    return [
        ("cause", reply.cause),
        ("workaround", reply.workaround),
        ("estimate", reply.estimate),
        ("needs more", reply.need_more),
    ]


def _asked(case: Case) -> Table:
    made = table(
        (Column("round", keep=True, right=True), Column("no.", keep=True, right=True), Column("question")), "Asked"
    )
    for one in case.asked:
        made.add_row(str(one.round), str(one.question.number), Text(plain(one.question.text)))
    return made


def _mails(case: Case, zone: tzinfo) -> Table:
    columns = (
        Column("mail", keep=True, right=True),
        Column("at", keep=True),
        Column("who"),
        Column("subject, attached, why it is here"),
    )
    made = table(columns, "Mails")
    for mail in case.mails:
        who = f"{'to' if mail.ours else 'from'} {mail.party} {line(mail.address)}"
        attached = ", ".join(f"{line(one.name)} ({one.size} bytes)" for one in mail.attachments)
        below = "; ".join(one for one in (attached, mail.joined) if one)
        made.add_row(str(mail.mail or "ours"), clock(mail.at, zone), Text(plain(who)), above(mail.subject, below))
    return made


def _events(case: Case, zone: tzinfo) -> Table:
    wide = screen().width >= WIDE
    names = (Column("decision"), Column("reason"), Column("rule")) if wide else (Column("decision, and reason"),)
    made = table((Column("at", keep=True), *names), "Events")
    for event in case.events:
        cells = (Text(plain(event.decision)), Text(plain(event.reason)), Text(event.rule))
        made.add_row(clock(event.at, zone), *(cells if wide else (above(event.decision, event.reason),)))
    return made


def _name(customer: Address | None) -> str:
    if customer is None:
        return "nobody: no single valid sender"
    return f"{customer.name} <{customer.email}>" if customer.name else customer.email
