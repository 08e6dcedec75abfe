"""Orders about where mails belong, carried out; what becomes of the mails themselves is told by `placing.moves`."""

from __future__ import annotations

from mailbot.casework.desk import Desk, Done
from mailbot.casework.orders import Order
from mailbot.casework.placing import placed
from mailbot.model import Case


def place(case: Case, order: Order, desk: Desk) -> Done:
    """Somebody is let in, the case goes on in another one, or a mail leaves it."""
    after, named = placed(case, order, desk.policy, desk.staff.places)
    return after, (), desk.say(order.name, **named)
