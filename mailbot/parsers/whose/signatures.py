"""Find where the signature of a stretch of new words begins: separators, visiting cards, what telephones write."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_SIGNATURE_LINES = 16
MAX_CARD_LINES = 18
LONGEST_NAME = 40
FARTHEST = 40  # lines above the end in which a separator is looked for
SEPARATORS = frozenset(("--", "—", "–", "−−", "－－", "– –", "---", "___", "__"))
SHORT_RULES = frozenset(("---", "___", "__"))  # they divide as often as they sign: a card must follow

# What a phone or a program signs with.
SENT_FROM = re.compile(
    r"[\s*_<\[(-]{0,4}(?:(?:e-?mail |message |posted )?sent (?:from|with|via|using|by|on) .{1,120}"
    r"|(?:\w{2,20} )?from (?:my )?(?:iphone|ipad|ipod|android|mobile|phone|blackberry|tablet)\b.{0,20}"
    r"|diese nachricht wurde von .{1,80} gesendet|(?:get|download) \[?(?:outlook|spark|the app)\b.{1,80}"
    r"|outlook for (?:ios|android|mac).{0,60}を(?:取得|入手|ダウンロード).{0,40}|(?:holen"
    r"|laden) sie sich outlook .{1,60}"
    r"|(?:obtenez|télécharge[zr]|obtener|obtenha|obter|scarica|download|skaffa|få|hanki|pobierz"
    r"|získat) .{0,8}outlook .{1,60}"
    r"|outlook (?:für|pour|para|per|voor|til|dla) (?:ios|android).{0,60}"
    r"|(?:ios|android|mac|windows)\s?[版用]?の?\s?outlook.{0,60}(?:取得|入手|ダウンロード).{0,20}"
    r"|(?:spark|outlook|airmail|superhuman|gmail|thunderbird)\s?(?:で|から|を使って)(?:送信|作成)(?:しました"
    r"|されました)"
    r"|von meine[mr] .{1,40} gesendet|(?:mobil )?gesendet (?:von|mit|aus|über) .{1,60}"
    r"|envoyé (?:de|depuis|à partir d|avec|par|sur).{1,60}"
    r"|enviado (?:desde|do|de|a partir d|con|com|pelo|por).{1,60}|enviada (?:do|desde|de) .{1,40}"
    r"|inviato (?:da|dal|con|tramite).{1,60}|(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|door) .{1,40}"
    r"|skickat (?:från|med|via) .{1,40}|(?:sendt|send) (?:fra|med|via) .{1,40}|lähetetty .{1,40}"
    r"|wysłan[eo] (?:z|za|przy|przez) .{1,40}|отправлено (?:с|из|со|через) .{1,40}|надіслано (?:з|із|через) .{1,40}"
    r"|στάλθηκε από .{1,40}|(?:私の\s?)?[^\s。、]{2,30}(?:\s(?:for|mail|app)\s?[^\s。、]{0,20}){0,2}\s?から(?:の)?送信"
    r"(?:されました|しています)?|(?:発|從|从)(?:我的|自我的).{1,30}|[发發]自我的.{1,30}"
    r"|[发發]自 ?.{1,20}(?:客户端|邮箱)"
    r"|나의 .{1,20}에서 보냄|.{1,20}에서 보냄|odesláno z.{1,40}|trimis (?:de pe|din|de la) .{1,40}"
    r"|diperoleh dari .{1,40}|dikirim dari .{1,40}|.{1,20}(?:'|’)?(?:umdan|imden|dan|den) gönderildi|elküldve .{1,40}"
    r"|ᐧ)"
    r"[\s*_>\])。.]{0,4}",
    re.IGNORECASE,
)
LOOSE = re.compile(
    r"\W{0,4}(?:sent|from|envoyé|enviado|inviato|gesendet|skickat|sendt|lähetetty|verzonden)\b", re.IGNORECASE
)
PROGRAM = re.compile(
    r"\b(?:mail|outlook|android|iphone|ipad|galaxy|mobile|device|app|windows)\b|https?:", re.IGNORECASE
)
EXCUSE = re.compile(r"excuse|forgive|brief|brevity|typo", re.IGNORECASE)
RULE = re.compile(r"\s{0,8}[=\-_–—─━―～~*＊・◆■□◇○●+＋－＝☆★※#/|‐…·.┏┓┗┛┌┐└┘│┃▼▲▽△♪♦◎\u3000 ]{4,200}\s{0,4}")
SIGNS = re.compile(r"[=\-_–—─━―～~*＊◆■□◇+＋－＝☆★‐…·┏┗┌└]{3}")
NAMED_RULE = re.compile(
    r"\s{0,4}[=\-_–—─━―～~*＊・◆■□◇○●+＋－＝☆★‐]{2,60}\s{0,4}[^=\-_─━―*◆■□◇＝]{1,40}\s{0,4}[=\-_–—─━―～~*＊・◆■□◇○●+＋－＝☆★‐]{2,60}\s{0,4}"
)
KINDS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:tel|fax|phone|mobile|cell|handy|telefon|fon|téléphone|tél|teléfono|móvil|telefono|dial|direct"
        r"|ext)\b\s?[.:：)/]"
        r"|電話|携帯|ＴＥＬ|ＦＡＸ|TEL|FAX|☎|📞|📱|\+\d{1,3}[-(). ]\d|\(?\d{2,5}\)?[-. ]\d{2,4}[-. ]\d{3,4}\b",
        r"[^\s@]{1,64}@[^\s@]{1,64}\.[a-z]{2,}|\be-?mail\b\s?[.:：]|メール\s?[:：]",
        r"https?://|www\.[a-z0-9-]{1,60}\.|\b(?:web|url|hp|http|website)\b\s?[.:：]|ホームページ\s?[:：]",
        r"〒\s?\d|住所|[都道府県][^\s]{1,12}[市区町村郡]|\b\d{5} [A-ZÄÖÜ][a-zäöü]{2,}|\b(?:street|avenue|road"
        r"|straße|strasse|suite)\b"
        r"|[A-Z]{2} \d{5}\b",
        r"(?:株式|有限|合同|合資)会社|\(株\)|㈱|（株）|\b(?:inc|ltd|gmbh|corp|llc|s\.?a\.?r\.?l|co\., ?ltd|plc|b\.v"
        r"|a/s)\b\.?"
        r"|(?:事業|営業|総務|人事|開発|企画|管理)?[部課室係](?:\s|$)",
    )
)
SPEECH = re.compile(
    r".{90}|.*[。？?!！]\s{0,3}$|.*(?:ます|です|ください|ました|ません|した|でした)\s{0,3}$"
    r"|(?:\S{1,40}\s{1,3}){3}.{0,80}[^\W\d_]{3}\.\s{0,3}$"
)
LOG = re.compile(
    r"\s{0,4}(?:<<<|>>>|\.\.\.|at\s|\[|\d{3}[ -]|\d{4}-\d\d-\d\d|received:)|.*(?:error|exception"
    r"|failed)",
    re.IGNORECASE,
)
COMPANY = 4  # its number among the kinds
PURE_MAIL = re.compile(r"\W{0,3}[^\s@]{1,64}@[^\s@]{1,100}")
PURE_LINK = re.compile(r"\W{0,3}(?:https?://|www\.)[^\s/]{1,100}/?\W{0,2}")
ITEM = re.compile(r"\s{0,4}(?:[(（]?\d{1,2}[\s.)）、．:]|[①-⑳])")
WORD = re.compile(r"\w")
NO_NAME = re.compile(r"[:：\d]|^\W*$")
LABEL = re.compile(r"[\s・■●◆○□*-]{0,4}[^\s:：/@|.\d][^:：/@|.]{0,15}[:：]\s{0,3}\S")
ON_CARDS = re.compile(
    r"\b(?:tel|fax|phone|mobile|cell|handy|telefon|fon|mail|e-mail|email|web|url|http|https|skype|line|twitter"
    r"|office|direct|t|f|m|e|w)"
    r"\b|^\s{0,3}\W{0,3}(?:tél|móvil|teléfono|telefono|www|電話|携帯|直通|内線|代表|メール|ＴＥＬ|ＦＡＸ"
    r"|ホームページ|住所|所在地|本社|支店"
    r"|担当|部署|所属|会社|営業時間|受付時間|定休日|登録番号|dept|department|geschäftsführer|amtsgericht|sitz|hrb"
    r"|ust|siret)",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(
    r"[:：]\s{0,3}$|以下|下記|次の(?:とおり|通り)|連絡先|宛先|宛て|住所|変更|登録|送付|請求先|届け先|お送り|発送"
    r"|following|below|contact|address|here (?:is|are)|change|update|register|invoice|billing|ship|folgende|adresse"
    r"|suivant",
    re.IGNORECASE,
)


def signature_start(lines: Sequence[str], start: int, end: int) -> int:
    """Where the signature in lines[start:end] begins, `end` when there is none."""
    cut = _sent_from(lines, start, end)
    for index in range(max(start, cut - FARTHEST), cut):
        if lines[index].strip() in SEPARATORS and _count(lines, index + 1, cut) <= MAX_SIGNATURE_LINES:
            inside = [line.strip() for line in lines[index + 1 : cut] if WORD.search(line)]
            if _may_sign(lines, index, inside):
                return _sent_from(lines, start, index)
    return _card(lines, start, cut)


def _may_sign(lines: Sequence[str], index: int, inside: Sequence[str]) -> bool:
    """The separator of RFC 3676 section 4.3 signs always; others also divide, and then words follow."""
    separator = lines[index]
    if separator == "-- " or not inside:
        return True
    if separator.strip() in SHORT_RULES:
        return _is_card(inside)
    if any(SPEECH.match(line) for line in inside) or (index and lines[index - 1].rstrip().endswith((":", "："))):
        return False
    named = bool(lines[index + 1].strip()) and not NO_NAME.search(inside[0])
    return named or any(_kinds(line) - {COMPANY} for line in inside)


def _count(lines: Sequence[str], start: int, end: int) -> int:
    return sum(1 for line in lines[start:end] if line.strip())


def _sent_from(lines: Sequence[str], start: int, end: int) -> int:
    """Cut off the last lines as far as they are blank or say which device or program sent them."""
    cut = index = end
    while index > start and (not lines[index - 1].strip() or _says_sent_from(lines[index - 1].strip())):
        index -= 1
        if lines[index].strip():
            cut = index
    return cut


def _says_sent_from(line: str) -> bool:
    """ "Sent from my desk it works better." is a sentence."""
    if len(line) > 160 or not SENT_FROM.fullmatch(line):
        return False
    words = line.count(" ")
    sentence = LOOSE.match(line) and ((line.endswith(".") and words > 5) or (words > 6 and not PROGRAM.search(line)))
    return not sentence or bool(EXCUSE.search(line))


def _card(lines: Sequence[str], start: int, end: int) -> int:
    """A visiting card below a rule, or without a rule where it shows itself strongly."""
    low, seen = end, 0
    while low > start and seen <= MAX_CARD_LINES + 4:
        low -= 1
        seen += bool(lines[low].strip())
    for index in range(low, end):
        if _is_rule(lines[index]) and _is_card([line.strip() for line in lines[index:end] if line.strip()]):
            return index
    return _bare_card(lines, start, end)


def _is_rule(line: str) -> bool:
    bare = line.strip()
    if bare in SHORT_RULES:
        return True
    if not bare or bare[0].isalnum():
        return False
    return bool(SIGNS.search(bare) and (RULE.fullmatch(line) or NAMED_RULE.fullmatch(line)))


def _is_card(lines: Sequence[str]) -> bool:
    """Short lines, at least two of which tell in two ways how to reach the sender, and no log of a machine."""
    inside = [line for line in lines if not RULE.fullmatch(line) and line not in SHORT_RULES]
    if not 2 <= len(inside) <= MAX_CARD_LINES or SPEECH.match(inside[-1]):
        return False  # who adds something below a card is heard
    if sum(1 for line in inside if ITEM.match(line)) > 1:
        return False  # steps
    if sum(1 for line in inside if SPEECH.match(line)) > 1 or any(LOG.match(line) or _is_form(line) for line in inside):
        return False
    found = [_kinds(line) for line in inside]
    contacts = sum(1 for one in found if one)
    return len(set().union(*found)) >= 2 and contacts >= 2 and contacts * 3 >= len(inside)


def _is_form(line: str) -> bool:
    """A label that no card has: "OS：", "ブラウザ："."""
    found = LABEL.match(line)
    return bool(found) and not ON_CARDS.search(line)


def _kinds(line: str) -> set[int]:
    return {number for number, pattern in enumerate(KINDS) if pattern.search(line)}


def _bare_card(lines: Sequence[str], start: int, end: int) -> int:
    """The last paragraph, when it begins with a name and tells two ways or more to reach its bearer.

    What the sender announces ("my address is:") is an answer and no card.
    """
    last = end
    while last > start and not lines[last - 1].strip():
        last -= 1
    first = last
    while first > start and lines[first - 1].strip() and last - first <= MAX_CARD_LINES:
        first -= 1
    before = [lines[i] for i in range(first - 1, max(start, first - 8) - 1, -1) if lines[i].strip()][:3]
    card = [line.strip() for line in lines[first:last]]
    if len(card) < 3 or not before or not _tells_how_to_reach(card):
        return end
    return end if any(ANNOUNCES.search(line) for line in before) else first


def _tells_how_to_reach(card: Sequence[str]) -> bool:
    """A name, and telephone or postal address among other ways, and not a sentence."""
    if (
        len(card[0]) > LONGEST_NAME
        or NO_NAME.search(card[0])
        or any(SPEECH.match(line) or _is_form(line) for line in card)
    ):
        return False
    found = [_kinds(line) for line in card]
    ways = set().union(*found) - {COMPANY}
    reached = ways & {0, 3} or (any(map(PURE_MAIL.fullmatch, card)) and any(map(PURE_LINK.fullmatch, card)))
    named = not found[0] - {COMPANY}
    strong = len(ways) >= 2 and sum(1 for one in found if one) * 5 >= 2 * len(card)
    return bool(named and reached and strong)
