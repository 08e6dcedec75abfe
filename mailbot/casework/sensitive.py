"""Find what must not be repeated: card numbers, passwords, keys and individual numbers that people mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailbot.casework.digits import numbers


class Sort(StrEnum):
    """What was mailed; its word stands in `language.toml` as `sensitive_…`."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105 - the name of one
    KEY = "key"
    MY_NUMBER = "my_number"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """`text[start:end]` is something of this sort."""

    sort: Sort
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """How a value stands behind a label: `pattern` begins where the label ends and has a group `value`.

    `words`: ordinary words may be the value, where they end the line.
    """

    pattern: re.Pattern[str]
    words: bool = False


# Full-width and half-width become ordinary, one character for one, so that places stay what they are. What half-width
# kana carry as characters of their own becomes the combining marks of decomposed text.
FOLD = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFF01, 0xFF5F), *range(0xFF66, 0xFFA0))}
FOLD |= dict.fromkeys((0xA0, *range(0x2000, 0x200C), 0x202F, 0x3000, 0xFEFF), " ")
FOLD |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")

# The labels. In Japanese and English alike: which language a mail is in says nothing of the words in it.
LABELS: dict[Sort, str] = {
    Sort.PASSWORD: (
        "(?:(?:パ|ハ\u309a)スワー(?:ド|ト\u3099)|(?:パ|ハ\u309a)スフレー(?:ズ|ス\u3099)|パスコード|解凍キー|復号キー|暗証番号"
        "|password|passwd|pass ?phrase|pass ?code|pass word"
        "|(?<![a-z_$])(?:pass(?= ?[:=](?!:))|(?:pwd|pw|p/w)(?![a-z]|->)))s?"
    ),
    Sort.KEY: (
        "(?:API[ _-]?キー|アクセスキー|シークレット(?:キー)?|秘密鍵|トークン|(?:api|access|secret|private)[ _-]?key"
        "|client[ _-]?secret|(?<![a-z])secret(?![a-z])|(?<![a-z])(?:[a-z]{1,20}[ _-])?token(?![a-z]))"
    ),
}
CODES = re.compile(
    "(?:(?<![a-z])(?:pin|cvv2?|cvc2?)(?:[ -]?(?:code|number|no\\.?)|コード|番号)?(?![a-z])|暗証番号"
    "|セキュリティ・?コード|(?:認証|確認)コード|(?:security|verification|one-time) code)",
    re.IGNORECASE,
)
PAIR = re.compile(
    r"(?:ID|ユーザー?(?:名|ID)?|アカウント|user ?(?:name)?|login|e?mail)[ \t]*(?:/|・|&|と|and)[ \t]*$", re.IGNORECASE
)
PAIRED = re.compile(r" ?/ ?[!-~]{3,256}")
OPEN = r"[「『【“‘\"'<(\[]*"
VALUE = rf"{OPEN}(?P<value>[!-~]{{3,512}})"
ARROW = r"(?:=>|->|[=→⇒]|:(?!:))"
TOLD: tuple[Told, ...] = (
    # "パスワード（管理用）：x", "password for the server is: x", "password=x", `"password": "x"`
    Told(re.compile(rf"(?P<gap>[^\n:=→⇒]{{0,30}}?){ARROW}[ \t:>]*{VALUE}", re.IGNORECASE), words=True),
    # "パスワードは x です", "パスワードを x に変更しました"
    Told(
        re.compile(
            rf"(?P<gap>[^\n:=。]{{0,20}}?)[はがを][、, ]*{VALUE}(?=[」』】”’]*\s*"
            r"(?:です|でし|では?|だ|と(?!同じ|一緒)|を|、|。|に(?:設定|変更|し|な|戻)|$|\n))",
            re.IGNORECASE,
        ),
        words=True,
    ),
    # "password is x", "I changed the password to x"
    Told(re.compile(rf"(?P<gap>[^\n:=.]{{0,30}}?)\b(?:is|was|to|as) {VALUE}", re.IGNORECASE)),
    # "パスワード「x」"
    Told(re.compile(r"(?P<gap>) ?[「『“‘\"'](?P<value>[!-~]{3,512}?)[」』”’\"']")),
    # A label with the value on the next line: "パスワードは以下のとおりです。", "Password:"
    Told(
        re.compile(
            r"(?P<gap>(?:[】\])*:]{0,3}|[^\n]{0,20}(?:以下|下記|次の|below|follow|:)[^\n]{0,20}))[ \t]*\n\s{0,4}"
            rf"{VALUE}[」』】”’]*[ \t]*(?=\n|$)",
            re.IGNORECASE,
        )
    ),
)
BESIDE = re.compile(r"[ \t]{1,4}(?P<value>[!-~]{6,512})")  # "ID yamada パスワード x"
DIGITS = re.compile(r"[^\n:=0-9./]{0,8}?(?:[:=はが]|\bis\b)?[ \t]*(?P<value>[0-9]{3,8})(?![0-9])", re.IGNORECASE)
# Values that need no label: an Authorization field (RFC 9110 section 11.6.2), the userinfo of a URL (RFC 3986 section
# 3.2.1), a private key (RFC 7468).
BARE: tuple[re.Pattern[str], ...] = (
    re.compile(r"\bauthorization[\"']?[ \t]*[:=][ \t\"']*(?:[a-z]+ +)?(?P<value>[\w.~+/=-]{8,4000})", re.IGNORECASE),
    re.compile(r"\b(?:bearer|basic) +(?P<value>(?=[a-z+/._~-]{0,200}[0-9=])[\w.~+/=-]{12,4000})", re.IGNORECASE),
    re.compile(r"[a-z]://[^\s/:@]{1,64}:(?P<value>[^\s/@•,;]{1,64})@", re.IGNORECASE),
    # What only keys of services and JSON Web Tokens (RFC 7519) look like.
    re.compile(
        r"(?<![\w-])(?P<value>[spr]k_(?:live|test)_\w{10,200}|gh[pousr]_\w{20,255}|AKIA[0-9A-Z]{16}"
        r"|xox[abprs]-[\w-]{10,200}|eyJ[\w-]{10,4000}\.[\w-]{10,4000}\.[\w-]{5,4000})"
    ),
    re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?P<value>[^-•]{16,20000})"),
)

