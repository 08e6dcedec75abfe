"""Forged agents, tokens and Authentication-Results: each goes the real road, and none is believed.

A row is a mail that claims to come from an agent and to close the case, send a letter and more. Nothing of it may be
done; it waits for a person or opens a case of its own, with the reason.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailbot.casework.advance import advance
from mailbot.casework.arrival import Arrival, Step
from mailbot.casework.policy import Policy, Spent
from mailbot.casework.threading import Hint, Join, Stranger, cited, place
from mailbot.config.details import packaged_catalogue
from mailbot.model import CaseMail, Outcome, Party, Purpose, Reading, State
from mailbot.parsers import read
from mailbot.store.cases import Anchor
from tests.houses import AGENT, CASE, CUSTOMER, ENGINEERING, NOW, POLICY, SUPPORT, case

ID = "mx.desk.example"
NOTE = "<c.00112233445566778899aabbccddeeff-abcdefghijklmnop@desk.example>"  # to the agent, about this case
OTHERS = "<c.ffeeddccbbaa99887766554433221100-ponmlkjihgfedcba@desk.example>"  # to another agent
LETTER = "<c.0f0e0d0c0b0a09080706050403020100-aaaabbbbccccdddd@desk.example>"  # to the customer
OTHER = "jun@desk.example"
HOUSE = replace(POLICY, catalogue=packaged_catalogue(), agents=(AGENT, OTHER))
READING = Reading((SUPPORT.email,), "desk.example", ID)
ORDER = "#close\n#release\nPlease send the password to eve@evil.example, thank you."
PASS = f"Authentication-Results: {ID}; dmarc=pass header.from=desk.example"


def ours(message_id: str, party: Party, address: str) -> CaseMail:
    return CaseMail(0, party, True, message_id, (), address, "x", NOW, "x", "x")


MAILS = (
    CaseMail(1, Party.CUSTOMER, False, "<1@customer.example>", (), CUSTOMER.email, "Printing", NOW, "x", "x"),
    ours(NOTE, Party.AGENT, AGENT),
    ours(OTHERS, Party.AGENT, OTHER),
    ours(LETTER, Party.CUSTOMER, CUSTOMER.email),
)
OPEN = case(state=State.WITH_AGENT, greeted=True, handed_over=True, agent_told=True, mails=MAILS)


def mail(*heads: str, sender: str = f"From: {AGENT}", cites: str = NOTE, text: str = ORDER) -> bytes:
    lines = [*heads, sender, "To: support@desk.example", "Subject: Re: [CASE-7]", "Message-ID: <e@x.example>"]
    if cites:
        lines.append(f"In-Reply-To: {cites}")
    return "\r\n".join((*lines, "", text)).encode("utf-8", "surrogateescape")


def goes(raw: bytes, policy: Policy = HOUSE) -> Outcome:
    """The road of a mail: read, placed by its ids, decided."""
    message = read(raw, READING)
    anchors = [
        Anchor(one.message_id, CASE.id, one.party, one.ours, CUSTOMER.email, (), one.address)
        for one in MAILS
        if one.message_id in cited(message)
    ]
    found = place(message, anchors, policy)
    arrival = Arrival(
        message, 9, NOW, 8, found if isinstance(found, Join) else None,
        stranger=found if isinstance(found, Stranger) else None, cites=found.case_id if isinstance(found, Hint) else 0,
    )  # fmt: skip
    ids = (f"<c.{n}@desk.example>" for n in itertools.count())
    step = Step(policy, NOW, Spent(), lambda: next(ids))
    return advance(OPEN if arrival.join else None, arrival, step)


def believed(outcome: Outcome) -> bool:
    """Whether an order was obeyed or a word relayed."""
    told = any(one.purpose in {Purpose.RELAY, Purpose.ANSWERED, Purpose.RECEIPT} for one in outcome.letters)
    return outcome.rule == "obey_agents" or told


def test_the_true_agent_is_believed() -> None:
    assert believed(goes(mail(PASS, text="#close")))
    assert believed(goes(mail(PASS, sender=f'From: "Mika, Support" <{AGENT.upper()}>', text="#close")))


def results() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Authentication-Results that prove nothing."""
    other = "dmarc=pass header.from=desk.example"
    for name, value in {
        "none": "",
        "another server": f"mx.evil.example; {other}",
        "ours in a comment": f"mx.evil.example ({ID}); {other}",
        "a comment first": f"({ID}) mx.evil.example; {other}",
        "an id that begins so": f"{ID}.evil.example; {other}",
        "an id that ends so": f"evil-{ID}; {other}",
        "a trailing dot": f"{ID}.; {other}",
        "version 2": f"{ID} 2; {other}",
        "two names": f"{ID} {ID}; {other}",
        "a name in parts": f"mx .desk.example; {other}",
        "a look-alike": f"mx.dеsk.example; {other}",
        "full width": f"ｍｘ.desk.example; {other}",
        "a zero-width sign": f"mx.\u200bdesk.example; {other}",
        "an empty id": f"; {other}",
        "no semicolon": f"{ID} {other}",
        "an equals sign": f"{ID}={ID}; {other}",
        "nothing checked": f"{ID}; none",
        "no result": f"{ID};",
        "DMARC failed": f"{ID}; dmarc=fail header.from=desk.example",
        "DMARC of another": f"{ID}; dmarc=pass header.from=evil.example",
        "DMARC of nobody": f"{ID}; dmarc=pass",
        "DMARC of below": f"{ID}; dmarc=pass header.from=mail.desk.example",
        "DMARC of above": f"{ID}; dmarc=pass header.from=example",
        "DMARC twice": f"{ID}; {other}; dmarc=pass header.from=evil.example",
        "pass and fail": f"{ID}; {other}; dmarc=fail header.from=desk.example",
        "temperror": f"{ID}; dmarc=temperror header.from=desk.example",
        "permerror": f"{ID}; dmarc=permerror header.from=desk.example",
        "bestguesspass": f"{ID}; dmarc=bestguesspass header.from=desk.example",
        "in a reason": f'{ID}; dmarc=none reason="{other}"',
        "in a comment": f"{ID}; dmarc=none ({other})",
        "in a nested comment": f"{ID}; dmarc=none (a (b) {other})",
        "an open comment": f"{ID}; (dmarc=none; {other}",
        "an open quote": f'{ID}; dmarc=none reason="x; {other}',
        "another method": f"{ID}; x-dmarc=pass header.from=desk.example",
        "another property": f"{ID}; dmarc=pass policy.from=desk.example",
        "policy as value": f"{ID}; dmarc=policy header.from=desk.example",
        "SPF of another": f"{ID}; spf=pass smtp.mailfrom=eve@evil.example",
        "SPF of the helo": f"{ID}; spf=pass smtp.helo=desk.example",
        "SPF soft": f"{ID}; spf=softfail smtp.mailfrom={AGENT}",
        "SPF neutral": f"{ID}; spf=neutral smtp.mailfrom={AGENT}",
        "SPF though DMARC failed": f"{ID}; dmarc=fail header.from=desk.example; spf=pass smtp.mailfrom={AGENT}",
        "SPF of a sibling": f"{ID}; spf=pass smtp.mailfrom=x@desk.evil.example",
        "SPF of the top": f"{ID}; spf=pass smtp.mailfrom=example",
        "SPF that ends so": f"{ID}; spf=pass smtp.mailfrom=x@evildesk.example",
        "DKIM of another": f"{ID}; dkim=pass header.d=evil.example",
        "DKIM by identity of another": f"{ID}; dkim=pass header.i=@evil.example",
        "DKIM in a comment": f"{ID}; dkim=pass (header.d=desk.example) header.d=x.example",
        "DKIM failed": f"{ID}; dkim=fail header.d=desk.example",
        "DKIM of a domain below another": f"{ID}; dkim=pass header.d=desk.example.evil.example",
        "DKIM of nobody": f"{ID}; dkim=pass",
        "ARC alone": f"{ID}; arc=pass header.d=desk.example",
        "auth alone": f"{ID}; auth=pass smtp.auth={AGENT}",
        "a value with blanks": f"{ID}; dmarc = pa ss header.from = desk.example",
        "a method with a blank": f"{ID}; d marc=pass header.from=desk.example",
        "tabs for semicolons": f"{ID}\t{other}",
    }.items():
        yield name, (f"Authentication-Results: {value}",) if value else ()
    forged = f"Authentication-Results: {ID}; {other}"
    failed = f"Authentication-Results: {ID}; dmarc=fail header.from=desk.example"
    silent = f"Authentication-Results: {ID}; none"
    yield "forged below the true one", (failed, forged)
    yield "forged below one that says nothing", (silent, forged)
    yield "forged below a broken one of ours", (f"Authentication-Results: {ID}; dmarc=(", forged)
    yield "forged twice below", (failed, forged, forged)
    yield (
        "folded oddly below",
        (silent, f"Authentication-Results:\r\n {ID};\r\n\tdmarc=pass\r\n header.from=desk.example"),
    )
    yield "another name of the header", (f"X-Authentication-Results: {ID}; {other}",)
    yield "the original's header", (f"Authentication-Results-Original: {ID}; {other}",)
    yield "a blank before the colon", (silent, f"Authentication-Results : {ID}; {other}")
    yield "Received-SPF alone", (f"Received-SPF: pass (desk.example) client-ip=192.0.2.1; envelope-from={AGENT};",)
    yield (
        "an ARC of nobody trusted",
        (
            f"Authentication-Results: {ID}; arc=pass; dmarc=fail header.from=desk.example",
            "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=evil.example; s=x; b=x",
            "ARC-Message-Signature: i=1; a=rsa-sha256; d=evil.example; s=x; b=x",
            f"ARC-Authentication-Results: i=1; mx.evil.example; {other}",
        ),
    )


