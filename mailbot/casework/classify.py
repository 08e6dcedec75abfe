"""Tell questions, bugs and requests apart: tag, form field, rule of the mailbox, own model, rules; else unsure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from mailbot.casework.catalogue import Catalogue, Say, listed
from mailbot.casework.details import certain
from mailbot.casework.forms import filled
from mailbot.casework.linear import Model
from mailbot.casework.mixed import with_second
from mailbot.casework.ngrams import features_of
from mailbot.casework.normalise import plain
from mailbot.casework.tags import SAID, Tag, form_tag, subject_tag, untagged
from mailbot.casework.votes import Vote, named, points_of, votes_of
from mailbot.model import Classified, Finding, Kind, Message, ToldBy

ENOUGH = 2  # points a kind needs
CLEAR = 3  # points of a malfunction that a question about it does not outvote ...
LOUDER = 2  # ... unless it has so many points more
LOUD = 4  # points of a malfunction that the word "question" in a tag does not outweigh
LONGEST_QUOTE = 60
QUOTES = frozenset('「『“"')
LONGEST_THANKS = 60  # characters


@dataclass(frozen=True, slots=True)
class Taught:
    """What a site says of its mail beforehand: the kind of all mail to a mailbox, and its own trained model."""

    account: str = ""  # name of the mailbox
    kind: Kind | None = None  # of all that comes to it
    model: Model | None = None
    language: str = "en"  # of our own people, who read the reasons


NOTHING = Taught()


def classify(
    message: Message, catalogue: Catalogue, found: tuple[Finding, ...], taught: Taught = NOTHING
) -> Classified:
    """The kind of a first mail and the sentence that says why: what the sender says, then the site, then the words.

    `found` is what `details.find` tells of it: who tells steps or shows a picture reports something.
    """
    say = partial(catalogue.say, taught.language)
    form = filled(message, catalogue)
    if form:
        return Classified(form.kind, say("kind_because_form", kind=say(f"kind_{form.kind.value}")), ToldBy.FORM)
    tag = subject_tag(message.subject, catalogue) or form_tag(message, catalogue) or _of_account(taught)
    if tag:
        words = replace(message, subject=untagged(message.subject, catalogue))
        seen = _tagged(tag, _own_words(votes_of(words, catalogue), message, found), say)
    else:
        votes = _own_words(votes_of(message, catalogue), message, found)
        seen = _learnt(message, catalogue, votes, taught.model, say) or _judged(votes, message, catalogue, found, say)
    return with_second(seen, message, catalogue, say, said_so=tag is not None)


def _own_words(votes: tuple[Vote, ...], message: Message, found: tuple[Finding, ...]) -> tuple[Vote, ...]:
    """Without what only a quoted message of a program asks or wishes: 「プリンターが見つかりません」 asks nothing."""
    shown = [one.quote for one in found if one.source == "body" and message.text[one.start - 1 : one.start] in QUOTES]
    return tuple(vote for vote in votes if vote.kind is Kind.BUG or not any(vote.words in one for one in shown))


def _of_account(taught: Taught) -> Tag | None:
    return Tag(taught.kind, "mailbox", taught.account, SAID) if taught.kind else None


def _learnt(
    message: Message, catalogue: Catalogue, votes: tuple[Vote, ...], model: Model | None, say: Say
) -> Classified | None:
    """What the site's own model says where it is sure enough; else the rules decide."""
    if model is None or not message.new_text.strip() or _over(message, catalogue):
        return None
    told = model.told(features_of(message, catalogue, votes))
    if told.probability < model.limit:
        return None
    words = listed((f"{name!r} {weight:+.2f}" for name, weight in told.reasons), say)
    kind, chance = say(f"kind_{told.kind.value}"), f"{told.probability:.2f}"
    why = say("kind_because_model", kind=kind, chance=chance, words=words or "-")
    return Classified(told.kind, why, ToldBy.MODEL)


