"""Which case a mail belongs to: by the Message-IDs we issued, and only when the sender may be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mailbot.casework.policy import Policy
from mailbot.casework.tokens import Claim
from mailbot.model import Confirmation, Message, Origin, Party

REPLY_MARKS = re.compile(
    r"^(?:(?:re|fw|fwd|aw|sv|tr|wg|返信|転送|再送|追記)(?:\[\d{1,3}\])?\s*[:：]\s*|【(?:再送|追記|追加)】\s*)+",
    re.IGNORECASE,
)

AUTHENTICATED_AS = "x-ms-exchange-organization-authas"  # Exchange writes it, and takes it out of mail from outside
MOST_COPIED = 50  # addresses of one mail


class Anchored(Protocol):
    """A mail of a case, or one that a customer's mail of it cites, as the store knows it."""

    @property
    def message_id(self) -> str: ...  # noqa: D102
    @property
    def case_id(self) -> int: ...  # noqa: D102
    @property
    def party(self) -> Party: ...  # noqa: D102
    @property
    def ours(self) -> bool: ...  # noqa: D102
    @property
    def customer(self) -> str: ...  # noqa: D102
    @property
    def participants(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def copied(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def merged(self) -> bool: ...  # noqa: D102
    @property
    def closed(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Join:
    """The mail belongs to this case, and its sender speaks there as `party`."""

    case_id: int
    party: Party
    reason: str
    merged: bool = False  # what it cites was written in a case that was put into this one


@dataclass(frozen=True, slots=True)
class Stranger:
    """The mail cites a case in which nobody knows its sender: it waits until an agent accepts him."""

    case_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Hint:
    """The mail cites what others wrote in this case. Its sender has no part in it; only agents hear of it."""

    case_id: int


Placed = Join | Stranger | Hint | None


def cited(message: Message) -> tuple[str, ...]:
    """The Message-IDs a mail leans on, nearest first; of a bounce also those of the mails that came back."""
    returned = message.bounce.message_ids if message.bounce else ()
    return tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references), *returned)))


def answered(message: Message) -> tuple[str, ...]:
    """The letter that a mail answers: In-Reply-To, else the newest reference (RFC 5322 section 3.6.4)."""
    return message.in_reply_to or message.references[-1:]


def copied(message: Message, policy: Policy) -> tuple[str, ...]:
    """Whom else a mail went to: keys of addresses that are neither ours nor the sender's."""
    sender = message.sender.key if message.sender else ""
    keys = (address.key for address in (*message.to, *message.cc))
    return tuple(dict.fromkeys(key for key in keys if key != sender and not policy.is_own(key)))[:MOST_COPIED]


def tag_number(subject: str, prefix: str) -> int | None:
    """The number of a case tag such as [CASE-12] in a subject."""
    match = re.search(rf"\[{re.escape(prefix)}-(\d{{1,9}})\]", unicodedata.normalize("NFKC", subject))
    return int(match[1]) if match else None


def base_subject(subject: str) -> str:
    """A subject without reply marks, for comparing."""
    return REPLY_MARKS.sub("", unicodedata.normalize("NFKC", subject).strip()).casefold().strip()


def base_subject_as_written(subject: str, prefix: str) -> str:
    """A subject without reply marks and tags of ours, for showing; the sender's words stay as they are."""
    before, shown = "", subject[:1000].strip()
    while shown != before:
        before, shown = shown, REPLY_MARKS.sub("", re.sub(rf"\[{re.escape(prefix)}-\d{{1,9}}\]", "", shown)).strip()
    return shown