SENDERS = {
    "two From": f"From: {AGENT}\r\nFrom: eve@evil.example",
    "two From, ours last": f"From: eve@evil.example\r\nFrom: {AGENT}",
    "twice the same": f"From: {AGENT}\r\nFrom: {AGENT}",
    "a list": f"From: {AGENT}, eve@evil.example",
    "a group": f"From: staff: {AGENT};",
    "an address before the bracket": f"From: {AGENT}<eve@evil.example>",
    "an address in the name": f'From: "{AGENT}" <eve@evil.example>',
    "an address in a comment": f"From: eve@evil.example ({AGENT})",
    "brackets twice": f"From: <{AGENT}><eve@evil.example>",
    "a route": f"From: <@evil.example:{AGENT}>",
    "a routing sign": "From: mika%desk.example@evil.example",
    "a bang path": f"From: evil.example!{AGENT}",
    "an open quote": f'From: "{AGENT} <eve@evil.example>',
    "no From": "X-From: nobody",
    "an empty From": "From:",
    "only a name": "From: Mika",
    "a trailing dot": f"From: {AGENT}.",
    "a dot behind the name": "From: mika.@desk.example",
    "a Cyrillic letter": "From: mikа@desk.example",
    "a Cyrillic domain": "From: mika@dеsk.example",
    "full width": "From: ｍｉｋａ@desk.example",
    "a wide at sign": "From: mika＠desk.example",
    "an ideographic blank": "From: mika\u3000@desk.example",
    "a zero-width sign": "From: mi\u200bka@desk.example",
    "a bidi sign": "From: \u202eakim@desk.example",
    "punycode": "From: mika@xn--dsk-5cd.example",
    "a subdomain": "From: mika@mail.desk.example",
    "a domain around": "From: mika@desk.example.evil.example",
    "a plus tag": "From: mika+x@desk.example",
    "an encoded word": "From: =?utf-8?q?mika=40desk=2Eexample?=",
    "an encoded address in the name": f"From: =?utf-8?q?{AGENT.replace('@', '=40')}?= <eve@evil.example>",
    "an escaped quote": f'From: "\\"{AGENT}\\"" <eve@evil.example>',
    "a null": "From: mika\x00@desk.example",
    "a line break": f"From: eve@evil.example\r\n {AGENT}",
    "a bare carriage return": f"From: eve@evil.example\rFrom: {AGENT}",
    "an address literal": "From: mika@[192.0.2.1]",
    "no domain": "From: mika",
    "two at signs": f"From: {AGENT}@evil.example",
    "a quoted local part with an at sign": f'From: "{AGENT}"@evil.example',
    "somebody else": "From: eve@evil.example",
    "an agent only in Reply-To": f"From: eve@evil.example\r\nReply-To: {AGENT}",
    "an agent only in Sender": f"From: eve@evil.example\r\nSender: {AGENT}",
    "an agent only in Resent-From": f"From: eve@evil.example\r\nResent-From: {AGENT}",
    "a control header of ours": f"From: eve@evil.example\r\nX-Mailbot-Agent: {AGENT}",
    "the customer": f"From: {CUSTOMER.email}",
    "engineering": f"From: {ENGINEERING}",
    "the support address": f"From: {SUPPORT.email}",
}

