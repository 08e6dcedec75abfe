"""Read addresses: one strictly, for identity, and many leniently, for To and Cc."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mailbot.model import Address
from mailbot.parsers.head.words import NO_HINT, Hint, decoded

# The standard library reads "a@trusted.example<evil@evil.example>" as a@trusted.example (CVE-2023-27043 and kin).
# Here a value is cut into tokens first, encoded words are decoded last, and what may be read in two ways is nobody.
MAX_VALUE = 4000
MAX_ADDRESSES = 200
MAX_COMMENT_DEPTH = 5
# RFC 5322 section 3.2.3 atext without "%" and "!", the old routing signs; RFC 6532 adds everything beyond ASCII.
# Dots may stand anywhere: Japanese carriers gave out addresses like "a..b.@", and nothing is ambiguous about them.
LOCAL = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~.\-\u00a1-\U0010ffff]{1,64}")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
LOOKS_LIKE_ADDRESS = re.compile(r"[^\s<>()\"',;:@]{1,200}@[^\s<>()\"',;:@]{1,200}\.[^\s<>()\"',;:@.]{2,60}")
# IDNA 2003 folds these, IDNA 2008 keeps them: two readings of one name (RFC 5894 section 7.2).
DEVIATIONS = frozenset("ßς\u200c\u200d")
INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp", "Zs"))


class Token(NamedTuple):
    """A piece of an address header: kind is one of `word`, `quoted`, `comment` or the sign itself."""

    kind: str
    text: str
    raw: str


def strict_address(value: str, hint: Hint = NO_HINT) -> Address | None:
    """The one mailbox of a From value (raw, its words not decoded); None when there is none, several or any doubt.

    Refused: lists, groups, source routes, address literals, comments inside the address, `%` and `!` routing,
    a display name that shows another address, invisible or compatibility characters in the domain.
    """
    if len(value) > MAX_VALUE:
        return None
    tokens = _tokens(value)
    if tokens is None or any(token.kind in ",;:" for token in tokens):
        return None
    return _one(tokens, hint)


def addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of a To or Cc value, groups opened, what cannot be read left out; at most 200."""
    tokens = _tokens(value[: 64 * 1024]) or []
    found: list[Address] = []
    for entry in _entries(_closed_up(_unrouted(tokens))):
        bare = [token for token in entry if token.kind != "comment"]
        one = _one(entry) or _one(bare) or _angled(bare)
        if one is not None:
            found.append(one)
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found)


def _unrouted(tokens: list[Token]) -> Iterator[Token]:
    """Without the routes of old mail, "<@a.example,@b.example:ann@c.example>", which RFC 5322 section 4.4 drops."""
    kind_before, routed = "", False
    for token in tokens:
        routed = routed or (token.kind == "@" and kind_before == "<")
        if not routed:
            yield token
        if token.kind in ":>":
            routed = False
        kind_before = token.kind


def _closed_up(tokens: Iterable[Token]) -> Iterator[Token]:
    """Without the blanks of old mail around the dots of a domain, "ann@shop . example" (RFC 5322 section 4.4)."""
    domain: Token | None = None
    kind_before = ""
    for token in tokens:
        if domain and token.kind == "word" and (domain.text.endswith(".") or token.text.startswith(".")):
            domain = Token("word", domain.text + token.text, domain.raw + token.raw)
            continue
        if domain:
            yield domain
        domain = token if token.kind == "word" and kind_before == "@" else None
        if domain is None:
            yield token
        kind_before = token.kind
    if domain:
        yield domain


def _entries(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    entry: list[Token] = []
    for token in tokens:
        if token.kind == ":" and not any(one.kind == "<" for one in entry):
            entry = []  # the name of a group (RFC 5322 section 3.4)
        elif token.kind in ",;":
            yield entry
            entry = []
        else:
            entry.append(token)
    yield entry


def _tokens(value: str) -> list[Token] | None:
    """Cut a value; None when a quote, a comment or a bracket does not end."""
    tokens: list[Token] = []
    at = 0
    while at < len(value):
        sign = value[at]
        if sign in " \t\r\n":
            at += 1
        elif sign == '"':
            end = _quote_end(value, at)
            if end < 0:
                return None
            tokens.append(Token("quoted", QUOTED_PAIR.sub(r"\1", value[at + 1 : end]), value[at : end + 1]))
            at = end + 1
        elif sign == "(":
            end = _comment_end(value, at)
            if end < 0:
                return None
            tokens.append(Token("comment", value[at + 1 : end], value[at : end + 1]))
            at = end + 1
        elif sign in "<>@,;:":
            tokens.append(Token(sign, sign, sign))
            at += 1
        elif word := WORD.match(value, at):
            tokens.append(Token("word", word[0], word[0]))
            at = word.end()
    return tokens


QUOTED_PAIR = re.compile(r"\\(.)")
WORD = re.compile(r'[^ \t\r\n"(<>@,;:]+')
QUOTE_END = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)