def place(message: Message, anchors: Sequence[Anchored], policy: Policy) -> Placed:
    """Join, hold for an agent's word, or start anew. `anchors` are what the ids of the mail lead to, in any order.

    An unguessable id of ours joins only together with the party it was sent to; an id that others made, which anyone
    who was ever copied can know, joins only for the authenticated customer of that case and those an agent accepted.
    """
    ours = _nearest_first(message, [anchor for anchor in anchors if anchor.ours])
    theirs = sorted((one for one in anchors if not one.ours and one.party is Party.CUSTOMER), key=_oldest_open_first)
    for anchor in ours:
        if message.by_machine or _may_stand_there(message, anchor, policy):
            return Join(anchor.case_id, anchor.party, policy.say(f"joined_{anchor.party.value}"), anchor.merged)
    for anchor in theirs:
        if _takes_part(message, anchor, policy):
            return Join(anchor.case_id, Party.CUSTOMER, policy.say("joined_cited"), anchor.merged)
    if ours:
        return Stranger(ours[0].case_id, policy.say("reason_stranger", case=policy.tag(ours[0].case_id)))
    for anchor in theirs:
        if message.sender and message.sender.key in anchor.copied:
            return Stranger(anchor.case_id, policy.say("reason_copied", case=policy.tag(anchor.case_id)))
    return Hint(theirs[0].case_id) if theirs else None


def _oldest_open_first(anchor: Anchored) -> tuple[bool, int]:
    """A mail that came without its headers has a case of its own; those after it belong where the others are."""
    return anchor.closed, anchor.case_id


def _nearest_first(message: Message, anchors: Sequence[Anchored]) -> list[Anchored]:
    """The letter that is answered before those before it."""
    rank = {id_: place for place, id_ in enumerate(cited(message))}
    return sorted(anchors, key=lambda anchor: (rank.get(anchor.message_id, len(rank)), -anchor.case_id))


def by_token(message: Message, claim: Claim, anchor: Anchored | None, policy: Policy) -> Join | Stranger | None:
    """The mark in the address a mail was sent to joins only for whom it was made; for others the mail waits."""
    if anchor is None or message.sender is None:
        return None
    sender = message.sender.key
    known = (sender, anchor.customer.casefold(), *anchor.participants, *policy.staff)
    holder = policy.tokens.made_for(claim, known)
    fits = {
        Party.CUSTOMER: _is_theirs(sender, anchor),
        Party.AGENT: policy.is_agent(sender),
        Party.ENGINEERING: policy.is_engineering(sender),
    }
    lent = claim.party is Party.CUSTOMER and holder and _takes_part(message, anchor, policy)
    if (holder == sender and fits[claim.party]) or lent:
        return Join(anchor.case_id, claim.party, policy.say("joined_token"), anchor.merged)
    return Stranger(anchor.case_id, policy.say("reason_token", case=policy.tag(anchor.case_id))) if holder else None


def by_accept(message: Message, held: Stranger, anchor: Anchored | None, policy: Policy) -> Join | Stranger:
    """The mail with which an agent let its sender into the case, though nothing else would."""
    if anchor is None or message.sender is None or message.sender.key not in anchor.participants:
        return held
    return Join(anchor.case_id, Party.CUSTOMER, policy.say("joined_accepted"), anchor.merged)


def from_elsewhere(message: Message, policy: Policy) -> Stranger | None:
    """An answer to a letter of ours that this database does not know, as after a backup was put back."""
    lost = any(policy.tokens.issued(message_id) for message_id in cited(message))
    return Stranger(0, policy.say("reason_lost")) if lost else None


def is_staff(message: Message, policy: Policy) -> bool:
    """Whether an agent of ours wrote it, beyond doubt and without a letter of ours that would say so."""
    return message.sender is not None and policy.is_agent(message.sender.key) and _vouched(message, policy)


def speaks(message: Message, party: Party, policy: Policy) -> bool:
    """Whether the mail proves that its sender is who he says, once its ids put it to a letter that went to him.

    An agent needs the address, the id that was made for him and this case, and our server's word, unless the site has
    said otherwise. What engineering writes goes to nobody outside without an agent's word, so there address and id do
    where no server vouches for anybody.
    """
    if party is Party.AGENT:
        by_token = policy.agents_by == "token" and message.authentication.verdict == "none"
        return by_token or _vouched(message, policy)
    return proven(message, policy) or _vouched(message, policy)


