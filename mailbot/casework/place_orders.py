"""Orders about where mails belong, carried out; what becomes of the mails themselves is told by `placing.moves`."""

from __future__ import annotations

from mailbot.casework.desk import Desk, Done
from mailbot.casework.orders import Order
from mailbot.casework.placing import accept, merge, numbers_in, take_out
from mailbot.model import Case


def let_in(case: Case, order: Order, desk: Desk) -> Done:
    """Somebody beside the customer takes part from now on; a mail of his that waits is read."""
    joined, who = accept(case, order, desk.staff.places)
    return joined, (), desk.say("accepted", who=who)


def put_into(case: Case, order: Order, desk: Desk) -> Done:
    """The case ends, and another one goes on with its mails."""
    merged, to = merge(case, order, desk.policy)
    return merged, (), desk.say("merged", tag=desk.policy.tag(to))


def move_mail(case: Case, order: Order, desk: Desk) -> Done:
    """A mail goes to another case."""
    left, mail = take_out(case, order, desk.policy)
    to = numbers_in(order.argument, desk.policy.prefix)[-1]
    return left, (), desk.say("moved", subject=mail.subject, tag=desk.policy.tag(to))


def split_mail(case: Case, order: Order, desk: Desk) -> Done:
    """A mail becomes a case of its own, as if it had come by itself."""
    left, mail = take_out(case, order, desk.policy)
    return left, (), desk.say("split", subject=mail.subject)
