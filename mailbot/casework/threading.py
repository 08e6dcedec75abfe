"""Which case a mail belongs to: by the Message-IDs we issued, and only when the sender may be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mailbot.casework.policy import Policy
from mailbot.model import Message, Origin, Party

REPLY_MARKS = re.compile(
    r"^(?:(?:re|fw|fwd|aw|sv|tr|wg|返信|転送|再送|追記)(?:\[\d{1,3}\])?\s*[:：]\s*|【(?:再送|追記|追加)】\s*)+",
    re.IGNORECASE,
)


class Anchored(Protocol):
    """A mail of a case, as the store knows it."""

    @property
    def case_id(self) -> int: ...  # noqa: D102
    @property
    def party(self) -> Party: ...  # noqa: D102
    @property
    def ours(self) -> bool: ...  # noqa: D102
    @property
    def customer(self) -> str: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Join:
    """The mail belongs to this case, and its sender speaks there as `party`."""

    case_id: int
    party: Party
    reason: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """The mail cites a letter of ours that was not written to its sender."""

    case_id: int
    reason: str


def cited(message: Message) -> tuple[str, ...]:
    """The Message-IDs a mail leans on, nearest first; of a bounce also those of the mails that came back."""
    returned = message.bounce.message_ids if message.bounce else ()
    return tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references), *returned)))


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


def place(message: Message, anchors: Sequence[Anchored], policy: Policy) -> Join | Stranger | None:
    """Join, refuse or start anew. `anchors` are the mails of cases that `cited` named, in any order.

    An unguessable id of ours joins only together with the party it was sent to; an id that others made, which anyone
    who was ever copied can know, joins only for the authenticated customer of that case.
    """
    machine = message.origin in {Origin.BOUNCE, Origin.AUTO_REPLY}
    ours = [anchor for anchor in anchors if anchor.ours]
    for anchor in ours:
        if machine or _may_stand_there(message, anchor, policy):
            return Join(anchor.case_id, anchor.party, f"answers our letter to {anchor.party}")
    for anchor in anchors:
        if not anchor.ours and anchor.party is Party.CUSTOMER and _is_customer(message, anchor, policy):
            return Join(anchor.case_id, Party.CUSTOMER, "belongs to a mail of the same customer")
    if ours:
        return Stranger(ours[0].case_id, policy.say("reason_stranger", case=str(ours[0].case_id)))
    return None


def is_staff(message: Message, policy: Policy) -> bool:
    """Whether an agent of ours wrote it, beyond doubt."""
    return message.sender is not None and policy.is_agent(message.sender.key) and proven(message, policy)


def again(message: Message, case_id: int) -> Join:
    """Another copy of a mail of which the first could not be answered, by another way: perhaps this one can be."""
    return Join(case_id, Party.CUSTOMER, f"another copy of {message.message_id}")


def by_sent(message: Message, anchors: Sequence[Anchored]) -> Join | None:
    """A mail of ours, from the Sent folder or with us in Cc, belongs to the case of the customer it was written to."""
    written_to = {address.key for address in (*message.to, *message.cc)}
    for anchor in anchors:
        if anchor.party is Party.CUSTOMER and anchor.customer.casefold() in written_to:
            return Join(anchor.case_id, Party.AGENT, "was written to the customer by one of us")
    return None


def by_tag(message: Message, anchor: Anchored | None, policy: Policy) -> Join | None:
    """A tag in the subject joins only for the authenticated customer of that case: anyone can type a number."""
    if anchor is not None and _is_customer(message, anchor, policy):
        return Join(anchor.case_id, Party.CUSTOMER, "has the case's tag in its subject")
    return None


def by_quiet(message: Message, waiting: Sequence[tuple[int, str]], policy: Policy) -> Join | None:
    """The second mail within the quiet period ("I forgot the attachment") belongs to the first of the same sender."""
    if not proven(message, policy):
        return None
    for case_id, subject in waiting:
        if base_subject(subject) == base_subject(message.subject):
            return Join(case_id, Party.CUSTOMER, "came right after a mail of the same subject")
    return None


def by_password(message: Message, case_id: int | None, policy: Policy) -> Join | None:
    """The password of a file that the same proven sender sent a moment ago, under whatever subject."""
    if case_id is None or not proven(message, policy):
        return None
    return Join(case_id, Party.CUSTOMER, "brings the password of a file sent before")


def _may_stand_there(message: Message, anchor: Anchored, policy: Policy) -> bool:
    if message.sender is None:
        return False
    key = message.sender.key
    if anchor.party is Party.CUSTOMER:
        return key == anchor.customer.casefold()
    if anchor.party is Party.AGENT:  # the id was made for this agent and this case: it is a token
        return policy.is_agent(key) and key == anchor.address.casefold()
    return policy.is_engineering(key)


def _is_customer(message: Message, anchor: Anchored, policy: Policy) -> bool:
    return proven(message, policy) and message.sender is not None and message.sender.key == anchor.customer.casefold()


def proven(message: Message, policy: Policy) -> bool:
    """Whether our own mail server vouches for the sender, or the site trusts mail without that."""
    verdict = message.authentication.verdict
    return verdict == "pass" or (verdict == "none" and not policy.trust_header)
