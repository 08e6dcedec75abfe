"""What the people of the sample cases write; made up for this purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.model import Kind


@dataclass(frozen=True, slots=True)
class SampleWords:
    """One language's customer, agent and engineer."""

    subjects: Mapping[Kind, str]
    texts: Mapping[Kind, str]
    reasons: Mapping[Kind, str]
    when: str  # a sentence of the bug's text
    stopped: str  # what of another mail calls for a person at once
    closed: str  # why a mail cannot be read
    reply: str
    relay: str
    cause: str
    workaround: str
    estimate: str
    need_more: str
    notes: tuple[str, ...]
    alert: str
    name: str  # of a customer in the directory
    company: str
    labels: tuple[str, str, str, str]

    def engineering(self) -> str:
        """The engineer's mail."""
        said = zip(self.labels, (self.cause, self.workaround, self.estimate, self.need_more), strict=True)
        return "\n".join(f"{label}{words}" for label, words in said)


WORDS: Mapping[str, SampleWords] = {
    "ja": SampleWords(
        subjects={
            Kind.BUG: "請求書が印刷できない",
            Kind.QUESTION: "利用者の追加について",
            Kind.REQUEST: "【要望】一覧の並べ替え",
            Kind.UNSURE: "ご連絡",
        },
        texts={
            Kind.BUG: "お世話になっております。\n請求書が印刷できません。昨日の朝から続いています。\n"
            "Windowsのパソコンを使っています。",
            Kind.QUESTION: "利用者を追加するには、どの画面を開けばよいでしょうか。",
            Kind.REQUEST: "一覧を日付で並べ替えられるようにしていただけると助かります。",
            Kind.UNSURE: "先日の件、その後いかがでしょうか。",
        },
        reasons={
            Kind.BUG: "「印刷できません」などの言葉から、不具合のご連絡と判断しました",
            Kind.QUESTION: "「でしょうか」などの言葉から、ご質問と判断しました",
            Kind.REQUEST: "件名に「要望」とあるため、種類を「要望」としました",
            Kind.UNSURE: "質問・不具合・要望を示す言葉が見当たりません",
        },
        when="昨日の朝から続いています。",
        stopped="全店舗で業務が止まっています",
        closed="S/MIME で暗号化されています",
        reply="一覧から1件を開いて「印刷」を押しました。\nメッセージは出ません。\n"
        "昨日の9:15に1回目、今日の10:30に2回目が起きました。",
        relay="鈴木様\n\nお待たせしております。ひかりデスクの佐藤です。\n\n"
        "印刷の設定を「標準」にしていただくと、印刷できることを確認しました。\nお手数ですが、一度お試しください。",
        cause="11月18日の更新で、余白の設定が読み込まれなくなっていました。",
        workaround="印刷の画面で「設定を戻す」を押してから印刷してください。\n一度行えば、その後は不要です。",
        estimate="11月27日の更新で修正する予定です。",
        need_more="プリンターの機種名",
        notes=("この返信を、お客様に送りました。", "添付：手順.pdf"),
        alert="受信メール 42 を保留しました：差出人を確認できません。",
        name="鈴木 花子",
        company="株式会社みほん",
        labels=("原因：", "回避方法：", "見込み：", "追加確認："),
    ),
    "en": SampleWords(
        subjects={
            Kind.BUG: "Invoices do not print",
            Kind.QUESTION: "Adding a user",
            Kind.REQUEST: "Sorting the list",
            Kind.UNSURE: "Hello",
        },
        texts={
            Kind.BUG: "Hello,\n\nour invoices do not print. It started yesterday morning.\nWe use a Windows PC.",
            Kind.QUESTION: "Where do I go to add a user?",
            Kind.REQUEST: "It would help us a lot if the list could be sorted by date.",
            Kind.UNSURE: "Is there any news?",
        },
        reasons={
            Kind.BUG: "describes a malfunction: 'do not print'",
            Kind.QUESTION: "asks: 'where do I'",
            Kind.REQUEST: "wishes: 'it would help us if'",
            Kind.UNSURE: "no words that tell",
        },
        when="It started yesterday morning.",
        stopped="Our whole shop is at a standstill",
        closed="encrypted with S/MIME",
        reply="I opened one from the list and clicked Print.\nThere is no message.\n"
        "It happened first yesterday at 9:15, again today at 10:30.",
        relay='Dear Ms Miller,\n\nthank you for your patience. With the print settings on "standard"\n'
        "it prints. Could you give that a try?\n\nKind regards,\nSam",
        cause="Since the update of 18 November the margins are not read.",
        workaround='Click "Reset settings" in the print window, then print.\nOnce is enough.',
        estimate="The update planned for 27 November mends it.",
        need_more="The model of the printer",
        notes=("Your reply went to the customer.", "Attached: steps.pdf"),
        alert="Mail 42 waits for a person: the sender cannot be told.",
        name="Jane Miller",
        company="Sample Ltd",
        labels=("Cause: ", "Workaround: ", "Estimate: ", "Need more: "),
    ),
}


def words_of(language: str) -> SampleWords:
    """The people of a language; of English where it has none."""
    return WORDS.get(language, WORDS["en"])
