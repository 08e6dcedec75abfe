"""A customer's mail that an agent passes on: read as the customer wrote it, though nothing proves that he did."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.casework.policy import Policy
from mailbot.casework.threading import base_subject_as_written, is_staff
from mailbot.model import Address, Forwarded, Message, Origin, Part, Segment
from mailbot.model.marks import is_forward

LONGEST_SAID = 300  # characters of an agent's words in a reason
KANA = re.compile("[\u3041-\u30ff]")


def passed_on(message: Message, policy: Policy) -> bool:
    """Whether one of our agents, beyond doubt and by hand, hands a mail of somebody else to the support address.

    What anybody else forwards is his own mail: who could open cases for others could have letters sent to them.
    """
    if not is_staff(message, policy) or message.origin is not Origin.PERSON:
        return False
    if not any(policy.is_own(address.key) for address in (*message.to, *message.cc)):
        return False
    shown = any(segment.part is Part.FORWARDED for segment in message.segments)
    return message.forwarded is not None or shown or is_forward(message.subject)


def said_above(message: Message) -> str:
    """What the agent wrote above the mail, for a reason; "" for nothing."""
    return " ".join(message.new_text.split())[:LONGEST_SAID]


def customer_of(message: Message, policy: Policy) -> Address | None:
    """Whose mail it was; None when the forward does not say, or names one of us."""
    found = _handed_in(message, policy)
    return found.sender if found and not _is_ours(found.sender, policy) else None


def _handed_in(message: Message, policy: Policy) -> Forwarded | None:
    """The mail that was passed on; of one that went through the hands of our own people the first."""
    found = message.forwarded
    while found and found.inner and _is_ours(found.sender, policy):
        found = found.inner
    return found


def _is_ours(sender: Address | None, policy: Policy) -> bool:
    return sender is not None and policy.is_ours(sender.key)


def with_enclosed(message: Message, policy: Policy) -> Message:
    """A customer's own forward ("see below"): the words that were passed on are the matter, so they are read with his.

    Not those of one of us: what we wrote says nothing about him.
    """
    found = _handed_in(message, policy)
    start = message.text.find(found.text) if found and found.text else -1
    if start < 0 or found is None or _is_ours(found.sender, policy):
        return message
    end = start + len(found.text)
    cut = (one for segment in message.segments for one in _cut(segment, start, end))
    return replace(message, segments=tuple(one for one in cut if one.end > one.start))


def _cut(segment: Segment, start: int, end: int) -> tuple[Segment, ...]:
    """A segment of what was passed on with `[start, end)` as new words, any other as it is."""
    if segment.part is not Part.FORWARDED or not segment.start <= start <= end <= segment.end:
        return (segment,)
    return (
        replace(segment, end=start),
        Segment(Part.NEW, start, end),
        replace(segment, start=end),
    )


def as_written(message: Message, policy: Policy) -> Message:
    """The mail that was passed on, as if it had come by itself: none of the agent's words, headers and address.

    Who came to us this way is unproven and was not asked for: letters wait for an agent's word.
    """
    found = _handed_in(message, policy)
    subject = base_subject_as_written(found.subject if found and found.subject else message.subject, policy.prefix)
    text = found.text if found else ""
    return replace(
        message,
        message_id="",
        in_reply_to=(),
        references=(),
        sender=customer_of(message, policy),
        subject=subject,
        headers=(),
        text=text,
        segments=(Segment(Part.NEW, 0, len(text)),) if text else (),
        attachments=tuple(one for one in message.attachments if one.place is not Part.SIGNATURE),
        language="ja" if len(KANA.findall(text)) > 1 else "",  # else the script tells
        forwarded=None,
    )
