"""What mailbot would do with one mail, and why: the same code as in production, on a case that is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from mailbot.assembly import fresh_ids, policy_of, reader_of, stationery_of, wall_clock
from mailbot.casework.about import matter
from mailbot.casework.advance import advance, wake
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.asking import why
from mailbot.casework.linear import Told
from mailbot.casework.ngrams import features_of
from mailbot.casework.policy import Policy, Spent
from mailbot.casework.tokens import Tokens
from mailbot.casework.veil import Veil, veil_of, veiled
from mailbot.casework.votes import Vote, votes_of
from mailbot.config.details import packaged_catalogue
from mailbot.config.load import Config
from mailbot.letters.compose import LetterError
from mailbot.letters.render import Templates
from mailbot.letters.stationery import Stationery
from mailbot.letters.write import Kept, write
from mailbot.model import (
    Address,
    Case,
    Enclosure,
    Finding,
    Message,
    Outcome,
    Part,
    Party,
    Reading,
    Segment,
    Wait,
)
from mailbot.reader import Reader, Unread

OURS = 1  # the number of the mail that is tried
MOST_REASONS = 10  # features of the model that are shown


@dataclass(frozen=True, slots=True)
class Lack:
    """A detail that is missing: why, and whether the letter asks for it now."""

    detail: str
    why: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """All that can be said about one mail."""

    message: Message | None
    unread: str  # why it could not be read, "" when it was
    outcome: Outcome | None  # as it would be when the quiet period is over
    lacks: tuple[Lack, ...]
    labels: dict[str, str]  # detail -> label in the language of the mail
    letters: tuple[tuple[str, str, str], ...]  # (recipient, subject, body)
    text: str = ""  # the words that were read, in which the spans of findings count
    subject: str = ""
    segments: tuple[Segment, ...] = ()
    rules: tuple[Vote, ...] = ()  # the weighed words that spoke for a kind
    proof: str = ""  # what our mail server says of the sender
    model: Told | None = None  # what the site's own model says, confident or not

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is known, numbered from 1 in this order."""
        return self.outcome.case.findings if self.outcome and self.outcome.case else ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The details that are missing, in asking order."""
        return tuple(lack.detail for lack in self.lacks)

    def marked(self, source: str) -> tuple[tuple[int, Finding], ...]:
        """(number, finding) of what stands in the "body", or in the "subject", of this mail."""
        numbered = enumerate(self.findings, 1)
        return tuple((n, one) for n, one in numbered if one.source == source and one.mail == OURS)


def trial(raw: bytes, config: Config | None) -> Trial:
    """Read a mail, decide about it as about a first contact just now, and write its letters; nothing is kept or sent.

    What it holds of card numbers and passwords is covered in all that is said of it, place for place.

    Without a configuration the shipped details are used, and the sender is trusted.
    """
    reader = reader_of(config) if config else Reader(Reading())
    try:
        read = reader.read(raw)
    finally:
        reader.close()
    if isinstance(read, Unread):
        return Trial(None, read.reason, None, (), {}, ())
    policy, stationery = (policy_of(config), stationery_of(config)) if config else _stand_in(read)
    decided = _decided(read, policy, stationery.instance)
    veil = veil_of(decided.case, in_place=True) if decided.case else Veil((), in_place=True)
    case = veiled(decided.case, veil) if decided.case else None
    outcome = replace(decided, case=case, decision=replace(decided.decision, reason=veil(decided.decision.reason)))
    language = case.language if case else policy.default_language
    text, subject, segments = _words(read, decided.case)
    return Trial(
        message=replace(read, subject=veil(read.subject), text=veil(read.text)),
        unread="",
        outcome=outcome,
        lacks=tuple(_lacks(outcome, policy)),
        labels={detail.id: stationery.local(detail.label, language) for detail in policy.catalogue.details},
        letters=_letters(decided, stationery, raw),
        text=veil(text),
        subject=veil(subject),
        segments=segments,
        rules=votes_of(read, policy.catalogue),
        proof=f"{read.authentication.verdict}: {policy.told(*read.authentication.reasons)}",
        model=_model(read, policy),
    )


def _model(message: Message, policy: Policy) -> Told | None:
    if policy.model is None:
        return None
    return policy.model.told(features_of(message, policy.catalogue, votes_of(message, policy.catalogue)), MOST_REASONS)


def _words(message: Message, case: Case | None) -> tuple[str, str, tuple[Segment, ...]]:
    """The words that findings count in: of a mail that was passed on, those of the customer alone."""
    mine = [mail for mail in case.mails if mail.party is Party.CUSTOMER and not mail.ours] if case else []
    if mine and mine[-1].text and mine[-1].text != message.text:
        return mine[-1].text, mine[-1].subject, (Segment(Part.NEW, 0, len(mine[-1].text)),)
    return message.text, message.subject, message.segments


def _lacks(outcome: Outcome, policy: Policy) -> Iterator[Lack]:
    missing = next((letter.missing for letter in outcome.letters if letter.missing), ())
    asked = {id_ for letter in outcome.letters for question in letter.questions for id_ in question.details}
    if outcome.case is None:
        return
    about = matter(outcome.case, policy)
    for id_ in missing:
        known = [one for one in outcome.case.findings if one.detail == id_]
        guesses = ", ".join(dict.fromkeys(f"{one.value} ({one.rule})" for one in known))
        told = f"only a guess: {guesses}" if guesses else "nothing in the mail tells it"
        yield Lack(id_, f"{why(policy.catalogue.detail(id_), about)}; {told}", id_ in asked)


def _decided(message: Message, policy: Policy, instance: str) -> Outcome:
    now = wall_clock()
    step = Step(policy, now, Spent(), fresh_ids(Tokens(instance)))
    arrival = Arrival(message, mail=OURS, received_at=now, fresh_id=1, closed=policy.closed(message))
    outcome = advance(None, arrival, step)
    if outcome.case is not None and isinstance(outcome.decision, Wait):
        return wake(outcome.case, Step(policy, now + policy.quiet, Spent(), step.fresh))
    return outcome


def _letters(outcome: Outcome, stationery: Stationery, raw: bytes) -> tuple[tuple[str, str, str], ...]:
    if outcome.case is None:
        return ()
    written: list[tuple[str, str, str]] = []
    for letter in outcome.letters:
        try:
            _, subject, words = write(letter, outcome.case, stationery, wall_clock(), Kept(lambda _: raw, _no_file))
        except LetterError as error:
            subject, words = "(held)", str(error)
        written.append((letter.recipient.email, subject, words))
    return tuple(written)


def _no_file(_: Enclosure) -> bytes:
    raise LetterError("a trial has no files to enclose")


def _stand_in(message: Message) -> tuple[Policy, Stationery]:
    """A site that exists only for the trial: the mail was sent to it, whatever its To says."""
    own = message.to[0] if message.to else Address("support@mailbot.example")
    catalogue = packaged_catalogue()
    policy = Policy(
        catalogue=catalogue,
        support=own,
        own=frozenset({own.key}),
        agents=("agent@mailbot.example",),
        engineering="engineering@mailbot.example",
        default_language="en",
        other_language="en",
        staff_language="en",
        prefix="CASE",
        trust_header=False,
        questions=3,
        rounds=2,
        quiet=timedelta(0),
        reply_within=timedelta(hours=48),
        first_per_address=3,
        first_per_domain=20,
        automatic_per_hour=100,
    )
    stationery = Stationery(
        support=own,
        team={"ja": "サポート窓口", "en": "the support team"},
        hours={"ja": "平日 9:00〜18:00", "en": "on weekdays from 9:00 to 18:00"},
        contact={},
        prefix="CASE",
        instance="mailbot.example",
        zone=ZoneInfo("UTC"),
        catalogue=catalogue,
        templates=Templates(),
        default_language="en",
        escalation_bytes=20 * 1024 * 1024,
    )
    return policy, stationery