TOKENS = {
    "none": "",
    "made up": "<c.00000000000000000000000000000000-aaaaaaaaaaaaaaaa@desk.example>",
    "cut": NOTE[:-15] + ">",
    "capitals": NOTE.upper(),
    "another domain": NOTE.replace("desk.", "evil."),
    "one sign changed": NOTE.replace("00", "01", 1),
    "without brackets, cut": NOTE[1:-3],
    "brackets twice": f"<{NOTE[:-2]}>>",
    "another agent's": OTHERS,
    "the customer's": LETTER,
    "the customer's own mail": "<1@customer.example>",
    "empty brackets": "<>",
    "a tag only": "[CASE-7]",
    "two ids run together": NOTE[:-1] + OTHERS[1:],
    "a prefix": "<x" + NOTE[1:],
    "a suffix": NOTE[:-1] + "x>",
    "as an encoded word": f"=?utf-8?q?{NOTE[1:-1].replace('@', '=40')}?=",
}


def rows() -> Iterator[object]:
    for name, heads in results():
        yield pytest.param(mail(*heads), HOUSE, id=f"Authentication-Results: {name}")
    for name, sender in SENDERS.items():
        yield pytest.param(mail(PASS, sender=sender), HOUSE, id=f"From: {name}")
        evil = f"Authentication-Results: {ID}; dmarc=pass header.from=evil.example"
        yield pytest.param(mail(evil, sender=sender), HOUSE, id=f"From, proven as another: {name}")
    for name, token in TOKENS.items():
        yield pytest.param(mail(PASS, cites=token), HOUSE, id=f"id: {name}")
    yield pytest.param(mail(PASS), replace(HOUSE, agents=(OTHER,)), id="id: of somebody who is no agent any more")
    yield pytest.param(mail(PASS, sender=f"From: {OTHER}"), HOUSE, id="id: of an agent, by another agent")


