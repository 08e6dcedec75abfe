"""What a trusted forwarder sealed counts; nothing else of an ARC chain does (RFC 8617)."""

from __future__ import annotations

import pytest

from mailbot.model import Authentication, Reading
from mailbot.parsers import read
from tests.houses import POLICY

ID = "mx.desk.example"
SEALER = "forwarder.example"
READING = Reading(("support@desk.example",), "desk.example", ID, (SEALER,))
FROM = "customer.example"
OURS = f"Authentication-Results: {ID}; arc=pass (i=1); dmarc=fail header.from={FROM}"
SEAL = f"ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d={SEALER}; s=x; b=abc=="
SIGNATURE = f"ARC-Message-Signature: i=1; a=rsa-sha256; d={SEALER}; s=x; h=from; b=abc=="
RESULTS = f"ARC-Authentication-Results: i=1; mx.{SEALER}; dmarc=pass header.from={FROM}"
GOOD = (OURS, SEAL, SIGNATURE, RESULTS)


def said_of(found: Authentication) -> str:
    return POLICY.told(*found.reasons)


def verdict(*heads: str, reading: Reading = READING) -> str:
    lines = (*heads, f"From: ann@{FROM}", "To: support@desk.example", "Subject: x", "", "Hello", "")
    found = read("\r\n".join(lines).encode(), reading).authentication
    assert said_of(found)
    return found.verdict


def test_the_word_of_a_trusted_sealer_counts() -> None:
    assert verdict(*GOOD) == "pass"


def test_of_several_seals_the_newest_counts() -> None:
    first = [head.replace(SEALER, "first.example") for head in GOOD[1:]]
    second = [head.replace("i=1;", "i=2;").replace("cv=none", "cv=pass") for head in GOOD[1:]]
    assert verdict(OURS, *second, *first) == "pass"
    assert verdict(OURS, *first, *second) == "pass"


def swapped(old: str, new: str) -> tuple[str, ...]:
    return tuple(head.replace(old, new) for head in GOOD)


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param(swapped("arc=pass", "arc=fail"), id="our server found the chain broken"),
        pytest.param(swapped("arc=pass (i=1); ", ""), id="our server says nothing of a chain"),
        pytest.param(("Authentication-Results: mx.evil.example; arc=pass; dmarc=fail", *GOOD[1:]), id="another's word"),
        pytest.param(swapped(f"d={SEALER}", "d=evil.example"), id="a sealer that nobody trusts"),
        pytest.param(swapped(f"d={SEALER}", f"d=mail.{SEALER}"), id="a domain below the sealer's"),
        pytest.param(swapped(f"d={SEALER}", f"d={SEALER}.evil.example"), id="a domain that begins so"),
        pytest.param(swapped("dmarc=pass header.from=customer", "dmarc=pass header.from=evil"), id="another From"),
        pytest.param(
            (*GOOD[:3], RESULTS.replace("dmarc=pass", "dmarc=fail")), id="the sealer saw it fail"
        ),
        pytest.param(swapped("cv=none", "cv=fail"), id="the sealer found the chain broken"),
        pytest.param(swapped("cv=none", "cv=pass"), id="a first seal cannot say that there was a chain"),
        pytest.param(swapped("i=1; a", "i=0; a"), id="instance 0"),
        pytest.param(swapped("i=1; a", "i=51; a"), id="instance 51"),
        pytest.param(swapped("i=1;", "i=2;"), id="an instance is missing"),
        pytest.param((OURS, SEAL, SIGNATURE), id="no results"),
        pytest.param((OURS, SEAL, RESULTS), id="no signature"),
        pytest.param((OURS, SIGNATURE, RESULTS), id="no seal"),
        pytest.param((*GOOD, SEAL), id="a seal twice"),
        pytest.param(swapped("arc=pass", "arc=pass; arc=fail"), id="our server says both"),
        pytest.param(swapped(f"d={SEALER}", f"d={SEALER}; d=evil.example"), id="two sealers in one seal"),
        pytest.param(swapped(f"d={SEALER}", f"d=evil.example; d={SEALER}"), id="two sealers, the trusted one last"),
        pytest.param(swapped("cv=none", "cv=fail; cv=none"), id="two words about the chain"),
        pytest.param(swapped("i=1; a", "i=1; i=1; a"), id="an instance twice in one seal"),
        pytest.param(swapped(f"d={SEALER}", f"x=d={SEALER}"), id="a sealer inside of another tag"),
        pytest.param(
            (*GOOD, *(head.replace("i=1;", "i=2;").replace("cv=none", "cv=pass").replace(SEALER, "evil.example")
             for head in GOOD[1:])), id="a stranger sealed after the trusted one"
        ),
        pytest.param((*GOOD, RESULTS.replace("pass", "none")), id="results twice"),
        pytest.param(swapped("i=1; mx", "mx"), id="results without an instance"),
        pytest.param(
            (OURS, *(head.replace("i=1;", "i=2;").replace("cv=none", "cv=pass") for head in GOOD[1:]),
             *(head.replace(SEALER, "evil.example") for head in GOOD[1:3])), id="older results are missing"
        ),
    ],
)  # fmt: skip
def test_anything_odd_is_ignored(heads: tuple[str, ...]) -> None:
    assert verdict(*heads) != "pass"


def test_without_trusted_sealers_no_chain_counts() -> None:
    assert verdict(*GOOD, reading=Reading(READING.own_addresses, "desk.example", ID)) == "fail"


def test_a_pass_of_our_own_needs_no_chain() -> None:
    assert verdict(OURS.replace("dmarc=fail", "dmarc=pass")) == "pass"


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        pytest.param(swapped(f"d={SEALER}", "d=evil.example"), "of evil.example, which is not among", id="the sealer"),
        pytest.param((*GOOD, SEAL), "not whole", id="the chain"),
        pytest.param((*GOOD[:3], RESULTS.replace("dmarc=pass", "dmarc=fail")), "does not vouch", id="the results"),
    ],
)
def test_why_a_chain_does_not_count_is_said_beside_what_our_server_said(heads: tuple[str, ...], why: str) -> None:
    lines = (*heads, f"From: ann@{FROM}", "Subject: x", "", "Hello", "")
    found = read("\r\n".join(lines).encode(), READING).authentication
    assert found.verdict == "fail"
    assert "dmarc=fail" in said_of(found)
    assert why in said_of(found)
