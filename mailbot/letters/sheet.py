"""A sheet for people: every letter as it goes out, in every language, on the built-in cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from mailbot.casework.catalogue import Catalogue
from mailbot.letters.facts import facts_of
from mailbot.letters.names import LETTERS, shown
from mailbot.letters.sample_words import words_of
from mailbot.letters.samples import (
    AT,
    ENGINEERING,
    NAMED,
    Sample,
    answered,
    sample_case,
    sample_letter,
    stand_in,
    unread,
)
from mailbot.letters.stationery import Stationery
from mailbot.model import Case, EngineeringReply, Kind, Letter, Party, Purpose, State

PARTIES = {Party.CUSTOMER: "to the customer", Party.AGENT: "to the agents", Party.ENGINEERING: "to engineering"}


def sheet(catalogue: Catalogue) -> str:
    """All of `docs/letters.md`, below its introduction, as Markdown."""
    stationery = stand_in(catalogue)
    return "\n".join(part for purpose in Purpose for part in _letters(purpose, stationery))


def _letters(purpose: Purpose, stationery: Stationery) -> Iterator[str]:
    samples = {
        language: [one for one in scenes(language, stationery.catalogue) if one.letter.purpose is purpose]
        for language in sorted(stationery.catalogue.languages)
    }
    party = next(one.letter.party for scenes_ in samples.values() for one in scenes_)
    yield f"## `{purpose.value}`, {PARTIES[party]}\n"
    yield f"May name: {shown(LETTERS[purpose])}.\n"
    for several in zip(*samples.values(), strict=True):
        yield f"### {several[0].title}\n"
        yield from (_written(one, stationery) for one in several)


def _written(sample: Sample, stationery: Stationery) -> str:
    letter = sample.letter
    facts = facts_of(letter, sample.case, stationery)
    subject, body = stationery.templates.render(letter.purpose, letter.language, facts)
    return f"````text\nTo: {letter.recipient.email}\nSubject: {subject}\n\n{body}````\n"


def scenes(language: str, catalogue: Catalogue) -> tuple[Sample, ...]:
    """What the sheet shows, in the same order for every language."""
    scene = _Scene(language, catalogue)
    return (*scene.first(), *scene.going_on(), *scene.end(), *scene.inside())


class _Scene:
    """Samples of one language."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language, self.catalogue = language, catalogue
        self.bug = self.case(Kind.BUG, State.WAITING_CUSTOMER)

    def case(self, kind: Kind, state: State, **changes: object) -> Case:
        return replace(sample_case(self.language, kind, self.catalogue, state), **changes)  # type: ignore[arg-type]

    def letter(self, title: str, purpose: Purpose, case: Case, **changes: object) -> Sample:
        letter = sample_letter(purpose, self.language, case, self.catalogue)
        changed: Letter = replace(letter, **changes)  # type: ignore[arg-type]
        return Sample(title, changed, case)

    def first(self) -> Iterator[Sample]:
        first, named = Purpose.FIRST, NAMED.get(self.language, NAMED["en"])
        yield self.letter("A bug with questions", first, self.bug)
        done = Purpose.ESCALATION
        yield self.letter(
            "A complete bug", first, self.case(Kind.BUG, State.WITH_ENGINEERING), questions=(), after=done
        )
        yield self.letter(
            "A bug that goes to a person at once", first, self.case(Kind.BUG, State.WITH_AGENT), questions=()
        )
        known = self.case(Kind.QUESTION, State.WITH_AGENT, customer=named)
        yield self.letter("A question of somebody in the directory", first, known)
        yield self.letter("A request", first, self.case(Kind.REQUEST, State.WITH_AGENT))
        yield self.letter("It cannot be told what it is", first, self.case(Kind.UNSURE, State.WITH_AGENT))
        late = self.case(Kind.BUG, State.WITH_AGENT, follows=3)
        yield self.letter("A late answer to a closed case", first, late, questions=())

    def going_on(self) -> Iterator[Sample]:
        yield self.letter("Still something missing", Purpose.QUESTIONS, self.bug)
        yield self.letter("Complete after questions", Purpose.THANKS, self.case(Kind.BUG, State.WITH_ENGINEERING))
        yield self.letter("A person takes over", Purpose.HANDOVER, self.case(Kind.BUG, State.WITH_AGENT))
        yield self.letter("No answer for some time", Purpose.REMINDER, self.bug)

    def end(self) -> Iterator[Sample]:
        yield self.letter("Solved, or closed by an agent", Purpose.CLOSED, self.case(Kind.BUG, State.CLOSED))
        case = answered(self.case(Kind.BUG, State.ANSWERED))
        yield self.letter("Engineering's answer, released", Purpose.ANSWERED, case)
        partly = replace(
            case, engineering=EngineeringReply(workaround=case.engineering.workaround if case.engineering else "")
        )
        yield self.letter("Only a workaround is known", Purpose.ANSWERED, partly)
        yield self.letter("An agent's reply", Purpose.RELAY, case)
        yield self.letter("An agent's reply with nothing but a file", Purpose.RELAY, case, words="")

    def answered_case(self) -> Case:
        """Engineering has just answered."""
        case = answered(self.case(Kind.BUG, State.WITH_ENGINEERING))
        said = words_of(self.language).engineering()
        mail = replace(
            case.mails[0], mail=3, party=Party.ENGINEERING, address=ENGINEERING.email, text=said, attachments=()
        )
        return replace(case, mails=(*case.mails, mail))

    def stopped(self) -> Case:
        """Business has stopped: engineering has it as it is."""
        case = self.case(Kind.BUG, State.WITH_ENGINEERING)
        return replace(case, mails=case.mails[:1], asked=(), alarm="stopped", urgent=str(self.urgent()["reason"]))

    def urgent(self) -> dict[str, object]:
        """What led to it."""
        reason = self.catalogue.say(self.language, "call_stopped", words=words_of(self.language).stopped)
        return {"rule": "escalate_urgent_at_once", "reason": reason}

    def inside(self) -> Iterator[Sample]:
        waiting = replace(self.bug, remind_at=AT + timedelta(days=3))
        note = Purpose.AGENT_NOTE
        yield self.letter("A new case that waits for the customer", note, waiting)
        yield self.letter("Business has stopped", note, self.stopped(), **self.urgent())
        yield self.letter("A question", note, self.case(Kind.QUESTION, State.WITH_AGENT))
        yield self.letter("It cannot be told what it is", note, self.case(Kind.UNSURE, State.WITH_AGENT))
        yield self.letter(
            "A mail that mailbot cannot read",
            note,
            unread(self.case(Kind.UNSURE, State.WITH_AGENT)),
            rule="leave_closed_words_to_people",
            reason=words_of(self.language).closed,
        )
        told = self.answered_case()
        yield self.letter(
            "Engineering answered",
            note,
            told,
            rule="bring_engineering_to_agents",
            reason=self.catalogue.say(self.language, "reason_engineering"),
            missing=(),
        )
        yield self.letter("Was it you who wrote", Purpose.CONFIRM, self.case(Kind.BUG, State.WITH_AGENT))
        yield self.letter("What became of a reply", Purpose.RECEIPT, self.case(Kind.BUG, State.ANSWERED))
        yield self.letter("A bug report", Purpose.ESCALATION, self.case(Kind.BUG, State.WITH_ENGINEERING))
        yield self.letter("A bug report that cannot wait", Purpose.ESCALATION, self.stopped(), **self.urgent())
        yield self.letter("Something needs a person", Purpose.ALERT, self.case(Kind.UNSURE, State.NEW))
