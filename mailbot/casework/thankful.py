"""Words of thanks and of good news in Japanese and English: what may stand beside them, and what may not.

The languages' own patterns (`thanks`, `solved`, `greetings`, `closings`) find most of it; these tables add what judging a
whole mail needs. All are looked at in text after NFKC, of at most 1500 characters.
"""

from __future__ import annotations

import re

DONE = r"(?:でき|出来|行え|使え|見え|見られ|見れ|開け|入れ|送れ|届き|動き|繋がり|つながり)"
WORK = (
    r"(?:ログイン|サインイン|印刷|接続|アクセス|保存|登録|ダウンロード|アップロード|インストール|更新|起動|送信|受信|閲覧|設定|変更"
    r"|操作|利用|入力)"
)
ENDING = r"(?:ました|ます|ています|ております|たです)(?![かがらて])"
# Good news that no pattern of the languages finds.
SOLVED = re.compile(
    rf"(?:エラー|不具合|問題|症状|現象|事象|メッセージ)(?:が|は|も)?(?:出|発生し|起き|起こら|表示され|見られ|なく)?なくなり{ENDING}"
    r"|(?:エラー|不具合|問題|症状|現象|事象)(?:が|は|も)?(?:消え|なくなり|無くなり|おさまり|収まり)ました(?![かがらて])"
    rf"|(?:無事|問題なく|うまく|上手く|正常に|ちゃんと|きちんと)(?:に|、)?{WORK}?(?:が|も)?(?:{DONE}|いき|行き|動作し|表示され|解決し)"
    rf"{ENDING}|{WORK}(?:が|も|は)?(?:でき|出来){ENDING}"
    r"|(?:でき|使え|見え|見られ|見れ|開け|入れ|送れ|届く|動く|繋がる|つながる|表示され|押せ)(?:る)?ようになりました(?![かがらて])"
    r"|(?:なお|治|直)(?:り|って)(?:まし|い?ます|おります)た?(?![かがらて])|(?:問題)?解決(?:済み?|ずみ)?です(?![かがけ])"
    r"|\b(?:that|this|it|your (?:suggestion|advice|fix|tip|answer|instructions?|workaround)|the (?:workaround|update|fix))"
    r"(?: has| have)?(?: really| just)? (?:worked|did the trick|does the trick|helped|fixed it|solved it|did it"
    r"|(?:fixed|solved|resolved) (?:it|this|that|the (?:problem|issue|error)|my (?:problem|issue)|everything))"
    r"(?: (?:perfectly|great|fine|like a charm|for me|for us))?(?= ?(?:[.,!;\n]|$|and\b|thank|so\b))"
    r"|\b(?:(?:it|this|that|everything|all|the \w{1,15}|printing|login) )?(?:now )?(?:works?|working|is working|runs)"
    r" (?:now|again|fine|perfectly|great|well|like a charm|as expected)(?: now| again| fine)?"
    r"|\b(?:all|everything)(?:'s| is)? (?:good|fine|ok|okay|working|sorted|well)(?: now| again| here)?"
    r"|\b(?:the |my |this )?(?:problem|issue|error|bug)(?: is| has been| was|'s)?(?: now)? (?:gone|solved|fixed|resolved)(?: now)?"
    r"|\b(?:you (?:can|may) |please |feel free to )(?:now )?close (?:this|the|my|it)(?: (?:case|ticket|issue|request))?(?: now)?"
    r"|(?:この件は?|本件は?|こちらは?|チケットは?)?(?:クローズ|完了)(?:に|と|で|を)?(?:して|していただいて|いただいて|頂いて)?"
    r"(?:ください|下さい|いただいて結構です|結構です|お願い(?:いた|致)?します|問題ありません|大丈夫です)",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"(?:誠に|大変|本当に|どうも|いつも|早速の?|迅速な|(?:ご)?丁寧な|重ねて|まことに)*"
    r"(?:ありがとうござい(?:ます|ました)|有難うござい(?:ます|ました)|ありがとうです|(?:大変|とても|本当に)?助かりました"
    r"|感謝(?:して(?:い|おり)?|(?:いた|致)?し|申し上げ)(?:ます|ました)|お礼(?:を)?申し上げます|御礼申し上げます)"
    r"|\b(?:many thanks|thanks|thank you|thx|cheers)(?: (?:so|very) much| a lot| a million| a bunch| indeed| again)*"
    r"|\b(?:i |we )?(?:really |very much |truly |greatly )?appreciate(?:d)? (?:it|this|that|your (?:\w{1,12} ){0,3}"
    r"(?:help|support|reply|response|efforts?|time|assistance))|\bmuch appreciated",
    re.IGNORECASE,
)
NOTED = re.compile(
    r"(?:(?:内容|メール|件|手順|ご?(?:返信|返事|回答|連絡|案内|説明)(?:の?内容)?)(?:を|は|について)?[、,]?)?"
    r"(?:(?:承知|了解|理解|確認|拝見|受領)(?:を)?(?:いた|致)?しました(?![かがらて])|了解です|承知です|かしこまりました"
    r"|(?:よく)?(?:分|わ)かりました(?![かがらて])|受け取りました|拝読しました)"
    r"|\b(?:got it|understood|noted|received)\b",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"(?:いつも|大変|平素より|平素は)?(?:大変)?お世話になって(?:おり|い)?ます|お世話になります|お疲れ(?:様|さま)です"
    r"|(?:今後とも|引き続き|何卒|どうぞ|また|以上)*[、,]?(?:今後とも|何卒|どうぞ)?(?:よろしく|宜しく)(?:お|御)願い"
    r"(?:いた|致|申し上げ)?(?:し)?ます|(?:取り急ぎ|まずは)?[、,]?(?:お礼|御礼|ご報告|ご連絡)(?:のみ|まで|です|(?:いた|致)?します)+"
    r"|取り急ぎ|失礼(?:いた|致)?します|以上(?:です|となります)?(?=[。、\s]|$)"
    r"|お(?:手数|騒がせ)(?:を)?(?:おかけ)?(?:いた|致)?しました|ご(?:迷惑|心配)をおかけ(?:いた|致)?しました"
    r"|(?:お忙しい|ご多忙の?)(?:ところ|中)|(?:ご)?返信(?:は)?(?:不要です|には?及びません)|(?:良|よ)かったです|安心(?:いた|致)?しました"
    r"|(?:嬉|うれ)しいです|完璧です|さすがです|素晴らしいです|問題(?:は|も)?(?:ありません|ございません|ないです|なさそうです)"
    r"|すみません|申し訳(?:あり|ござい)ません|\b(?:ok|okay|great|perfect|awesome|excellent|wonderful|cool|nice|brilliant|super"
    r"|fantastic|amazing|lovely|good|yes|yay|hooray|wow|ah|oh)\b(?= ?(?:[.,!;:\n\x01\x02-]|$))|\b(?:great|good|nice|excellent|fast|quick)"
    r" (?:job|work|support|service|stuff)\b|\bwell done\b|\bhave a (?:nice|good|great|lovely|wonderful) (?:day|weekend|evening|week|one)\b"
    r"|\b(?:no need to (?:reply|answer)|no (?:further|more) action (?:is )?(?:needed|required)|nothing (?:more|else) (?:is )?needed)\b"
    r"|\b(?:i'm|i am|we are|we're) (?:so |very )?(?:glad|happy|relieved)\b|\bsorry for (?:the )?(?:trouble|bother(?:ing)?(?: you)?|noise|delay"
    r"|late reply)\b|\bno problems?\b|\b(?:you rock|you're the best|you are the best)\b",
    re.IGNORECASE,
)
SMILE = re.compile(
    "[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\u200d♪☆★~〜]|m ?\\(_ ?_\\) ?m|\\(\\^[^)\n]{0,6}\\)|\\^_?\\^;?|[:;]-?[)D](?!\\w)"
    "|\\(笑\\)|(?<=[。!])笑|\\(?;_;\\)?"
)
# With one of these more is to come, or the matter is not solved at all.
MORE = re.compile(
    r"ません|ない|なく|[^まか]ずに|ただ[、,し]|しかし|ですが|でしたが|ますが|けれど|けど|ものの|一方|別[のに件途]|もう[一1]つ|もうひとつ"
    r"|追加|ところで|なお[、,]|また[、,]|[他ほか]に|次[にの回は]|あと[、,は]|それと|それから|まだ|未だ|いまだ|依然|再発|再び|再度"
    r"|相変わらず|同じ|同様|変わら|一部|一時|半分|たまに|時々|ときどき|だけ|のみ[^\s。]|しか|以外|もし|場合|でしょうか|(?:ます|です|ました)か"
    r"|ください|下さい|いただけ|頂け|待ち|待って|試し(?:て|ま)|未[^満来]|質問|お願いがあ|残念|ダメ|だめ|駄目|無理|おかし|困って|ましたら"
    r"|(?:エラー|不具合|警告|メッセージ)(?:が|は|も)[^。\n]{0,12}(?:出|表示|発生|起)"
    r"|ご(?:確認|対応|回答|返信|連絡|検討|教示|案内)[^。、\n]{0,14}(?:願い|待)|お?(?:返事|知らせ)を"
    r"|\b(?:but|however|although|though|except|still|yet|another|also|unfortunately|not|never|longer|cannot|only|partly"
    r"|partially|sometimes|temporarily|if|when|once|until|unless|whether|hope|hopefully|wish|want|need|would|could|should|can"
    r"|will|please|questions?|btw|by the way|next|same|advance|how|why|what|where|which|wait|try|trying|let me|forward"
    r"|thought|said|told|says|claims?|expected to|almost|nearly|half|seems?|until|attached)\b|n['’`]t\b|\?",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"\s*(?:is|are|was|were|has|have|does|did|do|may|shall)\b|いつ(?!も)|どう(?:し|や)|なぜ|何[がをで]|誰",
    re.IGNORECASE,
)
TOLD = re.compile(r"(?:です|ます|でした|ました)[、,が]")  # a statement of its own stands before
# What leads to thanks ("ご回答いただき"), and what follows them ("for the quick reply", a name).
THANKS_BEFORE = re.compile(
    r"[^a-z]{0,80}?(?:[てでにをはもへ]|いただき(?:まして)?|頂き(?:まして)?|くださり|下さり|件|ご[\u4e00-\u9fff]{1,4}"
    r"|お[\u4e00-\u9fffぁ-ん]{1,4}|サポート|アドバイス|フォロー)[、,\s]*"
)
THANKS_BEHIND = re.compile(
    r"[\s.!,]*(?:for\b.{1,100}|to (?:you|all|everyone)\b.{0,30}|guys|all|team|everyone|[A-Z][\w.'-]{1,20}(?: [A-Z][\w.'-]{1,20}){0,2})"
    r"[\s.!,]*"
)
SOLVED_BEHIND = re.compile(
    r"[\s.!,]*(?:(?:after|since|with|for|on my|on our|thanks to)\b.{1,50}|(?:ので|ため|こと(?:を|が)?|旨|ね|よ)[、,\s]*)?"
)
INTRODUCED = re.compile(
    r"(?:[^\s。、]{1,20}(?:の|\s))?[\u4e00-\u9fff々ァ-ヶー]{1,6}\s?[\u4e00-\u9fff々]{0,4}(?:です|と申します|でございます)[。\s]*"
    r"|this is [A-Z]\w{1,20}(?: [A-Z]\w{1,20})?(?:,? from .{1,30})?[.\s]*"
)
NAME = re.compile(
    r"[-–—/\s]{0,3}(?:[A-Z][\w.'-]{0,20}(?:,? [A-Z][\w.'-]{0,20}){0,3}|[\u4e00-\u9fff々ァ-ヶーA-Za-z()・ \u3000]{1,25}"
    r"|[ぁ-ん]{2,5})[\s.]*"
)
