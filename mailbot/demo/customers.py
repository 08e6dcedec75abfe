"""The demo's customers, and two machines that write to the same address."""

from __future__ import annotations

from datetime import UTC

from mailbot.demo.machines import absence_notice, bounce
from mailbot.demo.people import Person, Step, words
from mailbot.demo.picture import screenshot
from mailbot.demo.programs import Draft, desktop, office, old_japanese, phone
from mailbot.demo.replies import Memory, above, before_quote, in_between, on_top
from mailbot.model import State

OLD_TOWN = "mx.oldtown.example"

# The device comes first: a question about it names nothing else, while the other two both speak of screens.
NAOKO_KNOWS = Memory(
    (
        (("ブラウザ", "端末", "機種", "パソコン", "os"), "会社のノートパソコンです。Windows 11、Chrome 129 です。"),
        (
            ("手順", "操作", "何をした", "なさ", "どの画面"),
            "メニューの「請求」を開き、「請求書一覧」をクリックして、「10月」を選びました。",
        ),
        (("エラー", "メッセージ", "表示"), "「データを取得できませんでした（E-1043）」というエラーが表示されます。"),
        (("いつ",), "昨日の夕方、17時ごろからです。"),
    ),
    "分かりません。",
)
EMILY_KNOWS = Memory(
    (
        (("browser", "device", "operating system"), "A Dell laptop with Windows 11, and Microsoft Edge 129."),
        (
            ("step", "did you do", "what you did", "which screen", "were you doing"),
            "I open Reports, choose October and click on Create PDF. Then the page stays white.",
        ),
        (("error", "message", "screenshot", "shown", "see"), 'It says "Error 502: report service unavailable".'),
        (("when", "since"), "Since yesterday morning, about nine o'clock."),
    ),
    "I don't know.",
)
NAOKO_GREETS = "高橋です。ご連絡ありがとうございます。以下に回答いたします。"
NAOKO_THANKS = "早速ご対応いただき、ありがとうございました。\n助かりました。\n\n高橋"
GRACE_THANKS = "Thank you very much!\n\nGrace"


def _bounce(draft: Draft) -> bytes:
    return bounce(OLD_TOWN, draft.to, "h.brown@oldtown.example", draft.text, draft.at.astimezone(UTC))


