"""What a step tells beyond its own case: letters that came back, letters going in circles, and the stop of all."""

from __future__ import annotations

from datetime import timedelta

from mailbot.casework.bounces import for_good, returned
from mailbot.casework.policy import Spent
from mailbot.model import Message, Origin, Outcome
from mailbot.posting import alert
from mailbot.works import Works

CIRCLING = 5  # letters of our own that came back within an hour


def told(outcome: Outcome, message: Message | None, spent: Spent, works: Works) -> None:
    """Write it down once the outcome is, and tell the agents once, inside the caller's transaction."""
    if message and message.bounce and message.origin is Origin.BOUNCE:
        why = f"{message.bounce.status} {works.clock().date().isoformat()}".strip()
        for letter in returned(message, works.store.cases.anchors(message.bounce.message_ids)):
            works.store.budgets.came_back(letter.message_id, why, for_good=for_good(message.bounce, letter))
    used_up = spent.automatic >= works.policy.automatic_per_hour and not spent.stopped
    if used_up and outcome.case is not None and outcome.case.unheard:
        stop(works.policy.say("stop_reached", count=str(spent.automatic)), works)


def stop(reason: str, works: Works) -> None:
    """No automatic letter goes to any customer from now on, until a person lets them go on."""
    now = works.clock()
    if works.store.budgets.hold(reason, now):
        at = now.astimezone(works.policy.calendar.zone).strftime("%Y-%m-%d %H:%M")
        alert(f"hold/{now.isoformat()}", ("hold", {"why": reason, "at": at}), None, works)
        works.log.warning("automatic letters stopped", reason=reason)


def circling(account: str, works: Works) -> None:
    """A letter of ours came back into a mailbox that customers write to (RFC 3834 section 2, loops)."""
    now = works.clock()
    count = works.store.inbox.own_letters(account, now - timedelta(hours=1))
    if count >= CIRCLING:
        alert(f"loop/{now:%Y-%m-%dT%H}", ("loop", {"count": str(count)}), None, works)
