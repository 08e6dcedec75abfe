"""Tell a mail that only brings the password of a file sent before, as is the custom between Japanese companies."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from mailbot.casework.sensitive import LABELS, Sort
from mailbot.model import Message

WITHIN = timedelta(hours=24)  # between the file and its password
LONGEST = 1200  # characters of such a mail
ELSE = 40  # characters that are neither password nor formula
LABEL = rf"(?:{LABELS[Sort.PASSWORD]}|\bpass\b)"
WORD = r"[「『\"'\[<(【]?(?P<value>[!-~]{4,64}?)[」』\"'\]>)】]?(?:\s*(?:です|となります|になります))?[。.]?"
# "パスワード：x", "the password for the file is: x".
VALUE = re.compile(rf"{LABEL}[^\n:=は]{{0,40}}(?:は|\bis\b|:|=|⇒|→)[ \t:]*{WORD}\s*$", re.IGNORECASE)
ALONE = re.compile(rf"[\s■◆●・*\[【]*{LABEL}[^\n]{{0,40}}", re.IGNORECASE)
BARE = re.compile(rf"\s*{WORD}\s*")
FILE = re.compile(
    r"添付|ファイル|zip|圧縮|暗号化|先ほど|先程|さきほど|先に|別送|別便|お送り|送付"
    r"|attach|\bfiles?\b|archive|document|earlier|previous|\bsent\b|\bsend\b|encrypted",
    re.IGNORECASE,
)
# Somebody who has trouble with a password wants help, not to hand one over.
TROUBLE = re.compile(
    r"エラー|忘れ|リセット|再設定|再発行|変更|ログイン|サインイン|正しくな|違[いう]|ません(?!が)|ない(?:です|。|$)|[?]"
    r"|forgot|\breset|log ?in|sign ?in|account|n.t\b|\bnot\b|wrong|invalid|error|cannot|expired|change",
    re.IGNORECASE,
)
# Whoever has more to say, or asks for more than to look at the file, is answered.
MORE = re.compile(
    r"(?:また|あと|それと|さらに|別件|追加で|ところで)[、,はでに]|.{0,200}(?:ます|です|でしょう|ません|の)か[。]?$"
)
# "Windows 11", "Chrome 129": what was asked for may stand beside a password.
TELLS = re.compile(r"(?!tel|fax|mail|e-mail|http|www|phone)\b[a-z]{2,}[^\n]{0,12}\d", re.IGNORECASE)
SEEN = re.compile(r"確認|査収|受け取り|届い")
SENTENCE = re.compile(r"\n|(?<=。)")
IN_CASE = re.compile(r"場合|際は|とき|if you|in case|intended|心当たり|返信(?:でき|は)|do not reply", re.IGNORECASE)
FORMULA = re.compile(
    r"\s*(?:[※*].{0,200}|.{0,60}(?:様|御中|殿|さん)[、,]?|以上|[\W_]{0,200}"
    r"|.{0,80}(?:お世話|ありがとう|よろしく|宜しく|お願い|いたします|致します|申し上げ|と申します|です。|ください|下さい).{0,60}"
    r"|(?:件名|題名|送信日時|日時|宛先|受信者|差出人|送信者|subject|to|from|date|sent)\s*:.{0,300}"
    r"|(?:dear|hello|hi)\b.{0,60}|.{0,60}(?:thank|regards|sincerely|best|cheers|please).{0,80})\s*",
    re.IGNORECASE,
)


def is_password_mail(message: Message) -> bool:
    """Whether a mail hands over the password of a file and says nothing else."""
    text = unicodedata.normalize("NFKC", message.new_text).strip()
    subject = unicodedata.normalize("NFKC", message.subject)
    if not text or len(text) > LONGEST or not FILE.search(f"{subject}\n{text}"):
        return False
    lines = [line.strip() for line in SENTENCE.split(text) if line.strip()]
    told = _told(lines)
    rest = [line for number, line in enumerate(lines) if number not in told]
    doubtful = [line for line in (subject, *rest) if _doubtful(line)]
    other = [line for line in rest if not (FORMULA.fullmatch(line) or FILE.search(line) or IN_CASE.search(line))]
    return bool(told) and not doubtful and sum(map(len, other)) <= ELSE and not message.attachments


def _doubtful(line: str) -> bool:
    if IN_CASE.search(line):
        return False
    if FILE.search(line):
        return bool(TROUBLE.search(line))
    return bool(TROUBLE.search(line) or TELLS.match(line) or (MORE.match(line) and not SEEN.search(line)))


def _told(lines: list[str]) -> frozenset[int]:
    """The numbers of the lines that hold a password and its label."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if VALUE.search(line):
            found.add(number)
        elif ALONE.fullmatch(line) and number + 1 < len(lines) and BARE.fullmatch(lines[number + 1]):
            found |= {number, number + 1}
    return frozenset(found)