def _quote_end(value: str, at: int) -> int:
    found = QUOTE_END.match(value, at + 1)
    return found.end() - 1 if found else -1


def _comment_end(value: str, at: int) -> int:
    depth = 0
    for match in re.finditer(r"\\.|[()]", value[at:], re.DOTALL):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth > MAX_COMMENT_DEPTH:
            return -1
        if depth == 0 and match[0] == ")":
            return at + match.start()
    return -1


def _one(tokens: list[Token], hint: Hint = NO_HINT) -> Address | None:
    """A mailbox out of tokens: `phrase <spec>` or `spec`, comments only around it."""
    angles = [index for index, token in enumerate(tokens) if token.kind in "<>"]
    if not angles:
        spec = [token for token in tokens if token.kind != "comment"]
        outside = [token for token in tokens if token.kind == "comment"]
        if outside and not _at_the_edges(tokens):
            return None
        return _named(_spec(spec), " ".join(token.text for token in outside), hint)
    if len(angles) != 2 or tokens[angles[0]].kind != "<":
        return None
    start, end = angles
    if any(token.kind != "comment" for token in tokens[end + 1 :]):
        return None
    phrase = [token for token in tokens[:start] if token.kind != "comment"]
    return _named(_spec(tokens[start + 1 : end]), _phrase(phrase), hint)


def _angled(tokens: list[Token]) -> Address | None:
    """The last `<spec>` of an entry, whatever stands around it."""
    starts = [index for index, token in enumerate(tokens) if token.kind == "<"]
    if not starts:
        return None
    inside = tokens[starts[-1] + 1 :]
    end = next((index for index, token in enumerate(inside) if token.kind == ">"), len(inside))
    return _spec(inside[:end])


def _at_the_edges(tokens: list[Token]) -> bool:
    kinds = "".join("c" if token.kind == "comment" else "x" for token in tokens)
    return "xcx" not in re.sub("(.)\\1+", r"\1", kinds)


def _phrase(tokens: list[Token]) -> str:
    text = ""
    for token in tokens:
        glue = "" if token.kind == "@" or text.endswith("@") or not text else " "
        text += glue + token.text
    return text


def _named(address: Address | None, name: str, hint: Hint) -> Address | None:
    """The address with its display name; None when the name shows another address than the one behind it."""
    if address is None:
        return None
    shown = " ".join(decoded(name, hint).text.split())[:300]
    seen = unicodedata.normalize("NFKC", shown)
    others = {found.casefold().strip(".") for found in LOOKS_LIKE_ADDRESS.findall(seen)} if "@" in seen else set()
    if others - {address.key}:
        return None
    return Address(address.email, "" if others else shown)


def _spec(tokens: list[Token]) -> Address | None:
    """`local @ domain` (RFC 5322 section 3.4.1) out of exactly three tokens."""
    if [token.kind for token in tokens[1:]] != ["@", "word"]:
        return None
    local, domain = _local(tokens[0]), _domain(tokens[2].text)
    if not local or not domain or len(local) + len(domain) > 253:
        return None
    return Address(f"{local}@{domain}")


def _local(token: Token) -> str:
    """The local part as written, in NFC; a quoted one only when its content needs no more than dots."""
    text = unicodedata.normalize("NFC", token.text)
    if token.kind not in ("word", "quoted") or not LOCAL.fullmatch(text) or _invisible(text):
        return ""
    return f'"{text}"' if token.kind == "quoted" else text


def _invisible(text: str) -> bool:
    return not text.isascii() and any(unicodedata.category(char) in INVISIBLE for char in text)


def _domain(text: str) -> str:
    """The domain in lower-case A-labels (RFC 5890), "" when it has none or more than one reading."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > 253 or (not text.isascii() and not _one_reading(text)):
        return ""
    try:
        labels = [
            (label if label.isascii() else label.encode("idna").decode("ascii")).lower() for label in text.split(".")
        ]
    except UnicodeError:
        return ""
    return ".".join(labels) if all(LABEL.fullmatch(label) for label in labels) else ""


def _one_reading(text: str) -> bool:
    if unicodedata.normalize("NFKC", text) != text or DEVIATIONS & set(text):
        return False
    return not any(unicodedata.category(char) in INVISIBLE or char in "。．｡" for char in text)
