"""What a trusted forwarder says that it had checked before its own changes broke DMARC: ARC (RFC 8617)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from mailbot.model import Authentication
from mailbot.parsers.head.authentication import authentication_of, results_of

SEAL, SIGNATURE, RESULTS = "arc-seal", "arc-message-signature", "arc-authentication-results"
ARC_HEADERS = (SEAL, SIGNATURE, RESULTS)
MAX_SETS = 50  # RFC 8617 section 4.2.1
INSTANCE = re.compile(r"\s{0,20}i\s{0,9}=\s{0,9}([1-9][0-9]?)\s{0,9};", re.IGNORECASE)
TAG = r"(?:^|;)\s{{0,20}}{}\s{{0,9}}=\s{{0,9}}([^;\s]{{1,253}})"
DOMAIN, CHAIN = re.compile(TAG.format("d"), re.IGNORECASE), re.compile(TAG.format("cv"), re.IGNORECASE)
NAMED = re.compile(r"\s*([A-Za-z0-9._-]{1,253})\s{0,9}(?:1\s{0,9})?;")


def forwarded_with_seal(
    own: Sequence[str],
    authserv_id: str,
    sets: Mapping[str, Sequence[str]],
    sealers: Collection[str],
    domain: str,
) -> Authentication | None:
    """A pass for the From domain by a trusted sealer's word; None where nothing of the kind is beyond doubt.

    Our own server must have found the chain sound (arc=pass); the newest seal must be a trusted sealer's, and what it
    wrote down about the mail as it came to it is then judged as our own server's word would be. `sets` are the values
    of the three headers by their names.
    """
    if not any(result.method == "arc" and result.value == "pass" for result in results_of(own, authserv_id)):
        return None
    numbered = {name: _by_instance(sets.get(name, ())) for name in ARC_HEADERS}
    newest = max(numbered[SEAL], default=0)
    if not newest or any(set(found) != set(range(1, newest + 1)) for found in numbered.values()):
        return None
    seal, results = numbered[SEAL][newest], numbered[RESULTS][newest]
    sealer, chain = DOMAIN.search(seal), CHAIN.search(seal)
    whole = chain is not None and chain[1].lower() == ("none" if newest == 1 else "pass")
    if not whole or sealer is None or sealer[1].lower() not in sealers:
        return None
    named = NAMED.match(results)
    said = authentication_of([results], named[1], domain) if named else None
    if said is None or said.verdict != "pass":
        return None
    return Authentication("pass", f"{sealer[1].lower()} sealed the mail (ARC) and says: {said.reason}")


def _by_instance(values: Sequence[str]) -> dict[int, str]:
    """Each value by its number, without it; nothing where one stands twice or has none."""
    found: dict[int, str] = {}
    for value in values[: MAX_SETS + 1]:
        match = INSTANCE.match(value)
        if match is None or int(match[1]) in found or len(found) == MAX_SETS:
            return {}
        found[int(match[1])] = value[match.end() :]
    return found