# Between label and value these speak of trouble with passwords, or of passwords as such.
TROUBLE = re.compile(
    r"\. |。[^\n]|忘|違|再設定|再発行|リセット|初期化|期限|文字|桁|エラー|失敗|ポリシー|要件|強度|試行|できない"
    r"|ません|について|の件|変更(?:日|画面|後に|時)"
    r"|forg|reset|wrong|invalid|incorrect|error|fail|expir|chang(?:e |ing|e$)|policy|length|strength"
    r"|manager|protect|requir|rule|mismatch|\bnot\b|n.t\b|hash|link|button|attempt|missing|issue|problem|bug",
    re.IGNORECASE,
)
# Words behind a label that are no value.
ORDINARY = re.compile(
    r"empty|none|null|nil|blank|wrong|invalid|incorrect|required|optional|forgotten|forgot|reset|"
    r"expired|missing|unknown|changed|correct|true|false|yes|no|not|the|a|an|is|it|my|your|and|"
    r"or|of|for|in|on|ok|okay|error|errors|failed|failure|see|same|above|below|here|attached|n/a|"
    r"tbd|unset|undefined|unavailable|rejected|accepted|denied|password|passwd|pass|locked|disabled|"
    r"enabled|hidden|secret|secure|weak|strong|too|has|was|will|does|cannot|can|how|what|why|when|"
    r"where|we|i|it's|text|string|field|input|box|unchanged|omitted|redacted|masked|removed|valid|"
    r"ng",
    re.IGNORECASE,
)
NO_VALUE = re.compile(
    r"[*•●xX.?_#…`-]+"  # masked already
    r"|(?:https?|ftp)://\S+|www\.\S+|/\S*|[\w.+-]+@[\w-]+(?:\.[a-z]+)+"  # a place, an address
    r"|[0-9]{1,2}:[0-9]{2}\S*|[0-9]{4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2}(?:T\S+)?)?|[0-9]{1,2}/[0-9]{1,2}"  # a time
    r"|[0-9]{1,4}-?(?:char|bit|digit|letter|day|min|hour|step|factor|time)\w*|[0-9]{1,2}[-~][0-9]{1,2}"  # a measure
    r"|\$?\{[\w. {}-]+\}?|<[\w -]+>?|%[sd]|[a-z_]+(?:\.[a-z_]+)+(?:[\[(].*)?|[a-z_]+\(.*"  # a place in a program
    r"|(?:windows|win|office|m|ios|macos|android|chrome|edge|firefox|safari|oauth|sha|md|base|utf|http|tls|ssl|v)-?[0-9][0-9.]*",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\s*(?:文字|桁|回|年|月|日|分|時|秒|件|個|人|名|つ|characters?\b|chars?\b|letters?\b|digits?\b|times\b|days?\b|minutes?\b"
    r"|hours?\b|attempts?\b|users?\b|tries\b)",
    re.IGNORECASE,
)
ENDS = re.compile(r"[」』】”’)]*\s*(?:$|\n|[。、,;)/|]|です|でし|に(?:なり|設定|変更))")
WORD = re.compile(r"[a-z]+(?:['/-][a-z]+)*", re.IGNORECASE)
CLOSERS = "\"'”’)]}>,;.:!?"
LABELLED = tuple((sort, re.compile(label, re.IGNORECASE)) for sort, label in LABELS.items())
CARD_CODES = ("cv", "セ", "se")  # how the names of a card's code begin
SHORTEST = 3  # characters of a password
SHORTEST_KEY = 8
SHORTEST_CARD = 13  # the digits of its code are a card's, too
COVER = "•"
SHOWN_DIGITS = 4  # of a card, by which its owner knows it


def sensitive(text: str) -> tuple[Sensitive, ...]:
    """All there is in a text, from left to right, none inside another. Time grows with the text, not faster."""
    folded = text.translate(FOLD)
    found = sorted(_found(folded), key=lambda one: (one.start, -one.end))
    kept: list[Sensitive] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            kept[-1] = Sensitive(kept[-1].sort, kept[-1].start, one.end)
    return tuple(kept)


def masked(text: str) -> str:
    """The text without them: "•••• 1111" for a card, "••••" for all else."""
    return _replaced(text, _short)


def covered(text: str) -> str:
    """The same, as long as the text: every place in it stays what it was."""
    return _replaced(text, _long)


def _replaced(text: str, cover: Callable[[Sort, str], str]) -> str:
    pieces: list[str] = []
    done = 0
    for one in sensitive(text):
        pieces += (text[done : one.start], cover(one.sort, text[one.start : one.end]))
        done = one.end
    return "".join((*pieces, text[done:]))


def _short(sort: Sort, value: str) -> str:
    last = value[-SHOWN_DIGITS:] if sort is Sort.CARD and len(value) >= SHORTEST_CARD else ""
    return f"{COVER * 4} {last}".rstrip()


def _long(sort: Sort, value: str) -> str:
    kept = SHOWN_DIGITS if sort is Sort.CARD and len(value) >= SHORTEST_CARD else 0
    hidden = value[: len(value) - kept]
    return "".join(char if char.isspace() else COVER for char in hidden) + value[len(hidden) :]


def _found(text: str) -> Iterator[Sensitive]:
    for number in numbers(text):
        yield Sensitive(Sort(number.name), number.start, number.end)
    for sort, label in LABELLED:
        for match in label.finditer(text):
            yield from _told(text, sort, match)
    for match in CODES.finditer(text):
        code = DIGITS.match(text, match.end())
        if code and not UNIT.match(text, code.end()):
            card = match[0].lower().startswith(CARD_CODES)
            yield Sensitive(Sort.CARD if card else Sort.PASSWORD, *code.span("value"))
    for pattern in BARE:
        for match in pattern.finditer(text):
            yield Sensitive(Sort.KEY, *match.span("value"))


def _told(text: str, sort: Sort, label: re.Match[str]) -> Iterator[Sensitive]:
    """What stands behind one label: the first way of telling that gives a value."""
    for way in TOLD:
        match = way.pattern.match(text, label.end())
        if match and not TROUBLE.search(match["gap"]):
            end = _end(text, match)
            if _is_value(text[match.start("value") : end], text[end : end + 20], sort, words=way.words):
                yield Sensitive(sort, match.start("value"), _with_pair(text, label, end))
                return
    beside = BESIDE.match(text, label.end())
    if beside and _is_strong(text[beside.start("value") : _end(text, beside)]):
        yield Sensitive(sort, beside.start("value"), _end(text, beside))


def _end(text: str, match: re.Match[str]) -> int:
    """Where a value ends: at the quotation mark that closes it, at the next field of a query, before punctuation."""
    start, end = match.span("value")
    before = text[start - 1]
    closed = text.find(before, start, end) if before in "\"'" else text.find("&", start, end) if before == "=" else -1
    return closed if closed > start else start + len(text[start:end].rstrip(CLOSERS))


def _with_pair(text: str, label: re.Match[str], end: int) -> int:
    """ "ID/PW: yamada / x": both stand behind the label."""
    pair = PAIR.search(text, max(0, label.start() - 20), label.start())
    both = PAIRED.match(text, end) if pair else None
    return both.end() if both else end


def _is_value(value: str, rest: str, sort: Sort, *, words: bool) -> bool:
    if len(value) < SHORTEST or NO_VALUE.fullmatch(value) or (UNIT.match(rest) and value.isdigit()):
        return False
    if sort is Sort.KEY:
        return len(value) >= SHORTEST_KEY and any(char.isdigit() for char in value)
    if WORD.fullmatch(value):
        return words and not ORDINARY.fullmatch(value) and bool(ENDS.match(rest))
    return len(value) > SHORTEST or not value.isdigit()


def _is_strong(value: str) -> bool:
    """Letters and digits, and no name of a program: nobody takes it for a word."""
    mixed = any(char.isdigit() for char in value) and any(char.isalpha() for char in value)
    return mixed and len(value) > SHORTEST_KEY - 3 and not NO_VALUE.fullmatch(value)
