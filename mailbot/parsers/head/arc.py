"""What a trusted forwarder says that it had checked before its own changes broke DMARC: ARC (RFC 8617)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mailbot.model import Authentication, said
from mailbot.parsers.head.authentication import authentication_of, results_of

SEAL, SIGNATURE, RESULTS = "arc-seal", "arc-message-signature", "arc-authentication-results"
ARC_HEADERS = (SEAL, SIGNATURE, RESULTS)
MAX_SETS = 50  # RFC 8617 section 4.2.1
INSTANCE = re.compile(r"\s{0,20}i\s{0,9}=\s{0,9}([1-9][0-9]?)\s{0,9};", re.IGNORECASE)
NAMED = re.compile(r"\s*([A-Za-z0-9._-]{1,253})\s{0,9}(?:1\s{0,9})?;")


@dataclass(frozen=True, slots=True)
class _Word:
    """The newest set of a chain that is whole: who sealed it, and what the mail was found to be when it came there."""

    sealer: str
    results: str  # as in Authentication-Results (RFC 8617 section 4.1.1)


def forwarded_with_seal(
    own: Sequence[str],
    authserv_id: str,
    sets: Mapping[str, Sequence[str]],
    sealers: Collection[str],
    domain: str,
) -> Authentication | None:
    """What a trusted sealer's word is worth for the From domain; None where our own server found no sound chain.

    Our server must have found the chain sound (arc=pass); the newest seal must be a trusted sealer's, and what it
    wrote down about the mail as it came to it is then judged as our own server's word would be. `sets` are the values
    of the three headers by their names. Anything odd is "none", with the reason.
    """
    if {result.value for result in results_of(own, authserv_id) if result.method == "arc"} != {"pass"}:
        return None
    word = _newest(sets)
    if word is None:
        return Authentication("none", (said("arc_broken"),))
    if word.sealer not in sealers:
        return Authentication("none", (said("arc_unknown", sealer=word.sealer[:80]),))
    named = NAMED.match(word.results)
    found = authentication_of([word.results], named[1], domain) if named else None
    if found is None or found.verdict != "pass":
        return Authentication("none", (said("arc_silent", sealer=word.sealer, domain=domain),))
    return Authentication("pass", (said("arc_pass", sealer=word.sealer), *found.reasons))


def _newest(sets: Mapping[str, Sequence[str]]) -> _Word | None:
    """None unless each instance from 1 on has each of the three headers once and the newest seal speaks of no break."""
    numbered = {name: _by_instance(sets.get(name, ())) for name in ARC_HEADERS}
    newest = max(numbered[SEAL], default=0)
    if not newest or any(set(found) != set(range(1, newest + 1)) for found in numbered.values()):
        return None
    tags = _tags(numbered[SEAL][newest])
    if tags.get("cv", "").lower() != ("none" if newest == 1 else "pass") or not tags.get("d"):
        return None
    return _Word(tags["d"].lower(), numbered[RESULTS][newest])


def _by_instance(values: Sequence[str]) -> dict[int, str]:
    """Each value by its number, without it; nothing where one stands twice or has none."""
    found: dict[int, str] = {}
    for value in values[: MAX_SETS + 1]:
        match = INSTANCE.match(value)
        if match is None or int(match[1]) in found or len(found) == MAX_SETS:
            return {}
        found[int(match[1])] = value[match.end() :]
    return found


def _tags(value: str) -> dict[str, str]:
    """The tags of a seal (RFC 6376 section 3.2); none at all where one stands twice, which makes the list invalid."""
    pairs = [one.partition("=") for one in value.split(";") if one.strip()]
    tags = {name.strip().lower(): said.strip() for name, _, said in pairs}
    return tags if len(tags) == len(pairs) and "i" not in tags else {}
