"""Signed marks on our letters: in Message-IDs, and in reply addresses where the mailbox takes support+anything@.

Whoever brings one back has seen the letter; whom it was made for is part of what is signed (RFC 2104, RFC 5233).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from mailbot.model import Address, Party

LIFETIME = timedelta(days=400)  # people answer last year's letters, not those before
BEGINNING = date(2020, 1, 1)  # from which days are counted
MAC_BITS = 80
LETTERS = {Party.CUSTOMER: "c", Party.AGENT: "a", Party.ENGINEERING: "e"}
PARTIES = {letter: party for party, letter in LETTERS.items()}
MARK = re.compile(r"([1-9][0-9]{0,8})([cae])([0-9]{1,5})-([a-z2-7]{16})")
SIGNED = re.compile(r"<c\.([0-9a-f]{32})-([a-z2-7]{16})@([A-Za-z0-9.-]{1,80})>")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the mark in an address says of itself; nothing is proven yet."""

    case: int
    party: Party
    expires: date
    mac: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The marks of one mailbot. `key` is 32 secret bytes; an empty one makes and believes nothing."""

    instance: str
    key: bytes = field(default=b"", repr=False)
    in_addresses: bool = False  # the mailbox takes what is sent to support+anything@

    def message_id(self, random: str) -> str:
        """A Message-ID around 32 random hex digits."""
        return f"<c.{random}-{self._mac('id', random)}@{self.instance}>"

    def issued(self, message_id: str) -> bool:
        """Whether this mailbot made the id, also when its database does not know it: it came from a backup."""
        match = SIGNED.fullmatch(message_id)
        if not match or not self.key or match[3].casefold() != self.instance.casefold():
            return False
        return hmac.compare_digest(match[2], self._mac("id", match[1]))

    def mark(self, case: int, party: Party, recipient: Address, today: date) -> str:
        """What follows the "+" in the address to which this letter's reader answers; "" where there is none."""
        if not (self.in_addresses and self.key):
            return ""
        claim = Claim(case, party, today + LIFETIME, "")
        days = (claim.expires - BEGINNING).days
        return f"{case}{LETTERS[party]}{days}-{self._mac_of(claim, recipient.key)}"

    def claims(self, written_to: Iterable[Address], today: date) -> tuple[Claim, ...]:
        """The marks in the addresses a mail was sent to that have not expired."""
        if not (self.in_addresses and self.key):
            return ()
        matches = (MARK.fullmatch(one.key.rpartition("@")[0].partition("+")[2]) for one in written_to)
        found = (_claim(match) for match in matches if match)
        return tuple(dict.fromkeys(one for one in found if one.expires >= today))

    def made_for(self, claim: Claim, keys: Iterable[str]) -> str:
        """Which of these addresses the mark was made for, "" for none: then somebody made it up."""
        fitting = [key for key in keys if key and hmac.compare_digest(claim.mac, self._mac_of(claim, key))]
        return fitting[0] if fitting else ""

    def _mac_of(self, claim: Claim, address: str) -> str:
        return self._mac("reply", str(claim.case), claim.party.value, address, claim.expires.isoformat())

    def _mac(self, *parts: str) -> str:
        message = "\0".join(("1", self.instance.casefold(), *parts)).encode()
        digest = hmac.new(self.key, message, hashlib.sha256).digest()[: MAC_BITS // 8]
        return base64.b32encode(digest).decode("ascii").lower()


def _claim(match: re.Match[str]) -> Claim:
    return Claim(int(match[1]), PARTIES[match[2]], BEGINNING + timedelta(days=int(match[3])), match[4])