def _tagged(tag: Tag, votes: tuple[Vote, ...], say: Say) -> Classified:
    """The sender's own tag; but a "question" that complains more than it asks is asked for as a bug."""
    points = points_of(votes)
    asks, complains = points[Kind.QUESTION], points[Kind.BUG]
    louder = complains > max(asks + tag.weight, points[Kind.REQUEST]) or not (asks or points[Kind.REQUEST])
    if tag.kind is Kind.QUESTION and complains >= LOUD and louder:
        words = named(votes, Kind.BUG, say)
        why = say("kind_because_tag_outweighed", where=tag.where(say), words=words)
        return Classified(Kind.BUG, why, ToldBy.DISPUTED)
    other = max((Kind.QUESTION, Kind.REQUEST), key=points.__getitem__)
    if tag.kind is Kind.BUG and not complains and points[other] >= CLEAR:
        names = {"kind": say("kind_bug"), "other": say(f"kind_{other.value}")}
        return Classified(Kind.BUG, say("kind_because_tag_doubted", where=tag.where(say), **names), ToldBy.DISPUTED)
    by = ToldBy.MAILBOX if tag.sign == "mailbox" else ToldBy.TAG
    return Classified(tag.kind, say("kind_because_tag", where=tag.where(say), kind=say(f"kind_{tag.kind.value}")), by)


def _judged(
    votes: tuple[Vote, ...], message: Message, catalogue: Catalogue, found: tuple[Finding, ...], say: Say
) -> Classified:
    """A clear malfunction is a bug however politely it is asked about; else the loudest kind with enough points."""
    points = points_of(votes)
    bug, request, question = points[Kind.BUG], points[Kind.REQUEST], points[Kind.QUESTION]
    if max(bug, request, question) < ENOUGH:
        told = None if _over(message, catalogue) else _by_details(found, catalogue, say)
        return told or Classified(Kind.UNSURE, _why_unsure(votes, message, catalogue, say))
    if bug >= ENOUGH and bug >= request and (bug >= question or (bug >= CLEAR and question - bug < LOUDER)):
        return _heard(Kind.BUG, votes, say)
    if request >= question and request > bug:
        return _heard(Kind.REQUEST, votes, say)
    if question > max(bug, request):
        return _heard(Kind.QUESTION, votes, say)
    kinds = (f"{say(f'kind_{kind.value}')} {points[kind]}" for kind in Kind if points[kind] > 0)
    return Classified(Kind.UNSURE, say("kind_because_both", kinds=listed(kinds, say)))


def _heard(kind: Kind, votes: tuple[Vote, ...], say: Say) -> Classified:
    return Classified(kind, say(f"kind_because_{kind.value}", words=named(votes, kind, say)))


def _by_details(found: tuple[Finding, ...], catalogue: Catalogue, say: Say) -> Classified | None:
    """Who tells what was done or shown, and neither asks, wishes nor thanks, reports a malfunction."""
    of_bugs = {
        detail.id for detail in catalogue.details if Kind.BUG in detail.kinds and (detail.steps or detail.picture)
    }
    told = next((one for one in found if one.detail in of_bugs and certain(one)), None)
    if told is None:
        return None
    return Classified(Kind.BUG, say("kind_because_detail", detail=told.detail, words=told.quote[:LONGEST_QUOTE]))


def _over(message: Message, catalogue: Catalogue) -> bool:
    """Solved, or a short word of thanks; a longer mail may end with one."""
    text = plain(message.new_text)
    for language in catalogue.languages.values():
        thanks = language.thanks if len(text) <= LONGEST_THANKS else None
        if any(pattern.found(text) for pattern in (language.solved, thanks) if pattern):
            return True
    return False


def _why_unsure(votes: tuple[Vote, ...], message: Message, catalogue: Catalogue, say: Say) -> str:
    text = message.new_text
    if not text.strip():
        return say("kind_because_empty")
    for language in catalogue.languages.values():
        for pattern, key in ((language.solved, "kind_because_solved"), (language.thanks, "kind_because_thanks")):
            hit = next(pattern.hits(plain(text)), None) if pattern else None
            if hit:
                return say(key, words=plain(text)[hit.start : hit.end])
    if votes:
        heard = sorted({say("heard", words=vote.words) for vote in votes})
        return say("kind_because_faint", words=listed(heard, say))
    return say("kind_because_none")
