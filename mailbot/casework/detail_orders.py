"""Orders about details, carried out: ask the customer, write down what an agent knows."""

from __future__ import annotations

from dataclasses import replace

from mailbot.casework.desk import Desk, Done
from mailbot.casework.details import given
from mailbot.casework.naming import named, to_ask, to_set
from mailbot.casework.nonanswers import answer_in
from mailbot.casework.normalise import plain
from mailbot.casework.orders import Order
from mailbot.casework.proposing import ask
from mailbot.model import Answer, Case, Finding


def ask_details(case: Case, order: Order, desk: Desk) -> Done:
    """Exactly what is ordered; the answer comes to the agents, who have the case then."""
    if case.customer is None:
        return case, (), desk.say("no_customer")
    asking = to_ask(order, case, desk.policy)
    waiting, letter = ask(case, asking, desk.policy, desk.now, desk.fresh)
    asked = replace(waiting, taken=f"{desk.staff.agent.email} asked the customer", handed_over=True)
    told = "\n".join(f"  {question.number}. {question.text}" for question in asking)
    return asked, (letter,), f"{desk.say('asked', to=case.customer.email)}\n{told}"


def set_detail(case: Case, order: Order, desk: Desk) -> Done:
    """What an agent knows is told: it replaces guesses and "I don't know", and stands behind what was told before."""
    name, value = to_set(order)
    (id_,) = named(name, desk.policy)
    said = Finding(
        id_, value, value, 0, 0, "agent", desk.policy.say("said_by", who=desk.staff.agent.email),
        answer=answer_in(plain(value), desk.policy.catalogue) or Answer.GIVEN, mail=desk.staff.mail,
    )  # fmt: skip
    sure = given(case.findings)
    kept = tuple(one for one in case.findings if one.detail != id_ or id_ in sure)
    return replace(case, findings=(*kept, said)), (), desk.say("set", name=desk.policy.named((id_,)), value=value)
