"""Words of thanks and of good news in Japanese and English: what may stand beside them, and what may not.

The languages' own patterns (`thanks`, `solved`, `greetings`, `closings`) tell what a mail says; these tables add what
it takes to judge a whole mail. All of them look at text after NFKC, of at most 1500 characters.
"""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


STAYS = r"(?![かがらて])"  # no "直りましたか", "直りましたが", "直りましたら"
TROUBLE = "(?:エラー|不具合|問題|症状|現象|事象|警告|メッセージ)(?:が|は|も)?"
CAN = (
    "(?:でき|出来|行え|使え|見え|見られ|見れ|開け|入れ|送れ|届き|動き|繋がり|つながり|いき|行き|動作し|表示され|解決し)"
)
WORK = (
    "(?:ログイン|サインイン|印刷|接続|アクセス|保存|登録|ダウンロード|アップロード|インストール|更新|起動|送信|受信"
    "|閲覧|設定|変更|操作|利用|入力|出力|表示)"
)
IT = "(?:it|this|that|everything|all)"
DONE = "(?:fixed|solved|resolved)"
PROBLEM = "(?:problems?|issues?|errors?|bug)"

# Good news that the languages' patterns leave out.
SOLVED = _any(
    rf"{TROUBLE}(?:出|発生し|起き|起こら|表示され|見られ)?なくなり(?:ました|ます){STAYS}",
    rf"{TROUBLE}(?:消え|無くなり|おさまり|収まり)ました{STAYS}",
    rf"(?:無事|問題なく|うまく|上手く|正常に|ちゃんと|きちんと)(?:に|、)?{WORK}?(?:が|も)?{CAN}(?:まし|ていま|ておりま)[たす]{STAYS}",
    rf"{WORK}(?:が|も|は)?(?:でき|出来)(?:まし|ていま|ておりま)[たす]{STAYS}",
    rf"(?:できる|使える|見える|見られる|見れる|開ける|入れる|送れる|届く|動く|繋がる|つながる|押せる|表示される)ようになりました{STAYS}",
    rf"(?:なお|治|直)(?:りました|って(?:い|おり)?ます|ってます){STAYS}|(?:問題)?解決(?:済み?|ずみ)?です(?![かがけ])",
    r"(?:(?:この|本)件は?|こちらは?|チケットは?)?(?:クローズ|完了)(?:に|と|で|を)?(?:して|していただいて|いただいて|頂いて)?"
    r"(?:ください|下さい|結構です|お願い(?:いた|致)?します|問題ありません|大丈夫です)",
    r"\bnever ?mind\b|\bplease (?:ignore|disregard) (?:this|my|it)\b(?: (?:mail|e-?mail|request|ticket|message))?",
    rf"\b{IT}(?: has| have)?(?: really| just)? (?:worked|did the trick|does the trick|helped)"
    r"(?: (?:perfectly|great|fine|like a charm|for me|for us))?(?=\s?(?:[.,!;]|$|and\b|thank|so\b))",
    r"\byour (?:suggestion|advice|fix|tip|answer|instructions?|workaround) (?:worked|helped|did the trick)\b",
    rf"\b(?:has |have )?{DONE} (?:{IT}|(?:the|my|our) {PROBLEM})\b",
    rf"\b{IT}(?:['’]s| is| has been| was)?(?: now| all| finally)* (?:{DONE}|sorted|working|ok|okay|fine|good)"
    r"(?: out)?(?: now| again)?(?=\s?(?:[.,!;]|$|and\b|thank|so\b))",
    r"\b(?:(?:it|this|that|everything|printing|login) )?(?:now )?(?:works?|working|is working|runs) "
    r"(?:now|again|fine|perfectly|great|well|like a charm|as expected)(?: now| again| fine)?",
    rf"\b(?:the |my |our |this )?{PROBLEM}(?: is| are| has been| have been| was|['’]s)?(?: now)? (?:gone|{DONE})\b"
    r"(?: now)?",
    r"\b(?:you (?:can|may) |please |feel free to )(?:now )?close (?:this|the|my|it)"
    r"(?: (?:case|ticket|issue|request))?(?: now)?\b",
)
# "Understood": thanks too, but nothing may lead to it ("ログを確認しました" tells something).
NOTED = _any(
    r"(?:(?:内容|メール|件|手順|ご?(?:返信|返事|回答|連絡|案内|説明)(?:の?内容)?)(?:を|は|について)?[、,]?)?"
    rf"(?:(?:承知|了解|理解|確認|拝見|受領)(?:を)?(?:いた|致)?しました{STAYS}|了解です|承知です|かしこまりました"
    rf"|(?:よく)?(?:分|わ)かりました{STAYS}|受け取りました|拝読しました)",
    r"\b(?:got it|understood|noted|received)\b",
)
THANKS = _any(
    r"(?:誠に|まことに|大変|本当に|どうも|いつも|早速の?|迅速な|丁寧な|重ねて)*(?:(?:ありがとう|有難う|有り難う)(?:ござい(?:ます|ました)|です)"
    r"|(?:大変|とても|本当に)?助かりました|感謝(?:して(?:い|おり)?|(?:いた|致)?し|申し上げ)(?:ます|ました)|[お御]礼(?:を)?申し上げます)",
    r"\b(?:many thanks|thanks|thank you|thx|cheers)(?: (?:so|very) much| a lot| a million| a bunch| indeed| again)*\b",
    r"\b(?:i |we )?(?:really |very much |truly |greatly )?appreciated? "
    r"(?:it|this|that|your (?:\w{1,12} ){0,3}(?:help|support|reply|response|efforts?|time|assistance))\b",
    r"\bmuch appreciated\b",
)
POLITE = _any(
    r"(?:いつも|平素より|平素は)?(?:大変)?お世話に(?:なって(?:おり|い)?ます|なります|なりました)|お疲れ(?:様|さま)です",
    r"(?:(?:今後とも|引き続き|何卒|どうぞ|また|以上)[、,]?)*(?:よろしく|宜しく)(?:お|御)願い(?:いた|致)?(?:し|申し上げ)ます",
    r"(?:取り急ぎ|まずは)?[、,]?(?:お礼|御礼|ご報告|ご連絡)(?:のみ|まで|です|(?:いた|致)?します)+|取り急ぎ|失礼(?:いた|致)?します",
    r"以上(?:です|となります)?(?=[。、\s]|$)|お(?:手数|騒がせ)(?:を)?(?:おかけ)?(?:いた|致)?しました",
    r"ご(?:迷惑|心配)をおかけ(?:いた|致)?しました|(?:お忙しい|ご多忙の?)(?:ところ|中)|(?:ご)?返信(?:は)?(?:不要です|には?及びません)",
    r"(?:良|よ)かったです|安心(?:いた|致)?しました|(?:嬉|うれ)しいです|完璧です|さすがです|素晴らしいです",
    r"問題(?:は|も)?(?:ありません|ございません|ないです|なさそうです)|すみません|申し訳(?:あり|ござい)ません",
    r"\b(?:ok|okay|great|perfect|awesome|excellent|wonderful|cool|nice|brilliant|super|fantastic|amazing|lovely|good|yes"
    r"|yay|hooray|wow|ah|oh)\b(?=\s?(?:[.,!;:\ue001-\ue004-]|$))",
    r"\b(?:great|good|nice|excellent|fast|quick) (?:job|work|support|service|stuff)\b|\bwell done\b",
    r"\bhave a (?:nice|good|great|lovely|wonderful) (?:day|weekend|evening|week|one)\b|\byou(?: are|['’]re) the best\b",
    r"\bno need to (?:reply|answer)\b|\bno (?:further|more) action (?:is )?(?:needed|required)\b|\bno problems?\b",
    r"\b(?:i['’]m|i am|we are|we['’]re) (?:so |very )?(?:glad|happy|relieved)\b",
    r"\bsorry for (?:the )?(?:trouble|noise|delay|late reply|bother(?:ing)?(?: you)?)\b",
)
SMILE = _any(
    "[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\u200d♪☆★~〜]",
    r"m ?\(_ ?_\) ?m|\(\^[^)\n]{0,6}\)|\^_?\^;?|[:;]-?[)D](?!\w)|\(笑\)|(?<=[。!])笑",
)
# With one of these more is to come, or the matter is not solved at all.
MORE = _any(
    r"ません|ない|なく|[^まか]ずに|ただ[、,し]|しかし|(?:です|でした|ます|ました)が|けれど|けど|ものの|一方|別[のに件途]",
    r"もう[一1]つ|もうひとつ|追加|ところで|なお[、,]|また[、,]|[他ほか]に|次[にの回は]|あと[、,は]|それと|それから",
    r"まだ|未[^満来]|いまだ|依然|再発|再び|再度|相変わらず|同じ|同様|変わら|一部|一時|半分|たまに|時々|ときどき|だけ|しか",
    r"以外|もし|場合|でしょうか|(?:ます|です|ました)か|ましたら|ください|下さい|いただけ|頂け|待ち|待って|試し(?:て|ま)",
    r"質問|お願いがあ|残念|ダメ|だめ|駄目|無理|おかし|困って|やっぱ|やはり|(?:エラー|不具合|警告)(?:が|は|も)[^。\n]{0,12}(?:出|表示|発生|起)",
    r"ご(?:確認|対応|回答|返信|連絡|検討|教示|案内)[^。、\n]{0,14}(?:願い|待)|(?:お返事|お知らせ)を",
    r"\b(?:but|however|although|though|except|still|yet|another|also|unfortunately|not|never|longer|cannot|only|partly"
    r"|partially|sometimes|temporarily|almost|nearly|half|seems?|if|when|once|until|unless|whether)\b",
    r"\b(?:hope|hopefully|wish|want|need|would|could|should|can|will|please|questions?|btw|by the way|next|same|advance"
    r"|how|why|what|where|which|wait|try|trying|let me|forward|thought|said|told|says|claims?|attached)\b",
    r"n['’`]t\b|\?",
)
WORSE = _any(
    r"\bthank(?:s| you) for nothing\b",
    r"(?:エラー|不具合|警告|メッセージ|ポップアップ)(?:が|は|も)[^。\n]{0,12}(?:出る|表示される|発生する|起こる|起きる)よう",
)
QUESTION = _any(
    r"\s*(?:is|are|was|were|has|have|does|did|do|may|shall)\b",
    "いつ(?!も)",
    "どう(?:し|や)",
    "なぜ",
    "何[がをで]",
    "誰",
)
TOLD = _any(r"(?:です|ます|でした|ました)[、,が]")  # a statement of its own stands before
# What leads to thanks ("ご回答いただき"), and what follows them ("for the quick reply", "Mika").
THANKS_BEFORE = re.compile(
    r"[^a-zA-Z]{0,80}?(?:[てでにをはもへ]|いただき(?:まして)?|頂き(?:まして)?|くださり|下さり|件|ご[\u4e00-\u9fff]{1,4}"
    r"|お[\u4e00-\u9fffぁ-ん]{1,4}|サポート|アドバイス|フォロー)[、,\s]*"
)
THANKS_BEHIND = re.compile(
    r"[\s.!,]*(?:for\b.{1,100}|to (?:you|all|everyone)\b.{0,30}|guys|all|team|everyone"
    r"|[A-Z][\w.'-]{1,20}(?: [A-Z][\w.'-]{1,20}){0,2})[\s.!,]*"
)
SOLVED_BEHIND = re.compile(
    r"[\s.!,]*(?:(?:after|since|with|for|on my|on our|thanks to)\b.{1,50}"
    r"|(?:ので|ため|こと(?:を|が)?|旨|ね|よ)[、,\s]*)?"
)
INTRODUCED = re.compile(
    r"(?:[^\s。、]{1,20}(?:の|\s)[\u4e00-\u9fff々ァ-ヶー]{1,6}|[\u4e00-\u9fff々]{1,4})\s?[\u4e00-\u9fff々]{0,4}"
    r"(?:です|と申します|でございます)[。\s]*|this is [A-Z]\w{1,20}(?: [A-Z]\w{1,20})?(?:,? from .{1,30})?[.\s]*"
)
COMPANY = re.compile(r".{0,30}(?:株式会社|有限会社|合同会社|\(株\)|\b(?:Inc|Ltd|GmbH|LLC|Corp|Co)\b|[部課室]$).{0,30}")
NAME = re.compile(
    r"[-–—/\s]{0,3}(?:[A-Z][\w.'-]{0,20}(?:,? [A-Z][\w.'-]{0,20}){0,3}"
    r"|[\u4e00-\u9fff々ァ-ヶー・ ]{1,16}|[ぁ-ん]{2,5})[\s.]*"
)
