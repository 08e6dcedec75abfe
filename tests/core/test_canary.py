"""The canary sings: what must never happen is found when it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.assembly import fresh_ids
from mailbot.letters.compose import Envelope, compose
from mailbot.model import Address, CaseMail, Party, Purpose, RawMail
from mailbot.store import Store
from mailbot.store.outbox import NewRow
from mailbot.works import Works
from tests.canary import INTERNAL, LINE, leaks, marked
from tests.houses import AGENT, CASE, CUSTOMER, NOW, POLICY, SUPPORT

SECRET = "The quarterly figures of Tom's company are in the attached sheet."
INSIDE = "This customer is difficult, please be careful with him today."
TOM = replace(CASE, id=8, customer=Address("tom@other.example"))


def came(number: int, text: str, sender: str) -> CaseMail:
    return CaseMail(number, Party.CUSTOMER, False, f"<{number}@x>", (), sender, "x", NOW, text, text)


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    store = Store(tmp_path / "mailbot.db", exclusive=True)
    with store.transaction():
        store.cases.save(replace(CASE, mails=(came(1, "Hello, the printer does not print any page.", CUSTOMER.email),)))
        store.cases.save(replace(TOM, mails=(came(2, SECRET, "tom@other.example"),)))
    yield Works(store, None, POLICY, None, lambda: NOW, fresh_ids(POLICY.tokens))  # type: ignore[arg-type]
    store.close()


def put(works: Works, to: str, words: str, why: Purpose = Purpose.FIRST, **changes: object) -> None:
    """A letter of case 7 into the outbox."""
    automatic = "" if why is Purpose.RELAY else "auto-replied"
    envelope = Envelope(SUPPORT, Address(to), f"<{to}@desk.example>", "", (), NOW, automatic, "desk")
    data = compose(envelope, "Re: it", f"{words}\n")
    party = Party.AGENT if to == AGENT else Party.CUSTOMER
    robot = party is Party.CUSTOMER and why is not Purpose.RELAY
    row = NewRow(f"7/{why}/{to}", None, 7, why, party, "", to, f"<{to}@desk.example>", robot, data, "{}")
    with works.store.transaction():
        works.store.outbox.add(replace(row, **changes), NOW)  # type: ignore[arg-type]


def test_nothing_is_wrong_with_what_is_right(works: Works) -> None:
    put(works, CUSTOMER.email, "Thank you. Which printer is it?")
    put(works, AGENT, f"{INSIDE}\n", Purpose.AGENT_NOTE)
    put(works, CUSTOMER.email, "Please restart it.", Purpose.RELAY)
    assert leaks(works.store, works.policy.staff) == []


def test_another_customers_words_are_found(works: Works) -> None:
    put(works, CUSTOMER.email, f"See: {SECRET}", Purpose.RELAY)
    assert "another customer" in leaks(works.store, works.policy.staff)[0]


def test_words_from_inside_are_found(works: Works) -> None:
    put(works, AGENT, INSIDE, Purpose.AGENT_NOTE)
    put(works, CUSTOMER.email, INSIDE, Purpose.RELAY)
    assert "from inside" in leaks(works.store, works.policy.staff)[0]


def test_the_line_of_internal_letters_is_found_in_every_other(works: Works, tmp_path: Path) -> None:
    for why in (Purpose.FIRST, Purpose.RELAY):
        put(works, CUSTOMER.email, f"Hello.\n{LINE}", why)
    assert sum("the line of internal letters" in one for one in leaks(works.store, works.policy.staff)) == 2
    marked(tmp_path)
    for language in ("en", "ja"):
        for purpose in INTERNAL:
            assert LINE in (tmp_path / language / f"{purpose}.txt.j2").read_text(encoding="utf-8")


def test_what_an_agents_program_says_of_itself_is_found(works: Works) -> None:
    raw = f"From: {AGENT}\r\nUser-Agent: Postbox 7.0.61\r\n\r\nPlease restart it.\r\n".encode()
    with works.store.transaction():
        works.store.inbox.keep([RawMail("support", "INBOX", 1, 1, NOW, raw, len(raw))], NOW)
    put(works, CUSTOMER.email, "Please restart it.\nPostbox 7.0.61", Purpose.RELAY)
    assert any("'Postbox 7.0.61' of an agent's mail" in one for one in leaks(works.store, works.policy.staff))


def test_a_letter_to_somebody_who_takes_no_part_is_found(works: Works) -> None:
    put(works, "eve@evil.example", "Hello")
    assert "takes no part" in leaks(works.store, works.policy.staff)[0]


def test_a_copy_for_somebody_else_is_found(works: Works) -> None:
    put(
        works,
        CUSTOMER.email,
        "Hello",
        data=b"From: a@x.example\r\nTo: hanako@customer.example\r\nBcc: e@x\r\n\r\nHi\r\n",
    )
    assert any("could not leave" in one for one in leaks(works.store, works.policy.staff))


def test_an_automatic_letter_that_does_not_say_so_is_found(works: Works) -> None:
    put(works, CUSTOMER.email, "Hello", Purpose.RELAY, purpose=Purpose.FIRST)
    assert any("does not say that it is automatic" in one for one in leaks(works.store, works.policy.staff))


def test_an_automatic_letter_whose_bounce_would_come_back_is_found(works: Works) -> None:
    put(works, CUSTOMER.email, "Hello", sender=SUPPORT.email)
    assert any("bounce" in one for one in leaks(works.store, works.policy.staff))
