"""What every letter of this team has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.directory import Directory, KnownFacts
from mailbot.casework.policy import NO_TOKENS
from mailbot.casework.products import Products
from mailbot.casework.tokens import Tokens
from mailbot.letters.render import Templates
from mailbot.model import Address


@dataclass(frozen=True, slots=True)
class Stationery:
    """Who signs, in which words, with which templates. The mappings go from language to text."""

    support: Address
    team: Mapping[str, str]
    hours: Mapping[str, str]
    contact: Mapping[str, str]
    prefix: str
    instance: str
    zone: ZoneInfo
    catalogue: Catalogue
    templates: Templates
    default_language: str
    escalation_bytes: int
    tokens: Tokens = NO_TOKENS
    originals: bool = True  # customers' mails are attached to escalations
    bounces_to: str = ""  # MAIL FROM of automatic letters; empty so that no bounce is answered (RFC 3834 section 3.3)
    products: Products = field(default_factory=Products)
    directory: KnownFacts = field(default_factory=Directory)  # how a customer is addressed

    @property
    def room(self) -> int:
        """How many bytes of originals an escalation carries."""
        return self.escalation_bytes if self.originals else 0

    def word(self, language: str, key: str) -> str:
        """A word of a language's `[words]`; the key itself where it is missing, so that nothing breaks."""
        return self.catalogue.languages[language].words.get(key, key)

    def local(self, texts: Mapping[str, str], language: str) -> str:
        """A text in this language, else in the default one."""
        return texts.get(language) or texts.get(self.default_language, "")