def may_confirm(message: Message, policy: Policy) -> bool:
    """Whether the agent is asked back: nothing speaks against him, and the site has no server that speaks for him."""
    asked = policy.agents_by == "confirm" and message.authentication.verdict == "none"
    return asked and message.origin is Origin.PERSON


def may_answer(message: Message, asked: Confirmation) -> bool:
    """Whether the mail may be the answer of the agent who was asked; a forged one is none, whatever it cites."""
    own = message.sender is not None and message.sender.key == asked.agent
    return own and message.authentication.verdict != "fail"


def _vouched(message: Message, policy: Policy) -> bool:
    """Our server's word for one of our people; that of Exchange counts where the site says so."""
    if message.authentication.verdict == "pass":
        return True
    inside = [value.strip().lower() for name, value in message.headers if name == AUTHENTICATED_AS]
    return policy.agents_by == "exchange" and message.authentication.verdict != "fail" and inside == ["internal"]


def by_hand(case_id: int, policy: Policy) -> Join | None:
    """Where a person put it; None for a case of its own."""
    return Join(case_id, Party.CUSTOMER, policy.say("joined_by_hand")) if case_id else None


def again(case_id: int, policy: Policy) -> Join:
    """Another copy of a mail of which the first could not be answered, by another way: perhaps this one can be."""
    return Join(case_id, Party.CUSTOMER, policy.say("joined_copy"))


def by_sent(message: Message, anchors: Sequence[Anchored], policy: Policy) -> Join | None:
    """A mail of ours, from the Sent folder or with us in Cc, belongs to the case of the customer it was written to."""
    written_to = {address.key for address in (*message.to, *message.cc)}
    for anchor in anchors:
        if anchor.party is Party.CUSTOMER and anchor.customer.casefold() in written_to:
            return Join(anchor.case_id, Party.AGENT, policy.say("joined_sent"))
    return None


def by_tag(message: Message, anchor: Anchored | None, policy: Policy) -> Join | None:
    """A tag in the subject joins only for the authenticated customer of that case: anyone can type a number."""
    if anchor is not None and _takes_part(message, anchor, policy):
        return Join(anchor.case_id, Party.CUSTOMER, policy.say("joined_tag"), anchor.merged)
    return None


def by_quiet(message: Message, waiting: Sequence[tuple[int, str]], policy: Policy) -> Join | None:
    """The second mail within the quiet period ("I forgot the attachment") belongs to the first of the same sender."""
    if not proven(message, policy):
        return None
    for case_id, subject in waiting:
        if base_subject(subject) == base_subject(message.subject):
            return Join(case_id, Party.CUSTOMER, policy.say("joined_quiet"))
    return None


def by_password(message: Message, case_id: int | None, policy: Policy) -> Join | None:
    """The password of a file that the same proven sender sent a moment ago, under whatever subject."""
    if case_id is None or not proven(message, policy):
        return None
    return Join(case_id, Party.CUSTOMER, policy.say("joined_password"))


def _may_stand_there(message: Message, anchor: Anchored, policy: Policy) -> bool:
    if message.sender is None:
        return False
    key = message.sender.key
    if anchor.party is Party.CUSTOMER:
        return _is_theirs(key, anchor)
    if anchor.party is Party.AGENT:  # the id was made for this agent and this case: it is a token
        return policy.is_agent(key) and key == anchor.address.casefold()
    return policy.is_engineering(key)


def _is_theirs(key: str, anchor: Anchored) -> bool:
    return key == anchor.customer.casefold() or key in anchor.participants


def _takes_part(message: Message, anchor: Anchored, policy: Policy) -> bool:
    return message.sender is not None and _is_theirs(message.sender.key, anchor) and proven(message, policy)


def proven(message: Message, policy: Policy) -> bool:
    """Whether our own mail server vouches for the sender, or the site trusts mail without that."""
    verdict = message.authentication.verdict
    return verdict == "pass" or (verdict == "none" and not policy.trust_header)