NAOKO = Person(
    "高橋 直子",
    "naoko.takahashi@aoba-shoji.example",
    "customer",
    "ja",
    story="reports a bug (ISO-2022-JP) and leaves out nearly everything",
    expectation="is asked in Japanese, answers under the questions, reads what engineering found",
    program=old_japanese,
    subject="請求書が表示されません",
    mail="japanese_bug",
    steps=(
        Step("answers under the questions", lambda it: in_between(it, NAOKO_KNOWS, NAOKO_GREETS), asked=True),
        Step("says thanks", lambda it: before_quote(NAOKO_THANKS, it), sees="明細検索"),
    ),
    letters=3,
    reads=("高橋 直子 様", "一覧を読み込む処理が", "修正版を明日の正午までに公開します。"),
    ends=State.CLOSED,
)
EMILY = Person(
    "Emily Carter",
    "emily.carter@brightleaf.example",
    "customer",
    "en",
    story="reports a bug (HTML mail) and leaves out nearly everything",
    expectation="is asked in English, answers by number, reads what engineering found",
    program=office,
    subject="Monthly report does not work",
    mail="english_bug",
    steps=(Step("answers by number, on top", lambda it: on_top(it, EMILY_KNOWS, "Hello,"), asked=True),),
    letters=3,
    reads=("the report service runs out of memory", "choose single weeks", "by noon tomorrow"),
    ends=State.ANSWERED,
)
KENTA = Person(
    "森 健太",
    "kenta.mori@hinode-shashin.example",
    "customer",
    "ja",
    story="reports a bug from a phone, with every detail and a screenshot",
    expectation="is asked nothing; engineering gets the report and the screenshot at once",
    program=phone,
    subject="写真が投稿できません",
    mail="complete_bug",
    pictures=(("IMG_0412.PNG", screenshot()),),
    letters=1,
    ends=State.WITH_ENGINEERING,
)
AYA = Person(
    "鈴木 彩",
    "aya.suzuki@sumire-yakkyoku.example",
    "customer",
    "ja",
    story="reports a bug in one sentence, from a phone",
    expectation="answers in two mails, is asked nothing twice; then engineering gets the report",
    program=phone,
    subject="予定が追加できない",
    mail="short_bug_ja",
    steps=(
        Step("answers what she can see", lambda it: before_quote(words("short_bug_ja_2"), it), asked=True),
        Step("answers the rest", lambda it: before_quote(words("short_bug_ja_3"), it), asked=True),
    ),
    letters=3,
    ends=State.WITH_ENGINEERING,
)
DANIEL = Person(
    "Daniel Hughes",
    "daniel.hughes@larkhill.example",
    "customer",
    "en",
    story="reports a bug in one sentence",
    expectation="answers in two mails, is asked nothing twice; then engineering gets the report",
    program=desktop,
    subject="Cannot upload files",
    mail="short_bug_en",
    steps=(
        Step("answers what he remembers", lambda it: before_quote(words("short_bug_en_2"), it), asked=True),
        Step("answers the rest", lambda it: before_quote(words("short_bug_en_3"), it), asked=True),
    ),
    letters=3,
    ends=State.WITH_ENGINEERING,
)
YUKI = Person(
    "山本 由紀",
    "yuki.yamamoto@yamato-print.example",
    "customer",
    "ja",
    story="asks a question",
    expectation="gets a receipt at once and Mika's own words from the support address",
    program=desktop,
    subject="請求書の宛名の変更方法について",
    mail="question_ja",
    letters=2,
    reads=("「設定」の「請求先」から変更できます。",),
    ends=State.ANSWERED,
)
GRACE = Person(
    "Grace Okafor",
    "grace@northgate-books.example",
    "customer",
    "en",
    story="asks a question",
    expectation="gets a receipt at once and Mika's own words from the support address",
    program=office,
    subject="How do I export my contacts?",
    mail="question_en",
    steps=(Step("says thanks", lambda it: above(GRACE_THANKS, it), sees="Export as CSV"),),
    letters=2,
    reads=('choose "Export as CSV".',),
    ends=State.CLOSED,
)
TAKUYA = Person(
    "中村 拓也",
    "takuya.nakamura@midori-seikotsu.example",
    "customer",
    "ja",
    story="wishes for a new feature",
    expectation="gets a receipt and no questions; the wish is recorded and Mika has it",
    program=phone,
    subject="カレンダーの印刷について",
    mail="request_ja",
    letters=1,
    ends=State.WITH_AGENT,
)
TOM = Person(
    "Tom Becker",
    "tom.becker@weidenhof.example",
    "customer",
    "en",
    story="wishes for a new feature",
    expectation="gets a receipt and no questions; the wish is recorded and Mika has it",
    program=office,
    subject="Dark theme",
    mail="request_en",
    letters=1,
    ends=State.WITH_AGENT,
)
PETER = Person(
    "Peter Lindqvist",
    "peter.lindqvist@fjordline.example",
    "machine",
    "en",
    story="is on holiday: an automatic reply comes in",
    expectation="hears nothing: two robots writing to each other never stop",
    program=absence_notice,
    subject="Lantern news",
    mail="out_of_office",
    letters=0,
)
POSTMASTER = Person(
    "Mail Delivery System",
    f"MAILER-DAEMON@{OLD_TOWN}",
    "machine",
    "en",
    story="returns a mail that it could not deliver",
    expectation="hears nothing: nobody reads answers to a bounce",
    program=_bounce,
    subject="Undelivered Mail Returned to Sender",
    mail="bounce",
    letters=0,
    envelope="",
)

CUSTOMERS = (NAOKO, EMILY, KENTA, AYA, DANIEL, YUKI, GRACE, TAKUYA, TOM, PETER, POSTMASTER)