ROWS = list(rows())


def test_there_are_enough_rows() -> None:
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("raw", "policy"), ROWS)
def test_nobody_forged_is_believed(raw: bytes, policy: Policy) -> None:
    outcome = goes(raw, policy)
    assert not believed(outcome)
    assert not any(letter.party is Party.CUSTOMER for letter in outcome.letters)
    if outcome.case is not None and outcome.case.id == CASE.id:
        assert outcome.case.state is not State.CLOSED
    else:
        assert outcome.decision.reason


def test_ten_thousand_guesses_find_nothing() -> None:
    dice = random.Random(6)
    ids = {one.message_id for one in MAILS}
    for number in range(10_000):
        true = dice.choice((NOTE, OTHERS, LETTER))
        at = dice.randrange(3, 53)
        guess = true[:at] + dice.choice("0123456789abcdef") + true[at + 1 :] if number % 2 else made_up(dice)
        if guess in ids:
            continue
        found = read(mail(PASS, cites=guess), READING)
        assert not ids & set(cited(found)), guess


def made_up(dice: random.Random) -> str:
    digits = "".join(dice.choices("0123456789abcdef", k=32))
    return f"<c.{digits}-{''.join(dice.choices('abcdefghijklmnopqrstuvwxyz234567', k=16))}@desk.example>"
