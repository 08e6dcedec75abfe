"""What our own mail server found out about the sender: the Authentication-Results header of RFC 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.model import Authentication, said

MAX_RESULTS = 50
# A word may end in "=" signs: signatures are shown in base64.
TOKEN = re.compile(r'"((?:[^"\\]|\\.){0,500})"|([=;])|([^\s"=;]+(?:=+(?=[\s;]|$))?)|(\s+)|(.)', re.DOTALL)

# A top-level domain, or what stands below a country's for all of a sort: "co.jp", "com.au", "ac.uk".
SORTS = "ac|ad|asn|co|com|ed|edu|gen|go|gob|gouv|gov|gr|id|in|info|lg|ltd|me|mil|ne|net|nhs|nom|or|org|plc|sch|web"
PUBLIC = re.compile(rf"[^.]*|(?:{SORTS})\.[a-z]{{2}}")


@dataclass(frozen=True, slots=True)
class Result:
    """One `method = value` with its properties (RFC 8601 section 2.2)."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...]

    def property(self, *names: str) -> str:
        """The first of these properties, "" where none stands."""
        return next((value for name, value in self.properties if name in names), "")


class _BrokenError(Exception):
    """The header does not follow RFC 8601 section 2.2."""


def authentication_of(values: Sequence[str], authserv_id: str, domain: str) -> Authentication:
    """Judge the From domain by the topmost of the Authentication-Results `values` that bears exactly our server's id.

    Headers below may be forgeries that our server did not take out (RFC 8601 section 5): they never count, and
    neither does a topmost one that is broken. "pass" is dmarc=pass for this very domain, or, where the header knows
    no DMARC policy, an aligned spf=pass or dkim=pass.
    """
    if not authserv_id:
        return Authentication("none", (said("proof_no_server"),))
    if not domain:
        return Authentication("none", (said("proof_no_sender"),))
    try:
        found = _topmost(values, authserv_id)
    except _BrokenError:
        return Authentication("none", (said("proof_broken"),))
    if found is None:
        return Authentication("none", (said("proof_no_results", server=authserv_id),))
    return _judged(found, domain.casefold())


def results_of(values: Sequence[str], authserv_id: str) -> tuple[Result, ...]:
    """The results of the topmost of the `values` that bears exactly this id; () where it cannot be read."""
    try:
        return _topmost(values, authserv_id) or ()
    except _BrokenError:
        return ()


def _topmost(values: Sequence[str], authserv_id: str) -> tuple[Result, ...] | None:
    for value in values:
        try:
            name, rest = _identity(value)
            if name == authserv_id.casefold():
                return _results(rest)
        except _BrokenError:
            if authserv_id.casefold() in value.casefold():
                raise
    return None


def _judged(results: tuple[Result, ...], domain: str) -> Authentication:
    dmarc = [result for result in results if result.method == "dmarc"]
    values = {result.value for result in dmarc}
    if "fail" in values:
        return Authentication("fail", (said("proof_forged", domain=domain),))
    if "pass" in values:
        return _dmarc_pass(dmarc, domain)
    if values - {"none", "bestguesspass"}:
        return Authentication("none", (said("proof_unchecked", values=", ".join(sorted(values))[:80]),))
    for result in results:
        if result.value == "pass" and (signer := _signer(result)) and _aligned(signer, domain):
            return Authentication("pass", (said("proof_in_line", method=result.method, signer=signer, domain=domain),))
    return Authentication("none", (said("proof_neither", domain=domain),))


def _dmarc_pass(dmarc: list[Result], domain: str) -> Authentication:
    named = {result.property("header.from").casefold().rpartition("@")[2].rstrip(".") for result in dmarc}
    if len(dmarc) == 1 and named == {domain}:
        return Authentication("pass", (said("proof_pass", domain=domain),))
    return Authentication("none", (said("proof_of_others", domain=domain),))


def _signer(result: Result) -> str:
    """The domain that a result vouches for (RFC 8601 sections 2.7.1 and 2.7.2); the HELO name vouches for nobody."""
    names = {"spf": ("smtp.mailfrom", "smtp.mail"), "dkim": ("header.d", "header.i")}.get(result.method, ())
    return result.property(*names).casefold().rpartition("@")[2].rstrip(".") if names else ""


def _aligned(signer: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489 section 3.1): one is the other, or lies under it where that is somebody's own name.

    There is no list of public suffixes here, only the common ones. One that is not seen as such ("uk.com") could be
    confused with the domains below it, never one of these domains with another.
    """
    short, long = sorted((signer, domain), key=len)
    return short == long or (PUBLIC.fullmatch(short) is None and long.endswith("." + short))


def _identity(value: str) -> tuple[str, list[str]]:
    """The authserv-id and the tokens behind it; the version, when given, must be 1."""
    tokens = _tokens(value)
    name: list[str] = []
    while tokens and tokens[0] != ";":
        name.append(tokens.pop(0))
    if not name or len(name) > 2 or name[1:] not in ([], ["1"]) or "=" in name:
        raise _BrokenError("no single name of a server at its beginning")
    return name[0].casefold(), tokens[1:]


def _tokens(value: str) -> list[str]:
    """Words and signs, comments taken out (they may nest, RFC 5322 section 3.2.2)."""
    plain: list[str] = []
    for match in TOKEN.finditer(_without_comments(value)):
        if match[5] is not None:
            raise _BrokenError("a quote does not end")
        if match[4] is None:
            plain.append(match[1] if match[1] is not None else match[0])
    return plain


def _without_comments(value: str) -> str:
    kept: list[str] = []
    depth, at = 0, 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|\\.|[()]', value, re.DOTALL):
        if match[0] == "(":
            kept.append(value[at : match.start()] if depth == 0 else "")
            depth += 1
        elif match[0] == ")":
            depth -= 1
            at = match.end()
            if depth < 0:
                raise _BrokenError("a comment ends that never began")
    if depth:
        raise _BrokenError("a comment does not end")
    return " ".join((*kept, value[at:]))


def _results(tokens: list[str]) -> tuple[Result, ...]:
    groups = list(_groups(tokens))
    if groups in ([], [["none"]]):
        return ()
    if len(groups) > MAX_RESULTS:
        raise _BrokenError("too many results")
    return tuple(_result(group) for group in groups)


def _groups(tokens: list[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for piece in (*tokens, ";"):
        if piece != ";":
            group.append(piece)
        elif group:
            yield group
            group = []


def _result(group: list[str]) -> Result:
    """`method[/version] = value [name = value …]` (RFC 8601 section 2.2)."""
    if len(group) % 3 or any(group[at] != "=" for at in range(1, len(group), 3)):
        raise _BrokenError(f"a result without value: {' '.join(group)[:60]}")
    pairs = [(group[at].casefold(), group[at + 2]) for at in range(0, len(group), 3)]
    method, value = pairs[0]
    return Result(method.split("/")[0], value.casefold(), tuple(pairs[1:]))
